/*
 * What conditions accept, as one set of values per fact.
 *
 * "when A and B" narrows one guard; "unless A and B" splits it in two, one
 * without A and one without B. So a rule becomes a few guards, each a plain
 * conjunction, and one of them must accept.
 *
 * An unknown value satisfies no condition of a permit and every condition of
 * a forbid: only "is unknown" itself knows better.
 */
#ifndef EENPLAN_POLICY_GUARD_H
#define EENPLAN_POLICY_GUARD_H

#include "eenplan/policy/policy.h"
#include "lib/policy/wordset.h"

#define GUARD_STATE(state) ((uint8_t)(1U << (state)))
#define GUARD_OWNER(owner) ((uint8_t)(1U << (owner)))

struct condition;
struct group;
struct rule;

struct guard {
	uint8_t consent[LIMIT_CONSENT_KINDS]; /* GUARD_STATE bits, by kind */
	bool asks_unknown[LIMIT_CONSENT_KINDS];
	struct wordset levels;
	bool level_unknown;
	int age_min;
	int age_max; /* including */
	bool age_unknown;
	uint8_t owners; /* GUARD_OWNER bits */
	/*
	 * Nothing that is known is accepted. Such a guard of a permit is
	 * dropped; of a forbid it stays, since it applies to what is unknown.
	 */
	bool is_idle;
};

/* A guard that accepts everything, where there are `level_count` levels. */
struct guard guard_open(size_t level_count);
/*
 * Accept only what satisfies `condition` (what does not, if `is_unless`) in a
 * permit, or a forbid.
 */
void guard_narrow(struct guard *guard, const struct condition *condition,
		  bool is_unless, bool is_permit);
/* Do all facts of `item` that a guard is about have an accepted value? */
bool guard_lets(const struct guard *guard, const struct policy_item *item);
/*
 * Split and narrow by all groups of `rule` into its guards.
 * False: there would be more than LIMIT_POLICY_ALTERNATIVES.
 */
bool guard_expand(struct arena *arena, struct rule *rule, size_t level_count);

#endif
