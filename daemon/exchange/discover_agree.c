/*
 * Agree and mask: the contract with the partner's signature under it, and both
 * lists at the same time.
 */
#include <string.h>

#include "daemon/exchange/discover_steps.h"

static enum status
check_agreement(struct discovery *discovery,
		const struct discovery_agreement *agreement,
		struct text contract)
{
	if (discover_is_theirs(discovery, &agreement->head) &&
	    strcmp(agreement->law, discovery->partner.domain) == 0 &&
	    strcmp(agreement->contract,
		   paper_digest(discovery->exchange->arena, contract)) == 0)
		return STATUS_OK;
	fault_set(&discovery->exchange->fault, "/partner",
		  "signed another contract");
	return STATUS_REFUSED;
}

enum status
discover_agree(struct discovery *discovery)
{
	struct arena *arena = discovery->exchange->arena;
	struct discovery_agreement agreement;
	struct text contract;
	struct discover_letter letter = {
		.path = "sessions",
		.member = "contract",
		.names_itself = true,
		.wanted = "agreement",
		.type = DISCOVERY_AGREEMENT_TYPE,
		.kept_as = STORE_PAPER_AGREEMENT,
		.stage = DISCOVER_AGREED,
	};
	if (!discover_is_at(discovery, DISCOVER_DRAFTED))
		return STATUS_OK;
	enum status status = discover_read_paper(
		discovery->exchange, discovery->session.row.id,
		STORE_PAPER_CONTRACT, &letter.jws, &contract);
	if (status == STATUS_OK)
		status = discover_call_paper(discovery, &letter);
	if (status == STATUS_OK)
		status = discovery_agreement_decode(
			arena, letter.payload, &agreement,
			&discovery->exchange->fault);
	if (status == STATUS_OK)
		status = check_agreement(discovery, &agreement, contract);
	return status == STATUS_OK
		       ? discover_keep(discovery, discover_keep_letter, &letter)
		       : status;
}

/* --- mask: both lists at the same time --- */

static enum status
keep_masked(struct discovery *discovery, void *masking)
{
	return masking_keep(masking, discover_store(discovery));
}

/* A piece here, while the partner masks one of its own. */
static enum status
mask_piece(struct discovery *discovery, bool *theirs_done)
{
	struct arena *arena = arena_new();
	struct masking *masking = ARENA_NEW(arena, struct masking);
	struct store_discovery *row = &discovery->session.row;
	bool ours_done = row->masked >= row->length;
	enum status called = STATUS_OK, status = STATUS_OK;
	if (!ours_done)
		status = masking_begin(masking, &discovery->session,
				       discover_store(discovery), arena);
	if (status == STATUS_OK && !*theirs_done)
		called = discover_call_prepare(discovery, theirs_done);
	if (status == STATUS_OK && !ours_done) {
		masking_end(masking);
		status = discover_keep(discovery, keep_masked, masking);
	}
	arena_free(arena);
	return status == STATUS_OK ? called : status;
}

enum status
discover_mask(struct discovery *discovery)
{
	const struct store_discovery *row = &discovery->session.row;
	bool theirs_done = false;
	enum status status = STATUS_OK;
	if (!discover_is_at(discovery, DISCOVER_AGREED))
		return STATUS_OK;
	while (status == STATUS_OK &&
	       (row->masked < row->length || !theirs_done)) {
		discover_tell_progress(discovery, "masking", row->masked,
				       row->length);
		status = mask_piece(discovery, &theirs_done);
	}
	return status;
}
