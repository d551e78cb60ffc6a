#include "client/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/i18n.h"
#include "eenplan/base/buf.h"

#define CHUNK_BYTES (64UL * 1024)

static enum status
refuse(const char *path, struct fault *fault)
{
	fault_set(fault, "", _("%.120s can't be read: %s"), path,
		  strerror(errno));
	return STATUS_NOT_FOUND;
}

static enum status
read_all(struct arena *arena, int file, size_t max_bytes, struct buf *out)
{
	char *chunk = arena_alloc(arena, CHUNK_BYTES);

	for (;;) {
		ssize_t got = read(file, chunk, CHUNK_BYTES);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return STATUS_NOT_FOUND;
		if (got == 0)
			return STATUS_OK;
		buf_add(out, chunk, (size_t)got);
		if (out->length > max_bytes)
			return STATUS_TOO_LARGE;
	}
}

enum status
file_read(struct arena *arena, const char *path, size_t max_bytes,
	  struct text *text_out, struct fault *fault)
{
	bool standard = strcmp(path, "-") == 0;
	int file = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	struct stat about;
	enum status status;
	struct buf out;

	if (file < 0 || fstat(file, &about) != 0)
		return refuse(path, fault);
	buf_init(&out, arena,
		 about.st_size > 0 && (size_t)about.st_size <= max_bytes
			 ? (size_t)about.st_size + 1
			 : CHUNK_BYTES);
	status = read_all(arena, file, max_bytes, &out);
	if (status == STATUS_NOT_FOUND)
		refuse(path, fault);
	if (status == STATUS_TOO_LARGE)
		fault_set(fault, "",
			  _("%.120s is too large: more than %zu bytes"), path,
			  max_bytes);
	if (!standard)
		close(file);
	*text_out = buf_text(&out);
	return status;
}

static enum status
write_whole(struct arena *arena, const char *path, mode_t mode,
	    struct text text, struct fault *fault)
{
	const char *draft = arena_printf(arena, "%s.new", path);
	int file = open(draft,
			O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
			mode);

	if (file < 0) {
		fault_set(fault, "", _("%.120s can't be written: %s"), draft,
			  strerror(errno));
		return STATUS_STORAGE;
	}

	bool written =
		fchmod(file, mode) == 0 &&
		write(file, text.bytes, text.length) == (ssize_t)text.length &&
		fsync(file) == 0;

	close(file);
	if (written && rename(draft, path) == 0)
		return STATUS_OK;
	fault_set(fault, "", _("%.120s can't be written: %s"), path,
		  strerror(errno));
	unlink(draft);
	return STATUS_STORAGE;
}

enum status
file_write_private(struct arena *arena, const char *path, struct text text,
		   struct fault *fault)
{
	return write_whole(arena, path, 0600, text, fault);
}

enum status
file_replace(struct arena *arena, const char *path, struct text text,
	     struct fault *fault)
{
	struct stat about;
	mode_t mode = stat(path, &about) == 0 ? about.st_mode & 0777 : 0600;

	return write_whole(arena, path, mode, text, fault);
}
