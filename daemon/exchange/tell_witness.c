/*
 * What a partner's log asks of us as its witness (C2SP tlog-witness): which
 * keys are ours, and to cosign its checkpoint.
 *
 * Nothing of it is in our access log, which is about people; a cosignature
 * that grew our own log would grow everybody's for ever.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/checkpoints.h"
#include "daemon/store/log_peers.h"
#include "eenplan/base/log.h"

/* --- whose keys are whose --- */

enum status
tell_log_keys(struct exchange *exchange)
{
	enum status status = checkpoints_introduce(
		exchange->place->store, exchange->arena,
		exchange->asker.organisation,
		exchange->request->peer->thumbprint, exchange->body);
	if (status != STATUS_OK)
		return status;
	struct json_writer writer;
	struct buf out;
	buf_init(&out, exchange->arena, 4096);
	json_begin(&writer, &out);
	status = checkpoints_keys(exchange->node, exchange->arena, &writer);
	exchange->answer = buf_text(&out);
	return status;
}

/* --- a checkpoint --- */

/* One that is asked for, and what we know of that log. */
struct showing {
	struct exchange *exchange;
	struct checkpoint_offer offer;
	struct text body; /* of the note */
	struct text lines;
	struct checkpoint checkpoint;
	struct store_log_peer peer;
};

static enum status
read_offer(struct showing *showing)
{
	struct exchange *exchange = showing->exchange;
	if (!checkpoint_offer_decode(exchange->request->body,
				     &showing->offer) ||
	    !note_split(showing->offer.note, &showing->body, &showing->lines) ||
	    !checkpoint_decode(exchange->arena, showing->body,
			       &showing->checkpoint) ||
	    showing->offer.old_size > showing->checkpoint.size)
		return STATUS_MALFORMED;
	const char *origin =
		log_keys_origin(exchange->arena, exchange->asker.organisation);
	return strcmp(showing->checkpoint.origin, origin) == 0
		       ? STATUS_OK
		       : STATUS_NOT_FOUND;
}

/* Whoever never told its keys has a log that we don't know. */
static enum status
check_signature(const struct showing *showing)
{
	struct note_verifier verifier;
	if (showing->peer.log_key == NULL ||
	    !note_verifier_read(text_of(showing->peer.log_key), &verifier))
		return STATUS_NOT_FOUND;
	return note_verify(showing->body, showing->lines, &verifier, NULL, NULL)
		       ? STATUS_OK
		       : STATUS_STATEMENT_REFUSED;
}

/* The tree that we saw last. */
static struct merkle_hash
seen_root(const struct showing *showing)
{
	struct merkle_hash root = {{0}};
	if (showing->peer.seen_root != NULL)
		(void)!digest_from_hex(showing->peer.seen_root, root.bytes);
	return root;
}

/* NULL: nothing is wrong with it. Else a word of LABEL(FORK). */
static const char *
find_fork(const struct showing *showing)
{
	const struct checkpoint *checkpoint = &showing->checkpoint;
	const struct checkpoint_offer *offer = &showing->offer;
	uint64_t seen = (uint64_t)showing->peer.seen_size;
	struct merkle_hash root = seen_root(showing);
	if (checkpoint->size < seen)
		return "shorter";
	if (seen == 0 || offer->old_size != seen)
		return NULL;
	if (checkpoint->size == seen)
		return memcmp(root.bytes, checkpoint->root.bytes,
			      sizeof(root.bytes)) == 0
			       ? NULL
			       : "other-root";
	return merkle_verify_consistency(seen, root, checkpoint->size,
					 checkpoint->root, offer->proof,
					 offer->proof_count)
		       ? NULL
		       : "not-consistent";
}

static enum status
remember_fork(const struct showing *showing, const char *fork)
{
	struct exchange *exchange = showing->exchange;
	const struct store_log_peer found = {
		.partner = showing->peer.partner,
		.fork = fork,
		.fork_note = arena_text(exchange->arena, showing->offer.note),
		.fork_ms = exchange->now_ms,
	};
	log_error("a partner's access log isn't what it was",
		  "peer=%s what=%s seen=%lld shown=%llu", found.partner, fork,
		  (long long)showing->peer.seen_size,
		  (unsigned long long)showing->checkpoint.size);
	return store_log_peer_fork(exchange->place->store, &found);
}

static enum status
remember(struct showing *showing)
{
	struct exchange *exchange = showing->exchange;
	char *root = arena_alloc(exchange->arena, DIGEST_HEX_BYTES);
	digest_hex(showing->checkpoint.root.bytes, root);
	const struct store_log_peer seen = {
		.partner = showing->peer.partner,
		.seen_size = (int64_t)showing->checkpoint.size,
		.seen_root = root,
		.seen_note = arena_text(exchange->arena, showing->offer.note),
		.seen_ms = exchange->now_ms,
	};
	return store_log_peer_seen(exchange->place->store, &seen);
}

/* Which size we know, for who asked about another. */
static void
answer_with_size(struct showing *showing)
{
	struct exchange *exchange = showing->exchange;
	exchange->answer = text_of(arena_printf(
		exchange->arena, "%lld\n", (long long)showing->peer.seen_size));
	exchange->answer_type = CHECKPOINT_SIZE_TYPE;
	exchange->answer_status = status_http(STATUS_CONFLICT);
}

/* In one transaction, so that no two can see the same earlier size. */
static enum status
compare(struct showing *showing, bool *is_good_out)
{
	struct exchange *exchange = showing->exchange;
	enum status status = store_log_peer_find(
		exchange->place->store, exchange->arena,
		exchange->asker.organisation, &showing->peer);
	*is_good_out = false;
	if (status == STATUS_OK)
		status = check_signature(showing);
	if (status != STATUS_OK)
		return status;
	const char *fork = find_fork(showing);
	if (fork != NULL)
		status = remember_fork(showing, fork);
	*is_good_out =
		fork == NULL &&
		showing->offer.old_size == (uint64_t)showing->peer.seen_size;
	return status == STATUS_OK && *is_good_out ? remember(showing) : status;
}

/* A proof that doesn't hold has a status of its own. */
static bool
is_unproved(const struct showing *showing)
{
	return showing->offer.old_size == (uint64_t)showing->peer.seen_size &&
	       showing->checkpoint.size > showing->offer.old_size;
}

enum status
tell_add_checkpoint(struct exchange *exchange)
{
	struct store *store = exchange->place->store;
	struct showing showing = {.exchange = exchange};
	const char *line;
	bool is_good = false;
	enum status status = read_offer(&showing);
	if (status == STATUS_OK)
		status = store_begin(store);
	if (status != STATUS_OK)
		return status;
	status = store_end(store, compare(&showing, &is_good));
	if (status != STATUS_OK)
		return status;
	if (!is_good && is_unproved(&showing))
		return STATUS_INVALID;
	if (!is_good) {
		answer_with_size(&showing);
		return STATUS_OK;
	}
	/* Persisted, then cosigned. */
	status = note_sign(exchange->arena, exchange->node->log_cosigner,
			   showing.body, exchange->now_ms, &line);
	if (status != STATUS_OK)
		return status;
	exchange->answer = text_of(line);
	exchange->answer_type = "text/plain";
	return STATUS_OK;
}
