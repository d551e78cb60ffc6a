#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "eenplan/base/strings.h"
#include "eenplan/policy/policy.h"
#include "lib/policy/source.h"

/* A mistake of the file or folder as a whole. */
static void
report(struct diagnostics *found, const char *path, const char *what)
{
	struct source source = {.name = path, .found = found};

	source_error(&source, "%s", what);
}

/* --- which files there are --- */

/* The files that paths stand for, up to one more than there may be. */
struct listing {
	struct arena *arena;
	const char *files[LIMIT_POLICY_FILES + 1];
	size_t count;
	struct diagnostics *found;
};

static bool
is_full(const struct listing *listing)
{
	return listing->count > LIMIT_POLICY_FILES;
}

static bool
ends_with(const char *name, const char *ending)
{
	size_t length = strlen(name);

	return length > strlen(ending) &&
	       strcmp(name + length - strlen(ending), ending) == 0;
}

static bool
is_policy_file(const char *name)
{
	return name[0] != '.' &&
	       (ends_with(name, ".vocabulary") || ends_with(name, ".policy"));
}

/* In the order of their names; a folder may hold more than there may be. */
static void
list_folder(struct listing *listing, const char *path)
{
	const char *slash = ends_with(path, "/") ? "" : "/";
	size_t first = listing->count;
	DIR *folder = opendir(path);
	struct dirent *entry;

	if (folder == NULL) {
		report(listing->found, path, strerror(errno));
		return;
	}
	while (!is_full(listing) && (entry = readdir(folder)) != NULL)
		if (is_policy_file(entry->d_name))
			listing->files[listing->count++] =
				arena_printf(listing->arena, "%s%s%s", path,
					     slash, entry->d_name);
	closedir(folder);
	if (listing->count == first && !is_full(listing))
		report(listing->found, path,
		       "the folder has no *.vocabulary or *.policy");
	qsort(listing->files + first, listing->count - first,
	      sizeof(*listing->files), strings_order);
}

static bool
list_files(struct listing *listing, const char *const *paths, size_t count)
{
	size_t errors = listing->found->errors;
	struct stat status;

	for (size_t i = 0; i < count && !is_full(listing); i++) {
		if (stat(paths[i], &status) == 0 && S_ISDIR(status.st_mode))
			list_folder(listing, paths[i]);
		else
			listing->files[listing->count++] = paths[i];
	}
	if (is_full(listing))
		source_error(
			&(struct source){
				.name = listing->files[listing->count - 1],
				.found = listing->found},
			"there are too many files: a policy has at most "
			"%d",
			LIMIT_POLICY_FILES);
	return listing->found->errors == errors;
}

bool
policy_list_files(struct arena *arena, const char *const *paths, size_t count,
		  struct diagnostics *found, const char *const **files_out,
		  size_t *count_out)
{
	struct listing listing = {.arena = arena, .found = found};
	const char **files;

	if (!list_files(&listing, paths, count))
		return false;
	files = ARENA_ARRAY(arena, listing.count, const char *);
	for (size_t i = 0; i < listing.count; i++)
		files[i] = listing.files[i];
	*files_out = files;
	*count_out = listing.count;
	return true;
}

/* --- reading them --- */

/* Up to one byte beyond the limit, by which policy_load knows too much. */
static bool
read_all(int file, size_t size, struct arena *arena, struct text *text_out)
{
	size_t room = size > LIMIT_POLICY_FILE_BYTES
			      ? LIMIT_POLICY_FILE_BYTES + 1
			      : size;
	char *bytes = arena_alloc(arena, room);
	size_t length = 0;
	ssize_t got = 0;

	while (length < room &&
	       (got = read(file, bytes + length, room - length)) > 0)
		length += (size_t)got;
	*text_out = (struct text){bytes, length};
	return got >= 0;
}

/* Without waiting: a pipe that nobody writes to would keep us for ever. */
static bool
read_file(struct arena *arena, const char *path, struct diagnostics *found,
	  struct policy_source *source_out)
{
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat status;
	bool is_there = file >= 0 && fstat(file, &status) == 0;
	bool is_read = false;

	source_out->name = path;
	if (is_there && !S_ISREG(status.st_mode))
		report(found, path, "this is no file with text in it");
	else if (is_there && read_all(file, (size_t)status.st_size, arena,
				      &source_out->text))
		is_read = true;
	else
		report(found, path, strerror(errno));
	if (file >= 0)
		close(file);
	return is_read;
}

struct policy *
policy_load_paths(const char *const *paths, size_t count,
		  struct diagnostics *found)
{
	struct listing listing = {.arena = arena_new(), .found = found};
	struct policy_source sources[LIMIT_POLICY_FILES];
	struct policy *policy = NULL;
	bool is_fine = list_files(&listing, paths, count);

	for (size_t i = 0; i < listing.count && !is_full(&listing); i++)
		if (!read_file(listing.arena, listing.files[i], found,
			       &sources[i]))
			is_fine = false;
	if (is_fine)
		policy = policy_load(sources, listing.count, found);
	arena_free(listing.arena);
	return policy;
}
