/*
 * The log as a reader sees it: what was durable when the reader began.
 */
#ifndef EENPLAN_DAEMON_AUDIT_SOURCE_H
#define EENPLAN_DAEMON_AUDIT_SOURCE_H

#include <stdint.h>

#include "eenplan/base/attributes.h"
#include "eenplan/base/status.h"

struct source {
	int folder;
	int file;
	uint64_t end; /* entries up to here; 0 before source_settle */
};

/* STATUS_STORAGE: can't be read. */
enum status source_open(const char *folder,
			struct source *source_out) MUST_CHECK;
/*
 * Make what is there now durable, and that the end. After reading the head,
 * so that the log can't be shorter than its head. STATUS_STORAGE.
 */
enum status source_settle(struct source *source) MUST_CHECK;
void source_close(struct source *source);

#endif
