#include <string.h>

#include "eenplan/base/clock.h"
#include "fixture.h"

LEAK_FREE_TEST(import, changes_nothing_the_second_time)
{
	struct fixture f;
	struct store *store;
	struct import import;
	struct store_import_counts counts;
	struct fault fault;
	const char *mirjam;

	fixture_init(&f);
	store = fixture_open(&f, STORE_WRITE);
	import = fixture_household(&f);
	cr_assert_eq(fixture_import(&f, store, &import, &counts, &fault),
		     STATUS_OK);
	cr_expect_eq(counts.residents, 2);
	cr_expect_eq(counts.households, 1);
	cr_expect_eq(counts.records, 4);
	cr_expect_eq(counts.consents, 1);
	cr_expect_eq(counts.updated, 0);
	cr_expect_eq(counts.unchanged, 0);
	mirjam = fixture_resident(&f, store, "mirjam");
	cr_assert_eq(fixture_import(&f, store, &import, &counts, &fault),
		     STATUS_OK);
	cr_expect_eq(counts.unchanged, 8);
	cr_expect_eq(counts.residents + counts.households + counts.records +
			     counts.consents + counts.updated,
		     0);
	cr_expect_str_eq(fixture_resident(&f, store, "mirjam"), mirjam);
	cr_expect_eq(fixture_record_count(store, mirjam), 3);
	cr_expect_eq(fixture_consent_count(store, mirjam, true), 1);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(import, gives_records_back_with_their_slices)
{
	struct fixture f;
	struct store *store;
	struct record *records;
	size_t count;

	fixture_init(&f);
	store = fixture_filled(&f);
	cr_assert_eq(store_records(store, f.arena,
				   fixture_resident(&f, store, "mirjam"),
				   &records, &count),
		     STATUS_OK);
	cr_assert_eq(count, 3);
	cr_expect_str_eq(records[0].category, "agreement");
	cr_expect_str_eq(records[1].category, "diagnosis");
	cr_expect_str_eq(records[2].category, "goal");
	cr_expect_str_eq(records[1].origin, "Goal/g1#diagnosis");
	cr_expect_str_eq(records[2].law, "zvw");
	cr_expect_str_eq(records[2].sensitivity, "normal");
	cr_expect_eq(records[2].changed_ms, 1767225600000);
	cr_expect_eq(strlen(records[2].id), 36);
	cr_expect(text_is(
		records[2].fields,
		"{\"due\":\"2026-09-01\",\"text\":\"Weer zelf koken\"}"));
	cr_assert_eq(records[2].slice_count, 2);
	cr_expect(text_is(record_slice_key(&records[2], 0), "due"));
	cr_expect(text_is(record_slice_member(&records[2], 1),
			  "\"text\":\"Weer zelf koken\""));
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(import, updates_what_changed_and_drops_what_its_source_dropped)
{
	struct fixture f;
	struct store *store;
	struct import import;
	struct store_import_counts counts;
	struct fault fault;
	struct import_record record;
	struct record *records;
	size_t count;

	fixture_init(&f);
	store = fixture_filled(&f);
	import = fixture_household(&f);
	/* Goal/g1 again, without the record Goal/g1#diagnosis */
	record = import.records[0];
	record.record.law = "wmo";
	import.records = &record;
	import.record_count = 1;
	cr_assert_eq(fixture_import(&f, store, &import, &counts, &fault),
		     STATUS_OK);
	cr_expect_eq(counts.updated, 2);
	cr_expect_eq(counts.records, 0);
	cr_assert_eq(store_records(store, f.arena,
				   fixture_resident(&f, store, "mirjam"),
				   &records, &count),
		     STATUS_OK);
	cr_assert_eq(count, 2);
	cr_expect_str_eq(records[0].category, "agreement");
	cr_expect_str_eq(records[1].category, "goal");
	cr_expect_str_eq(records[1].law, "wmo");
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(import, moves_a_record_that_was_about_somebody_else)
{
	struct fixture f;
	struct store *store;
	struct import import;
	struct store_import_counts counts;
	struct fault fault;
	struct import_record record;

	fixture_init(&f);
	store = fixture_filled(&f);
	import = fixture_household(&f);
	record = import.records[3];
	record.resident = "Patient/mirjam";
	import.records = &record;
	import.record_count = 1;
	cr_assert_eq(fixture_import(&f, store, &import, &counts, &fault),
		     STATUS_OK);
	cr_expect_eq(counts.updated, 1);
	cr_expect_eq(fixture_record_count(store,
					  fixture_resident(&f, store, "otto")),
		     0, "it stayed with whom it isn't about");
	cr_expect_eq(fixture_record_count(
			     store, fixture_resident(&f, store, "mirjam")),
		     4);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(import, takes_over_what_a_source_says_of_people_now)
{
	static const struct import_member members[] = {
		{"Patient/mirjam", "moeder"}};
	struct fixture f;
	struct store *store;
	struct import import;
	struct store_import_counts counts;
	struct fault fault;
	struct import_resident residents[2];
	struct import_household household;
	struct store_resident resident;
	struct store_household now;
	char *bsn;

	fixture_init(&f);
	store = fixture_filled(&f);
	import = fixture_household(&f);
	residents[0] = import.residents[0];
	residents[1] = import.residents[1];
	residents[0].bsn = NULL;
	residents[1].deceased = true;
	household = import.households[0];
	household.members = members;
	household.member_count = 1;
	import.residents = residents;
	import.households = &household;
	cr_assert_eq(fixture_import(&f, store, &import, &counts, &fault),
		     STATUS_OK);
	cr_expect_eq(counts.updated, 3);
	cr_expect_eq(store_resident_find(store, f.arena, "otto", &resident),
		     STATUS_OK);
	cr_expect(resident.deceased);
	cr_expect_eq(store_resident_bsn(store, f.arena,
					fixture_resident(&f, store, "mirjam"),
					&bsn),
		     STATUS_OK);
	cr_expect_null(bsn);
	cr_expect_eq(store_household_find(store, f.arena, "h1", &now),
		     STATUS_OK);
	cr_expect_eq(now.member_count, 1);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(import, gives_each_resident_a_handle_of_their_own)
{
	static const struct import_resident alike[] = {
		{.origin = "RelatedPerson/otto", .birth_day = CLOCK_DAY_NONE},
		{.origin = "Person/otto", .birth_day = CLOCK_DAY_NONE}};
	struct import import = {.residents = alike, .resident_count = 2};
	struct fixture f;
	struct store *store;
	struct store_import_counts counts;
	struct fault fault;
	struct store_resident resident;

	fixture_init(&f);
	store = fixture_filled(&f);
	cr_assert_eq(fixture_import(&f, store, &import, &counts, &fault),
		     STATUS_OK);
	cr_expect_eq(counts.residents, 2);
	cr_expect_eq(store_resident_find(store, f.arena, "otto", &resident),
		     STATUS_OK);
	cr_expect_str_eq(resident.name, "Otto Verzonnen");
	cr_expect_eq(store_resident_find(store, f.arena, "otto-2", &resident),
		     STATUS_OK);
	cr_expect_eq(store_resident_find(store, f.arena, "otto-3", &resident),
		     STATUS_OK);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(import, replaces_a_consent_that_changed)
{
	struct fixture f;
	struct store *store;
	struct import import;
	struct store_import_counts counts;
	struct fault fault;
	struct import_consent consent;
	struct consent *consents;
	const char *mirjam;
	size_t count;

	fixture_init(&f);
	store = fixture_filled(&f);
	mirjam = fixture_resident(&f, store, "mirjam");
	import = fixture_household(&f);
	consent = import.consents[0];
	consent.consent.state = CONSENT_REFUSED;
	import.consents = &consent;
	cr_assert_eq(fixture_import(&f, store, &import, &counts, &fault),
		     STATUS_OK);
	cr_expect_eq(counts.updated, 1);
	cr_assert_eq(store_consents(store, f.arena, mirjam, false, &consents,
				    &count),
		     STATUS_OK);
	cr_assert_eq(count, 1);
	cr_expect_eq(consents[0].state, CONSENT_REFUSED);
	cr_expect_not_null(consents[0].supersedes);
	cr_expect_eq(fixture_consent_count(store, mirjam, true), 2);
	consent.resident = "Patient/otto";
	cr_expect_eq(fixture_import(&f, store, &import, &counts, &fault),
		     STATUS_INVALID);
	cr_expect_not_null(strstr(fault.text, "another resident"));
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(import, never_undoes_a_withdrawal_made_here)
{
	struct fixture f;
	struct store *store;
	struct import import;
	struct store_import_counts counts;
	struct fault fault;
	struct import_consent changed;
	struct consent *consents, withdrawal;
	size_t count, withdrawn = 0;

	fixture_init(&f);
	store = fixture_filled(&f);
	cr_assert_eq(store_consents(store, f.arena,
				    fixture_resident(&f, store, "mirjam"),
				    false, &consents, &count),
		     STATUS_OK);
	cr_assert_eq(count, 1);
	withdrawal = consents[0];
	withdrawal.id = "11111111-1111-4111-8111-111111111111";
	withdrawal.state = CONSENT_WITHDRAWN;
	withdrawal.supersedes = consents[0].id;
	cr_assert_eq(store_consent_add(store, &withdrawal), STATUS_OK);

	import = fixture_household(&f);
	changed = import.consents[0];
	cr_assert_eq(fixture_import(&f, store, &import, &counts, &fault),
		     STATUS_OK);
	cr_expect_eq(counts.unchanged, 8);
	changed.consent.until_day = 30000;
	import.consents = &changed;
	cr_assert_eq(fixture_import(&f, store, &import, &counts, &fault),
		     STATUS_OK);
	cr_expect_eq(counts.updated, 1);
	cr_assert_eq(store_consents(store, f.arena, withdrawal.resident, false,
				    &consents, &count),
		     STATUS_OK);
	for (size_t i = 0; i < count; i++)
		withdrawn += consents[i].state == CONSENT_WITHDRAWN;
	cr_expect_eq(withdrawn, 1);
	/* and that one is known again as well */
	cr_assert_eq(fixture_import(&f, store, &import, &counts, &fault),
		     STATUS_OK);
	cr_expect_eq(counts.unchanged, 8);
	store_close(store);
	fixture_clear(&f);
}

static size_t
count_marked(const struct store_mark *marks, size_t count,
	     const struct record *record)
{
	size_t found = 0;
	for (size_t i = 0; i < count; i++)
		found += strcmp(marks[i].category, record->category) == 0 &&
			 strcmp(marks[i].law, record->law) == 0 &&
			 strcmp(marks[i].sensitivity, record->sensitivity) == 0;
	return found;
}

LEAK_FREE_TEST(import, leaves_a_mark_for_each_record)
{
	struct fixture f;
	struct store *store;
	struct record *records;
	struct store_mark *marks;
	size_t count, mark_count;

	fixture_init(&f);
	store = fixture_filled(&f);
	const char *otto = fixture_resident(&f, store, "otto");
	cr_assert_eq(store_records(store, f.arena, otto, &records, &count),
		     STATUS_OK);
	cr_assert_eq(
		store_record_marks(store, f.arena, otto, &marks, &mark_count),
		STATUS_OK);
	cr_assert_gt(count, 0);
	cr_expect_eq(mark_count, count);
	for (size_t i = 0; i < count; i++)
		cr_expect_geq(count_marked(marks, mark_count, &records[i]), 1,
			      "%s", records[i].category);
	cr_assert_eq(store_record_marks(store, f.arena, "nobody", &marks,
					&mark_count),
		     STATUS_OK);
	cr_expect_eq(mark_count, 0);
	store_close(store);
	fixture_clear(&f);
}
