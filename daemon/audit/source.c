#include "daemon/audit/source.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "daemon/audit/logfile.h"
#include "eenplan/base/log.h"

static enum status
complain(void)
{
	log_error("access log can't be read", "reason=%s",
		  strerrordesc_np(errno));
	return STATUS_STORAGE;
}

static int
open_to_read(int folder, const char *name)
{
	return openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
}

/* Behind the last place where bytes are missing. */
static uint64_t
begin_of(const struct parts *parts)
{
	uint64_t begin = 0, end = 0;

	for (size_t i = 0; i < parts->count; i++) {
		if (parts->items[i].start != end)
			begin = parts->items[i].start;
		end = parts->items[i].end;
	}
	return begin;
}

/*
 * The parts, then the current file, then the parts again: if one was made full
 * meanwhile, the file that was opened isn't the one behind those.
 */
static enum status
open_files(struct source *source)
{
	struct parts again = {NULL, 0};
	enum status status;
	size_t count;

	do {
		parts_clear(&source->full);
		status = parts_list(source->folder, &source->full);
		if (status != STATUS_OK)
			return status;
		if (source->current >= 0)
			close(source->current);
		source->current = open_to_read(source->folder, PARTS_CURRENT);
		status = parts_list(source->folder, &again);
		count = again.count;
		parts_clear(&again);
		if (status != STATUS_OK)
			return status;
	} while (count != source->full.count);
	return source->current >= 0 ? STATUS_OK : complain();
}

enum status
source_open(const char *folder, struct source *source_out)
{
	struct source source = {.folder = -1, .current = -1, .opened = -1};

	source.folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (source.folder < 0)
		return complain();

	enum status status = open_files(&source);

	if (status != STATUS_OK) {
		source_close(&source);
		return status;
	}
	source.begin = begin_of(&source.full);
	*source_out = source;
	return STATUS_OK;
}

enum status
source_settle(struct source *source)
{
	uint64_t length;

	if (logfile_end(source->current, &length) != STATUS_OK)
		return complain();
	/* On a read-only file system all that is there is durable. */
	if (fdatasync(source->current) != 0 && errno != EROFS &&
	    errno != EINVAL)
		return complain();
	source->end = parts_end(&source->full) + length;
	return STATUS_OK;
}

static void
close_file(int file)
{
	if (file >= 0)
		close(file);
}

void
source_close(struct source *source)
{
	close_file(source->opened);
	close_file(source->current);
	close_file(source->folder);
	parts_clear(&source->full);
}

/* --- reading --- */

/* The full part in which `offset` is; their number if there is none. */
static size_t
part_at(const struct parts *parts, uint64_t offset)
{
	size_t low = 0, high = parts->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (parts->items[middle].end <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low < parts->count && parts->items[low].start <= offset
		       ? low
		       : parts->count;
}

/* One at a time, since there may be many. */
static enum status
open_part(struct source *source, size_t index)
{
	char name[PARTS_NAME_BYTES];

	if (source->opened >= 0 && source->opened_index == index)
		return STATUS_OK;
	close_file(source->opened);
	parts_name(source->full.items[index].start, name);
	source->opened = open_to_read(source->folder, name);
	source->opened_index = index;
	return source->opened >= 0 ? STATUS_OK : complain();
}

static enum status
read_file(int file, void *bytes, size_t want, uint64_t at, size_t *got_out)
{
	ssize_t got;

	do
		got = pread(file, bytes, want, (off_t)at);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return complain();
	*got_out = (size_t)got;
	return got > 0 ? STATUS_OK : STATUS_GONE;
}

static enum status
read_part(struct source *source, size_t index, void *bytes, size_t want,
	  uint64_t offset, size_t *got_out)
{
	const struct part *part = &source->full.items[index];
	enum status status = open_part(source, index);

	if (status != STATUS_OK)
		return status;
	if (want > part->end - offset)
		want = (size_t)(part->end - offset);
	return read_file(source->opened, bytes, want, offset - part->start,
			 got_out);
}

enum status
source_read(struct source *source, void *bytes, size_t want, uint64_t offset,
	    size_t *got_out)
{
	uint64_t start = parts_end(&source->full); /* of the current file */
	size_t index = part_at(&source->full, offset);

	*got_out = 0;
	if (index < source->full.count)
		return read_part(source, index, bytes, want, offset, got_out);
	if (offset < start) {
		log_error("a part of the access log isn't there, or not all",
			  "first missing byte=%" PRIu64, offset);
		return STATUS_GONE;
	}
	if (want > source->end - offset)
		want = (size_t)(source->end - offset);
	return read_file(source->current, bytes, want, offset - start, got_out);
}
