/*
 * A bounded pool of threads for what waits: straight-line code that asks
 * partners, imports, or reads the log.
 */
#ifndef EENPLAN_DAEMON_NET_WORKERS_H
#define EENPLAN_DAEMON_NET_WORKERS_H

#include "eenplan/base/attributes.h"
#include "eenplan/base/status.h"

struct workers;

/* `worker` is the thread's index, for per-worker stores and callers. */
typedef void workers_job(void *context, unsigned worker);

enum status workers_start(unsigned threads,
			  struct workers **workers_out) MUST_CHECK;
/* Queue a job. STATUS_BUSY: LIMIT_JOBS_WAITING are waiting; it will not run. */
enum status workers_submit(struct workers *workers, workers_job *job,
			   void *context) MUST_CHECK;
/* Run what is queued, join, free. Takes NULL. */
void workers_stop(struct workers *workers);

#endif
