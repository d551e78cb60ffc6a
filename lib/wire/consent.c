#include "eenplan/wire/consent.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "lib/wire/scope.h"

static const char *const state_words[] = {
	[CONSENT_UNKNOWN] = "unknown",
	[CONSENT_REFUSED] = "refused",
	[CONSENT_WITHDRAWN] = "withdrawn",
	[CONSENT_GIVEN] = "given",
};

const char *
consent_state_word(enum consent_state state)
{
	return state_words[state];
}

bool
consent_state_of_word(const char *word, enum consent_state *state_out)
{
	for (size_t at = 0; at < COUNT_OF(state_words); at++) {
		if (strcmp(state_words[at], word) == 0) {
			*state_out = (enum consent_state)at;
			return true;
		}
	}
	return false;
}

static void
encode_day(struct json_writer *writer, const char *key, int32_t day)
{
	char date[CLOCK_DATE_BYTES];

	if (day == CLOCK_DAY_NONE)
		return;
	clock_format_date(day, date);
	json_member_string(writer, key, date);
}

void
consent_encode(struct json_writer *writer, const struct consent *consent)
{
	char recorded[CLOCK_TIME_BYTES];

	json_open_object(writer);
	json_member_string_if(writer, "asked", consent->asked);
	json_member_strings(writer, "categories", consent->categories,
			    consent->category_count);
	json_member_string_if(writer, "evidence", consent->evidence);
	encode_day(writer, "from", consent->from_day);
	json_member_string(writer, "given_by", consent->given_by);
	json_member_string_if(writer, "giver", consent->giver);
	json_member_string_if(writer, "ground", consent->ground);
	json_member_string_if(writer, "id", consent->id);
	json_member_string(writer, "kind", consent->kind);
	json_member_strings(writer, "purposes", consent->purposes,
			    consent->purpose_count);
	scope_encode_recipient(writer, consent);
	if (consent->recorded_ms != 0) {
		clock_format_time(consent->recorded_ms, recorded);
		json_member_string(writer, "recorded", recorded);
	}
	json_member_string(writer, "resident", consent->resident);
	json_member_string(writer, "state", consent_state_word(consent->state));
	json_member_string_if(writer, "supersedes", consent->supersedes);
	json_member_string_if(writer, "text_version", consent->text_version);
	encode_day(writer, "until", consent->until_day);
	json_close_object(writer);
}

static enum status
refuse(struct fault *fault, const char *where, const char *text)
{
	fault_set(fault, where, "%s", text);
	return STATUS_INVALID;
}

static enum status
decode_day(const struct json *value, const char *key, int32_t *day_out,
	   struct fault *fault)
{
	const char *date = json_get_string(value, key);

	*day_out = CLOCK_DAY_NONE;
	if (date == NULL || clock_parse_date(date, day_out))
		return STATUS_OK;
	return refuse(fault, key[0] == 'f' ? "/from" : "/until",
		      "must be a date such as 2026-11-21");
}

static enum status
decode_words(const struct json *value, struct consent *consent,
	     struct fault *fault)
{
	*consent = (struct consent){
		.resident = json_get_string(value, "resident"),
		.given_by = json_get_string(value, "given_by"),
		.giver = json_get_string(value, "giver"),
		.ground = json_get_string(value, "ground"),
		.kind = json_get_string(value, "kind"),
		.asked = json_get_string(value, "asked"),
		.text_version = json_get_string(value, "text_version"),
		.evidence = json_get_string(value, "evidence"),
	};
	if (consent->given_by == NULL)
		consent->given_by =
			consent->giver == NULL ? "self" : "representative";
	if (!consent_state_of_word(json_get_string(value, "state"),
				   &consent->state))
		return refuse(fault, "/state",
			      "must be given, refused, withdrawn or unknown");
	if (strcmp(consent->given_by, "self") != 0 &&
	    strcmp(consent->given_by, "representative") != 0)
		return refuse(fault, "/given_by",
			      "must be self or representative");
	if (consent->resident[0] == '\0')
		return refuse(fault, "/resident", "must not be empty");
	return STATUS_OK;
}

enum status
consent_decode(struct arena *arena, const struct json *value,
	       struct consent *consent_out, struct fault *fault)
{
	static const struct json_shape shape[] = {
		{"asked", JSON_KIND_STRING, false, 0},
		{"categories", JSON_KIND_ARRAY, false, LIMIT_CATEGORIES},
		{"evidence", JSON_KIND_STRING, false, LIMIT_TEXT_BYTES},
		{"from", JSON_KIND_STRING, false, 0},
		{"given_by", JSON_KIND_STRING, false, 0},
		{"giver", JSON_KIND_STRING, false, 0},
		{"ground", JSON_KIND_STRING, false, 0},
		{"kind", JSON_KIND_STRING, true, 0},
		{"purposes", JSON_KIND_ARRAY, false, LIMIT_CATEGORIES},
		{"recipient", JSON_KIND_OBJECT, false, 0},
		{"resident", JSON_KIND_STRING, true, 0},
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
