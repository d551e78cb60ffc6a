/*
 * One rule in words: what it opens or closes, from whom to whom, under which
 * conditions, on which legal basis, and which tests it decides.
 */
#ifndef EENPLAN_POLICY_ABOUT_H
#define EENPLAN_POLICY_ABOUT_H

#include "eenplan/policy/policy.h"

struct about_rule {
	const char *id;
	const char *title;
	const char *file;
	unsigned line;
	bool is_permit;
	bool is_lead; /* `what` is then who may lead, or may not: "wmo" */
	/* "goal (text, status)"; all fields of a category: "goal" */
	const char *const *what;
	size_t what_count;
	/* "from zvw, wlz to wmo as consultant for assessment valid from …" */
	const char *where;
	/* "when … and …", "unless …": all of them must let it apply */
	const char *const *conditions;
	size_t condition_count;
	const char *duties; /* "log_reason, no_onward_sharing", or "" */
	const char *const *basis;
	size_t basis_count;
	/* Titles of the tests that it decides, and of those in which it is the
	 * nearest. */
	const char *const *decides;
	size_t decide_count;
	const char *const *nearest;
	size_t nearest_count;
};

/*
 * The id of rule `number`, from 0; in the order of ids, and those about who may
 * lead come last. Borrowed.
 */
const char *about_rule_id(const struct policy *policy, size_t number);
/*
 * About the rule `id`, in the words of `language`. In `arena`; borrows the
 * policy. False: there is no such rule. Runs every test of the policy.
 */
bool about_rule_find(struct arena *arena, const struct policy *policy,
		     const char *id, enum vocabulary_language language,
		     struct about_rule *about_out) MUST_CHECK;
/*
 * The articles that the rule `id` names, and whether it permits; NULL: there is
 * no such rule, or it is about who may lead. Borrowed.
 */
const char *const *about_rule_basis(const struct policy *policy, const char *id,
				    bool *is_permit_out, size_t *count_out);

#endif
