/*
 * Commit and points: no point leaves before both have committed to their lists;
 * then they are swapped.
 */
#include <string.h>

#include "daemon/exchange/discover_steps.h"
#include "eenplan/base/limits.h"

/* --- commit: no points before both have --- */

static enum status
check_commitment(struct discovery *discovery,
		 const struct discovery_commitment *theirs,
		 const char *contract)
{
	if (discover_is_theirs(discovery, &theirs->head) &&
	    strcmp(theirs->contract, contract) == 0 &&
	    theirs->count % PSI_PADDED_TO == 0)
		return STATUS_OK;
	fault_set(&discovery->exchange->fault, "/partner",
		  "committed to something else");
	return STATUS_REFUSED;
}

/* Sends ours, believes theirs. */
static enum status
call_commitment(struct discovery *discovery, const char *contract,
		struct discover_letter *letter)
{
	const struct discovery_head head = discover_head(discovery);
	struct discovery_commitment theirs;
	struct paper ours;
	enum status status = discover_own_commitment(
		discovery->exchange, &discovery->session, &head, &ours);
	if (status != STATUS_OK)
		return status;
	letter->jws = ours.jws;
	status = discover_call_paper(discovery, letter);
	if (status == STATUS_OK)
		status = discovery_commitment_decode(
			discovery->exchange->arena, letter->payload, &theirs,
			&discovery->exchange->fault);
	if (status == STATUS_OK)
		status = check_commitment(discovery, &theirs, contract);
	if (status == STATUS_OK)
		discovery->session.row.their_length = theirs.count;
	return status;
}

enum status
discover_commit(struct discovery *discovery)
{
	struct exchange *exchange = discovery->exchange;
	struct discover_letter letter = {
		.path = "commitments",
		.member = "commitment",
		.wanted = "commitment",
		.type = DISCOVERY_COMMITMENT_TYPE,
		.kept_as = STORE_PAPER_PARTNER_COMMITMENT,
		.stage = DISCOVER_COMMITTED,
	};
	const char *contract;
	if (!discover_is_at(discovery, DISCOVER_AGREED))
		return STATUS_OK;
	enum status status = discover_contract_digest(
		exchange, discovery->session.row.id, &contract);
	if (status == STATUS_OK)
		status = call_commitment(discovery, contract, &letter);
	return status == STATUS_OK
		       ? discover_keep(discovery, discover_keep_letter, &letter)
		       : status;
}

/* --- points: piece for piece --- */

struct piece {
	int64_t first;
	struct text bytes; /* theirs */
};

static enum status
keep_points(struct discovery *discovery, void *context)
{
	const struct piece *piece = context;
	return session_take_points(&discovery->session,
				   discover_store(discovery), piece->first,
				   piece->bytes, &discovery->exchange->fault);
}

static enum status
call_points(struct discovery *discovery, struct arena *arena, int64_t first,
	    struct text *theirs_out)
{
	const struct store_discovery *row = &discovery->session.row;
	struct text ours = {"", 0};
	enum status status = STATUS_OK;
	if (first < row->length)
		status = store_piece_find(discover_store(discovery), arena,
					  row->id, STORE_LIST_MASKED, first,
					  &ours);
	return status == STATUS_OK
		       ? discover_call_octets(discovery, arena, "points", first,
					      ours, theirs_out)
		       : status;
}

static enum status
swap_piece(struct discovery *discovery, struct arena *arena, int64_t first)
{
	struct piece piece = {.first = first};
	enum status status = call_points(discovery, arena, first, &piece.bytes);
	return status == STATUS_OK &&
			       first < discovery->session.row.their_length
		       ? discover_keep(discovery, keep_points, &piece)
		       : status;
}

/* What was swapped before a crash needs no second swap. */
static enum status
find_first(struct discovery *discovery, int64_t *first_out)
{
	enum status status =
		session_points(&discovery->session, discover_store(discovery),
			       STORE_LIST_POINTS, first_out);
	/* The last piece of a list needn't be a whole one. */
	*first_out += LIMIT_DISCOVERY_PIECE - 1;
	*first_out -= *first_out % LIMIT_DISCOVERY_PIECE;
	return status;
}

enum status
discover_points(struct discovery *discovery)
{
	const struct store_discovery *row = &discovery->session.row;
	int64_t first, end = row->length > row->their_length
				     ? row->length
				     : row->their_length;
	if (!discover_is_at(discovery, DISCOVER_COMMITTED))
		return STATUS_OK;
	enum status status = find_first(discovery, &first);
	for (; first < end && status == STATUS_OK;
	     first += LIMIT_DISCOVERY_PIECE) {
		struct arena *arena = arena_new();
		status = swap_piece(discovery, arena, first);
		arena_free(arena);
	}
	return status == STATUS_INVALID ? discover_refuse_list(discovery)
					: status;
}
