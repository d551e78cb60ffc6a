#include "daemon/consent/texts.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "eenplan/base/buf.h"
#include "eenplan/base/limits.h"

static const char *const languages[] = {"nl", "en"};

/* A name of a file and nothing more: a version comes from outside. */
static bool
is_version(const char *version)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz"
				      "0123456789._-";
	size_t length = strlen(version);

	return length > 0 && length <= LIMIT_NAME_BYTES && version[0] != '.' &&
	       strspn(version, allowed) == length;
}

static bool
read_whole(struct arena *arena, const char *path, const char **text_out)
{
	FILE *file = fopen(path, "re");
	char *bytes = arena_alloc(arena, LIMIT_TEXT_BYTES + 2);
	size_t length;
	bool is_good;

	if (file == NULL)
		return false;
	length = fread(bytes, 1, LIMIT_TEXT_BYTES + 1, file);
	is_good = !ferror(file) && length > 0 && length <= LIMIT_TEXT_BYTES &&
		  strlen(bytes) == length &&
		  text_is_utf8((struct text){bytes, length});
	fclose(file);
	*text_out = bytes;
	return is_good;
}

enum status
texts_read(struct arena *arena, const char *folder, const char *version,
	   const char *language, const char **text_out)
{
	if (!is_version(version))
		return STATUS_NOT_FOUND;
	if (read_whole(arena,
		       arena_printf(arena, "%s/%s.%s.txt", folder, version,
				    language),
		       text_out))
		return STATUS_OK;
	for (size_t i = 0; i < COUNT_OF(languages); i++)
		if (read_whole(arena,
			       arena_printf(arena, "%s/%s.%s.txt", folder,
					    version, languages[i]),
			       text_out))
			return STATUS_OK;
	return STATUS_NOT_FOUND;
}

/* The length of the version in "2026-1.nl.txt"; 0 if it is no such name. */
static size_t
version_length(const char *name)
{
	size_t length = strlen(name);

	for (size_t i = 0; i < COUNT_OF(languages); i++) {
		char end[16];
		size_t cut = (size_t)snprintf(end, sizeof(end), ".%s.txt",
					      languages[i]);

		if (length > cut && strcmp(name + length - cut, end) == 0)
			return length - cut;
	}
	return 0;
}

const char *
texts_versions(struct arena *arena, const char *folder)
{
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, NULL, alphasort);
	const char *last = "";
	struct buf out;

	buf_init(&out, arena, 128);
	for (int i = 0; i < count; i++) {
		const char *name = entries[i]->d_name;
		struct text version = {name, version_length(name)};

		/* the same one in another language comes next to it */
		if (version.length > 0 && !text_is(version, last)) {
			last = arena_text(arena, version);
			buf_printf(&out, "%s%s", out.length > 0 ? ", " : "",
				   last);
		}
		free(entries[i]);
	}
	free(entries);
	return buf_string(&out);
}
