#include "eenplan/policy/about.h"

#include "fixture.h"
#include "leak_free.h"

#define RULES                                                                  \
	"rule R-1 \"some fields\" permit goal, agreement fields text\n"        \
	" from zvw to wmo as consultant for assessment\n"                      \
	" when consent share is given and age is at least 16\n"                \
	" unless sensitivity is high and consent share is unknown\n"           \
	" duty log_reason" FIXTURE_TAIL                                        \
	"rule R-2 \"all\" forbid any to welzijn" FIXTURE_TAIL                  \
	"rule R-3 \"one\" forbid goal to welzijn" FIXTURE_TAIL                 \
	"test \"shared\" given goal from zvw to wmo as consultant for "        \
	"assessment, sensitivity normal, age 16, consent share given, on "     \
	"2026-05-01 expect permit\n"                                           \
	"test \"too young\" like \"shared\" but age 15 expect deny\n"          \
	"test \"welfare\" like \"shared\" but to welzijn expect deny\n"

static struct about_rule
about(struct fixture *fixture, const char *id)
{
	struct about_rule about;

	cr_assert(about_rule_find(fixture->arena, fixture->policy, id,
				  VOCABULARY_ENGLISH, &about),
		  "%s", id);
	return about;
}

LEAK_FREE_TEST(about, knows_no_rule_that_is_not_there)
{
	struct fixture fixture = fixture_rules(RULES);
	struct about_rule about;

	cr_expect_not(about_rule_find(fixture.arena, fixture.policy, "R-4",
				      VOCABULARY_ENGLISH, &about));
	cr_expect_not(about_rule_find(fixture.arena, fixture.policy, "",
				      VOCABULARY_ENGLISH, &about));
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(about, has_the_articles_of_a_rule_and_of_no_other)
{
	struct fixture fixture = fixture_rules(RULES);
	const char *const *basis;
	bool is_permit = true;
	size_t count = 1;

	cr_expect_null(
		about_rule_basis(fixture.policy, "R-4", &is_permit, &count));
	cr_expect_eq(count, 0);
	cr_expect_not(is_permit);
	basis = about_rule_basis(fixture.policy, "R-1", &is_permit, &count);
	cr_assert_not_null(basis);
	cr_expect(is_permit);
	cr_expect_eq(count, about(&fixture, "R-1").basis_count);
	cr_expect_str_eq(basis[0], about(&fixture, "R-1").basis[0]);
	(void)about_rule_basis(fixture.policy, "R-2", &is_permit, &count);
	cr_expect_not(is_permit);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(about, tells_what_a_permit_opens_and_under_which_conditions)
{
	struct fixture fixture = fixture_rules(RULES);
	struct about_rule rule = about(&fixture, "R-1");

	cr_expect(rule.is_permit);
	cr_expect_str_eq(rule.title, "some fields");
	cr_assert_eq(rule.what_count, 2);
	cr_expect_str_eq(rule.what[0], "goal (text)");
	cr_expect_str_eq(rule.what[1], "agreement (text)");
	cr_expect_str_eq(rule.where,
			 "from zvw to wmo as consultant for assessment valid "
			 "from 2026-01-01");
	cr_assert_eq(rule.condition_count, 2);
	cr_expect_str_eq(rule.conditions[0],
			 "when consent share is given and age is at least 16");
	cr_expect_str_eq(rule.conditions[1],
			 "unless sensitivity is high and consent share is "
			 "unknown");
	cr_expect_str_eq(rule.duties, "log_reason");
	cr_assert_eq(rule.basis_count, 1);
	cr_expect_str_eq(rule.basis[0], "BW 7:457");
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(about, says_any_only_of_everything)
{
	struct fixture fixture = fixture_rules(RULES);
	struct about_rule all = about(&fixture, "R-2");
	struct about_rule one = about(&fixture, "R-3");

	cr_expect_not(all.is_permit);
	cr_assert_eq(all.what_count, 1);
	cr_expect_str_eq(all.what[0], "any");
	cr_assert_eq(one.what_count, 1);
	cr_expect_str_eq(one.what[0], "goal");
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(about, names_the_tests_that_a_rule_decides_or_is_nearest_in)
{
	struct fixture fixture = fixture_rules(RULES);
	struct about_rule permit = about(&fixture, "R-1");
	struct about_rule forbid = about(&fixture, "R-2");

	cr_assert_eq(permit.decide_count, 1);
	cr_expect_str_eq(permit.decides[0], "shared");
	cr_assert_eq(permit.nearest_count, 1);
	cr_expect_str_eq(permit.nearest[0], "too young");
	cr_assert_eq(forbid.decide_count, 1);
	cr_expect_str_eq(forbid.decides[0], "welfare");
	cr_expect_eq(forbid.nearest_count, 0);
	fixture_clear(&fixture);
}
