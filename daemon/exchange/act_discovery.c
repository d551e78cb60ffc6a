/*
 * A partner looks for the clients that it and we share. Each request is a step
 * that we let it make only after the one before; all can be repeated, and get
 * the same again, so that either of us may have gone down meanwhile.
 */
#include <stdlib.h>
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/discover.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

#define DAY_MS (24 * 3600 * 1000LL)

static struct paper_peer
peer_of(const struct exchange *exchange)
{
	return (struct paper_peer){
		.self = exchange->node->settings.organisation,
		.identity = exchange->request->peer,
		.key = exchange->request->peer_key,
	};
}

static void
note_asker(struct exchange *exchange, const struct store_discovery *row)
{
	exchange->asker.user = row->user;
	exchange->asker.role = row->role;
	exchange->asker.purpose = row->purpose;
}

/* One that this partner began, and that isn't over. */
static enum status
find_row(struct exchange *exchange, const char *id,
	 struct store_discovery *row_out)
{
	exchange->act_event = DISCOVER_EVENT;
	enum status status =
		store_discovery_find(exchange->place->store, exchange->arena,
				     id == NULL ? "" : id, row_out);
	if (status == STATUS_AMBIGUOUS)
		status = STATUS_NOT_FOUND;
	if (status == STATUS_OK &&
	    (row_out->ours || strcmp(row_out->id, id) != 0 ||
	     strcmp(row_out->partner, exchange->asker.organisation) != 0))
		status = STATUS_NOT_FOUND;
	if (status == STATUS_OK)
		note_asker(exchange, row_out);
	return status;
}

static enum status
refuse(struct exchange *exchange, enum status status, const char *text)
{
	fault_set(&exchange->fault, "", "%s", text);
	return status;
}

/* Ready to go on with; session_close it. */
static enum status
open_session(struct exchange *exchange, const char *id,
	     struct session *session_out)
{
	struct store_discovery row;
	*session_out = (struct session){.threads = 0};
	enum status status = find_row(exchange, id, &row);
	if (status == STATUS_OK && row.ends_ms <= exchange->now_ms)
		return refuse(
			exchange, STATUS_CONFLICT,
			"this session wasn't done in time: begin another");
	if (status != STATUS_OK)
		return status;
	status = session_open(exchange->place->store, exchange->arena, &row,
			      exchange->node->settings.organisation,
			      exchange->node->settings.discovery_threads,
			      session_out);
	return status == STATUS_NOT_FOUND
		       ? refuse(exchange, STATUS_CONFLICT,
				"this session is over: begin another")
		       : status;
}

static enum status
check_stage(struct exchange *exchange, const struct session *session,
	    const char *stage)
{
	return strcmp(session->row.stage, stage) == 0
		       ? STATUS_OK
		       : refuse(exchange, STATUS_CONFLICT,
				"isn't this session's turn");
}

/* The body's session, of a body that has at most one more member. */
static enum status
open_of_body(struct exchange *exchange, const char *member,
	     struct session *session_out)
{
	const struct json_shape shape[] = {
		{"session", JSON_KIND_STRING, true, 0},
		{member, JSON_KIND_STRING, true, LIMIT_DISCOVERY_PAPER_BYTES},
	};
	*session_out = (struct session){.threads = 0};
	exchange->act_event = DISCOVER_EVENT;
	enum status status =
		json_check_shape(exchange->body, shape, member == NULL ? 1 : 2,
				 "", &exchange->fault);
	return status == STATUS_OK
		       ? open_session(
				 exchange,
				 json_get_string(exchange->body, "session"),
				 session_out)
		       : status;
}

/* Of bytes: ?session=<uuid>&first=<number>. */
static enum status
open_of_query(struct exchange *exchange, struct session *session_out,
	      int64_t *first_out)
{
	static const char form[] = "session=";
	static const char then[] = "&first=";
	const char *query = exchange->request->query;
	char id[UUID_TEXT_BYTES] = "";
	char *end = NULL;
	*session_out = (struct session){.threads = 0};
	exchange->act_event = DISCOVER_EVENT;
	if (query == NULL || strlen(query) < sizeof(form) + sizeof(id) ||
	    strncmp(query, form, sizeof(form) - 1) != 0)
		return refuse(exchange, STATUS_INVALID,
			      "must have ?session=…&first=…");
	memcpy(id, query + sizeof(form) - 1, sizeof(id) - 1);
	query += sizeof(form) + sizeof(id) - 2;
	if (strncmp(query, then, sizeof(then) - 1) == 0)
		*first_out = strtoll(query + sizeof(then) - 1, &end, 10);
	if (end == NULL || *end != '\0' || *first_out < 0 ||
	    *first_out % LIMIT_DISCOVERY_PIECE != 0 ||
	    *first_out >= LIMIT_DISCOVERY_PLACES)
		return refuse(exchange, STATUS_INVALID,
			      "must have a first that a piece begins at");
	return open_session(exchange, arena_string(exchange->arena, id),
			    session_out);
}

static void
answer_octets(struct exchange *exchange, struct text octets)
{
	exchange->answer = octets;
	exchange->answer_type = DISCOVER_OCTETS;
}

static void
answer_paper(struct exchange *exchange, const char *member, const char *jws)
{
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_member_string(&answer.writer, member, jws);
	act_answer_end(exchange, &answer);
}

/* --- open: the contract, and ours under it --- */

static enum status
read_contract(struct exchange *exchange, const char **jws_out,
	      struct text *payload_out, struct discovery_contract *contract_out)
{
	static const struct json_shape shape[] = {
		{"contract", JSON_KIND_STRING, true,
		 LIMIT_DISCOVERY_PAPER_BYTES},
	};
	const struct paper_peer peer = peer_of(exchange);
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
		return refuse(
			exchange, STATUS_INVALID,
			"is from later than this node's clock says it is");
	if (contract->expires_ms <= exchange->now_ms)
		return refuse(exchange, STATUS_INVALID, "is over");
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
		.head = {.session = row->id,
			 .sender = settings->organisation,
			 .recipient = row->partner},
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
		return refuse(exchange, STATUS_INVALID,
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
	     const struct discover_input *inputs, size_t count)
{
	struct store *store = exchange->place->store;
	struct store_discovery *row = &opening->row;
	struct paper agreement;
	if ((int64_t)psi_padded(count) > opening->contract.most)
		return refuse(exchange, STATUS_TOO_LARGE,
			      "our list is longer than this contract lets it");
	enum status status =
		countersign(exchange, row, opening->payload, &agreement);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	if (status == STATUS_OK)
		status = discover_begin(exchange, row, inputs, count);
	if (status == STATUS_OK)
		status = store_paper_add(
			store, row->id, STORE_PAPER_CONTRACT, opening->jws,
			http_peer_certificate(exchange->request));
	if (status == STATUS_OK)
		status = store_paper_add(store, row->id, STORE_PAPER_AGREEMENT,
					 agreement.jws, agreement.certificate);
	if (status == STATUS_OK)
		answer_paper(exchange, "agreement", agreement.jws);
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
	struct discover_input *inputs;
	size_t count;
	enum status status = check_opening(exchange, opening, &scope);
	if (status == STATUS_OK)
		status = discover_gather(exchange, &scope, &inputs, &count);
	opening->row = row_of(exchange, &opening->contract);
	return status == STATUS_OK
		       ? keep_opening(exchange, opening, inputs, count)
		       : status;
}

/* The same contract again gets the same answer; another has another id. */
static enum status
open_again(struct exchange *exchange, const struct opening *opening)
{
	struct store_discovery row;
	const char *jws;
	struct text payload, certificate;
	enum status status =
		find_row(exchange, opening->contract.head.session, &row);
	if (status == STATUS_OK)
		status = store_paper_find(
			exchange->place->store, exchange->arena, row.id,
			STORE_PAPER_CONTRACT, &jws, &certificate);
	if (status == STATUS_OK)
		status = paper_payload(exchange->arena, jws, &payload);
	if (status == STATUS_NOT_FOUND)
		return STATUS_CONFLICT;
	if (status != STATUS_OK)
		return status;
	if (!text_equals(payload, opening->payload) ||
	    strcmp(row.stage, DISCOVER_AGREED) != 0)
		return refuse(exchange, STATUS_CONFLICT,
			      "has the id of another session, or of one that "
			      "went on: begin another");
	status = store_paper_find(exchange->place->store, exchange->arena,
				  row.id, STORE_PAPER_AGREEMENT, &jws,
				  &certificate);
	if (status == STATUS_OK)
		answer_paper(exchange, "agreement", jws);
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
	note_asker(exchange, &opening.row);
	status = store_partner_find(store, exchange->arena,
				    exchange->asker.organisation,
				    &opening.partner);
	if (status == STATUS_OK)
		status = store_discoveries_expire(store, exchange->now_ms);
	if (status == STATUS_OK)
		status = store_discovery_find(store, exchange->arena,
					      opening.row.id, &known);
	if (status == STATUS_NOT_FOUND)
		return open_new(exchange, &opening);
	return status == STATUS_OK ? open_again(exchange, &opening) : status;
}

/* --- prepare: a piece of our list --- */

static void
answer_progress(struct exchange *exchange, const struct session *session)
{
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_member_integer(&answer.writer, "done", session->row.masked);
	json_member_integer(&answer.writer, "of", session->row.length);
	act_answer_end(exchange, &answer);
}

static enum status
mask_piece(struct exchange *exchange, struct session *session)
{
	struct masking *masking = ARENA_NEW(exchange->arena, struct masking);
	enum status status = masking_begin(
		masking, session, exchange->place->store, exchange->arena);
	if (status != STATUS_OK)
		return status;
	masking_end(masking);
	status = act_begin(exchange);
	return status == STATUS_OK
		       ? masking_keep(masking, exchange->place->store)
		       : status;
}

enum status
act_discovery_prepare(struct exchange *exchange)
{
	struct session session;
	enum status status = open_of_body(exchange, NULL, &session);
	if (status == STATUS_OK && session.row.masked < session.row.length)
		status = mask_piece(exchange, &session);
	if (status == STATUS_OK)
		answer_progress(exchange, &session);
	session_close(&session);
	return status;
}

/* --- commit: theirs, then ours --- */

static enum status
read_commitment(struct exchange *exchange, const struct session *session,
		const char **jws_out,
		struct discovery_commitment *commitment_out)
{
	const struct paper_peer peer = peer_of(exchange);
	struct text payload, contract, certificate;
	const char *jws;
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
		status = store_paper_find(exchange->place->store,
					  exchange->arena, session->row.id,
					  STORE_PAPER_CONTRACT, &jws,
					  &certificate);
	if (status == STATUS_OK)
		status = paper_payload(exchange->arena, jws, &contract);
	if (status == STATUS_OK &&
	    strcmp(commitment_out->contract,
		   paper_digest(exchange->arena, contract)) != 0)
		return refuse(exchange, STATUS_INVALID,
			      "is under another contract");
	return status;
}

static enum status
check_length(struct exchange *exchange, const struct session *session,
	     int64_t count)
{
	struct discovery_contract contract;
	struct text payload, certificate;
	const char *jws;
	enum status status = store_paper_find(
		exchange->place->store, exchange->arena, session->row.id,
		STORE_PAPER_CONTRACT, &jws, &certificate);
	if (status == STATUS_OK)
		status = paper_payload(exchange->arena, jws, &payload);
	if (status == STATUS_OK)
		status = discovery_contract_decode(exchange->arena, payload,
						   &contract, &exchange->fault);
	if (status == STATUS_OK && count > contract.most)
		return refuse(exchange, STATUS_TOO_LARGE,
			      "the list is longer than the contract lets it");
	if (status == STATUS_OK && count % PSI_PADDED_TO != 0)
		return refuse(exchange, STATUS_INVALID,
			      "the list isn't padded to a multiple of 256");
	return status;
}

static enum status
commit_ours(struct exchange *exchange, struct session *session,
	    const char *contract, struct paper *paper_out)
{
	struct discovery_commitment ours = {
		.head = {.session = session->row.id,
			 .sender = exchange->node->settings.organisation,
			 .recipient = session->row.partner},
		.contract = contract,
	};
	enum status status = session_commit(session, exchange->place->store,
					    exchange->arena, &ours);
	return status == STATUS_OK
		       ? paper_sign(exchange->node->settings.store.signer,
				    exchange->arena, DISCOVERY_COMMITMENT_TYPE,
				    discovery_commitment_encode(exchange->arena,
								&ours),
				    paper_out)
		       : status;
}

static enum status
keep_commitments(struct exchange *exchange, struct session *session,
		 const char *jws, const struct discovery_commitment *theirs)
{
	struct store *store = exchange->place->store;
	struct paper ours;
	enum status status =
		commit_ours(exchange, session, theirs->contract, &ours);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	if (status == STATUS_OK)
		status = store_paper_add(
			store, session->row.id, STORE_PAPER_ASKER_COMMITMENT,
			jws, http_peer_certificate(exchange->request));
	if (status == STATUS_OK)
		status = store_paper_add(store, session->row.id,
					 STORE_PAPER_PARTNER_COMMITMENT,
					 ours.jws, ours.certificate);
	session->row.stage = DISCOVER_COMMITTED;
	session->row.their_length = theirs->count;
	if (status == STATUS_OK)
		status = store_discovery_change(store, &session->row);
	if (status == STATUS_OK)
		answer_paper(exchange, "commitment", ours.jws);
	return status;
}

static enum status
commit_again(struct exchange *exchange, const struct session *session,
	     const struct discovery_commitment *theirs)
{
	struct discovery_commitment before;
	struct text certificate;
	const char *jws;
	enum status status = discover_read_commitment(
		exchange, session, STORE_PAPER_ASKER_COMMITMENT, &before);
	if (status != STATUS_OK)
		return status;
	if (before.count != theirs->count ||
	    memcmp(before.root, theirs->root, DIGEST_BYTES) != 0 ||
	    memcmp(before.inputs, theirs->inputs, DIGEST_BYTES) != 0 ||
	    memcmp(before.key, theirs->key, PSI_POINT_BYTES) != 0 ||
	    memcmp(before.nonce, theirs->nonce, DIGEST_BYTES) != 0)
		return refuse(exchange, STATUS_CONFLICT,
			      "another list was committed to in this session");
	status = store_paper_find(
		exchange->place->store, exchange->arena, session->row.id,
		STORE_PAPER_PARTNER_COMMITMENT, &jws, &certificate);
	if (status == STATUS_OK)
		answer_paper(exchange, "commitment", jws);
	return status;
}

static enum status
commit(struct exchange *exchange, struct session *session)
{
	struct discovery_commitment theirs;
	const char *jws;
	enum status status = read_commitment(exchange, session, &jws, &theirs);
	if (status == STATUS_OK)
		status = check_length(exchange, session, theirs.count);
	if (status != STATUS_OK)
		return status;
	if (strcmp(session->row.stage, DISCOVER_AGREED) != 0)
		return commit_again(exchange, session, &theirs);
	if (session->row.masked < session->row.length)
		return refuse(exchange, STATUS_CONFLICT,
			      "comes before this node's list is prepared");
	return keep_commitments(exchange, session, jws, &theirs);
}

enum status
act_discovery_commit(struct exchange *exchange)
{
	struct session session;
	enum status status = open_of_body(exchange, "commitment", &session);
	if (status == STATUS_OK)
		status = commit(exchange, &session);
	session_close(&session);
	return status;
}

/* --- points: a piece of theirs for a piece of ours --- */

/* Of a piece that we have: it must be the same. */
static enum status
check_same(struct exchange *exchange, const struct session *session,
	   enum store_list list, int64_t first, bool *is_here_out)
{
	struct text before;
	enum status status =
		store_piece_find(exchange->place->store, exchange->arena,
				 session->row.id, list, first, &before);
	*is_here_out = status == STATUS_OK;
	if (status == STATUS_NOT_FOUND)
		return STATUS_OK;
	if (status == STATUS_OK &&
	    !text_equals(before, exchange->request->body))
		return refuse(exchange, STATUS_CONFLICT,
			      "isn't the piece that was sent before");
	return status;
}

static enum status
raise_piece(struct exchange *exchange, struct session *session, int64_t first)
{
	struct raising *raising = ARENA_NEW(exchange->arena, struct raising);
	enum status status =
		raising_begin(raising, session, exchange->arena, first,
			      exchange->request->body, &exchange->fault);
	if (status == STATUS_OK)
		status = raising_end(raising, &exchange->fault);
	if (status == STATUS_INVALID)
		discover_end(exchange, &session->row, DISCOVER_REFUSED);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	return status == STATUS_OK
		       ? raising_keep(raising, exchange->place->store)
		       : status;
}

static enum status
swap_points(struct exchange *exchange, struct session *session, int64_t first)
{
	struct text ours = {"", 0};
	bool is_here;
	enum status status = check_stage(exchange, session, DISCOVER_COMMITTED);
	if (status == STATUS_OK)
		status = check_same(exchange, session, STORE_LIST_POINTS, first,
				    &is_here);
	if (status == STATUS_OK && !is_here &&
	    (first < session->row.their_length ||
	     exchange->request->body.length > 0))
		status = raise_piece(exchange, session, first);
	if (status == STATUS_OK && first < session->row.length)
		status = store_piece_find(exchange->place->store,
					  exchange->arena, session->row.id,
					  STORE_LIST_MASKED, first, &ours);
	if (status == STATUS_OK)
		answer_octets(exchange, ours);
	return status;
}

enum status
act_discovery_points(struct exchange *exchange)
{
	struct session session;
	int64_t first = -1;
	enum status status = open_of_query(exchange, &session, &first);
	if (status == STATUS_OK)
		status = swap_points(exchange, &session, first);
	session_close(&session);
	return status;
}

/* --- tags: what they found of our list --- */

static enum status
take_tags(struct exchange *exchange, const struct session *session,
	  int64_t first)
{
	bool is_here;
	size_t count = session_piece(first, session->row.length);
	enum status status = check_stage(exchange, session, DISCOVER_COMMITTED);
	if (status != STATUS_OK)
		return status;
	if (session->mode == DISCOVERY_ONEWAY || count == 0 ||
	    exchange->request->body.length != count * PSI_TAG_BYTES)
		return refuse(exchange, STATUS_INVALID,
			      "must be the tags of that piece of our list, and "
			      "only where this node learns something too");
	status =
		check_same(exchange, session, STORE_LIST_TAGS, first, &is_here);
	if (status != STATUS_OK || is_here)
		return status;
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
	enum status status = open_of_query(exchange, &session, &first);
	if (status == STATUS_OK)
		status = take_tags(exchange, &session, first);
	if (status == STATUS_OK)
		answer_progress(exchange, &session);
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
check_all(struct exchange *exchange, struct session *session)
{
	struct discovery_commitment theirs;
	struct store_partner partner;
	const struct discover_scope scope = {
		.partner = &partner,
		.role = session->row.role,
		.purpose = session->row.purpose,
		.identifier = session->row.identifier,
	};
	enum status status = discover_read_commitment(
		exchange, session, STORE_PAPER_ASKER_COMMITMENT, &theirs);
	if (status == STATUS_OK)
		status = session_check_list(session, exchange->place->store,
					    exchange->arena, &theirs,
					    &exchange->fault);
	if (status == STATUS_INVALID)
		discover_end(exchange, &session->row, DISCOVER_REFUSED);
	if (status == STATUS_OK)
		status = store_partner_find(exchange->place->store,
					    exchange->arena,
					    session->row.partner, &partner);
	if (status != STATUS_OK)
		return status;
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
	enum status status =
		again ? STATUS_OK
		      : check_stage(exchange, session, DISCOVER_COMMITTED);
	if (status == STATUS_OK)
		status = check_all(exchange, session);
	if (status == STATUS_OK)
		status = session_tags(session, exchange->place->store,
				      exchange->arena, &tags);
	if (status == STATUS_OK)
		answer_octets(exchange, tags);
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
	enum status status = open_of_body(exchange, NULL, &session);
	if (status == STATUS_OK)
		status = answer_tags(exchange, &session);
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
	const struct paper_peer peer = peer_of(exchange);
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
	const struct discovery_head head = {
		.session = session->row.id,
		.sender = exchange->node->settings.organisation,
		.recipient = session->row.partner,
	};
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
	if (status == STATUS_OK)
		status = discover_keep_openings(exchange, session, theirs);
	session->row.stage = DISCOVER_CLOSED;
	if (status == STATUS_OK)
		status = store_discovery_change(store, &session->row);
	if (status == STATUS_OK)
		status = store_discovery_wipe(store, session->row.id);
	if (status == STATUS_OK)
		answer_paper(exchange, "closing", ours.jws);
	return status;
}

static enum status
close_session(struct exchange *exchange, struct session *session)
{
	struct discovery_closing theirs;
	uint8_t transcript[DIGEST_BYTES];
	const char *jws;
	enum status status = check_stage(exchange, session, DISCOVER_KNOWN);
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
	struct text certificate;
	const char *jws;
	enum status status = find_row(exchange, id, &row);
	if (status == STATUS_OK)
		status = store_paper_find(
			exchange->place->store, exchange->arena, row.id,
			STORE_PAPER_PARTNER_CLOSING, &jws, &certificate);
	if (status == STATUS_OK) {
		exchange->fault = (struct fault){0};
		answer_paper(exchange, "closing", jws);
	}
	return status == STATUS_NOT_FOUND ? STATUS_CONFLICT : status;
}

enum status
act_discovery_close(struct exchange *exchange)
{
	struct session session;
	enum status status = open_of_body(exchange, "closing", &session);
	if (status == STATUS_OK)
		status = close_session(exchange, &session);
	else if (status == STATUS_CONFLICT)
		status = close_again(
			exchange, json_get_string(exchange->body, "session"));
	session_close(&session);
	return status;
}
