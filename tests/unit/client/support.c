#include "support.h"

#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/i18n.h"

#define FILE_BYTES (1024 * 1024)

void
support_speak_english(void)
{
	setenv("TZ", "UTC", 1);
	unsetenv("LANGUAGE");
	cr_assert_not_null(setlocale(LC_ALL, "C.UTF-8"));
}

void
support_speak_dutch(void)
{
	char folder[PATH_MAX] = "";
	char catalogue[PATH_MAX + 64];
	ssize_t length = readlink("/proc/self/exe", folder, PATH_MAX - 16);
	char *slash;

	cr_assert_gt(length, 0);
	folder[length] = '\0';
	slash = strrchr(folder, '/');
	strcpy(slash, "/../locale");
	snprintf(catalogue, sizeof(catalogue), "%s/nl/LC_MESSAGES/eenplan.mo",
		 folder);
	if (access(catalogue, R_OK) != 0)
		cr_skip_test("skipped: the translations aren't built");
	setenv("TZ", "UTC", 1);
	setenv("LANGUAGE", "nl", 1);
	setenv("EENPLAN_LOCALEDIR", folder, 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	i18n_start();
}

struct text
support_file(struct arena *arena, const char *path)
{
	char *bytes = arena_alloc(arena, FILE_BYTES);
	FILE *file = fopen(path, "rb");
	size_t length;

	cr_assert_not_null(file, "%s: run the tests from the root", path);
	length = fread(bytes, 1, FILE_BYTES - 1, file);
	fclose(file);
	return (struct text){bytes, length};
}

const struct json *
support_json(struct arena *arena, struct text text)
{
	const struct json *value = NULL;
	struct fault fault = {0};

	cr_assert_eq(json_read(arena, text, FILE_BYTES, &value, &fault),
		     STATUS_OK, "%s: %s", fault.where, fault.text);
	return value;
}

const char *
support_text(struct page *page)
{
	return buf_string(&page->out);
}

static void
assert_same_lines(const char *got, const char *wanted, const char *path)
{
	for (unsigned line = 1; *got || *wanted; line++) {
		size_t have = strcspn(got, "\n");
		size_t want = strcspn(wanted, "\n");
		cr_assert(have == want && memcmp(got, wanted, have) == 0,
			  "%s, line %u: have \"%.*s\", want \"%.*s\"", path,
			  line, (int)have, got, (int)want, wanted);
		got += have + (got[have] == '\n');
		wanted += want + (wanted[want] == '\n');
	}
}

void
support_assert_golden(struct page *page, const char *path)
{
	FILE *file;

	if (getenv("EENPLAN_UPDATE_GOLDEN")) {
		file = fopen(path, "w");
		cr_assert_not_null(file, "%s", path);
		fputs(support_text(page), file);
		fclose(file);
		return;
	}
	assert_same_lines(support_text(page),
			  support_file(page->arena, path).bytes, path);
}
