#include "eenplan/wire/consent_letter.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/wire/circumstances.h"
#include "lib/wire/letter_head.h"
#include "lib/wire/scope.h"
#include "lib/wire/words.h"

struct text
consent_letter_encode(struct arena *arena, const struct consent_letter *letter)
{
	const struct consent *consent = &letter->consent;
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 512);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "aud", letter->head.recipient);
	json_member_strings(&writer, "categories", consent->categories,
			    consent->category_count);
	json_member_day(&writer, "from", consent->from_day);
	json_member_string(&writer, "given_by", consent->given_by);
	json_member_string_if(&writer, "ground", consent->ground);
	json_member_string(&writer, "iss", letter->head.sender);
	json_member_string(&writer, "jti", letter->head.id);
	json_member_string(&writer, "kind", consent->kind);
	json_member_string_if(&writer, "language", consent->language);
	json_member_strings(&writer, "purposes", consent->purposes,
			    consent->purpose_count);
	scope_encode_recipient(&writer, consent);
	json_member_time(&writer, "recorded", consent->recorded_ms);
	json_member_integer(&writer, "seq", letter->seq);
	json_member_string(&writer, "state",
			   consent_state_word(consent->state));
	json_member_string(&writer, "sub", letter->head.link);
	json_member_string_if(&writer, "text_version", consent->text_version);
	json_member_string(&writer, "thread", letter->thread);
	json_member_day(&writer, "until", consent->until_day);
	json_close_object(&writer);
	return buf_text(&out);
}

static bool
is_ground(const char *ground)
{
	return ground != NULL &&
	       representation_of_word(ground) != REPRESENTATION_NONE;
}

/* What the shape cannot say. */
static enum status
check(const struct consent_letter *letter, struct fault *fault)
{
	const struct consent *consent = &letter->consent;
	bool is_self = strcmp(consent->given_by, "self") == 0;

	if (!words_is_uuid(letter->thread))
		return words_refuse(fault, "/thread",
				    "must be a UUID in lower case");
	if (letter->seq < 1)
		return words_refuse(fault, "/seq", "must be 1 or more");
	if (consent->kind[0] == '\0')
		return words_refuse(fault, "/kind", "must not be empty");
	if (!is_self && strcmp(consent->given_by, "representative") != 0)
		return words_refuse(fault, "/given_by",
				    "must be self or representative");
	if (is_self ? consent->ground != NULL : !is_ground(consent->ground))
		return words_refuse(fault, "/ground",
				    "must say what a representative is, in a "
				    "word such as custody; for self nothing");
	if (consent->state == CONSENT_UNKNOWN)
		return words_refuse(fault, "/state",
				    "must be given, refused or withdrawn");
	return consent_check_language(consent->language, fault);
}

static void
decode_days(const struct json *value, struct consent *consent)
{
	const char *from = json_get_string(value, "from");
	const char *until = json_get_string(value, "until");

	consent->from_day = CLOCK_DAY_NONE;
	consent->until_day = CLOCK_DAY_NONE;
	/* What is no day isn't written the same. */
	if (from != NULL)
		(void)clock_parse_date(from, &consent->from_day);
	if (until != NULL)
		(void)clock_parse_date(until, &consent->until_day);
}

static enum status
decode_members(struct arena *arena, const struct json *value,
	       struct consent_letter *letter, struct fault *fault)
{
	struct consent *consent = &letter->consent;
	enum status status = letter_head_read(value, &letter->head, fault);

	letter->thread = json_get_string(value, "thread");
	letter->seq = json_get_integer(value, "seq", 0);
	*consent = (struct consent){
		.given_by = json_get_string(value, "given_by"),
		.ground = json_get_string(value, "ground"),
		.kind = json_get_string(value, "kind"),
		.language = json_get_string(value, "language"),
		.text_version = json_get_string(value, "text_version"),
	};
	(void)consent_state_of_word(json_get_string(value, "state"),
				    &consent->state);
	decode_days(value, consent);
	if (status == STATUS_OK)
		status = check(letter, fault);
	if (status == STATUS_OK)
		status = letter_read_time(value, "/recorded",
					  &consent->recorded_ms, fault);
	return status == STATUS_OK ? scope_decode(arena, value, consent, fault)
				   : status;
}

enum status
consent_letter_decode(struct arena *arena, struct text payload,
		      struct consent_letter *letter_out, struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"aud", JSON_KIND_STRING, true, 0},
		{"categories", JSON_KIND_ARRAY, true, LIMIT_CATEGORIES},
		{"from", JSON_KIND_STRING, false, 0},
		{"given_by", JSON_KIND_STRING, true, 0},
		{"ground", JSON_KIND_STRING, false, 0},
		{"iss", JSON_KIND_STRING, true, 0},
		{"jti", JSON_KIND_STRING, true, 0},
		{"kind", JSON_KIND_STRING, true, 0},
		{"language", JSON_KIND_STRING, false, 0},
		{"purposes", JSON_KIND_ARRAY, true, LIMIT_CATEGORIES},
		{"recipient", JSON_KIND_OBJECT, false, 0},
		{"recorded", JSON_KIND_STRING, true, 0},
		{"seq", JSON_KIND_INTEGER, true, 0},
		{"state", JSON_KIND_STRING, true, 0},
		{"sub", JSON_KIND_STRING, true, 0},
		{"text_version", JSON_KIND_STRING, false, 0},
		{"thread", JSON_KIND_STRING, true, 0},
		{"until", JSON_KIND_STRING, false, 0},
	};
	const struct words_document document = {LIMIT_NOTICE_BYTES, shape,
						COUNT_OF(shape)};
	const struct json *value;
	enum status status =
		words_read(arena, payload, &document, &value, fault);

	if (status == STATUS_OK)
		status = decode_members(arena, value, letter_out, fault);
	if (status != STATUS_OK)
		return status;
	if (text_equals(consent_letter_encode(arena, letter_out), payload))
		return STATUS_OK;
	return words_refuse(fault, "",
			    "isn't written as a consent's letter is");
}
