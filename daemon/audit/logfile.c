#include "daemon/audit/logfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

#define LOCK_NAME	"access.lock"
#define NEXT_NAME	"access.next" /* a file that is to be the current one */
#define TAIL_BYTES	1024
#define PROBE_BYTES	4096
#define CHUNK_BYTES	(16 * 1024)
#define PARTS_PER_WRITE 1024

static void
complain(const char *event, const char *what)
{
	log_error(event, "what=%s reason=%s", what, strerrordesc_np(errno));
}

static void
close_file(int *file)
{
	if (*file >= 0)
		close(*file);
	*file = -1;
}

/* Not vital: a start knows the NULs for what they are. */
static void
take_off_blank(struct logfile *file)
{
	if (file->file >= 0 && !file->suspect && file->size > file->length)
		(void)!ftruncate(file->file, (off_t)file->length);
}

void
logfile_close(struct logfile *file)
{
	take_off_blank(file);
	close_file(&file->file);
	close_file(&file->lock);
	close_file(&file->folder);
}

static int
open_log(int folder, int create)
{
	return openat(folder, PARTS_CURRENT,
		      O_RDWR | O_CLOEXEC | O_NOFOLLOW | create, 0600);
}

static enum status
hold(struct logfile *file)
{
	file->lock = openat(file->folder, LOCK_NAME,
			    O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (file->lock < 0) {
		complain("access log can't be opened", LOCK_NAME);
		return STATUS_STORAGE;
	}
	if (flock(file->lock, LOCK_EX | LOCK_NB) == 0)
		return STATUS_OK;
	complain("access log is held by another process", LOCK_NAME);
	return STATUS_BUSY;
}

static enum status
open_folder(const char *folder, int *folder_out)
{
	if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
		complain("access log's folder can't be made", folder);
		return STATUS_STORAGE;
	}
	*folder_out = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*folder_out >= 0)
		return STATUS_OK;
	complain("access log's folder can't be opened", folder);
	return STATUS_STORAGE;
}

/* How many of the first `length` bytes are left without the NULs at the end. */
static size_t
without_nuls(const char *bytes, size_t length)
{
	while (length > 0 && bytes[length - 1] == '\0')
		length--;
	return length;
}

enum status
logfile_end(int file, uint64_t *end_out)
{
	char bytes[CHUNK_BYTES];
	struct stat about;

	if (fstat(file, &about) != 0)
		return STATUS_STORAGE;
	*end_out = (uint64_t)about.st_size;
	while (*end_out > 0) {
		size_t want = *end_out < sizeof(bytes) ? (size_t)*end_out
						       : sizeof(bytes);
		uint64_t from = *end_out - want;

		if (pread(file, bytes, want, (off_t)from) != (ssize_t)want)
			return STATUS_STORAGE;
		*end_out = from + without_nuls(bytes, want);
		if (*end_out > from)
			break;
	}
	return STATUS_OK;
}

static enum status
find_start(struct logfile *file)
{
	struct parts parts;
	enum status status = parts_list(file->folder, &parts);

	if (status == STATUS_OK)
		file->start = parts_end(&parts);
	parts_clear(&parts);
	return status;
}

uint64_t
logfile_end_of(const struct logfile *file)
{
	return file->start + file->length;
}

enum status
logfile_open(const char *folder, struct logfile *file_out)
{
	struct logfile file = {.folder = -1, .lock = -1, .file = -1};
	enum status status = open_folder(folder, &file.folder);

	if (status == STATUS_OK)
		status = hold(&file);
	if (status != STATUS_OK)
		goto out;

	status = find_start(&file);
	if (status != STATUS_OK)
		goto out;
	status = STATUS_STORAGE;
	file.file = open_log(file.folder, O_CREAT);
	if (file.file < 0 || fsync(file.folder) != 0 ||
	    logfile_end(file.file, &file.length) != STATUS_OK) {
		complain("access log can't be opened", PARTS_CURRENT);
		goto out;
	}
	*file_out = file;
	return STATUS_OK;
out:
	logfile_close(&file);
	return status;
}

static bool
read_tail(int file, uint64_t from, uint64_t length, uint8_t out[DIGEST_BYTES])
{
	char bytes[TAIL_BYTES];
	size_t want = (size_t)(length - from);

	if (pread(file, bytes, want, (off_t)from) != (ssize_t)want)
		return false;
	digest_of(&(struct text){bytes, want}, 1, out);
	return true;
}

static uint64_t
tail_offset_of(uint64_t length)
{
	return length > TAIL_BYTES ? length - TAIL_BYTES : 0;
}

enum status
logfile_settle(struct logfile *file, uint64_t length)
{
	file->tail_offset = tail_offset_of(length);
	if (ftruncate(file->file, (off_t)length) != 0 ||
	    fdatasync(file->file) != 0 ||
	    !read_tail(file->file, file->tail_offset, length, file->tail)) {
		complain("access log can't be made durable", PARTS_CURRENT);
		return STATUS_STORAGE;
	}
	file->length = file->size = length;
	return STATUS_OK;
}

/* The durable bytes as the disk has them, not as the page cache does. */
static bool
tail_is_intact(const struct logfile *file, int fresh)
{
	uint8_t tail[DIGEST_BYTES];
	struct stat about;

	if (fstat(fresh, &about) != 0 || (uint64_t)about.st_size < file->length)
		return false;
	posix_fadvise(fresh, (off_t)file->tail_offset, 0, POSIX_FADV_DONTNEED);
	return read_tail(fresh, file->tail_offset, file->length, tail) &&
	       memcmp(tail, file->tail, sizeof(tail)) == 0;
}

static bool
mend(struct logfile *file)
{
	int fresh = open_log(file->folder, 0);

	if (fresh < 0)
		return false;
	if (!tail_is_intact(file, fresh) ||
	    ftruncate(fresh, (off_t)file->length) != 0 ||
	    fdatasync(fresh) != 0 || !tail_is_intact(file, fresh)) {
		close(fresh);
		return false;
	}
	close_file(&file->file);
	file->file = fresh;
	file->size = file->length;
	file->suspect = false;
	return true;
}

static bool
write_once(struct logfile *file, const struct iovec *parts, size_t count,
	   uint64_t *at)
{
	ssize_t written;

	do {
		written = pwritev(file->file, parts,
				  count < PARTS_PER_WRITE ? (int)count
							  : PARTS_PER_WRITE,
				  (off_t)*at);
	} while (written < 0 && errno == EINTR);
	if (written == 0)
		errno = ENOSPC;
	if (written <= 0)
		return false;
	*at += (uint64_t)written;
	return true;
}

/* Writes all parts from `*at` on, which moves to behind them. */
static bool
write_all(struct logfile *file, struct iovec *parts, size_t count, uint64_t *at)
{
	while (count > 0) {
		uint64_t before = *at;

		if (!write_once(file, parts, count, at))
			return false;

		size_t done = (size_t)(*at - before);

		while (count > 0 && done >= parts->iov_len) {
			done -= parts->iov_len;
			parts++;
			count--;
		}
		if (count > 0) {
			parts->iov_base = (char *)parts->iov_base + done;
			parts->iov_len -= done;
		}
	}
	return true;
}

/* From what was just written, so that the disk needn't be asked. */
static void
remember_tail(struct logfile *file, const char *bytes, size_t length)
{
	size_t keep = length < TAIL_BYTES ? length : TAIL_BYTES;

	file->tail_offset = file->length - keep;
	digest_of(&(struct text){bytes + length - keep, keep}, 1, file->tail);
}

/* Once an outage, not once an entry. */
static void
note_outage(struct logfile *file)
{
	if (!file->failing)
		complain("access log can't be written", PARTS_CURRENT);
	file->failing = true;
}

/*
 * Where the space that was written ahead is used up. Not vital: on a disk that
 * has no more, the log goes on with what there is.
 */
static void
write_ahead(struct logfile *file, uint64_t at)
{
	static char nothing[LIMIT_AUDIT_AHEAD_BYTES];
	struct iovec part = {nothing, sizeof(nothing)};

	if (at < file->size)
		return;
	(void)write_all(file, &part, 1, &at);
	file->size = at;
}

enum status
logfile_append(struct logfile *file, struct iovec *parts, size_t count)
{
	uint64_t at = file->length;

	if (count == 0)
		return STATUS_OK;

	const struct iovec last = parts[count - 1];

	if (file->suspect && !mend(file))
		return STATUS_LOG_UNAVAILABLE;

	bool written = write_all(file, parts, count, &at);

	if (written)
		write_ahead(file, at);
	if (!written || fdatasync(file->file) != 0) {
		note_outage(file);
		file->suspect = true;
		/* Now if it can be; else before the next entry. */
		mend(file);
		return STATUS_LOG_UNAVAILABLE;
	}
	if (file->failing)
		log_info("access log can be written again", NULL);
	file->failing = false;
	file->length = at;
	remember_tail(file, last.iov_base, last.iov_len);
	return STATUS_OK;
}

/*
 * By writing, since nothing else tells: what is left if the machine stops here
 * are NULs, which a start knows as a write that was cut off.
 */
bool
logfile_is_writable(struct logfile *file)
{
	static char nothing[PROBE_BYTES];
	struct iovec part = {nothing, sizeof(nothing)};
	uint64_t at = file->length;

	if (file->suspect && !mend(file))
		return false;

	bool written =
		write_all(file, &part, 1, &at) && fdatasync(file->file) == 0;

	file->suspect = true;
	return mend(file) && written;
}

/* --- a part that is full --- */

static int
make_next(int folder)
{
	int next = openat(folder, NEXT_NAME,
			  O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
			  0600);

	if (next < 0)
		complain("access log can't go on in a new file", NEXT_NAME);
	return next;
}

/* Nothing is written over: there may be no part of that name. */
static bool
change_names(int folder, const char *part)
{
	if (renameat2(folder, PARTS_CURRENT, folder, part, RENAME_NOREPLACE) !=
	    0)
		return false;
	if (renameat(folder, NEXT_NAME, folder, PARTS_CURRENT) == 0 &&
	    fsync(folder) == 0)
		return true;

	int reason = errno;

	/* If the new file is in its place, this takes that. */
	(void)renameat(folder, part, folder, PARTS_CURRENT);
	errno = reason;
	return false;
}

enum status
logfile_begin_part(struct logfile *file)
{
	char part[PARTS_NAME_BYTES];
	int next = file->suspect ? -1 : make_next(file->folder);

	if (next < 0)
		return STATUS_STORAGE;
	parts_name(file->start, part);
	if (ftruncate(file->file, (off_t)file->length) != 0 ||
	    fsync(file->file) != 0 || !change_names(file->folder, part)) {
		complain("access log can't go on in a new file", part);
		file->size = file->length;
		close(next);
		return STATUS_STORAGE;
	}
	/* A reminder for people; nothing here writes to it any more. */
	(void)!fchmod(file->file, 0400);
	close_file(&file->file);
	file->file = next;
	file->start += file->length;
	file->length = file->size = 0;
	remember_tail(file, NULL, 0);
	return STATUS_OK;
}
