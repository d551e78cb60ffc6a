#include "eenplan/wire/consent_chain.h"

#include <string.h>

#include "eenplan/seal/jws.h"

const char *
consent_chain_word(enum consent_chain_fault fault)
{
	static const char *const words[] = {
		[CONSENT_CHAIN_SOUND] = "sound",
		[CONSENT_CHAIN_ALTERED] = "altered",
		[CONSENT_CHAIN_MISSING] = "missing",
		[CONSENT_CHAIN_OUT_OF_ORDER] = "out-of-order",
		[CONSENT_CHAIN_BY_ANOTHER] = "by-another",
	};

	return words[fault];
}

void
consent_chain_digest(struct text jws, char out[DIGEST_HEX_BYTES])
{
	uint8_t digest[DIGEST_BYTES];

	digest_of(&jws, 1, digest);
	digest_hex(digest, out);
}

/*
 * The document of `jws`, if its own node signed these bytes; who may say so is
 * asked with what it says of itself, before it is believed.
 */
static enum consent_chain_fault
open_document(struct arena *arena, const struct consent_chain *chain,
	      struct text jws, struct consent_document *document_out)
{
	struct fault unsaid = {0};
	struct jws_header header;
	struct text payload;

	if (jws_peek_unverified(arena, jws, &header, &payload) != STATUS_OK ||
	    strcmp(header.type, CONSENT_DOCUMENT_TYPE) != 0 ||
	    consent_document_decode(arena, payload, document_out, &unsaid) !=
		    STATUS_OK ||
	    strcmp(header.key_id, document_out->certificate) != 0)
		return CONSENT_CHAIN_ALTERED;

	const struct seal_key *key = chain->find_key(
		chain->context, header.key_id, document_out->issued_ms);

	if (key == NULL)
		return CONSENT_CHAIN_BY_ANOTHER;
	if (jws_verify(arena, key, &header, jws, &payload) != STATUS_OK)
		return CONSENT_CHAIN_ALTERED;
	return strcmp(document_out->organisation, chain->organisation) == 0
		       ? CONSENT_CHAIN_SOUND
		       : CONSENT_CHAIN_BY_ANOTHER;
}

/* Is the document that `digest` names among those from `from` on? */
static bool
comes_later(const struct consent_chain *chain, size_t from, const char *digest)
{
	for (size_t at = from; at < chain->count; at++) {
		char own[DIGEST_HEX_BYTES];

		consent_chain_digest(chain->documents[at], own);
		if (strcmp(own, digest) == 0)
			return true;
	}
	return false;
}

/* Does a sound document stand in its place: after `head`, in this chain? */
static enum consent_chain_fault
check_place(const struct consent_chain *chain, size_t at,
	    const struct consent_document *document, const char *head)
{
	if (strcmp(document->consent.resident, chain->resident) != 0)
		return CONSENT_CHAIN_OUT_OF_ORDER;
	if (document->seq == (int64_t)at + 1 &&
	    strcmp(document->previous == NULL ? "" : document->previous,
		   head) == 0)
		return CONSENT_CHAIN_SOUND;
	if (document->seq < (int64_t)at + 1 || document->previous == NULL ||
	    comes_later(chain, at + 1, document->previous))
		return CONSENT_CHAIN_OUT_OF_ORDER;
	return CONSENT_CHAIN_MISSING;
}

void
consent_chain_verify(struct arena *arena, const struct consent_chain *chain,
		     struct consent_chain_report *report_out)
{
	*report_out = (struct consent_chain_report){
		.documents = ARENA_ARRAY(arena, chain->count,
					 struct consent_document)};
	for (size_t at = 0; at < chain->count; at++) {
		struct consent_document *document = &report_out->documents[at];

		report_out->fault = open_document(
			arena, chain, chain->documents[at], document);
		if (report_out->fault == CONSENT_CHAIN_SOUND)
			report_out->fault = check_place(chain, at, document,
							report_out->head);
		if (report_out->fault != CONSENT_CHAIN_SOUND)
			return;
		consent_chain_digest(chain->documents[at], report_out->head);
		report_out->at = at + 1;
	}
}
