/*
 * What both sides of a session sign, and believe of what the other signed.
 */
#include <string.h>

#include "daemon/exchange/discover.h"

/* Under the contract that both signed. */
static enum status
sign_commitment(struct exchange *exchange, const struct session *session,
		const struct discovery_head *head, struct paper *paper_out)
{
	struct discovery_commitment ours = {.head = *head};
	enum status status = discover_contract_digest(exchange, session->row.id,
						      &ours.contract);
	if (status == STATUS_OK)
		status = session_commit(session, exchange->place->store, &ours);
	if (status != STATUS_OK)
		return status;
	return paper_sign(exchange->node->settings.store.signer,
			  exchange->arena, DISCOVERY_COMMITMENT_TYPE,
			  discovery_commitment_encode(exchange->arena, &ours),
			  paper_out);
}

enum status
discover_own_commitment(struct exchange *exchange,
			const struct session *session,
			const struct discovery_head *head,
			struct paper *paper_out)
{
	struct store *store = exchange->place->store;
	const char *id = session->row.id;
	enum store_paper kept_as = session->row.ours
					   ? STORE_PAPER_ASKER_COMMITMENT
					   : STORE_PAPER_PARTNER_COMMITMENT;
	enum status status =
		store_paper_find(store, exchange->arena, id, kept_as,
				 &paper_out->jws, &paper_out->certificate);
	if (status != STATUS_NOT_FOUND)
		return status;
	status = sign_commitment(exchange, session, head, paper_out);
	return status == STATUS_OK
		       ? store_paper_add(store, id, kept_as, paper_out->jws,
					 paper_out->certificate)
		       : status;
}

struct text
discover_closing(struct exchange *exchange, const struct session *session,
		 const struct discovery_head *head,
		 const uint8_t transcript[DIGEST_BYTES])
{
	struct discovery_closing closing = {.head = *head};
	session_nonce(session, closing.nonce);
	memcpy(closing.transcript, transcript, DIGEST_BYTES);
	return discovery_closing_encode(exchange->arena, &closing);
}

enum status
discover_read_paper(struct exchange *exchange, const char *session,
		    enum store_paper paper, const char **jws_out,
		    struct text *payload_out)
{
	struct text certificate;
	enum status status =
		store_paper_find(exchange->place->store, exchange->arena,
				 session, paper, jws_out, &certificate);
	return status == STATUS_OK
		       ? paper_payload(exchange->arena, *jws_out, payload_out)
		       : status;
}

enum status
discover_contract_digest(struct exchange *exchange, const char *session,
			 const char **digest_out)
{
	struct text contract;
	const char *jws;
	enum status status = discover_read_paper(
		exchange, session, STORE_PAPER_CONTRACT, &jws, &contract);
	if (status == STATUS_OK)
		*digest_out = paper_digest(exchange->arena, contract);
	return status;
}

enum status
discover_read_commitment(struct exchange *exchange,
			 const struct session *session, enum store_paper paper,
			 struct discovery_commitment *commitment_out)
{
	struct text payload;
	const char *jws;
	enum status status = discover_read_paper(exchange, session->row.id,
						 paper, &jws, &payload);
	return status == STATUS_OK
		       ? discovery_commitment_decode(exchange->arena, payload,
						     commitment_out,
						     &exchange->fault)
		       : status;
}

enum status
discover_check_closing(struct exchange *exchange, const struct session *session,
		       enum store_paper paper,
		       const struct discovery_closing *closing,
		       const uint8_t transcript[DIGEST_BYTES])
{
	struct discovery_commitment commitment;
	const struct text nonce = {(const char *)closing->nonce, DIGEST_BYTES};
	uint8_t digest[DIGEST_BYTES];
	enum status status =
		discover_read_commitment(exchange, session, paper, &commitment);
	if (status != STATUS_OK)
		return status;
	digest_of(&nonce, 1, digest);
	if (memcmp(digest, commitment.nonce, sizeof(digest)) != 0)
		fault_set(&exchange->fault, "/nonce",
			  "isn't what was committed to");
	else if (memcmp(closing->transcript, transcript, DIGEST_BYTES) != 0)
		fault_set(&exchange->fault, "/transcript",
			  "isn't that of this session as we have it");
	else
		return STATUS_OK;
	return STATUS_INVALID;
}
