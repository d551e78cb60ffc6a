/*
 * Rules about who may lead a plan, looked up: which kinds of organisation a
 * rule lets lead, or bars, and when.
 *
 * Decided as all else: nothing lets by default, a forbid wins, and what isn't
 * known lets nobody.
 */
#ifndef EENPLAN_POLICY_LEAD_RULE_H
#define EENPLAN_POLICY_LEAD_RULE_H

#include "eenplan/policy/about.h"
#include "eenplan/policy/lead.h"
#include "lib/policy/lexicon.h"

struct lead {
	const char *id;
	const char *title;
	struct place at;
	bool is_permit;
	struct wordset who;	      /* domains */
	const struct ast_list *words; /* as it was written */
	const char **bases;
	size_t basis_count;
	int32_t from_day;
	int32_t until_day; /* the last day; INT32_MAX: without an end */
};

struct ruleset;

/*
 * May an organisation of `domain` lead on `day`? The numbers of the rules that
 * decide, rising, go into `by`, which has room for all of them.
 */
enum policy_verdict lead_decide(const struct ruleset *ruleset, int domain,
				int32_t day, int *by, size_t *count_out);
/* The number of the rule `id`, or -1. */
int lead_find(const struct ruleset *ruleset, const char *id);
/* about_rule_find for such a rule. */
bool lead_about(struct arena *arena, const struct policy *policy,
		const char *id, enum vocabulary_language language,
		struct about_rule *about_out) MUST_CHECK;

#endif
