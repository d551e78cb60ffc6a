#include "eenplan/wire/notice.h"

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "lib/wire/letter_head.h"
#include "lib/wire/scope.h"
#include "lib/wire/words.h"

struct text
notice_encode(struct arena *arena, const struct notice *notice)
{
	const struct consent *scope = &notice->scope;
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 512);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "aud", notice->head.recipient);
	json_member_strings(&writer, "categories", scope->categories,
			    scope->category_count);
	json_member_string(&writer, "iss", notice->head.sender);
	json_member_string(&writer, "jti", notice->head.id);
	json_member_string(&writer, "kind", scope->kind);
	json_member_strings(&writer, "purposes", scope->purposes,
			    scope->purpose_count);
	scope_encode_recipient(&writer, scope);
	json_member_time(&writer, "since", notice->since_ms);
	json_member_string(&writer, "state", consent_state_word(scope->state));
	json_member_string(&writer, "sub", notice->head.link);
	json_close_object(&writer);
	return buf_text(&out);
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
		.scope = {.kind = json_get_string(value, "kind"),
			  .from_day = CLOCK_DAY_NONE,
			  .until_day = CLOCK_DAY_NONE},
	};
	if (notice->scope.kind[0] == '\0')
		return words_refuse(fault, "/kind", "must not be empty");
	status = letter_head_read(value, &notice->head, fault);
	if (status == STATUS_OK)
		status = letter_read_time(value, "/since", &notice->since_ms,
					  fault);
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
	const struct words_document document = {LIMIT_NOTICE_BYTES, shape,
						COUNT_OF(shape)};
	const struct json *value;
	enum status status =
		words_read(arena, payload, &document, &value, fault);

	return status == STATUS_OK
		       ? decode_members(arena, value, notice_out, fault)
		       : status;
}
