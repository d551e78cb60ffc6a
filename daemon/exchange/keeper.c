#include "daemon/exchange/keeper.h"

#include <stdlib.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"
#include "eenplan/base/nap.h"

static const struct chore {
	const char *name;
	int64_t each_ms;
	enum status (*run)(struct keeper_means *means, int64_t now_ms);
} chores[] = {
	{"log keys", LIMIT_KEEP_LOG_KEYS_MS, keep_log_keys},
	{"witnesses", LIMIT_KEEP_WITNESSES_MS, keep_witnesses},
	{"reconcile", LIMIT_KEEP_RECONCILED_MS, keep_reconciled},
};

struct keeper {
	pthread_t thread;
	struct nap nap;
	struct keeper_means means;
	int64_t due_ms[COUNT_OF(chores)]; /* monotonic */
};

/* What failed is due again soon. */
static void
do_chore(struct keeper *keeper, size_t which)
{
	const struct chore *chore = &chores[which];
	enum status status = chore->run(&keeper->means, clock_now_ms());
	int64_t rest_ms = chore->each_ms;
	if (status != STATUS_OK) {
		log_warning("chore left undone", "chore=\"%s\" why=%s",
			    chore->name, status_code(status));
		rest_ms = LIMIT_KEEP_AGAIN_MS;
	}
	keeper->due_ms[which] = clock_monotonic_ms() + rest_ms;
}

/* Do all that is due; returns how long there is nothing. */
static int64_t
work(struct keeper *keeper)
{
	int64_t next_ms = INT64_MAX;
	for (size_t i = 0; i < COUNT_OF(chores); i++) {
		if (keeper->due_ms[i] <= clock_monotonic_ms())
			do_chore(keeper, i);
		if (keeper->due_ms[i] < next_ms)
			next_ms = keeper->due_ms[i];
	}
	int64_t rest_ms = next_ms - clock_monotonic_ms();
	return rest_ms > 0 ? rest_ms : 0;
}

static void *
run(void *context)
{
	struct keeper *keeper = context;
	while (nap_take(&keeper->nap, work(keeper)))
		continue;
	return NULL;
}

static void
keeper_free(struct keeper *keeper)
{
	store_close(keeper->means.store);
	caller_free(keeper->means.caller);
	nap_clear(&keeper->nap);
	free(keeper);
}

enum status
keeper_start(struct node *node, struct keeper **keeper_out)
{
	struct keeper *keeper = calloc(1, sizeof(*keeper));
	if (keeper == NULL)
		abort();
	keeper->means.node = node;
	nap_init(&keeper->nap);
	enum status status = store_open(&node->settings.store, STORE_WRITE,
					&keeper->means.store);
	if (status == STATUS_OK)
		status = caller_new(&node->settings.caller,
				    &keeper->means.caller);
	if (status == STATUS_OK &&
	    pthread_create(&keeper->thread, NULL, run, keeper) != 0)
		status = STATUS_INTERNAL;
	if (status != STATUS_OK) {
		keeper_free(keeper);
		return status;
	}
	*keeper_out = keeper;
	return STATUS_OK;
}

void
keeper_renew(struct keeper *keeper)
{
	caller_reload(keeper->means.caller);
	nap_wake(&keeper->nap);
}

void
keeper_stop(struct keeper *keeper)
{
	if (keeper == NULL)
		return;
	nap_end(&keeper->nap);
	pthread_join(keeper->thread, NULL);
	keeper_free(keeper);
}
