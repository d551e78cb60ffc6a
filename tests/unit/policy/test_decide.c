#include <string.h>

#include "fixture.h"
#include "leak_free.h"

#define PERMIT_GOAL                                                            \
	"rule P \"p\"\n permit goal\n fields text, status\n from zvw\n to wmo" \
	" as consultant\n for assessment\n"

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
	.consultable = POLICY_CONSENT_GIVEN,
};

static void
expect_verdict(const char *rules, const struct question *question,
	       enum policy_verdict verdict, const char *fields)
{
	struct fixture fixture = fixture_rules(rules);
	struct policy_decision decision = fixture_decide(&fixture, question);

	cr_expect_eq(decision.verdict, verdict, "%s", rules);
	cr_expect_str_eq(
		fixture_fields(&fixture, question->category, decision.fields),
		fields, "%s", rules);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(decide, nothing_is_shared_without_a_rule)
{
	expect_verdict("", &plain, POLICY_NOTHING_PERMITS, "");
}

LEAK_FREE_TEST(decide, every_part_of_a_permit_must_fit)
{
	struct question asked[7];
	struct question fits = plain;

	for (size_t i = 0; i < COUNT_OF(asked); i++)
		asked[i] = plain;
	asked[0].category = "agreement";
	asked[1].from = "ggz";
	asked[2].to = "welzijn";
	asked[3].role = "volunteer";
	asked[4].purpose = "coordination";
	asked[5].date = "2025-12-31";
	asked[6].date = "2027-01-01";
	fits.date = "2026-12-31";
	for (size_t i = 0; i < COUNT_OF(asked); i++)
		expect_verdict(PERMIT_GOAL
			       " basis \"BW 7:457\"\n"
			       " valid from 2026-01-01 until 2026-12-31\n",
			       &asked[i], POLICY_NOTHING_PERMITS, "");
	expect_verdict(PERMIT_GOAL " basis \"BW 7:457\"\n"
				   " valid from 2026-01-01 until 2026-12-31\n",
		       &fits, POLICY_PERMIT, "text, status");
}

LEAK_FREE_TEST(decide, any_and_groups_do_not_cover_what_is_unknown)
{
	const char *rules = "rule P \"p\"\n permit any\n fields text\n"
			    " from any\n to support\n"
			    " when consent share is given\n" FIXTURE_TAIL;
	struct question asked[4];

	for (size_t i = 0; i < COUNT_OF(asked); i++)
		asked[i] = plain;
	expect_verdict(rules, &plain, POLICY_PERMIT, "text");
	asked[0].from = NULL;
	asked[1].to = NULL;
	asked[2].role = NULL;
	asked[3].purpose = NULL;
	for (size_t i = 0; i < COUNT_OF(asked); i++)
		expect_verdict(rules, &asked[i], POLICY_NOTHING_PERMITS, "");
}

LEAK_FREE_TEST(decide, strange_ids_are_unknown)
{
	struct fixture fixture = fixture_rules(PERMIT_GOAL FIXTURE_TAIL);
	struct policy_asker asker = fixture_asker(fixture.policy, &plain);
	struct policy_item item = fixture_item(fixture.policy, &plain);
	static const int strange[] = {-2,     5,	 255,	   256,
				      100000, INT32_MAX, INT32_MIN};

	for (size_t i = 0; i < COUNT_OF(strange); i++) {
		struct policy_asker other = asker;
		struct policy_item thing = item;

		other.role = strange[i];
		cr_expect_eq(
			policy_decide(policy_prepare(fixture.arena,
						     fixture.policy, &other),
				      &item)
				.verdict,
			POLICY_NOTHING_PERMITS);
		thing.category = strange[i];
		cr_expect_eq(
			policy_decide(policy_prepare(fixture.arena,
						     fixture.policy, &asker),
				      &thing)
				.verdict,
			POLICY_NOTHING_PERMITS);
	}
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(decide, a_forbid_wins_and_names_itself)
{
	struct fixture fixture = fixture_rules(
		"rule A \"a\"\n forbid goal\n from ggz\n" FIXTURE_TAIL
		"rule Z \"z\"\n forbid goal\n to wmo\n" FIXTURE_TAIL PERMIT_GOAL
			FIXTURE_TAIL);
	struct policy_decision decision = fixture_decide(&fixture, &plain);
	const char *ids[4];
	struct policy_asker asker = fixture_asker(fixture.policy, &plain);
	struct policy_item item = fixture_item(fixture.policy, &plain);

	cr_expect_eq(decision.verdict, POLICY_FORBIDDEN);
	cr_expect_eq(decision.fields, 0);
	cr_expect_eq(decision.rule, 2);
	cr_expect_eq(
		policy_deciding_rules(
			policy_prepare(fixture.arena, fixture.policy, &asker),
			&item, &decision, ids, COUNT_OF(ids)),
		1);
	cr_expect_str_eq(ids[0], "Z");
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(decide, a_forbid_may_cover_some_fields_only)
{
	const char *rules = PERMIT_GOAL FIXTURE_TAIL
		"rule F \"f\"\n forbid goal\n fields text, due\n" FIXTURE_TAIL;

	expect_verdict(rules, &plain, POLICY_PERMIT, "status");
}

LEAK_FREE_TEST(decide, permits_add_up_with_the_duties_of_those_that_count)
{
	struct fixture fixture = fixture_rules(
		PERMIT_GOAL
		" duty log_reason\n" FIXTURE_TAIL
		"rule Q \"q\"\n permit goal\n fields due\n from any\n to wmo\n"
		" when consent share is given\n duty "
		"no_onward_sharing\n" FIXTURE_TAIL
		"rule F \"f\"\n forbid goal\n fields due\n from zvw\n"
		" when age is below 18\n" FIXTURE_TAIL);
	struct question child = plain;
	struct policy_decision decision = fixture_decide(&fixture, &plain);

	child.age = 17;
	cr_expect_str_eq(fixture_fields(&fixture, "goal", decision.fields),
			 "text, status, due");
	cr_expect_str_eq(fixture_duties(&fixture, decision.duties),
			 "log_reason, no_onward_sharing");
	decision = fixture_decide(&fixture, &child);
	cr_expect_str_eq(fixture_fields(&fixture, "goal", decision.fields),
			 "text, status");
	cr_expect_str_eq(fixture_duties(&fixture, decision.duties),
			 "log_reason");
	fixture_clear(&fixture);
}

/* Which consent states a condition lets through, as a string of U R W G N. */
struct consent_case {
	const char *condition;
	const char *permit; /* states in which the permit applies */
	const char *forbid; /* states in which the forbid applies */
};

static const struct consent_case consent_cases[] = {
	{" when consent share is given\n", "GN", "UGN"},
	{" when consent share is refused\n", "R", "UR"},
	{" when consent share is withdrawn\n", "W", "UW"},
	{" when consent share names the category\n", "N", "UN"},
	{" unless consent share is given\n", "RW", "URW"},
	{" unless consent share is refused\n", "WGN", "UWGN"},
	{" unless consent share names the category\n", "RWG", "URWG"},
	{" when consent share is unknown\n", NULL, "U"},
	{" unless consent share is unknown\n", "RWGN", NULL},
};

static void
expect_states(const char *rule, const char *condition, const char *applies,
	      enum policy_verdict verdict)
{
	static const char letters[] = "URWGN";
	struct arena *arena = arena_new();
	struct fixture fixture = fixture_rules(
		arena_printf(arena, "%s%s%s", rule, condition, FIXTURE_TAIL));

	for (int state = 0; state < 5; state++) {
		struct question question = plain;
		bool expected = strchr(applies, letters[state]) != NULL;

		question.share = (enum policy_consent_state)state;
		cr_expect_eq(fixture_decide(&fixture, &question).verdict ==
				     verdict,
			     expected, "%s%s in state %c", rule, condition,
			     letters[state]);
	}
	fixture_clear(&fixture);
	arena_free(arena);
}

LEAK_FREE_TEST(decide, consent_that_is_unknown_closes_permits_and_forbids_apply)
{
	for (size_t i = 0; i < COUNT_OF(consent_cases); i++) {
		const struct consent_case *test = &consent_cases[i];

		if (test->permit != NULL)
			expect_states(PERMIT_GOAL, test->condition,
				      test->permit, POLICY_PERMIT);
		if (test->forbid != NULL)
			expect_states("rule F \"f\"\n forbid goal\n",
				      test->condition, test->forbid,
				      POLICY_FORBIDDEN);
	}
}

struct age_case {
	const char *condition;
	int from;
	int until;
};

static const struct age_case age_cases[] = {
	{" when age is at least 16\n", 16, 200},
	{" when age is at most 16\n", 0, 16},
	{" when age is below 16\n", 0, 15},
	{" unless age is at least 16\n", 0, 15},
	{" unless age is at most 16\n", 17, 200},
	{" unless age is below 16\n", 16, 200},
	{" when age is at least 12 and age is below 16\n", 12, 15},
	{" when age is at least 12\n unless age is at least 16\n", 12, 15},
};

LEAK_FREE_TEST(decide, ages_are_compared_at_their_edges)
{
	for (size_t i = 0; i < COUNT_OF(age_cases); i++) {
		struct arena *arena = arena_new();
		struct fixture fixture = fixture_rules(
			arena_printf(arena, "%s%s%s", PERMIT_GOAL,
				     age_cases[i].condition, FIXTURE_TAIL));

		for (int age = -1; age <= 200; age++) {
			struct policy_asker asker =
				fixture_asker(fixture.policy, &plain);
			struct policy_item item =
				fixture_item(fixture.policy, &plain);
			bool expected = age >= age_cases[i].from &&
					age <= age_cases[i].until;

			item.age_years = age;
			cr_expect_eq(
				policy_decide(policy_prepare(arena,
							     fixture.policy,
							     &asker),
					      &item)
						.verdict == POLICY_PERMIT,
				expected, "%s at %d", age_cases[i].condition,
				age);
		}
		fixture_clear(&fixture);
		arena_free(arena);
	}
}

struct level_case {
	const char *condition;
	bool applies[3]; /* normal, high, very_high */
};

static const struct level_case level_cases[] = {
	{" when sensitivity is at most high\n", {true, true, false}},
	{" when sensitivity is at least high\n", {false, true, true}},
	{" when sensitivity is below high\n", {true, false, false}},
	{" when sensitivity is high\n", {false, true, false}},
	{" unless sensitivity is high\n", {true, false, true}},
	{" unless sensitivity is at least high\n", {true, false, false}},
};

LEAK_FREE_TEST(decide, levels_of_sensitivity_rise)
{
	static const char *const levels[] = {"normal", "high", "very_high"};

	for (size_t i = 0; i < COUNT_OF(level_cases); i++)
		for (size_t level = 0; level < COUNT_OF(levels); level++) {
			struct arena *arena = arena_new();
			struct question question = plain;
			bool applies = level_cases[i].applies[level];

			question.sensitivity = levels[level];
			expect_verdict(arena_printf(arena, "%s%s%s",
						    PERMIT_GOAL,
						    level_cases[i].condition,
						    FIXTURE_TAIL),
				       &question,
				       applies ? POLICY_PERMIT
					       : POLICY_NOTHING_PERMITS,
				       applies ? "text, status" : "");
			arena_free(arena);
		}
}

/* By what is known of the owner: nothing, the recipient, somebody else. */
static const struct owner_case {
	const char *condition;
	bool permits[3];
	bool forbids[3];
} owner_cases[] = {
	{" when owner is the recipient\n",
	 {false, true, false},
	 {true, true, false}},
	{" when owner is somebody else\n",
	 {false, false, true},
	 {true, false, true}},
	{" unless owner is the recipient\n",
	 {false, false, true},
	 {true, false, true}},
	{" unless owner is somebody else\n",
	 {false, true, false},
	 {true, true, false}},
};

#define AGREEMENT                                                              \
	" agreement\n fields text\n from zvw\n to wmo as consultant\n"         \
	" for assessment\n"

LEAK_FREE_TEST(decide,
	       an_owner_that_is_unknown_closes_permits_and_forbids_apply)
{
	for (size_t i = 0; i < COUNT_OF(owner_cases); i++)
		for (size_t owner = 0; owner <= POLICY_OWNERS; owner++) {
			struct arena *arena = arena_new();
			const struct owner_case *row = &owner_cases[i];
			struct question question = plain;

			question.category = "agreement";
			question.owner = (enum policy_owner)owner;
			expect_verdict(
				arena_printf(arena,
					     "rule P \"p\"\n permit" AGREEMENT
					     "%s" FIXTURE_TAIL,
					     row->condition),
				&question,
				row->permits[owner] ? POLICY_PERMIT
						    : POLICY_NOTHING_PERMITS,
				row->permits[owner] ? "text" : "");
			expect_verdict(
				arena_printf(arena,
					     "rule P \"p\"\n permit" AGREEMENT
						     FIXTURE_TAIL
					     "rule F \"f\"\n forbid" AGREEMENT
					     "%s" FIXTURE_TAIL,
					     row->condition),
				&question,
				row->forbids[owner] ? POLICY_FORBIDDEN
						    : POLICY_PERMIT,
				row->forbids[owner] ? "" : "text");
			arena_free(arena);
		}
}

LEAK_FREE_TEST(decide, unless_with_and_needs_both_to_make_an_exception)
{
	const char *rules =
		"rule F \"f\"\n forbid goal\n"
		" unless consent share is given\n"
		"  and sensitivity is at most normal\n" FIXTURE_TAIL PERMIT_GOAL
			FIXTURE_TAIL;
	struct question refused = plain;
	struct question high = plain;

	refused.share = POLICY_CONSENT_REFUSED;
	high.sensitivity = "high";
	expect_verdict(rules, &plain, POLICY_PERMIT, "text, status");
	expect_verdict(rules, &refused, POLICY_FORBIDDEN, "");
	expect_verdict(rules, &high, POLICY_FORBIDDEN, "");
}

LEAK_FREE_TEST(decide, any_has_exceptions)
{
	const char *rules = "rule F \"f\"\n forbid any except agreement\n"
			    " to any except care, own\n" FIXTURE_TAIL
			    "rule P \"p\"\n permit goal, agreement\n"
			    " fields text\n from any\n to any\n"
			    " when consent share is given\n" FIXTURE_TAIL;
	struct question agreement = plain;
	struct question to_care = plain;
	struct question to_own = plain;

	agreement.category = "agreement";
	to_care.to = "ggz";
	to_own.to = "own";
	expect_verdict(rules, &plain, POLICY_FORBIDDEN, "");
	expect_verdict(rules, &agreement, POLICY_PERMIT, "text");
	expect_verdict(rules, &to_care, POLICY_PERMIT, "text");
	expect_verdict(rules, &to_own, POLICY_PERMIT, "text");
}

LEAK_FREE_TEST(decide, nobody_can_ask_for_what_is_only_sent)
{
	const char *rules = "rule P \"p\"\n permit goal\n fields text\n"
			    " from zvw\n to wmo as consultant\n for "
			    "handover\n" FIXTURE_TAIL;
	struct question asked = plain;
	struct question sent = plain;

	asked.purpose = "handover";
	sent.purpose = "handover";
	sent.is_sent = true;
	expect_verdict(rules, &asked, POLICY_NOTHING_PERMITS, "");
	expect_verdict(rules, &sent, POLICY_PERMIT, "text");
}
