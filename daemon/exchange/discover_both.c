/*
 * Mask and raise: what takes long, done by both sides at the same time. Ours
 * runs in a thread; meanwhile the partner is asked for a piece of its own after
 * the other.
 */
#include <pthread.h>
#include <stdatomic.h>

#include "daemon/exchange/discover_steps.h"
#include "eenplan/base/log.h"

/* The next piece of ours; how much is done then, of how much. */
typedef enum status make_piece(struct discovery *discovery, int64_t *done_out,
			       int64_t *of_out);

struct work {
	const char *step; /* for who asks how far it is */
	const char *path; /* of a piece at the partner */
	make_piece *make;
};

/* Ours, with an exchange of its own: memory and fault are one thread's. The
 * store is this one's while it runs. */
struct half {
	const struct work *work;
	struct exchange exchange;
	struct discovery discovery;
	enum status status;
	atomic_bool is_over; /* at either side: the other needn't go on */
};

static void *
run_half(void *context)
{
	struct half *half = context;
	int64_t done = 0, of = 1;
	log_set_request(half->exchange.request->id);
	while (half->status == STATUS_OK && done < of &&
	       !atomic_load(&half->is_over)) {
		half->status = half->work->make(&half->discovery, &done, &of);
		discover_tell_progress(&half->discovery, half->work->step, done,
				       of);
	}
	if (half->status != STATUS_OK)
		atomic_store(&half->is_over, true);
	return NULL;
}

static enum status
call_theirs(struct discovery *discovery, struct half *half)
{
	enum status status = STATUS_OK;
	bool is_done = false;
	while (status == STATUS_OK && !is_done && !atomic_load(&half->is_over))
		status = discover_call_piece(discovery, half->work->path,
					     &is_done);
	if (status != STATUS_OK)
		atomic_store(&half->is_over, true);
	return status;
}

static enum status
run_both(struct discovery *discovery, const struct work *work)
{
	struct exchange *exchange = discovery->exchange;
	struct half *half = ARENA_NEW(exchange->arena, struct half);
	pthread_t thread;
	*half = (struct half){
		.work = work, .exchange = *exchange, .discovery = *discovery};
	half->exchange.arena = arena_new();
	half->discovery.exchange = &half->exchange;
	bool beside = pthread_create(&thread, NULL, run_half, half) == 0;
	/* Without a thread it takes longer, and that is all. */
	if (!beside)
		run_half(half);
	enum status called = call_theirs(discovery, half);
	if (beside)
		pthread_join(thread, NULL);
	discovery->session.row.masked = half->discovery.session.row.masked;
	session_close(&half->discovery.session);
	arena_free(half->exchange.arena);
	if (half->status == STATUS_OK)
		return called;
	exchange->fault = half->exchange.fault;
	return half->status;
}

/* --- mask: our list, and with the last of it what we commit to --- */

static enum status
keep_masked(struct discovery *discovery, void *masking)
{
	const struct discovery_head head = discover_head(discovery);
	return discover_keep_masked(discovery->exchange, &discovery->session,
				    &head, masking);
}

static enum status
mask_piece(struct discovery *discovery, int64_t *done_out, int64_t *of_out)
{
	const struct store_discovery *row = &discovery->session.row;
	struct arena *arena = arena_new();
	struct masking masking;
	enum status status = STATUS_OK;
	if (row->masked < row->length)
		status = masking_make(&masking, &discovery->session,
				      discover_store(discovery), arena);
	if (status == STATUS_OK && row->masked < row->length)
		status = discover_keep(discovery, keep_masked, &masking);
	arena_free(arena);
	*done_out = row->masked;
	*of_out = row->length;
	return status;
}

enum status
discover_mask(struct discovery *discovery)
{
	static const struct work work = {"masking", "prepare", mask_piece};
	return discover_is_at(discovery, DISCOVER_AGREED)
		       ? run_both(discovery, &work)
		       : STATUS_OK;
}

/* --- raise: each other's list --- */

static enum status
keep_raised(struct discovery *discovery, void *raising)
{
	return raising_keep(raising, &discovery->session,
			    discover_store(discovery));
}

static enum status
raise_piece(struct discovery *discovery, int64_t *done_out, int64_t *of_out)
{
	struct arena *arena = arena_new();
	struct raising raising;
	enum status status = discover_raise_next(
		discovery->exchange, &discovery->session, arena, &raising);
	if (status == STATUS_OK && raising.count > 0)
		status = discover_keep(discovery, keep_raised, &raising);
	arena_free(arena);
	*done_out = raising.first + (int64_t)raising.count;
	*of_out = discovery->session.row.their_length;
	return status;
}

enum status
discover_raise(struct discovery *discovery)
{
	static const struct work work = {"exchanging", "raise", raise_piece};
	if (!discover_is_at(discovery, DISCOVER_COMMITTED))
		return STATUS_OK;
	enum status status = run_both(discovery, &work);
	return status == STATUS_INVALID ? discover_refuse_list(discovery)
					: status;
}
