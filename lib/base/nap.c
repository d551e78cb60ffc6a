#include "eenplan/base/nap.h"

#include <errno.h>
#include <time.h>

void
nap_init(struct nap *nap)
{
	pthread_condattr_t monotonic;

	pthread_mutex_init(&nap->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&nap->changed, &monotonic);
	pthread_condattr_destroy(&monotonic);
	nap->woken = nap->ended = false;
}

void
nap_clear(struct nap *nap)
{
	pthread_cond_destroy(&nap->changed);
	pthread_mutex_destroy(&nap->lock);
}

bool
nap_take(struct nap *nap, int64_t rest_ms)
{
	struct timespec at;

	clock_gettime(CLOCK_MONOTONIC, &at);
	at.tv_sec += rest_ms / 1000;
	at.tv_nsec += (long)(rest_ms % 1000) * 1000000L;
	if (at.tv_nsec >= 1000000000L) {
		at.tv_sec++;
		at.tv_nsec -= 1000000000L;
	}
	pthread_mutex_lock(&nap->lock);
	while (!nap->woken && !nap->ended)
		if (pthread_cond_timedwait(&nap->changed, &nap->lock, &at) ==
		    ETIMEDOUT)
			break;
	nap->woken = false;

	bool goes_on = !nap->ended;

	pthread_mutex_unlock(&nap->lock);
	return goes_on;
}

static void
tell(struct nap *nap, bool *what)
{
	pthread_mutex_lock(&nap->lock);
	*what = true;
	pthread_cond_signal(&nap->changed);
	pthread_mutex_unlock(&nap->lock);
}

void
nap_wake(struct nap *nap)
{
	tell(nap, &nap->woken);
}

void
nap_end(struct nap *nap)
{
	tell(nap, &nap->ended);
}
