/*
 * The lists of a session that a partner began: ours is masked, both are fixed,
 * both are swapped, theirs is masked once more. Each request is a step that it
 * can make only after the one before; all can be repeated, and get the same
 * again.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/discover_theirs.h"
#include "eenplan/base/limits.h"

/* --- prepare: a piece of our list, and with the last what we commit to --- */

static enum status
mask_piece(struct exchange *exchange, struct session *session)
{
	const struct discovery_head head = theirs_head(exchange, &session->row);
	struct masking masking;
	if (session->row.masked == session->row.length)
		return STATUS_OK;
	enum status status = masking_make(
		&masking, session, exchange->place->store, exchange->arena);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	return status == STATUS_OK ? discover_keep_masked(exchange, session,
							  &head, &masking)
				   : status;
}

enum status
act_discovery_prepare(struct exchange *exchange)
{
	struct session session;
	enum status status = theirs_of_body(exchange, NULL, &session);
	if (status == STATUS_OK)
		status = mask_piece(exchange, &session);
	if (status == STATUS_OK)
		theirs_answer_progress(exchange, session.row.masked,
				       session.row.length);
	session_close(&session);
	return status;
}

/* --- commit: theirs, then ours --- */

static enum status
read_commitment(struct exchange *exchange, const struct session *session,
		const char **jws_out,
		struct discovery_commitment *commitment_out)
{
	const struct paper_peer peer = theirs_peer(exchange);
	struct text payload;
	const char *contract;
	*jws_out = json_get_string(exchange->body, "commitment");
	enum status status =
		paper_open(exchange->arena, &peer, DISCOVERY_COMMITMENT_TYPE,
			   *jws_out, &payload, &exchange->fault);
	if (status == STATUS_OK)
		status = discovery_commitment_decode(exchange->arena, payload,
						     commitment_out,
						     &exchange->fault);
	if (status == STATUS_OK)
		status = paper_check_head(&peer, &commitment_out->head,
					  session->row.id, &exchange->fault);
	if (status == STATUS_OK)
		status = discover_contract_digest(exchange, session->row.id,
						  &contract);
	if (status == STATUS_OK &&
	    strcmp(commitment_out->contract, contract) != 0)
		return theirs_refuse(exchange, STATUS_INVALID,
				     "is under another contract");
	return status;
}

static enum status
check_length(struct exchange *exchange, const struct session *session,
	     int64_t count)
{
	struct discovery_contract contract;
	struct text payload;
	const char *jws;
	enum status status =
		discover_read_paper(exchange, session->row.id,
				    STORE_PAPER_CONTRACT, &jws, &payload);
	if (status == STATUS_OK)
		status = discovery_contract_decode(exchange->arena, payload,
						   &contract, &exchange->fault);
	if (status == STATUS_OK && count > contract.most)
		return theirs_refuse(
			exchange, STATUS_TOO_LARGE,
			"the list is longer than the contract lets it");
	if (status == STATUS_OK && count % PSI_PADDED_TO != 0)
		return theirs_refuse(
			exchange, STATUS_INVALID,
			"the list isn't padded to a multiple of 256");
	return status;
}

static enum status
keep_commitments(struct exchange *exchange, struct session *session,
		 const char *jws, const struct discovery_commitment *theirs)
{
	struct store *store = exchange->place->store;
	const struct discovery_head head = theirs_head(exchange, &session->row);
	struct paper ours;
	enum status status = act_begin(exchange);
	if (status == STATUS_OK)
		status = discover_own_commitment(exchange, session, &head,
						 &ours);
	if (status == STATUS_OK)
		status = store_paper_add(
			store, session->row.id, STORE_PAPER_ASKER_COMMITMENT,
			jws, http_peer_certificate(exchange->request));
	session->row.stage = DISCOVER_COMMITTED;
	session->row.their_length = theirs->count;
	if (status == STATUS_OK)
		status = store_discovery_change(store, &session->row);
	if (status == STATUS_OK)
		theirs_answer_paper(exchange, "commitment", ours.jws);
	return status;
}

static enum status
commit_again(struct exchange *exchange, const struct session *session,
	     const struct discovery_commitment *theirs)
{
	struct discovery_commitment before;
	struct text payload;
	const char *jws = NULL;
	enum status status = discover_read_commitment(
		exchange, session, STORE_PAPER_ASKER_COMMITMENT, &before);
	if (status != STATUS_OK)
		return status;
	if (before.count != theirs->count ||
	    memcmp(before.root, theirs->root, DIGEST_BYTES) != 0 ||
	    memcmp(before.inputs, theirs->inputs, DIGEST_BYTES) != 0 ||
	    memcmp(before.key, theirs->key, PSI_POINT_BYTES) != 0 ||
	    memcmp(before.nonce, theirs->nonce, DIGEST_BYTES) != 0)
		return theirs_refuse(
			exchange, STATUS_CONFLICT,
			"another list was committed to in this session");
	status = discover_read_paper(exchange, session->row.id,
				     STORE_PAPER_PARTNER_COMMITMENT, &jws,
				     &payload);
	if (status == STATUS_OK)
		theirs_answer_paper(exchange, "commitment", jws);
	return status;
}

static enum status
commit(struct exchange *exchange, struct session *session)
{
	struct discovery_commitment theirs;
	const char *jws = NULL;
	enum status status = read_commitment(exchange, session, &jws, &theirs);
	if (status == STATUS_OK)
		status = check_length(exchange, session, theirs.count);
	if (status != STATUS_OK)
		return status;
	if (strcmp(session->row.stage, DISCOVER_AGREED) != 0)
		return commit_again(exchange, session, &theirs);
	if (session->row.masked < session->row.length)
		return theirs_refuse(
			exchange, STATUS_CONFLICT,
			"comes before this node's list is prepared");
	return keep_commitments(exchange, session, jws, &theirs);
}

enum status
act_discovery_commit(struct exchange *exchange)
{
	struct session session;
	enum status status = theirs_of_body(exchange, "commitment", &session);
	if (status == STATUS_OK)
		status = commit(exchange, &session);
	session_close(&session);
	return status;
}

/* --- points: a piece of theirs for a piece of ours --- */

static enum status
take_points(struct exchange *exchange, struct session *session, int64_t first)
{
	bool is_here;
	enum status status = theirs_check_same(
		exchange, session, STORE_LIST_POINTS, first, &is_here);
	if (status != STATUS_OK || is_here ||
	    (first >= session->row.their_length &&
	     exchange->request->body.length == 0))
		return status;
	status = act_begin(exchange);
	if (status == STATUS_OK)
		status = session_take_points(session, exchange->place->store,
					     first, exchange->request->body,
					     &exchange->fault);
	if (status == STATUS_INVALID)
		discover_end(exchange, &session->row, DISCOVER_REFUSED);
	return status;
}

static enum status
swap_points(struct exchange *exchange, struct session *session, int64_t first)
{
	struct text ours = {"", 0};
	enum status status =
		theirs_check_stage(exchange, session, DISCOVER_COMMITTED);
	if (status == STATUS_OK)
		status = take_points(exchange, session, first);
	if (status == STATUS_OK && first < session->row.length)
		status = store_piece_find(exchange->place->store,
					  exchange->arena, session->row.id,
					  STORE_LIST_MASKED, first, &ours);
	if (status == STATUS_OK)
		theirs_answer_octets(exchange, ours);
	return status;
}

enum status
act_discovery_points(struct exchange *exchange)
{
	struct session session;
	int64_t first = -1;
	enum status status = theirs_of_query(exchange, &session, &first);
	if (status == STATUS_OK)
		status = swap_points(exchange, &session, first);
	session_close(&session);
	return status;
}

/* --- raise: a piece of theirs, once all of them are here --- */

static enum status
raise_piece(struct exchange *exchange, struct session *session,
	    struct raising *raising)
{
	enum status status =
		theirs_check_stage(exchange, session, DISCOVER_COMMITTED);
	if (status == STATUS_OK)
		status = discover_raise_next(exchange, session, exchange->arena,
					     raising);
	if (status == STATUS_INVALID)
		discover_end(exchange, &session->row, DISCOVER_REFUSED);
	if (status != STATUS_OK || raising->count == 0)
		return status;
	status = act_begin(exchange);
	return status == STATUS_OK
		       ? raising_keep(raising, session, exchange->place->store)
		       : status;
}

enum status
act_discovery_raise(struct exchange *exchange)
{
	struct session session;
	struct raising raising;
	enum status status = theirs_of_body(exchange, NULL, &session);
	if (status == STATUS_OK)
		status = raise_piece(exchange, &session, &raising);
	if (status == STATUS_OK)
		theirs_answer_progress(exchange,
				       raising.first + (int64_t)raising.count,
				       session.row.their_length);
	session_close(&session);
	return status;
}
