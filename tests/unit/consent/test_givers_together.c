/*
 * What the records of several givers come to.
 */
#include <string.h>

#include "eenplan/base/clock.h"
#include "fixture.h"

#define UNKNOWN	  POLICY_CONSENT_UNKNOWN
#define REFUSED	  POLICY_CONSENT_REFUSED
#define WITHDRAWN POLICY_CONSENT_WITHDRAWN
#define GIVEN	  POLICY_CONSENT_GIVEN
#define NAMING	  POLICY_CONSENT_GIVEN_NAMING

#define AGE(years) (TODAY - (years)*366)

static const struct representative parents[] = {
	{"mother", NULL, REPRESENTATION_CUSTODY},
	{"father", NULL, REPRESENTATION_CUSTODY},
};
static const struct representative mother_alone[] = {
	{"mother", NULL, REPRESENTATION_CUSTODY},
};
static const struct representative network[] = {
	{"mentor", NULL, REPRESENTATION_MENTOR},
	{"partner", NULL, REPRESENTATION_PARTNER},
	{"money", NULL, REPRESENTATION_BEWINDVOERDER},
};
static const struct representative brothers[] = {
	{"jan", NULL, REPRESENTATION_SIBLING},
	{"piet", NULL, REPRESENTATION_SIBLING},
};

/* "mother+ father-": + given, n given by naming goal, - withdrawn, x refused,
 * ? asked; "(mentor)+" is an unnamed representative on that ground. */
static size_t
read_records(struct arena *arena, const char *said, struct consent *records)
{
	static const char *const goal[] = {"goal"};
	char *words = arena_string(arena, said);
	size_t count = 0;
	char *word;

	while ((word = strsep(&words, " ")) != NULL) {
		struct consent *record = &records[count];
		size_t length = strlen(word);
		char sign;

		if (length == 0)
			continue;
		sign = word[length - 1];
		word[length - 1] = '\0';
		*record = fixture_given();
		record->id = arena_printf(arena, "%zu", count++);
		record->state = sign == '-'   ? CONSENT_WITHDRAWN
				: sign == 'x' ? CONSENT_REFUSED
				: sign == '?' ? CONSENT_UNKNOWN
					      : CONSENT_GIVEN;
		record->categories = sign == 'n' ? goal : NULL;
		record->category_count = sign == 'n';
		if (strcmp(word, "self") == 0)
			continue;
		record->given_by = "representative";
		if (word[0] == '(')
			record->ground = arena_text(
				arena, (struct text){word + 1, length - 3});
		else
			record->giver = word;
	}
	return count;
}

struct case_of {
	const char *said;
	enum policy_consent_state state;
};

static void
expect_all(const struct circumstances *of, const char *category,
	   const struct case_of *cases, size_t count)
{
	struct policy *policy = fixture_policy();
	struct arena *arena = arena_new();

	for (size_t i = 0; i < count; i++) {
		struct consent records[16];
		size_t record_count =
			read_records(arena, cases[i].said, records);

		cr_expect_eq(fixture_hear(policy, of, records, record_count,
					  category),
			     cases[i].state, "\"%s\"", cases[i].said);
	}
	arena_free(arena);
	policy_free(policy);
}

LEAK_FREE_TEST(givers, of_a_child_of_9_are_all_who_have_custody)
{
	static const struct case_of cases[] = {
		{"", UNKNOWN},
		{"self+", UNKNOWN},
		{"mother+", UNKNOWN},
		{"mother+ self+", UNKNOWN},
		{"mother+ stranger+", UNKNOWN},
		{"mother+ (custody)+", UNKNOWN},
		{"mother+ father?", UNKNOWN},
		{"mother+ father-", WITHDRAWN},
		{"mother+ fatherx", REFUSED},
		{"mother+ father+ mother-", WITHDRAWN},
		{"mother+ father+ (custody)-", WITHDRAWN},
		{"mother+ father+", GIVEN},
		{"mother+ father+ selfx", GIVEN},
		{"mother+ father+ strangerx", GIVEN},
		{"mothern father+", GIVEN},
		{"mothern fathern", NAMING},
	};
	struct circumstances of = {.birth_day = AGE(9),
				   .custody = CUSTODY_KNOWN,
				   .representatives = parents,
				   .representative_count = 2};

	expect_all(&of, "goal", cases, COUNT_OF(cases));
}

LEAK_FREE_TEST(givers, of_a_child_are_nobody_while_custody_is_not_settled)
{
	static const struct case_of cases[] = {
		{"mother+ father+", UNKNOWN},
		{"self+ mother+ father+", UNKNOWN},
		{"mother+ father-", WITHDRAWN},
		{"mother+ father+ (custody)x", REFUSED},
	};
	static const enum custody custodies[] = {
		CUSTODY_UNSET, CUSTODY_UNDETERMINABLE, CUSTODY_NOBODY};

	for (size_t i = 0; i < COUNT_OF(custodies); i++)
		for (int years = 9; years <= 14; years += 5) {
			struct circumstances of = {.birth_day = AGE(years),
						   .custody = custodies[i],
						   .representatives = parents,
						   .representative_count = 2};

			expect_all(&of, "goal", cases, COUNT_OF(cases));
		}
}

LEAK_FREE_TEST(givers, of_a_child_without_recorded_custody_are_nobody)
{
	static const struct case_of cases[] = {{"(custody)+", UNKNOWN},
					       {"mother+ father+", UNKNOWN}};
	struct circumstances of = {.birth_day = AGE(9),
				   .custody = CUSTODY_KNOWN};

	expect_all(&of, "goal", cases, COUNT_OF(cases));
}

LEAK_FREE_TEST(givers, unnamed_stand_for_one_where_one_is_enough)
{
	static const struct case_of one[] = {
		{"(mentor)+", UNKNOWN},
		{"(neighbour)+", UNKNOWN},
		{"(custody)+", GIVEN},
		{"(parent)+", GIVEN},
		{"(custody)+ (neighbour)x", REFUSED},
	};
	static const struct case_of with_minor[] = {
		{"(custody)+", UNKNOWN},
		{"self+", UNKNOWN},
		{"self+ (mentor)+", UNKNOWN},
		{"self+ (custody)+", GIVEN},
	};
	struct circumstances of = {.birth_day = AGE(9),
				   .custody = CUSTODY_KNOWN,
				   .representatives = mother_alone,
				   .representative_count = 1};

	expect_all(&of, "goal", one, COUNT_OF(one));
	of.birth_day = AGE(14);
	of.representatives = parents;
	of.representative_count = 2;
	expect_all(&of, "goal", with_minor, COUNT_OF(with_minor));
}

LEAK_FREE_TEST(givers, of_a_girl_of_14_are_herself_and_one_who_has_custody)
{
	static const struct case_of cases[] = {
		{"self+", UNKNOWN},
		{"mother+", UNKNOWN},
		{"mother+ father+", UNKNOWN},
		{"self- mother+ father+", WITHDRAWN},
		{"selfx mother+", REFUSED},
		{"self+ mother+ father-", WITHDRAWN},
		{"self? mother+", UNKNOWN},
		{"self+ mother+", GIVEN},
		{"self+ mother+ father+", GIVEN},
		{"selfn mother+ fathern", NAMING},
	};
	struct circumstances of = {.birth_day = AGE(14),
				   .custody = CUSTODY_KNOWN,
				   .representatives = parents,
				   .representative_count = 2};

	expect_all(&of, "goal", cases, COUNT_OF(cases));
}

LEAK_FREE_TEST(givers, from_16_on_are_the_resident_alone)
{
	static const struct case_of cases[] = {
		{"mother+ father+", UNKNOWN},
		{"self+ mother-", GIVEN},
		{"self- mother+", WITHDRAWN},
		{"self+ (custody)-", WITHDRAWN},
		{"selfn", NAMING},
	};

	for (int years = 16; years <= 40; years += 12) {
		struct circumstances of = {.birth_day = AGE(years),
					   .custody = CUSTODY_KNOWN,
					   .representatives = parents,
					   .representative_count = 2};

		expect_all(&of, "goal", cases, COUNT_OF(cases));
	}
}

LEAK_FREE_TEST(givers, of_an_incapable_man_are_the_first_link_of_the_chain)
{
	static const struct case_of cases[] = {
		{"self+", UNKNOWN},
		{"partner+", UNKNOWN},
		{"money+", UNKNOWN},
		{"(partner)+", UNKNOWN},
		{"(bewindvoerder)+", UNKNOWN},
		{"mentor+ self-", WITHDRAWN},
		{"mentor- partner+", WITHDRAWN},
		{"mentor+ partner-", GIVEN},
		{"mentor+ money-", GIVEN},
		{"mentor+", GIVEN},
		{"(mentor)+", GIVEN},
	};
	static const struct case_of among_brothers[] = {
		{"self+", UNKNOWN},
		{"jan+ pietx", REFUSED},
		{"jan+", GIVEN},
		{"jan+ piet+", GIVEN},
	};
	struct circumstances of = {.birth_day = AGE(50),
				   .capacity = CAPACITY_INCAPABLE,
				   .representatives = network,
				   .representative_count = 3};

	expect_all(&of, "goal", cases, COUNT_OF(cases));
	of.representatives = brothers;
	of.representative_count = 2;
	expect_all(&of, "goal", among_brothers, COUNT_OF(among_brothers));
}

LEAK_FREE_TEST(givers, about_money_are_the_bewindvoerder_too)
{
	static const struct case_of capable[] = {
		{"self+", UNKNOWN},	    {"money+", UNKNOWN},
		{"self+ mentor+", UNKNOWN}, {"self+ money-", WITHDRAWN},
		{"self+ money+", GIVEN},
	};
	static const struct case_of capable_else[] = {
		{"money+", UNKNOWN}, {"self+ money-", GIVEN}, {"self+", GIVEN}};
	static const struct case_of incapable[] = {
		{"mentor+", UNKNOWN},	     {"self+", UNKNOWN},
		{"money+ mentorx", REFUSED}, {"money+ self-", WITHDRAWN},
		{"money+", GIVEN},
	};
	struct circumstances of = {.birth_day = AGE(50),
				   .representatives = network,
				   .representative_count = 3};

	expect_all(&of, "finance", capable, COUNT_OF(capable));
	expect_all(&of, "goal", capable_else, COUNT_OF(capable_else));
	of.capacity = CAPACITY_INCAPABLE;
	expect_all(&of, "finance", incapable, COUNT_OF(incapable));
}

LEAK_FREE_TEST(givers, of_the_dead_and_of_no_age_are_nobody)
{
	static const struct case_of cases[] = {
		{"self+", UNKNOWN},
		{"self+ mother+ father+", UNKNOWN},
		{"(custody)+ (mentor)+", UNKNOWN},
	};
	struct circumstances of = {.birth_day = AGE(50),
				   .deceased = true,
				   .custody = CUSTODY_KNOWN,
				   .representatives = parents,
				   .representative_count = 2};

	expect_all(&of, "goal", cases, COUNT_OF(cases));
	of.deceased = false;
	of.birth_day = CLOCK_DAY_NONE;
	expect_all(&of, "goal", cases, COUNT_OF(cases));
	of.birth_day = TODAY + 1;
	expect_all(&of, "goal", cases, COUNT_OF(cases));
}

/* --- properties, over random sets --- */

#define SETS	    6000
#define RECORDS_MAX 12
#define PEOPLE_MAX  5

static uint64_t seed = 0xC0FFEE;

static size_t
draw(size_t below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(seed >> 33) % below;
}

static const char *const references[] = {"a", "b", "c", "d", "e"};

static struct circumstances
draw_circumstances(struct representative people[PEOPLE_MAX])
{
	static const int ages[] = {9, 9, 14, 14, 17, 40, 40, 40};
	size_t count = draw(PEOPLE_MAX + 1);

	for (size_t i = 0; i < count; i++)
		people[i] = (struct representative){
			.reference = references[i],
			.as = draw(2) == 0
				      ? REPRESENTATION_CUSTODY
				      : (enum representation)(1 + draw(9))};
	return (struct circumstances){
		.birth_day = draw(30) == 0 ? CLOCK_DAY_NONE
					   : AGE(ages[draw(COUNT_OF(ages))]),
		.deceased = draw(40) == 0,
		.capacity = (enum capacity)draw(3),
		.custody = draw(3) == 0 ? (enum custody)draw(4) : CUSTODY_KNOWN,
		.representatives = people,
		.representative_count = count,
	};
}

static struct consent
draw_record(size_t number)
{
	static const char *const ids[RECORDS_MAX + 1] = {
		"00", "01", "02", "03", "04", "05", "06",
		"07", "08", "09", "10", "11", "12"};
	static const char *const grounds[] = {"custody", "mentor", "sibling",
					      "bewindvoerder", "neighbour"};
	static const char *const categories[] = {"goal", "finance"};
	struct consent record = fixture_given();
	size_t giver = draw(8);

	record.id = ids[number];
	record.state =
		draw(4) == 0 ? (enum consent_state)draw(4) : CONSENT_GIVEN;
	record.recipient_kind =
		draw(3) == 0 ? CONSENT_TO_DOMAIN : CONSENT_TO_ANYONE;
	record.recipient =
		record.recipient_kind == CONSENT_TO_DOMAIN ? "wmo" : NULL;
	record.categories = categories;
	record.category_count = draw(3);
	if (giver < 2)
		return record;
	record.given_by = "representative";
	if (giver == 7)
		record.ground = grounds[draw(COUNT_OF(grounds))];
	else
		record.giver = references[giver - 2];
	return record;
}

static void
shuffle(struct consent *records, size_t count)
{
	for (size_t i = count; i > 1; i--) {
		size_t other = draw(i);
		struct consent kept = records[i - 1];

		records[i - 1] = records[other];
		records[other] = kept;
	}
}

LEAK_FREE_TEST(givers, are_heard_in_any_order)
{
	struct policy *policy = fixture_policy();
	size_t given = 0;

	for (size_t set = 0; set < SETS; set++) {
		struct representative people[PEOPLE_MAX], turned[PEOPLE_MAX];
		struct circumstances of = draw_circumstances(people);
		struct consent records[RECORDS_MAX];
		size_t count = draw(RECORDS_MAX + 1);
		const char *category = draw(2) ? "goal" : "finance";
		enum policy_consent_state state;

		for (size_t i = 0; i < count; i++)
			records[i] = draw_record(i);
		state = fixture_hear(policy, &of, records, count, category);
		given += state >= GIVEN;
		shuffle(records, count);
		for (size_t i = 0; i < of.representative_count; i++)
			turned[i] = people[of.representative_count - 1 - i];
		of.representatives = turned;
		cr_assert_eq(
			fixture_hear(policy, &of, records, count, category),
			state);
	}
	cr_expect_gt(given, SETS / 20, "hardly anything was given");
	policy_free(policy);
}

LEAK_FREE_TEST(givers, never_open_anything_by_one_more_objection)
{
	struct policy *policy = fixture_policy();
	size_t closed = 0;

	for (size_t set = 0; set < SETS; set++) {
		struct representative people[PEOPLE_MAX];
		struct circumstances of = draw_circumstances(people);
		struct consent records[RECORDS_MAX + 1];
		size_t count = draw(RECORDS_MAX);
		enum policy_consent_state before, after;

		for (size_t i = 0; i <= count; i++)
			records[i] = draw_record(i);
		records[count].state =
			draw(2) ? CONSENT_REFUSED : CONSENT_WITHDRAWN;
		before = fixture_hear(policy, &of, records, count, "goal");
		after = fixture_hear(policy, &of, records, count + 1, "goal");
		cr_assert(after < GIVEN || after == before);
		closed += before >= GIVEN && after < GIVEN;
	}
	cr_expect_gt(closed, SETS / 50, "no objection ever closed anything");
	policy_free(policy);
}

static bool
is_of_same_giver(const struct consent *one, const struct consent *other)
{
	if (strcmp(one->given_by, other->given_by) != 0)
		return false;
	if (one->giver != NULL && other->giver != NULL)
		return strcmp(one->giver, other->giver) == 0;
	return one->giver == NULL && other->giver == NULL;
}

LEAK_FREE_TEST(givers, never_withhold_by_one_more_who_gives)
{
	struct policy *policy = fixture_policy();
	size_t opened = 0;

	for (size_t set = 0; set < SETS; set++) {
		struct representative people[PEOPLE_MAX];
		struct circumstances of = draw_circumstances(people);
		struct consent records[RECORDS_MAX + 1];
		size_t count = 0, wanted = draw(RECORDS_MAX);
		struct consent one_more = draw_record(RECORDS_MAX);
		enum policy_consent_state before, after;

		one_more.state = CONSENT_GIVEN;
		for (size_t i = 0; i < wanted; i++) {
			records[count] = draw_record(i);
			count += !is_of_same_giver(&records[count], &one_more);
		}
		before = fixture_hear(policy, &of, records, count, "goal");
		records[count] = one_more;
		after = fixture_hear(policy, &of, records, count + 1, "goal");
		cr_assert_geq(after, before);
		opened += before < GIVEN && after >= GIVEN;
	}
	cr_expect_gt(opened, SETS / 100, "nobody ever opened anything");
	policy_free(policy);
}
