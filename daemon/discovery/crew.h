/*
 * Several threads for one long computation over a range: begin it, do
 * something else meanwhile, wait for its end. No thread of it touches a store.
 */
#ifndef EENPLAN_DAEMON_DISCOVERY_CREW_H
#define EENPLAN_DAEMON_DISCOVERY_CREW_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "eenplan/base/limits.h"

/* From `first` up to `end`; several at once, each of its own part. */
typedef void crew_work(void *context, size_t first, size_t end);

struct crew {
	crew_work *work;
	void *context;
	unsigned threads;
	struct crew_part {
		struct crew *crew;
		size_t first, end;
		pthread_t thread;
		bool is_running;
	} parts[LIMIT_DISCOVERY_THREADS];
};

/* `crew` must stay where it is until crew_end. */
void crew_begin(struct crew *crew, unsigned threads, crew_work *work,
		void *context, size_t count);
void crew_end(struct crew *crew);

#endif
