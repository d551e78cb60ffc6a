#include "daemon/discovery/paper.h"

#include <string.h>

static enum status
refuse_paper(struct fault *fault, const char *text)
{
	fault_say(fault, "", text);
	return STATUS_INVALID;
}

enum status
paper_open(struct arena *arena, const struct paper_peer *peer, const char *type,
	   const char *jws, struct text *payload_out, struct fault *fault)
{
	const struct jws_header expected = {
		.type = type, .key_id = peer->identity->thumbprint};
	if (jws_verify(arena, peer->key, &expected, text_of(jws),
		       payload_out) == STATUS_OK)
		return STATUS_OK;
	return refuse_paper(fault,
			    "isn't a document of that kind, signed with the "
			    "key of the certificate that brings it");
}

enum status
paper_check_head(const struct paper_peer *peer,
		 const struct discovery_head *head, const char *session,
		 struct fault *fault)
{
	if (strcmp(head->sender, peer->identity->organisation) != 0)
		return refuse_paper(fault, "is signed by another than it says");
	if (strcmp(head->recipient, peer->self) != 0)
		return refuse_paper(fault, "is meant for another node");
	if (session != NULL && strcmp(head->session, session) != 0)
		return refuse_paper(fault, "is of another session");
	return STATUS_OK;
}

enum status
paper_sign(struct signer *signer, struct arena *arena, const char *type,
	   struct text payload, struct paper *paper_out)
{
	struct signing signing;
	signing_begin(signer, arena, &signing);
	paper_out->certificate = signing.certificate;
	enum status status =
		signing_sign(&signing, arena, type, payload, &paper_out->jws);
	signing_end(&signing);
	return status;
}

const char *
paper_digest(struct arena *arena, struct text payload)
{
	uint8_t digest[DIGEST_BYTES];
	char *hex = arena_alloc(arena, DIGEST_HEX_BYTES);
	digest_of(&payload, 1, digest);
	digest_hex(digest, hex);
	return hex;
}

enum status
paper_payload(struct arena *arena, const char *jws, struct text *payload_out)
{
	struct jws_header header;
	return jws_peek_unverified(arena, text_of(jws), &header, payload_out);
}
