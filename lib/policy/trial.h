/*
 * A test whose words have been looked up, and what comes of it.
 */
#ifndef EENPLAN_POLICY_TRIAL_H
#define EENPLAN_POLICY_TRIAL_H

#include "lib/policy/engine.h"

struct expected {
	const int *by; /* numbers of rules, rising; of leads if it asks that */
	size_t by_count;
	uint64_t fields;
	uint64_t duties;
	int nearest; /* number of a permit; -1: not said */
};

struct trial {
	const char *title;
	const struct ast_test *test;
	const struct ast_file *file;
	bool is_resolved;
	bool is_open; /* being resolved: whoever is like it is like itself */
	bool is_lead; /* asks whether `leader` may lead, on the asker's day */
	int leader;
	struct policy_asker asker;
	struct policy_item item;
	struct expected expected;
};

/* A condition that a permit lacks. */
struct lack {
	enum keyword fact;
	enum keyword test;
	int kind; /* of consent */
};

struct outcome {
	struct policy_decision decision;
	int *by; /* the rules (or leads) that decide, rising */
	size_t by_count;
	int nearest;	    /* a permit's number, or -1 */
	struct lack *lacks; /* of the nearest */
	size_t lack_count;
	const char *const *needs; /* the same and all else, in words */
	size_t need_count;
};

/* Put the question of `trial` to `policy`; the outcome is in `arena`. */
struct outcome trial_run(struct arena *arena, const struct policy *policy,
			 const struct trial *trial);
/*
 * The part of the expectation that `outcome` doesn't meet: its place; not set
 * if it meets all of it.
 */
struct place trial_miss(const struct policy *policy, const struct trial *trial,
			const struct outcome *outcome);
/* "permit by A, only fields text", as a test of `language` would expect it. */
const char *trial_words(struct arena *arena, const struct policy *policy,
			const struct trial *trial,
			const struct outcome *outcome);

/*
 * Does `condition`, behind "when" or "unless", let a permit (or forbid) apply
 * to `item`?
 */
bool trial_condition_lets(const struct policy *policy,
			  const struct condition *condition, bool is_unless,
			  bool is_permit, const struct policy_item *item);
/* `at`, in a copy of its source that reports to `found`. */
struct place trial_place(struct place at, struct source *copy,
			 struct diagnostics *found);

struct policy_test_tally;
struct policy_mutant_tally;
/* The same of the rules about who may lead as policy_test_mutants of others. */
void mutate_leads(const struct policy *policy, struct diagnostics *found,
		  struct policy_mutant_tally *tally);
/*
 * Warn of rules and conditions that the tests leave untried, and count them.
 */
void coverage_report(const struct policy *policy, struct diagnostics *found,
		     struct policy_test_tally *tally);

#endif
