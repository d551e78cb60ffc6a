/*
 * The rest of a thread between two pieces of work: for a time, until somebody
 * wakes it, or until it is to end.
 */
#ifndef EENPLAN_BASE_NAP_H
#define EENPLAN_BASE_NAP_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/* `lock` guards `woken` and `ended`. */
struct nap {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool woken;
	bool ended;
};

void nap_init(struct nap *nap);
void nap_clear(struct nap *nap);
/*
 * At most `rest_ms`, not at all if it was woken since the last time. False: it
 * is time to end.
 */
bool nap_take(struct nap *nap, int64_t rest_ms);
/* From any thread. */
void nap_wake(struct nap *nap);
/* For ever, from any thread. */
void nap_end(struct nap *nap);

#endif
