/*
 * A growing run of bytes in an arena.
 */
#ifndef EENPLAN_BASE_BUF_H
#define EENPLAN_BASE_BUF_H

#include <stdint.h>

#include "eenplan/base/arena.h"
#include "eenplan/base/text.h"

struct buf {
	struct arena *arena;
	char *bytes;
	size_t length;
	size_t room;
};

void buf_init(struct buf *buf, struct arena *arena, size_t room);
/* Have room for `more` bytes behind what it holds. */
void buf_make_room(struct buf *buf, size_t more);

/* `length` bytes at its end, which the caller must fill. */
static inline char *
buf_extend(struct buf *buf, size_t length)
{
	if (length > buf->room - buf->length)
		buf_make_room(buf, length);
	buf->length += length;
	return buf->bytes + buf->length - length;
}

static inline void
buf_add_char(struct buf *buf, char byte)
{
	*buf_extend(buf, 1) = byte;
}

void buf_add(struct buf *buf, const void *bytes, size_t length);
void buf_add_text(struct buf *buf, struct text text);
void buf_add_string(struct buf *buf, const char *string);
/* In decimal digits. */
void buf_add_number(struct buf *buf, uint64_t number);
void buf_printf(struct buf *buf, const char *format, ...) PRINTF_LIKE(2, 3);
/* What it holds now; valid until the next addition. */
struct text buf_text(const struct buf *buf);
/* The same, NUL-terminated. */
const char *buf_string(struct buf *buf);

#endif
