/*
 * A page of output: what a command has to say, gathered, then written.
 *
 * Everything that is printed on it is made harmless first (safe.h), wrapped at
 * its width, and coloured only when somebody looks at it on a terminal and
 * NO_COLOR isn't set. Colour never carries a meaning that words don't.
 */
#ifndef EENPLAN_CLIENT_PAGE_H
#define EENPLAN_CLIENT_PAGE_H

#include <stdio.h>

#include "eenplan/base/buf.h"
#include "eenplan/base/json.h"

#define PAGE_INDENT 2

enum page_style {
	PAGE_PLAIN,
	PAGE_STRONG,
	PAGE_FAINT,
	PAGE_GOOD,
	PAGE_ALERT,
	PAGE_STYLES /* how many there are */
};

struct page {
	struct arena *arena;
	struct buf out;
	size_t width; /* columns */
	bool colour;
	bool utf8;
};

/* 80 columns, no colour, UTF-8. */
void page_init(struct page *page, struct arena *arena);
/* Make it fit `stream`: width, colour, characters. */
void page_fit(struct page *page, FILE *stream);

/* The household, the member: a line with a rule under it. */
void page_title(struct page *page, const char *format, ...) PRINTF_LIKE(2, 3);
void page_heading(struct page *page, const char *format, ...) PRINTF_LIKE(2, 3);
/* A paragraph, wrapped, `indent` columns from the left. */
void page_say(struct page *page, size_t indent, const char *format, ...)
	PRINTF_LIKE(3, 4);
/* One that must not be overlooked. */
void page_alert(struct page *page, const char *format, ...) PRINTF_LIKE(2, 3);
/* Lines as they are: harmless already, each with its LF. */
void page_add_lines(struct page *page, size_t indent, const char *lines);
/* A blank line, unless there is one or the page is empty. */
void page_gap(struct page *page);
/* A JSON value over several lines, in the order of its keys as received. */
void page_json(struct page *page, const struct json *value);

/* The escape sequence of `style`, "" without colour. */
const char *page_escape(const struct page *page, enum page_style style);
/* `fancy` on a UTF-8 terminal, else `plain`. */
const char *page_symbol(const struct page *page, const char *fancy,
			const char *plain);

/*
 * Write what the page holds to `stream` and empty it. A reader that went away
 * is no error. STATUS_STORAGE: it can't be written (errno says why).
 */
enum status page_flush(struct page *page, FILE *stream) MUST_CHECK;

#endif
