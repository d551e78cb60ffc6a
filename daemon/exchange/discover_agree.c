/*
 * Agree: the contract with the partner's signature under it.
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
