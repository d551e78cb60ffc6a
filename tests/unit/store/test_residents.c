#include <stdio.h>
#include <string.h>

#include "eenplan/base/clock.h"
#include "fixture.h"

/* Begins like an id, but each id says 4 where this says 0. */
#define NO_VERSION "00000000-0000-0"

LEAK_FREE_TEST(residents, are_not_found_by_what_names_nobody)
{
	static const char *const names[] = {
		"",
		"nobody",
		"Mirjam Verzonnen",
		"999912340",
		"mirja",
		"m%",
		"____",
		NO_VERSION,
		"' OR 1=1 --",
		"00000000-0000-0000-0000-0000000000000000"};
	struct fixture f;
	struct store *store;
	struct store_resident resident;
	char long_name[1000];

	fixture_init(&f);
	store = fixture_filled(&f);
	memset(long_name, 'a', sizeof(long_name) - 1);
	long_name[sizeof(long_name) - 1] = '\0';
	for (size_t i = 0; i < COUNT_OF(names); i++)
		cr_expect_eq(store_resident_find(store, f.arena, names[i],
						 &resident),
			     STATUS_NOT_FOUND, "%s", names[i]);
	cr_expect_eq(store_resident_find(store, f.arena, long_name, &resident),
		     STATUS_NOT_FOUND);
	cr_expect_eq(store_resident_find(store, f.arena, NULL, &resident),
		     STATUS_NOT_FOUND);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(residents, are_not_found_by_too_short_a_beginning)
{
	struct fixture f;
	struct store *store;
	struct store_resident resident;
	char beginning[5];

	fixture_init(&f);
	store = fixture_filled(&f);
	snprintf(beginning, sizeof(beginning), "%s",
		 fixture_resident(&f, store, "otto"));
	cr_expect_eq(store_resident_find(store, f.arena, beginning, &resident),
		     STATUS_OK);
	beginning[3] = '\0';
	cr_expect_eq(store_resident_find(store, f.arena, beginning, &resident),
		     STATUS_NOT_FOUND);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(residents, are_ambiguous_when_ids_begin_alike)
{
	struct fixture f;
	struct store *store;
	struct import import = {0};
	struct store_import_counts counts;
	struct fault fault;
	struct import_resident many[2000];
	struct store_resident resident;
	char name[5];
	size_t ambiguous = 0;

	fixture_init(&f);
	store = fixture_open(&f, STORE_WRITE);
	for (size_t i = 0; i < COUNT_OF(many); i++)
		many[i] = (struct import_resident){
			.origin = arena_printf(f.arena, "Patient/p%zu", i),
			.birth_day = CLOCK_DAY_NONE};
	import.residents = many;
	import.resident_count = COUNT_OF(many);
	cr_assert_eq(fixture_import(&f, store, &import, &counts, &fault),
		     STATUS_OK);
	/* 2000 of 65536 beginnings: two alike, but for one time in 10^13 */
	for (unsigned i = 0; i < 65536 && ambiguous == 0; i++) {
		snprintf(name, sizeof(name), "%04x", i);
		ambiguous += store_resident_find(store, f.arena, name,
						 &resident) == STATUS_AMBIGUOUS;
	}
	cr_expect_gt(ambiguous, 0);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(residents, have_no_bsn_where_none_was_recorded)
{
	struct fixture f;
	struct store *store;
	char *bsn = (char *)1;

	fixture_init(&f);
	store = fixture_filled(&f);
	cr_expect_eq(store_resident_bsn(store, f.arena,
					fixture_resident(&f, store, "otto"),
					&bsn),
		     STATUS_OK);
	cr_expect_null(bsn);
	cr_expect_eq(store_resident_bsn(store, f.arena, "nobody", &bsn),
		     STATUS_NOT_FOUND);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(residents, have_their_bsn_sealed_on_disk)
{
	struct fixture f;
	struct store *store;
	char *bsn;
	static char disk[1024 * 1024];
	size_t length;
	FILE *file;

	fixture_init(&f);
	store = fixture_filled(&f);
	cr_expect_eq(store_resident_bsn(store, f.arena,
					fixture_resident(&f, store, "mirjam"),
					&bsn),
		     STATUS_OK);
	cr_expect_str_eq(bsn, "999912340");
	store_close(store);
	file = fopen(f.path, "r");
	length = fread(disk, 1, sizeof(disk), file);
	fclose(file);
	cr_expect_not_null(memmem(disk, length, "Mirjam", 6));
	cr_expect_null(memmem(disk, length, "999912340", 9));
	fixture_clear(&f);
}

LEAK_FREE_TEST(residents, are_found_by_id_handle_and_beginning)
{
	struct fixture f;
	struct store *store;
	struct store_resident one, other;
	char beginning[9];

	fixture_init(&f);
	store = fixture_filled(&f);
	cr_assert_eq(store_resident_find(store, f.arena, "mirjam", &one),
		     STATUS_OK);
	cr_expect_str_eq(one.handle, "mirjam");
	cr_expect_str_eq(one.name, "Mirjam Verzonnen");
	cr_expect_eq(one.birth_day, -7000);
	cr_expect_not(one.deceased);
	cr_expect_eq(strlen(one.log_key_id), 36);
	cr_expect_eq(store_resident_find(store, f.arena, one.id, &other),
		     STATUS_OK);
	cr_expect_eq(memcmp(&one.log_key, &other.log_key, BOX_KEY_BYTES), 0);
	snprintf(beginning, sizeof(beginning), "%s", one.id);
	cr_expect_eq(store_resident_find(store, f.arena, beginning, &other),
		     STATUS_OK);
	cr_expect_str_eq(one.id, other.id);
	cr_expect_eq(store_resident_find(store, f.arena, "otto", &other),
		     STATUS_OK);
	cr_expect_eq(other.birth_day, CLOCK_DAY_NONE);
	cr_expect_neq(memcmp(&one.log_key, &other.log_key, BOX_KEY_BYTES), 0);
	cr_expect_str_neq(one.log_key_id, other.log_key_id);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(households, list_their_members_in_order)
{
	struct fixture f;
	struct store *store;
	struct store_household household, *list;
	struct store_member *members;
	size_t count;

	fixture_init(&f);
	store = fixture_filled(&f);
	cr_expect_eq(store_household_find(store, f.arena, "h2", &household),
		     STATUS_NOT_FOUND);
	cr_assert_eq(store_household_find(store, f.arena, "h1", &household),
		     STATUS_OK);
	cr_expect_str_eq(household.name, "Huishouden Verzonnen");
	cr_expect_str_eq(household.coordinator_name, "Sanne Regisseur");
	cr_expect_null(household.coordinator_contact);
	cr_expect_eq(strlen(household.plan), 36);
	cr_expect_eq(household.member_count, 2);
	cr_assert_eq(
		store_members(store, f.arena, household.id, &members, &count),
		STATUS_OK);
	cr_assert_eq(count, 2);
	cr_expect_str_eq(members[0].resident.handle, "otto");
	cr_expect_str_eq(members[0].relation, "partner");
	cr_expect_str_eq(members[1].resident.handle, "mirjam");
	cr_expect_null(members[1].relation);
	cr_assert_eq(store_household_list(store, f.arena, &list, &count),
		     STATUS_OK);
	cr_assert_eq(count, 1);
	cr_expect_str_eq(list[0].id, household.id);
	store_close(store);
	fixture_clear(&f);
}

/* "p1" is whoever came first; an origin is the same one at every import. */
LEAK_FREE_TEST(residents, are_found_by_origin_also_when_another_has_the_handle)
{
	static const struct import_resident both[] = {
		{.origin = "Patient/p1", .birth_day = CLOCK_DAY_NONE},
		{.origin = "RelatedPerson/p1", .birth_day = CLOCK_DAY_NONE},
	};
	const struct import import = {.residents = both, .resident_count = 2};
	struct store_import_counts counts;
	struct store_resident patient, carer;
	struct fault fault = {0};
	struct fixture f;
	struct store *store;

	fixture_init(&f);
	store = fixture_open(&f, STORE_WRITE);
	cr_assert_eq(fixture_import(&f, store, &import, &counts, &fault),
		     STATUS_OK);
	cr_assert_eq(store_resident_of_origin(store, f.arena, "Patient/p1",
					      &patient),
		     STATUS_OK);
	cr_assert_eq(store_resident_of_origin(store, f.arena,
					      "RelatedPerson/p1", &carer),
		     STATUS_OK);
	cr_expect_str_neq(patient.id, carer.id);
	cr_expect_str_neq(patient.log_key_id, carer.log_key_id);
	cr_expect_eq(store_resident_of_origin(store, f.arena, "p1", &carer),
		     STATUS_NOT_FOUND);
	store_close(store);
	fixture_clear(&f);
}
