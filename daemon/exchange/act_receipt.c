/*
 * A resident's consents on paper: a signed receipt, and FHIR for elsewhere.
 */
#include <string.h>

#include "daemon/consent/texts.h"
#include "daemon/exchange/act.h"
#include "daemon/exchange/elsewhere.h"
#include "eenplan/base/limits.h"
#include "eenplan/seal/jws.h"
#include "eenplan/wire/fhir_export.h"
#include "eenplan/wire/receipt.h"

#define SHORTEST_ID_BYTES 4

/* By which law somebody is asked; agreeing to help is no ground for sharing. */
static const struct {
	const char *kind;
	const char *basis;
} bases[] = {
	{"share", "AVG 9(2)(a)"},
	{"secrecy_waiver", "BW 7:457(1)"},
	{"consultable", "Wabvpz 15a(1)"},
	{"written", "PW 65(2)b"},
};

/* A receipt being written. */
struct draft {
	struct exchange *exchange;
	const struct vocabulary *vocabulary;
	struct receipt receipt;
	struct receipt_notice *notices;
	struct store_document *documents;
	size_t document_count;
	size_t document_next; /* both lists are in the order of recording */
};

static const char *
label(const struct draft *draft, enum vocabulary_list list, const char *word)
{
	static const enum vocabulary_language languages[] = {
		[RECEIPT_ENGLISH] = VOCABULARY_ENGLISH,
		[RECEIPT_DUTCH] = VOCABULARY_DUTCH,
	};
	int id = vocabulary_find(draft->vocabulary, list, word);
	return id == VOCABULARY_UNKNOWN
		       ? word
		       : vocabulary_label(draft->vocabulary, list, id,
					  languages[draft->receipt.language]);
}

static const char *const *
labels(const struct draft *draft, enum vocabulary_list list,
       const char *const *words, size_t count)
{
	const char **in_words =
		ARENA_ARRAY(draft->exchange->arena, count, const char *);
	for (size_t i = 0; i < count; i++)
		in_words[i] = label(draft, list, words[i]);
	return in_words;
}

static const char *
recipient_of(const struct draft *draft, const struct consent *consent)
{
	const char *name;
	switch (consent->recipient_kind) {
	case CONSENT_TO_ANYONE: break;
	case CONSENT_TO_DOMAIN:
		return label(draft, VOCABULARY_DOMAIN, consent->recipient);
	case CONSENT_TO_ROLE:
		return label(draft, VOCABULARY_ROLE, consent->recipient);
	case CONSENT_TO_ORGANISATION:
		name = act_organisation_name(draft->exchange,
					     consent->recipient);
		return name == NULL ? consent->recipient : name;
	}
	return NULL;
}

static const char *
document_of(struct draft *draft, const char *consent)
{
	for (size_t i = 0; i < draft->document_count; i++) {
		size_t place =
			(draft->document_next + i) % draft->document_count;
		if (strcmp(draft->documents[place].consent, consent) != 0)
			continue;
		draft->document_next = place + 1;
		return draft->documents[place].digest;
	}
	return NULL;
}

static struct receipt_word
basis_of(const struct draft *draft, const char *kind)
{
	for (size_t i = 0; i < COUNT_OF(bases); i++)
		if (strcmp(bases[i].kind, kind) == 0)
			return (struct receipt_word){
				bases[i].basis,
				label(draft, VOCABULARY_BASIS, bases[i].basis)};
	return (struct receipt_word){0};
}

/* The text that was shown, once; one that isn't kept here stays a version. */
static void
add_notice(struct draft *draft, const char *version)
{
	const char *folder = draft->exchange->node->settings.texts;
	struct receipt_notice notice = {.version = version};
	if (version == NULL || folder == NULL)
		return;
	for (size_t i = 0; i < draft->receipt.notice_count; i++)
		if (strcmp(draft->notices[i].version, version) == 0)
			return;
	if (texts_read(draft->exchange->arena, folder, version,
		       receipt_language_word(draft->receipt.language),
		       &notice.text) == STATUS_OK)
		draft->notices[draft->receipt.notice_count++] = notice;
}

/* Of what another asked, that it did is how it was asked. */
static struct consent
as_asked(const struct draft *draft, const struct consent *consent)
{
	struct consent asked = *consent;
	if (consent->asked_by == NULL)
		return asked;
	const char *name =
		act_organisation_name(draft->exchange, consent->asked_by);
	asked.asked = arena_printf(draft->exchange->arena, "via %s",
				   name == NULL ? consent->asked_by : name);
	return asked;
}

static void
add_records(struct draft *draft, const struct consent *consents, size_t count)
{
	struct arena *arena = draft->exchange->arena;
	struct receipt_record *records =
		ARENA_ARRAY(arena, count, struct receipt_record);
	draft->notices = ARENA_ARRAY(arena, count, struct receipt_notice);
	for (size_t i = 0; i < count; i++) {
		const struct consent *consent = &consents[i];
		records[i] = (struct receipt_record){
			.consent = as_asked(draft, consent),
			.document = document_of(draft, consent->id),
			.kind = label(draft, VOCABULARY_CONSENT, consent->kind),
			.basis = basis_of(draft, consent->kind),
			.recipient = recipient_of(draft, consent),
			.categories = labels(draft, VOCABULARY_CATEGORY,
					     consent->categories,
					     consent->category_count),
			.purposes = labels(draft, VOCABULARY_PURPOSE,
					   consent->purposes,
					   consent->purpose_count),
		};
		/* A version of another's texts isn't one of ours. */
		if (consent->asked_by == NULL)
			add_notice(draft, consent->text_version);
	}
	draft->receipt.records = records;
	draft->receipt.record_count = count;
	draft->receipt.notices = draft->notices;
}

/* --- signing --- */

static enum status
sign_draft(struct draft *draft, const char **jws_out)
{
	struct exchange *exchange = draft->exchange;
	struct signing signing;
	signing_begin(exchange->node->settings.store.signer, exchange->arena,
		      &signing);
	draft->receipt.certificate =
		arena_string(exchange->arena, signing.self.thumbprint);
	enum status status = signing_sign(
		&signing, exchange->arena, RECEIPT_TYPE,
		receipt_encode(exchange->arena, &draft->receipt), jws_out);
	signing_end(&signing);
	return status;
}

static enum status
sign_and_answer(struct draft *draft)
{
	struct exchange *exchange = draft->exchange;
	struct arena *arena = exchange->arena;
	struct signing signing;
	struct act_answer answer;
	const char *jws;
	signing_begin(exchange->node->settings.store.signer, arena, &signing);
	draft->receipt.certificate =
		arena_string(arena, signing.self.thumbprint);
	struct text payload = receipt_encode(arena, &draft->receipt);
	enum status status =
		signing_sign(&signing, arena, RECEIPT_TYPE, payload, &jws);
	if (status == STATUS_OK) {
		act_answer_begin(exchange, &answer);
		receipt_file_encode(&answer.writer, arena, signing.certificate,
				    jws, payload);
		act_answer_end(exchange, &answer);
	}
	signing_end(&signing);
	if (status == STATUS_OK &&
	    exchange->answer.length > LIMIT_RECEIPT_BYTES)
		status = STATUS_TOO_LARGE;
	if (status == STATUS_TOO_LARGE)
		fault_set(&exchange->fault, "/resident",
			  "has more consents than one receipt can hold: ask "
			  "for one of them at a time");
	return status;
}

static enum status
begin_draft(struct draft *draft, const struct store_resident *resident)
{
	struct exchange *exchange = draft->exchange;
	const struct node_settings *settings = &exchange->node->settings;
	char *id = arena_alloc(exchange->arena, UUID_TEXT_BYTES);
	random_uuid(id);
	draft->receipt.id = id;
	draft->receipt.issued_ms = exchange->now_ms;
	draft->receipt.principal = store_resident_pseudonym(
		exchange->place->store, exchange->arena, resident->id);
	draft->receipt.organisation = settings->organisation;
	draft->receipt.organisation_name = settings->name;
	draft->receipt.contact = settings->contact;
	return store_documents(exchange->place->store, exchange->arena,
			       resident->id, &draft->documents,
			       &draft->document_count);
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

/* --- for who asked a consent elsewhere --- */

enum status
elsewhere_sign_receipt(struct exchange *exchange,
		       const struct letter_head *head,
		       const struct consent *record, const char **jws_out)
{
	struct draft draft = {
		.exchange = exchange,
		.vocabulary = policy_vocabulary(exchange->policy),
		.receipt = {.language = RECEIPT_DUTCH},
	};
	struct receipt_record *known;
	enum status status = begin_draft(&draft, exchange->act_subjects);
	if (status != STATUS_OK)
		return status;
	add_records(&draft, record, 1);
	known = ARENA_NEW(exchange->arena, struct receipt_record);
	*known = draft.receipt.records[0];
	known->consent.id = head->id;
	draft.receipt.records = known;
	draft.receipt.principal = head->link;
	return sign_draft(&draft, jws_out);
}

enum status
elsewhere_renew_receipt(struct exchange *exchange, const char **jws)
{
	struct jws_header header;
	struct text payload;
	struct fault fault = {0};
	struct signing signing;
	struct draft draft = {.exchange = exchange};
	signing_begin(exchange->node->settings.store.signer, exchange->arena,
		      &signing);
	/* Our own, from our own store. */
	enum status status = jws_peek_unverified(exchange->arena, text_of(*jws),
						 &header, &payload);
	bool is_current = status == STATUS_OK &&
			  strcmp(header.key_id, signing.self.thumbprint) == 0;
	signing_end(&signing);
	if (status != STATUS_OK || is_current)
		return status;
	status = receipt_decode(exchange->arena, payload, &draft.receipt,
				&fault);
	return status == STATUS_OK ? sign_draft(&draft, jws) : status;
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
	struct draft draft = {.exchange = exchange,
			      .vocabulary =
				      policy_vocabulary(exchange->policy)};
	const struct store_resident *resident;
	struct consent *consents;
	size_t count;
	exchange->act_event = "export";
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = read_language(exchange, &draft.receipt.language);
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
		status = begin_draft(&draft, resident);
	if (status != STATUS_OK)
		return status;
	add_records(&draft, consents, count);
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
