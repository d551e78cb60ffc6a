/*
 * When a record was told by the client: what store_asked counts. And the mark
 * that a resident's consents have to be looked at again.
 */
#ifndef EENPLAN_DAEMON_STORE_DUE_H
#define EENPLAN_DAEMON_STORE_DUE_H

#include "daemon/store/query.h"
#include "eenplan/wire/record.h"

/*
 * The day on which the client told of it, as the record says; DUE_ALWAYS where
 * that is no date, so that it is asked again. CLOCK_DAY_NONE: it is known in
 * another way, as everything under the Wlz is.
 */
int32_t due_asked_day(const struct record *record);
#define DUE_ALWAYS 0

/* What decides about the resident's consents was changed. */
enum status due_review(struct store *store, const char *resident) MUST_CHECK;

#endif
