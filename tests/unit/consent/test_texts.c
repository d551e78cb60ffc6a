#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/consent/texts.h"
#include "eenplan/base/limits.h"
#include "leak_free.h"

static char folder[64];

static void
make(void)
{
	strcpy(folder, "/tmp/eenplan-texts-XXXXXX");
	cr_assert_not_null(mkdtemp(folder));
}

static void
put(const char *name, const char *text)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "w");
	fputs(text, file);
	fclose(file);
}

static void
removed(void)
{
	DIR *files = opendir(folder);
	struct dirent *entry;

	while ((entry = readdir(files)) != NULL)
		if (entry->d_name[0] != '.')
			unlinkat(dirfd(files), entry->d_name, 0);
	closedir(files);
	rmdir(folder);
}

LEAK_FREE_TEST(texts, are_never_read_outside_their_folder)
{
	static const char *const versions[] = {
		"", ".", "..", "../2026-1", "a/b", "2026 1", ".hidden", "x\n",
	};
	struct arena *arena = arena_new();
	const char *text;

	make();
	put(".hidden.nl.txt", "hidden");
	for (size_t i = 0; i < COUNT_OF(versions); i++)
		cr_expect_eq(
			texts_read(arena, folder, versions[i], "nl", &text),
			STATUS_NOT_FOUND, "%s", versions[i]);
	removed();
	arena_free(arena);
}

LEAK_FREE_TEST(texts, that_are_empty_too_long_or_not_utf8_are_none)
{
	struct arena *arena = arena_new();
	char *longest = arena_alloc(arena, LIMIT_TEXT_BYTES + 2);
	const char *text;

	make();
	memset(longest, 'a', LIMIT_TEXT_BYTES + 1);
	put("1.nl.txt", "");
	put("2.nl.txt", "caf\xE9");
	put("3.nl.txt", longest);
	cr_expect_eq(texts_read(arena, folder, "1", "nl", &text),
		     STATUS_NOT_FOUND);
	cr_expect_eq(texts_read(arena, folder, "2", "nl", &text),
		     STATUS_NOT_FOUND);
	cr_expect_eq(texts_read(arena, folder, "3", "nl", &text),
		     STATUS_NOT_FOUND);
	longest[LIMIT_TEXT_BYTES] = '\0';
	put("3.nl.txt", longest);
	cr_expect_eq(texts_read(arena, folder, "3", "nl", &text), STATUS_OK);
	cr_expect_eq(texts_read(arena, "/nowhere", "3", "nl", &text),
		     STATUS_NOT_FOUND);
	removed();
	arena_free(arena);
}

LEAK_FREE_TEST(texts, come_in_the_language_that_is_wanted_or_else_another)
{
	struct arena *arena = arena_new();
	const char *text;

	make();
	put("2026-1.nl.txt", "ja");
	put("2026-1.en.txt", "yes");
	put("2026-2.nl.txt", "nee");
	put("12026-1.nl.txt", "oud");
	put("notes", "x");
	cr_assert_eq(texts_read(arena, folder, "2026-1", "en", &text),
		     STATUS_OK);
	cr_expect_str_eq(text, "yes");
	cr_assert_eq(texts_read(arena, folder, "2026-2", "en", &text),
		     STATUS_OK);
	cr_expect_str_eq(text, "nee");
	cr_expect_str_eq(texts_versions(arena, folder),
			 "12026-1, 2026-1, 2026-2");
	cr_expect_str_eq(texts_versions(arena, "/nowhere"), "");
	removed();
	arena_free(arena);
}
