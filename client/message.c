#include "client/message.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "client/page.h"

static void say(const char *prefix, size_t indent, const char *format,
		va_list arguments) __attribute__((format(printf, 3, 0)));

static void
say(const char *prefix, size_t indent, const char *format, va_list arguments)
{
	struct arena *arena = arena_new();
	struct page page;
	char *whole = NULL;

	if (vasprintf(&whole, format, arguments) < 0)
		abort();
	page_init(&page, arena);
	page_fit(&page, stderr);
	page_say(&page, indent, "%s%s", prefix, whole);
	/* There is nowhere to complain about a broken standard error. */
	(void)!page_flush(&page, stderr);
	free(whole);
	arena_free(arena);
}

void
message_error(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say("eenplan: ", 0, format, arguments);
	va_end(arguments);
}

void
message_hint(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say("", PAGE_INDENT, format, arguments);
	va_end(arguments);
}

void
message_lines(const char *lines)
{
	struct arena *arena = arena_new();
	struct page page;

	page_init(&page, arena);
	page_add_lines(&page, 0, lines);
	(void)!page_flush(&page, stderr);
	arena_free(arena);
}
