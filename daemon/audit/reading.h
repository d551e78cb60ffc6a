/*
 * Every sound line of the log, one after the other, for its readers.
 */
#ifndef EENPLAN_DAEMON_AUDIT_READING_H
#define EENPLAN_DAEMON_AUDIT_READING_H

#include "daemon/audit/audit.h"
#include "daemon/audit/entry.h"

/*
 * Called for each entry; `entry` is borrowed. Anything but STATUS_OK ends the
 * reading and is its result; `*stop_out` ends it without.
 */
typedef enum status reading_entry(void *context, const struct entry *entry,
				  bool *stop_out);

/*
 * Read what was durable when this began, beside a running writer. A write that
 * was cut off at the end was never acknowledged and is left out.
 * STATUS_TAMPERED: a line isn't an entry, or something of what the signed head
 * covers is missing, or there is no such head; STATUS_STORAGE: can't be read.
 */
enum status reading_run(const struct audit_settings *settings,
			reading_entry *visit, void *context) MUST_CHECK;

#endif
