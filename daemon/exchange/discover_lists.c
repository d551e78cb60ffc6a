/*
 * Both lists of a session, at either side: who stands where in our own, and the
 * other's, masked once more.
 */
#include "daemon/exchange/discover.h"

/* --- our own --- */

static enum status
add_places(struct exchange *exchange, const struct store_discovery *row,
	   const struct discover_inputs *inputs)
{
	struct arena *arena = arena_new();
	uint32_t *places = ARENA_ARRAY(arena, inputs->count, uint32_t);
	enum status status = STATUS_OK;
	psi_shuffle(inputs->count, (size_t)row->length, places);
	for (size_t i = 0; i < inputs->count && status == STATUS_OK; i++) {
		const struct discover_input *input = &inputs->items[i];
		status = store_place_add(
			exchange->place->store, row->id,
			&(struct store_place){.place = places[i],
					      .resident = input->resident,
					      .rules = input->rules,
					      .consents = input->consents});
	}
	arena_free(arena);
	return status;
}

enum status
discover_begin(struct exchange *exchange, struct store_discovery *row,
	       const struct discover_inputs *inputs)
{
	struct psi_secret secret;
	row->people = (int64_t)inputs->count;
	row->length = (int64_t)psi_padded(inputs->count);
	row->matches = -1;
	psi_secret_random(&secret);
	enum status status = store_discovery_add(exchange->place->store,
						 exchange->arena, row, &secret);
	psi_secret_wipe(&secret);
	return status == STATUS_OK ? add_places(exchange, row, inputs) : status;
}

enum status
discover_keep_masked(struct exchange *exchange, struct session *session,
		     const struct discovery_head *head,
		     const struct masking *masking)
{
	struct paper commitment;
	enum status status =
		masking_keep(masking, session, exchange->place->store);
	return status == STATUS_OK && session->row.masked == session->row.length
		       ? discover_own_commitment(exchange, session, head,
						 &commitment)
		       : status;
}

/* --- theirs --- */

static enum status
check_list(struct exchange *exchange, const struct session *session)
{
	struct discovery_commitment theirs;
	enum status status = discover_read_commitment(
		exchange, session,
		session->row.ours ? STORE_PAPER_PARTNER_COMMITMENT
				  : STORE_PAPER_ASKER_COMMITMENT,
		&theirs);
	return status == STATUS_OK
		       ? session_check_list(session, exchange->place->store,
					    &theirs, &exchange->fault)
		       : status;
}

enum status
discover_raise_next(struct exchange *exchange, const struct session *session,
		    struct arena *arena, struct raising *raising_out)
{
	struct store *store = exchange->place->store;
	int64_t raised;
	enum status status =
		session_points(session, store, STORE_LIST_RAISED, &raised);
	*raising_out = (struct raising){.first = raised};
	if (status == STATUS_OK && raised == 0)
		status = check_list(exchange, session);
	return status == STATUS_OK && raised < session->row.their_length
		       ? raising_make(raising_out, session, store, arena,
				      raised, &exchange->fault)
		       : status;
}
