/*
 * What the client's tests share: a language, files of the repository, and
 * views on a page.
 */
#ifndef EENPLAN_TESTS_CLIENT_SUPPORT_H
#define EENPLAN_TESTS_CLIENT_SUPPORT_H

#include "client/page.h"
#include "leak_free.h"

/* UTC, UTF-8 and no catalogue. */
void support_speak_english(void);
/* Skips the test when the translations aren't built. */
void support_speak_dutch(void);

/* A file, by its path from the root of the repository. */
struct text support_file(struct arena *arena, const char *path);
const struct json *support_json(struct arena *arena, struct text text);
/* The page's text as a string. */
const char *support_text(struct page *page);
/*
 * Fails, naming the first line that differs, unless `page` is what the file
 * holds. With EENPLAN_UPDATE_GOLDEN set, the file is written instead.
 */
void support_assert_golden(struct page *page, const char *path);

#endif
