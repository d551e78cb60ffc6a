#include "daemon/plan/mandate_paper.h"

#include <string.h>

#include "eenplan/seal/identity.h"
#include "eenplan/seal/jws.h"

static enum status
refuse_paper(struct fault *fault, const char *text)
{
	fault_say(fault, "/document", text);
	return STATUS_INVALID;
}

static enum status
read_entry(struct arena *arena, struct text payload,
	   struct mandate_entry *entry, struct fault *fault)
{
	char *digest = arena_alloc(arena, DIGEST_HEX_BYTES);

	mandate_digest(payload, digest);
	entry->digest = digest;
	return mandate_decode(arena, payload, &entry->mandate, fault);
}

static enum status
check_signature(struct arena *arena, const struct mandate_paper *paper,
		const struct identity *signer, struct text *payload_out)
{
	const struct jws_header expected = {.type = MANDATE_TYPE,
					    .key_id = signer->thumbprint};
	struct seal_key *key;
	enum status status = seal_key_of_certificate(paper->certificate, &key);

	if (status != STATUS_OK)
		return status;
	status = jws_verify(arena, key, &expected, text_of(paper->jws),
			    payload_out);
	seal_key_free(key);
	return status;
}

enum status
mandate_paper_verify(struct arena *arena, struct vouch *vouch,
		     const struct mandate_paper *paper,
		     struct mandate_entry *entry_out, struct fault *fault)
{
	struct identity signer;
	struct text payload;
	enum status status;

	if (identity_of_certificate(paper->certificate, &signer) != STATUS_OK ||
	    signer.kind != IDENTITY_ORGANISATION)
		return refuse_paper(fault,
				    "comes with a certificate that is no "
				    "organisation's");
	if (check_signature(arena, paper, &signer, &payload) != STATUS_OK)
		return refuse_paper(fault, "isn't signed with the key of the "
					   "certificate that comes with it");
	status = read_entry(arena, payload, entry_out, fault);
	if (status != STATUS_OK)
		return status;
	if (strcmp(entry_out->mandate.organisation, signer.organisation) != 0)
		return refuse_paper(fault,
				    "is signed by another organisation than "
				    "it says");
	if (!vouch_for(vouch, paper->certificate, entry_out->mandate.from_ms))
		return refuse_paper(fault,
				    "is signed with a certificate that no "
				    "authority vouched for then");
	return STATUS_OK;
}

enum status
mandate_paper_read_unverified(struct arena *arena,
			      const struct mandate_paper *paper,
			      struct mandate_entry *entry_out)
{
	struct fault unsaid = {0};
	struct jws_header header;
	struct text payload;

	if (jws_peek_unverified(arena, text_of(paper->jws), &header,
				&payload) != STATUS_OK ||
	    read_entry(arena, payload, entry_out, &unsaid) != STATUS_OK)
		return STATUS_TAMPERED;
	return STATUS_OK;
}
