#include "client/safe.h"

#include <stdbool.h>
#include <stdint.h>

#include "eenplan/base/buf.h"

#define REPLACEMENT "\xEF\xBF\xBD"

/*
 * Decode one character of at most `left` bytes; its length in bytes, or 0 if
 * that is no UTF-8.
 */
static size_t
decode(const char *bytes, size_t left, uint32_t *point_out)
{
	unsigned char lead = (unsigned char)*bytes;
	size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;

	if (length > left || !text_is_utf8((struct text){bytes, length}))
		return 0;
	*point_out = length == 1 ? lead : lead & (0xFFu >> (length + 1));
	for (size_t i = 1; i < length; i++)
		*point_out =
			*point_out << 6 | ((unsigned char)bytes[i] & 0x3Fu);
	return length;
}

/* C0, DEL, C1; invisible and direction marks; line separators; tags. */
static bool
steers_terminal(uint32_t point)
{
	return point < 0x20 || (point >= 0x7F && point <= 0x9F) ||
	       (point >= 0x200B && point <= 0x200F) ||
	       (point >= 0x2028 && point <= 0x202E) ||
	       (point >= 0x2060 && point <= 0x2069) || point == 0x061C ||
	       point == 0xFEFF || (point >= 0xE0000 && point <= 0xE007F);
}

static bool
is_harmless(struct text text)
{
	size_t length;

	for (size_t at = 0; at < text.length; at += length) {
		uint32_t point;
		length = decode(text.bytes + at, text.length - at, &point);
		if (length == 0 || steers_terminal(point))
			return false;
	}
	return true;
}

static bool
is_blank(char byte)
{
	return byte == '\n' || byte == '\r' || byte == '\t';
}

const char *
safe_text(struct arena *arena, const char *string)
{
	struct text text = text_of(string);
	struct buf clean;
	size_t length;

	if (is_harmless(text))
		return string;
	buf_init(&clean, arena, text.length + 8);
	for (size_t at = 0; at < text.length; at += length ? length : 1) {
		const char *bytes = text.bytes + at;
		uint32_t point;
		length = decode(bytes, text.length - at, &point);
		if (is_blank(*bytes))
			buf_add_char(&clean, ' ');
		else if (length == 0 || steers_terminal(point))
			buf_add_string(&clean, REPLACEMENT);
		else
			buf_add(&clean, bytes, length);
	}
	return buf_string(&clean);
}

static void
add_escaped(struct buf *out, uint32_t point)
{
	if (point > 0xFFFF) {
		buf_printf(out, "\\u%04x", 0xD7C0u + (point >> 10));
		point = 0xDC00u + (point & 0x3FFu);
	}
	buf_printf(out, "\\u%04x", point);
}

struct text
safe_json(struct arena *arena, struct text json)
{
	struct buf clean;
	size_t length;

	buf_init(&clean, arena, json.length + 8);
	for (size_t at = 0; at < json.length; at += length) {
		const char *bytes = json.bytes + at;
		uint32_t point;
		length = decode(bytes, json.length - at, &point);
		if (length == 0)
			break;
		if (steers_terminal(point) && !is_blank(*bytes))
			add_escaped(&clean, point);
		else
			buf_add(&clean, bytes, length);
	}
	return buf_text(&clean);
}
