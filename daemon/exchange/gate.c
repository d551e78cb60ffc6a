#include "daemon/exchange/gate.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

/*
 * Two rooms that answers enter in turn: who waits closes the room that is in
 * use, so that it can only empty. Invariant: while somebody waits for room r,
 * `open` is not r.
 */
struct gate {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool waited_for;
	unsigned open;
	unsigned inside[2];
};

struct gate *
gate_new(void)
{
	struct gate *gate = calloc(1, sizeof(*gate));
	if (gate == NULL)
		abort();
	pthread_condattr_t monotonic;
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&gate->changed, &monotonic);
	pthread_condattr_destroy(&monotonic);
	pthread_mutex_init(&gate->lock, NULL);
	return gate;
}

void
gate_free(struct gate *gate)
{
	if (gate == NULL)
		return;
	pthread_cond_destroy(&gate->changed);
	pthread_mutex_destroy(&gate->lock);
	free(gate);
}

unsigned
gate_enter(struct gate *gate)
{
	pthread_mutex_lock(&gate->lock);
	unsigned pass = gate->open;
	gate->inside[pass]++;
	pthread_mutex_unlock(&gate->lock);
	return pass;
}

void
gate_leave(struct gate *gate, unsigned pass)
{
	pthread_mutex_lock(&gate->lock);
	assert(gate->inside[pass] > 0);
	if (--gate->inside[pass] == 0)
		pthread_cond_broadcast(&gate->changed);
	pthread_mutex_unlock(&gate->lock);
}

static struct timespec
deadline_after(unsigned timeout_ms)
{
	struct timespec at;
	clock_gettime(CLOCK_MONOTONIC, &at);
	at.tv_sec += timeout_ms / 1000;
	at.tv_nsec += (long)(timeout_ms % 1000) * 1000000L;
	if (at.tv_nsec >= 1000000000L) {
		at.tv_sec++;
		at.tv_nsec -= 1000000000L;
	}
	return at;
}

/* False: the deadline came first. */
static bool
wait_until_empty(struct gate *gate, unsigned room, const struct timespec *at)
{
	while (gate->inside[room] > 0)
		if (pthread_cond_timedwait(&gate->changed, &gate->lock, at) !=
		    0)
			return gate->inside[room] == 0;
	return true;
}

static bool
wait_for_turn(struct gate *gate, const struct timespec *at)
{
	while (gate->waited_for)
		if (pthread_cond_timedwait(&gate->changed, &gate->lock, at) !=
		    0)
			return !gate->waited_for;
	return true;
}

/*
 * The closed room may still hold people whom an earlier waiter gave up on; it
 * must be empty before it is opened to newcomers.
 */
static bool
change_rooms(struct gate *gate, const struct timespec *at)
{
	unsigned closing = gate->open;
	if (!wait_until_empty(gate, 1 - closing, at))
		return false;
	gate->open = 1 - closing;
	return wait_until_empty(gate, closing, at);
}

enum status
gate_wait_for_earlier(struct gate *gate, unsigned timeout_ms)
{
	struct timespec at = deadline_after(timeout_ms);
	bool empty = false;
	pthread_mutex_lock(&gate->lock);
	if (wait_for_turn(gate, &at)) {
		gate->waited_for = true;
		empty = change_rooms(gate, &at);
		gate->waited_for = false;
		pthread_cond_broadcast(&gate->changed);
	}
	pthread_mutex_unlock(&gate->lock);
	return empty ? STATUS_OK : STATUS_TIMEOUT;
}
