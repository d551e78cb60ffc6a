#include "leaks.h"
#include "reading.h"
#include "shared.h"

#define FOLDER "tests/fixtures/household/"

static enum status
read_file(struct arena *arena, const char *name, const struct json **document,
	  struct import *import, struct fault *fault)
{
	struct text text =
		shared_read(arena, arena_printf(arena, FOLDER "%s", name));
	enum status status;

	fault_clear(fault);
	status = json_read(arena, text, LIMIT_IMPORT_BYTES, document, fault);
	return status == STATUS_OK
		       ? reading_fhir(arena, *document, import, fault)
		       : status;
}

static const struct {
	const char *name;
	enum status status;
	const char *where;
	const char *text;
} broken[] = {
	{"truncated.json", STATUS_MALFORMED, "line 546", "too early"},
	{"wrong-bsn.json", STATUS_INVALID, "Patient/wt-1.identifier", "BSN"},
	{"broken-reference.json", STATUS_INVALID, "Goal/goal-1", "#verdwenen"},
	{"impossible-date.json", STATUS_INVALID, "Goal/goal-1.startDate",
	 "no date that exists"},
	{"future-birth.json", STATUS_INVALID, "Patient/wt-4.birthDate",
	 "after the day the bundle was made"},
	{"two-coordinators.json", STATUS_INVALID, "Group/vlinderhof",
	 "two coordinators"},
	{"misspelt-extension.json", STATUS_INVALID, "Task/task-1.extension",
	 "sharable-text"},
	{"twice.json", STATUS_INVALID, "Patient/tz-1", "twice"},
};

LEAK_FREE_TEST(household, broken_files_are_refused_by_name)
{
	for (size_t at = 0; at < COUNT_OF(broken); at++) {
		struct arena *arena = arena_new();
		const struct json *document;
		struct import import;
		struct fault fault;

		cr_expect_eq(read_file(arena, broken[at].name, &document,
				       &import, &fault),
			     broken[at].status, "%s", broken[at].name);
		cr_expect_not_null(strstr(fault.where, broken[at].where),
				   "%s: %s", broken[at].name, fault.where);
		cr_expect_not_null(strstr(fault.text, broken[at].text),
				   "%s: %s", broken[at].name, fault.text);
		cr_expect_null(strstr(fault.text, "9999"));
		arena_free(arena);
	}
}

static const struct {
	const char *name;
	size_t residents, households, records, with_bsn;
} whole[] = {
	{"wijkteam.json", 4, 1, 31, 4},
	{"thuiszorg.json", 1, 0, 30, 1},
	{"ggz.json", 1, 0, 11, 1},
	{"welzijn.json", 2, 1, 12, 0},
};

LEAK_FREE_TEST(household, each_organisation_has_what_it_should)
{
	for (size_t at = 0; at < COUNT_OF(whole); at++) {
		struct arena *arena = arena_new();
		const struct json *document;
		struct import import = {0};
		struct fault fault;
		size_t with_bsn = 0;

		cr_assert_eq(read_file(arena, whole[at].name, &document,
				       &import, &fault),
			     STATUS_OK, "%s: %s %s", whole[at].name,
			     fault.where, fault.text);
		for (size_t one = 0; one < import.resident_count; one++)
			if (import.residents[one].bsn != NULL)
				with_bsn++;
		cr_expect_eq(import.resident_count, whole[at].residents);
		cr_expect_eq(import.household_count, whole[at].households);
		cr_expect_eq(import.record_count, whole[at].records, "%s: %zu",
			     whole[at].name, import.record_count);
		cr_expect_eq(with_bsn, whole[at].with_bsn, "%s",
			     whole[at].name);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(household, no_illness_stands_in_a_shareable_field)
{
	static const char *const words[] = {
		"dementie",
		"diabetes",
		"insuline",
		"rivastigmine",
		"sertraline",
		"depressi",
		"somber",
		"stemming",
		"Stemming",
		"psychiater",
		"huisarts",
		"casemanager",
		"Polikliniek stemmingsstoornissen",
	};

	for (size_t at = 0; at < COUNT_OF(whole); at++) {
		struct arena *arena = arena_new();
		const struct json *document;
		struct import import = {0};
		struct fault fault;

		cr_assert_eq(read_file(arena, whole[at].name, &document,
				       &import, &fault),
			     STATUS_OK);
		for (size_t word = 0; word < COUNT_OF(words); word++)
			cr_expect_not(leaks_contains(&import, words[word]),
				      "%s shares %s", whole[at].name,
				      words[word]);
		cr_expect_null(leaks_find(arena, document, &import));
		arena_free(arena);
	}
}

LEAK_FREE_TEST(household, has_one_coordinator_and_four_members)
{
	struct arena *arena = arena_new();
	const struct json *document;
	struct import import = {0};
	struct fault fault;
	const struct import_household *household;

	cr_assert_eq(
		read_file(arena, "wijkteam.json", &document, &import, &fault),
		STATUS_OK);
	cr_assert_eq(import.household_count, 1);
	household = &import.households[0];
	cr_expect_str_eq(household->origin, "Group/vlinderhof");
	cr_expect_str_eq(household->coordinator_name, "Fatima El Amrani");
	cr_expect_str_eq(household->coordinator_organisation,
			 "Wijkteam Vlinderwijk");
	cr_expect_str_eq(household->coordinator_contact, "088-0000101");
	cr_assert_eq(household->member_count, 4);
	cr_expect_str_eq(household->members[0].resident, "Patient/wt-1");
	cr_expect_str_eq(household->members[0].relation, "grootmoeder");
	arena_free(arena);
}

LEAK_FREE_TEST(household, support_of_the_child_is_under_its_own_law)
{
	struct arena *arena = arena_new();
	const struct json *document;
	struct import import = {0};
	struct fault fault;

	cr_assert_eq(
		read_file(arena, "wijkteam.json", &document, &import, &fault),
		STATUS_OK);
	for (size_t at = 0; at < import.record_count; at++)
		cr_expect_str_eq(
			import.records[at].record.law,
			strcmp(import.records[at].resident, "Patient/wt-4") == 0
				? "jeugdwet"
				: "wmo");
	arena_free(arena);
}

LEAK_FREE_TEST(household, a_volunteer_without_own_consent_stays_nameless)
{
	struct arena *arena = arena_new();
	const struct json *document;
	struct import import = {0};
	struct fault fault;

	cr_assert_eq(
		read_file(arena, "welzijn.json", &document, &import, &fault),
		STATUS_OK);
	cr_expect(leaks_contains(&import, "Tilly"));
	cr_expect_not(leaks_contains(&import, "Postma"));
	cr_expect_not(leaks_contains(&import, "06-00000042"));
	cr_expect(leaks_contains(&import, "zaterdagochtend"));
	arena_free(arena);
}
