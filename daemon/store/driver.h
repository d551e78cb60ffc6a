/*
 * What a database must offer to be the store's: one table of functions, filled
 * in by one file (sqlite.c; postgresql.c is to be the second).
 *
 * A driver knows connections, statements and transactions, never a table of
 * ours. A connection belongs to one thread. A failure is logged where it is
 * met, in one line with the database's place and the system's reason, and
 * without a value:
 *   STATUS_BUSY      another writer kept the database for too long
 *   STATUS_CONFLICT  a constraint of the schema was broken
 *   STATUS_STORAGE   anything else: damage, no room, no permission, …
 */
#ifndef EENPLAN_DAEMON_STORE_DRIVER_H
#define EENPLAN_DAEMON_STORE_DRIVER_H

#include <stdbool.h>
#include <stdint.h>

#include "eenplan/base/attributes.h"
#include "eenplan/base/status.h"
#include "eenplan/base/text.h"

struct driver_connection;
struct driver_statement;

struct driver {
	/* What the words %BLOB% and %CLUSTERED% of schema.def mean here. */
	const char *blob_type;
	const char *clustered;

	/*
	 * `place`: a file, or a connection string. For writing, makes a
	 * database that is not there. Text compares by its bytes.
	 */
	enum status (*open)(const char *place, bool for_writing,
			    struct driver_connection **connection_out);
	/* Every statement of it is finalized before. */
	void (*close)(struct driver_connection *connection);

	/* Run one or more statements that give no rows. */
	enum status (*execute)(struct driver_connection *connection,
			       const char *sql);
	/* For reading: one snapshot, taken at the latest at the first read. */
	enum status (*begin)(struct driver_connection *connection);
	/* Durable when it returns. After a failure: roll back. */
	enum status (*commit)(struct driver_connection *connection);
	void (*rollback)(struct driver_connection *connection);
	/* What was deleted leaves the journal too. See store_purge. */
	enum status (*purge)(struct driver_connection *connection);

	/*
	 * Parameters are $1, $2, … each used once and in order; `at` counts
	 * from 1. What is bound is borrowed until `reset`.
	 */
	enum status (*prepare)(struct driver_connection *connection,
			       const char *sql,
			       struct driver_statement **statement_out);
	void (*finalize)(struct driver_statement *statement);
	enum status (*bind_null)(struct driver_statement *statement,
				 unsigned at);
	enum status (*bind_integer)(struct driver_statement *statement,
				    unsigned at, int64_t integer);
	enum status (*bind_text)(struct driver_statement *statement,
				 unsigned at, struct text text);
	enum status (*bind_blob)(struct driver_statement *statement,
				 unsigned at, struct text blob);
	enum status (*step)(struct driver_statement *statement,
			    bool *has_row_out);
	/* Forgets what was bound, ready for the next use. */
	void (*reset)(struct driver_statement *statement);

	/* Of the row now under it; `at` counts from 0. Valid until `step`. */
	bool (*is_null)(struct driver_statement *statement, unsigned at);
	int64_t (*integer)(struct driver_statement *statement, unsigned at);
	/* Of text its UTF-8. No bytes (NULL): it is null. */
	struct text (*bytes)(struct driver_statement *statement, unsigned at);
	/* Rows that the last statement inserted, updated or deleted. */
	uint64_t (*changes)(struct driver_statement *statement);
};

extern const struct driver sqlite_driver;

#endif
