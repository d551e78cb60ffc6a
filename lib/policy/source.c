#include "lib/policy/source.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "eenplan/base/limits.h"

/* A longer line is no help to its reader, and costs with every mistake. */
#define LINE_SHOWN_BYTES 400

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

bool
place_is_set(struct place place)
{
	return place.source != NULL;
}

struct text
place_text(struct place place)
{
	const char *bytes = place.source->text.bytes + place.offset;
	size_t length = place.length;

	if (length >= 2 && bytes[0] == '"' && bytes[length - 1] == '"')
		return (struct text){bytes + 1, length - 2};
	return (struct text){bytes, length};
}

const char *
place_string(struct arena *arena, struct place place)
{
	return arena_text(arena, place_text(place));
}

static unsigned
characters(struct text text)
{
	unsigned count = 0;

	for (size_t i = 0; i < text.length; i++)
		if (((unsigned char)text.bytes[i] & 0xC0) != 0x80)
			count++;
	return count;
}

static struct text
line_around(struct place place)
{
	const char *start = place.source->text.bytes;
	const char *end = start + place.source->text.length;
	const char *first = start + place.offset;
	const char *last = first;
	const char *top = start + source_start(place.source);

	while (first > top && first[-1] != '\n')
		first--;
	while (last < end && *last != '\n' && *last != '\r' && *last != '\0')
		last++;
	return (struct text){first, (size_t)(last - first)};
}

static void
locate(struct place place, struct diagnostic *item)
{
	struct text line = line_around(place);
	struct text before = {line.bytes, (size_t)(place.source->text.bytes +
						   place.offset - line.bytes)};
	struct text marked = {before.bytes + before.length, place.length};

	if (before.length + marked.length > line.length)
		marked.length = line.length - before.length;
	item->line = place.line;
	item->column = characters(before) + 1;
	item->width = marked.length > 0 ? characters(marked) : 1;
	if (line.length <= LINE_SHOWN_BYTES && text_is_utf8(line))
		item->source = arena_text(place.source->found->arena, line);
}

PRINTF_LIKE(4, 0)
static void
report(struct place place, enum diagnostic_severity severity, const char *hint,
       const char *format, va_list arguments)
{
	struct diagnostics *found = place.source->found;
	struct diagnostic item = {.severity = severity};
	char text[512];

	if (found->count < found->limit) {
		vsnprintf(text, sizeof(text), format, arguments);
		item.file = place.source->name;
		item.text = text;
		item.hint = hint;
		locate(place, &item);
	}
	diagnostics_add(found, &item);
}

void
place_error(struct place place, const char *hint, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	report(place, DIAGNOSTIC_ERROR, hint, format, arguments);
	va_end(arguments);
}

void
place_warning(struct place place, const char *hint, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	report(place, DIAGNOSTIC_WARNING, hint, format, arguments);
	va_end(arguments);
}

void
source_error(const struct source *source, const char *format, ...)
{
	char text[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	diagnostics_add(source->found,
			&(struct diagnostic){.severity = DIAGNOSTIC_ERROR,
					     .file = source->name,
					     .text = text});
}

bool
place_wants_hint(struct place place)
{
	const struct diagnostics *found = place.source->found;

	return found->count < found->limit &&
	       found->count < LIMIT_POLICY_ERRORS;
}

const char *
place_hint(struct place place, const char *const *words, size_t count)
{
	struct diagnostics *found = place.source->found;

	if (!place_wants_hint(place))
		return NULL;

	const char *written = place_string(found->arena, place);
	const char *near = diagnostic_near_word(written, words, count);

	return near == NULL ? NULL
			    : arena_printf(found->arena, "did you mean \"%s\"?",
					   near);
}

uint32_t
source_start(const struct source *source)
{
	size_t length = sizeof(BYTE_ORDER_MARK) - 1;

	return source->text.length >= length &&
			       memcmp(source->text.bytes, BYTE_ORDER_MARK,
				      length) == 0
		       ? (uint32_t)length
		       : 0;
}

uint32_t
source_character(const struct source *source, uint32_t offset)
{
	const char *at = source->text.bytes + offset;
	unsigned char lead = (unsigned char)*at;
	uint32_t length = lead < 0x80	? 1
			  : lead < 0xE0 ? 2
			  : lead < 0xF0 ? 3
					: 4;

	if (length == 1)
		return 1;
	if (length > source->text.length - offset ||
	    !text_is_utf8((struct text){at, length}))
		return 0;
	return length;
}

/* Marks that turn the direction of what follows: a reader would be misled. */
static bool
is_direction_mark(const char *at, uint32_t length)
{
	if (length != 3 || (unsigned char)at[0] != 0xE2)
		return false;

	unsigned char second = (unsigned char)at[1];
	unsigned char third = (unsigned char)at[2];

	return (second == 0x80 && third >= 0xAA && third <= 0xAE) ||
	       (second == 0x81 && third >= 0xA6 && third <= 0xA9);
}

static bool
character_is_readable(struct place place)
{
	const char *at = place.source->text.bytes + place.offset;
	unsigned char byte = (unsigned char)*at;

	if (place.length == 0)
		place_error(place, "save the file as UTF-8",
			    "byte 0x%02X here is not UTF-8", byte);
	else if (byte == 0)
		place_error(place, NULL, "there is a NUL byte here");
	else if ((byte < 0x20 && strchr("\t\r\n\f", byte) == NULL) ||
		 byte == 0x7F)
		place_error(place, NULL,
			    "there is a control character (U+%04X) here", byte);
	else if (is_direction_mark(at, place.length))
		place_error(place, "remove it",
			    "there is an invisible direction mark here");
	else
		return true;
	return false;
}

bool
source_is_readable(const struct source *source)
{
	struct place place = {
		.source = source, .offset = source_start(source), .line = 1};

	while (place.offset < source->text.length) {
		place.length = source_character(source, place.offset);
		if (!character_is_readable(place))
			return false;
		if (source->text.bytes[place.offset] == '\n')
			place.line++;
		place.offset += place.length;
	}
	return true;
}
