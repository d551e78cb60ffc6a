#include "daemon/exchange/progress.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "eenplan/base/random.h"

#define PROGRESS_MAX 64

struct entry {
	char request[UUID_TEXT_BYTES];
	struct progress_state state;
};

/* A ring: `next` is the oldest, to be overwritten. */
struct progress {
	pthread_mutex_t lock;
	struct entry entries[PROGRESS_MAX];
	size_t next;
};

struct progress *
progress_new(void)
{
	struct progress *progress = calloc(1, sizeof(*progress));
	if (progress == NULL)
		abort();
	pthread_mutex_init(&progress->lock, NULL);
	return progress;
}

void
progress_free(struct progress *progress)
{
	if (progress == NULL)
		return;
	pthread_mutex_destroy(&progress->lock);
	free(progress);
}

static struct entry *
find(struct progress *progress, const char *request)
{
	for (size_t i = 0; i < PROGRESS_MAX; i++)
		if (strcmp(progress->entries[i].request, request) == 0)
			return &progress->entries[i];
	return NULL;
}

void
progress_set(struct progress *progress, const char *request,
	     const struct progress_state *state)
{
	pthread_mutex_lock(&progress->lock);
	struct entry *entry = find(progress, request);
	if (entry == NULL) {
		entry = &progress->entries[progress->next];
		progress->next = (progress->next + 1) % PROGRESS_MAX;
		snprintf(entry->request, sizeof(entry->request), "%s", request);
	}
	entry->state = *state;
	pthread_mutex_unlock(&progress->lock);
}

bool
progress_find(struct progress *progress, const char *request,
	      struct progress_state *state_out)
{
	if (request[0] == '\0')
		return false;
	pthread_mutex_lock(&progress->lock);
	const struct entry *entry = find(progress, request);
	if (entry != NULL)
		*state_out = entry->state;
	pthread_mutex_unlock(&progress->lock);
	return entry != NULL;
}
