/*
 * The lines of a range of the log, one after the other, in bounded memory.
 */
#ifndef EENPLAN_DAEMON_AUDIT_LINES_H
#define EENPLAN_DAEMON_AUDIT_LINES_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/audit/source.h"
#include "eenplan/base/text.h"

enum lines_result {
	LINES_LINE,
	LINES_BROKEN,  /* no LF before the end, or in LIMIT_AUDIT_LINE_BYTES */
	LINES_MISSING, /* the part that had it isn't there, or not all */
	LINES_END,
	LINES_FAILED, /* can't be read */
};

struct lines {
	struct source *source;
	uint64_t offset; /* of the next line */
	uint64_t end;
	char *buffer;
	size_t start; /* of what is unread in `buffer` */
	size_t filled;
};

/* Borrows `source`. False if there is no memory. */
bool lines_init(struct lines *lines, struct source *source, uint64_t offset,
		uint64_t end);
void lines_clear(struct lines *lines);
/* The next line without its LF, valid until the next call. */
enum lines_result lines_next(struct lines *lines, struct text *line_out);

#endif
