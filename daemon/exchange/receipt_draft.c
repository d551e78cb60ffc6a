#include "daemon/exchange/receipt_draft.h"

#include <string.h>

#include "daemon/consent/texts.h"
#include "daemon/exchange/act.h"

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

static const char *
label(const struct receipt_draft *draft, enum vocabulary_list list,
      const char *word)
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
labels(const struct receipt_draft *draft, enum vocabulary_list list,
       const char *const *words, size_t count)
{
	const char **in_words =
		ARENA_ARRAY(draft->exchange->arena, count, const char *);
	for (size_t i = 0; i < count; i++)
		in_words[i] = label(draft, list, words[i]);
	return in_words;
}

static const char *
recipient_of(const struct receipt_draft *draft, const struct consent *consent)
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
document_of(struct receipt_draft *draft, const char *consent)
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
basis_of(const struct receipt_draft *draft, const char *kind)
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
add_notice(struct receipt_draft *draft, const char *version)
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
as_asked(const struct receipt_draft *draft, const struct consent *consent)
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

void
receipt_draft_add(struct receipt_draft *draft, const struct consent *consents,
		  size_t count)
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

enum status
receipt_draft_begin(struct exchange *exchange,
		    const struct store_resident *resident,
		    enum receipt_language language,
		    struct receipt_draft *draft_out)
{
	struct receipt_draft *draft = draft_out;
	const struct node_settings *settings = &exchange->node->settings;
	char *id = arena_alloc(exchange->arena, UUID_TEXT_BYTES);
	random_uuid(id);
	*draft = (struct receipt_draft){
		.exchange = exchange,
		.vocabulary = policy_vocabulary(exchange->policy),
	};
	draft->receipt.id = id;
	draft->receipt.language = language;
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

enum status
receipt_draft_sign(struct receipt_draft *draft,
		   struct receipt_signed *signed_out)
{
	struct exchange *exchange = draft->exchange;
	struct arena *arena = exchange->arena;
	struct signing signing;
	signing_begin(exchange->node->settings.store.signer, arena, &signing);
	draft->receipt.certificate =
		arena_string(arena, signing.self.thumbprint);
	signed_out->payload = receipt_encode(arena, &draft->receipt);
	signed_out->certificate = signing.certificate;
	enum status status =
		signing_sign(&signing, arena, RECEIPT_TYPE, signed_out->payload,
			     &signed_out->jws);
	signing_end(&signing);
	return status;
}
