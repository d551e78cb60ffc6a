#include "daemon/discovery/crew.h"

#include <pthread.h>
#include <stdatomic.h>

#include "eenplan/base/limits.h"

#define PART 64 /* of the group's operations, some milliseconds */

struct crew {
	crew_work *work;
	void *context;
	size_t count;
	atomic_size_t next;
};

static void *
take_parts(void *context)
{
	struct crew *crew = context;
	size_t first;
	while ((first = atomic_fetch_add(&crew->next, PART)) < crew->count) {
		size_t left = crew->count - first;
		crew->work(crew->context, first,
			   first + (left < PART ? left : PART));
	}
	return NULL;
}

void
crew_run(unsigned threads, crew_work *work, void *context, size_t count)
{
	struct crew crew = {.work = work, .context = context, .count = count};
	pthread_t others[LIMIT_DISCOVERY_THREADS];
	unsigned running = 0;
	/* Without a thread it takes longer, and that is all. */
	while (running + 1 < threads && running < LIMIT_DISCOVERY_THREADS &&
	       pthread_create(&others[running], NULL, take_parts, &crew) == 0)
		running++;
	take_parts(&crew);
	while (running > 0)
		pthread_join(others[--running], NULL);
}
