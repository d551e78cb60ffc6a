#include "daemon/audit/parts.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/audit/logfile.h"
#include "daemon/audit/proof.h"
#include "daemon/audit/source.h"
#include "eenplan/base/clock.h"
#include "fixture.h"
#include "leak_free.h"

#define PART_ENTRIES 7
#define PARTS	     4
#define ENTRIES	     (PARTS * PART_ENTRIES)

static struct fixture fixture;
static uint64_t starts[PARTS]; /* of each file, the current one last */

static enum status
add_entries(unsigned count)
{
	struct audit *audit;
	enum status status = audit_open(&fixture.settings, &audit);

	if (status != STATUS_OK)
		return status;
	fixture_append(&fixture, audit, count);
	audit_close(audit);
	return STATUS_OK;
}

static void
begin_part(void)
{
	struct logfile file;

	cr_assert_eq(logfile_open(fixture.log, &file), STATUS_OK);
	cr_assert_eq(logfile_settle(&file, file.length), STATUS_OK);
	cr_assert_eq(logfile_begin_part(&file), STATUS_OK);
	logfile_close(&file);
}

/* A log of ENTRIES in so many files, each begun between two runs. */
static void
begin(void)
{
	struct logfile file;

	fixture_init(&fixture);
	for (unsigned i = 0; i < PARTS; i++) {
		cr_assert_eq(add_entries(PART_ENTRIES), STATUS_OK);
		if (i + 1 < PARTS)
			begin_part();
		cr_assert_eq(logfile_open(fixture.log, &file), STATUS_OK);
		if (i + 1 < PARTS)
			starts[i + 1] = file.start;
		logfile_close(&file);
	}
}

static const char *
path_of(const char *name)
{
	static char path[160];

	snprintf(path, sizeof(path), "%s/%s", fixture.log, name);
	return path;
}

static const char *
path_of_part(unsigned number)
{
	char name[PARTS_NAME_BYTES];

	parts_name(starts[number], name);
	return path_of(name);
}

static void
expect_intact(uint64_t entries)
{
	struct arena *arena = arena_new();
	struct audit_report report;

	cr_assert_eq(audit_verify(&fixture.settings, arena, NULL, &report),
		     STATUS_OK);
	cr_expect(report.intact, "%s", report.fault);
	cr_expect_eq(report.entries, entries, "%llu",
		     (unsigned long long)report.entries);
	arena_free(arena);
}

static void
expect_bad(uint64_t first, const char *word)
{
	struct arena *arena = arena_new();
	struct audit_report report;

	cr_assert_eq(audit_verify(&fixture.settings, arena, NULL, &report),
		     STATUS_OK);
	cr_assert_not(report.intact);
	cr_expect_eq(report.first_bad, first, "%llu",
		     (unsigned long long)report.first_bad);
	cr_expect_not_null(strstr(report.fault, word), "%s", report.fault);
	arena_free(arena);
}

static enum status
header_of(uint64_t seq)
{
	struct arena *arena = arena_new();
	struct text header;
	enum status status =
		audit_header(&fixture.settings, arena, seq, &header);

	arena_free(arena);
	return status;
}

static bool
count_one(void *context, const struct audit_entry *entry)
{
	(void)entry;
	++*(unsigned *)context;
	return true;
}

static enum status
count_of_subject(unsigned *count_out)
{
	*count_out = 0;
	return audit_read_subject(&fixture.settings, &fixture.subject, 1,
				  count_one, count_out);
}

LEAK_FREE_TEST(parts, are_named_by_their_first_byte_and_nothing_else_is_one)
{
	static const char *const others[] = {
		"access.log.1",
		"access.log.00000000000001x",
		"access.log.-00000000000001",
		"access.log.000000000000001.gz",
		"access.log",
		"access.head",
	};
	char name[PARTS_NAME_BYTES];
	struct parts parts;
	int folder;

	fixture_init(&fixture);
	cr_assert_eq(mkdir(fixture.log, 0700), 0);
	for (size_t i = 0; i < COUNT_OF(others); i++)
		fixture_write(&fixture, others[i], "x\n", 2);
	folder = open(fixture.log, O_RDONLY | O_DIRECTORY);
	cr_assert_eq(parts_list(folder, &parts), STATUS_OK);
	cr_expect_eq(parts.count, 0);
	cr_expect_eq(parts_end(&parts), 0);
	parts_clear(&parts);

	parts_name(268435460, name);
	cr_expect_str_eq(name, "access.log.000000268435460");
	fixture_write(&fixture, name, "later\n", 6);
	parts_name(0, name);
	fixture_write(&fixture, name, "first\n", 6);
	cr_assert_eq(parts_list(folder, &parts), STATUS_OK);
	cr_assert_eq(parts.count, 2);
	cr_expect_eq(parts.items[0].start, 0);
	cr_expect_eq(parts.items[0].end, 6);
	cr_expect_eq(parts_end(&parts), 268435466);
	parts_clear(&parts);

	/* more than there can be before the next one */
	parts_name(268435459, name);
	fixture_write(&fixture, name, "later\n", 6);
	cr_expect_eq(parts_list(folder, &parts), STATUS_TAMPERED);
	close(folder);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(parts, are_one_log_for_every_reader)
{
	unsigned count;

	begin();
	expect_intact(ENTRIES);
	cr_assert_eq(count_of_subject(&count), STATUS_OK);
	cr_expect_eq(count, ENTRIES);
	for (uint64_t seq = 0; seq < ENTRIES; seq++)
		cr_expect_eq(header_of(seq), STATUS_OK, "%llu",
			     (unsigned long long)seq);
	cr_expect_eq(header_of(ENTRIES), STATUS_NOT_FOUND);
	cr_assert_eq(add_entries(3), STATUS_OK);
	expect_intact(ENTRIES + 3);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(parts, are_closed_to_writing)
{
	struct stat about;

	begin();
	for (unsigned i = 0; i + 1 < PARTS; i++) {
		cr_assert_eq(stat(path_of_part(i), &about), 0);
		cr_expect_eq(about.st_mode & 0777, 0400);
		cr_expect_eq((uint64_t)about.st_size, starts[i + 1] - starts[i],
			     "without what was written ahead");
	}
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(parts, are_begun_by_the_writer_when_one_is_full)
{
	int64_t end_ms = clock_monotonic_ms() + 20000;
	char name[PARTS_NAME_BYTES];
	struct audit *audit;

	fixture_init(&fixture);
	fixture.settings.part_bytes = 2000;
	cr_assert_eq(audit_open(&fixture.settings, &audit), STATUS_OK);
	fixture_append(&fixture, audit, 1);
	parts_name(0, name);
	usleep(1500 * 1000);
	cr_expect_neq(access(path_of(name), F_OK), 0, "not full yet");
	fixture_append(&fixture, audit, 5);
	while (access(path_of(name), F_OK) != 0 &&
	       clock_monotonic_ms() < end_ms)
		usleep(10000);
	cr_assert_eq(access(path_of(name), F_OK), 0);
	expect_intact(6);
	fixture_append(&fixture, audit, 2);
	expect_intact(8);
	audit_close(audit);
	cr_assert_eq(add_entries(1), STATUS_OK);
	expect_intact(9);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(parts, that_are_kept_elsewhere_are_missed_only_by_who_reads_them)
{
	char elsewhere[160];
	unsigned count;

	begin();
	snprintf(elsewhere, sizeof(elsewhere), "%s/elsewhere", fixture.folder);
	cr_assert_eq(rename(path_of_part(1), elsewhere), 0);
	expect_bad(PART_ENTRIES, "missing or was cut off");
	cr_expect_eq(count_of_subject(&count), STATUS_TAMPERED);
	cr_expect_eq(header_of(0), STATUS_NOT_FOUND);
	cr_expect_eq(header_of(PART_ENTRIES), STATUS_NOT_FOUND);
	for (uint64_t seq = 2 * PART_ENTRIES; seq < ENTRIES; seq++)
		cr_expect_eq(header_of(seq), STATUS_OK, "%llu",
			     (unsigned long long)seq);
	cr_expect_eq(add_entries(3), STATUS_OK, "the node goes on");
	cr_assert_eq(rename(elsewhere, path_of_part(1)), 0);
	expect_intact(ENTRIES + 3);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(parts, of_which_the_newest_is_gone_are_no_log)
{
	begin();
	cr_assert_eq(unlink(path_of_part(PARTS - 2)), 0);
	cr_expect_eq(add_entries(1), STATUS_TAMPERED);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(parts, that_were_cut_off_or_changed_are_named)
{
	begin();
	/* the mode keeps out an honest mistake, not an owner */
	cr_assert_eq(
		truncate(path_of_part(1), (off_t)(starts[2] - starts[1] - 1)),
		0);
	expect_bad(2 * PART_ENTRIES - 1, "missing or was cut off");
	fixture_clear(&fixture);

	begin();

	int file;

	cr_assert_eq(chmod(path_of_part(1), 0600), 0);
	file = open(path_of_part(1), O_WRONLY);
	cr_assert_eq(pwrite(file, "x", 1, 20), 1);
	close(file);
	expect_bad(PART_ENTRIES, "damaged or altered");
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(parts, survive_an_end_between_two_names)
{
	char next[160];

	begin();
	/* ended before the names were changed */
	fixture_write(&fixture, "access.next", "", 0);
	cr_assert_eq(add_entries(1), STATUS_OK);
	expect_intact(ENTRIES + 1);
	begin_part();
	/* ended when the current file had lost its name */
	snprintf(next, sizeof(next), "%s", path_of("access.next"));
	cr_assert_eq(rename(path_of(PARTS_CURRENT), next), 0);
	cr_assert_eq(add_entries(2), STATUS_OK);
	expect_intact(ENTRIES + 3);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(parts, are_never_written_over)
{
	char name[PARTS_NAME_BYTES];
	struct logfile file;
	uint64_t length;

	fixture_init(&fixture);
	cr_assert_eq(add_entries(3), STATUS_OK);
	cr_assert_eq(logfile_open(fixture.log, &file), STATUS_OK);
	cr_assert_eq(logfile_settle(&file, file.length), STATUS_OK);
	length = file.length;
	parts_name(0, name);
	fixture_write(&fixture, name, "", 0);
	cr_expect_eq(logfile_begin_part(&file), STATUS_STORAGE);
	cr_expect_eq(file.start, 0);
	cr_expect_eq(file.length, length);

	char line[] = "it goes on\n";
	struct iovec part = {line, sizeof(line) - 1};

	cr_expect_eq(logfile_append(&file, &part, 1), STATUS_OK);
	cr_expect_eq(file.length, length + sizeof(line) - 1);
	logfile_close(&file);
	fixture_clear(&fixture);
}
