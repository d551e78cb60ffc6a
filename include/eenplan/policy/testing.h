/*
 * The tests that policy files hold, run: do the rules decide as their authors
 * say, and would the tests notice if they didn't?
 *
 * A test asks as the source that sends, for a purpose that is only ever sent.
 * "by" names all rules that decide, "only fields" all that is shared, "with
 * duty" all duties that come with it, "missing" all conditions that the
 * nearest rule lacks; what a test doesn't mention it doesn't check.
 */
#ifndef EENPLAN_POLICY_TESTING_H
#define EENPLAN_POLICY_TESTING_H

#include "eenplan/policy/policy.h"

struct policy_test_tally {
	size_t tests;
	size_t failed;
	size_t rules;
	size_t rules_idle; /* that decided no test */
	size_t conditions;
	size_t conditions_one_sided; /* never seen both true and false */
};

/*
 * Run every test of `policy`. In `found`: an error at each expectation that
 * isn't met, with what came instead; a warning at each rule and condition that
 * no test covers. A condition is seen when all else that the rule's lists say
 * fits the test; in a permit an unknown fact counts as not satisfying it, in
 * a forbid as satisfying it, as when deciding.
 */
struct policy_test_tally policy_test(const struct policy *policy,
				     struct diagnostics *found);

struct policy_mutant_tally {
	size_t mutants;
	size_t survivors; /* that no test caught */
};

/*
 * Try what mistakes the tests would notice: each rule left out, each condition
 * left out and turned around, each listed category, field, role and purpose
 * left out, one at a time. In `found`: an error at the place of each of them
 * with which all tests still pass. Of use when all tests pass; takes the time
 * of all tests for every mutant.
 */
struct policy_mutant_tally policy_test_mutants(const struct policy *policy,
					       struct diagnostics *found);

#endif
