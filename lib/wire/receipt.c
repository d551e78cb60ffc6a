#include "eenplan/wire/receipt.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "lib/wire/claims.h"
#include "lib/wire/words.h"

static const char *const language_words[] = {
	[RECEIPT_ENGLISH] = "en",
	[RECEIPT_DUTCH] = "nl",
};

const char *
receipt_language_word(enum receipt_language language)
{
	return language_words[language];
}

bool
receipt_language_of_word(const char *word, enum receipt_language *language_out)
{
	size_t place;

	if (!words_find(language_words, COUNT_OF(language_words), word, &place))
		return false;
	*language_out = (enum receipt_language)place;
	return true;
}

/* --- encode --- */

static void
put_word(struct json_writer *writer, const char *code, const char *label)
{
	json_open_object(writer);
	json_member_string(writer, "code", code);
	json_member_string(writer, "label", label);
	json_close_object(writer);
}

static void
put_words(struct json_writer *writer, const char *key, const char *const *codes,
	  const char *const *labels, size_t count)
{
	json_key(writer, key);
	json_open_array(writer);
	for (size_t at = 0; at < count; at++)
		put_word(writer, codes[at], labels[at]);
	json_close_array(writer);
}

static void
put_recipient(struct json_writer *writer, const struct receipt_record *record)
{
	const struct consent *consent = &record->consent;

	json_key(writer, "recipient_third_parties");
	json_open_object(writer);
	json_member_string_if(writer, "code", consent->recipient);
	json_member_string(writer, "kind",
			   consent_recipient_word(consent->recipient_kind));
	json_member_string_if(writer, "label", record->recipient);
	json_close_object(writer);
}

static void
put_record(struct json_writer *writer, const struct receipt_record *record)
{
	const struct consent *consent = &record->consent;

	json_open_object(writer);
	json_member_string_if(writer, "collection_method", consent->asked);
	json_member_string_if(writer, "document", record->document);
	json_member_string(writer, "entity_id", consent->given_by);
	json_member_string(writer, "event_state",
			   consent_state_word(consent->state));
	json_member_time(writer, "event_time", consent->recorded_ms);
	json_member_string_if(writer, "ground", consent->ground);
	if (record->basis.code != NULL) {
		json_key(writer, "lawful_basis");
		put_word(writer, record->basis.code, record->basis.label);
	}
	put_words(writer, "pii_information", consent->categories,
		  record->categories, consent->category_count);
	json_member_string_if(writer, "privacy_notice", consent->text_version);
	json_key(writer, "purpose_type");
	put_word(writer, consent->kind, record->kind);
	put_words(writer, "purposes", consent->purposes, record->purposes,
		  consent->purpose_count);
	put_recipient(writer, record);
	json_member_string(writer, "record_id", consent->id);
	json_member_day(writer, "valid_from", consent->from_day);
	json_member_day(writer, "valid_until", consent->until_day);
	json_close_object(writer);
}

static void
put_controller(struct json_writer *writer, const struct receipt *receipt)
{
	json_key(writer, "party_identification");
	json_open_object(writer);
	json_member_string_if(writer, "party_contact", receipt->contact);
	json_member_string(writer, "party_id", receipt->organisation);
	json_member_string(writer, "party_name", receipt->organisation_name);
	json_member_string(writer, "party_role", "controller");
	json_close_object(writer);
}

static void
put_notices(struct json_writer *writer, const struct receipt *receipt)
{
	json_key(writer, "privacy_notices");
	json_open_array(writer);
	for (size_t at = 0; at < receipt->notice_count; at++) {
		json_open_object(writer);
		json_member_string(writer, "text", receipt->notices[at].text);
		json_member_string(writer, "version",
				   receipt->notices[at].version);
		json_close_object(writer);
	}
	json_close_array(writer);
}

struct text
receipt_encode(struct arena *arena, const struct receipt *receipt)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 4096);
	json_begin(&writer, &out);
	json_open_object(&writer);
	claims_encode_certificate(&writer, receipt->certificate);
	json_member_string(&writer, "jurisdiction", "NL");
	json_member_string(&writer, "language",
			   receipt_language_word(receipt->language));
	put_controller(&writer, receipt);
	json_member_string(&writer, "pii_principal_id", receipt->principal);
	put_notices(&writer, receipt);
	json_member_string(&writer, "receipt_id", receipt->id);
	json_member_time(&writer, "receipt_time", receipt->issued_ms);
	json_key(&writer, "records");
	json_open_array(&writer);
	for (size_t at = 0; at < receipt->record_count; at++)
		put_record(&writer, &receipt->records[at]);
	json_close_array(&writer);
	json_member_string(&writer, "schema_version", RECEIPT_SCHEMA);
	json_member_string(&writer, "withdrawal_method",
			   receipt_withdrawal(arena, receipt));
	json_close_object(&writer);
	return buf_text(&out);
}

/* --- decode: what is missing or of another kind doesn't encode the same --- */

static const char *
or_empty(const char *string)
{
	return string == NULL ? "" : string;
}

/* A string that is never NULL. */
static const char *
string_of(const struct json *object, const char *key)
{
	return or_empty(json_get_string(object, key));
}

static size_t
decode_words(struct arena *arena, const struct json *list,
	     const char *const **codes_out, const char *const **labels_out)
{
	size_t count = json_count(list);
	const char **codes = ARENA_ARRAY(arena, count, const char *);
	const char **labels = ARENA_ARRAY(arena, count, const char *);
	size_t at = 0;

	for (const struct json *word = json_first(list); word != NULL;
	     word = word->next, at++) {
		codes[at] = string_of(word, "code");
		labels[at] = string_of(word, "label");
	}
	*codes_out = codes;
	*labels_out = labels;
	return count;
}

static void
decode_recipient(const struct json *value, struct receipt_record *record)
{
	(void)consent_recipient_of_word(string_of(value, "kind"),
					&record->consent.recipient_kind);
	record->consent.recipient = json_get_string(value, "code");
	record->recipient = json_get_string(value, "label");
}

static void
decode_dates(const struct json *value, struct consent *consent)
{
	consent->from_day = CLOCK_DAY_NONE;
	consent->until_day = CLOCK_DAY_NONE;
	(void)clock_parse_date(string_of(value, "valid_from"),
			       &consent->from_day);
	(void)clock_parse_date(string_of(value, "valid_until"),
			       &consent->until_day);
	(void)clock_parse_time(string_of(value, "event_time"),
			       &consent->recorded_ms);
}

static void
decode_record(struct arena *arena, const struct json *value,
	      struct receipt_record *record)
{
	const struct json *kind = json_member(value, "purpose_type");
	const struct json *basis = json_member(value, "lawful_basis");
	struct consent *consent = &record->consent;

	consent->id = string_of(value, "record_id");
	consent->given_by = string_of(value, "entity_id");
	consent->ground = json_get_string(value, "ground");
	consent->kind = string_of(kind, "code");
	consent->asked = json_get_string(value, "collection_method");
	consent->text_version = json_get_string(value, "privacy_notice");
	(void)consent_state_of_word(string_of(value, "event_state"),
				    &consent->state);
	decode_dates(value, consent);
	decode_recipient(json_member(value, "recipient_third_parties"), record);
	consent->category_count =
		decode_words(arena, json_member(value, "pii_information"),
			     &consent->categories, &record->categories);
	consent->purpose_count =
		decode_words(arena, json_member(value, "purposes"),
			     &consent->purposes, &record->purposes);
	record->kind = string_of(kind, "label");
	record->document = json_get_string(value, "document");
	record->basis.code = json_get_string(basis, "code");
	record->basis.label = string_of(basis, "label");
}

static void
decode_records(struct arena *arena, const struct json *list,
	       struct receipt *receipt)
{
	struct receipt_record *records =
		ARENA_ARRAY(arena, json_count(list), struct receipt_record);

	for (const struct json *value = json_first(list); value != NULL;
	     value = value->next)
		decode_record(arena, value, &records[receipt->record_count++]);
	receipt->records = records;
}

static void
decode_notices(struct arena *arena, const struct json *list,
	       struct receipt *receipt)
{
	struct receipt_notice *notices =
		ARENA_ARRAY(arena, json_count(list), struct receipt_notice);

	for (const struct json *value = json_first(list); value != NULL;
	     value = value->next)
		notices[receipt->notice_count++] = (struct receipt_notice){
			.version = string_of(value, "version"),
			.text = string_of(value, "text"),
		};
	receipt->notices = notices;
}

enum status
receipt_decode(struct arena *arena, struct text payload,
	       struct receipt *receipt_out, struct fault *fault)
{
	const struct json *value, *controller;
	enum status status =
		json_read(arena, payload, LIMIT_RECEIPT_BYTES, &value, fault);

	if (status != STATUS_OK)
		return status;
	controller = json_member(value, "party_identification");
	*receipt_out = (struct receipt){
		.id = string_of(value, "receipt_id"),
		.principal = string_of(value, "pii_principal_id"),
		.certificate = or_empty(claims_certificate(value)),
		.organisation = string_of(controller, "party_id"),
		.organisation_name = string_of(controller, "party_name"),
		.contact = json_get_string(controller, "party_contact"),
	};
	(void)clock_parse_time(string_of(value, "receipt_time"),
			       &receipt_out->issued_ms);
	(void)receipt_language_of_word(string_of(value, "language"),
				       &receipt_out->language);
	decode_records(arena, json_member(value, "records"), receipt_out);
	decode_notices(arena, json_member(value, "privacy_notices"),
		       receipt_out);
	if (words_is_uuid(receipt_out->id) &&
	    text_equals(receipt_encode(arena, receipt_out), payload))
		return STATUS_OK;
	fault_set(fault, "", "isn't a receipt as Eenplan writes them");
	return STATUS_INVALID;
}
