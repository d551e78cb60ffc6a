#include <stdlib.h>
#include <string.h>

#include "eenplan/base/clock.h"
#include "fixture.h"

#define UNKNOWN	  POLICY_CONSENT_UNKNOWN
#define REFUSED	  POLICY_CONSENT_REFUSED
#define WITHDRAWN POLICY_CONSENT_WITHDRAWN
#define GIVEN	  POLICY_CONSENT_GIVEN
#define NAMING	  POLICY_CONSENT_GIVEN_NAMING

/* A record in a row of a table: what differs from fixture_given. */
struct row {
	enum consent_recipient recipient_kind;
	const char *recipient;
	const char *category; /* the only one; NULL: all */
	const char *purpose;  /* the only one; NULL: all */
	enum consent_state state;
};

static struct consent
record_of(const struct row *row)
{
	struct consent record = fixture_given();

	record.recipient_kind = row->recipient_kind;
	record.recipient = row->recipient;
	record.categories = &row->category;
	record.category_count = row->category != NULL;
	record.purposes = &row->purpose;
	record.purpose_count = row->purpose != NULL;
	record.state = row->state;
	return record;
}

#define ANYONE	 CONSENT_TO_ANYONE, NULL
#define WMO	 CONSENT_TO_DOMAIN, "wmo"
#define ROLE	 CONSENT_TO_ROLE, "coordinator"
#define WIJKTEAM CONSENT_TO_ORGANISATION, "wijkteam"

LEAK_FREE_TEST(hearing, are_unknown_when_nobody_was_asked)
{
	struct policy *policy = fixture_policy();
	struct consent_question question = fixture_question();
	struct consent_facts facts =
		fixture_ask(policy_vocabulary(policy), NULL, 0, &question);

	for (size_t kind = 0; kind < LIMIT_CONSENT_KINDS; kind++) {
		cr_expect_eq(facts.state[kind], UNKNOWN);
		cr_expect_null(facts.deciding[kind]);
	}
	policy_free(policy);
}

LEAK_FREE_TEST(hearing, are_unknown_by_records_about_something_else)
{
	static const struct row rows[] = {
		{CONSENT_TO_DOMAIN, "zvw", NULL, NULL, CONSENT_GIVEN},
		{CONSENT_TO_ROLE, "volunteer", NULL, NULL, CONSENT_GIVEN},
		{CONSENT_TO_ORGANISATION, "ggz", NULL, NULL, CONSENT_GIVEN},
		/* a name in another list, or none */
		{CONSENT_TO_ORGANISATION, "wmo", NULL, NULL, CONSENT_GIVEN},
		{CONSENT_TO_DOMAIN, "wijkteam", NULL, NULL, CONSENT_GIVEN},
		{CONSENT_TO_ORGANISATION, NULL, NULL, NULL, CONSENT_GIVEN},
		{(enum consent_recipient)9, "wijkteam", NULL, NULL,
		 CONSENT_GIVEN},
		{ANYONE, "diagnosis", NULL, CONSENT_GIVEN},
		{ANYONE, "goa", NULL, CONSENT_GIVEN},
		{ANYONE, NULL, "assessment", CONSENT_GIVEN},
		{ANYONE, "goal", "assessment", CONSENT_GIVEN},
	};
	struct policy *policy = fixture_policy();
	struct consent_question question = fixture_question();

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct consent record = record_of(&rows[i]);
		struct consent_facts facts = fixture_ask(
			policy_vocabulary(policy), &record, 1, &question);

		cr_expect_eq(facts.state[KIND_SHARE], UNKNOWN, "row %zu", i);
		cr_expect_null(facts.deciding[KIND_SHARE]);
	}
	policy_free(policy);
}

LEAK_FREE_TEST(hearing, are_unknown_outside_the_days_of_a_record)
{
	static const struct {
		int32_t from, until, day;
		enum policy_consent_state state;
	} rows[] = {
		{TODAY + 1, CLOCK_DAY_NONE, TODAY, UNKNOWN},
		{CLOCK_DAY_NONE, TODAY - 1, TODAY, UNKNOWN},
		{TODAY + 1, TODAY - 1, TODAY, UNKNOWN},
		{CLOCK_DAY_NONE, CLOCK_DAY_NONE, CLOCK_DAY_NONE, UNKNOWN},
		{TODAY, CLOCK_DAY_NONE, TODAY, GIVEN},
		{CLOCK_DAY_NONE, TODAY, TODAY, GIVEN},
		{TODAY, TODAY, TODAY, GIVEN},
		{-3, -1, -2, GIVEN},
	};
	struct policy *policy = fixture_policy();
	struct consent_question question = fixture_question();

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct consent record = fixture_given();
		struct consent_facts facts;

		record.from_day = rows[i].from;
		record.until_day = rows[i].until;
		question.day = rows[i].day;
		facts = fixture_ask(policy_vocabulary(policy), &record, 1,
				    &question);
		cr_expect_eq(facts.state[KIND_SHARE], rows[i].state, "row %zu",
			     i);
	}
	policy_free(policy);
}

LEAK_FREE_TEST(hearing, of_one_kind_say_nothing_about_another)
{
	struct policy *policy = fixture_policy();
	struct consent_question question = fixture_question();
	struct consent records[2] = {fixture_given(), fixture_given()};
	struct consent_facts facts;

	records[0].kind = "help";
	records[1].kind = "no such kind";
	facts = fixture_ask(policy_vocabulary(policy), records, 2, &question);
	cr_expect_eq(facts.state[KIND_SHARE], UNKNOWN);
	cr_expect_eq(facts.state[KIND_WAIVER], UNKNOWN);
	cr_expect_eq(facts.state[KIND_HELP], GIVEN);
	policy_free(policy);
}

LEAK_FREE_TEST(hearing, about_a_category_that_nobody_knows_are_unknown)
{
	struct policy *policy = fixture_policy();
	struct arena *arena = arena_new();
	struct consent_question question = fixture_question();
	struct consent record = fixture_given();
	struct circumstances adult = fixture_adult();
	const struct consent_file *file = consent_file_new(
		arena, policy_vocabulary(policy), &adult, &record, 1);
	struct consent_hearing *hearing =
		consent_hearing_new(arena, file, &question);
	static const int ids[] = {VOCABULARY_UNKNOWN, CATEGORIES, 1000000};
	struct consent_facts facts;

	for (size_t i = 0; i < COUNT_OF(ids); i++) {
		consent_hearing_facts(hearing, ids[i], &facts);
		cr_expect_eq(facts.state[KIND_SHARE], UNKNOWN);
	}
	consent_hearing_facts(hearing, CATEGORY_GOAL, &facts);
	cr_expect_eq(facts.state[KIND_SHARE], GIVEN);
	arena_free(arena);
	policy_free(policy);
}

/* The conflict rule, row by row: the two records, and what comes of them. */
LEAK_FREE_TEST(hearing, follow_the_more_specific_record_then_the_objection)
{
	static const struct {
		struct row one, other;
		enum policy_consent_state state;
		int deciding;
	} rows[] = {
		/* at equal specificity an objection wins, then unknown */
		{{ANYONE, NULL, NULL, CONSENT_GIVEN},
		 {ANYONE, NULL, NULL, CONSENT_REFUSED},
		 REFUSED,
		 1},
		{{ANYONE, NULL, NULL, CONSENT_GIVEN},
		 {ANYONE, NULL, NULL, CONSENT_WITHDRAWN},
		 WITHDRAWN,
		 1},
		{{ANYONE, NULL, NULL, CONSENT_GIVEN},
		 {ANYONE, NULL, NULL, CONSENT_UNKNOWN},
		 UNKNOWN,
		 1},
		{{ANYONE, NULL, NULL, CONSENT_UNKNOWN},
		 {ANYONE, NULL, NULL, CONSENT_WITHDRAWN},
		 WITHDRAWN,
		 1},
		{{ANYONE, NULL, NULL, CONSENT_REFUSED},
		 {ANYONE, NULL, NULL, CONSENT_WITHDRAWN},
		 REFUSED,
		 0},
		{{WIJKTEAM, "goal", NULL, CONSENT_GIVEN},
		 {WIJKTEAM, "goal", NULL, CONSENT_REFUSED},
		 REFUSED,
		 1},
		/* a kind of organisation beats anyone, either way */
		{{ANYONE, NULL, NULL, CONSENT_REFUSED},
		 {WMO, NULL, NULL, CONSENT_GIVEN},
		 GIVEN,
		 1},
		{{ANYONE, NULL, NULL, CONSENT_GIVEN},
		 {WMO, NULL, NULL, CONSENT_REFUSED},
		 REFUSED,
		 1},
		/* a role beats a kind, an organisation beats a role */
		{{WMO, NULL, NULL, CONSENT_REFUSED},
		 {ROLE, NULL, NULL, CONSENT_GIVEN},
		 GIVEN,
		 1},
		{{ROLE, NULL, NULL, CONSENT_REFUSED},
		 {WIJKTEAM, NULL, NULL, CONSENT_GIVEN},
		 GIVEN,
		 1},
		{{ROLE, NULL, NULL, CONSENT_GIVEN},
		 {WIJKTEAM, NULL, NULL, CONSENT_WITHDRAWN},
		 WITHDRAWN,
		 1},
		/* the recipient comes before the category and the purpose */
		{{ROLE, "goal", "coordination", CONSENT_REFUSED},
		 {WIJKTEAM, NULL, NULL, CONSENT_GIVEN},
		 GIVEN,
		 1},
		{{ANYONE, "goal", "coordination", CONSENT_GIVEN},
		 {WMO, NULL, NULL, CONSENT_REFUSED},
		 REFUSED,
		 1},
		/* a named category beats all */
		{{WMO, NULL, NULL, CONSENT_REFUSED},
		 {WMO, "goal", NULL, CONSENT_GIVEN},
		 NAMING,
		 1},
		{{WMO, NULL, NULL, CONSENT_GIVEN},
		 {WMO, "goal", NULL, CONSENT_REFUSED},
		 REFUSED,
		 1},
		{{WMO, NULL, NULL, CONSENT_GIVEN},
		 {WMO, "goal", NULL, CONSENT_UNKNOWN},
		 UNKNOWN,
		 1},
		/* the category before the purpose */
		{{WMO, NULL, "coordination", CONSENT_REFUSED},
		 {WMO, "goal", NULL, CONSENT_GIVEN},
		 NAMING,
		 1},
		{{WMO, NULL, "coordination", CONSENT_GIVEN},
		 {WMO, "goal", NULL, CONSENT_REFUSED},
		 REFUSED,
		 1},
		/* a named purpose beats all */
		{{WMO, NULL, NULL, CONSENT_REFUSED},
		 {WMO, NULL, "coordination", CONSENT_GIVEN},
		 GIVEN,
		 1},
		{{WMO, "goal", NULL, CONSENT_GIVEN},
		 {WMO, "goal", "coordination", CONSENT_REFUSED},
		 REFUSED,
		 1},
		/* what is about another category or purpose has no part */
		{{WMO, NULL, NULL, CONSENT_GIVEN},
		 {WIJKTEAM, "diagnosis", NULL, CONSENT_REFUSED},
		 GIVEN,
		 0},
		{{WMO, NULL, NULL, CONSENT_GIVEN},
		 {WIJKTEAM, NULL, "assessment", CONSENT_REFUSED},
		 GIVEN,
		 0},
	};
	struct policy *policy = fixture_policy();
	struct consent_question question = fixture_question();

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		for (size_t turned = 0; turned < 2; turned++) {
			struct consent records[2];
			struct consent_facts facts;

			records[turned] = record_of(&rows[i].one);
			records[!turned] = record_of(&rows[i].other);
			facts = fixture_ask(policy_vocabulary(policy), records,
					    2, &question);
			cr_expect_eq(facts.state[KIND_SHARE], rows[i].state,
				     "row %zu", i);
			cr_expect_eq(
				facts.deciding[KIND_SHARE],
				&records[(size_t)rows[i].deciding ^ turned],
				"row %zu", i);
		}
	policy_free(policy);
}

LEAK_FREE_TEST(hearing, find_a_category_and_purpose_anywhere_in_a_list)
{
	static const char *const categories[] = {"diagnosis", "agreement",
						 "goal"};
	static const char *const purposes[] = {"assessment", "coordination"};
	struct policy *policy = fixture_policy();
	struct consent_question question = fixture_question();
	struct consent record = fixture_given();
	struct consent_facts facts;

	record.categories = categories;
	record.category_count = 3;
	record.purposes = purposes;
	record.purpose_count = 2;
	facts = fixture_ask(policy_vocabulary(policy), &record, 1, &question);
	cr_expect_eq(facts.state[KIND_SHARE], NAMING);
	policy_free(policy);
}

/* --- any order means the same --- */

#define SETS	    3000
#define RECORDS_MAX 12

static uint64_t seed = 0x5EED;

static size_t
draw(size_t below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(seed >> 33) % below;
}

static struct consent
draw_record(size_t number)
{
	static const char *const ids[RECORDS_MAX] = {"00", "01", "02", "03",
						     "04", "05", "06", "07",
						     "08", "09", "10", "11"};
	static const char *const kinds[] = {"share", "secrecy_waiver", "help"};
	static const char *const recipients[4][2] = {
		{NULL, NULL},
		{"wmo", "zvw"},
		{"coordinator", "volunteer"},
		{"wijkteam", "ggz"}};
	static const char *const categories[] = {"goal", "diagnosis",
						 "agreement"};
	static const char *const purposes[] = {"coordination", "assessment"};
	struct consent record = fixture_given();

	record.id = ids[number];
	record.kind = kinds[draw(3)];
	record.recipient_kind = (enum consent_recipient)draw(4);
	record.recipient = recipients[record.recipient_kind][draw(3) == 0];
	record.categories = &categories[draw(2)];
	record.category_count = draw(3);
	record.purposes = &purposes[0];
	record.purpose_count = draw(3);
	record.state = (enum consent_state)draw(4);
	record.from_day = draw(4) == 0 ? TODAY + 1 : CLOCK_DAY_NONE;
	record.until_day = draw(4) == 0 ? TODAY : CLOCK_DAY_NONE;
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

LEAK_FREE_TEST(hearing, do_not_depend_on_the_order_of_records)
{
	struct policy *policy = fixture_policy();
	const struct vocabulary *vocabulary = policy_vocabulary(policy);
	struct consent_question question = fixture_question();
	size_t decided = 0;

	for (size_t set = 0; set < SETS; set++) {
		struct consent records[RECORDS_MAX];
		const char *ids[KINDS];
		size_t count = draw(RECORDS_MAX + 1);
		struct consent_facts facts, again;

		for (size_t i = 0; i < count; i++)
			records[i] = draw_record(i);
		facts = fixture_ask(vocabulary, records, count, &question);
		for (size_t kind = 0; kind < KINDS; kind++)
			ids[kind] = facts.deciding[kind] == NULL
					    ? ""
					    : facts.deciding[kind]->id;
		for (size_t turn = 0; turn < 4; turn++) {
			shuffle(records, count);
			again = fixture_ask(vocabulary, records, count,
					    &question);
			for (size_t kind = 0; kind < KINDS; kind++) {
				const struct consent *deciding =
					again.deciding[kind];

				cr_assert_eq(facts.state[kind],
					     again.state[kind]);
				cr_assert_str_eq(ids[kind],
						 deciding ? deciding->id : "");
				decided += deciding != NULL;
			}
		}
	}
	cr_expect_gt(decided, SETS, "hardly anything was decided");
	policy_free(policy);
}

LEAK_FREE_TEST(hearing, are_never_opened_by_one_more_objection)
{
	struct policy *policy = fixture_policy();
	const struct vocabulary *vocabulary = policy_vocabulary(policy);
	struct consent_question question = fixture_question();
	size_t closed = 0;

	for (size_t set = 0; set < SETS; set++) {
		struct consent records[RECORDS_MAX];
		size_t count = draw(RECORDS_MAX);
		struct consent_facts before, after;

		for (size_t i = 0; i <= count; i++)
			records[i] = draw_record(i);
		records[count].state =
			draw(2) ? CONSENT_REFUSED : CONSENT_WITHDRAWN;
		before = fixture_ask(vocabulary, records, count, &question);
		after = fixture_ask(vocabulary, records, count + 1, &question);
		for (size_t kind = 0; kind < KINDS; kind++) {
			cr_assert(after.state[kind] < GIVEN ||
				  before.state[kind] == after.state[kind]);
			closed += before.state[kind] >= GIVEN &&
				  after.state[kind] < GIVEN;
		}
	}
	cr_expect_gt(closed, 0, "no objection ever closed anything");
	policy_free(policy);
}

LEAK_FREE_TEST(hearing, hear_nothing_of_what_was_asked_for_anothers_records)
{
	struct policy *policy = fixture_policy();
	struct circumstances adult = fixture_adult();
	struct consent records[] = {fixture_given(), fixture_given()};

	records[0].source = "thuiszorg";
	cr_expect_eq(fixture_hear(policy, &adult, records, 1, "goal"), UNKNOWN);
	records[0].state = CONSENT_REFUSED;
	cr_expect_eq(fixture_hear(policy, &adult, records, 2, "goal"), GIVEN,
		     "nor an objection to it");
	cr_expect_not(consent_same_scope(&records[0], &records[1]));
	policy_free(policy);
}
