#include "daemon/store/driver.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

struct driver_connection {
	sqlite3 *database;
	const char *begin_sql;
	struct driver_statement *begin;
	struct driver_statement *commit;
	struct driver_statement *rollback;
	char path[];
};

struct driver_statement {
	sqlite3_stmt *compiled;
	struct driver_connection *connection;
};

static enum status
status_of(int code)
{
	switch (code & 0xFF) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE: return STATUS_OK;
	case SQLITE_BUSY:
	case SQLITE_LOCKED: return STATUS_BUSY;
	case SQLITE_CONSTRAINT: return STATUS_CONFLICT;
	}
	return STATUS_STORAGE;
}

static const char *
system_reason(const struct driver_connection *connection, int code)
{
	int kind = code & 0xFF;
	int number = sqlite3_system_errno(connection->database);

	/* for other kinds SQLite keeps the number of an older failure */
	if ((kind != SQLITE_IOERR && kind != SQLITE_CANTOPEN) || number == 0)
		return "none";
	return strerror(number);
}

/* SQLite's messages name tables and columns, never what is in them. */
static enum status
report(const struct driver_connection *connection, int code, const char *doing)
{
	enum status status = status_of(code);

	if (status == STATUS_STORAGE)
		log_error("store failed",
			  "file=%s doing=%s reason=\"%s\" system=\"%s\"",
			  connection->path, doing,
			  sqlite3_errmsg(connection->database),
			  system_reason(connection, code));
	else if (status != STATUS_OK)
		log_warning("store refused", "file=%s doing=%s reason=\"%s\"",
			    connection->path, doing,
			    sqlite3_errmsg(connection->database));
	return status;
}

/* --- statements --- */

static void
finalize(struct driver_statement *statement)
{
	if (statement == NULL)
		return;
	sqlite3_finalize(statement->compiled);
	free(statement);
}

static enum status
prepare(struct driver_connection *connection, const char *sql,
	struct driver_statement **statement_out)
{
	struct driver_statement *statement = calloc(1, sizeof(*statement));

	if (statement == NULL) {
		log_error("store failed", "file=%s reason=\"out of memory\"",
			  connection->path);
		return STATUS_STORAGE;
	}

	int code = sqlite3_prepare_v3(connection->database, sql, -1,
				      SQLITE_PREPARE_PERSISTENT,
				      &statement->compiled, NULL);

	if (code != SQLITE_OK) {
		finalize(statement);
		return report(connection, code, "prepare");
	}
	statement->connection = connection;
	*statement_out = statement;
	return STATUS_OK;
}

static enum status
bind_null(struct driver_statement *statement, unsigned at)
{
	return report(statement->connection,
		      sqlite3_bind_null(statement->compiled, (int)at), "bind");
}

static enum status
bind_integer(struct driver_statement *statement, unsigned at, int64_t integer)
{
	return report(statement->connection,
		      sqlite3_bind_int64(statement->compiled, (int)at, integer),
		      "bind");
}

static enum status
bind_text(struct driver_statement *statement, unsigned at, struct text text)
{
	return report(statement->connection,
		      sqlite3_bind_text64(statement->compiled, (int)at,
					  text.length == 0 ? "" : text.bytes,
					  text.length, SQLITE_STATIC,
					  SQLITE_UTF8),
		      "bind");
}

static enum status
bind_blob(struct driver_statement *statement, unsigned at, struct text blob)
{
	return report(statement->connection,
		      sqlite3_bind_blob64(statement->compiled, (int)at,
					  blob.length == 0 ? "" : blob.bytes,
					  blob.length, SQLITE_STATIC),
		      "bind");
}

static enum status
step(struct driver_statement *statement, bool *has_row_out)
{
	assert(statement != NULL);
	int code = sqlite3_step(statement->compiled);

	*has_row_out = code == SQLITE_ROW;
	if (code == SQLITE_ROW || code == SQLITE_DONE)
		return STATUS_OK;
	return report(statement->connection, code, "step");
}

static void
reset(struct driver_statement *statement)
{
	sqlite3_reset(statement->compiled);
	sqlite3_clear_bindings(statement->compiled);
}

static bool
is_null(struct driver_statement *statement, unsigned at)
{
	return sqlite3_column_type(statement->compiled, (int)at) == SQLITE_NULL;
}

static int64_t
integer(struct driver_statement *statement, unsigned at)
{
	return sqlite3_column_int64(statement->compiled, (int)at);
}

static struct text
bytes(struct driver_statement *statement, unsigned at)
{
	/* what is stored as text comes out as its UTF-8 bytes, uncopied */
	const void *blob = sqlite3_column_blob(statement->compiled, (int)at);

	if (blob != NULL)
		return (struct text){
			blob, (size_t)sqlite3_column_bytes(statement->compiled,
							   (int)at)};
	return (struct text){is_null(statement, at) ? NULL : "", 0};
}

static uint64_t
changes(struct driver_statement *statement)
{
	return (uint64_t)sqlite3_changes64(statement->connection->database);
}

/* --- transactions --- */

static enum status
run(struct driver_connection *connection, struct driver_statement **statement,
    const char *sql)
{
	bool has_row;
	enum status status = STATUS_OK;

	if (*statement == NULL)
		status = prepare(connection, sql, statement);
	if (status != STATUS_OK)
		return status;
	status = step(*statement, &has_row);
	reset(*statement);
	return status;
}

static enum status
begin(struct driver_connection *connection)
{
	return run(connection, &connection->begin, connection->begin_sql);
}

static enum status
commit(struct driver_connection *connection)
{
	return run(connection, &connection->commit, "COMMIT");
}

static void
rollback(struct driver_connection *connection)
{
	/* some failures have rolled back already */
	if (sqlite3_get_autocommit(connection->database))
		return;
	(void)!run(connection, &connection->rollback, "ROLLBACK");
}

static enum status
execute(struct driver_connection *connection, const char *sql)
{
	return report(connection,
		      sqlite3_exec(connection->database, sql, NULL, NULL, NULL),
		      "execute");
}

/* secure_delete overwrites what is in the file; this what is in the WAL. */
static enum status
purge(struct driver_connection *connection)
{
	return report(connection,
		      sqlite3_wal_checkpoint_v2(connection->database, NULL,
						SQLITE_CHECKPOINT_TRUNCATE,
						NULL, NULL),
		      "purge");
}

/* --- connections --- */

static void
configure_library(void)
{
	/* its counters are a lock that all threads would share */
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/*
 * SQLite would make it readable for the group; its side files follow it. Only
 * where there is none: closing one that is open in this process too would drop
 * all of the process's locks on it (fcntl(2)), and a program that reads beside
 * the node would then take itself for the last one and remove the WAL.
 */
static enum status
make_private_file(const char *path)
{
	int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (file < 0 && errno == EEXIST)
		return STATUS_OK;
	if (file < 0) {
		log_error("store can't be opened", "file=%s reason=\"%s\"",
			  path, strerror(errno));
		return STATUS_STORAGE;
	}
	close(file);
	return STATUS_OK;
}

static enum status
set_options(struct driver_connection *connection)
{
	sqlite3 *database = connection->database;
	char sql[512];

	sqlite3_busy_timeout(database, LIMIT_STORE_BUSY_MS);
	sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
	/* no memory map: a bad sector must be a status, not a signal */
	snprintf(sql, sizeof(sql),
		 "PRAGMA trusted_schema=OFF; PRAGMA foreign_keys=ON;"
		 "PRAGMA secure_delete=ON; PRAGMA cell_size_check=ON;"
		 "PRAGMA synchronous=FULL; PRAGMA temp_store=MEMORY;"
		 "PRAGMA mmap_size=0; PRAGMA cache_size=-%d;"
		 "PRAGMA journal_size_limit=%d",
		 LIMIT_STORE_CACHE_KIB, LIMIT_STORE_JOURNAL_BYTES);
	return execute(connection, sql);
}

static int
note_journal_mode(void *is_wal_out, int count, char **values, char **names)
{
	(void)names;
	*(bool *)is_wal_out = count == 1 && strcmp(values[0], "wal") == 0;
	return 0;
}

/* Readers must never wait for the writer, nor the writer for them. */
static enum status
prepare_for_writing(struct driver_connection *connection)
{
	bool is_wal = false;
	int code;

	if (sqlite3_db_readonly(connection->database, "main") == 1) {
		log_error("store can't be opened", "file=%s reason=\"%s\"",
			  connection->path, "the file is read-only");
		return STATUS_STORAGE;
	}
	code = sqlite3_exec(connection->database, "PRAGMA journal_mode=WAL",
			    note_journal_mode, &is_wal, NULL);
	if (code != SQLITE_OK)
		return report(connection, code, "open");
	if (!is_wal) {
		log_error("store can't be opened", "file=%s reason=\"%s\"",
			  connection->path,
			  "this file system has no shared memory for WAL");
		return STATUS_STORAGE;
	}
	connection->begin_sql = "BEGIN IMMEDIATE";
	return STATUS_OK;
}

static void
close_connection(struct driver_connection *connection)
{
	if (connection == NULL)
		return;
	finalize(connection->begin);
	finalize(connection->commit);
	finalize(connection->rollback);
	sqlite3_close_v2(connection->database);
	free(connection);
}

static enum status
open_database(struct driver_connection *connection, bool for_writing)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
		    SQLITE_OPEN_EXRESCODE;
	int code = sqlite3_open_v2(connection->path, &connection->database,
				   flags, NULL);
	enum status status = report(connection, code, "open");

	if (status == STATUS_OK)
		status = set_options(connection);
	if (status != STATUS_OK)
		return status;
	return for_writing ? prepare_for_writing(connection)
			   : execute(connection, "PRAGMA query_only=ON");
}

static enum status
open_connection(const char *path, bool for_writing,
		struct driver_connection **connection_out)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	size_t path_bytes = strlen(path) + 1;
	enum status status = STATUS_OK;

	pthread_once(&once, configure_library);
	if (for_writing)
		status = make_private_file(path);
	if (status != STATUS_OK)
		return status;

	struct driver_connection *connection =
		calloc(1, sizeof(*connection) + path_bytes);

	if (connection == NULL) {
		log_error("store can't be opened",
			  "file=%s reason=\"out of memory\"", path);
		return STATUS_STORAGE;
	}
	memcpy(connection->path, path, path_bytes);
	connection->begin_sql = "BEGIN";
	status = open_database(connection, for_writing);
	if (status != STATUS_OK) {
		close_connection(connection);
		return status;
	}
	*connection_out = connection;
	return STATUS_OK;
}

const struct driver sqlite_driver = {
	.blob_type = "BLOB",
	.clustered = "WITHOUT ROWID",
	.open = open_connection,
	.close = close_connection,
	.execute = execute,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.purge = purge,
	.prepare = prepare,
	.finalize = finalize,
	.bind_null = bind_null,
	.bind_integer = bind_integer,
	.bind_text = bind_text,
	.bind_blob = bind_blob,
	.step = step,
	.reset = reset,
	.is_null = is_null,
	.integer = integer,
	.bytes = bytes,
	.changes = changes,
};
