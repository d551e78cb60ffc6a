/*
 * Which kinds of organisation may lead a household's plan: what the rules that
 * begin with "lead" say.
 *
 * Nothing lets by default, a forbid wins over a permit, and neither an unknown
 * kind of organisation nor an unknown day lets anybody. Nothing else is asked:
 * the role of who coordinates is known at their own node only.
 */
#ifndef EENPLAN_POLICY_LEAD_H
#define EENPLAN_POLICY_LEAD_H

#include "eenplan/policy/cells.h"

struct lead_reason {
	enum policy_verdict verdict;
	/* The ids of all that decide; none: nothing lets it. */
	const char *const *rules;
	size_t rule_count;
	/* of the first of them, or NULL */
	const char *title;
	const char *file;
	unsigned line;
	const char *const *basis;
	size_t basis_count;
};

/*
 * May an organisation of `domain` lead a plan on `day`, and by which rules? In
 * `arena`; borrows the policy.
 */
struct lead_reason lead_judge(struct arena *arena, const struct policy *policy,
			      int domain, int32_t day);

/* --- an edit --- */

/* Who gains or loses the lead, and on which days. */
struct lead_change {
	bool is_gain;
	struct cells_set domains;
	int32_t first_day; /* or CELLS_FIRST_DAY */
	int32_t last_day;  /* including; or CELLS_LAST_DAY */
};

struct lead_changes {
	const struct lead_change *items; /* gains first, then by day */
	size_t count;
};

/*
 * What `newer` changes in who may lead, from `first_day` until `last_day`:
 * exact. `vocabulary` has the words of both, for the ids in the changes. In
 * `arena`.
 */
struct lead_changes lead_compare(struct arena *arena,
				 const struct policy *older,
				 const struct policy *newer,
				 const struct vocabulary *vocabulary,
				 int32_t first_day, int32_t last_day);
/* "wmo, zvw valid from 2026-01-01", in the words of the language. */
const char *lead_describe(struct arena *arena,
			  const struct vocabulary *vocabulary,
			  const struct lead_change *change,
			  enum vocabulary_language language);

#endif
