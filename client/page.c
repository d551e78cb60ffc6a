#include "client/page.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "client/i18n.h"
#include "client/measure.h"
#include "client/safe.h"
#include "eenplan/base/limits.h"

#define RESET "\033[0m"

static const char *const escapes[PAGE_STYLES] = {
	[PAGE_PLAIN] = RESET,	     [PAGE_STRONG] = "\033[1m",
	[PAGE_FAINT] = "\033[2m",    [PAGE_GOOD] = "\033[32m",
	[PAGE_ALERT] = "\033[1;31m",
};

void
page_init(struct page *page, struct arena *arena)
{
	*page = (struct page){.arena = arena,
			      .width = LIMIT_PAGE_COLUMNS_USUAL,
			      .utf8 = true};
	buf_init(&page->out, arena, 4096);
}

static size_t
fitting_width(FILE *stream)
{
	const char *named = getenv("COLUMNS");
	long columns = named ? strtol(named, NULL, 10) : 0;
	struct winsize size;

	if (columns <= 0 && ioctl(fileno(stream), TIOCGWINSZ, &size) == 0)
		columns = size.ws_col;
	if (columns <= 0)
		return LIMIT_PAGE_COLUMNS_USUAL;
	if (columns < LIMIT_PAGE_COLUMNS_LEAST)
		return LIMIT_PAGE_COLUMNS_LEAST;
	return columns > LIMIT_PAGE_COLUMNS_MOST ? LIMIT_PAGE_COLUMNS_MOST
						 : (size_t)columns;
}

void
page_fit(struct page *page, FILE *stream)
{
	const char *terminal = getenv("TERM");
	const char *no_colour = getenv("NO_COLOR");

	page->width = fitting_width(stream);
	page->utf8 = i18n_is_utf8();
	page->colour = isatty(fileno(stream)) && terminal &&
		       strcmp(terminal, "dumb") != 0 &&
		       !(no_colour && *no_colour);
}

const char *
page_escape(const struct page *page, enum page_style style)
{
	return page->colour ? escapes[style] : "";
}

const char *
page_symbol(const struct page *page, const char *fancy, const char *plain)
{
	return page->utf8 ? fancy : plain;
}

static const char *formatted(struct page *page, const char *format,
			     va_list arguments)
	__attribute__((format(printf, 2, 0)));

static const char *
formatted(struct page *page, const char *format, va_list arguments)
{
	char *whole = NULL;
	const char *copy;

	if (vasprintf(&whole, format, arguments) < 0)
		abort();
	copy = arena_string(page->arena, whole);
	free(whole);
	return safe_text(page->arena, copy);
}

static void
add_indented(struct page *page, size_t indent, const char *line, size_t length)
{
	if (length > 0)
		buf_printf(&page->out, "%*s", (int)indent, "");
	buf_add(&page->out, line, length);
	buf_add_char(&page->out, '\n');
}

void
page_add_lines(struct page *page, size_t indent, const char *lines)
{
	while (*lines) {
		const char *end = strchrnul(lines, '\n');
		add_indented(page, indent, lines, (size_t)(end - lines));
		lines = *end ? end + 1 : end;
	}
}

static void
add_strong(struct page *page, const char *text)
{
	buf_printf(&page->out, "%s%s%s\n", page_escape(page, PAGE_STRONG), text,
		   page_escape(page, PAGE_PLAIN));
}

void
page_title(struct page *page, const char *format, ...)
{
	va_list arguments;
	const char *text;
	size_t width;

	va_start(arguments, format);
	text = formatted(page, format, arguments);
	va_end(arguments);
	page_gap(page);
	add_strong(page, text);
	width = measure_width(text);
	for (size_t i = 0; i < width && i < page->width; i++)
		buf_add_string(&page->out, page_symbol(page, "─", "-"));
	buf_add_char(&page->out, '\n');
}

void
page_heading(struct page *page, const char *format, ...)
{
	va_list arguments;
	const char *text;

	va_start(arguments, format);
	text = formatted(page, format, arguments);
	va_end(arguments);
	page_gap(page);
	add_strong(page, text);
}

void
page_say(struct page *page, size_t indent, const char *format, ...)
{
	va_list arguments;
	const char *text;

	va_start(arguments, format);
	text = formatted(page, format, arguments);
	va_end(arguments);
	page_add_lines(page, indent,
		       measure_wrap(page->arena, text, page->width - indent));
}

void
page_alert(struct page *page, const char *format, ...)
{
	va_list arguments;
	const char *text;

	va_start(arguments, format);
	text = formatted(page, format, arguments);
	va_end(arguments);
	buf_add_string(&page->out, page_escape(page, PAGE_ALERT));
	page_add_lines(page, 0, measure_wrap(page->arena, text, page->width));
	buf_add_string(&page->out, page_escape(page, PAGE_PLAIN));
}

void
page_gap(struct page *page)
{
	const struct buf *out = &page->out;
	bool blank = out->length == 0 ||
		     (out->length > 1 && out->bytes[out->length - 1] == '\n' &&
		      out->bytes[out->length - 2] == '\n');

	if (!blank)
		buf_add_char(&page->out, '\n');
}

static void
add_json(struct page *page, const struct json *value, size_t depth)
{
	bool is_object = value->kind == JSON_KIND_OBJECT;
	struct json_writer writer;

	if ((!is_object && value->kind != JSON_KIND_ARRAY) ||
	    json_count(value) == 0) {
		json_begin(&writer, &page->out);
		json_put_value(&writer, value);
		return;
	}
	buf_add_char(&page->out, is_object ? '{' : '[');
	for (const struct json *child = json_first(value); child;
	     child = child->next) {
		buf_printf(&page->out, "\n%*s",
			   (int)((depth + 1) * PAGE_INDENT), "");
		if (is_object) {
			json_begin(&writer, &page->out);
			json_put_string(&writer, child->key);
			buf_add_string(&page->out, ": ");
		}
		add_json(page, child, depth + 1);
		if (child->next)
			buf_add_char(&page->out, ',');
	}
	buf_printf(&page->out, "\n%*s%c", (int)(depth * PAGE_INDENT), "",
		   is_object ? '}' : ']');
}

void
page_json(struct page *page, const struct json *value)
{
	struct page draft = *page;

	buf_init(&draft.out, page->arena, 4096);
	add_json(&draft, value, 0);
	buf_add_text(&page->out, safe_json(page->arena, buf_text(&draft.out)));
	buf_add_char(&page->out, '\n');
}

enum status
page_flush(struct page *page, FILE *stream)
{
	bool written =
		i18n_write(stream, buf_text(&page->out)) && fflush(stream) == 0;

	page->out.length = 0;
	return written || errno == EPIPE ? STATUS_OK : STATUS_STORAGE;
}
