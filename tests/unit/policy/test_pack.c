/*
 * The shipped pack as a whole. What each row of the table says is in
 * test_pack_care.c and test_pack_support.c.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "row.h"

/* What the law lets others see without consent, and nothing else. */
static const char *const statutory[] = {"NL-09",  "NL-18", "NL-21",
					"NL-35c", "NL-E1", "NL-E2"};

static bool
is_statutory(const char *rule)
{
	for (size_t i = 0; i < COUNT_OF(statutory); i++)
		if (strcmp(rule, statutory[i]) == 0)
			return true;
	return false;
}

/* What `prepared` gets of every category from every domain, by rule. */
static void
expect_statutory(const struct fixture *pack,
		 const struct policy_prepared *prepared, size_t *seen)
{
	const struct vocabulary *words = policy_vocabulary(pack->policy);
	size_t domains = vocabulary_count(words, VOCABULARY_DOMAIN);
	size_t categories = vocabulary_count(words, VOCABULARY_CATEGORY);
	struct policy_item item = {.sensitivity = 0, .age_years = 40};
	const char *ids[LIMIT_CONSENT_KINDS];

	for (size_t c = 0; c < categories * domains; c++) {
		struct policy_decision decision;
		size_t count;

		item.category = (int)(c % categories);
		item.from = (int)(c / categories);
		decision = policy_decide(prepared, &item);
		if (decision.fields == 0)
			continue;
		count = policy_deciding_rules(prepared, &item, &decision, ids,
					      COUNT_OF(ids));
		for (size_t i = 0; i < count; i++)
			cr_expect(is_statutory(ids[i]), "%s", ids[i]);
		*seen += count;
	}
}

LEAK_FREE_TEST(pack, without_consent_nobody_sees_more_than_the_law_says)
{
	struct fixture pack = fixture_pack(NULL);
	const struct vocabulary *words = policy_vocabulary(pack.policy);
	int own = vocabulary_find(words, VOCABULARY_DOMAIN, "own");
	struct policy_asker asker = {.day = 20600};
	size_t domains = vocabulary_count(words, VOCABULARY_DOMAIN);
	size_t roles = vocabulary_count(words, VOCABULARY_ROLE);
	size_t purposes = vocabulary_count(words, VOCABULARY_PURPOSE);
	size_t seen = 0;

	for (size_t i = 0; i < domains * roles * purposes; i++) {
		struct arena *arena = arena_new();

		asker.to = (int)(i % domains);
		asker.role = (int)(i / domains % roles);
		asker.purpose = (int)(i / domains / roles);
		if (asker.to != own)
			expect_statutory(
				&pack,
				policy_prepare(arena, pack.policy, &asker),
				&seen);
		arena_free(arena);
	}
	cr_expect_gt(seen, 0);
	fixture_clear(&pack);
}

/* A number that is no category and no field is shared by no rule. */
LEAK_FREE_TEST(pack, has_no_word_for_a_citizen_service_number)
{
	struct fixture pack = fixture_pack(NULL);
	const struct vocabulary *words = policy_vocabulary(pack.policy);
	size_t categories = vocabulary_count(words, VOCABULARY_CATEGORY);

	cr_expect_eq(vocabulary_find(words, VOCABULARY_CATEGORY, "bsn"), -1);
	for (size_t i = 0; i < categories; i++)
		cr_expect_eq(
			vocabulary_field_find(words, (int)i, text_of("bsn")),
			-1);
	fixture_clear(&pack);
}

/* "Row 7 ", "Rows 2 and 8 ", "rows\n# 4, 10, 13, 17": is `row` among them? */
static bool
names_row(const char *text, unsigned row)
{
	for (const char *at = text; (at = strstr(at, "Row")) != NULL; at++) {
		const char *digit = strpbrk(at, "0123456789\n");

		while (digit != NULL && *digit != '\n' && *digit != '[') {
			char *end;

			if (strtoul(digit, &end, 10) == row)
				return true;
			digit = end + strcspn(end, "0123456789[\n");
		}
	}
	return false;
}

LEAK_FREE_TEST(pack, says_of_each_of_the_36_rows_where_it_is)
{
	FILE *file = fopen("policy/nl-national.policy", "r");
	static char text[128 * 1024];

	cr_assert_not_null(file);
	cr_assert_gt(fread(text, 1, sizeof(text) - 1, file), 0);
	cr_assert_eq(fclose(file), 0);
	cr_expect_not(names_row(text, 37));
	for (unsigned row = 1; row <= 36; row++)
		cr_expect(names_row(text, row), "row %u", row);
}

/* A folder of the pack's is no part of the pack. */
LEAK_FREE_TEST(pack, a_bill_and_the_examples_are_not_loaded)
{
	struct fixture pack = fixture_pack(NULL);
	struct row_case rows[] = {
		WITHHELD(ASK("wmo", "municipality", "coordinator",
			     "coordination", "goal", .date = "2099-06-01"),
			 "NL-09"),
		WITHHELD(ASK("wonen", "wmo", "coordinator", "coordination",
			     "agreement", ALL_NAMED),
			 "NL-14a"),
	};

	row_expect_of(&pack, rows, COUNT_OF(rows));
	fixture_clear(&pack);
}

LEAK_FREE_TEST(pack, the_bill_holds_from_its_day_on_and_not_before)
{
	struct fixture pack = fixture_pack("policy/disabled");
	struct row_case rows[] = {
		WITHHELD(ASK("wmo", "municipality", "coordinator",
			     "coordination", "goal"),
			 "WAMS-01"),
		FORBIDDEN(ASK("municipality", "jeugdwet", "coordinator",
			      "coordination", "involvement",
			      .date = "2099-06-01"),
			  "NL-11"),
		SHARED(ASK("wmo", "municipality", "coordinator", "coordination",
			   "goal", .date = "2099-06-01"),
		       "WAMS-01", "text, status, start, due",
		       "log_reason, no_onward_sharing, inform_resident"),
	};

	row_expect_of(&pack, rows, COUNT_OF(rows));
	fixture_clear(&pack);
}

/* Its never is about the own file too, which the pack opens to who treats. */
LEAK_FREE_TEST(pack, the_example_of_the_language_means_what_its_tests_say)
{
	const char *paths[] = {"policy/nl.vocabulary",
			       "tests/policy/care-support.policy"};
	struct fixture example = {.arena = arena_new()};
	struct row_case rows[] = {
		SHARED(ASK("wlz", "wmo", "consultant", "assessment", "goal",
			   .share = GIVEN, .waiver = GIVEN),
		       "WMO-017", "text, status, due",
		       "log_reason, no_onward_sharing"),
		WITHHELD(ASK("wlz", "wmo", "consultant", "assessment", "goal",
			     .share = GIVEN),
			 "WMO-017"),
	};

	diagnostics_init(&example.found, example.arena, LIMIT_POLICY_ERRORS);
	example.policy =
		policy_load_paths(paths, COUNT_OF(paths), &example.found);
	cr_assert(example.policy != NULL, "%s", fixture_mistakes(&example));
	row_expect_of(&example, rows, COUNT_OF(rows));
	fixture_clear(&example);
}

LEAK_FREE_TEST(pack, a_dutch_overlay_forbids_and_permits_beside_it)
{
	struct fixture pack = fixture_pack("policy/examples/regio.policy");
	struct row_case rows[] = {
		FORBIDDEN(TEAM("zvw", "wellbeing", .share = GIVEN,
			       .waiver = GIVEN, .age = 15),
			  "REG-01"),
		SHARED(TEAM("zvw", "wellbeing", .share = GIVEN, .waiver = GIVEN,
			    .age = 16),
		       "NL-05b", "score, date",
		       "log_reason, no_onward_sharing"),
		WITHHELD(TEAM("wonen", "agreement"), "REG-02"),
		WITHHELD(TEAM("wonen", "agreement", .share = GIVEN), "REG-02"),
	};

	row_expect_of(&pack, rows, COUNT_OF(rows));
	fixture_clear(&pack);
}

LEAK_FREE_TEST(pack, an_organisation_is_stricter_than_the_law_and_adds_to_it)
{
	struct fixture pack =
		fixture_pack("policy/examples/organisation.policy");
	struct row_case rows[] = {
		FORBIDDEN(TEAM("zvw", "contact_moment", .share = GIVEN,
			       .waiver = GIVEN, .age = 17),
			  "ORG-01"),
		WITHHELD(ASK("zvw", "wmo", "nurse", "signal", "signal",
			     .share = GIVEN, .waiver = GIVEN, .age = 17),
			 "ORG-02"),
		SHARED(ASK("zvw", "wmo", "nurse", "signal", "signal",
			   .share = GIVEN, .waiver = GIVEN),
		       "ORG-02", "text, date, severity",
		       "log_reason, no_onward_sharing"),
	};

	row_expect_of(&pack, rows, COUNT_OF(rows));
	fixture_clear(&pack);
}
