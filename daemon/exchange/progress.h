/*
 * How far long requests are, for who asks with the request's id. Forgotten
 * soon after they end.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_PROGRESS_H
#define EENPLAN_DAEMON_EXCHANGE_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

struct progress;

struct progress_state {
	const char *step; /* "reading", "storing", "done" (static) */
	size_t done;
	size_t of;
};

struct progress *progress_new(void);
void progress_free(struct progress *progress);
/* Note it; the oldest is forgotten when there are too many. */
void progress_set(struct progress *progress, const char *request,
		  const struct progress_state *state);
/* False: no such request is under way. */
bool progress_find(struct progress *progress, const char *request,
		   struct progress_state *state_out);

#endif
