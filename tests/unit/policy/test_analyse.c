#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/policy/analyse.h"
#include "inside.h"
#include "leak_free.h"

#define DAY 20600 /* 2026-05-27 */

/* Everything that a sound rule has. */
#define SOUND                                                                  \
	"rule R-1 \"r\" permit goal fields text, status from zvw to wmo\n"     \
	" as consultant for assessment when consent share is given\n"
#define TO_WMO " from zvw to wmo as consultant for assessment\n"

static const char *
analyse(struct fixture *fixture, int32_t day)
{
	diagnostics_init(&fixture->found, fixture->arena, 1000);
	(void)analyse_policy(fixture->arena, fixture->policy, day,
			     &fixture->found);
	return fixture_mistakes(fixture);
}

LEAK_FREE_TEST(analyse, finds_nothing_in_a_sound_rule)
{
	struct fixture fixture = fixture_rules(SOUND FIXTURE_TAIL);
	const char *found = analyse(&fixture, DAY);

	/* But words: the fixture's vocabulary has more than one rule needs. */
	for (size_t i = 0; i < fixture.found.count; i++)
		cr_expect(strncmp(fixture.found.items[i].text, "no rule names",
				  13) == 0 ||
				  strstr(fixture.found.items[i].text,
					 "who may lead") != NULL,
			  "%s", found);
	cr_expect_eq(fixture.found.errors, 0);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(analyse, warns_of_each_thing_that_is_suspicious)
{
	static const struct {
		const char *rules;
		const char *warning;
	} rows[] = {
		{SOUND FIXTURE_TAIL
		 "rule R-2 \"f\" forbid goal from zvw" FIXTURE_TAIL,
		 "\"R-1\" never takes effect: \"R-2\" forbids all of it"},
		{SOUND FIXTURE_TAIL
		 "rule R-2 \"f\" forbid goal fields text" FIXTURE_TAIL
		 "rule R-3 \"f\" forbid goal fields status" FIXTURE_TAIL,
		 "\"R-1\" never takes effect: forbids cover all of it"},
		{SOUND FIXTURE_TAIL
		 "rule R-2 \"f\" forbid goal fields text" FIXTURE_TAIL,
		 "\"R-1\" never shares text of goal: forbids cover that"},
		{SOUND FIXTURE_TAIL
		 "rule R-2 \"r\" permit goal fields status, text" TO_WMO
		 " when consent share is given" FIXTURE_TAIL,
		 "\"R-2\" says the same as \"R-1\""},
		{SOUND FIXTURE_TAIL
		 "rule R-2 \"r\" permit goal fields text" TO_WMO
		 " when consent share is given\n and age is at least "
		 "16" FIXTURE_TAIL,
		 "\"R-2\" adds nothing: \"R-1\" says all that it says"},
		{SOUND FIXTURE_TAIL
		 "rule R-2 \"r\" permit goal fields text" TO_WMO
		 " when age is below 16\n and consent share is "
		 "given" FIXTURE_TAIL
		 "rule R-3 \"r\" permit agreement fields text" TO_WMO
		 " when consent share is given" FIXTURE_TAIL
		 "rule R-4 \"r\" permit agreement, goal fields text" TO_WMO
		 " when consent share is given" FIXTURE_TAIL,
		 "\"R-4\" adds nothing: other rules together say all that it "
		 "says"},
		{SOUND " and consent share is given" FIXTURE_TAIL,
		 "\"consent share is given\" changes nothing: the other "
		 "conditions of \"R-1\" imply it"},
		{SOUND " and age is at least 16\n unless age is below "
		       "12" FIXTURE_TAIL,
		 "this exception changes nothing: it never applies where "
		 "\"R-1\" does"},
		{"rule R-1 \"r\" permit any fields text from zvw to wmo\n"
		 " as consultant for assessment when consent share is "
		 "given" FIXTURE_TAIL,
		 "\"R-1\" permits for every category"},
		{"rule R-1 \"r\" permit goal fields text from zvw to wmo\n"
		 " when consent share is given" FIXTURE_TAIL,
		 "\"R-1\" permits for every role"},
		{"rule R-1 \"r\" permit goal fields text from zvw to wmo\n"
		 " when consent share is given" FIXTURE_TAIL,
		 "\"R-1\" permits for every purpose"},
		{"rule R-1 \"r\" permit diagnosis fields code" TO_WMO
			 FIXTURE_TAIL,
		 "\"R-1\" shares special data (code of diagnosis) without any "
		 "consent"},
		{"rule R-1 \"r\" permit goal fields text" TO_WMO FIXTURE_TAIL,
		 "\"R-1\" shares data of children under 16 without any "
		 "consent"},
		{"rule R-1 \"r\" permit goal fields text" TO_WMO
		 " when age is at least 16 basis \"AVG 9(2)(a)\"\n"
		 " valid from 2026-01-01\n",
		 "\"R-1\" rests on \"AVG 9(2)(a)\", which is consent, but "
		 "doesn't ask for any"},
		{SOUND " and age is at most 16" FIXTURE_TAIL,
		 "this splits at the age of 17; the law splits at 12, 16 and "
		 "18"},
		{SOUND " and age is below 12" FIXTURE_TAIL
		       "rule R-2 \"r\" permit goal fields text" TO_WMO
		       " when consent share is given and age is at least "
		       "16" FIXTURE_TAIL,
		 "from the age of 12 to 15 nothing permits the goal that "
		 "\"R-1\" permits below and \"R-2\" above"},
		{SOUND " basis \"BW 7:457\"\n"
		       " valid from 2026-01-01 until 2026-03-31\n",
		 "\"R-1\" ended on 2026-03-31"},
		{SOUND " basis \"BW 7:457\"\n"
		       " valid from 2026-01-01 until 2026-05-31\n",
		 "\"R-1\" ends on 2026-05-31, in 4 days"},
		{SOUND " basis \"BW 7:457\"\n"
		       " valid from 2026-01-01 until 2026-12-31\n"
		       "rule R-2 \"r\" permit goal fields text" TO_WMO
		       " when consent share is given basis \"BW 7:457\"\n"
		       " valid from 2027-02-01\n",
		 "from 2027-01-01 until 2027-01-31 nothing permits the goal "
		 "that \"R-1\" permits before and \"R-2\" after"},
		{SOUND FIXTURE_TAIL,
		 "no rule names these roles: coordinator, volunteer"},
		{SOUND FIXTURE_TAIL,
		 "no rule names these duties: log_reason, no_onward_sharing"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct fixture fixture = fixture_rules(rows[i].rules);
		const char *found = analyse(&fixture, DAY);

		cr_expect(strstr(found, rows[i].warning) != NULL, "%s\n%s",
			  rows[i].warning, found);
		cr_expect_eq(fixture.found.errors, 0);
		fixture_clear(&fixture);
	}
}

LEAK_FREE_TEST(analyse, is_silent_where_something_bridges_the_gap)
{
	struct fixture fixture = fixture_rules(
		SOUND " and age is below 12" FIXTURE_TAIL
		      "rule R-2 \"r\" permit goal fields text" TO_WMO
		      " when consent share is given\n and age is at least "
		      "16" FIXTURE_TAIL
		      "rule R-3 \"r\" permit goal fields text, status" TO_WMO
		      " when consent share is given\n and age is at least 12\n"
		      " and age is below 18" FIXTURE_TAIL);
	const char *found = analyse(&fixture, DAY);

	cr_expect(strstr(found, "nothing permits") == NULL, "%s", found);
	fixture_clear(&fixture);
}

/* "… says nothing" for rule number `rule`? */
static bool
is_called_needless(const struct fixture *fixture, const char *id)
{
	struct arena *arena = arena_new();
	const char *starts[] = {
		arena_printf(arena, "\"%s\" never takes effect", id),
		arena_printf(arena, "\"%s\" never applies", id),
		arena_printf(arena, "\"%s\" adds nothing", id),
		arena_printf(arena, "\"%s\" says the same", id)};
	bool is_called = false;

	for (size_t i = 0; i < fixture->found.count; i++)
		for (size_t s = 0; s < COUNT_OF(starts); s++)
			is_called = is_called ||
				    strncmp(fixture->found.items[i].text,
					    starts[s], strlen(starts[s])) == 0;
	arena_free(arena);
	return is_called;
}

/* In how many of many questions is the answer another one without it? */
static size_t
count_differences(struct generator *generator, const struct policy *with,
		  const struct policy *without)
{
	size_t different = 0;

	for (size_t i = 0; i < 3000; i++) {
		struct policy_asker asker = generator_asker(generator, with);
		struct policy_item item = generator_item(generator, with);
		struct policy_decision one =
			policy_decide_naively(with, &asker, &item);
		struct policy_decision other =
			policy_decide_naively(without, &asker, &item);

		different += one.fields != other.fields ||
			     one.duties != other.duties;
	}
	return different;
}

LEAK_FREE_TEST(analyse, calls_no_rule_needless_that_a_naive_decision_needs)
{
	size_t needless = 0;
	size_t needed = 0;

	for (uint64_t seed = 1; seed <= 10; seed++) {
		struct generator generator = generator_of(seed);
		struct arena *arena = arena_new();
		struct generated rules =
			generator_rules(&generator, arena, false);
		struct fixture all = inside_policy(&rules, SIZE_MAX);

		(void)analyse(&all, DAY);
		for (size_t i = 0; i < rules.count; i += 2) {
			struct fixture fewer = inside_policy(&rules, i);
			const char *id = arena_printf(arena, "R-%02zu", i);
			size_t different = count_differences(
				&generator, all.policy, fewer.policy);

			if (is_called_needless(&all, id)) {
				cr_assert_eq(different, 0, "seed %lu, %s", seed,
					     id);
				needless++;
			}
			needed += different > 0;
			fixture_clear(&fewer);
		}
		fixture_clear(&all);
		arena_free(arena);
	}
	cr_expect_gt(needless, 2);
	cr_expect_gt(needed, 20);
}
