/*
 * The lines of a range of a file, one after the other, in bounded memory.
 */
#ifndef EENPLAN_DAEMON_AUDIT_LINES_H
#define EENPLAN_DAEMON_AUDIT_LINES_H

#include <stdbool.h>
#include <stdint.h>

#include "eenplan/base/text.h"

enum lines_result {
	LINES_LINE,
	LINES_BROKEN, /* no LF before the end, or in LIMIT_AUDIT_LINE_BYTES */
	LINES_END,
	LINES_FAILED, /* can't be read, or is shorter by now */
};

struct lines {
	int file;
	uint64_t offset; /* of the next line */
	uint64_t end;
	char *buffer;
	size_t start; /* of what is unread in `buffer` */
	size_t filled;
};

/* Borrows `file`. False if there is no memory. */
bool lines_init(struct lines *lines, int file, uint64_t offset, uint64_t end);
void lines_clear(struct lines *lines);
/* The next line without its LF, valid until the next call. */
enum lines_result lines_next(struct lines *lines, struct text *line_out);

#endif
