#include "daemon/federate/letters.h"

#include <string.h>

#include "eenplan/base/log.h"
#include "eenplan/seal/jws.h"

const char *
letter_digest(struct arena *arena, struct text content)
{
	uint8_t digest[DIGEST_BYTES];
	char *hex = arena_alloc(arena, DIGEST_HEX_BYTES);
	digest_of(&content, 1, digest);
	digest_hex(digest, hex);
	return hex;
}

static enum status
open_letter(struct arena *arena, const struct letter_peer *peer,
	    const char *type, struct text jws, struct text *content_out)
{
	const struct jws_header expected = {
		.type = type, .key_id = peer->identity->thumbprint};
	return jws_verify(arena, peer->key, &expected, jws, content_out);
}

static enum status
refuse_notice(struct fault *fault, const char *text)
{
	fault_say(fault, "/notice", text);
	return STATUS_INVALID;
}

/* Which kind it says it is; that it is signed as one is seen after. */
static bool
peek_kind(struct arena *arena, struct text jws, enum letter_kind *kind_out)
{
	struct jws_header header;
	struct text payload;
	return jws_peek_unverified(arena, jws, &header, &payload) ==
		       STATUS_OK &&
	       letter_kind_of_type(header.type, kind_out);
}

enum status
letter_accept(struct arena *arena, const struct letter_peer *peer,
	      struct text jws, struct letter *letter_out, struct fault *fault)
{
	*letter_out = (struct letter){.jws = jws};
	if (!peek_kind(arena, jws, &letter_out->kind) ||
	    open_letter(arena, peer, letter_kind_type(letter_out->kind), jws,
			&letter_out->content) != STATUS_OK)
		return refuse_notice(fault,
				     "isn't a letter that is signed with the "
				     "key of the certificate that brings it");
	enum status status = letter_head_decode(arena, letter_out->content,
						&letter_out->head, fault);
	if (status != STATUS_OK)
		return status;
	if (strcmp(letter_out->head.sender, peer->identity->organisation) != 0)
		return refuse_notice(fault,
				     "is signed by you, but doesn't say so");
	if (strcmp(letter_out->head.recipient, peer->self) != 0)
		return refuse_notice(fault, "is meant for another node");
	letter_out->digest = letter_digest(arena, letter_out->content);
	return STATUS_OK;
}

static enum status
refuse_answer(const struct letter_peer *peer, const char *why)
{
	log_warning("answer to a letter refused", "peer=%s why=\"%s\"",
		    peer->identity->organisation, why);
	return STATUS_INVALID;
}

enum status
letter_accept_confirmation(struct arena *arena, const struct letter_peer *peer,
			   const struct letter_sent *sent, struct text jws,
			   struct confirmation *confirmation_out)
{
	struct fault fault = {0};
	struct text payload;
	if (open_letter(arena, peer, CONFIRMATION_TYPE, jws, &payload) !=
	    STATUS_OK)
		return refuse_answer(peer, "signature, type or key");
	if (confirmation_decode(arena, payload, confirmation_out, &fault) !=
	    STATUS_OK)
		return refuse_answer(peer, "signed, but something else");
	if (strcmp(confirmation_out->sender, peer->identity->organisation) !=
		    0 ||
	    strcmp(confirmation_out->recipient, peer->self) != 0)
		return refuse_answer(peer, "between other organisations");
	if (strcmp(confirmation_out->id, sent->id) != 0)
		return refuse_answer(peer, "of another letter");
	if (strcmp(confirmation_out->digest,
		   letter_digest(arena, text_of(sent->content))) != 0)
		return refuse_answer(peer, "of another content");
	return STATUS_OK;
}

enum status
letter_accept_receipt(struct arena *arena, const struct letter_peer *peer,
		      const struct confirmation *confirmation, const char *jws,
		      struct text *payload_out)
{
	struct receipt receipt;
	struct fault fault = {0};
	*payload_out = (struct text){0};
	if ((jws == NULL) != (confirmation->receipt == NULL))
		return refuse_answer(peer, "a receipt too many or too few");
	if (jws == NULL)
		return STATUS_OK;
	if (strcmp(confirmation->receipt, letter_digest(arena, text_of(jws))) !=
	    0)
		return refuse_answer(peer, "another receipt than it names");
	if (open_letter(arena, peer, RECEIPT_TYPE, text_of(jws), payload_out) !=
		    STATUS_OK ||
	    receipt_decode(arena, *payload_out, &receipt, &fault) != STATUS_OK)
		return refuse_answer(peer, "its receipt is none");
	if (strcmp(receipt.organisation, peer->identity->organisation) != 0 ||
	    strcmp(receipt.certificate, peer->identity->thumbprint) != 0)
		return refuse_answer(peer, "a receipt of another organisation");
	if (receipt.record_count != 1 ||
	    strcmp(receipt.records[0].consent.id, confirmation->id) != 0)
		return refuse_answer(peer, "a receipt for something else");
	return STATUS_OK;
}
