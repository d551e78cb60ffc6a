#include "daemon/federate/outbox.h"

#include <stdlib.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"
#include "eenplan/base/nap.h"

/* Nothing is due, or the store fails: when to look again by ourselves. */
#define NAP_MS	   (10 * 60 * 1000LL)
#define TROUBLE_MS 5000LL

struct outbox {
	pthread_t thread;
	struct nap nap;
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

static void *
run(void *context)
{
	struct outbox *outbox = context;
	while (nap_take(&outbox->nap, work(outbox)))
		continue;
	return NULL;
}

static void
outbox_free(struct outbox *outbox)
{
	store_close(outbox->means.store);
	caller_free(outbox->means.caller);
	nap_clear(&outbox->nap);
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
	nap_init(&outbox->nap);
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
	nap_wake(&outbox->nap);
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
	nap_end(&outbox->nap);
	pthread_join(outbox->thread, NULL);
	outbox_free(outbox);
}
