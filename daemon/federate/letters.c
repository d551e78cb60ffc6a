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
	fault_set(fault, "/notice", "%s", text);
	return STATUS_INVALID;
}

enum status
letter_accept_notice(struct arena *arena, const struct letter_peer *peer,
		     struct text jws, struct notice *notice_out,
		     struct text *content_out, struct fault *fault)
{
	if (open_letter(arena, peer, NOTICE_TYPE, jws, content_out) !=
	    STATUS_OK)
		return refuse_notice(fault,
				     "isn't a notice that is signed with the "
				     "key of the certificate that brings it");
	enum status status =
		notice_decode(arena, *content_out, notice_out, fault);
	if (status != STATUS_OK)
		return status;
	if (strcmp(notice_out->sender, peer->identity->organisation) != 0)
		return refuse_notice(fault,
				     "is signed by you, but doesn't say so");
	if (strcmp(notice_out->recipient, peer->self) != 0)
		return refuse_notice(fault, "is meant for another node");
	return STATUS_OK;
}

static enum status
refuse_confirmation(const struct letter_peer *peer, const char *why)
{
	log_warning("confirmation refused", "peer=%s why=\"%s\"",
		    peer->identity->organisation, why);
	return STATUS_INVALID;
}

enum status
letter_accept_confirmation(struct arena *arena, const struct letter_peer *peer,
			   const char *id, const char *content, struct text jws)
{
	struct confirmation confirmation;
	struct fault fault = {0};
	struct text payload;
	if (open_letter(arena, peer, CONFIRMATION_TYPE, jws, &payload) !=
	    STATUS_OK)
		return refuse_confirmation(peer, "signature, type or key");
	if (confirmation_decode(arena, payload, &confirmation, &fault) !=
	    STATUS_OK)
		return refuse_confirmation(peer, "signed, but something else");
	if (strcmp(confirmation.sender, peer->identity->organisation) != 0 ||
	    strcmp(confirmation.recipient, peer->self) != 0)
		return refuse_confirmation(peer, "between other organisations");
	if (strcmp(confirmation.id, id) != 0)
		return refuse_confirmation(peer, "of another letter");
	if (strcmp(confirmation.digest,
		   letter_digest(arena, text_of(content))) != 0)
		return refuse_confirmation(peer, "of another content");
	return STATUS_OK;
}
