#include <stdlib.h>
#include <string.h>

#include "eenplan/base/clock.h"
#include "lib/policy/checker.h"
#include "lib/policy/trial.h"

/* --- tests that are like others --- */

static int
compare_trials(const void *one_trial, const void *other_trial)
{
	const struct trial *one = one_trial;
	const struct trial *other = other_trial;
	struct place first = one->test->title;
	struct place second = other->test->title;
	int order = strcmp(one->title, other->title);

	if (order == 0)
		order = (first.source > second.source) -
			(first.source < second.source);
	if (order == 0)
		order = (first.offset > second.offset) -
			(first.offset < second.offset);
	return order;
}

static int
compare_title(const void *title, const void *trial)
{
	return strcmp(title, ((const struct trial *)trial)->title);
}

static const char *
near_title(struct checker *checker, const struct ruleset *ruleset,
	   struct place title)
{
	const char **titles;

	if (!place_wants_hint(title))
		return NULL;
	titles =
		ARENA_ARRAY(checker->arena, ruleset->trial_count, const char *);
	for (size_t i = 0; i < ruleset->trial_count; i++)
		titles[i] = ruleset->trials[i].title;
	return place_hint(title, titles, ruleset->trial_count);
}

static void
report_no_test(struct checker *checker, const struct ruleset *ruleset,
	       struct place title)
{
	place_error(title, near_title(checker, ruleset, title),
		    "there is no test \"%s\"",
		    place_string(checker->arena, title));
}

/* The test that `trial` is like, or NULL after a report. */
static struct trial *
find_like(struct checker *checker, const struct ruleset *ruleset,
	  const struct trial *trial)
{
	struct place title = trial->test->like;
	struct trial *like =
		bsearch(place_string(checker->arena, title), ruleset->trials,
			ruleset->trial_count, sizeof(*like), compare_title);

	if (like == NULL)
		report_no_test(checker, ruleset, title);
	else if (like->is_open)
		place_error(title, NULL, "the test \"%s\" is like itself",
			    like->title);
	else
		return like;
	return NULL;
}

static void
resolve_case(struct checker *checker, struct trial *trial)
{
	checker->language = trial->file->language;
	checker_case(checker, trial);
	trial->is_open = false;
	trial->is_resolved = true;
}

/*
 * First the tests that it is like, from the last one on, so that a long chain
 * needs no deep stack.
 */
static void
resolve_chain(struct checker *checker, const struct ruleset *ruleset,
	      struct trial *trial, struct trial **chain)
{
	size_t count = 0;

	for (; trial != NULL && !trial->is_resolved;) {
		trial->is_open = true;
		chain[count++] = trial;
		if (!place_is_set(trial->test->like))
			break;
		trial = find_like(checker, ruleset, trial);
	}
	while (count > 0) {
		struct trial *like = NULL;

		trial = chain[--count];
		if (place_is_set(trial->test->like))
			like = bsearch(
				place_string(checker->arena, trial->test->like),
				ruleset->trials, ruleset->trial_count,
				sizeof(*like), compare_title);
		if (like != NULL && like->is_resolved) {
			trial->is_lead = like->is_lead;
			trial->leader = like->leader;
			trial->asker = like->asker;
			trial->item = like->item;
		}
		resolve_case(checker, trial);
	}
}

/* --- all of them --- */

static struct trial *
list_trials(struct checker *checker, struct ast_file *const *files,
	    size_t count, struct ruleset *ruleset)
{
	size_t tests = 0;

	for (size_t i = 0; i < count; i++)
		for (const struct ast_test *test = files[i]->tests;
		     test != NULL; test = test->next)
			tests += !test->is_broken;
	ruleset->trials = ARENA_ARRAY(checker->arena, tests, struct trial);
	for (size_t i = 0; i < count; i++)
		for (const struct ast_test *test = files[i]->tests;
		     test != NULL; test = test->next)
			if (!test->is_broken)
				ruleset->trials[ruleset->trial_count++] =
					(struct trial){.title = place_string(
							       checker->arena,
							       test->title),
						       .test = test,
						       .file = files[i]};
	return ruleset->trials;
}

static void
sort_trials(struct ruleset *ruleset)
{
	struct trial *trials = ruleset->trials;

	if (ruleset->trial_count > 1)
		qsort(trials, ruleset->trial_count, sizeof(*trials),
		      compare_trials);
	for (size_t i = 1; i < ruleset->trial_count; i++) {
		struct place first = trials[i - 1].test->title;

		if (strcmp(trials[i - 1].title, trials[i].title) == 0)
			place_error(trials[i].test->title,
				    "every test has a title of its own",
				    "there is a test \"%s\" already, at %s:%u",
				    trials[i].title, first.source->name,
				    first.line);
	}
}

void
checker_tests(struct checker *checker, struct ast_file *const *files,
	      size_t count, struct ruleset *ruleset)
{
	struct trial *trials = list_trials(checker, files, count, ruleset);
	struct trial **chain = ARENA_ARRAY(checker->arena, ruleset->trial_count,
					   struct trial *);

	sort_trials(ruleset);
	for (size_t i = 0; i < ruleset->trial_count; i++) {
		trials[i].asker = (struct policy_asker){
			VOCABULARY_UNKNOWN, VOCABULARY_UNKNOWN,
			VOCABULARY_UNKNOWN, CLOCK_DAY_NONE, true};
		trials[i].item =
			(struct policy_item){.category = VOCABULARY_UNKNOWN,
					     .from = VOCABULARY_UNKNOWN,
					     .sensitivity = VOCABULARY_UNKNOWN,
					     .age_years = POLICY_AGE_UNKNOWN};
	}
	for (size_t i = 0; i < ruleset->trial_count; i++) {
		resolve_chain(checker, ruleset, &trials[i], chain);
		checker->language = trials[i].file->language;
		checker_expectation(checker, ruleset, &trials[i]);
	}
}
