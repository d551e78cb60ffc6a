#include "daemon/audit/lines.h"

#include <stdlib.h>
#include <string.h>

#include "eenplan/base/limits.h"

#define ROOM_BYTES (2 * LIMIT_AUDIT_LINE_BYTES)

bool
lines_init(struct lines *lines, struct source *source, uint64_t offset,
	   uint64_t end)
{
	*lines = (struct lines){.source = source, .offset = offset, .end = end};
	lines->buffer = malloc(ROOM_BYTES);
	return lines->buffer != NULL;
}

void
lines_clear(struct lines *lines)
{
	free(lines->buffer);
	lines->buffer = NULL;
}

static enum status
fill(struct lines *lines)
{
	size_t unread = lines->filled - lines->start;
	uint64_t from = lines->offset + unread;
	size_t want = ROOM_BYTES - unread;
	size_t got;

	memmove(lines->buffer, lines->buffer + lines->start, unread);
	lines->start = 0;
	lines->filled = unread;
	if (want > lines->end - from)
		want = (size_t)(lines->end - from);

	enum status status = source_read(lines->source, lines->buffer + unread,
					 want, from, &got);

	lines->filled += got;
	return status;
}

enum lines_result
lines_next(struct lines *lines, struct text *line_out)
{
	size_t searched = 0;

	if (lines->offset == lines->end)
		return LINES_END;
	for (;;) {
		const char *line = lines->buffer + lines->start;
		size_t unread = lines->filled - lines->start;
		const char *end =
			memchr(line + searched, '\n', unread - searched);

		if (end != NULL) {
			*line_out = (struct text){line, (size_t)(end - line)};
			lines->start += line_out->length + 1;
			lines->offset += line_out->length + 1;
			return LINES_LINE;
		}
		if (lines->offset + unread == lines->end ||
		    unread >= LIMIT_AUDIT_LINE_BYTES)
			return LINES_BROKEN;
		searched = unread;
		switch (fill(lines)) {
		case STATUS_OK: break;
		case STATUS_GONE: return LINES_MISSING;
		default: return LINES_FAILED;
		}
	}
}
