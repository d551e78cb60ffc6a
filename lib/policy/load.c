#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "eenplan/policy/policy.h"
#include "lib/policy/source.h"

/* What is being read, up to where policy_load takes over. */
struct reading {
	struct arena *arena;
	struct policy_source sources[LIMIT_POLICY_FILES];
	size_t count;
	struct diagnostics *found;
};

static void
report(struct reading *reading, const char *path, const char *what)
{
	struct source source = {.name = path, .found = reading->found};

	source_error(&source, "%s", what);
}

/* Up to one byte beyond the limit, by which policy_load knows too much. */
static bool
read_all(int file, struct arena *arena, struct text *text_out)
{
	struct stat status;
	size_t room;
	size_t length = 0;
	char *bytes;
	ssize_t got = 0;

	if (fstat(file, &status) != 0)
		return false;
	if (!S_ISREG(status.st_mode)) {
		errno = EINVAL;
		return false;
	}
	room = status.st_size > LIMIT_POLICY_FILE_BYTES
		       ? LIMIT_POLICY_FILE_BYTES + 1
		       : (size_t)status.st_size;
	bytes = arena_alloc(arena, room);
	while (length < room &&
	       (got = read(file, bytes + length, room - length)) > 0)
		length += (size_t)got;
	*text_out = (struct text){bytes, length};
	return got >= 0;
}

static void
read_file(struct reading *reading, const char *path)
{
	struct policy_source *source = &reading->sources[reading->count];
	int file;

	if (reading->count == LIMIT_POLICY_FILES) {
		report(reading, path, "there are too many files");
		return;
	}
	file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0) {
		report(reading, path, strerror(errno));
		return;
	}
	source->name = path;
	if (read_all(file, reading->arena, &source->text))
		reading->count++;
	else
		report(reading, path, strerror(errno));
	close(file);
}

static bool
ends_with(const char *name, const char *ending)
{
	size_t length = strlen(name);

	return length > strlen(ending) &&
	       strcmp(name + length - strlen(ending), ending) == 0;
}

static int
is_policy_file(const struct dirent *entry)
{
	return entry->d_name[0] != '.' &&
	       (ends_with(entry->d_name, ".vocabulary") ||
		ends_with(entry->d_name, ".policy"));
}

static void
read_folder(struct reading *reading, const char *path)
{
	struct dirent **entries;
	int count = scandir(path, &entries, is_policy_file, alphasort);
	const char *slash = ends_with(path, "/") ? "" : "/";

	if (count < 0) {
		report(reading, path, strerror(errno));
		return;
	}
	if (count == 0)
		report(reading, path,
		       "the folder has no *.vocabulary or *.policy");
	for (int i = 0; i < count; i++) {
		read_file(reading, arena_printf(reading->arena, "%s%s%s", path,
						slash, entries[i]->d_name));
		free(entries[i]);
	}
	free(entries);
}

struct policy *
policy_load_paths(const char *const *paths, size_t count,
		  struct diagnostics *found)
{
	struct reading reading = {.arena = arena_new(), .found = found};
	struct policy *policy = NULL;
	size_t errors = found->errors;
	struct stat status;

	for (size_t i = 0; i < count; i++) {
		if (stat(paths[i], &status) == 0 && S_ISDIR(status.st_mode))
			read_folder(&reading, paths[i]);
		else
			read_file(&reading, paths[i]);
	}
	if (found->errors == errors)
		policy = policy_load(reading.sources, reading.count, found);
	arena_free(reading.arena);
	return policy;
}
