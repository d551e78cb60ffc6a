/*
 * A bar on standard error for what takes long: only on a terminal.
 */
#ifndef EENPLAN_CLIENT_PROGRESS_H
#define EENPLAN_CLIENT_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

struct progress {
	const char *name; /* of the file */
	bool shown;
	bool drawn; /* there is something to wipe */
};

void progress_start(struct progress *progress, const char *name, bool quiet);
/* `step` is a word of WORDING_STEP. */
void progress_set(struct progress *progress, const char *step, size_t done,
		  size_t of);
void progress_end(struct progress *progress);

#endif
