#include "daemon/exchange/discover_ask.h"

#include <string.h>

#include "daemon/exchange/act.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

static void
tell_progress_of(struct discovery *discovery, const char *step, int64_t done,
		 int64_t of)
{
	const struct progress_state state = {
		.step = step, .done = (size_t)done, .of = (size_t)of};
	progress_set(discovery->exchange->node->progress,
		     discovery->exchange->request->id, &state);
}

/* What changed, in a transaction of its own. */
static enum status
commit(struct discovery *discovery, enum status status)
{
	struct store *store = discovery->exchange->place->store;
	if (status == STATUS_OK)
		return store_commit(store);
	store_rollback(store);
	return status;
}

static bool
is_behind(const struct discovery *discovery, const char *stage)
{
	return strcmp(discovery->session.row.stage, stage) != 0;
}

static struct store *
store_of(const struct discovery *discovery)
{
	return discovery->exchange->place->store;
}

/* --- agree: the contract, countersigned --- */

static enum status
check_agreement(struct discovery *discovery,
		const struct discovery_agreement *agreement,
		struct text contract)
{
	if (strcmp(agreement->head.sender, discovery->partner.id) == 0 &&
	    strcmp(agreement->head.recipient,
		   discovery->exchange->node->settings.organisation) == 0 &&
	    strcmp(agreement->head.session, discovery->session.row.id) == 0 &&
	    strcmp(agreement->law, discovery->partner.domain) == 0 &&
	    strcmp(agreement->contract,
		   paper_digest(discovery->exchange->arena, contract)) == 0)
		return STATUS_OK;
	fault_set(&discovery->exchange->fault, "/partner",
		  "signed another contract");
	return STATUS_REFUSED;
}

static enum status
keep_agreement(struct discovery *discovery,
	       const struct discover_letter *letter)
{
	struct store_discovery *row = &discovery->session.row;
	enum status status = store_begin(store_of(discovery));
	if (status != STATUS_OK)
		return status;
	row->stage = DISCOVER_AGREED;
	status = store_paper_add(store_of(discovery), row->id,
				 STORE_PAPER_AGREEMENT, letter->reply,
				 letter->certificate);
	if (status == STATUS_OK)
		status = store_discovery_change(store_of(discovery), row);
	return commit(discovery, status);
}

static enum status
step_agree(struct discovery *discovery)
{
	struct arena *arena = discovery->exchange->arena;
	struct discovery_agreement agreement;
	struct text contract, certificate;
	struct discover_letter letter = {
		.path = "sessions",
		.member = "contract",
		.names_itself = true,
		.wanted = "agreement",
		.type = DISCOVERY_AGREEMENT_TYPE,
	};
	if (is_behind(discovery, DISCOVER_DRAFTED))
		return STATUS_OK;
	enum status status = store_paper_find(
		store_of(discovery), arena, discovery->session.row.id,
		STORE_PAPER_CONTRACT, &letter.jws, &certificate);
	if (status == STATUS_OK)
		status = paper_payload(arena, letter.jws, &contract);
	if (status == STATUS_OK)
		status = discover_call_paper(discovery, &letter);
	if (status == STATUS_OK)
		status = discovery_agreement_decode(
			arena, letter.payload, &agreement,
			&discovery->exchange->fault);
	if (status == STATUS_OK)
		status = check_agreement(discovery, &agreement, contract);
	return status == STATUS_OK ? keep_agreement(discovery, &letter)
				   : status;
}

/* --- mask: both lists at the same time --- */

static enum status
keep_masked(struct discovery *discovery, struct masking *masking)
{
	enum status status = store_begin(store_of(discovery));
	if (status != STATUS_OK)
		return status;
	return commit(discovery, masking_keep(masking, store_of(discovery)));
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
				       store_of(discovery), arena);
	if (status == STATUS_OK && !*theirs_done)
		called = discover_call_prepare(discovery, theirs_done);
	if (status == STATUS_OK && !ours_done) {
		masking_end(masking);
		status = keep_masked(discovery, masking);
	}
	arena_free(arena);
	return status == STATUS_OK ? called : status;
}

static enum status
step_mask(struct discovery *discovery)
{
	const struct store_discovery *row = &discovery->session.row;
	bool theirs_done = false;
	enum status status = STATUS_OK;
	if (is_behind(discovery, DISCOVER_AGREED))
		return STATUS_OK;
	while (status == STATUS_OK &&
	       (row->masked < row->length || !theirs_done)) {
		tell_progress_of(discovery, "masking", row->masked,
				 row->length);
		status = mask_piece(discovery, &theirs_done);
	}
	return status;
}

/* --- commit: no points before both have --- */

static enum status
sign_commitment(struct discovery *discovery, const char *contract,
		struct paper *paper_out)
{
	struct exchange *exchange = discovery->exchange;
	struct discovery_commitment ours = {
		.head = {.session = discovery->session.row.id,
			 .sender = exchange->node->settings.organisation,
			 .recipient = discovery->partner.id},
		.contract = contract,
	};
	enum status status =
		session_commit(&discovery->session, store_of(discovery),
			       exchange->arena, &ours);
	return status == STATUS_OK
		       ? paper_sign(exchange->node->settings.store.signer,
				    exchange->arena, DISCOVERY_COMMITMENT_TYPE,
				    discovery_commitment_encode(exchange->arena,
								&ours),
				    paper_out)
		       : status;
}

/* Signed once: what was sent before is sent again. */
static enum status
make_commitment(struct discovery *discovery, const char *contract,
		struct paper *paper_out)
{
	const char *id = discovery->session.row.id;
	enum status status = store_paper_find(
		store_of(discovery), discovery->exchange->arena, id,
		STORE_PAPER_ASKER_COMMITMENT, &paper_out->jws,
		&paper_out->certificate);
	if (status != STATUS_NOT_FOUND)
		return status;
	status = sign_commitment(discovery, contract, paper_out);
	return status == STATUS_OK
		       ? store_paper_add(store_of(discovery), id,
					 STORE_PAPER_ASKER_COMMITMENT,
					 paper_out->jws, paper_out->certificate)
		       : status;
}

static enum status
check_commitment(struct discovery *discovery,
		 const struct discovery_commitment *theirs,
		 const char *contract)
{
	const struct discovery_head *head = &theirs->head;
	if (strcmp(head->sender, discovery->partner.id) == 0 &&
	    strcmp(head->recipient,
		   discovery->exchange->node->settings.organisation) == 0 &&
	    strcmp(head->session, discovery->session.row.id) == 0 &&
	    strcmp(theirs->contract, contract) == 0 &&
	    theirs->count % PSI_PADDED_TO == 0)
		return STATUS_OK;
	fault_set(&discovery->exchange->fault, "/partner",
		  "committed to something else");
	return STATUS_REFUSED;
}

static enum status
keep_commitment(struct discovery *discovery,
		const struct discover_letter *letter, int64_t count)
{
	struct store_discovery *row = &discovery->session.row;
	enum status status = store_begin(store_of(discovery));
	if (status != STATUS_OK)
		return status;
	row->stage = DISCOVER_COMMITTED;
	row->their_length = count;
	status = store_paper_add(store_of(discovery), row->id,
				 STORE_PAPER_PARTNER_COMMITMENT, letter->reply,
				 letter->certificate);
	if (status == STATUS_OK)
		status = store_discovery_change(store_of(discovery), row);
	return commit(discovery, status);
}

static enum status
contract_digest(struct discovery *discovery, const char **digest_out)
{
	struct arena *arena = discovery->exchange->arena;
	struct text payload, certificate;
	const char *jws;
	enum status status = store_paper_find(
		store_of(discovery), arena, discovery->session.row.id,
		STORE_PAPER_CONTRACT, &jws, &certificate);
	if (status == STATUS_OK)
		status = paper_payload(arena, jws, &payload);
	if (status == STATUS_OK)
		*digest_out = paper_digest(arena, payload);
	return status;
}

static enum status
step_commit(struct discovery *discovery)
{
	struct discovery_commitment theirs;
	struct paper ours;
	const char *contract;
	struct discover_letter letter = {
		.path = "commitments",
		.member = "commitment",
		.wanted = "commitment",
		.type = DISCOVERY_COMMITMENT_TYPE,
	};
	if (is_behind(discovery, DISCOVER_AGREED))
		return STATUS_OK;
	enum status status = contract_digest(discovery, &contract);
	if (status == STATUS_OK)
		status = make_commitment(discovery, contract, &ours);
	if (status != STATUS_OK)
		return status;
	letter.jws = ours.jws;
	status = discover_call_paper(discovery, &letter);
	if (status == STATUS_OK)
		status = discovery_commitment_decode(
			discovery->exchange->arena, letter.payload, &theirs,
			&discovery->exchange->fault);
	if (status == STATUS_OK)
		status = check_commitment(discovery, &theirs, contract);
	return status == STATUS_OK
		       ? keep_commitment(discovery, &letter, theirs.count)
		       : status;
}

/* --- points: piece for piece, while the last one is masked --- */

/* What is being masked here, and was not kept yet. */
struct swap {
	struct arena *arena;
	struct raising raising;
	bool is_running;
};

static enum status
keep_raised(struct discovery *discovery, struct swap *swap)
{
	if (!swap->is_running)
		return STATUS_OK;
	swap->is_running = false;
	enum status status =
		raising_end(&swap->raising, &discovery->exchange->fault);
	if (status == STATUS_OK)
		status = store_begin(store_of(discovery));
	if (status != STATUS_OK)
		return status;
	return commit(discovery,
		      raising_keep(&swap->raising, store_of(discovery)));
}

/* What was swapped before a crash needs no second swap. */
static enum status
is_swapped(struct discovery *discovery, int64_t first, bool *is_out)
{
	struct arena *arena = arena_new();
	struct text bytes;
	enum status status = store_piece_find(store_of(discovery), arena,
					      discovery->session.row.id,
					      STORE_LIST_RAISED, first, &bytes);
	*is_out = status == STATUS_OK;
	arena_free(arena);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status
swap_piece(struct discovery *discovery, struct swap *swap, int64_t first)
{
	struct session *session = &discovery->session;
	struct text ours = {"", 0}, theirs;
	enum status status = STATUS_OK;
	if (first < session->row.length)
		status = store_piece_find(store_of(discovery), swap->arena,
					  session->row.id, STORE_LIST_MASKED,
					  first, &ours);
	if (status == STATUS_OK)
		status = discover_call_octets(discovery, "points", first, ours,
					      &theirs);
	/* That of the piece before is done by now, or soon. */
	enum status kept = keep_raised(discovery, swap);
	if (status == STATUS_OK)
		status = kept;
	if (status != STATUS_OK || session->row.their_length <= first)
		return status;
	status = raising_begin(&swap->raising, session, swap->arena, first,
			       theirs, &discovery->exchange->fault);
	swap->is_running = status == STATUS_OK;
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
		tell_progress_of(discovery, "exchanging", first, end);
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
					    store_of(discovery),
					    discovery->exchange->arena, &theirs,
					    &discovery->exchange->fault)
		       : status;
}

static enum status
step_points(struct discovery *discovery)
{
	struct swap *swap = ARENA_NEW(discovery->exchange->arena, struct swap);
	if (is_behind(discovery, DISCOVER_COMMITTED))
		return STATUS_OK;
	swap->arena = discovery->exchange->arena;
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

/* --- tags: from here on the partner can know --- */

/* A withdrawal waits until they have left; and a policy, too. */
static void
enter_gate(struct discovery *discovery)
{
	struct exchange *exchange = discovery->exchange;
	discovery->gate_pass = gate_enter(exchange->node->gate);
	discovery->in_gate = true;
	policy_free(exchange->policy);
	exchange->policy = node_policy(exchange->node);
}

static void
leave_gate(struct discovery *discovery)
{
	if (discovery->in_gate)
		gate_leave(discovery->exchange->node->gate,
			   discovery->gate_pass);
	discovery->in_gate = false;
}

/* Given once, and perhaps again after a crash. */
static bool
is_giving(const struct discovery *discovery)
{
	return !is_behind(discovery, DISCOVER_COMMITTED) ||
	       !is_behind(discovery, DISCOVER_GIVEN);
}

static enum status
note_known(struct discovery *discovery)
{
	struct store_discovery *row = &discovery->session.row;
	row->stage = DISCOVER_GIVEN;
	if (row->known_ms == 0)
		row->known_ms = clock_now_ms();
	return store_discovery_change(store_of(discovery), row);
}

static enum status
give_tags(struct discovery *discovery)
{
	const size_t piece = (size_t)LIMIT_DISCOVERY_PIECE * PSI_TAG_BYTES;
	enum status status = STATUS_OK;
	for (size_t at = 0; at < discovery->ours.length && status == STATUS_OK;
	     at += piece) {
		size_t left = discovery->ours.length - at;
		const struct text bytes = {discovery->ours.bytes + at,
					   left < piece ? left : piece};
		struct text reply;
		status = discover_call_octets(discovery, "tags",
					      (int64_t)(at / PSI_TAG_BYTES),
					      bytes, &reply);
	}
	return status;
}

static enum status
step_tags(struct discovery *discovery)
{
	struct exchange *exchange = discovery->exchange;
	if (!is_giving(discovery))
		return STATUS_OK;
	enter_gate(discovery);
	enum status status = discover_check_again(exchange, &discovery->scope,
						  &discovery->session.row);
	if (status == STATUS_CONFLICT)
		discover_end(exchange, &discovery->session.row, DISCOVER_STALE);
	if (status == STATUS_OK && discovery->session.mode != DISCOVERY_ONEWAY)
		status = session_tags(&discovery->session, store_of(discovery),
				      exchange->arena, &discovery->ours);
	if (status == STATUS_OK)
		status = discover_log(exchange, NULL, 0, "given");
	if (status == STATUS_OK)
		status = note_known(discovery);
	if (status == STATUS_OK)
		status = give_tags(discovery);
	leave_gate(discovery);
	return status;
}

/* --- answer: whom we share --- */

static enum status
keep_answer(struct discovery *discovery)
{
	struct store_discovery *row = &discovery->session.row;
	enum status status = store_begin(store_of(discovery));
	if (status != STATUS_OK)
		return status;
	row->stage = DISCOVER_KNOWN;
	row->matches = (int64_t)discovery->match_count;
	status = store_piece_add(store_of(discovery), row->id, STORE_LIST_TAGS,
				 0, discovery->theirs);
	if (status == STATUS_OK)
		status = store_discovery_change(store_of(discovery), row);
	return commit(discovery, status);
}

static enum status
join(struct discovery *discovery)
{
	return session_join(&discovery->session, store_of(discovery),
			    discovery->exchange->arena, discovery->theirs,
			    &discovery->matches, &discovery->match_count,
			    &discovery->exchange->fault);
}

static enum status
step_answer(struct discovery *discovery)
{
	struct exchange *exchange = discovery->exchange;
	const char *id = discovery->session.row.id;
	enum status status;
	if (!is_giving(discovery)) {
		status = store_list_read(store_of(discovery), exchange->arena,
					 id, STORE_LIST_TAGS,
					 &discovery->theirs);
		return status == STATUS_OK ? join(discovery) : status;
	}
	status = discover_call_octets(discovery, "answer", -1,
				      (struct text){"", 0}, &discovery->theirs);
	if (status == STATUS_OK)
		status = join(discovery);
	if (status == STATUS_INVALID) {
		discover_end(exchange, &discovery->session.row,
			     DISCOVER_REFUSED);
		return STATUS_REFUSED;
	}
	return status == STATUS_OK ? keep_answer(discovery) : status;
}

/* --- close: both sign what was done --- */

static enum status
check_closing(struct discovery *discovery, const struct discover_letter *letter,
	      const uint8_t transcript[DIGEST_BYTES],
	      struct discovery_closing *theirs_out)
{
	struct exchange *exchange = discovery->exchange;
	enum status status = discovery_closing_decode(
		exchange->arena, letter->payload, theirs_out, &exchange->fault);
	if (status == STATUS_OK &&
	    (strcmp(theirs_out->head.session, discovery->session.row.id) != 0 ||
	     strcmp(theirs_out->head.sender, discovery->partner.id) != 0))
		return STATUS_INVALID;
	return status == STATUS_OK
		       ? discover_check_closing(exchange, &discovery->session,
						STORE_PAPER_PARTNER_COMMITMENT,
						theirs_out, transcript)
		       : status;
}

static enum status
call_closing(struct discovery *discovery, struct discover_letter *letter,
	     struct paper *ours, struct discovery_closing *theirs_out)
{
	struct exchange *exchange = discovery->exchange;
	const struct discovery_head head = {
		.session = discovery->session.row.id,
		.sender = exchange->node->settings.organisation,
		.recipient = discovery->partner.id,
	};
	uint8_t transcript[DIGEST_BYTES];
	enum status status = STATUS_OK;
	if (discovery->ours.length == 0 &&
	    discovery->session.mode != DISCOVERY_ONEWAY)
		status = session_tags(&discovery->session, store_of(discovery),
				      exchange->arena, &discovery->ours);
	if (status == STATUS_OK)
		status = session_transcript(&discovery->session,
					    store_of(discovery),
					    exchange->arena, discovery->ours,
					    discovery->theirs, transcript);
	if (status == STATUS_OK)
		status = paper_sign(exchange->node->settings.store.signer,
				    exchange->arena, DISCOVERY_CLOSING_TYPE,
				    discover_closing(exchange,
						     &discovery->session, &head,
						     transcript),
				    ours);
	if (status != STATUS_OK)
		return status;
	letter->jws = ours->jws;
	status = discover_call_paper(discovery, letter);
	return status == STATUS_OK ? check_closing(discovery, letter,
						   transcript, theirs_out)
				   : status;
}

static enum status
keep_closing(struct discovery *discovery, const struct discover_letter *letter,
	     const struct paper *ours, const struct discovery_closing *theirs)
{
	const char *id = discovery->session.row.id;
	enum status status = store_paper_add(store_of(discovery), id,
					     STORE_PAPER_ASKER_CLOSING,
					     ours->jws, ours->certificate);
	if (status == STATUS_OK)
		status = store_paper_add(store_of(discovery), id,
					 STORE_PAPER_PARTNER_CLOSING,
					 letter->reply, letter->certificate);
	if (status == STATUS_OK)
		status = discover_keep_openings(discovery->exchange,
						&discovery->session, theirs);
	discovery->session.row.stage = DISCOVER_CLOSED;
	if (status == STATUS_OK)
		status = store_discovery_change(store_of(discovery),
						&discovery->session.row);
	return status;
}

/*
 * What was found is kept whether the partner signs or not; one that doesn't is
 * asked again by the next run, and shown as not closed until then.
 */
static enum status
step_close(struct discovery *discovery)
{
	struct exchange *exchange = discovery->exchange;
	struct discover_letter letter = {
		.path = "close",
		.member = "closing",
		.wanted = "closing",
		.type = DISCOVERY_CLOSING_TYPE,
	};
	struct paper ours;
	struct discovery_closing theirs;
	enum status closed = call_closing(discovery, &letter, &ours, &theirs);
	if (closed != STATUS_OK)
		log_warning("partner hasn't signed what was done",
			    "peer=%s session=%s status=%s",
			    discovery->partner.id, discovery->session.row.id,
			    status_code(closed));
	fault_forget(&exchange->fault);
	enum status status = act_begin(exchange);
	if (status == STATUS_OK)
		status = discover_keep_matches(
			exchange, &discovery->session, discovery->matches,
			discovery->session.mode == DISCOVERY_SIZE
				? 0
				: discovery->match_count);
	if (status == STATUS_OK && closed == STATUS_OK)
		status = keep_closing(discovery, &letter, &ours, &theirs);
	if (status == STATUS_OK && closed == STATUS_OK)
		status = store_discovery_wipe(store_of(discovery),
					      discovery->session.row.id);
	return status;
}

/* --- the story --- */

static const struct discover_step {
	const char *name;
	enum status (*run)(struct discovery *discovery);
} steps[] = {
	{"agree", step_agree},	 /* the contract, and theirs under it */
	{"mask", step_mask},	 /* our list here, theirs there */
	{"commit", step_commit}, /* to both, before a point leaves */
	{"points", step_points}, /* swapped, and masked by the other */
	{"tags", step_tags},	 /* ours leave: they can know */
	{"answer", step_answer}, /* theirs come: we know */
	{"close", step_close},	 /* signed, logged, secrets wiped */
};

enum status
discover_run(struct discovery *discovery)
{
	int64_t begun_ms = clock_monotonic_ms();
	enum status status = STATUS_OK;
	for (size_t i = 0; i < COUNT_OF(steps) && status == STATUS_OK; i++) {
		status = steps[i].run(discovery);
		if (status != STATUS_OK)
			log_info("looking for joint clients stopped",
				 "peer=%s session=%s step=%s status=%s",
				 discovery->partner.id,
				 discovery->session.row.id, steps[i].name,
				 status_code(status));
	}
	if (status == STATUS_OK)
		log_info("joint clients found",
			 "peer=%s session=%s places=%lld elapsed_ms=%lld",
			 discovery->partner.id, discovery->session.row.id,
			 (long long)discovery->session.row.length,
			 (long long)(clock_monotonic_ms() - begun_ms));
	return status;
}

void
discover_leave(struct discovery *discovery)
{
	leave_gate(discovery);
	session_close(&discovery->session);
}
