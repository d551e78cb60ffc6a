/*
 * Several threads for one long computation over a range. No thread of it
 * touches a store.
 */
#ifndef EENPLAN_DAEMON_DISCOVERY_CREW_H
#define EENPLAN_DAEMON_DISCOVERY_CREW_H

#include <stddef.h>

/* From `first` up to `end`; several at once, each of its own part. */
typedef void crew_work(void *context, size_t first, size_t end);

/*
 * All of `count`, by at most LIMIT_DISCOVERY_THREADS threads, of which the
 * caller is one. Who is done with a part takes the next, so that one that the
 * machine holds up holds up nobody.
 */
void crew_run(unsigned threads, crew_work *work, void *context, size_t count);

#endif
