/*
 * The NEN 7513 fields of one event, as the JSON that an entry seals.
 *
 * Only what body.def lists; enough to decide again later, never the content
 * of a record.
 */
#ifndef EENPLAN_DAEMON_AUDIT_BODY_H
#define EENPLAN_DAEMON_AUDIT_BODY_H

#include "daemon/audit/audit.h"
#include "eenplan/base/buf.h"

/* Append the canonical JSON of `event`; what is NULL or empty is left out. */
void body_encode(struct buf *out, const struct audit_event *event);

/*
 * Fill the fields of body.def in `event_out` from `json`; the strings are in
 * `arena`, the other fields stay. STATUS_TAMPERED: it isn't what body_encode
 * writes.
 */
enum status body_decode(struct arena *arena, struct text json,
			struct audit_event *event_out) MUST_CHECK;

#endif
