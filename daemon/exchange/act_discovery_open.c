/*
 * A partner wants to look for the clients that it and we share: its contract,
 * everything that could say no, our list, and our signature.
 */
#include <string.h>

#include "daemon/discovery/finish.h"
#include "daemon/exchange/act.h"
#include "daemon/exchange/discover_theirs.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

#define DAY_MS (24 * 3600 * 1000LL)

/* --- open: the contract, and ours under it --- */

static enum status
read_contract(struct exchange *exchange, const char **jws_out,
	      struct text *payload_out, struct discovery_contract *contract_out)
{
	static const struct json_shape shape[] = {
		{"contract", JSON_KIND_STRING, true,
		 LIMIT_DISCOVERY_PAPER_BYTES},
	};
	const struct paper_peer peer = theirs_peer(exchange);
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status != STATUS_OK)
		return status;
	*jws_out = json_get_string(exchange->body, "contract");
	status = paper_open(exchange->arena, &peer, DISCOVERY_CONTRACT_TYPE,
			    *jws_out, payload_out, &exchange->fault);
	if (status == STATUS_OK)
		status = discovery_contract_decode(exchange->arena,
						   *payload_out, contract_out,
						   &exchange->fault);
	return status == STATUS_OK
		       ? paper_check_head(&peer, &contract_out->head, NULL,
					  &exchange->fault)
		       : status;
}

static enum status
check_times(struct exchange *exchange,
	    const struct discovery_contract *contract)
{
	if (contract->issued_ms >
	    exchange->now_ms + LIMIT_STATEMENT_CLOCK_SKEW_MS)
		return theirs_refuse(
			exchange, STATUS_INVALID,
			"is from later than this node's clock says it is");
	if (contract->expires_ms <= exchange->now_ms)
		return theirs_refuse(exchange, STATUS_INVALID, "is over");
	return STATUS_OK;
}

static enum status
check_tries(struct exchange *exchange)
{
	int64_t count;
	enum status status = store_discovery_tries(
		exchange->place->store, exchange->asker.organisation,
		exchange->now_ms - DAY_MS, &count);
	if (status != STATUS_OK || count < LIMIT_DISCOVERY_TRIES_PER_DAY)
		return status;
	log_warning("partner looks for joint clients too often", "peer=%s",
		    exchange->asker.organisation);
	return STATUS_TOO_OFTEN;
}

static enum status
check_identifier(struct exchange *exchange, const struct store_partner *partner,
		 const struct discovery_contract *contract)
{
	if (contract->identifier == discover_identifier(exchange, partner))
		return STATUS_OK;
	fault_set(&exchange->fault, "/identifier",
		  "is \"%s\", but by the law or the configuration of this node "
		  "it is \"%s\" with this partner",
		  psi_identifier_word(contract->identifier),
		  psi_identifier_word(discover_identifier(exchange, partner)));
	return STATUS_FORBIDDEN;
}

static enum status
countersign(struct exchange *exchange, const struct store_discovery *row,
	    struct text contract, struct paper *paper_out)
{
	const struct node_settings *settings = &exchange->node->settings;
	const struct discovery_agreement agreement = {
		.head = theirs_head(exchange, row),
		.contract = paper_digest(exchange->arena, contract),
		.law = settings->law,
		.contact = settings->contact,
	};
	return paper_sign(
		settings->store.signer, exchange->arena,
		DISCOVERY_AGREEMENT_TYPE,
		discovery_agreement_encode(exchange->arena, &agreement),
		paper_out);
}

static struct store_discovery
row_of(const struct exchange *exchange,
       const struct discovery_contract *contract)
{
	return (struct store_discovery){
		.id = contract->head.session,
		.partner = contract->head.sender,
		.user = contract->user,
		.role = contract->role,
		.purpose = contract->purpose,
		.mode = discovery_mode_word(contract->mode),
		.identifier = psi_identifier_word(contract->identifier),
		.begun_ms = exchange->now_ms,
		.ends_ms = contract->expires_ms,
		.stage = DISCOVER_AGREED,
	};
}

struct opening {
	const char *jws;
	struct text payload;
	struct discovery_contract contract;
	struct store_partner partner;
	struct store_discovery row;
};

/* Everything that could say no, before anything is looked at. */
static enum status
check_opening(struct exchange *exchange, struct opening *opening,
	      const struct discover_scope *scope)
{
	const char *const *basis;
	size_t basis_count;
	enum status status = check_times(exchange, &opening->contract);
	if (status == STATUS_OK &&
	    strcmp(opening->contract.law, opening->partner.domain) != 0)
		return theirs_refuse(
			exchange, STATUS_INVALID,
			"names another law than the one that you are "
			"enrolled under");
	if (status == STATUS_OK)
		status = check_identifier(exchange, &opening->partner,
					  &opening->contract);
	if (status == STATUS_OK)
		status = discover_check_scope(exchange, scope, &basis,
					      &basis_count);
	if (status == STATUS_OK)
		status = check_tries(exchange);
	return status == STATUS_OK
		       ? discover_check_quota(exchange, opening->partner.id,
					      opening->contract.purpose)
		       : status;
}

static enum status
keep_opening(struct exchange *exchange, struct opening *opening,
	     const struct discover_inputs *inputs)
{
	struct store *store = exchange->place->store;
	struct store_discovery *row = &opening->row;
	struct paper agreement;
	if ((int64_t)psi_padded(inputs->count) > opening->contract.most)
		return theirs_refuse(
			exchange, STATUS_TOO_LARGE,
			"our list is longer than this contract lets it");
	enum status status =
		countersign(exchange, row, opening->payload, &agreement);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	if (status == STATUS_OK)
		status = discover_begin(exchange, row, inputs);
	if (status == STATUS_OK)
		status = store_paper_add(
			store, row->id, STORE_PAPER_CONTRACT, opening->jws,
			http_peer_certificate(exchange->request));
	if (status == STATUS_OK)
		status = store_paper_add(store, row->id, STORE_PAPER_AGREEMENT,
					 agreement.jws, agreement.certificate);
	if (status == STATUS_OK)
		theirs_answer_paper(exchange, "agreement", agreement.jws);
	return status;
}

static enum status
open_new(struct exchange *exchange, struct opening *opening)
{
	const struct discover_scope scope = {
		.partner = &opening->partner,
		.role = opening->contract.role,
		.purpose = opening->contract.purpose,
		.identifier = psi_identifier_word(opening->contract.identifier),
	};
	struct discover_inputs inputs = {.arena = NULL};
	enum status status = check_opening(exchange, opening, &scope);
	if (status == STATUS_OK)
		status = discover_gather(exchange, &scope, &inputs);
	opening->row = row_of(exchange, &opening->contract);
	if (status == STATUS_OK)
		status = keep_opening(exchange, opening, &inputs);
	discover_inputs_free(&inputs);
	return status;
}

/* The same contract again gets the same answer; another has another id. */
static enum status
open_again(struct exchange *exchange, const struct opening *opening)
{
	struct store_discovery row;
	const char *jws;
	struct text payload;
	enum status status =
		theirs_find(exchange, opening->contract.head.session, &row);
	if (status == STATUS_OK)
		status = discover_read_paper(
			exchange, row.id, STORE_PAPER_CONTRACT, &jws, &payload);
	if (status == STATUS_NOT_FOUND)
		return STATUS_CONFLICT;
	if (status != STATUS_OK)
		return status;
	if (!text_equals(payload, opening->payload) ||
	    strcmp(row.stage, DISCOVER_AGREED) != 0)
		return theirs_refuse(
			exchange, STATUS_CONFLICT,
			"has the id of another session, or of one that "
			"went on: begin another");
	status = discover_read_paper(exchange, row.id, STORE_PAPER_AGREEMENT,
				     &jws, &payload);
	if (status == STATUS_OK)
		theirs_answer_paper(exchange, "agreement", jws);
	return status;
}

enum status
act_discovery_open(struct exchange *exchange)
{
	struct store *store = exchange->place->store;
	struct opening opening = {.jws = NULL};
	struct store_discovery known;
	exchange->act_event = DISCOVER_EVENT;
	enum status status = read_contract(exchange, &opening.jws,
					   &opening.payload, &opening.contract);
	if (status != STATUS_OK)
		return status;
	opening.row = row_of(exchange, &opening.contract);
	theirs_note_asker(exchange, &opening.row);
	status = store_partner_find(store, exchange->arena,
				    exchange->asker.organisation,
				    &opening.partner);
	sessions_finish(store, exchange->node->settings.organisation);
	if (status == STATUS_OK)
		status = store_discoveries_expire(store, exchange->now_ms);
	if (status == STATUS_OK)
		status = store_discovery_find(store, exchange->arena,
					      opening.row.id, &known);
	if (status == STATUS_NOT_FOUND)
		return open_new(exchange, &opening);
	return status == STATUS_OK ? open_again(exchange, &opening) : status;
}
