/*
 * Policies that were in force once, read from the store when they are needed:
 * for who reads in the access log by which rules something was decided.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_POLICY_SHELF_H
#define EENPLAN_DAEMON_EXCHANGE_POLICY_SHELF_H

#include "daemon/store/store.h"
#include "eenplan/base/limits.h"
#include "eenplan/policy/policy.h"

/* All zero: empty. Clear it. */
struct policy_shelf {
	struct {
		char digest[DIGEST_HEX_BYTES];
		struct policy *policy; /* NULL: it can't be had */
	} places[LIMIT_REPLAY_POLICIES];
	size_t next; /* to be given to another */
};

/*
 * The policy of that digest; NULL: it isn't on file as it was. Borrowed, until
 * LIMIT_REPLAY_POLICIES others were asked for.
 */
const struct policy *policy_shelf_find(struct policy_shelf *shelf,
				       struct store *store, const char *digest);
void policy_shelf_clear(struct policy_shelf *shelf);

#endif
