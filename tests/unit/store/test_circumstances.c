#include <stdio.h>
#include <string.h>

#include "fixture.h"

#include "eenplan/base/limits.h"

static struct circumstance
set_custody(const char *value, int64_t set_ms)
{
	return (struct circumstance){.about = CIRCUMSTANCE_CUSTODY,
				     .value = value,
				     .set_by = "petra",
				     .set_ms = set_ms};
}

static struct circumstance
set_mentor(const char *as, int64_t set_ms)
{
	return (struct circumstance){.about = CIRCUMSTANCE_REPRESENTATIVE,
				     .reference = "mentor-vos",
				     .value = as,
				     .name = "Vos",
				     .set_by = "petra",
				     .set_ms = set_ms};
}

static struct circumstances
read_all(struct fixture *f, struct store *store, const char *handle)
{
	struct store_resident resident;
	struct circumstances circumstances;

	cr_assert_eq(store_resident_find(store, f->arena, handle, &resident),
		     STATUS_OK);
	cr_assert_eq(
		store_circumstances(store, f->arena, &resident, &circumstances),
		STATUS_OK);
	return circumstances;
}

LEAK_FREE_TEST(circumstances, of_somebody_new_are_not_known)
{
	struct fixture f;
	struct store *store;
	struct circumstances known;

	fixture_init(&f);
	store = fixture_filled(&f);
	known = read_all(&f, store, "otto");
	cr_expect_eq(known.capacity, CAPACITY_UNSET);
	cr_expect_eq(known.custody, CUSTODY_UNSET);
	cr_expect_eq(known.representative_count, 0);
	cr_expect_not(known.deceased);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(circumstances, are_replaced_and_kept)
{
	struct fixture f;
	struct store *store;
	struct circumstance one = set_custody("known", 1000);
	struct circumstance later = set_custody("undeterminable", 2000);
	struct circumstance *settings;
	const char *otto;
	size_t count;

	fixture_init(&f);
	store = fixture_filled(&f);
	otto = fixture_resident(&f, store, "otto");
	cr_assert_eq(store_circumstance_set(store, otto, &one), STATUS_OK);
	cr_assert_eq(store_circumstance_set(store, otto, &later), STATUS_OK);
	cr_expect_eq(store_circumstance_set(store, otto, &later),
		     STATUS_CONFLICT);
	cr_assert_eq(store_circumstance_list(store, f.arena, otto, &settings,
					     &count),
		     STATUS_OK);
	cr_assert_eq(count, 1);
	cr_expect_str_eq(settings[0].value, "undeterminable");
	cr_expect_str_eq(settings[0].set_by, "petra");
	cr_expect_eq(settings[0].set_ms, 2000);
	cr_assert_eq(store_circumstance_past(store, f.arena, otto, &settings,
					     &count),
		     STATUS_OK);
	cr_assert_eq(count, 2);
	cr_expect_str_eq(settings[0].value, "known");
	cr_expect_str_eq(settings[1].value, "undeterminable");
	cr_expect_eq(read_all(&f, store, "otto").custody,
		     CUSTODY_UNDETERMINABLE);
	cr_expect_eq(read_all(&f, store, "mirjam").custody, CUSTODY_UNSET);
	store_close(store);
	/* the first is still on file, and marked */
	fixture_sql(&f, "CREATE TABLE probe (n BIGINT CHECK (n = 1));"
			"INSERT INTO probe SELECT COUNT(*) FROM circumstance"
			" WHERE value = 'known' AND superseded_ms = 2000");
	fixture_clear(&f);
}

LEAK_FREE_TEST(circumstances, forget_who_represents_no_longer)
{
	struct fixture f;
	struct store *store;
	struct circumstance begins = set_mentor("mentor", 1000);
	struct circumstance ends = set_mentor("none", 2000);
	struct circumstances known;
	const char *otto;

	fixture_init(&f);
	store = fixture_filled(&f);
	otto = fixture_resident(&f, store, "otto");
	cr_assert_eq(store_circumstance_set(store, otto, &begins), STATUS_OK);
	known = read_all(&f, store, "otto");
	cr_assert_eq(known.representative_count, 1);
	cr_expect_str_eq(known.representatives[0].reference, "mentor-vos");
	cr_expect_str_eq(known.representatives[0].name, "Vos");
	cr_assert_eq(store_circumstance_set(store, otto, &ends), STATUS_OK);
	cr_expect_eq(read_all(&f, store, "otto").representative_count, 0);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(circumstances, have_room_for_so_many_representatives)
{
	struct fixture f;
	struct store *store;
	struct circumstance setting = set_mentor("sibling", 1000);
	enum status status = STATUS_OK;
	const char *otto;
	char reference[16];

	fixture_init(&f);
	store = fixture_filled(&f);
	otto = fixture_resident(&f, store, "otto");
	setting.reference = reference;
	for (int i = 0; i <= LIMIT_REPRESENTATIVES; i++) {
		cr_assert_eq(status, STATUS_OK, "%d", i);
		snprintf(reference, sizeof(reference), "%d", i);
		status = store_circumstance_set(store, otto, &setting);
	}
	cr_expect_eq(status, STATUS_TOO_LARGE);
	cr_expect_eq(read_all(&f, store, "otto").representative_count,
		     LIMIT_REPRESENTATIVES);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(circumstances, that_make_no_sense_stop_the_reading)
{
	static const char *const wrong[] = {
		"UPDATE circumstance SET value = 'sometimes'",
		"UPDATE circumstance SET about = 'mood'",
	};

	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct fixture f;
		struct circumstance setting = set_custody("known", 1000);
		struct store_resident resident;
		struct circumstances circumstances;
		struct store *store;

		fixture_init(&f);
		fixture_catch_log(&f);
		store = fixture_filled(&f);
		cr_assert_eq(
			store_resident_find(store, f.arena, "otto", &resident),
			STATUS_OK);
		cr_assert_eq(
			store_circumstance_set(store, resident.id, &setting),
			STATUS_OK);
		store_close(store);
		fixture_sql(&f, wrong[i]);
		store = fixture_open(&f, STORE_READ);
		cr_expect_eq(store_circumstances(store, f.arena, &resident,
						 &circumstances),
			     STATUS_STORAGE);
		store_close(store);
		fixture_clear(&f);
	}
}

LEAK_FREE_TEST(circumstances, set_here_are_not_undone_by_an_import)
{
	static const struct import_representative said = {
		.resident = "Patient/otto",
		.reference = "mentor-vos",
		.name = "Vos",
		.as = REPRESENTATION_MENTOR};
	struct fixture f;
	struct store *store;
	struct import import;
	struct store_import_counts counts;
	struct circumstance ends = set_mentor("none", 2000);
	struct fault fault = {0};

	fixture_init(&f);
	store = fixture_filled(&f);
	import = fixture_household(&f);
	import.representatives = &said;
	import.representative_count = 1;
	import.by = "beheer";
	cr_assert_eq(fixture_import(&f, store, &import, &counts, &fault),
		     STATUS_OK);
	cr_expect_eq(read_all(&f, store, "otto").representative_count, 1);
	cr_assert_eq(store_circumstance_set(
			     store, fixture_resident(&f, store, "otto"), &ends),
		     STATUS_OK);
	cr_assert_eq(fixture_import(&f, store, &import, &counts, &fault),
		     STATUS_OK);
	cr_expect_eq(read_all(&f, store, "otto").representative_count, 0);
	store_close(store);
	fixture_clear(&f);
}

/* --- records about several --- */

LEAK_FREE_TEST(concerns, are_kept_as_local_ids_each_once)
{
	static const char *const others[] = {"Patient/otto", "Patient/mirjam",
					     "Patient/otto"};
	struct fixture f;
	struct store *store;
	struct import import = {0};
	struct import_record record;
	struct store_import_counts counts;
	struct record *records;
	const char *mirjam, *otto;
	size_t count;

	fixture_init(&f);
	store = fixture_filled(&f);
	mirjam = fixture_resident(&f, store, "mirjam");
	otto = fixture_resident(&f, store, "otto");
	record = (struct import_record){
		.resident = "Patient/mirjam",
		.record = fixture_record(&f, "Goal/samen", "goal",
					 "{\"text\":\"samen\"}")};
	record.record.concerns = others;
	record.record.concern_count = 3;
	import.records = &record;
	import.record_count = 1;
	cr_assert_eq(
		fixture_import(&f, store, &import, &counts, &(struct fault){0}),
		STATUS_OK);
	cr_assert_eq(
		fixture_import(&f, store, &import, &counts, &(struct fault){0}),
		STATUS_OK);
	cr_expect_eq(counts.unchanged, 1);
	cr_assert_eq(store_records(store, f.arena, mirjam, &records, &count),
		     STATUS_OK);
	for (size_t i = 0; i < count; i++) {
		bool is_joint = strcmp(records[i].origin, "Goal/samen") == 0;

		cr_assert_eq(records[i].concern_count, is_joint);
		if (is_joint)
			cr_expect_str_eq(records[i].concerns[0], otto);
	}
	/* That it concerns nobody else any more is a change. */
	record.record.concern_count = 0;
	cr_assert_eq(
		fixture_import(&f, store, &import, &counts, &(struct fault){0}),
		STATUS_OK);
	cr_expect_eq(counts.updated, 1);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(concerns, of_somebody_who_is_not_here_refuse_the_import)
{
	static const char *const others[] = {"Patient/nobody"};
	struct fixture f;
	struct store *store;
	struct import import = {0};
	struct import_record record;
	struct store_import_counts counts;
	struct fault fault = {0};

	fixture_init(&f);
	store = fixture_filled(&f);
	record = (struct import_record){
		.resident = "Patient/mirjam",
		.record = fixture_record(&f, "Goal/samen", "goal",
					 "{\"text\":\"samen\"}")};
	record.record.concerns = others;
	record.record.concern_count = 1;
	import.records = &record;
	import.record_count = 1;
	cr_expect_eq(fixture_import(&f, store, &import, &counts, &fault),
		     STATUS_INVALID);
	cr_expect_str_eq(fault.where, "Goal/samen");
	cr_expect_not_null(strstr(fault.text, "Patient/nobody"));
	store_close(store);
	fixture_clear(&f);
}
