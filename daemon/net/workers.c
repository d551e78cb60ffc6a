#include "daemon/net/workers.h"

#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>

#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

struct job {
	workers_job *run;
	void *context;
};

struct worker {
	struct workers *pool;
	pthread_t thread;
};

/* Invariant: `lock` guards everything below it; the waiting jobs are a ring. */
struct workers {
	struct worker *all;
	unsigned count;
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct job waiting[LIMIT_JOBS_WAITING];
	size_t first;
	size_t length;
	bool stopping;
};

static bool
take(struct workers *pool, struct job *job_out)
{
	bool taken = false;

	pthread_mutex_lock(&pool->lock);
	while (pool->length == 0 && !pool->stopping)
		pthread_cond_wait(&pool->more, &pool->lock);
	if (pool->length > 0) {
		*job_out = pool->waiting[pool->first];
		pool->first = (pool->first + 1) % LIMIT_JOBS_WAITING;
		pool->length--;
		taken = true;
	}
	pthread_mutex_unlock(&pool->lock);
	return taken;
}

static void *
worker_main(void *context)
{
	struct worker *worker = context;
	unsigned index = (unsigned)(worker - worker->pool->all);
	struct job job;

	while (take(worker->pool, &job)) {
		job.run(job.context, index);
		log_set_request(NULL);
	}
	return NULL;
}

enum status
workers_start(unsigned threads, struct workers **workers_out)
{
	struct workers *pool = calloc(1, sizeof(*pool));
	sigset_t all, before;

	if (pool == NULL)
		return STATUS_INTERNAL;
	pool->all = calloc(threads, sizeof(*pool->all));
	pthread_mutex_init(&pool->lock, NULL);
	pthread_cond_init(&pool->more, NULL);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	for (; pool->all != NULL && pool->count < threads; pool->count++) {
		struct worker *worker = &pool->all[pool->count];

		worker->pool = pool;
		if (pthread_create(&worker->thread, NULL, worker_main,
				   worker) != 0)
			break;
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (pool->count < threads || threads == 0) {
		log_error("can't start the workers", "wanted=%u started=%u",
			  threads, pool->count);
		workers_stop(pool);
		return STATUS_INTERNAL;
	}
	*workers_out = pool;
	return STATUS_OK;
}

enum status
workers_submit(struct workers *pool, workers_job *job, void *context)
{
	enum status status = STATUS_BUSY;

	pthread_mutex_lock(&pool->lock);
	if (pool->length < LIMIT_JOBS_WAITING && !pool->stopping) {
		size_t last = (pool->first + pool->length) % LIMIT_JOBS_WAITING;

		pool->waiting[last] = (struct job){job, context};
		pool->length++;
		pthread_cond_signal(&pool->more);
		status = STATUS_OK;
	}
	pthread_mutex_unlock(&pool->lock);
	return status;
}

void
workers_stop(struct workers *pool)
{
	if (pool == NULL)
		return;
	pthread_mutex_lock(&pool->lock);
	pool->stopping = true;
	pthread_cond_broadcast(&pool->more);
	pthread_mutex_unlock(&pool->lock);
	for (unsigned i = 0; i < pool->count; i++)
		pthread_join(pool->all[i].thread, NULL);
	pthread_cond_destroy(&pool->more);
	pthread_mutex_destroy(&pool->lock);
	free(pool->all);
	free(pool);
}
