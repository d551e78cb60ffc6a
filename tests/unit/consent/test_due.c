#include "daemon/consent/due.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "fixture.h"

#define WITHIN	 30
#define YEARS(n) (TODAY - (n)*365 - (n) / 4)

/* One consent record, and when it is due; NULL: it isn't. */
static const char *
due_of(const struct circumstances *of, const struct consent *records,
       size_t count, size_t which, int32_t *day_out)
{
	struct policy *policy = fixture_policy();
	struct arena *arena = arena_new();
	const struct consent_due_question question = {
		.file = consent_file_new(arena, policy_vocabulary(policy), of,
					 records, count),
		.records = records,
		.count = count,
		.day = TODAY,
		.within_days = WITHIN};
	struct consent_due *due;
	const char *why = NULL;
	size_t found = consent_due_list(arena, &question, &due);

	for (size_t i = 0; i < found; i++)
		if (due[i].consent == &records[which]) {
			why = consent_due_word(due[i].why);
			*day_out = due[i].day;
		}
	arena_free(arena);
	policy_free(policy);
	return why;
}

static void
expect(const struct circumstances *of, const struct consent *records,
       size_t count, const char *why)
{
	int32_t day = 0;
	const char *found = due_of(of, records, count, 0, &day);

	if (why == NULL)
		cr_expect_null(found, "%s on %d", found, day);
	else
		cr_expect(found != NULL && strcmp(found, why) == 0,
			  "%s isn't %s", found == NULL ? "nothing" : found,
			  why);
}

static int32_t
day_of(const struct circumstances *of, const struct consent *record)
{
	int32_t day = 0;

	(void)due_of(of, record, 1, 0, &day);
	return day;
}

LEAK_FREE_TEST(due, lists_no_consent_that_holds_on)
{
	const struct circumstances adult = fixture_adult();
	struct consent consent = fixture_given();

	expect(&adult, &consent, 1, NULL);
	consent.until_day = TODAY + WITHIN + 1;
	expect(&adult, &consent, 1, NULL);
	consent.until_day = TODAY - WITHIN - 1;
	expect(&adult, &consent, 1, NULL);
}

LEAK_FREE_TEST(due, lists_what_ends_soon_and_what_ended_lately)
{
	const struct circumstances adult = fixture_adult();
	struct consent consent = fixture_given();

	consent.until_day = TODAY;
	expect(&adult, &consent, 1, "ends");
	consent.until_day = TODAY + WITHIN;
	expect(&adult, &consent, 1, "ends");
	cr_expect_eq(day_of(&adult, &consent), TODAY + WITHIN);
	consent.until_day = TODAY - 1;
	expect(&adult, &consent, 1, "ended");
	consent.until_day = TODAY - WITHIN;
	expect(&adult, &consent, 1, "ended");
}

LEAK_FREE_TEST(due, lists_no_objection_and_nothing_that_was_answered)
{
	const struct circumstances adult = fixture_adult();
	struct consent records[] = {fixture_given(), fixture_given()};

	records[0].until_day = TODAY;
	records[0].state = CONSENT_WITHDRAWN;
	expect(&adult, records, 1, NULL);
	records[0].state = CONSENT_REFUSED;
	expect(&adult, records, 1, NULL);
	/* another record answers it, from the next day on */
	records[0].state = CONSENT_GIVEN;
	records[1].id = "d";
	records[1].from_day = TODAY + 1;
	expect(&adult, records, 2, NULL);
	records[1].state = CONSENT_REFUSED;
	expect(&adult, records, 2, NULL);
	/* but not when it leaves a day open */
	records[1].state = CONSENT_GIVEN;
	records[1].from_day = TODAY + 2;
	expect(&adult, records, 2, "ends");
}

LEAK_FREE_TEST(due, hears_what_is_about_anothers_records_by_itself)
{
	const struct circumstances adult = fixture_adult();
	struct consent records[] = {fixture_given(), fixture_given(),
				    fixture_given()};

	records[0].until_day = TODAY;
	records[0].source = "thuiszorg";
	expect(&adult, records, 1, "ends");
	/* what is said of our records, or of a third one's, answers nothing */
	records[1].id = "d";
	records[2].id = "e";
	records[2].source = "welzijn";
	expect(&adult, records, 3, "ends");
	records[2].source = "thuiszorg";
	expect(&adult, records, 3, NULL);
	/* nor the other way round */
	records[0].source = NULL;
	records[1].source = "thuiszorg";
	expect(&adult, records, 3, "ends");
}

LEAK_FREE_TEST(due, asks_again_about_anothers_records_when_capacity_is_lost)
{
	struct circumstances of = fixture_adult();
	struct consent consent = fixture_given();

	of.capacity = CAPACITY_INCAPABLE;
	consent.source = "thuiszorg";
	expect(&of, &consent, 1, "giver");
	consent.state = CONSENT_REFUSED;
	expect(&of, &consent, 1, NULL);
}

LEAK_FREE_TEST(due, an_objection_that_comes_back_when_a_consent_ends_is_none)
{
	static const char *const goal[] = {"goal"};
	const struct circumstances adult = fixture_adult();
	struct consent records[] = {fixture_given(), fixture_given()};

	/* withdrawn altogether, and then given for goals */
	records[0].categories = goal;
	records[0].category_count = 1;
	records[0].until_day = TODAY + 5;
	records[0].recorded_ms = 2;
	records[1].id = "d";
	records[1].state = CONSENT_WITHDRAWN;
	records[1].recorded_ms = 1;
	expect(&adult, records, 2, "ends");
	records[0].until_day = TODAY - 5;
	expect(&adult, records, 2, "ended");
	/* the other way round it was answered */
	records[1].recorded_ms = 3;
	expect(&adult, records, 2, NULL);
}

LEAK_FREE_TEST(due, a_narrower_consent_does_not_renew_a_wider_one)
{
	static const char *const goal[] = {"goal"};
	const struct circumstances adult = fixture_adult();
	struct consent records[] = {fixture_given(), fixture_given()};

	records[0].until_day = TODAY;
	records[1].id = "d";
	records[1].categories = goal;
	records[1].category_count = 1;
	expect(&adult, records, 2, "ends");
	/* the other way round it does */
	records[0].categories = goal;
	records[0].category_count = 1;
	records[1].category_count = 0;
	expect(&adult, records, 2, NULL);
}

static const struct representative parents[] = {
	{"mother", NULL, REPRESENTATION_CUSTODY},
	{"father", NULL, REPRESENTATION_CUSTODY}};

static struct circumstances
child(int32_t birth_day)
{
	return (struct circumstances){.birth_day = birth_day,
				      .custody = CUSTODY_KNOWN,
				      .representatives = parents,
				      .representative_count = 2};
}

static struct consent
given_by(const char *giver)
{
	struct consent consent = fixture_given();

	consent.id = giver;
	consent.given_by = "representative";
	consent.giver = giver;
	consent.ground = "custody";
	return consent;
}

LEAK_FREE_TEST(due, a_child_that_becomes_twelve_is_asked_too)
{
	struct circumstances of = child(YEARS(11));
	struct consent records[] = {given_by("mother"), given_by("father"),
				    fixture_given()};

	expect(&of, records, 2, NULL);
	of.birth_day = YEARS(13);
	expect(&of, records, 2, "giver");
	cr_expect_eq(day_of(&of, records), TODAY);
	expect(&of, records, 3, NULL);
}

LEAK_FREE_TEST(due, a_birthday_within_the_days_is_told_before_it_comes)
{
	struct circumstances of = child(0);
	struct consent records[] = {given_by("mother"), given_by("father")};
	int32_t day = 0;

	for (of.birth_day = YEARS(12);
	     clock_age_years(of.birth_day, TODAY + 10) != 11; of.birth_day++)
		;
	while (clock_age_years(of.birth_day, TODAY + 10) < 12)
		of.birth_day--;
	cr_assert_eq(giver_next_age(&of, TODAY), TODAY + 10);
	cr_expect_str_eq(due_of(&of, records, 2, 0, &day), "giver");
	cr_expect_eq(day, TODAY + 10);
}

LEAK_FREE_TEST(due, at_sixteen_the_parents_consent_no_longer_counts)
{
	struct circumstances of = child(YEARS(17));
	struct consent records[] = {given_by("mother"), fixture_given()};

	expect(&of, records, 1, "giver");
	/* unless the resident gave it: then nothing is missing */
	expect(&of, records, 2, NULL);
}

LEAK_FREE_TEST(due, capacity_lost_or_a_representative_gone_is_asked_again)
{
	static const struct representative mentor = {"m", NULL,
						     REPRESENTATION_MENTOR};
	struct circumstances of = fixture_adult();
	struct consent own = fixture_given(), mentors = given_by("m");

	of.capacity = CAPACITY_INCAPABLE;
	expect(&of, &own, 1, "giver");
	/* nobody is recorded who could have given it */
	expect(&of, &mentors, 1, "giver");
	of.representatives = &mentor;
	of.representative_count = 1;
	expect(&of, &mentors, 1, NULL);
	/* and regained */
	of.capacity = CAPACITY_CAPABLE;
	expect(&of, &mentors, 1, "giver");
	expect(&of, &own, 1, NULL);
}

LEAK_FREE_TEST(due, nothing_is_asked_of_the_dead)
{
	struct circumstances of = fixture_adult();
	struct consent consent = fixture_given();

	consent.until_day = TODAY;
	of.deceased = true;
	expect(&of, &consent, 1, NULL);
}

LEAK_FREE_TEST(due, is_looked_at_again_when_anything_can_change)
{
	struct policy *policy = fixture_policy();
	struct arena *arena = arena_new();
	struct circumstances of = fixture_adult();
	struct consent consent = fixture_given();
	struct consent_due_question question = {
		.records = &consent, .count = 1, .day = TODAY};

	question.file = consent_file_new(arena, policy_vocabulary(policy), &of,
					 &consent, 1);
	cr_expect_eq(consent_due_review(&question), INT32_MAX);
	consent.until_day = TODAY + 90;
	cr_expect_eq(consent_due_review(&question), TODAY + 91);
	consent.from_day = TODAY + 3;
	cr_expect_eq(consent_due_review(&question), TODAY + 3);
	of.birth_day = TODAY - 365;
	consent.from_day = consent.until_day = CLOCK_DAY_NONE;
	cr_expect_eq(
		clock_age_years(of.birth_day, consent_due_review(&question)),
		12);
	cr_expect_eq(clock_age_years(of.birth_day,
				     consent_due_review(&question) - 1),
		     11);
	arena_free(arena);
	policy_free(policy);
}
