#include "daemon/discovery/tries.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "eenplan/base/limits.h"
#include "eenplan/seal/identity.h"

#define HOUR_MS (3600 * 1000LL)

/*
 * A debt instead of a list of moments (the generic cell rate algorithm): each
 * try moves the moment at which everything is paid one share of an hour on,
 * and nobody may be more than an hour in debt.
 */
struct debtor {
	char partner[IDENTITY_NAME_BYTES];
	int64_t paid_ms;
};

struct tries {
	pthread_mutex_t lock;
	int64_t share_ms;
	struct debtor debtors[LIMIT_PARTNERS];
};

struct tries *
tries_new(unsigned per_hour)
{
	struct tries *tries = calloc(1, sizeof(*tries));
	if (tries == NULL)
		abort();
	pthread_mutex_init(&tries->lock, NULL);
	tries->share_ms = HOUR_MS / per_hour;
	return tries;
}

void
tries_free(struct tries *tries)
{
	if (tries == NULL)
		return;
	pthread_mutex_destroy(&tries->lock);
	free(tries);
}

/* Or the one who owes least: there is room for all who are enrolled. */
static struct debtor *
find(struct tries *tries, const char *partner)
{
	struct debtor *least = &tries->debtors[0];
	for (size_t i = 0; i < LIMIT_PARTNERS; i++) {
		struct debtor *debtor = &tries->debtors[i];
		if (strcmp(debtor->partner, partner) == 0)
			return debtor;
		if (debtor->paid_ms < least->paid_ms)
			least = debtor;
	}
	*least = (struct debtor){0};
	snprintf(least->partner, sizeof(least->partner), "%s", partner);
	return least;
}

enum status
tries_take(struct tries *tries, const char *partner, int64_t now_ms)
{
	pthread_mutex_lock(&tries->lock);
	struct debtor *debtor = find(tries, partner);
	if (debtor->paid_ms < now_ms)
		debtor->paid_ms = now_ms;
	bool may = debtor->paid_ms + tries->share_ms <= now_ms + HOUR_MS;
	if (may)
		debtor->paid_ms += tries->share_ms;
	pthread_mutex_unlock(&tries->lock);
	return may ? STATUS_OK : STATUS_BUSY;
}

void
tries_give_back(struct tries *tries, const char *partner)
{
	pthread_mutex_lock(&tries->lock);
	find(tries, partner)->paid_ms -= tries->share_ms;
	pthread_mutex_unlock(&tries->lock);
}
