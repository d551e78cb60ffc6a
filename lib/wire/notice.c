#include "eenplan/wire/notice.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "lib/wire/scope.h"
#include "lib/wire/words.h"

/* A SHA-256 in hex. */
#define DIGEST_LENGTH 64

struct text
notice_encode(struct arena *arena, const struct notice *notice)
{
	const struct consent *scope = &notice->scope;
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 512);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "aud", notice->recipient);
	json_member_strings(&writer, "categories", scope->categories,
			    scope->category_count);
	json_member_string(&writer, "iss", notice->sender);
	json_member_string(&writer, "jti", notice->id);
	json_member_string(&writer, "kind", scope->kind);
	json_member_strings(&writer, "purposes", scope->purposes,
			    scope->purpose_count);
	scope_encode_recipient(&writer, scope);
	json_member_time(&writer, "since", notice->since_ms);
	json_member_string(&writer, "state", consent_state_word(scope->state));
	json_member_string(&writer, "sub", notice->link);
	json_close_object(&writer);
	return buf_text(&out);
}

/* `where` is the path of a member of the document: "/since". */
static enum status
decode_time(const struct json *value, const char *where, int64_t *time_ms_out,
	    struct fault *fault)
{
	const char *time = json_get_string(value, where + 1);

	if (clock_parse_time(time, time_ms_out) && *time_ms_out > 0)
		return STATUS_OK;
	return words_refuse(fault, where,
			    "must be a time such as 2026-11-21T10:00:00.000Z");
}

/* What both documents begin with: who writes to whom, in which letter. */
static enum status
check_envelope(const struct json *value, struct fault *fault)
{
	if (!words_is_uuid(json_get_string(value, "jti")))
		return words_refuse(fault, "/jti",
				    "must be a UUID in lower case");
	if (json_get_string(value, "iss")[0] == '\0')
		return words_refuse(fault, "/iss", "must not be empty");
	if (json_get_string(value, "aud")[0] == '\0')
		return words_refuse(fault, "/aud", "must not be empty");
	return STATUS_OK;
}

static enum status
decode_state(const struct json *value, enum consent_state *state_out,
	     struct fault *fault)
{
	if (consent_state_of_word(json_get_string(value, "state"), state_out))
		switch (*state_out) {
		case CONSENT_REFUSED:
		case CONSENT_WITHDRAWN: return STATUS_OK;
		case CONSENT_UNKNOWN:
		case CONSENT_GIVEN: break;
		}
	return words_refuse(fault, "/state", "must be refused or withdrawn");
}

static enum status
decode_members(struct arena *arena, const struct json *value,
	       struct notice *notice, struct fault *fault)
{
	enum status status;

	*notice = (struct notice){
		.id = json_get_string(value, "jti"),
		.sender = json_get_string(value, "iss"),
		.recipient = json_get_string(value, "aud"),
		.link = json_get_string(value, "sub"),
		.scope = {.kind = json_get_string(value, "kind"),
			  .from_day = CLOCK_DAY_NONE,
			  .until_day = CLOCK_DAY_NONE},
	};
	if (!words_is_uuid(notice->link))
		return words_refuse(fault, "/sub",
				    "must be a UUID in lower case");
	if (notice->scope.kind[0] == '\0')
		return words_refuse(fault, "/kind", "must not be empty");
	status = decode_time(value, "/since", &notice->since_ms, fault);
	if (status == STATUS_OK)
		status = decode_state(value, &notice->scope.state, fault);
	return status == STATUS_OK
		       ? scope_decode(arena, value, &notice->scope, fault)
		       : status;
}

enum status
notice_decode(struct arena *arena, struct text payload,
	      struct notice *notice_out, struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"aud", JSON_KIND_STRING, true, 0},
		{"categories", JSON_KIND_ARRAY, true, LIMIT_CATEGORIES},
		{"iss", JSON_KIND_STRING, true, 0},
		{"jti", JSON_KIND_STRING, true, 0},
		{"kind", JSON_KIND_STRING, true, 0},
		{"purposes", JSON_KIND_ARRAY, true, LIMIT_CATEGORIES},
		{"recipient", JSON_KIND_OBJECT, false, 0},
		{"since", JSON_KIND_STRING, true, 0},
		{"state", JSON_KIND_STRING, true, 0},
		{"sub", JSON_KIND_STRING, true, 0},
	};
	const struct json *value;
	enum status status =
		json_read(arena, payload, LIMIT_NOTICE_BYTES, &value, fault);

	if (status == STATUS_OK)
		status = json_check_shape(value, shape, COUNT_OF(shape), "",
					  fault);
	if (status == STATUS_OK)
		status = check_envelope(value, fault);
	return status == STATUS_OK
		       ? decode_members(arena, value, notice_out, fault)
		       : status;
}

struct text
confirmation_encode(struct arena *arena,
		    const struct confirmation *confirmation)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 256);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "aud", confirmation->recipient);
	json_member_string(&writer, "digest", confirmation->digest);
	json_member_time(&writer, "handled", confirmation->handled_ms);
	json_member_string(&writer, "iss", confirmation->sender);
	json_member_string(&writer, "jti", confirmation->id);
	json_close_object(&writer);
	return buf_text(&out);
}

static bool
is_digest(const char *string)
{
	return strlen(string) == DIGEST_LENGTH &&
	       strspn(string, "0123456789abcdef") == DIGEST_LENGTH;
}

enum status
confirmation_decode(struct arena *arena, struct text payload,
		    struct confirmation *confirmation_out, struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"aud", JSON_KIND_STRING, true, 0},
		{"digest", JSON_KIND_STRING, true, 0},
		{"handled", JSON_KIND_STRING, true, 0},
		{"iss", JSON_KIND_STRING, true, 0},
		{"jti", JSON_KIND_STRING, true, 0},
	};
	const struct json *value;
	enum status status =
		json_read(arena, payload, LIMIT_NOTICE_BYTES, &value, fault);

	if (status == STATUS_OK)
		status = json_check_shape(value, shape, COUNT_OF(shape), "",
					  fault);
	if (status == STATUS_OK)
		status = check_envelope(value, fault);
	if (status != STATUS_OK)
		return status;
	*confirmation_out = (struct confirmation){
		.id = json_get_string(value, "jti"),
		.sender = json_get_string(value, "iss"),
		.recipient = json_get_string(value, "aud"),
		.digest = json_get_string(value, "digest"),
	};
	if (!is_digest(confirmation_out->digest))
		return words_refuse(fault, "/digest",
				    "must be a SHA-256 in lower hex");
	return decode_time(value, "/handled", &confirmation_out->handled_ms,
			   fault);
}
