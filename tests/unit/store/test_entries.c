#include "daemon/store/entries.h"

#include <string.h>

#include "eenplan/base/limits.h"
#include "fixture.h"

#define FIELDS	"{\"score\":\"3.5\"}"
#define CHANGED "{\"score\":\"8.5\"}"

static struct store_entry
make_entry(struct fixture *f, struct store *store, const char *fields)
{
	char *id = arena_alloc(f->arena, UUID_TEXT_BYTES);
	struct store_entry entry = {
		.resident = fixture_resident(f, store, "otto"),
		.record = fixture_record(f, NULL, "wellbeing", fields),
	};

	random_uuid(id);
	entry.record.id = id;
	entry.record.changed_ms = 1000;
	return entry;
}

LEAK_FREE_TEST(entries, are_found_by_the_beginning_of_their_id_and_no_record_is)
{
	struct fixture f;
	fixture_init(&f);
	struct store *store = fixture_filled(&f);
	struct store_entry entry = make_entry(&f, store, FIELDS), found;
	struct record *records;
	size_t count;

	cr_assert_eq(
		store_records(store, f.arena, entry.resident, &records, &count),
		STATUS_OK);
	cr_assert_gt(count, 0);
	cr_expect_eq(store_entry_find(store, f.arena, records[0].id, &found),
		     STATUS_NOT_FOUND);
	cr_assert_eq(store_entry_add(store, f.arena, &entry, "tessa"),
		     STATUS_OK);
	cr_assert_eq(
		store_entry_find(
			store, f.arena,
			arena_text(f.arena, (struct text){entry.record.id, 8}),
			&found),
		STATUS_OK);
	cr_expect_str_eq(found.record.id, entry.record.id);
	cr_expect_str_eq(found.resident, entry.resident);
	cr_expect_str_eq(found.record.category, "wellbeing");
	cr_expect(text_is(found.record.fields, FIELDS));
	cr_expect_eq(found.record.slice_count, 1);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(entries, keep_every_version)
{
	struct fixture f;
	fixture_init(&f);
	struct store *store = fixture_filled(&f);
	struct store_entry entry = make_entry(&f, store, FIELDS), found;
	struct record changed = fixture_record(&f, NULL, "wellbeing", CHANGED);
	struct store_entry_version *versions;
	size_t count;

	cr_assert_eq(store_entry_add(store, f.arena, &entry, "tessa"),
		     STATUS_OK);
	cr_assert_eq(store_entry_find(store, f.arena, entry.record.id, &found),
		     STATUS_OK);
	found.record.fields = changed.fields;
	found.record.slices = changed.slices;
	found.record.slice_count = changed.slice_count;
	found.record.changed_ms = 2000;
	cr_assert_eq(
		store_entry_change(store, f.arena, &found, "petra", "change"),
		STATUS_OK);
	cr_assert_eq(store_entry_find(store, f.arena, entry.record.id, &found),
		     STATUS_OK);
	cr_expect(text_is(found.record.fields, CHANGED));
	cr_expect_eq(found.record.changed_ms, 2000);
	cr_assert_eq(store_entry_versions(store, f.arena, entry.record.id,
					  &versions, &count),
		     STATUS_OK);
	cr_assert_eq(count, 2);
	cr_expect(text_is(versions[0].fields, FIELDS));
	cr_expect_str_eq(versions[0].user, "tessa");
	cr_expect_str_eq(versions[0].what, "add");
	cr_expect_eq(versions[0].changed_ms, 1000);
	cr_expect(text_is(versions[1].fields, CHANGED));
	cr_expect_str_eq(versions[1].user, "petra");
	cr_expect_str_eq(versions[1].what, "change");
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(entries, stay_when_their_household_is_imported_again)
{
	struct fixture f;
	fixture_init(&f);
	struct store *store = fixture_filled(&f);
	struct store_entry entry = make_entry(&f, store, FIELDS), found;
	struct import import = fixture_household(&f);
	struct store_import_counts counts;
	struct fault fault = {0};

	cr_assert_eq(store_entry_add(store, f.arena, &entry, "tessa"),
		     STATUS_OK);
	cr_assert_eq(fixture_import(&f, store, &import, &counts, &fault),
		     STATUS_OK);
	cr_expect_eq(store_entry_find(store, f.arena, entry.record.id, &found),
		     STATUS_OK);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(entries, have_no_more_room_than_imported_records)
{
	struct fixture f;
	fixture_init(&f);
	struct store *store = fixture_filled(&f);
	enum status status = STATUS_OK;
	size_t before = fixture_record_count(
		store, fixture_resident(&f, store, "otto"));
	size_t added = 0;

	cr_assert_eq(store_begin(store), STATUS_OK);
	while (status == STATUS_OK && added <= LIMIT_RECORDS_PER_RESIDENT) {
		struct store_entry entry = make_entry(&f, store, FIELDS);

		status = store_entry_add(store, f.arena, &entry, "tessa");
		added += status == STATUS_OK;
	}
	cr_expect_eq(status, STATUS_TOO_LARGE);
	cr_expect_eq(before + added, LIMIT_RECORDS_PER_RESIDENT);
	store_rollback(store);
	store_close(store);
	fixture_clear(&f);
}
