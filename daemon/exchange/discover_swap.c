/*
 * Commit and points: no point leaves before both have committed to their lists;
 * then they are swapped, piece for piece.
 */
#include <string.h>

#include "daemon/exchange/discover_steps.h"
#include "eenplan/base/limits.h"

/* --- commit: no points before both have --- */

/* Signed once: what was sent before is sent again. */
static enum status
make_commitment(struct discovery *discovery, const char *contract,
		struct paper *paper_out)
{
	const char *id = discovery->session.row.id;
	enum status status = store_paper_find(
		discover_store(discovery), discovery->exchange->arena, id,
		STORE_PAPER_ASKER_COMMITMENT, &paper_out->jws,
		&paper_out->certificate);
	if (status != STATUS_NOT_FOUND)
		return status;
	const struct discovery_head head = discover_head(discovery);
	status = discover_sign_commitment(discovery->exchange,
					  &discovery->session, &head, contract,
					  paper_out);
	return status == STATUS_OK
		       ? store_paper_add(discover_store(discovery), id,
					 STORE_PAPER_ASKER_COMMITMENT,
					 paper_out->jws, paper_out->certificate)
		       : status;
}

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
	struct discovery_commitment theirs;
	struct paper ours;
	enum status status = make_commitment(discovery, contract, &ours);
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
	struct text contract;
	const char *jws;
	if (!discover_is_at(discovery, DISCOVER_AGREED))
		return STATUS_OK;
	enum status status =
		discover_read_paper(exchange, discovery->session.row.id,
				    STORE_PAPER_CONTRACT, &jws, &contract);
	if (status == STATUS_OK)
		status = call_commitment(
			discovery, paper_digest(exchange->arena, contract),
			&letter);
	return status == STATUS_OK
		       ? discover_keep(discovery, discover_keep_letter, &letter)
		       : status;
}

/* --- points: piece for piece, while the last one is masked --- */

/* A piece that is being masked here, and was not kept yet. */
struct swap {
	struct arena *arena; /* of that piece; NULL: there is none */
	struct raising raising;
};

static enum status
keep_raising(struct discovery *discovery, void *raising)
{
	return raising_keep(raising, discover_store(discovery));
}

static enum status
keep_raised(struct discovery *discovery, struct swap *swap)
{
	if (swap->arena == NULL)
		return STATUS_OK;
	enum status status =
		raising_end(&swap->raising, &discovery->exchange->fault);
	if (status == STATUS_OK)
		status = discover_keep(discovery, keep_raising, &swap->raising);
	arena_free(swap->arena);
	swap->arena = NULL;
	return status;
}

/* What was swapped before a crash needs no second swap. */
static enum status
is_swapped(struct discovery *discovery, int64_t first, bool *is_out)
{
	struct arena *arena = arena_new();
	struct text bytes;
	enum status status = store_piece_find(discover_store(discovery), arena,
					      discovery->session.row.id,
					      STORE_LIST_RAISED, first, &bytes);
	*is_out = status == STATUS_OK;
	arena_free(arena);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
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
swap_piece(struct discovery *discovery, struct swap *swap, int64_t first)
{
	struct session *session = &discovery->session;
	struct arena *arena = arena_new();
	struct text theirs;
	enum status status = call_points(discovery, arena, first, &theirs);
	/* That of the piece before is done by now, or soon. */
	enum status kept = keep_raised(discovery, swap);
	if (status == STATUS_OK)
		status = kept;
	if (status == STATUS_OK && first < session->row.their_length) {
		status = raising_begin(&swap->raising, session, arena, first,
				       theirs, &discovery->exchange->fault);
		if (status == STATUS_OK)
			swap->arena = arena;
	}
	if (swap->arena != arena)
		arena_free(arena);
	return status;
}

static enum status
swap_all(struct discovery *discovery, struct swap *swap)
{
	const struct store_discovery *row = &discovery->session.row;
	int64_t end = row->length > row->their_length ? row->length
						      : row->their_length;
	enum status status = STATUS_OK;
	for (int64_t first = 0; first < end && status == STATUS_OK;
	     first += LIMIT_DISCOVERY_PIECE) {
		bool is_done = false;
		discover_tell_progress(discovery, "exchanging", first, end);
		status = is_swapped(discovery, first, &is_done);
		if (status == STATUS_OK && !is_done)
			status = swap_piece(discovery, swap, first);
	}
	enum status kept = keep_raised(discovery, swap);
	return status == STATUS_OK ? kept : status;
}

/* Bytes that aren't the list that was committed to end the session. */
static enum status
check_points(struct discovery *discovery)
{
	struct discovery_commitment theirs;
	enum status status = discover_read_commitment(
		discovery->exchange, &discovery->session,
		STORE_PAPER_PARTNER_COMMITMENT, &theirs);
	return status == STATUS_OK
		       ? session_check_list(&discovery->session,
					    discover_store(discovery), &theirs,
					    &discovery->exchange->fault)
		       : status;
}

enum status
discover_points(struct discovery *discovery)
{
	struct swap *swap = ARENA_NEW(discovery->exchange->arena, struct swap);
	if (!discover_is_at(discovery, DISCOVER_COMMITTED))
		return STATUS_OK;
	enum status status = swap_all(discovery, swap);
	if (status == STATUS_OK)
		status = check_points(discovery);
	if (status == STATUS_INVALID) {
		discover_end(discovery->exchange, &discovery->session.row,
			     DISCOVER_REFUSED);
		status = STATUS_REFUSED;
	}
	return status;
}
