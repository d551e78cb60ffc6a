#include "eenplan/base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define ROOM_BYTES_MIN 64

void
buf_init(struct buf *buf, struct arena *arena, size_t room)
{
	*buf = (struct buf){.arena = arena};
	if (room > 0) {
		buf->bytes = arena_grow(arena, NULL, 0, room);
		buf->room = room;
	}
}

void
buf_make_room(struct buf *buf, size_t more)
{
	size_t room = buf->room < ROOM_BYTES_MIN ? ROOM_BYTES_MIN : buf->room;

	if (more <= buf->room - buf->length)
		return;
	while (room - buf->length < more)
		room *= 2;
	buf->bytes = arena_grow(buf->arena, buf->bytes, buf->room, room);
	buf->room = room;
}

void
buf_add(struct buf *buf, const void *bytes, size_t length)
{
	if (length == 0)
		return;
	memcpy(buf_extend(buf, length), bytes, length);
}

void
buf_add_text(struct buf *buf, struct text text)
{
	buf_add(buf, text.bytes, text.length);
}

void
buf_add_string(struct buf *buf, const char *string)
{
	buf_add(buf, string, strlen(string));
}

void
buf_add_number(struct buf *buf, uint64_t number)
{
	char digits[sizeof("18446744073709551615")];
	char *end = digits + sizeof(digits);
	char *at = end;

	do
		*--at = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	buf_add(buf, at, (size_t)(end - at));
}

void
buf_printf(struct buf *buf, const char *format, ...)
{
	va_list arguments;
	va_list again;

	buf_make_room(buf, ROOM_BYTES_MIN);

	size_t room = buf->room - buf->length;

	va_start(arguments, format);
	va_copy(again, arguments);
	int printed =
		vsnprintf(buf->bytes + buf->length, room, format, arguments);
	va_end(arguments);

	size_t length = printed < 0 ? 0 : (size_t)printed;

	if (length >= room) {
		buf_make_room(buf, length + 1);
		vsnprintf(buf->bytes + buf->length, length + 1, format, again);
	}
	va_end(again);
	buf->length += length;
}

struct text
buf_text(const struct buf *buf)
{
	return (struct text){buf->bytes, buf->length};
}

const char *
buf_string(struct buf *buf)
{
	buf_make_room(buf, 1);
	buf->bytes[buf->length] = '\0';
	return buf->bytes;
}
