/*
 * Finding one row: by the name that a person types, or by its key.
 */
#ifndef EENPLAN_DAEMON_STORE_LOOKUP_H
#define EENPLAN_DAEMON_STORE_LOOKUP_H

#include "daemon/store/query.h"

/* How a row becomes what it is; failures go to the query. */
typedef void lookup_reader(struct query *query, struct arena *arena,
			   void *row_out);

struct lookup {
	enum query_name by_id;
	enum query_name by_handle;
	enum query_name by_prefix; /* from $1, before $2, at most two */
	lookup_reader *read;
};

/*
 * By id, by handle, or by the beginning (4 or more characters) of an id.
 * STATUS_NOT_FOUND, STATUS_AMBIGUOUS.
 */
enum status lookup_find(struct store *store, const struct lookup *lookup,
			struct arena *arena, const char *name,
			void *row_out) MUST_CHECK;
/* The row that `query` gives for the one parameter `name`, or NOT_FOUND. */
enum status lookup_row(struct store *store, enum query_name query_name,
		       lookup_reader *read, struct arena *arena,
		       const char *name, void *row_out) MUST_CHECK;

#endif
