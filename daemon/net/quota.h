/*
 * At most one log line a second about what strangers can cause at will.
 */
#ifndef EENPLAN_DAEMON_NET_QUOTA_H
#define EENPLAN_DAEMON_NET_QUOTA_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* Zero-initialised; one per kind of line, shared by all threads. */
struct quota {
	_Atomic int64_t next_ms;
	atomic_uint withheld;
};

/*
 * May a line be written now? If so `withheld_out` is how many were not since
 * the last one.
 */
bool quota_allows(struct quota *quota, unsigned *withheld_out);

#endif
