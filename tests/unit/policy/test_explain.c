#include "fixture.h"
#include "leak_free.h"

static const char *const rules =
	"rule P-2 \"Consultants see goals\"\n permit goal\n fields text\n"
	" from zvw\n to wmo as consultant, coordinator\n for assessment\n"
	" when consent share is given\n  and consent secrecy_waiver is given\n"
	"  and sensitivity is at most normal\n"
	" unless age is below 16 and consent consultable is refused\n"
	" basis \"AVG 9(2)(a)\", \"BW 7:457\"\n"
	" valid from 2026-01-01 until 2026-12-31\n"
	"rule P-1 \"Goals by name\"\n permit goal\n fields due, text\n"
	" from zvw\n to wmo as consultant\n for assessment\n"
	" when consent share names the category\n"
	"  and consent secrecy_waiver is given\n"
	"  and consent consultable is given\n" FIXTURE_TAIL
	"rule F-1 \"Not from ggz\"\n forbid goal\n from ggz\n" FIXTURE_TAIL;

static const struct question plain = {
	.category = "goal",
	.from = "zvw",
	.to = "wmo",
	.role = "consultant",
	.purpose = "assessment",
	.sensitivity = "normal",
	.age = 40,
	.share = POLICY_CONSENT_GIVEN,
	.waiver = POLICY_CONSENT_GIVEN,
};

static struct policy_reason
explain(const struct fixture *fixture, const struct question *question)
{
	struct policy_asker asker = fixture_asker(fixture->policy, question);
	struct policy_item item = fixture_item(fixture->policy, question);
	struct policy_prepared *prepared =
		policy_prepare(fixture->arena, fixture->policy, &asker);
	struct policy_decision decision = policy_decide(prepared, &item);

	return policy_explain(fixture->arena, prepared, &item, &decision);
}

static const char *
joined(const struct fixture *fixture, const char *const *words, size_t count)
{
	struct buf out;

	buf_init(&out, fixture->arena, 64);
	for (size_t i = 0; i < count; i++)
		buf_printf(&out, "%s%s", i > 0 ? "; " : "", words[i]);
	return buf_string(&out);
}

LEAK_FREE_TEST(explain, names_no_rule_where_none_is_near)
{
	struct fixture fixture = fixture_rules(rules);
	struct question far = plain;

	far.to = "welzijn";
	cr_expect_null(explain(&fixture, &far).rule);
	far = plain;
	far.category = "agreement";
	cr_expect_null(explain(&fixture, &far).rule);
	fixture_clear(&fixture);
}

struct missing_case {
	struct question question;
	const char *missing;
};

LEAK_FREE_TEST(explain, says_what_the_nearest_permit_misses)
{
	struct fixture fixture = fixture_rules(rules);
	struct missing_case cases[] = {
		{plain, "consent secrecy_waiver is given"},
		{plain, "sensitivity is at most normal"},
		{plain, "as coordinator or consultant"},
		{plain, "for assessment"},
		{plain, "valid from 2026-01-01 until 2026-12-31"},
		{plain, "not (age is below 16 and consent consultable is "
			"refused)"},
		{plain, "consent share is given; consent secrecy_waiver is "
			"given"},
	};

	cases[0].question.waiver = POLICY_CONSENT_UNKNOWN;
	cases[1].question.sensitivity = NULL;
	cases[2].question.role = "volunteer";
	cases[3].question.purpose = "coordination";
	cases[4].question.date = "2025-12-31";
	cases[5].question.age = 15;
	cases[5].question.consultable = POLICY_CONSENT_REFUSED;
	cases[6].question.share = POLICY_CONSENT_WITHDRAWN;
	cases[6].question.waiver = POLICY_CONSENT_REFUSED;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct policy_reason reason =
			explain(&fixture, &cases[i].question);

		cr_expect_str_eq(reason.rule, "P-2", "case %zu", i);
		cr_expect_str_eq(
			joined(&fixture, reason.missing, reason.missing_count),
			cases[i].missing);
	}
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(explain, names_the_forbid_with_its_place_and_article)
{
	struct fixture fixture = fixture_rules(rules);
	struct question question = plain;

	question.from = "ggz";

	struct policy_reason reason = explain(&fixture, &question);

	cr_expect_str_eq(reason.rule, "F-1");
	cr_expect_str_eq(reason.title, "Not from ggz");
	cr_expect_str_eq(reason.file, "test.policy");
	cr_expect_eq(reason.line, 26);
	cr_expect_str_eq(joined(&fixture, reason.basis, reason.basis_count),
			 "BW 7:457");
	cr_expect_eq(reason.missing_count, 0);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(explain, gives_the_articles_of_all_permits_once)
{
	struct fixture fixture = fixture_rules(rules);
	struct question question = plain;
	const char *ids[4];

	question.share = POLICY_CONSENT_GIVEN_NAMING;
	question.consultable = POLICY_CONSENT_GIVEN;

	struct policy_reason reason = explain(&fixture, &question);
	struct policy_asker asker = fixture_asker(fixture.policy, &question);
	struct policy_item item = fixture_item(fixture.policy, &question);
	struct policy_decision decision = fixture_decide(&fixture, &question);
	size_t count = policy_deciding_rules(
		policy_prepare(fixture.arena, fixture.policy, &asker), &item,
		&decision, ids, COUNT_OF(ids));

	cr_expect_str_eq(reason.rule, "P-1");
	cr_expect_str_eq(joined(&fixture, reason.basis, reason.basis_count),
			 "BW 7:457; AVG 9(2)(a)");
	cr_expect_str_eq(joined(&fixture, ids, count), "P-1; P-2");
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(explain, names_nothing_to_lift_a_forbid_without_exception)
{
	struct fixture fixture = fixture_rules(
		"rule F-1 \"Not without consent\"\n forbid goal\n from ggz\n"
		" unless consent share names the category\n" FIXTURE_TAIL
		"rule F-2 \"Not to welfare\"\n forbid goal\n"
		" to welzijn\n" FIXTURE_TAIL);
	struct question question = plain;
	question.from = "ggz";
	question.to = "welzijn";

	struct policy_reason reason = explain(&fixture, &question);

	cr_expect_str_eq(reason.rule, "F-1");
	cr_expect_eq(reason.missing_count, 0, "F-2 applies as well");
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(explain, names_what_would_lift_a_forbid)
{
	struct fixture fixture = fixture_rules(
		"rule F-1 \"Not without consent\"\n forbid goal\n from ggz\n"
		" unless consent share names the category\n" FIXTURE_TAIL);
	struct question question = plain;
	question.from = "ggz";

	struct policy_reason reason = explain(&fixture, &question);

	cr_expect_str_eq(reason.rule, "F-1");
	cr_expect_str_eq(joined(&fixture, reason.missing, reason.missing_count),
			 "consent share names the category");
	fixture_clear(&fixture);
}
