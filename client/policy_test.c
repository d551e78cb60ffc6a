/*
 * eenplan policy test
 */
#include "client/command.h"
#include "client/finding.h"
#include "client/i18n.h"
#include "eenplan/policy/testing.h"

struct trial_run {
	const struct policy *policy; /* NULL: the files have mistakes */
	struct diagnostics *found;
	struct policy_test_tally tests;
	bool has_mutants;
	struct policy_mutant_tally mutants;
};

static bool
is_sound(const struct trial_run *run)
{
	return run->policy && run->tests.failed == 0 &&
	       run->mutants.survivors == 0;
}

static void
say_mutants(struct page *page, const struct trial_run *run, bool wants_mutants)
{
	if (run->has_mutants)
		page_say(page, 0,
			 _("%zu small mistakes were tried: the tests notice "
			   "%zu, and miss %zu."),
			 run->mutants.mutants,
			 run->mutants.mutants - run->mutants.survivors,
			 run->mutants.survivors);
	else if (wants_mutants && run->policy)
		page_say(page, 0, "%s",
			 _("Mistakes are tried when all tests pass."));
}

static void
say_summary(struct page *page, const struct trial_run *run, bool wants_mutants)
{
	const struct policy_test_tally *tests = &run->tests;

	if (run->found->count > 0)
		page_gap(page);
	if (!run->policy) {
		page_say(page, 0, "%s",
			 _("These files have mistakes, so no test was run."));
		return;
	}
	page_say(page, 0, _("%zu tests: %zu pass, %zu fail."), tests->tests,
		 tests->tests - tests->failed, tests->failed);
	page_say(page, 0,
		 _("%zu of %zu rules decide a test; %zu of %zu conditions are "
		   "seen both ways."),
		 tests->rules - tests->rules_idle, tests->rules,
		 tests->conditions - tests->conditions_one_sided,
		 tests->conditions);
	say_mutants(page, run, wants_mutants);
}

static void
print_json(struct page *page, const struct trial_run *run)
{
	const struct policy_test_tally *tests = &run->tests;
	struct json_writer writer;
	struct buf out;

	buf_init(&out, page->arena, 4096);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_bool(&writer, "sound", is_sound(run));
	json_member_integer(&writer, "tests", (int64_t)tests->tests);
	json_member_integer(&writer, "failed", (int64_t)tests->failed);
	json_member_integer(&writer, "rules", (int64_t)tests->rules);
	json_member_integer(&writer, "rules_idle", (int64_t)tests->rules_idle);
	json_member_integer(&writer, "conditions", (int64_t)tests->conditions);
	json_member_integer(&writer, "conditions_one_sided",
			    (int64_t)tests->conditions_one_sided);
	if (run->has_mutants) {
		json_member_integer(&writer, "mutants",
				    (int64_t)run->mutants.mutants);
		json_member_integer(&writer, "survivors",
				    (int64_t)run->mutants.survivors);
	}
	finding_put(&writer, run->found);
	json_close_object(&writer);
	finding_print_json(page, &out);
}

enum exit_code
policy_test_files(struct client *client)
{
	const struct options *options = client->options;
	bool wants_mutants = options->values[OPTION_MUTATE] != NULL;
	struct diagnostics found;
	struct trial_run run = {.found = &found};
	struct policy *policy;
	bool is_fine;

	diagnostics_init(&found, client->arena, LIMIT_POLICY_FINDINGS);
	policy = policy_load_paths(options->arguments, options->argument_count,
				   &found);
	run.policy = policy;
	if (policy)
		run.tests = policy_test(policy, &found);
	run.has_mutants = wants_mutants && policy && run.tests.failed == 0;
	if (run.has_mutants)
		run.mutants = policy_test_mutants(policy, &found);
	if (command_wants_json(client)) {
		print_json(client->page, &run);
	} else {
		finding_print(client->page, &found);
		say_summary(client->page, &run, wants_mutants);
	}
	is_fine = is_sound(&run);
	policy_free(policy);
	return is_fine ? EXIT_CODE_OK : EXIT_CODE_NOT_SOUND;
}
