/*
 * Is a question inside a box? Said fact by fact, independent of the walk.
 */
#ifndef EENPLAN_TESTS_POLICY_INSIDE_H
#define EENPLAN_TESTS_POLICY_INSIDE_H

#include "eenplan/policy/cells.h"
#include "generator.h"

/* Both by the words of `policy`, which the box's vocabulary spells alike. */
bool inside(const struct vocabulary *vocabulary, const struct cells_box *box,
	    const struct policy *policy, const struct policy_asker *asker,
	    const struct policy_item *item);
/* A policy of random rules, of which rule number `without` is left out. */
struct fixture inside_policy(const struct generated *rules, size_t without);

#endif
