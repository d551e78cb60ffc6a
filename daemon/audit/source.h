/*
 * The log as a reader sees it: what was durable when the reader began, over
 * all its files.
 */
#ifndef EENPLAN_DAEMON_AUDIT_SOURCE_H
#define EENPLAN_DAEMON_AUDIT_SOURCE_H

#include "daemon/audit/parts.h"

struct source {
	int folder;
	struct parts full;
	int current;	/* the file that is written to */
	uint64_t begin; /* from here on nothing is missing */
	uint64_t end;	/* entries up to here; 0 before source_settle */
	int opened;	/* the full part that was read last, or -1 */
	size_t opened_index;
};

/* STATUS_STORAGE: can't be read; STATUS_TAMPERED: as parts_list. */
enum status source_open(const char *folder,
			struct source *source_out) MUST_CHECK;
/*
 * Make what is there now durable, and that the end. After reading the head,
 * so that the log can't be shorter than its head. STATUS_STORAGE.
 */
enum status source_settle(struct source *source) MUST_CHECK;
void source_close(struct source *source);

/*
 * Up to `want` bytes from `offset` on, before `end`; at least one. STATUS_GONE:
 * the part that had them isn't there, or is shorter than it was;
 * STATUS_STORAGE: can't be read.
 */
enum status source_read(struct source *source, void *bytes, size_t want,
			uint64_t offset, size_t *got_out) MUST_CHECK;

#endif
