#include "daemon/discovery/crew.h"

static void *
run_part(void *context)
{
	struct crew_part *part = context;
	part->crew->work(part->crew->context, part->first, part->end);
	return NULL;
}

void
crew_begin(struct crew *crew, unsigned threads, crew_work *work, void *context,
	   size_t count)
{
	*crew = (struct crew){
		.work = work, .context = context, .threads = threads};
	for (size_t i = 0; i < threads; i++) {
		struct crew_part *part = &crew->parts[i];
		part->crew = crew;
		part->first = count * i / threads;
		part->end = count * (i + 1) / threads;
		if (part->first == part->end)
			continue;
		part->is_running = pthread_create(&part->thread, NULL, run_part,
						  part) == 0;
		/* Without a thread it takes longer, and that is all. */
		if (!part->is_running)
			run_part(part);
	}
}

void
crew_end(struct crew *crew)
{
	for (size_t i = 0; i < crew->threads; i++)
		if (crew->parts[i].is_running)
			pthread_join(crew->parts[i].thread, NULL);
}
