/*
 * Rules whose words have been looked up: ids and sets in place of names.
 *
 * Still as they were written, condition by condition; the reference
 * evaluation (naive.c) and the explanations read them. The guards beside them
 * say the same as sets of values, for the compiler.
 */
#ifndef EENPLAN_POLICY_RULE_H
#define EENPLAN_POLICY_RULE_H

#include "lib/policy/guard.h"
#include "lib/policy/lexicon.h"

struct condition {
	enum keyword fact; /* CONSENT, SENSITIVITY, AGE, OWNER */
	enum keyword test;
	int kind;	 /* of consent */
	int value;	 /* a level, or years */
	bool is_negated; /* only in a mutant (mutate.c): the opposite */
	struct place at;
};

/* Conditions joined by "and"; behind "unless" they must not all hold. */
struct group {
	bool is_unless;
	struct condition *conditions;
	size_t count;
};

struct scope {
	struct wordset categories;
	struct wordset from;
	struct wordset to;
	struct wordset roles;
	struct wordset purposes;
	const uint64_t *fields; /* by category; nothing outside `categories` */
	struct group *groups;
	size_t group_count;
};

struct rule {
	const char *id;
	const char *title;
	struct place at;
	bool is_permit;
	struct scope scope;
	uint64_t duties;
	const char **bases;
	size_t basis_count;
	int32_t from_day;
	int32_t until_day;    /* the last day; INT32_MAX: without an end */
	struct guard *guards; /* one of them must accept */
	size_t guard_count;
};

/* A claim that no cell of its scope is ever permitted. */
struct never {
	const char *title;
	struct place at;
	struct scope scope;
};

/* Is the rule in force? An unknown day never opens anything. */
static inline bool
rule_is_in_force(const struct rule *rule, int32_t day)
{
	if (day == INT32_MIN)
		return !rule->is_permit;
	return rule->from_day <= day && day <= rule->until_day;
}

#endif
