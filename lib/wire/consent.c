#include "eenplan/wire/consent.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/wire/receipt.h"
#include "lib/wire/scope.h"
#include "lib/wire/words.h"

static const char *const state_words[] = {
	[CONSENT_UNKNOWN] = "unknown",
	[CONSENT_REFUSED] = "refused",
	[CONSENT_WITHDRAWN] = "withdrawn",
	[CONSENT_GIVEN] = "given",
};

static const char *const recipient_words[] = {
	[CONSENT_TO_ANYONE] = "anyone",
	[CONSENT_TO_DOMAIN] = "domain",
	[CONSENT_TO_ROLE] = "role",
	[CONSENT_TO_ORGANISATION] = "organisation",
};

const char *
consent_state_word(enum consent_state state)
{
	return state_words[state];
}

bool
consent_state_of_word(const char *word, enum consent_state *state_out)
{
	size_t place;

	if (!words_find(state_words, COUNT_OF(state_words), word, &place))
		return false;
	*state_out = (enum consent_state)place;
	return true;
}

const char *
consent_recipient_word(enum consent_recipient recipient)
{
	return recipient_words[recipient];
}

bool
consent_recipient_of_word(const char *word,
			  enum consent_recipient *recipient_out)
{
	size_t place;

	if (!words_find(recipient_words, COUNT_OF(recipient_words), word,
			&place))
		return false;
	*recipient_out = (enum consent_recipient)place;
	return true;
}

void
consent_encode(struct json_writer *writer, const struct consent *consent)
{
	json_open_object(writer);
	json_member_string_if(writer, "asked", consent->asked);
	json_member_string_if(writer, "asked_by", consent->asked_by);
	json_member_strings(writer, "categories", consent->categories,
			    consent->category_count);
	json_member_string_if(writer, "conference", consent->conference);
	json_member_string_if(writer, "evidence", consent->evidence);
	json_member_day(writer, "from", consent->from_day);
	json_member_string(writer, "given_by", consent->given_by);
	json_member_string_if(writer, "giver", consent->giver);
	json_member_string_if(writer, "ground", consent->ground);
	json_member_string_if(writer, "id", consent->id);
	json_member_string(writer, "kind", consent->kind);
	json_member_strings(writer, "purposes", consent->purposes,
			    consent->purpose_count);
	scope_encode_recipient(writer, consent);
	if (consent->recorded_ms != 0)
		json_member_time(writer, "recorded", consent->recorded_ms);
	json_member_string(writer, "resident", consent->resident);
	json_member_string_if(writer, "source", consent->source);
	json_member_string(writer, "state", consent_state_word(consent->state));
	json_member_string_if(writer, "supersedes", consent->supersedes);
	json_member_string_if(writer, "text_version", consent->text_version);
	json_member_day(writer, "until", consent->until_day);
	json_close_object(writer);
}

enum status
consent_check_language(const char *language, struct fault *fault)
{
	enum receipt_language known;

	return language == NULL || receipt_language_of_word(language, &known)
		       ? STATUS_OK
		       : words_refuse(fault, "/language", "must be nl or en");
}

static enum status
decode_day(const struct json *value, const char *key, int32_t *day_out,
	   struct fault *fault)
{
	const char *date = json_get_string(value, key);

	*day_out = CLOCK_DAY_NONE;
	if (date == NULL || clock_parse_date(date, day_out))
		return STATUS_OK;
	return words_refuse(fault, key[0] == 'f' ? "/from" : "/until",
			    "must be a date such as 2026-11-21");
}

static enum status
decode_words(const struct json *value, struct consent *consent,
	     struct fault *fault)
{
	*consent = (struct consent){
		.resident = json_get_string(value, "resident"),
		.source = json_get_string(value, "source"),
		.given_by = json_get_string(value, "given_by"),
		.giver = json_get_string(value, "giver"),
		.ground = json_get_string(value, "ground"),
		.kind = json_get_string(value, "kind"),
		.language = json_get_string(value, "language"),
		.asked = json_get_string(value, "asked"),
		.conference = json_get_string(value, "conference"),
		.text_version = json_get_string(value, "text_version"),
		.evidence = json_get_string(value, "evidence"),
	};
	if (consent->given_by == NULL)
		consent->given_by =
			consent->giver == NULL ? "self" : "representative";
	if (!consent_state_of_word(json_get_string(value, "state"),
				   &consent->state))
		return words_refuse(
			fault, "/state",
			"must be given, refused, withdrawn or unknown");
	if (strcmp(consent->given_by, "self") != 0 &&
	    strcmp(consent->given_by, "representative") != 0)
		return words_refuse(fault, "/given_by",
				    "must be self or representative");
	if (consent->resident[0] == '\0')
		return words_refuse(fault, "/resident", "must not be empty");
	return consent_check_language(consent->language, fault);
}

enum status
consent_decode(struct arena *arena, const struct json *value,
	       struct consent *consent_out, struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"asked", JSON_KIND_STRING, false, 0},
		{"categories", JSON_KIND_ARRAY, false, LIMIT_CATEGORIES},
		{"conference", JSON_KIND_STRING, false, 0},
		{"evidence", JSON_KIND_STRING, false, LIMIT_TEXT_BYTES},
		{"from", JSON_KIND_STRING, false, 0},
		{"given_by", JSON_KIND_STRING, false, 0},
		{"giver", JSON_KIND_STRING, false, 0},
		{"ground", JSON_KIND_STRING, false, 0},
		{"kind", JSON_KIND_STRING, true, 0},
		{"language", JSON_KIND_STRING, false, 0},
		{"purposes", JSON_KIND_ARRAY, false, LIMIT_CATEGORIES},
		{"recipient", JSON_KIND_OBJECT, false, 0},
		{"resident", JSON_KIND_STRING, true, 0},
		{"source", JSON_KIND_STRING, false, 0},
		{"state", JSON_KIND_STRING, true, 0},
		{"text_version", JSON_KIND_STRING, false, 0},
		{"until", JSON_KIND_STRING, false, 0},
	};
	enum status status;

	status = json_check_shape(value, shape, COUNT_OF(shape), "", fault);
	if (status == STATUS_OK)
		status = decode_words(value, consent_out, fault);
	if (status == STATUS_OK)
		status = scope_decode(arena, value, consent_out, fault);
	if (status == STATUS_OK)
		status = decode_day(value, "from", &consent_out->from_day,
				    fault);
	if (status == STATUS_OK)
		status = decode_day(value, "until", &consent_out->until_day,
				    fault);
	return status;
}
