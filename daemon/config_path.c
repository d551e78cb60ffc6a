#include "daemon/config_path.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHUNK_BYTES 4096

const char *
config_path_resolve(const struct config_source *source, const char *path)
{
	const char *slash = strrchr(source->file, '/');

	if (path[0] == '/' || slash == NULL)
		return arena_string(source->arena, path);
	return arena_printf(source->arena, "%.*s/%s",
			    (int)(slash - source->file), source->file, path);
}

static bool
refuse(const struct config_source *source, struct config_mark mark,
       const char *hint, const char *path, const char *why)
{
	config_yaml_complain(source, mark, hint, "\"%s\": %s", path, why);
	return false;
}

static bool
refuse_errno(const struct config_source *source, struct config_mark mark,
	     const char *path)
{
	return refuse(source, mark, NULL, path, strerrordesc_np(errno));
}

/* The folder above must be there, and take a new one. */
static bool
can_be_made(const char *path)
{
	char above[CHUNK_BYTES];
	size_t length = strlen(path);

	if (length >= sizeof(above))
		return false;
	memcpy(above, path, length + 1);
	while (length > 1 && above[length - 1] == '/')
		above[--length] = '\0';

	char *slash = strrchr(above, '/');

	if (slash == NULL)
		return access(".", W_OK | X_OK) == 0;
	slash[slash == above ? 1 : 0] = '\0';
	return access(above, W_OK | X_OK) == 0;
}

static bool
check_folder(const struct config_source *source, struct config_mark mark,
	     const char *path)
{
	struct stat about;

	if (stat(path, &about) != 0) {
		if (errno == ENOENT && can_be_made(path))
			return true;
		return refuse(source, mark,
			      "make it, or the folder that it is to be in",
			      path,
			      "this folder isn't there and can't be made");
	}
	if (!S_ISDIR(about.st_mode))
		return refuse(source, mark, NULL, path, "this is no folder");
	if (access(path, R_OK | W_OK | X_OK) != 0)
		return refuse_errno(source, mark, path);
	return true;
}

bool
config_path_check(const struct config_source *source, struct config_mark mark,
		  const char *path, enum config_path_need need)
{
	struct stat about;

	if (need == CONFIG_PATH_FOLDER)
		return check_folder(source, mark, path);
	if (stat(path, &about) != 0 || access(path, R_OK) != 0)
		return refuse_errno(source, mark, path);
	if (S_ISDIR(about.st_mode) && need != CONFIG_PATH_ANY)
		return refuse(source, mark, NULL, path,
			      "this is a folder, not a file");
	if (need == CONFIG_PATH_SECRET && (about.st_mode & 077) != 0)
		return refuse(source, mark,
			      "take their rights away: chmod 600 FILE", path,
			      "others than its owner have rights to this key");
	return true;
}

static bool
same_bytes(FILE *one, FILE *other)
{
	char left[CHUNK_BYTES];
	char right[CHUNK_BYTES];
	size_t length;

	do {
		length = fread(left, 1, sizeof(left), one);
		if (fread(right, 1, sizeof(right), other) != length ||
		    memcmp(left, right, length) != 0)
			return false;
	} while (length > 0);
	return true;
}

bool
config_path_same_content(const char *one, const char *other)
{
	FILE *left = fopen(one, "re");
	FILE *right = fopen(other, "re");
	bool same = left != NULL && right != NULL && same_bytes(left, right);

	if (left != NULL)
		fclose(left);
	if (right != NULL)
		fclose(right);
	return same;
}
