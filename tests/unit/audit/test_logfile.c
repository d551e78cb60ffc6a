#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/audit/logfile.h"
#include "eenplan/base/limits.h"
#include "fixture.h"
#include "leak_free.h"

static struct fixture fixture;
static struct logfile file;

/*
 * The disk as it can be: these stand in for the system's calls in this whole
 * program, and fail when told to.
 */
static int syncs_to_fail;
static int writes_to_fail;
static int write_error;
static bool write_short;

int
fdatasync(int descriptor)
{
	if (syncs_to_fail > 0) {
		syncs_to_fail--;
		errno = EIO;
		return -1;
	}
	return (int)syscall(SYS_fdatasync, descriptor);
}

ssize_t
pwritev(int descriptor, const struct iovec *parts, int count, off_t offset)
{
	if (writes_to_fail > 0) {
		writes_to_fail--;
		errno = write_error;
		return -1;
	}
	if (write_short && parts[0].iov_len > 1)
		return pwrite(descriptor, parts[0].iov_base,
			      parts[0].iov_len / 2, offset);
	return syscall(SYS_pwritev, descriptor, parts, count, offset, 0);
}

static void
begin(void)
{
	fixture_init(&fixture);
	cr_assert_eq(logfile_open(fixture.log, &file), STATUS_OK);
	cr_assert_eq(logfile_settle(&file, file.length), STATUS_OK);
}

static void
end(void)
{
	logfile_close(&file);
	fixture_clear(&fixture);
}

static struct iovec
part(const char *bytes)
{
	return (struct iovec){(void *)(uintptr_t)bytes, strlen(bytes)};
}

static enum status
append(const char *one, const char *other)
{
	struct iovec parts[] = {part(one), part(other)};

	return logfile_append(&file, parts, 2);
}

static void
assert_file(const char *expected)
{
	size_t length;
	char *bytes = fixture_read_log(&fixture, &length);

	cr_assert_str_eq(bytes, expected);
	cr_assert_eq(length, strlen(expected));
	free(bytes);
}

static void
assert_holds(const char *expected)
{
	assert_file(expected);
	cr_assert_eq(file.length, strlen(expected));
}

LEAK_FREE_TEST(logfile, lets_only_one_holder_in)
{
	struct logfile second;

	begin();
	cr_assert_eq(logfile_open(fixture.log, &second), STATUS_BUSY);
	logfile_close(&file);
	cr_assert_eq(logfile_open(fixture.log, &second), STATUS_OK);
	logfile_close(&second);
	end();
}

LEAK_FREE_TEST(logfile, refuses_a_folder_that_can_not_be_made)
{
	cr_assert_eq(logfile_open("/proc/eenplan/log", &file), STATUS_STORAGE);
	cr_assert_eq(logfile_open("/dev/null", &file), STATUS_STORAGE);
}

LEAK_FREE_TEST(logfile, does_not_follow_a_link_to_another_file)
{
	char path[160];

	fixture_init(&fixture);
	cr_assert_eq(mkdir(fixture.log, 0700), 0);
	snprintf(path, sizeof(path), "%s/%s", fixture.log, PARTS_CURRENT);
	cr_assert_eq(symlink("/tmp/elsewhere", path), 0);
	cr_assert_eq(logfile_open(fixture.log, &file), STATUS_STORAGE);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(logfile, takes_back_what_a_failed_sync_left_and_goes_on)
{
	begin();
	cr_assert_eq(append("one\n", "two\n"), STATUS_OK);
	syncs_to_fail = 1;
	cr_assert_eq(append("three\n", "four\n"), STATUS_LOG_UNAVAILABLE);
	assert_holds("one\ntwo\n");
	cr_assert_eq(append("five\n", "six\n"), STATUS_OK);
	assert_holds("one\ntwo\nfive\nsix\n");
	end();
}

static size_t
size_on_disk(void)
{
	size_t size;

	free(fixture_read(&fixture, PARTS_CURRENT, &size));
	return size;
}

LEAK_FREE_TEST(logfile, writes_its_space_ahead_and_takes_it_off_at_the_end)
{
	begin();
	cr_assert_eq(size_on_disk(), 0, "none before it is needed");
	cr_assert_eq(append("one\n", "two\n"), STATUS_OK);
	cr_assert_eq(size_on_disk(), 8 + LIMIT_AUDIT_AHEAD_BYTES);
	cr_assert_eq(append("three\n", ""), STATUS_OK);
	cr_assert_eq(size_on_disk(), 8 + LIMIT_AUDIT_AHEAD_BYTES);
	assert_holds("one\ntwo\nthree\n");
	logfile_close(&file);
	cr_assert_eq(size_on_disk(), strlen("one\ntwo\nthree\n"));
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(logfile, writes_more_ahead_when_that_is_used_up)
{
	static char line[LIMIT_AUDIT_AHEAD_BYTES / 4];
	unsigned lines = 9;

	memset(line, 'x', sizeof(line) - 1);
	line[sizeof(line) - 2] = '\n';
	begin();
	for (unsigned i = 0; i < lines; i++)
		cr_assert_eq(append(line, "\n"), STATUS_OK);
	cr_assert_eq(file.length, lines * sizeof(line));
	cr_assert_gt(size_on_disk(), file.length);
	cr_assert_leq(size_on_disk(), file.length + LIMIT_AUDIT_AHEAD_BYTES);
	end();
}

LEAK_FREE_TEST(logfile, knows_after_a_crash_what_was_only_space)
{
	begin();
	cr_assert_eq(append("one\n", "two\n"), STATUS_OK);
	close(file.file); /* as a process that is killed */
	close(file.lock);
	close(file.folder);
	cr_assert_gt(size_on_disk(), 8);
	cr_assert_eq(logfile_open(fixture.log, &file), STATUS_OK);
	cr_assert_eq(file.length, 8);
	cr_assert_eq(logfile_settle(&file, file.length), STATUS_OK);
	cr_assert_eq(append("three\n", ""), STATUS_OK);
	assert_holds("one\ntwo\nthree\n");
	end();
}

LEAK_FREE_TEST(logfile, finds_the_end_behind_more_space_than_it_reads_at_once)
{
	static char bytes[100 * 1024];
	uint64_t found;

	begin();
	memcpy(bytes, "one\n", 4);
	fixture_write(&fixture, PARTS_CURRENT, bytes, sizeof(bytes));
	cr_assert_eq(logfile_end(file.file, &found), STATUS_OK);
	cr_assert_eq(found, 4);
	bytes[0] = bytes[1] = bytes[2] = bytes[3] = '\0';
	fixture_write(&fixture, PARTS_CURRENT, bytes, sizeof(bytes));
	cr_assert_eq(logfile_end(file.file, &found), STATUS_OK);
	cr_assert_eq(found, 0, "nothing but space");
	cr_assert_eq(logfile_end(-1, &found), STATUS_STORAGE);
	end();
}

LEAK_FREE_TEST(logfile, remembers_what_it_could_not_take_back)
{
	begin();
	cr_assert_eq(append("one\n", "two\n"), STATUS_OK);
	syncs_to_fail = 2;
	cr_assert_eq(append("three\n", "four\n"), STATUS_LOG_UNAVAILABLE);
	cr_assert(file.suspect);
	syncs_to_fail = 1;
	cr_assert_eq(append("five\n", "six\n"), STATUS_LOG_UNAVAILABLE);
	cr_assert_eq(append("seven\n", "eight\n"), STATUS_OK);
	cr_assert_not(file.suspect);
	assert_holds("one\ntwo\nseven\neight\n");
	end();
}

LEAK_FREE_TEST(logfile, stays_shut_when_durable_bytes_changed_after_a_failure)
{
	begin();
	cr_assert_eq(append("one\n", "two\n"), STATUS_OK);
	syncs_to_fail = 2;
	cr_assert_eq(append("three\n", "four\n"), STATUS_LOG_UNAVAILABLE);
	fixture_write(&fixture, PARTS_CURRENT, "one\ntoo\n", 8);
	cr_assert_eq(append("five\n", ""), STATUS_LOG_UNAVAILABLE);
	fixture_write(&fixture, PARTS_CURRENT, "one\n", 4);
	cr_assert_eq(append("five\n", ""), STATUS_LOG_UNAVAILABLE);
	assert_file("one\n");
	cr_assert_not(logfile_is_writable(&file));
	fixture_write(&fixture, PARTS_CURRENT, "one\ntwo\nthr", 11);
	cr_assert_eq(append("five\n", ""), STATUS_OK, "as it was: goes on");
	end();
}

LEAK_FREE_TEST(logfile, stays_shut_when_its_file_is_gone_after_a_failure)
{
	char path[160];

	begin();
	cr_assert_eq(append("one\n", "two\n"), STATUS_OK);
	syncs_to_fail = 2;
	cr_assert_eq(append("three\n", ""), STATUS_LOG_UNAVAILABLE);
	snprintf(path, sizeof(path), "%s/%s", fixture.log, PARTS_CURRENT);
	cr_assert_eq(unlink(path), 0);
	cr_assert_eq(append("four\n", ""), STATUS_LOG_UNAVAILABLE);
	cr_assert_neq(access(path, F_OK), 0, "made no new one");
	end();
}

LEAK_FREE_TEST(logfile, appends_nothing_when_a_write_fails)
{
	static const int errors[] = {ENOSPC, EROFS, EIO, EDQUOT};

	begin();
	cr_assert_eq(append("one\n", "two\n"), STATUS_OK);
	for (size_t i = 0; i < COUNT_OF(errors); i++) {
		write_error = errors[i];
		writes_to_fail = 1;
		cr_assert_eq(append("three\n", "four\n"),
			     STATUS_LOG_UNAVAILABLE);
		assert_holds("one\ntwo\n");
	}
	cr_assert_eq(append("five\n", ""), STATUS_OK);
	assert_holds("one\ntwo\nfive\n");
	end();
}

LEAK_FREE_TEST(logfile, goes_on_after_short_and_interrupted_writes)
{
	begin();
	write_short = true;
	write_error = EINTR;
	writes_to_fail = 3;
	cr_assert_eq(append("one two three\n", "four five six seven\n"),
		     STATUS_OK);
	assert_holds("one two three\nfour five six seven\n");
	end();
}

LEAK_FREE_TEST(logfile, writes_more_parts_than_one_call_takes)
{
	struct iovec parts[3000];

	begin();
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		parts[i] = part("line\n");
	cr_assert_eq(logfile_append(&file, parts, COUNT_OF(parts)), STATUS_OK);
	cr_assert_eq(file.length, 15000);
	end();
}

LEAK_FREE_TEST(logfile, survives_the_limit_on_file_size)
{
	struct rlimit limit;
	char big[8192];

	begin();
	memset(big, 'x', sizeof(big));
	big[sizeof(big) - 1] = '\0';
	signal(SIGXFSZ, SIG_IGN);
	cr_assert_eq(append("one\n", ""), STATUS_OK);
	getrlimit(RLIMIT_FSIZE, &limit);

	rlim_t before = limit.rlim_cur;

	limit.rlim_cur = 4096;
	setrlimit(RLIMIT_FSIZE, &limit);
	cr_assert_eq(append(big, ""), STATUS_LOG_UNAVAILABLE);
	assert_holds("one\n");
	cr_assert_not(logfile_is_writable(&file));
	limit.rlim_cur = before;
	setrlimit(RLIMIT_FSIZE, &limit);
	cr_assert(logfile_is_writable(&file));
	cr_assert_eq(append("two\n", ""), STATUS_OK);
	assert_holds("one\ntwo\n");
	end();
}

/* A file system of 64 KiB, in a name space of this process's own. */
static bool
mount_small(const char *folder)
{
	mkdir(folder, 0700);
	if (unshare(CLONE_NEWNS) != 0 &&
	    unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
		return false;
	return mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
	       mount("none", folder, "tmpfs", 0, "size=64k") == 0;
}

LEAK_FREE_TEST(logfile, survives_a_full_file_system_and_a_read_only_one)
{
	char line[1024];
	unsigned lines = 0;

	fixture_init(&fixture);
	if (!mount_small(fixture.log)) {
		fixture_clear(&fixture);
		cr_skip_test("skipped: may not mount a small file system");
	}
	memset(line, 'x', sizeof(line));
	strcpy(line + sizeof(line) - 2, "\n");
	cr_assert_eq(logfile_open(fixture.log, &file), STATUS_OK);
	cr_assert_eq(logfile_settle(&file, 0), STATUS_OK);
	while (append(line, "") == STATUS_OK)
		lines++;
	cr_assert(lines > 10 && lines <= 64);
	cr_assert_eq(file.length, lines * strlen(line));
	cr_assert_not(logfile_is_writable(&file));

	char filler[160];

	snprintf(filler, sizeof(filler), "size=%uk", 512);
	cr_assert_eq(mount("none", fixture.log, "tmpfs", MS_REMOUNT, filler),
		     0);
	cr_assert(logfile_is_writable(&file), "room again");
	cr_assert_eq(append(line, ""), STATUS_OK);
	logfile_close(&file);
	cr_assert_eq(mount("none", fixture.log, "tmpfs", MS_REMOUNT | MS_RDONLY,
			   filler),
		     0);
	cr_assert_eq(logfile_open(fixture.log, &file), STATUS_STORAGE);
	cr_assert_eq(umount(fixture.log), 0);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(logfile, is_its_owners_alone)
{
	struct stat about;

	begin();
	cr_assert_eq(fstat(file.file, &about), 0);
	cr_assert_eq(about.st_mode & 0777, 0600);
	cr_assert_eq(fstat(file.folder, &about), 0);
	cr_assert_eq(about.st_mode & 0777, 0700);
	end();
}
