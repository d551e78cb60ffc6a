/*
 * Tests in the language: what they catch, what they leave untried, and which
 * mistakes in the rules they would not notice.
 */
#include "eenplan/policy/testing.h"

#include <string.h>

#include "fixture.h"
#include "leak_free.h"

#define RULE                                                                   \
	"rule P \"p\"\n permit goal\n fields text, due\n from zvw\n"           \
	" to wmo as consultant, coordinator\n for assessment\n"                \
	" when consent share is given and age is at least 12\n"                \
	" duty log_reason\n" FIXTURE_TAIL
#define GIVEN                                                                  \
	"test \"yes\"\n given goal from zvw to wmo as consultant for "         \
	"assessment, age 40, consent share given, on 2026-05-01\n"
#define YES                                                                    \
	GIVEN " expect permit by P, only fields text, due, with duty "         \
	      "log_reason\n"

struct run {
	struct fixture fixture;
	struct diagnostics found;
	struct policy_test_tally tally;
};

static struct run
run(const char *rules)
{
	struct run run = {.fixture = fixture_rules(rules)};

	diagnostics_init(&run.found, run.fixture.arena, LIMIT_POLICY_FINDINGS);
	run.tally = policy_test(run.fixture.policy, &run.found);
	return run;
}

static const char *
lines_of(struct run *run)
{
	struct buf out;

	buf_init(&out, run->fixture.arena, 256);
	diagnostics_print(&run->found, &out, false);
	return buf_string(&out);
}

/* A test that fails, and what it says came instead. */
static const struct failure {
	const char *expected;
	const char *at;
	const char *got;
} failures[] = {
	{" expect deny\n", "deny",
	 "got: permit by P, only fields text, due, "
	 "with duty log_reason"},
	{" expect permit by P, only fields text\n", "fields",
	 "got: permit by P, only fields text, due"},
	{" expect permit with duty no_onward_sharing\n", "duty",
	 "with duty log_reason"},
	{"test \"n\"\n like \"yes\" but consent share unknown\n"
	 " expect permit\n",
	 "permit",
	 "got: deny, nearest P, missing consent share (it needs: consent share "
	 "is given)"},
	{"test \"n\"\n like \"yes\" but consent share refused, age 3\n"
	 " expect deny, nearest P, missing age\n",
	 "missing", "missing consent share, age"},
	{"test \"n\"\n like \"yes\" but consent share refused\n"
	 " expect deny, nearest P, missing consent share, age\n",
	 "missing", "missing consent share (it"},
	{"test \"n\"\n like \"yes\" but consent share refused\n expect deny,"
	 " missing consent share names the category\n",
	 "missing", "missing consent share"},
	{"test \"n\"\n like \"yes\" but from ggz\n expect deny, nearest P\n",
	 "nearest", "got: deny"},
	{"test \"n\"\n like \"yes\" but on unknown\n expect permit\n", "permit",
	 "the test has no date"},
	{"test \"n\"\n like \"yes\" but as volunteer\n expect deny by F\n",
	 "by", "got: deny, nearest P (it needs: as coordinator or consultant)"},
};

LEAK_FREE_TEST(testing, a_failure_says_where_and_what_came_instead)
{
	for (size_t i = 0; i < COUNT_OF(failures); i++) {
		struct arena *arena = arena_new();
		bool is_second = strncmp(failures[i].expected, "test", 4) == 0;
		struct run one = run(arena_printf(
			arena,
			"%srule F \"f\"\n forbid goal\n to "
			"welzijn\n" FIXTURE_TAIL "%s%s",
			RULE, is_second ? YES : GIVEN, failures[i].expected));

		cr_expect_eq(one.tally.failed, 1, "%zu:\n%s", i,
			     lines_of(&one));
		cr_expect(strstr(lines_of(&one), failures[i].got) != NULL,
			  "%zu:\n%s", i, lines_of(&one));
		fixture_clear(&one.fixture);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(testing, what_is_met_passes_and_what_is_not_said_is_not_checked)
{
	struct run all = run(
		RULE YES
		"test \"less\"\n like \"yes\" but age 12\n expect permit\n"
		"test \"no\"\n like \"less\" but consent share withdrawn\n"
		" expect deny, nearest P, missing consent share given\n"
		"test \"young\"\n like \"yes\" but age unknown\n expect deny, "
		"missing age\n");

	cr_expect_eq(all.tally.tests, 4);
	cr_expect_eq(all.tally.failed, 0, "%s", lines_of(&all));
	cr_expect_eq(all.found.count, 0, "%s", lines_of(&all));
	cr_expect_eq(all.tally.conditions, 2);
	fixture_clear(&all.fixture);
}

LEAK_FREE_TEST(testing, whose_it_is_can_be_given_and_missed)
{
	struct run own = run(
		"rule P \"p\"\n permit agreement\n fields text\n from zvw\n"
		" to wmo as volunteer\n for coordination\n"
		" when owner is the recipient\n" FIXTURE_TAIL
		"test \"own\"\n given agreement from zvw to wmo as volunteer "
		"for coordination, owner the recipient, on 2026-05-01\n"
		" expect permit by P\n"
		"test \"another\x27s\"\n like \"own\" but owner somebody else\n"
		" expect deny, nearest P, missing owner\n"
		"test \"nobody\x27s\"\n like \"own\" but owner unknown\n"
		" expect deny, nearest P, missing owner\n"
		"test \"fails\"\n like \"own\" but owner unknown\n"
		" expect permit\n");

	cr_expect_eq(own.tally.failed, 1);
	cr_expect_eq(own.tally.conditions_one_sided, 0);
	cr_expect(strstr(lines_of(&own),
			 "got: deny, nearest P, missing owner (it needs: owner "
			 "is the recipient)") != NULL,
		  "%s", lines_of(&own));
	fixture_clear(&own.fixture);
}

LEAK_FREE_TEST(testing, a_purpose_that_is_only_sent_is_tested_as_sent)
{
	struct run sent =
		run("rule P \"p\"\n permit goal\n fields text\n from zvw\n to "
		    "wmo as "
		    "consultant\n for handover\n" FIXTURE_TAIL
		    "test \"t\"\n given goal from zvw to wmo as consultant for "
		    "handover, on 2026-05-01\n expect permit by P\n");

	cr_expect_eq(sent.tally.failed, 0, "%s", lines_of(&sent));
	fixture_clear(&sent.fixture);
}

LEAK_FREE_TEST(testing, tests_in_dutch_mean_the_same)
{
	struct fixture fixture = fixture_load(
		"beleid p versie 1\ntaal nl\nregel P \"p\"\n verbied goal\n"
		" naar wmo\n tenzij toestemming share is gegeven\n"
		" grondslag \"BW 7:457\"\n geldig vanaf 2026-01-01\n"
		"toets \"t\"\n gegeven goal van zvw naar wmo, leeftijd "
		"onbekend, op 2026-05-01\n verwacht weiger door P\n"
		"toets \"u\"\n zoals \"t\" maar toestemming share gegeven\n"
		" verwacht sta toe\n");
	struct diagnostics found;
	struct policy_test_tally tally;

	cr_assert(fixture.policy != NULL, "%s", fixture_mistakes(&fixture));
	diagnostics_init(&found, fixture.arena, 10);
	tally = policy_test(fixture.policy, &found);
	cr_assert_eq(tally.failed, 1);
	cr_expect_str_eq(found.items[0].hint, "got: weiger");
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(testing, names_rules_and_conditions_that_no_test_covers)
{
	struct run idle = run(
		RULE "rule F \"f\"\n forbid goal\n to wmo\n unless age is below"
		     " 90\n" FIXTURE_TAIL YES);

	cr_expect_eq(idle.tally.failed, 0, "%s", lines_of(&idle));
	cr_expect_eq(idle.tally.rules, 2);
	cr_expect_eq(idle.tally.rules_idle, 1);
	cr_expect_eq(idle.tally.conditions, 3);
	cr_expect_eq(idle.tally.conditions_one_sided, 3);
	cr_expect(strstr(lines_of(&idle), "the rule \"F\" decides no test") !=
		  NULL);
	cr_expect(strstr(lines_of(&idle),
			 "no test of the rule \"P\" sees this condition stop "
			 "it") != NULL);
	cr_expect(strstr(lines_of(&idle),
			 "no test of the rule \"F\" sees this condition let it "
			 "through") != NULL,
		  "%s", lines_of(&idle));
	fixture_clear(&idle.fixture);
}

/* Of a file with `count` times `part` and a number behind `head`. */
static void
expect_one_mistake(const char *head, const char *part, size_t count,
		   const char *mistake)
{
	struct arena *arena = arena_new();
	struct fixture fixture;
	struct buf file;

	buf_init(&file, arena, 1024);
	buf_printf(&file, "%s%s", FIXTURE_HEAD, head);
	for (size_t i = 0; i < count; i++)
		buf_printf(&file, "%s%zu\n", part, i);
	fixture = fixture_load_text(buf_text(&file));
	cr_expect(fixture.policy == NULL);
	cr_expect_eq(fixture.found.errors, 1);
	cr_expect(strstr(fixture_mistakes(&fixture), mistake) != NULL, "%s",
		  fixture_mistakes(&fixture));
	fixture_clear(&fixture);
	arena_free(arena);
}

LEAK_FREE_TEST(testing, lists_without_an_end_get_one_mistake)
{
	expect_one_mistake("test \"t\"\n given goal", ", consent k", 1000,
			   "a test has at most 8 consents");
	expect_one_mistake("test \"t\"\n given goal\n expect deny by X", ", X",
			   100000, "a list has at most 256 words");
	expect_one_mistake("test \"t\"\n given goal\n expect deny missing age",
			   ", age # ", 100000, "\"age\" stands here twice");
}

LEAK_FREE_TEST(testing, a_long_chain_of_likes_needs_no_deep_stack)
{
	struct arena *arena = arena_new();
	struct buf file;
	struct run chain;

	buf_init(&file, arena, 1024);
	buf_add_string(&file, RULE YES);
	for (size_t i = 0; i < 5000; i++)
		buf_printf(&file,
			   "test \"t%zu\"\n like \"t%zu\" but age 40\n expect "
			   "permit by P\n",
			   i, i + 1);
	buf_add_string(&file, "test \"t5000\"\n like \"yes\" but age 3\n"
			      " expect deny, missing age\n");
	chain = run(buf_string(&file));
	cr_expect_eq(chain.tally.tests, 5002);
	cr_expect_eq(chain.tally.failed, 0);
	fixture_clear(&chain.fixture);
	arena_free(arena);
}

/* --- mutants --- */

static struct policy_mutant_tally
mutate(const char *rules, const char *survivor)
{
	struct run one = run(rules);
	struct diagnostics found;
	struct policy_mutant_tally tally;
	bool is_named = false;

	cr_assert_eq(one.tally.failed, 0, "%s", lines_of(&one));
	diagnostics_init(&found, one.fixture.arena, LIMIT_POLICY_FINDINGS);
	tally = policy_test_mutants(one.fixture.policy, &found);
	cr_expect_eq(found.errors, tally.survivors);
	for (size_t i = 0; i < found.count; i++)
		is_named =
			is_named || strcmp(found.items[i].text, survivor) == 0;
	cr_expect(*survivor == '\0' || is_named, "not named: %s", survivor);
	fixture_clear(&one.fixture);
	return tally;
}

LEAK_FREE_TEST(testing, names_every_mistake_that_no_test_would_notice)
{
	struct policy_mutant_tally none =
		mutate(RULE, "no test notices when the rule \"P\" is left out");
	/* one rule, two conditions twice, two fields, two roles */
	struct policy_mutant_tally half = mutate(
		RULE YES,
		"no test notices when \"coordinator\" is left out of \"P\"");

	cr_expect_eq(none.mutants, 9);
	cr_expect_eq(none.survivors, 9);
	cr_expect_eq(half.mutants, 9);
	/* both conditions left out, and the other role */
	cr_expect_eq(half.survivors, 3);
}

LEAK_FREE_TEST(testing, tests_that_try_everything_leave_no_mistake_unnoticed)
{
	struct policy_mutant_tally whole = mutate(
		RULE
		"rule F \"f\"\n forbid any except agreement, signal\n"
		" to wmo\n unless sensitivity is normal\n" FIXTURE_TAIL
		"rule Q \"q\"\n permit agreement\n fields due\n from zvw\n"
		" to wmo as consultant\n for assessment\n" FIXTURE_TAIL
		"rule R \"r\"\n permit signal\n fields text\n from zvw\n"
		" to wmo as consultant\n for assessment\n" FIXTURE_TAIL
		"test \"yes\"\n given goal from zvw to wmo as consultant "
		"for assessment, age 40, sensitivity normal, consent "
		"share given, on 2026-05-01\n expect permit by P, only "
		"fields text, due\n"
		"test \"other\"\n like \"yes\" but as coordinator\n expect "
		"permit\n"
		"test \"no\"\n like \"yes\" but consent share refused\n "
		"expect deny, missing consent share\n"
		"test \"young\"\n like \"yes\" but age 11\n expect deny, "
		"missing age\n"
		"test \"high\"\n like \"yes\" but sensitivity high\n expect "
		"deny by F\n"
		"test \"agreement\"\n like \"high\" but agreement\n expect "
		"permit by Q\n"
		"test \"signal\"\n like \"high\" but signal\n expect permit "
		"by R\n",
		"");

	cr_expect_eq(whole.survivors, 0);
	cr_expect_gt(whole.mutants, 14);
}
