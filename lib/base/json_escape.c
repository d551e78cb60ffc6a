#include "lib/base/json_escape.h"

#include <stdint.h>
#include <string.h>

#define EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

static bool
needs_escape(char byte)
{
	return (unsigned char)byte < 0x20 || byte == '"' || byte == '\\';
}

/* The highest bit of each byte says whether that is below `limit`, or so. */
static inline uint64_t
below(uint64_t eight, uint64_t limit)
{
	return (eight - EACH_BYTE(limit)) & ~eight;
}

/* May be true of eight that need none, never the other way round. */
static inline bool
may_need_escape(uint64_t eight)
{
	return ((below(eight, 0x20) | below(eight ^ EACH_BYTE('"'), 1) |
		 below(eight ^ EACH_BYTE('\\'), 1)) &
		EACH_BYTE(0x80)) != 0;
}

size_t
json_escape_next(struct text text, size_t at)
{
	uint64_t eight;

	/* Eight at a time: most of what is written is plain. */
	for (; text.length - at >= sizeof(eight); at += sizeof(eight)) {
		memcpy(&eight, text.bytes + at, sizeof(eight));
		if (may_need_escape(eight))
			break;
	}
	while (at < text.length && !needs_escape(text.bytes[at]))
		at++;
	return at;
}
