#include "daemon/audit/parts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "eenplan/base/log.h"

void
parts_name(uint64_t start, char out[PARTS_NAME_BYTES])
{
	snprintf(out, PARTS_NAME_BYTES, PARTS_CURRENT ".%015" PRIu64, start);
}

/* Only a name as parts_name writes it. */
static bool
read_name(const char *name, uint64_t *start_out)
{
	static const char prefix[] = PARTS_CURRENT ".";
	char same[PARTS_NAME_BYTES];

	if (strncmp(name, prefix, sizeof(prefix) - 1) != 0)
		return false;
	*start_out = strtoull(name + sizeof(prefix) - 1, NULL, 10);
	parts_name(*start_out, same);
	return strcmp(name, same) == 0;
}

static enum status
complain(const char *name)
{
	log_error("access log can't be read", "what=%s reason=%s", name,
		  strerrordesc_np(errno));
	return STATUS_STORAGE;
}

static enum status
add(int folder, const char *name, uint64_t start, struct parts *parts)
{
	struct stat about;

	if (fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) != 0)
		return complain(name);

	struct part *items = reallocarray(parts->items, parts->count + 1,
					  sizeof(*parts->items));

	if (items == NULL)
		return complain(name);
	items[parts->count++] =
		(struct part){start, start + (uint64_t)about.st_size};
	parts->items = items;
	return STATUS_OK;
}

static int
by_start(const void *one, const void *other)
{
	uint64_t left = ((const struct part *)one)->start;
	uint64_t right = ((const struct part *)other)->start;

	return (left > right) - (left < right);
}

static enum status
check_order(const struct parts *parts)
{
	for (size_t i = 1; i < parts->count; i++)
		if (parts->items[i - 1].end > parts->items[i].start) {
			log_error("access log was altered",
				  "part at=%" PRIu64 " bytes=%" PRIu64
				  " next at=%" PRIu64,
				  parts->items[i - 1].start,
				  parts->items[i - 1].end -
					  parts->items[i - 1].start,
				  parts->items[i].start);
			return STATUS_TAMPERED;
		}
	return STATUS_OK;
}

static enum status
read_folder(DIR *folder, struct parts *parts)
{
	const struct dirent *one;
	enum status status = STATUS_OK;
	uint64_t start;

	while (status == STATUS_OK &&
	       (errno = 0, one = readdir(folder)) != NULL)
		if (read_name(one->d_name, &start))
			status = add(dirfd(folder), one->d_name, start, parts);
	return status == STATUS_OK && errno != 0 ? complain("its folder")
						 : status;
}

enum status
parts_list(int folder, struct parts *parts_out)
{
	/* One of its own: a directory's descriptor has a place in it. */
	int own = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *open_folder = own >= 0 ? fdopendir(own) : NULL;

	*parts_out = (struct parts){NULL, 0};
	if (open_folder == NULL) {
		if (own >= 0)
			close(own);
		return complain("its folder");
	}

	enum status status = read_folder(open_folder, parts_out);

	closedir(open_folder);
	if (parts_out->count > 1)
		qsort(parts_out->items, parts_out->count,
		      sizeof(*parts_out->items), by_start);
	if (status == STATUS_OK)
		status = check_order(parts_out);
	if (status != STATUS_OK)
		parts_clear(parts_out);
	return status;
}

void
parts_clear(struct parts *parts)
{
	free(parts->items);
	*parts = (struct parts){NULL, 0};
}

uint64_t
parts_end(const struct parts *parts)
{
	return parts->count > 0 ? parts->items[parts->count - 1].end : 0;
}
