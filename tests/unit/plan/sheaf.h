/*
 * Documents of one plan as the rules see them: unsigned, with their digests.
 */
#ifndef EENPLAN_TESTS_PLAN_SHEAF_H
#define EENPLAN_TESTS_PLAN_SHEAF_H

#include "daemon/plan/mandate.h"
#include "eenplan/base/limits.h"

#define SHEAF_PLAN "11111111-1111-4111-8111-111111111111"

struct sheaf {
	struct arena *arena;
	struct mandate_entry entries[LIMIT_MANDATE_DOCUMENTS];
	size_t count;
};

/* What the sheaf says now; fails the test if it can't be read. */
struct mandate_chain sheaf_read(const struct sheaf *sheaf);
/*
 * Add what `organisation` would write next, whether it may or not: with the
 * chain's seq and tips unless `mandate` has its own, the circle of `links`
 * (organisations, with commas), and for an appointment all votes there are.
 * Its digest.
 */
const char *sheaf_add(struct sheaf *sheaf, struct mandate mandate,
		      const char *links);
/* That, without adding it. */
struct mandate sheaf_next(const struct sheaf *sheaf, struct mandate mandate,
			  const char *links);

#endif
