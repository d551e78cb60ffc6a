/*
 * Our log's checkpoint to each partner, to be cosigned: so that we can't
 * rewrite it unseen, nor anybody who has our disk and our keys.
 *
 * A partner that never heard of our log is told our keys first; one that knows
 * another size is shown how ours follows from that. What a partner finds wrong
 * is said loudly and kept: nothing here can mend it.
 */
#include <string.h>

#include "daemon/audit/proof.h"
#include "daemon/exchange/checkpoints.h"
#include "daemon/exchange/keeper.h"
#include "daemon/store/log_peers.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

/* What a partner is to be asked next. */
enum next { NEXT_INTRODUCE, NEXT_OFFER, NEXT_NOTHING };

struct witness {
	const struct store_partner *partner;
	struct store_log_peer peer;
	uint64_t old_size; /* that it cosigned last, as far as we know */
	enum next next;
};

struct round {
	struct keeper_means *means;
	struct arena *arena;
	int64_t now_ms;
	struct audit_tree *tree;
	uint64_t size;
	struct merkle_hash root;
	struct text body;
	struct text note;
	struct witness *witnesses;
	size_t count;
};

/* --- whom --- */

static enum status
add_witness(struct round *round, const struct store_partner *partner)
{
	struct witness *witness = &round->witnesses[round->count];
	enum status status = store_log_peer_find(
		round->means->store, round->arena, partner->id, &witness->peer);
	witness->partner = partner;
	witness->next = NEXT_OFFER;
	if (status == STATUS_NOT_FOUND) {
		witness->peer = (struct store_log_peer){.partner = partner->id};
		status = STATUS_OK;
	}
	if (status != STATUS_OK)
		return status;
	if (witness->peer.cosigner_key == NULL)
		witness->next = NEXT_INTRODUCE;
	witness->old_size = (uint64_t)witness->peer.cosigned_size;
	/* Up to date: it needn't be asked. */
	round->count += witness->old_size != round->size ||
			witness->peer.trouble != NULL;
	return STATUS_OK;
}

static enum status
find_witnesses(struct round *round)
{
	struct store_partner *partners;
	size_t count;
	enum status status = store_partner_list(
		round->means->store, round->arena, &partners, &count);
	if (status != STATUS_OK)
		return status;
	round->witnesses = ARENA_ARRAY(round->arena, count + 1, struct witness);
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = add_witness(round, &partners[i]);
	return status;
}

/* --- what is wrong --- */

/* Loudly once, and kept until it cosigns again. */
static enum status
note_trouble(struct round *round, struct witness *witness, const char *trouble,
	     uint64_t size)
{
	const struct store_log_peer found = {
		.partner = witness->partner->id,
		.trouble = trouble,
		.trouble_size = (int64_t)size,
		.trouble_ms = round->now_ms,
	};
	witness->next = NEXT_NOTHING;
	if (witness->peer.trouble != NULL &&
	    strcmp(witness->peer.trouble, trouble) == 0)
		return STATUS_OK;
	log_error("the access log isn't what a partner has seen: see "
		  "'eenplan audit witnesses'",
		  "peer=%s what=%s seen=%llu entries=%llu", found.partner,
		  trouble, (unsigned long long)size,
		  (unsigned long long)round->size);
	return store_log_peer_trouble(round->means->store, &found);
}

/* --- asking --- */

static enum status
make_offer(struct round *round, struct witness *witness, struct call *call)
{
	struct checkpoint_offer offer = {.note = round->note};
	struct buf body;
	/* A log that is shorter than it was, or another, is shown all the
	 * same: it is for the partner to say so. */
	if (witness->old_size <= round->size)
		offer.old_size = witness->old_size;
	enum status status =
		offer.old_size == 0
			? STATUS_OK
			: audit_tree_consistency(round->tree, offer.old_size,
						 round->size, offer.proof,
						 &offer.proof_count);
	if (status != STATUS_OK)
		return status;
	buf_init(&body, round->arena, 4096);
	checkpoint_offer_encode(&body, &offer);
	call->url = arena_printf(round->arena, "%s/v1/log/add-checkpoint",
				 witness->partner->url);
	call->content_type = "text/plain";
	call->body = buf_text(&body);
	return STATUS_OK;
}

static enum status
make_introduction(struct round *round, struct witness *witness,
		  struct call *call)
{
	struct json_writer writer;
	struct buf body;
	buf_init(&body, round->arena, 4096);
	json_begin(&writer, &body);
	enum status status =
		checkpoints_keys(round->means->node, round->arena, &writer);
	call->url = arena_printf(round->arena, "%s/v1/log/keys",
				 witness->partner->url);
	call->body = buf_text(&body);
	call->wants_certificate = true;
	return status;
}

static enum status
make_call(struct round *round, struct witness *witness, struct call *call)
{
	char *id = arena_alloc(round->arena, UUID_TEXT_BYTES);
	random_uuid(id);
	*call = (struct call){.organisation = witness->partner->id,
			      .request_id = id};
	switch (witness->next) {
	case NEXT_INTRODUCE: return make_introduction(round, witness, call);
	case NEXT_OFFER: return make_offer(round, witness, call);
	case NEXT_NOTHING: break;
	}
	return STATUS_OK;
}

/* --- hearing --- */

static enum status
take_introduction(struct round *round, struct witness *witness,
		  const struct call *call)
{
	struct identity identity;
	const struct json *json;
	witness->next = NEXT_NOTHING;
	if (call->http_status != status_http(STATUS_OK) ||
	    identity_of_certificate(call->certificate, &identity) !=
		    STATUS_OK ||
	    json_read(round->arena, call->reply, LIMIT_REQUEST_BYTES, &json,
		      NULL) != STATUS_OK)
		return STATUS_OK;
	enum status status = checkpoints_introduce(
		round->means->store, round->arena, witness->partner->id,
		identity.thumbprint, json);
	if (status == STATUS_OK)
		status = store_log_peer_find(round->means->store, round->arena,
					     witness->partner->id,
					     &witness->peer);
	if (status == STATUS_OK)
		witness->next = NEXT_OFFER;
	else if (status == STATUS_INVALID || status == STATUS_STATEMENT_REFUSED)
		log_warning("a partner's log keys aren't signed by it",
			    "peer=%s", witness->partner->id);
	return STATUS_OK;
}

static enum status
take_cosignature(struct round *round, struct witness *witness,
		 const struct call *call)
{
	struct note_verifier verifier;
	struct text line;
	int64_t time_ms;
	witness->next = NEXT_NOTHING;
	if (!note_verifier_read(text_of(witness->peer.cosigner_key),
				&verifier) ||
	    !note_verify(round->body, call->reply, &verifier, &line,
			 &time_ms)) {
		log_warning("a partner's cosignature doesn't hold", "peer=%s",
			    witness->partner->id);
		return STATUS_OK;
	}
	char root[DIGEST_HEX_BYTES];
	digest_hex(round->root.bytes, root);
	const struct store_log_peer cosigned = {
		.partner = witness->partner->id,
		.cosigned_size = (int64_t)round->size,
		.cosigned_root = root,
		.cosigned_line = arena_text(round->arena, line),
		.cosigned_ms = time_ms,
	};
	return store_log_peer_cosigned(round->means->store, &cosigned);
}

/* It knows another size: a smaller one we can follow on from. */
static enum status
take_size(struct round *round, struct witness *witness, const struct call *call)
{
	uint64_t size;
	if (!checkpoint_size_decode(call->reply, &size)) {
		witness->next = NEXT_NOTHING;
		return STATUS_OK;
	}
	if (size > round->size)
		return note_trouble(round, witness, "shorter", size);
	if (size == witness->old_size)
		return note_trouble(round, witness, "rewritten", size);
	witness->old_size = size;
	return STATUS_OK;
}

static enum status
take_answer(struct round *round, struct witness *witness,
	    const struct call *call)
{
	if (call->status != STATUS_OK) {
		witness->next = NEXT_NOTHING;
		return STATUS_OK;
	}
	if (witness->next == NEXT_INTRODUCE)
		return take_introduction(round, witness, call);
	if (call->http_status == status_http(STATUS_OK))
		return take_cosignature(round, witness, call);
	if (call->http_status == status_http(STATUS_CONFLICT))
		return take_size(round, witness, call);
	if (call->http_status == status_http(STATUS_INVALID))
		return note_trouble(round, witness, "rewritten",
				    witness->old_size);
	witness->next =
		call->http_status == status_http(STATUS_NOT_FOUND) ||
				call->http_status ==
					status_http(STATUS_STATEMENT_REFUSED)
			? NEXT_INTRODUCE
			: NEXT_NOTHING;
	return STATUS_OK;
}

/* Once to each that has a next. */
static enum status
ask_all(struct round *round)
{
	struct call *calls =
		ARENA_ARRAY(round->arena, round->count, struct call);
	struct witness **asked =
		ARENA_ARRAY(round->arena, round->count, struct witness *);
	size_t count = 0;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < round->count && status == STATUS_OK; i++) {
		struct witness *witness = &round->witnesses[i];
		if (witness->next == NEXT_NOTHING)
			continue;
		status = make_call(round, witness, &calls[count]);
		if (calls[count].url != NULL)
			asked[count++] = witness;
	}
	if (status == STATUS_OK && count > 0)
		caller_perform(round->means->caller, round->arena, calls, count,
			       round->means->node->settings.call_ms);
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = take_answer(round, asked[i], &calls[i]);
	return status;
}

enum status
keep_witnesses(struct keeper_means *means, int64_t now_ms)
{
	struct arena *arena = arena_new();
	struct round round = {.means = means, .arena = arena, .now_ms = now_ms};
	const struct audit_settings *log = &means->node->settings.audit;
	enum status status = audit_head(log, &round.size, &round.root);
	if (status == STATUS_OK && round.size > 0)
		status = audit_tree_open(log, &round.tree);
	if (status == STATUS_OK && round.size > 0)
		status =
			checkpoints_sign(means->node, arena, round.size,
					 &round.root, &round.body, &round.note);
	if (status == STATUS_OK && round.size > 0)
		status = find_witnesses(&round);
	/* Keys, the size that it knows, and then the cosignature. */
	for (unsigned i = 0; i < LIMIT_WITNESS_ROUNDS && status == STATUS_OK;
	     i++)
		if (round.count > 0)
			status = ask_all(&round);
	audit_tree_close(round.tree);
	arena_free(arena);
	return status;
}
