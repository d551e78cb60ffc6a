#include "eenplan/wire/statement.h"

#include <string.h>

#include "eenplan/base/limits.h"
#include "lib/wire/claims.h"
#include "lib/wire/words.h"

struct text
statement_encode(struct arena *arena, const struct statement *statement)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 512);
	json_begin(&writer, &out);
	json_open_object(&writer);
	claims_encode_certificate(&writer, statement->certificate);
	json_member_integer(&writer, "exp",
			    claims_seconds(statement->expires_ms));
	json_member_integer(&writer, "iat",
			    claims_seconds(statement->issued_ms));
	json_member_string(&writer, "iss", statement->organisation);
	json_member_string(&writer, "jti", statement->id);
	json_member_string(&writer, "plan", statement->plan);
	json_member_string(&writer, "purpose", statement->purpose);
	json_member_string_if(&writer, "reason", statement->reason);
	json_member_string(&writer, "role", statement->role);
	json_member_string(&writer, "sub", statement->user);
	json_close_object(&writer);
	return buf_text(&out);
}

static enum status
check_shape(const struct json *value, struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"cnf", JSON_KIND_OBJECT, true, 0},
		{"exp", JSON_KIND_INTEGER, true, 0},
		{"iat", JSON_KIND_INTEGER, true, 0},
		{"iss", JSON_KIND_STRING, true, 0},
		{"jti", JSON_KIND_STRING, true, 0},
		{"plan", JSON_KIND_STRING, true, 0},
		{"purpose", JSON_KIND_STRING, true, 0},
		{"reason", JSON_KIND_STRING, false, LIMIT_STATEMENT_BYTES},
		{"role", JSON_KIND_STRING, true, 0},
		{"sub", JSON_KIND_STRING, true, 0},
	};
	enum status status;

	status = json_check_shape(value, shape, COUNT_OF(shape), "", fault);
	return status == STATUS_OK ? claims_check_certificate(value, fault)
				   : status;
}

/* Nine digits in a row: what else would be as long as a BSN? */
static bool
has_bsn(const char *text)
{
	while (*text != '\0') {
		size_t digits = strspn(text, "0123456789");

		if (digits == 9)
			return true;
		text += digits;
		text += strcspn(text, "0123456789");
	}
	return false;
}

bool
statement_is_line(const char *line, size_t least, size_t most)
{
	size_t characters = 0;
	size_t spaces = 0;

	if (!text_is_utf8(text_of(line)) || has_bsn(line))
		return false;
	for (const char *at = line; *at != '\0'; at++) {
		unsigned char byte = (unsigned char)*at;

		if (byte < 0x20 || byte == 0x7f)
			return false;
		characters += (byte & 0xc0) != 0x80;
		spaces += byte == ' ';
	}
	return characters - spaces >= least && characters <= most;
}

bool
statement_is_reason(const char *reason)
{
	return statement_is_line(reason, LIMIT_REASON_LEAST_CHARACTERS,
				 LIMIT_REASON_CHARACTERS);
}

/* A reason belongs to an emergency, and an emergency has one, and an end. */
static const char *
find_wrong_emergency(const struct statement *statement)
{
	bool is_emergency =
		strcmp(statement->purpose, STATEMENT_EMERGENCY) == 0;

	if (is_emergency != (statement->reason != NULL))
		return "/reason";
	if (!is_emergency)
		return NULL;
	if (!statement_is_reason(statement->reason))
		return "/reason";
	return statement->expires_ms - statement->issued_ms >
			       LIMIT_EMERGENCY_MINUTES * 60 * 1000LL
		       ? "/exp"
		       : NULL;
}

/* What the shape cannot say. Names the first wrong member, or NULL. */
static const char *
find_wrong(const struct statement *statement)
{
	if (!words_is_uuid(statement->id))
		return "/jti";
	if (!words_is_uuid(statement->plan))
		return "/plan";
	if (!words_is_thumbprint(statement->certificate))
		return "/cnf/x5t#S256";
	if (statement->organisation[0] == '\0')
		return "/iss";
	if (statement->user[0] == '\0')
		return "/sub";
	if (statement->role[0] == '\0')
		return "/role";
	if (statement->purpose[0] == '\0')
		return "/purpose";
	if (!claims_is_time(statement->issued_ms))
		return "/iat";
	if (statement->expires_ms <= statement->issued_ms ||
	    !claims_is_time(statement->expires_ms))
		return "/exp";
	return find_wrong_emergency(statement);
}

enum status
statement_decode(struct arena *arena, struct text payload,
		 struct statement *statement_out, struct fault *fault)
{
	const struct json *value;
	const char *wrong;
	enum status status;

	status =
		json_read(arena, payload, LIMIT_STATEMENT_BYTES, &value, fault);
	if (status != STATUS_OK)
		return status;
	status = check_shape(value, fault);
	if (status != STATUS_OK)
		return status;
	*statement_out = (struct statement){
		.id = json_get_string(value, "jti"),
		.organisation = json_get_string(value, "iss"),
		.user = json_get_string(value, "sub"),
		.role = json_get_string(value, "role"),
		.purpose = json_get_string(value, "purpose"),
		.reason = json_get_string(value, "reason"),
		.plan = json_get_string(value, "plan"),
		.issued_ms = claims_ms(json_get_integer(value, "iat", -1)),
		.expires_ms = claims_ms(json_get_integer(value, "exp", -1)),
		.certificate = claims_certificate(value),
	};
	wrong = find_wrong(statement_out);
	if (wrong == NULL)
		return STATUS_OK;
	fault_set(fault, wrong, "is no value that an ask statement can have");
	return STATUS_INVALID;
}
