#include "eenplan/wire/statement.h"

#include <string.h>

#include "eenplan/base/limits.h"
#include "lib/wire/words.h"

#define MS_PER_SECOND 1000
/* The last second of the year 9999: further ones don't print as RFC 3339. */
#define LAST_SECOND 253402300799LL

struct text
statement_encode(struct arena *arena, const struct statement *statement)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 512);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_key(&writer, "cnf");
	json_open_object(&writer);
	json_member_string(&writer, "x5t#S256", statement->certificate);
	json_close_object(&writer);
	json_member_integer(&writer, "exp",
			    statement->expires_ms / MS_PER_SECOND);
	json_member_integer(&writer, "iat",
			    statement->issued_ms / MS_PER_SECOND);
	json_member_string(&writer, "iss", statement->organisation);
	json_member_string(&writer, "jti", statement->id);
	json_member_string(&writer, "plan", statement->plan);
	json_member_string(&writer, "purpose", statement->purpose);
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
		{"role", JSON_KIND_STRING, true, 0},
		{"sub", JSON_KIND_STRING, true, 0},
	};
	static const struct json_shape confirmation[] = {
		{"x5t#S256", JSON_KIND_STRING, true, 0},
	};
	enum status status;

	status = json_check_shape(value, shape, COUNT_OF(shape), "", fault);
	if (status != STATUS_OK)
		return status;
	return json_check_shape(json_member(value, "cnf"), confirmation,
				COUNT_OF(confirmation), "/cnf", fault);
}

/* What the shape cannot say. Names the first wrong member, or NULL. */
static const char *
find_wrong(const struct statement *statement)
{
	int64_t last_ms = LAST_SECOND * MS_PER_SECOND;

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
	if (statement->issued_ms < 0 || statement->issued_ms > last_ms)
		return "/iat";
	if (statement->expires_ms <= statement->issued_ms ||
	    statement->expires_ms > last_ms)
		return "/exp";
	return NULL;
}

/* Seconds far outside any calendar stay outside instead of wrapping. */
static int64_t
ms_of_seconds(int64_t seconds)
{
	if (seconds < 0)
		return -1;
	if (seconds > LAST_SECOND)
		return INT64_MAX;
	return seconds * MS_PER_SECOND;
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
		.plan = json_get_string(value, "plan"),
		.issued_ms = ms_of_seconds(json_get_integer(value, "iat", -1)),
		.expires_ms = ms_of_seconds(json_get_integer(value, "exp", -1)),
		.certificate =
			json_get_string(json_member(value, "cnf"), "x5t#S256"),
	};
	wrong = find_wrong(statement_out);
	if (wrong == NULL)
		return STATUS_OK;
	fault_set(fault, wrong, "is no value that an ask statement can have");
	return STATUS_INVALID;
}
