/*
 * Who can see a category: every way in which any of it leaves the source, with
 * the rule that opens it and what must be so.
 */
#ifndef EENPLAN_POLICY_WAYS_H
#define EENPLAN_POLICY_WAYS_H

#include "eenplan/policy/cells.h"

/* One permit in some cells, where no forbid takes away all that it opens. */
struct ways_way {
	struct cells_box box;
	uint64_t fields; /* of those asked for, that this rule opens here */
	uint64_t duties; /* all that apply, also by other rules */
	const char *rule;
	const char *title;
	const char *file;
	unsigned line;
	const char *const *basis;
	size_t basis_count;
};

struct ways {
	const struct ways_way *list; /* by the ids of the rules */
	size_t count;
	size_t unlisted;
	struct cells_tally tally;
};

/*
 * Every way to see any of `fields` of `category`, on `day` or on every day
 * (CLOCK_DAY_NONE). In `arena`; borrows the policy. Exact.
 */
struct ways ways_find(struct arena *arena, const struct policy *policy,
		      int category, uint64_t fields, int32_t day);

#endif
