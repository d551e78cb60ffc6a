#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "eenplan/base/clock.h"
#include "fixture.h"

#define NOBODY_USER 65534

static size_t
count_of(const char *text, const char *part)
{
	size_t count = 0;

	for (text = strstr(text, part); text != NULL;
	     text = strstr(text + 1, part))
		count++;
	return count;
}

/* --- opening --- */

LEAK_FREE_TEST(store, does_not_open_where_there_is_no_folder)
{
	struct fixture f;

	fixture_init(&f);
	fixture_catch_log(&f);
	strcat(f.path, "/none/store.db");
	cr_expect_eq(fixture_try(&f, STORE_WRITE), STATUS_STORAGE);
	cr_expect_eq(count_of(fixture_log(&f), "\n"), 1);
	cr_expect_not_null(strstr(fixture_log(&f), f.path));
	fixture_clear(&f);
}

LEAK_FREE_TEST(store, does_not_open_for_reading_what_nobody_made)
{
	struct fixture f;

	fixture_init(&f);
	fixture_catch_log(&f);
	cr_expect_eq(fixture_try(&f, STORE_READ), STATUS_STORAGE);
	cr_expect_eq(access(f.path, F_OK), -1, "a reader made the file");
	cr_expect_eq(count_of(fixture_log(&f), "No such file"), 1);
	fixture_clear(&f);
}

LEAK_FREE_TEST(store, does_not_open_with_another_key_file)
{
	struct fixture f;

	fixture_init(&f);
	fixture_catch_log(&f);
	store_close(fixture_open(&f, STORE_WRITE));
	f.key.bytes[31] ^= 1;
	cr_expect_eq(fixture_try(&f, STORE_WRITE), STATUS_TAMPERED);
	cr_expect_eq(fixture_try(&f, STORE_READ), STATUS_TAMPERED);
	cr_expect_not_null(strstr(fixture_log(&f), "key file"));
	f.key.bytes[31] ^= 1;
	cr_expect_eq(fixture_try(&f, STORE_READ), STATUS_OK);
	fixture_clear(&f);
}

LEAK_FREE_TEST(store, does_not_open_when_its_key_check_is_gone)
{
	struct fixture f;

	fixture_init(&f);
	fixture_catch_log(&f);
	store_close(fixture_filled(&f));
	fixture_sql(&f, "DELETE FROM meta WHERE name = 'key-check'");
	cr_expect_eq(fixture_try(&f, STORE_WRITE), STATUS_TAMPERED);
	fixture_clear(&f);
}

LEAK_FREE_TEST(store, does_not_open_a_file_that_is_no_database)
{
	struct fixture f;
	FILE *file;

	fixture_init(&f);
	fixture_catch_log(&f);
	file = fopen(f.path, "w");
	for (int i = 0; i < 1000; i++)
		fputs("not a database, but long enough\n", file);
	fclose(file);
	cr_expect_eq(fixture_try(&f, STORE_WRITE), STATUS_STORAGE);
	cr_expect_eq(count_of(fixture_log(&f), "\n"), 1);
	cr_expect_not_null(strstr(fixture_log(&f), "not a database"));
	fixture_clear(&f);
}

LEAK_FREE_TEST(store, does_not_open_in_a_folder_it_may_not_write)
{
	struct fixture f;

	fixture_init(&f);
	fixture_catch_log(&f);
	cr_assert_eq(chmod(f.folder, 0555), 0);
	if (geteuid() == 0)
		cr_assert_eq(seteuid(NOBODY_USER), 0);
	cr_expect_eq(fixture_try(&f, STORE_WRITE), STATUS_STORAGE);
	cr_expect_eq(count_of(fixture_log(&f), "\n"), 1);
	cr_expect_not_null(strstr(fixture_log(&f), "Permission denied"));
	cr_assert_eq(seteuid(getuid()), 0);
	fixture_clear(&f);
}

LEAK_FREE_TEST(store, does_not_open_for_writing_a_file_it_may_only_read)
{
	struct fixture f;

	fixture_init(&f);
	fixture_catch_log(&f);
	store_close(fixture_filled(&f));
	cr_assert_eq(chmod(f.path, 0444), 0);
	cr_assert_eq(chmod(f.folder, 0555), 0);
	if (geteuid() == 0)
		cr_assert_eq(seteuid(NOBODY_USER), 0);
	cr_expect_eq(fixture_try(&f, STORE_WRITE), STATUS_STORAGE);
	cr_assert_eq(seteuid(getuid()), 0);
	fixture_clear(&f);
}

LEAK_FREE_TEST(store, keeps_its_files_from_other_users)
{
	struct fixture f;
	struct stat info;
	struct store *store;
	char path[128];

	fixture_init(&f);
	umask(0);
	store = fixture_filled(&f);
	for (int i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "%s%s", f.path, i ? "-wal" : "");
		cr_assert_eq(stat(path, &info), 0);
		cr_expect_eq(info.st_mode & 0777, 0600, "%s", path);
	}
	store_close(store);
	fixture_clear(&f);
}

/* --- damage --- */

LEAK_FREE_TEST(store, says_so_when_a_page_is_damaged)
{
	struct fixture f;
	struct store *store;
	struct arena *arena;
	const char *resident;
	struct record *records;
	size_t count, damaged = 0;
	char junk[3500];
	int file;

	fixture_init(&f);
	store = fixture_filled(&f);
	resident = fixture_resident(&f, store, "mirjam");
	store_close(store);
	fixture_catch_log(&f);

	/* all pages but the first, which says that it is a database */
	file = open(f.path, O_RDWR);
	memset(junk, 0xA5, sizeof(junk));
	for (off_t at = 4096; at < lseek(file, 0, SEEK_END); at += 4096)
		damaged += pwrite(file, junk, sizeof(junk), at) > 0;
	close(file);
	cr_assert_gt(damaged, 5);

	struct store_settings settings = fixture_settings(&f);
	enum status status = store_open(&settings, STORE_READ, &store);

	arena = arena_new();
	if (status == STATUS_OK) {
		status =
			store_records(store, arena, resident, &records, &count);
		store_close(store);
	}
	cr_expect_eq(status, STATUS_STORAGE);
	cr_expect_not_null(strstr(fixture_log(&f), "malformed"));
	cr_expect_not_null(strstr(fixture_log(&f), f.path));
	arena_free(arena);
	fixture_clear(&f);
}

LEAK_FREE_TEST(store, refuses_slices_that_lie_outside_their_fields)
{
	static const char *const damage[] = {
		"UPDATE record SET slices = X'00000000FFFFFFFF04000000'",
		"UPDATE record SET slices = X'FFFFFFFF0500000001000000'",
		"UPDATE record SET slices = X'0100000005000000FFFFFFFF'",
		"UPDATE record SET slices = X'010203'",
		"UPDATE record SET fields = '{}'",
	};
	struct fixture f;

	fixture_init(&f);
	fixture_catch_log(&f);
	for (size_t i = 0; i < COUNT_OF(damage); i++) {
		struct store *store = fixture_filled(&f);
		const char *resident = fixture_resident(&f, store, "mirjam");
		struct record *records;
		size_t count;

		fixture_sql(&f, damage[i]);
		cr_expect_eq(store_records(store, f.arena, resident, &records,
					   &count),
			     STATUS_STORAGE, "%s", damage[i]);
		store_close(store);
		unlink(f.path);
	}
	fixture_clear(&f);
}

LEAK_FREE_TEST(store, notices_a_seal_moved_to_another_resident)
{
	struct fixture f;
	struct store *store;
	struct store_resident resident;

	fixture_init(&f);
	fixture_catch_log(&f);
	store = fixture_filled(&f);
	fixture_sql(&f, "UPDATE resident SET log_key = (SELECT o.log_key FROM"
			" resident o WHERE o.handle = 'otto')"
			" WHERE handle = 'mirjam'");
	cr_expect_eq(store_resident_find(store, f.arena, "mirjam", &resident),
		     STATUS_TAMPERED);
	cr_expect_eq(store_resident_find(store, f.arena, "otto", &resident),
		     STATUS_OK);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(store, keeps_nothing_of_what_does_not_fit_on_the_disk)
{
	struct fixture f;
	struct store *store;
	struct import import;
	struct store_import_counts counts;
	struct fault fault;
	struct rlimit limit;
	const char *log;

	fixture_init(&f);
	store = fixture_open(&f, STORE_WRITE);
	import = fixture_household(&f);
	fixture_catch_log(&f);
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = 50 * 1024; /* the log of changes is longer already */
	setrlimit(RLIMIT_FSIZE, &limit);
	cr_expect_eq(fixture_import(&f, store, &import, &counts, &fault),
		     STATUS_STORAGE);
	cr_expect_not(store_is_writable(store));
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_FSIZE, &limit);

	log = fixture_log(&f);
	cr_expect_eq(count_of(log, "store failed"), 2, "%s", log);
	cr_expect_not_null(strstr(log, f.path));
	cr_expect_null(strstr(log, "Verzonnen"));
	cr_expect(store_is_writable(store), "didn't recover");
	cr_expect_eq(fixture_import(&f, store, &import, &counts, &fault),
		     STATUS_OK);
	cr_expect_eq(counts.residents, 2, "something was left behind");
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(store, can_not_commit_after_a_failure_in_a_transaction)
{
	struct fixture f;
	struct store *store;
	uint8_t digest[DIGEST_BYTES] = {1};
	struct store_partner partner = {
		.id = "x", .name = "X", .domain = "wmo", .url = "https://x"};

	fixture_init(&f);
	fixture_catch_log(&f);
	store = fixture_open(&f, STORE_WRITE);
	cr_assert_eq(store_begin(store), STATUS_OK);
	cr_expect_eq(store_partners_set(store, &partner, 1), STATUS_OK);
	/* nobody has that id */
	cr_expect_eq(store_token_add(store, digest, "none", "x", 1),
		     STATUS_CONFLICT);
	cr_expect_eq(store_partners_set(store, &partner, 1), STATUS_CONFLICT);
	cr_expect_eq(store_commit(store), STATUS_CONFLICT);
	cr_expect_eq(store_partner_find(store, f.arena, "x", &partner),
		     STATUS_NOT_ENROLLED);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(store, does_not_write_for_a_reader)
{
	struct fixture f;
	struct store *reader;
	struct store_partner partner = {
		.id = "x", .name = "X", .domain = "wmo", .url = "https://x"};

	fixture_init(&f);
	fixture_catch_log(&f);
	store_close(fixture_filled(&f));
	reader = fixture_open(&f, STORE_READ);
	cr_expect_eq(store_partners_set(reader, &partner, 1), STATUS_STORAGE);
	cr_expect_not(store_is_writable(reader));
	store_close(reader);
	fixture_clear(&f);
}

/* --- the node's own key --- */

LEAK_FREE_TEST(store, has_one_log_key_for_the_node)
{
	struct fixture f;
	struct store *store;
	struct store_resident first, again;

	fixture_init(&f);
	store = fixture_open(&f, STORE_WRITE);
	cr_expect_eq(store_node_log_key(store, f.arena, &first), STATUS_OK);
	store_close(store);
	store = fixture_open(&f, STORE_READ);
	cr_expect_eq(store_node_log_key(store, f.arena, &again), STATUS_OK);
	store_close(store);
	cr_expect_str_eq(first.log_key_id, again.log_key_id);
	cr_expect_eq(strlen(first.log_key_id), 36);
	cr_expect_eq(
		memcmp(&first.log_key, &again.log_key, sizeof(first.log_key)),
		0);
	fixture_clear(&f);
}
