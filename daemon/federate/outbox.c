#include "daemon/federate/outbox.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

/* Nothing is due, or the store fails: when to look again by ourselves. */
#define NAP_MS	   (10 * 60 * 1000LL)
#define TROUBLE_MS 5000LL

/* `lock` guards `woken` and `stopping`; the rest is the thread's. */
struct outbox {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool woken;
	bool stopping;
	struct delivery_means means;
};

/* Deliver what is due; when to come back, in ms from now. */
static int64_t
work(struct outbox *outbox)
{
	struct arena *arena = arena_new();
	int64_t next_ms = 0;
	size_t count = 0;
	enum status status = delivery_of_due(&outbox->means, arena, &count);
	arena_free(arena);
	if (status == STATUS_OK && count == LIMIT_OUTBOX_BATCH)
		return 0;
	if (status == STATUS_OK)
		status = store_letters_next(outbox->means.store, &next_ms);
	if (status != STATUS_OK) {
		log_error("outbox can't use the store or the log", "why=%s",
			  status_code(status));
		return TROUBLE_MS;
	}
	if (next_ms == 0)
		return NAP_MS;
	int64_t wait_ms = next_ms - clock_now_ms();
	if (wait_ms < 0)
		return 0;
	return wait_ms < NAP_MS ? wait_ms : NAP_MS;
}

/* False: it is time to stop. */
static bool
rest(struct outbox *outbox, int64_t rest_ms)
{
	struct timespec at;
	clock_gettime(CLOCK_MONOTONIC, &at);
	at.tv_sec += rest_ms / 1000;
	at.tv_nsec += (long)(rest_ms % 1000) * 1000000L;
	if (at.tv_nsec >= 1000000000L) {
		at.tv_sec++;
		at.tv_nsec -= 1000000000L;
	}
	pthread_mutex_lock(&outbox->lock);
	while (!outbox->woken && !outbox->stopping)
		if (pthread_cond_timedwait(&outbox->changed, &outbox->lock,
					   &at) == ETIMEDOUT)
			break;
	outbox->woken = false;
	bool goes_on = !outbox->stopping;
	pthread_mutex_unlock(&outbox->lock);
	return goes_on;
}

static void *
run(void *context)
{
	struct outbox *outbox = context;
	while (rest(outbox, work(outbox)))
		;
	return NULL;
}

static void
init_signals(struct outbox *outbox)
{
	pthread_condattr_t monotonic;
	pthread_mutex_init(&outbox->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&outbox->changed, &monotonic);
	pthread_condattr_destroy(&monotonic);
}

static void
outbox_free(struct outbox *outbox)
{
	store_close(outbox->means.store);
	caller_free(outbox->means.caller);
	pthread_cond_destroy(&outbox->changed);
	pthread_mutex_destroy(&outbox->lock);
	free(outbox);
}

enum status
outbox_start(const struct outbox_settings *settings, struct outbox **outbox_out)
{
	struct outbox *outbox = calloc(1, sizeof(*outbox));
	if (outbox == NULL)
		abort();
	outbox->means = (struct delivery_means){
		.organisation = settings->organisation,
		.audit = settings->audit,
		.signer = settings->store.signer,
		.review = settings->review,
		.call_ms = settings->call_ms,
	};
	init_signals(outbox);
	enum status status =
		store_open(&settings->store, STORE_WRITE, &outbox->means.store);
	if (status == STATUS_OK)
		status = caller_new(&settings->caller, &outbox->means.caller);
	if (status == STATUS_OK &&
	    pthread_create(&outbox->thread, NULL, run, outbox) != 0)
		status = STATUS_INTERNAL;
	if (status != STATUS_OK) {
		outbox_free(outbox);
		return status;
	}
	*outbox_out = outbox;
	return STATUS_OK;
}

void
outbox_wake(struct outbox *outbox)
{
	pthread_mutex_lock(&outbox->lock);
	outbox->woken = true;
	pthread_cond_signal(&outbox->changed);
	pthread_mutex_unlock(&outbox->lock);
}

void
outbox_renew(struct outbox *outbox)
{
	caller_reload(outbox->means.caller);
	outbox_wake(outbox);
}

void
outbox_stop(struct outbox *outbox)
{
	if (outbox == NULL)
		return;
	pthread_mutex_lock(&outbox->lock);
	outbox->stopping = true;
	pthread_cond_signal(&outbox->changed);
	pthread_mutex_unlock(&outbox->lock);
	pthread_join(outbox->thread, NULL);
	outbox_free(outbox);
}
