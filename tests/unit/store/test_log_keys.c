#include "daemon/store/log_keys.h"

#include <stdio.h>
#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "fixture.h"

static struct store_resident
find(struct fixture *f, struct store *store, const char *handle)
{
	struct store_resident resident;

	cr_assert_eq(store_resident_find(store, f->arena, handle, &resident),
		     STATUS_OK);
	return resident;
}

static enum status
key_of(struct store *store, const char *id)
{
	struct box_key key;

	return store_log_key(store, id, &key);
}

static void
erase(struct store *store, struct store_resident *resident)
{
	cr_assert_eq(store_begin(store), STATUS_OK);
	cr_assert_eq(store_log_keys_erase(store, resident, 1000), STATUS_OK);
	cr_assert_eq(store_commit(store), STATUS_OK);
	cr_assert_eq(store_purge(store), STATUS_OK);
}

/* Of everybody, at `now_ms`, those who have theirs since before then. */
static size_t
renew(struct store *store, int64_t now_ms)
{
	size_t count;

	cr_assert_eq(store_begin(store), STATUS_OK);
	cr_assert_eq(store_log_keys_renew(store, now_ms, now_ms, &count),
		     STATUS_OK);
	cr_assert_eq(store_commit(store), STATUS_OK);
	return count;
}

static bool
file_has(const char *path, struct text bytes)
{
	static char content[4 * 1024 * 1024];
	FILE *file = fopen(path, "r");
	size_t length;

	if (file == NULL)
		return false;
	length = fread(content, 1, sizeof(content), file);
	fclose(file);
	return memmem(content, length, bytes.bytes, bytes.length) != NULL;
}

/* The sealed key of Mirjam, as any program finds it in the file. */
static void
read_box(struct fixture *f, char box[BOX_KEY_BYTES + BOX_OVERHEAD_BYTES])
{
	FILE *out = popen(arena_printf(f->arena,
				       "sqlite3 -readonly %s \"SELECT "
				       "hex(log_key) FROM resident "
				       "WHERE handle = 'mirjam'\"",
				       f->path),
			  "r");

	cr_assert_not_null(out);
	for (size_t i = 0; i < BOX_KEY_BYTES + BOX_OVERHEAD_BYTES; i++)
		cr_assert_eq(fscanf(out, "%2hhx", (unsigned char *)&box[i]), 1);
	pclose(out);
}

LEAK_FREE_TEST(log_keys, are_unknown_where_nobody_ever_had_them)
{
	struct fixture f;
	struct store *store;

	fixture_init(&f);
	store = fixture_filled(&f);
	cr_expect_eq(key_of(store, "00000000-0000-4000-8000-000000000000"),
		     STATUS_NOT_FOUND);
	cr_expect_eq(key_of(store, ""), STATUS_NOT_FOUND);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(log_keys, are_gone_for_ever_once_they_are_erased)
{
	struct fixture f;
	struct store *store;
	struct store_resident resident, other, later;
	struct store_log_key *keys;
	char first[UUID_TEXT_BYTES], second[UUID_TEXT_BYTES];
	size_t count;

	fixture_init(&f);
	store = fixture_filled(&f);
	resident = find(&f, store, "mirjam");
	other = find(&f, store, "otto");
	strcpy(first, resident.log_key_id);
	renew(store, clock_now_ms() + 1000);
	resident = find(&f, store, "mirjam");
	strcpy(second, resident.log_key_id);

	erase(store, &resident);
	cr_expect_eq(key_of(store, first), STATUS_GONE);
	cr_expect_eq(key_of(store, second), STATUS_GONE);
	cr_expect_eq(key_of(store, other.log_key_id), STATUS_OK);
	later = find(&f, store, "mirjam");
	cr_expect_str_eq(later.log_key_id, resident.log_key_id);
	cr_expect_arr_eq(later.log_key.bytes, resident.log_key.bytes,
			 BOX_KEY_BYTES, "the caller has the new key");
	cr_expect_str_neq(later.log_key_id, second);
	cr_assert_eq(store_log_keys_of(store, f.arena, &later, &keys, &count),
		     STATUS_OK);
	cr_expect_eq(count, 1, "nothing says any more whose the others were");
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(log_keys, leave_no_byte_on_the_disk_when_they_are_erased)
{
	struct fixture f;
	struct store *store;
	struct store_resident resident;
	static char box[BOX_KEY_BYTES + BOX_OVERHEAD_BYTES];
	char wal[128];

	fixture_init(&f);
	store = fixture_filled(&f);
	resident = find(&f, store, "mirjam");
	cr_assert_eq(store_purge(store), STATUS_OK);
	read_box(&f, box);

	const struct text sealed = {box, sizeof(box)};

	cr_assert(file_has(f.path, sealed));
	erase(store, &resident);
	cr_expect_not(file_has(f.path, sealed));
	snprintf(wal, sizeof(wal), "%s-wal", f.path);
	cr_expect_not(file_has(wal, sealed));
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(log_keys, of_before_still_open_what_they_sealed)
{
	struct fixture f;
	struct store *store;
	struct store_resident before, after;
	struct store_log_key *keys;
	struct box_key key;
	size_t count;

	fixture_init(&f);
	store = fixture_filled(&f);
	before = find(&f, store, "mirjam");
	cr_expect_eq(renew(store, 5), 0, "nobody's is that old");
	cr_expect_eq(renew(store, clock_now_ms() + 1000), 2, "two residents");
	after = find(&f, store, "mirjam");
	cr_expect_str_neq(after.log_key_id, before.log_key_id);
	cr_assert_eq(store_log_key(store, before.log_key_id, &key), STATUS_OK);
	cr_expect_arr_eq(key.bytes, before.log_key.bytes, BOX_KEY_BYTES);
	cr_assert_eq(store_log_keys_of(store, f.arena, &after, &keys, &count),
		     STATUS_OK);
	cr_assert_eq(count, 2);
	cr_expect_str_eq(keys[0].id, before.log_key_id, "the oldest first");
	cr_expect_arr_eq(keys[0].key.bytes, before.log_key.bytes,
			 BOX_KEY_BYTES);
	cr_expect_str_eq(keys[1].id, after.log_key_id);
	store_log_keys_wipe(keys, count);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(log_keys, expire_when_all_that_they_sealed_is_too_old)
{
	struct fixture f;
	struct store *store;
	struct store_resident before;
	int64_t ended_ms = clock_now_ms() + 1000;
	uint64_t count;

	fixture_init(&f);
	store = fixture_filled(&f);
	before = find(&f, store, "mirjam");
	renew(store, ended_ms);
	cr_assert_eq(store_log_keys_expire(store, ended_ms, ended_ms, &count),
		     STATUS_OK);
	cr_expect_eq(count, 0, "used until just then");
	cr_expect_eq(key_of(store, before.log_key_id), STATUS_OK);
	cr_assert_eq(
		store_log_keys_expire(store, ended_ms + 1, ended_ms, &count),
		STATUS_OK);
	cr_expect_eq(count, 2);
	cr_expect_eq(key_of(store, before.log_key_id), STATUS_GONE);
	cr_assert_eq(
		store_log_keys_expire(store, ended_ms + 1, ended_ms, &count),
		STATUS_OK);
	cr_expect_eq(count, 0, "once");
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(log_keys, of_entries_about_nobody_are_renewed_as_well)
{
	struct fixture f;
	struct store *store;
	struct store_resident before, after;
	struct box_key key;
	int64_t now_ms = clock_now_ms();

	fixture_init(&f);
	store = fixture_filled(&f);
	cr_assert_eq(store_node_log_key(store, f.arena, &before), STATUS_OK);
	cr_assert_eq(store_node_log_key_renew(store, 5, now_ms), STATUS_OK);
	cr_assert_eq(store_node_log_key(store, f.arena, &after), STATUS_OK);
	cr_expect_str_eq(after.log_key_id, before.log_key_id);
	cr_assert_eq(store_node_log_key_renew(store, now_ms + 5000, now_ms),
		     STATUS_OK);
	cr_assert_eq(store_node_log_key(store, f.arena, &after), STATUS_OK);
	cr_expect_str_neq(after.log_key_id, before.log_key_id);
	cr_assert_eq(store_log_key(store, before.log_key_id, &key), STATUS_OK);
	cr_expect_arr_eq(key.bytes, before.log_key.bytes, BOX_KEY_BYTES);
	cr_assert_eq(store_log_key(store, after.log_key_id, &key), STATUS_OK);
	cr_expect_arr_eq(key.bytes, after.log_key.bytes, BOX_KEY_BYTES);
	store_close(store);
	store = fixture_open(&f, STORE_WRITE);
	cr_assert_eq(store_node_log_key(store, f.arena, &before), STATUS_OK);
	cr_expect_str_eq(before.log_key_id, after.log_key_id);
	store_close(store);
	fixture_clear(&f);
}
