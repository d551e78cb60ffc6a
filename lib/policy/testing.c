#include "eenplan/policy/testing.h"

#include "eenplan/base/clock.h"
#include "lib/policy/trial.h"

static void
report_failure(struct arena *arena, const struct policy *policy,
	       const struct trial *trial, const struct outcome *outcome,
	       struct place miss, struct diagnostics *found)
{
	struct source source;
	const char *got = trial_words(arena, policy, trial, outcome);

	place_error(trial_place(miss, &source, found),
		    trial->asker.day == CLOCK_DAY_NONE
			    ? arena_printf(arena,
					   "got: %s (the test has no date, so "
					   "no permit is in force)",
					   got)
			    : arena_printf(arena, "got: %s", got),
		    "the test \"%s\" fails here", trial->title);
}

struct policy_test_tally
policy_test(const struct policy *policy, struct diagnostics *found)
{
	struct policy_test_tally tally = {.tests = policy->ruleset.trial_count};

	for (size_t i = 0; i < tally.tests; i++) {
		const struct trial *trial = &policy->ruleset.trials[i];
		struct arena *arena = arena_new();
		struct outcome outcome = trial_run(arena, policy, trial);
		struct place miss = trial_miss(policy, trial, &outcome);

		if (place_is_set(miss)) {
			tally.failed++;
			report_failure(arena, policy, trial, &outcome, miss,
				       found);
		}
		arena_free(arena);
	}
	coverage_report(policy, found, &tally);
	return tally;
}
