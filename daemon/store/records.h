/*
 * Record rows, for the facade, the import, and entries.
 */
#ifndef EENPLAN_DAEMON_STORE_RECORDS_H
#define EENPLAN_DAEMON_STORE_RECORDS_H

#include "daemon/store/query.h"

/* Reads RECORD_COLUMNS. */
void records_read(struct query *query, struct arena *arena,
		  struct record *record_out);
/* How many records of `resident` are on file? */
enum status records_count(struct store *store, const char *resident,
			  int64_t *count_out) MUST_CHECK;
/* STATUS_TOO_LARGE: there is no room for one more. */
enum status records_make_room(struct store *store,
			      const char *resident) MUST_CHECK;
/*
 * `record` as it is, with its id, origin and time, made from `source`;
 * `concerns` are local ids, sorted. STATUS_INVALID: one isn't an id.
 */
enum status records_insert(struct store *store, struct arena *arena,
			   const struct record *record, const char *source,
			   const char *resident) MUST_CHECK;
/* What has that origin is this record of that resident from now on. */
enum status records_update(struct store *store, struct arena *arena,
			   const struct record *record, const char *origin,
			   const char *resident) MUST_CHECK;

#endif
