/*
 * How the files of this room speak to the database: every query by its name
 * in queries.def, prepared once for a connection, with its parameters put and
 * its columns taken in order.
 *
 *   query_start(&query, store, QUERY_RESIDENT_BY_ID);
 *   query_put_text(&query, id);
 *   while (query_next(&query))
 *           name = query_text(&query, arena);
 *   return query_finish(&query);
 *
 * The first failure sticks to the query, so only query_finish is checked; in
 * a transaction it sticks to the store as well, which then can't commit.
 */
#ifndef EENPLAN_DAEMON_STORE_QUERY_H
#define EENPLAN_DAEMON_STORE_QUERY_H

#include "daemon/store/driver.h"
#include "daemon/store/store.h"

enum query_name {
#define QUERY(name, sql) QUERY_##name,
#include "daemon/store/queries.def"
#undef QUERY
	QUERY_COUNT
};

/* No resident has this id. */
#define STORE_NOBODY "00000000-0000-0000-0000-000000000000"

/*
 * Invariants: statements[q] is NULL until q is first used; `failed` is
 * STATUS_OK outside a transaction.
 */
struct store {
	const struct driver *driver;
	struct driver_connection *connection;
	struct driver_statement *statements[QUERY_COUNT];
	enum store_mode mode;
	bool in_transaction;
	enum status failed;
	struct box_key bsn_key;
	struct box_key log_key_key;
	struct box_key pseudonym_key;
	struct box_key discovery_key;
	struct signer *signer; /* or NULL: consents aren't signed */
	struct store_resident node_subject;
	/* what store_linked_resident opens when there is nobody */
	char nobody_box[BOX_KEY_BYTES + BOX_OVERHEAD_BYTES];
};

struct query {
	struct store *store;
	struct driver_statement *statement;
	unsigned parameter; /* put so far */
	unsigned column;    /* taken so far of this row */
	enum status status;
};

void query_start(struct query *query, struct store *store,
		 enum query_name name);
/* What is put is borrowed until query_finish; a NULL string puts null. */
void query_put_text(struct query *query, const char *string);
void query_put_bytes(struct query *query, struct text text);
void query_put_blob(struct query *query, struct text blob);
void query_put_integer(struct query *query, int64_t integer);
/* CLOCK_DAY_NONE puts null. */
void query_put_day(struct query *query, int32_t day);

/* To the next row; false when there is none, or on a failure. */
bool query_next(struct query *query);
/* The next column, copied into `arena`; a null fails the query and is "". */
char *query_text(struct query *query, struct arena *arena);
/* The same where null means none: NULL. */
char *query_text_or_null(struct query *query, struct arena *arena);
/* The next column; empty for null. */
struct text query_bytes(struct query *query, struct arena *arena);
int64_t query_integer(struct query *query);
/* CLOCK_DAY_NONE for null. */
int32_t query_day(struct query *query);
/* What was read can't be: fail with `status`, and say so in the log. */
void query_fail(struct query *query, enum status status, const char *what);
enum status query_finish(struct query *query) MUST_CHECK;
/* The same; STATUS_NOT_FOUND if nothing failed, but there was no row. */
enum status query_finish_found(struct query *query, bool is_found) MUST_CHECK;
/* The first column of its only row, 0 where there is none; and finish it. */
enum status query_number(struct query *query, int64_t *number_out) MUST_CHECK;
/* Run a query that gives no rows, and finish it. `changes_out` may be NULL. */
enum status query_run(struct query *query, uint64_t *changes_out) MUST_CHECK;
/* The same for one that adds a row. STATUS_CONFLICT: there is such a one. */
enum status query_add(struct query *query) MUST_CHECK;

/*
 * A transaction of one's own, unless the caller has one: then the writes join
 * it. query_scope_end commits when `status` is STATUS_OK, else rolls back.
 */
enum status query_scope_begin(struct store *store,
			      bool *is_ours_out) MUST_CHECK;
enum status query_scope_end(struct store *store, bool is_ours,
			    enum status status) MUST_CHECK;

/*
 * `rows` of `count` items of `size` bytes, with room for one more; begin with
 * NULL and 0.
 */
void *query_rows_room(struct arena *arena, void *rows, size_t count,
		      size_t size);
#define QUERY_ADD_ROW(arena, rows, count)                                      \
	((rows) = query_rows_room((arena), (rows), (count), sizeof(*(rows))),  \
	 &(rows)[(count)++])

#endif
