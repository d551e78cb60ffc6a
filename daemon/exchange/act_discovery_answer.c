/*
 * The end of a session that a partner began: its tags, ours, from which it can
 * know, and what both sign.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/discover_theirs.h"
#include "eenplan/base/limits.h"

/* --- tags: what they found of our list --- */

static enum status
take_tags(struct exchange *exchange, const struct session *session,
	  int64_t first)
{
	bool is_here;
	size_t count = session_piece(first, session->row.length);
	if (session->mode == DISCOVERY_ONEWAY || count == 0 ||
	    exchange->request->body.length != count * PSI_TAG_BYTES)
		return theirs_refuse(exchange, STATUS_INVALID,
				     "must be the tags of that piece of our "
				     "list, and only where this node learns "
				     "something too");
	/* What came before may come again, also when it was answered. */
	enum status status = theirs_check_same(
		exchange, session, STORE_LIST_TAGS, first, &is_here);
	if (status != STATUS_OK || is_here)
		return status;
	status = theirs_check_stage(exchange, session, DISCOVER_COMMITTED);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	return status == STATUS_OK
		       ? store_piece_add(exchange->place->store,
					 session->row.id, STORE_LIST_TAGS,
					 first, exchange->request->body)
		       : status;
}

enum status
act_discovery_tags(struct exchange *exchange)
{
	struct session session;
	int64_t first = -1;
	enum status status = theirs_of_query(exchange, &session, &first);
	if (status == STATUS_OK)
		status = take_tags(exchange, &session, first);
	if (status == STATUS_OK)
		theirs_answer_progress(exchange, session.row.masked,
				       session.row.length);
	session_close(&session);
	return status;
}

/* --- answer: from here on they can know --- */

/* Whom they can find, the log must tell: those whom we found too, or, where we
 * find nobody, everybody whom they could. */
static enum status
note_offered(struct exchange *exchange, const struct session *session)
{
	struct store_place *places;
	size_t count;
	enum status status = store_places(
		exchange->place->store, exchange->arena, &session->row, 0,
		session->row.length, false, &places, &count);
	exchange->act_subjects =
		ARENA_ARRAY(exchange->arena, count, struct store_resident);
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		status = store_resident_find(
			exchange->place->store, exchange->arena,
			places[i].resident, &exchange->act_subjects[i]);
		if (status == STATUS_OK)
			exchange->act_subject_count++;
	}
	exchange->act_outcome = "offered";
	return status;
}

static enum status
learn(struct exchange *exchange, struct session *session)
{
	struct session_match *matches;
	struct text tags;
	size_t count;
	if (session->mode == DISCOVERY_ONEWAY)
		return note_offered(exchange, session);
	enum status status =
		store_list_read(exchange->place->store, exchange->arena,
				session->row.id, STORE_LIST_TAGS, &tags);
	if (status == STATUS_OK)
		status = session_join(session, exchange->place->store,
				      exchange->arena, tags, &matches, &count,
				      &exchange->fault);
	if (status != STATUS_OK)
		return status;
	session->row.matches = (int64_t)count;
	return session->mode == DISCOVERY_MUTUAL
		       ? discover_keep_matches(exchange, session, matches,
					       count)
		       : STATUS_OK;
}

static enum status
check_raised(struct exchange *exchange, const struct session *session)
{
	int64_t raised;
	enum status status = session_points(session, exchange->place->store,
					    STORE_LIST_RAISED, &raised);
	return status == STATUS_OK && raised < session->row.their_length
		       ? theirs_refuse(exchange, STATUS_CONFLICT,
				       "comes before all points are masked "
				       "once more")
		       : status;
}

static enum status
check_people(struct exchange *exchange, struct session *session)
{
	struct store_partner partner;
	const struct discover_scope scope = {
		.partner = &partner,
		.role = session->row.role,
		.purpose = session->row.purpose,
		.identifier = session->row.identifier,
	};
	enum status status =
		store_partner_find(exchange->place->store, exchange->arena,
				   session->row.partner, &partner);
	if (status == STATUS_OK)
		status = discover_check_again(exchange, &scope, &session->row);
	if (status == STATUS_CONFLICT)
		discover_end(exchange, &session->row, DISCOVER_STALE);
	return status;
}

static enum status
answer_tags(struct exchange *exchange, struct session *session)
{
	struct text tags;
	bool again = strcmp(session->row.stage, DISCOVER_KNOWN) == 0;
	enum status status = again ? STATUS_OK
				   : theirs_check_stage(exchange, session,
							DISCOVER_COMMITTED);
	if (status == STATUS_OK)
		status = check_raised(exchange, session);
	if (status == STATUS_OK)
		status = check_people(exchange, session);
	if (status == STATUS_OK)
		status = session_tags(session, exchange->place->store,
				      exchange->arena, &tags);
	if (status == STATUS_OK)
		theirs_answer_octets(exchange, tags);
	if (status != STATUS_OK || again)
		return status;
	status = act_begin(exchange);
	if (status == STATUS_OK)
		status = learn(exchange, session);
	if (status == STATUS_INVALID)
		discover_end(exchange, &session->row, DISCOVER_REFUSED);
	session->row.stage = DISCOVER_KNOWN;
	session->row.known_ms = exchange->now_ms;
	return status == STATUS_OK
		       ? store_discovery_change(exchange->place->store,
						&session->row)
		       : status;
}

enum status
act_discovery_answer(struct exchange *exchange)
{
	struct session session;
	/* A withdrawal waits until this has left; and a policy, too. */
	exchange_enter_gate(exchange);
	policy_free(exchange->policy);
	exchange->policy = node_policy(exchange->node);
	enum status status = theirs_of_body(exchange, NULL, &session);
	if (status == STATUS_OK)
		status = answer_tags(exchange, &session);
	if (status == STATUS_OK)
		status = discover_log_many(exchange);
	session_close(&session);
	return status;
}

/* --- close --- */

static enum status
transcript_of(struct exchange *exchange, const struct session *session,
	      uint8_t out[DIGEST_BYTES])
{
	struct text theirs, ours;
	enum status status =
		store_list_read(exchange->place->store, exchange->arena,
				session->row.id, STORE_LIST_TAGS, &theirs);
	if (status == STATUS_OK)
		status = session_tags(session, exchange->place->store,
				      exchange->arena, &ours);
	return status == STATUS_OK
		       ? session_transcript(session, exchange->place->store,
					    exchange->arena, theirs, ours, out)
		       : status;
}

static enum status
read_closing(struct exchange *exchange, const struct session *session,
	     const char **jws_out, struct discovery_closing *closing_out)
{
	const struct paper_peer peer = theirs_peer(exchange);
	struct text payload;
	*jws_out = json_get_string(exchange->body, "closing");
	enum status status =
		paper_open(exchange->arena, &peer, DISCOVERY_CLOSING_TYPE,
			   *jws_out, &payload, &exchange->fault);
	if (status == STATUS_OK)
		status =
			discovery_closing_decode(exchange->arena, payload,
						 closing_out, &exchange->fault);
	return status == STATUS_OK
		       ? paper_check_head(&peer, &closing_out->head,
					  session->row.id, &exchange->fault)
		       : status;
}

static enum status
close_ours(struct exchange *exchange, struct session *session, const char *jws,
	   const struct discovery_closing *theirs)
{
	struct store *store = exchange->place->store;
	const struct discovery_head head = theirs_head(exchange, &session->row);
	struct paper ours;
	enum status status = paper_sign(
		exchange->node->settings.store.signer, exchange->arena,
		DISCOVERY_CLOSING_TYPE,
		discover_closing(exchange, session, &head, theirs->transcript),
		&ours);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	if (status == STATUS_OK)
		status = store_paper_add(
			store, session->row.id, STORE_PAPER_ASKER_CLOSING, jws,
			http_peer_certificate(exchange->request));
	if (status == STATUS_OK)
		status = store_paper_add(store, session->row.id,
					 STORE_PAPER_PARTNER_CLOSING, ours.jws,
					 ours.certificate);
	session->row.stage = DISCOVER_CLOSED;
	if (status == STATUS_OK)
		status = store_discovery_change(store, &session->row);
	/* While the other side finishes, too. */
	exchange->closed_session = status == STATUS_OK;
	if (status == STATUS_OK)
		theirs_answer_paper(exchange, "closing", ours.jws);
	return status;
}

static enum status
close_session(struct exchange *exchange, struct session *session)
{
	struct discovery_closing theirs;
	uint8_t transcript[DIGEST_BYTES];
	const char *jws = NULL;
	enum status status =
		theirs_check_stage(exchange, session, DISCOVER_KNOWN);
	if (status == STATUS_OK)
		status = read_closing(exchange, session, &jws, &theirs);
	if (status == STATUS_OK)
		status = transcript_of(exchange, session, transcript);
	if (status == STATUS_OK)
		status = discover_check_closing(exchange, session,
						STORE_PAPER_ASKER_COMMITMENT,
						&theirs, transcript);
	return status == STATUS_OK ? close_ours(exchange, session, jws, &theirs)
				   : status;
}

/* One that was closed already is answered as it was. */
static enum status
close_again(struct exchange *exchange, const char *id)
{
	struct store_discovery row;
	struct text payload;
	const char *jws = NULL;
	enum status status = theirs_find(exchange, id, &row);
	if (status == STATUS_OK)
		status = discover_read_paper(exchange, row.id,
					     STORE_PAPER_PARTNER_CLOSING, &jws,
					     &payload);
	if (status == STATUS_OK) {
		fault_forget(&exchange->fault);
		theirs_answer_paper(exchange, "closing", jws);
	}
	return status == STATUS_NOT_FOUND ? STATUS_CONFLICT : status;
}

enum status
act_discovery_close(struct exchange *exchange)
{
	struct session session;
	enum status status = theirs_of_body(exchange, "closing", &session);
	if (status == STATUS_CONFLICT ||
	    (status == STATUS_OK &&
	     strcmp(session.row.stage, DISCOVER_CLOSED) == 0))
		status = close_again(
			exchange, json_get_string(exchange->body, "session"));
	else if (status == STATUS_OK)
		status = close_session(exchange, &session);
	session_close(&session);
	return status;
}
