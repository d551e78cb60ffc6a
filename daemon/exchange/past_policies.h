/*
 * Policies that were in force once, by their digest, read from the store when
 * they are needed; the last few are kept.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_PAST_POLICIES_H
#define EENPLAN_DAEMON_EXCHANGE_PAST_POLICIES_H

#include "daemon/store/store.h"
#include "eenplan/base/limits.h"
#include "eenplan/policy/policy.h"

/* All but `store`, which is borrowed, begins as zero. */
struct past_policies {
	struct store *store;
	struct {
		char digest[DIGEST_HEX_BYTES];
		struct policy *policy; /* NULL: it can't be had */
	} places[LIMIT_REPLAY_POLICIES];
	size_t next; /* to be given to another */
};

/* Borrowed until another is asked for. NULL: what is on file isn't it. */
const struct policy *past_policies_find(struct past_policies *policies,
					const char *digest);
void past_policies_clear(struct past_policies *policies);

#endif
