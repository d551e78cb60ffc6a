/*
 * Files beside the project that a user's clone does not have: vectors, data.
 * Looked for in $EENPLAN_SHARED, then in ../shared.
 */
#ifndef EENPLAN_TESTS_SHARED_H
#define EENPLAN_TESTS_SHARED_H

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "eenplan/base/arena.h"
#include "eenplan/base/buf.h"

static inline const char *
shared_path(struct arena *arena, const char *name)
{
	const char *folder = getenv("EENPLAN_SHARED");

	return arena_printf(arena, "%s/%s",
			    folder == NULL ? "../shared" : folder, name);
}

/* The path of `name`; without it the test is skipped, and says so. */
static inline const char *
shared_or_skip(struct arena *arena, const char *name)
{
	const char *path = shared_path(arena, name);

	if (access(path, R_OK) != 0) {
		fprintf(stderr, "skipped: there is no %s\n", path);
		arena_free(arena);
		cr_skip_test("skipped: shared files are absent");
	}
	return path;
}

/* All of a file that must be there. */
static inline struct text
shared_read(struct arena *arena, const char *path)
{
	FILE *file = fopen(path, "rb");
	struct buf buf;
	char bytes[4096];
	size_t got;

	cr_assert_not_null(file, "%s can't be opened", path);
	buf_init(&buf, arena, 0);
	while ((got = fread(bytes, 1, sizeof(bytes), file)) > 0)
		buf_add(&buf, bytes, got);
	fclose(file);
	return buf_text(&buf);
}

#endif
