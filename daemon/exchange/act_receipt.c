/*
 * A resident's consents on paper: a signed receipt, and FHIR for elsewhere.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/elsewhere.h"
#include "daemon/exchange/receipt_draft.h"
#include "eenplan/base/limits.h"
#include "eenplan/wire/fhir_export.h"

#define SHORTEST_ID_BYTES 4

static enum status
sign_and_answer(struct receipt_draft *draft)
{
	struct exchange *exchange = draft->exchange;
	struct receipt_signed made;
	enum status status = receipt_draft_sign(draft, &made);
	if (status == STATUS_OK) {
		struct act_answer answer;
		act_answer_begin(exchange, &answer);
		receipt_file_encode(&answer.writer, exchange->arena,
				    made.certificate, made.jws, made.payload);
		act_answer_end(exchange, &answer);
	}
	if (status == STATUS_OK &&
	    exchange->answer.length > LIMIT_RECEIPT_BYTES)
		status = STATUS_TOO_LARGE;
	if (status == STATUS_TOO_LARGE)
		fault_set(&exchange->fault, "/resident",
			  "has more consents than one receipt can hold: ask "
			  "for one of them at a time");
	return status;
}

/* The only one whose id begins with `start`, also when it is replaced. */
static enum status
find_consent(struct exchange *exchange, const char *start,
	     struct consent **consents, size_t *count)
{
	size_t length = strlen(start);
	struct consent *found = NULL;
	for (size_t i = 0; i < *count; i++) {
		if (strncmp((*consents)[i].id, start, length) != 0)
			continue;
		if (found != NULL || length < SHORTEST_ID_BYTES) {
			fault_set(&exchange->fault, "/consent",
				  "fits more than one consent: give more of "
				  "the id");
			return STATUS_AMBIGUOUS;
		}
		found = &(*consents)[i];
	}
	if (found == NULL) {
		fault_set(&exchange->fault, "/consent",
			  "this resident has no consent of that id");
		return STATUS_NOT_FOUND;
	}
	*consents = found;
	*count = 1;
	return STATUS_OK;
}

/* About our own records; others sign for theirs. */
static size_t
leave_others_out(struct consent *consents, size_t count)
{
	size_t left = 0;
	for (size_t i = 0; i < count; i++)
		if (consents[i].source == NULL)
			consents[left++] = consents[i];
	return left;
}

/* Those in force, or the one that is wanted. */
static enum status
read_consents(struct exchange *exchange, const char *resident,
	      const char *wanted, struct consent **consents_out,
	      size_t *count_out)
{
	enum status status = store_consents(
		exchange->place->store, exchange->arena, resident,
		wanted != NULL, consents_out, count_out);
	if (status == STATUS_OK)
		*count_out = leave_others_out(*consents_out, *count_out);
	return status != STATUS_OK || wanted == NULL
		       ? status
		       : find_consent(exchange, wanted, consents_out,
				      count_out);
}

static enum status
read_language(struct exchange *exchange, enum receipt_language *language_out)
{
	const char *word = json_get_string(exchange->body, "language");
	*language_out = RECEIPT_DUTCH;
	if (word == NULL || receipt_language_of_word(word, language_out))
		return STATUS_OK;
	fault_set(&exchange->fault, "/language", "must be nl or en");
	return STATUS_INVALID;
}

/* They signed it in one language, and only they can write it in another. */
static enum status
check_language_of(struct exchange *exchange, struct text file)
{
	const char *wanted = json_get_string(exchange->body, "language");
	const struct json *value;
	enum status status = json_read(exchange->arena, file,
				       LIMIT_RECEIPT_BYTES, &value, NULL);
	if (status != STATUS_OK)
		return STATUS_STORAGE;
	const char *is =
		json_get_string(json_member(value, "receipt"), "language");
	if (wanted == NULL || is == NULL || strcmp(wanted, is) == 0)
		return STATUS_OK;
	fault_set(&exchange->fault, "/language",
		  "isn't the one that they signed it in: have it given anew, "
		  "'eenplan consent renew ... --language %s'",
		  wanted);
	return STATUS_CONFLICT;
}

static enum status
answer_with_theirs(struct exchange *exchange, const char *resident,
		   const char *source)
{
	struct text receipt;
	enum status status = elsewhere_find_receipt(
		exchange, resident, source,
		json_get_string(exchange->body, "consent"), &receipt);
	if (status == STATUS_OK)
		status = check_language_of(exchange, receipt);
	if (status == STATUS_OK)
		exchange->answer = receipt;
	return status;
}

enum status
act_consent_receipt(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"consent", JSON_KIND_STRING, false, 0},
		{"language", JSON_KIND_STRING, false, 0},
		{"resident", JSON_KIND_STRING, true, 0},
		{"source", JSON_KIND_STRING, false, 0},
	};
	struct receipt_draft draft;
	enum receipt_language language;
	const struct store_resident *resident;
	struct consent *consents;
	size_t count;
	exchange->act_event = "export";
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = read_language(exchange, &language);
	if (status == STATUS_OK)
		status = act_resident(exchange, "resident", &resident);
	const char *source = json_get_string(exchange->body, "source");
	if (status == STATUS_OK && source != NULL)
		return answer_with_theirs(exchange, resident->id, source);
	if (status == STATUS_OK)
		status = read_consents(
			exchange, resident->id,
			json_get_string(exchange->body, "consent"), &consents,
			&count);
	if (status == STATUS_OK)
		status = receipt_draft_begin(exchange, resident, language,
					     &draft);
	if (status != STATUS_OK)
		return status;
	receipt_draft_add(&draft, consents, count);
	return sign_and_answer(&draft);
}

enum status
act_consent_export(struct exchange *exchange)
{
	struct fhir_export export = {.made_ms = exchange->now_ms};
	const struct store_resident *resident;
	struct consent *consents;
	exchange->act_event = "export";
	enum status status =
		act_consents(exchange, &resident, &consents, &export.count);
	if (status == STATUS_OK)
		status = store_resident_origin(exchange->place->store,
					       exchange->arena, resident->id,
					       &export.resident);
	if (status != STATUS_OK)
		return status;
	struct json_writer writer;
	struct buf out;
	export.consents = consents;
	export.count = leave_others_out(consents, export.count);
	buf_init(&out, exchange->arena, 4096);
	json_begin(&writer, &out);
	fhir_export_write(&writer, &export);
	exchange->answer = buf_text(&out);
	return STATUS_OK;
}
