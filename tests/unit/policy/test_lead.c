/*
 * Who may lead a plan: what a rule about it needs, how it decides, and what the
 * tools tell of it.
 */
#include "eenplan/policy/lead.h"

#include <stdio.h>
#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/policy/about.h"
#include "eenplan/policy/analyse.h"
#include "eenplan/policy/diff.h"
#include "eenplan/policy/print.h"
#include "eenplan/policy/testing.h"
#include "fixture.h"
#include "leak_free.h"

#define HELPERS "lead L-1 \"Who helps\" permit care, support" FIXTURE_TAIL
#define TEAM	"lead L-2 \"The team\" forbid any except wmo" FIXTURE_TAIL

/* --- mistakes --- */

LEAK_FREE_TEST(lead, refuses_each_mistake_with_what_is_wrong)
{
	static const struct {
		const char *rule;
		const char *mistake;
	} rows[] = {
		{"lead", "the id of the rule"},
		{"lead L \"l\"" FIXTURE_TAIL, "it has no \"permit\""},
		{"lead L \"l\" permit wmo valid from 2026-01-01",
		 "it has no \"basis\""},
		{"lead L \"l\" permit wmo basis \"BW 7:457\"",
		 "it has no \"valid from\""},
		{"lead L \"l\" permit wmi" FIXTURE_TAIL,
		 "there is no domain \"wmi\""},
		{"lead L \"l\" permit coordinator" FIXTURE_TAIL,
		 "\"coordinator\" is a role, not a domain"},
		{"lead L \"l\" permit own" FIXTURE_TAIL,
		 "\"own\" is no kind of organisation"},
		{"lead L \"l\" permit wmo forbid zvw" FIXTURE_TAIL, "not two"},
		{"lead L \"l\" permit wmo as coordinator" FIXTURE_TAIL,
		 "no part that begins with \"as\""},
		{"lead L \"l\" permti wmo" FIXTURE_TAIL,
		 "no part that begins with \"permti\""},
		{"lead L \"l\" permit wmo when age is at least 18" FIXTURE_TAIL,
		 "no part that begins with \"when\""},
		{"lead L \"l\" permit wmo basis \"BW 1:1\" valid from "
		 "2026-01-01",
		 "BW 1:1"},
		{"lead L \"l\" permit wmo basis \"BW 7:457\" valid from "
		 "2026-13-01",
		 "there is no day 2026-13-01"},
		{"lead L \"l\" permit wmo basis \"BW 7:457\" valid from "
		 "2026-02-01 until 2026-01-01",
		 "ends before it begins"},
		{HELPERS "lead L-1 \"again\" permit wmo" FIXTURE_TAIL,
		 "there is a rule \"L-1\" already"},
		{HELPERS "rule L-1 \"again\" forbid goal" FIXTURE_TAIL,
		 "there is a rule \"L-1\" already"},
		{"laed L \"l\" permit wmo" FIXTURE_TAIL, "lead"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *arena = arena_new();
		struct fixture fixture = fixture_load(arena_printf(
			arena, "%s%s", FIXTURE_HEAD, rows[i].rule));

		cr_expect_null(fixture.policy, "loaded: %s", rows[i].rule);
		cr_expect_not_null(
			strstr(fixture_mistakes(&fixture), rows[i].mistake),
			"%s: %s", rows[i].rule, fixture_mistakes(&fixture));
		fixture_clear(&fixture);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(lead, refuses_each_mistake_in_a_test_about_it)
{
	static const struct {
		const char *test;
		const char *mistake;
	} rows[] = {
		{"given lead wmo expect deny", "\"by\" belongs here"},
		{"given lead by wmi expect deny", "there is no domain"},
		{"given lead by wmo lead by zvw expect deny", "stands here "
							      "twice"},
		{"given lead by wmo from zvw expect deny", "nothing else"},
		{"given lead by wmo, age 12 expect deny", "nothing else"},
		{"given lead by wmo, consent share given expect deny",
		 "nothing else"},
		{"given goal lead by wmo expect deny", "nothing else"},
		{"given lead by wmo expect permit only fields text",
		 "it has nothing else"},
		{"given lead by wmo expect deny nearest R", "nothing else"},
		{"given lead by wmo expect permit by L-9", "no rule \"L-9\""},
		{"given lead by wmo expect permit by R", "isn't about who may "
							 "lead"},
		{"given goal from zvw expect deny by L-1", "is about who may "
							   "lead"},
		{"given lead by wmo expect deny by L-1", "is a permit"},
		{"like \"other\" but lead by wmo expect deny", "doesn't ask "
							       "who leads"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *arena = arena_new();
		struct fixture fixture = fixture_load(arena_printf(
			arena,
			"%s" HELPERS "rule R \"r\" forbid goal" FIXTURE_TAIL
			"test \"other\" given goal from zvw expect deny\n"
			"test \"t\" %s\n",
			FIXTURE_HEAD, rows[i].test));

		cr_expect_null(fixture.policy, "loaded: %s", rows[i].test);
		cr_expect_not_null(
			strstr(fixture_mistakes(&fixture), rows[i].mistake),
			"%s: %s", rows[i].test, fixture_mistakes(&fixture));
		fixture_clear(&fixture);
		arena_free(arena);
	}
}

/* --- deciding --- */

/* "permit L-1", "forbid L-2, L-3", "nothing". In the fixture's arena. */
static const char *
judge(struct fixture *fixture, const char *domain, const char *date)
{
	const struct vocabulary *words = policy_vocabulary(fixture->policy);
	int32_t day = CLOCK_DAY_NONE;
	struct lead_reason reason;
	struct buf out;

	if (date != NULL)
		cr_assert(clock_parse_date(date, &day));
	reason = lead_judge(fixture->arena, fixture->policy,
			    vocabulary_find(words, VOCABULARY_DOMAIN, domain),
			    day);
	buf_init(&out, fixture->arena, 32);
	buf_add_string(&out, reason.verdict == POLICY_PERMIT	  ? "permit"
			     : reason.verdict == POLICY_FORBIDDEN ? "forbid"
								  : "nothing");
	for (size_t i = 0; i < reason.rule_count; i++)
		buf_printf(&out, "%s %s", i > 0 ? "," : "", reason.rules[i]);
	return buf_string(&out);
}

LEAK_FREE_TEST(lead, lets_nobody_lead_that_no_rule_permits)
{
	struct fixture none = fixture_rules("");
	struct fixture one =
		fixture_rules("lead L \"l\" permit wmo" FIXTURE_TAIL);

	cr_expect_str_eq(judge(&none, "wmo", "2026-05-01"), "nothing");
	cr_expect_str_eq(judge(&one, "wmo", "2026-05-01"), "permit L");
	cr_expect_str_eq(judge(&one, "zvw", "2026-05-01"), "nothing");
	fixture_clear(&none);
	fixture_clear(&one);
}

LEAK_FREE_TEST(lead, never_opens_on_what_is_unknown)
{
	struct fixture fixture =
		fixture_rules("lead L-1 \"a\" permit any" FIXTURE_TAIL
			      "lead L-2 \"b\" forbid zvw" FIXTURE_TAIL);

	cr_expect_str_eq(judge(&fixture, "wmo", "2026-05-01"), "permit L-1");
	cr_expect_str_eq(judge(&fixture, "nobody", "2026-05-01"), "forbid L-2");
	cr_expect_str_eq(judge(&fixture, "wmo", NULL), "nothing");
	cr_expect_str_eq(judge(&fixture, "zvw", NULL), "forbid L-2");
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(lead, a_forbid_wins_in_whatever_file_and_order)
{
	const struct policy_source sources[2][3] = {
		{{"small.vocabulary", text_of(fixture_vocabulary)},
		 {"a.policy", text_of(FIXTURE_HEAD HELPERS)},
		 {"b.policy", text_of("policy b version 1\n" TEAM)}},
		{{"a.policy", text_of("policy b version 1\n" TEAM)},
		 {"b.policy", text_of(FIXTURE_HEAD HELPERS)},
		 {"small.vocabulary", text_of(fixture_vocabulary)}},
	};

	for (size_t i = 0; i < 2; i++) {
		struct fixture fixture = fixture_load_sources(sources[i], 3);

		cr_assert_not_null(fixture.policy);
		cr_expect_str_eq(judge(&fixture, "wmo", "2026-05-01"),
				 "permit L-1");
		cr_expect_str_eq(judge(&fixture, "zvw", "2026-05-01"),
				 "forbid L-2");
		fixture_clear(&fixture);
	}
}

LEAK_FREE_TEST(lead, holds_from_its_first_day_until_its_last)
{
	struct fixture fixture = fixture_rules(
		"lead L \"l\" permit wmo basis \"BW 7:457\" valid from "
		"2026-02-01 until 2026-03-31\n");

	cr_expect_str_eq(judge(&fixture, "wmo", "2026-01-31"), "nothing");
	cr_expect_str_eq(judge(&fixture, "wmo", "2026-02-01"), "permit L");
	cr_expect_str_eq(judge(&fixture, "wmo", "2026-03-31"), "permit L");
	cr_expect_str_eq(judge(&fixture, "wmo", "2026-04-01"), "nothing");
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(lead, names_all_that_decide_and_the_first_of_them)
{
	struct fixture fixture = fixture_rules(
		HELPERS "lead L-0 \"first\" permit wmo" FIXTURE_TAIL);
	const struct vocabulary *words = policy_vocabulary(fixture.policy);
	struct lead_reason reason = lead_judge(
		fixture.arena, fixture.policy,
		vocabulary_find(words, VOCABULARY_DOMAIN, "wmo"), 20600);

	cr_assert_eq(reason.rule_count, 2);
	cr_expect_str_eq(reason.rules[0], "L-0");
	cr_expect_str_eq(reason.rules[1], "L-1");
	cr_expect_str_eq(reason.title, "first");
	cr_expect_str_eq(reason.basis[0], "BW 7:457");
	fixture_clear(&fixture);
}

/* --- tests, and what they miss --- */

#define TRIALS                                                                 \
	"test \"team\" given lead by wmo, on 2026-05-01 expect permit by "     \
	"L-1\n"                                                                \
	"test \"care\" like \"team\" but lead by zvw expect deny by L-2\n"     \
	"test \"nobody\" like \"team\" but lead by unknown\n"                  \
	"expect deny by L-2\n"

static struct policy_test_tally
run(struct fixture *fixture)
{
	diagnostics_init(&fixture->found, fixture->arena,
			 LIMIT_POLICY_FINDINGS);
	return policy_test(fixture->policy, &fixture->found);
}

LEAK_FREE_TEST(lead, runs_the_tests_about_it)
{
	struct fixture fixture = fixture_rules(HELPERS TEAM TRIALS);
	struct policy_test_tally tally = run(&fixture);

	cr_expect_eq(tally.tests, 3);
	cr_expect_eq(tally.failed, 0, "%s", fixture_mistakes(&fixture));
	cr_expect_eq(tally.rules, 2);
	cr_expect_eq(tally.rules_idle, 0);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(lead, says_what_came_of_a_test_that_fails)
{
	struct fixture fixture = fixture_rules(
		HELPERS TEAM
		"test \"t\" given lead by zvw, on 2026-05-01 expect permit\n");

	cr_expect_eq(run(&fixture).failed, 1);
	cr_expect_not_null(
		strstr(fixture_mistakes(&fixture), "got: deny by L-2"), "%s",
		fixture_mistakes(&fixture));
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(lead, says_which_rule_no_test_decides)
{
	struct fixture fixture = fixture_rules(
		HELPERS TEAM
		"test \"t\" given lead by zvw, on 2026-05-01 expect deny\n");

	cr_expect_eq(run(&fixture).rules_idle, 1);
	cr_expect_not_null(
		strstr(fixture_mistakes(&fixture), "\"L-1\" decides no test"));
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(lead, names_each_mistake_that_no_test_notices)
{
	struct fixture fixture = fixture_rules(HELPERS TEAM TRIALS);
	struct policy_mutant_tally tally;

	diagnostics_init(&fixture.found, fixture.arena, LIMIT_POLICY_FINDINGS);
	tally = policy_test_mutants(fixture.policy, &fixture.found);
	/* Two rules, "care", "support", and the exception "wmo". */
	cr_expect_eq(tally.mutants, 5);
	/* Without "care", zvw is still forbidden. */
	cr_expect_eq(tally.survivors, 1, "%s", fixture_mistakes(&fixture));
	cr_expect_not_null(
		strstr(fixture_mistakes(&fixture), "left out of \"L-1\""));
	fixture_clear(&fixture);
}

/* --- what the tools tell --- */

LEAK_FREE_TEST(lead, is_explained_in_words)
{
	struct fixture fixture = fixture_rules(HELPERS TEAM TRIALS);
	struct about_rule about;

	cr_assert(about_rule_find(fixture.arena, fixture.policy, "L-2",
				  VOCABULARY_DUTCH, &about));
	cr_expect(about.is_lead && !about.is_permit);
	cr_expect_str_eq(about.what[0], "alle behalve wmo");
	cr_expect_str_eq(about.where, "geldig vanaf 2026-01-01");
	cr_assert_eq(about.decide_count, 2);
	cr_expect_str_eq(about.decides[0], "care");
	cr_expect_str_eq(about_rule_id(fixture.policy, 1), "L-2");
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(lead, a_rule_of_the_same_number_is_not_taken_for_it)
{
	struct fixture fixture = fixture_rules(
		HELPERS "rule A \"a\" forbid goal" FIXTURE_TAIL
			"test \"team\" given lead by wmo, on 2026-05-01\n"
			"expect permit by L-1\n");
	struct about_rule about;

	cr_assert(about_rule_find(fixture.arena, fixture.policy, "A",
				  VOCABULARY_ENGLISH, &about));
	cr_expect_eq(about.decide_count, 0);
	cr_expect_eq(run(&fixture).rules_idle, 1);
	fixture_clear(&fixture);
}

static const char *
changes(const char *before, const char *after, enum diff_verdict *verdict_out)
{
	static char said[256];
	struct fixture older = fixture_rules(before);
	struct fixture newer = fixture_rules(after);
	enum diff_verdict brief;
	struct diff diff;
	struct buf out;

	cr_assert_eq(diff_policies(older.arena, older.policy, newer.policy,
				   CLOCK_DAY_NONE, &diff),
		     STATUS_OK);
	cr_expect_eq(diff.sharing, DIFF_SAME);
	cr_assert_eq(diff_briefly(older.policy, newer.policy, &brief),
		     STATUS_OK);
	cr_expect_eq(brief, diff.verdict);
	buf_init(&out, older.arena, 64);
	for (size_t i = 0; i < diff.leads.count; i++)
		buf_printf(&out, "%s%c%s", i > 0 ? "; " : "",
			   diff.leads.items[i].is_gain ? '+' : '-',
			   lead_describe(older.arena, diff.vocabulary,
					 &diff.leads.items[i],
					 VOCABULARY_ENGLISH));
	snprintf(said, sizeof(said), "%s", buf_string(&out));
	*verdict_out = diff.verdict;
	fixture_clear(&older);
	fixture_clear(&newer);
	return said;
}

LEAK_FREE_TEST(lead, a_diff_tells_who_gains_and_who_loses_the_lead)
{
	enum diff_verdict verdict;

	cr_expect_str_eq(changes(HELPERS, HELPERS, &verdict), "");
	cr_expect_eq(verdict, DIFF_SAME);
	cr_expect_str_eq(changes(HELPERS, HELPERS TEAM, &verdict),
			 "-zvw, ggz, welzijn valid from 2026-01-01");
	cr_expect_eq(verdict, DIFF_LESS);
	cr_expect_str_eq(changes("", HELPERS TEAM, &verdict),
			 "+wmo valid from 2026-01-01");
	cr_expect_eq(verdict, DIFF_MORE);
	cr_expect_str_eq(
		changes("lead A \"a\" permit zvw basis \"BW 7:457\" valid from "
			"2026-01-01 until 2026-06-30\n",
			"lead A \"a\" permit zvw basis \"BW 7:457\" valid from "
			"2026-02-01 until 2026-07-31\n",
			&verdict),
		"+zvw valid from 2026-07-01 until 2026-07-31; "
		"-zvw valid from 2026-01-01 until 2026-01-31");
	cr_expect_eq(verdict, DIFF_BOTH);
}

LEAK_FREE_TEST(lead, a_diff_on_a_day_is_about_that_day)
{
	struct fixture older = fixture_rules(HELPERS);
	struct fixture newer = fixture_rules(HELPERS TEAM);
	struct diff diff;

	cr_assert_eq(diff_policies(older.arena, older.policy, newer.policy,
				   20600, &diff),
		     STATUS_OK);
	cr_assert_eq(diff.leads.count, 1);
	cr_expect_str_eq(lead_describe(older.arena, diff.vocabulary,
				       &diff.leads.items[0],
				       VOCABULARY_ENGLISH),
			 "zvw, ggz, welzijn on 2026-05-27");
	cr_assert_eq(diff_policies(older.arena, older.policy, newer.policy,
				   20000, &diff),
		     STATUS_OK);
	cr_expect_eq(diff.leads.count, 0);
	fixture_clear(&older);
	fixture_clear(&newer);
}

LEAK_FREE_TEST(lead, what_is_odd_is_warned_of)
{
	static const struct {
		const char *rules;
		const char *warning;
	} rows[] = {
		{"", "no rule says who may lead a plan, so nobody may"},
		{TEAM, "by these rules nobody may lead a plan"},
		{HELPERS "lead L-3 \"l\" permit zvw" FIXTURE_TAIL TEAM,
		 "\"L-3\" never takes effect"},
		{HELPERS
		 "lead L-3 \"l\" permit wmo basis \"BW 7:457\" valid from "
		 "2026-01-01 until 2026-04-30\n",
		 "\"L-3\" ended on 2026-04-30"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct fixture fixture = fixture_rules(rows[i].rules);

		diagnostics_init(&fixture.found, fixture.arena, 1000);
		(void)analyse_policy(fixture.arena, fixture.policy, 20600,
				     &fixture.found);
		cr_expect_not_null(
			strstr(fixture_mistakes(&fixture), rows[i].warning),
			"%s", fixture_mistakes(&fixture));
		fixture_clear(&fixture);
	}
}

LEAK_FREE_TEST(lead, what_is_sound_is_not_warned_of)
{
	struct fixture fixture = fixture_rules(
		HELPERS TEAM "lead L-3 \"l\" permit zvw basis \"BW 7:457\" "
			     "valid from 2025-01-01\n");

	diagnostics_init(&fixture.found, fixture.arena, 1000);
	(void)analyse_policy(fixture.arena, fixture.policy, 20600,
			     &fixture.found);
	cr_expect_null(strstr(fixture_mistakes(&fixture), "lead"), "%s",
		       fixture_mistakes(&fixture));
	cr_expect_null(strstr(fixture_mistakes(&fixture), "L-"), "%s",
		       fixture_mistakes(&fixture));
	fixture_clear(&fixture);
}

/* --- in form, in both languages --- */

LEAK_FREE_TEST(lead, is_printed_in_one_form_and_in_both_languages)
{
	static const char english[] =
		"policy p version 1\n"
		"\n"
		"# Agreed in the region.\n"
		"lead L-2 \"The team\"\n"
		"  forbid  any except wmo\n"
		"  basis   \"BW 7:457\"\n"
		"  valid   from 2026-01-01 until 2026-12-31\n"
		"\n"
		"test \"team\"\n"
		"  given   lead by wmo, on 2026-05-01\n"
		"  expect  permit by L-1\n"
		"\n"
		"test \"nobody\"\n"
		"  like    \"team\" but lead by unknown\n"
		"  expect  deny by L-2\n";
	static const char dutch[] =
		"beleid p versie 1\n"
		"taal nl\n"
		"\n"
		"# Agreed in the region.\n"
		"regie L-2 \"The team\"\n"
		"  verbied    alle behalve wmo\n"
		"  grondslag  \"BW 7:457\"\n"
		"  geldig     vanaf 2026-01-01 tot 2026-12-31\n"
		"\n"
		"toets \"team\"\n"
		"  gegeven    regie door wmo, op 2026-05-01\n"
		"  verwacht   sta toe door L-1\n"
		"\n"
		"toets \"nobody\"\n"
		"  zoals      \"team\" maar regie door onbekend\n"
		"  verwacht   weiger door L-2\n";
	static const struct {
		const char *from;
		enum policy_print_language language;
		const char *to;
	} rows[] = {
		{english, POLICY_PRINT_ENGLISH, english},
		{english, POLICY_PRINT_DUTCH, dutch},
		{dutch, POLICY_PRINT_ENGLISH, english},
		{"policy p version 1 # Agreed in the region.\n lead L-2\n"
		 "\"The team\" valid from 2026-01-01 until 2026-12-31\n"
		 "basis \"BW 7:457\" forbid any except wmo test \"x\"\n",
		 POLICY_PRINT_ENGLISH, NULL},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct arena *arena = arena_new();
		struct policy_source source = {"p.policy",
					       text_of(rows[i].from)};
		struct diagnostics found;
		struct text text = {"", 0};
		bool is_fine;

		diagnostics_init(&found, arena, LIMIT_POLICY_ERRORS);
		is_fine = policy_print(arena, &source, rows[i].language, &found,
				       &text);
		cr_expect_eq(is_fine, rows[i].to != NULL);
		if (is_fine)
			cr_expect_str_eq(arena_text(arena, text), rows[i].to,
					 "%s", arena_text(arena, text));
		arena_free(arena);
	}
}
