#include "daemon/store/schema.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/log.h"

struct schema_step {
	int64_t version;
	const char *adds;
	const char *sql;
};

static const struct schema_step steps[] = {
#define STEP(version, adds, sql) {(version), (adds), (sql)},
#include "daemon/store/schema.def"
#undef STEP
};

static const int64_t newest = COUNT_OF(steps);

static const char *
in_words_of_driver(struct arena *arena, const struct driver *driver,
		   const char *sql)
{
	const struct {
		const char *word, *means;
	} words[] = {
		{"%BLOB%", driver->blob_type},
		{"%CLUSTERED%", driver->clustered},
	};
	struct buf out;

	buf_init(&out, arena, 2 * strlen(sql));
	while (*sql != '\0') {
		size_t i = 0;

		while (i < COUNT_OF(words) &&
		       strncmp(sql, words[i].word, strlen(words[i].word)) != 0)
			i++;
		if (i == COUNT_OF(words)) {
			buf_add_char(&out, *sql++);
			continue;
		}
		buf_add_string(&out, words[i].means);
		sql += strlen(words[i].word);
	}
	return buf_string(&out);
}

static enum status
read_version(struct store *store, int64_t *version_out)
{
	struct query query;

	query_start(&query, store, QUERY_SCHEMA_VERSION);
	if (query_next(&query))
		*version_out = query_integer(&query);
	return query_finish(&query);
}

static enum status
note_step(struct store *store, int64_t version)
{
	struct query query;

	query_start(&query, store, QUERY_SCHEMA_STEP_ADD);
	query_put_integer(&query, version);
	query_put_integer(&query, clock_now_ms());
	return query_run(&query, NULL);
}

static enum status
run_step(struct store *store, const struct schema_step *step)
{
	struct arena *arena = arena_new();
	const char *sql = in_words_of_driver(arena, store->driver, step->sql);
	enum status status = store->driver->execute(store->connection, sql);

	if (status == STATUS_OK)
		status = note_step(store, step->version);
	arena_free(arena);
	return status;
}

/* The version is read again: another process may have been faster. */
static enum status
apply_next_step(struct store *store, int64_t *version)
{
	enum status status = store_begin(store);

	if (status != STATUS_OK)
		return status;
	status = read_version(store, version);
	if (status == STATUS_OK && *version < newest)
		status = run_step(store, &steps[*version]);
	if (status == STATUS_OK)
		status = store_commit(store);
	if (status != STATUS_OK) {
		store_rollback(store);
		log_error("store can't be migrated", "from=%lld",
			  (long long)*version);
		return status;
	}
	if (*version < newest) {
		log_info("store migrated", "version=%lld adds=\"%s\"",
			 (long long)steps[*version].version,
			 steps[*version].adds);
		*version = steps[*version].version;
	}
	return STATUS_OK;
}

static enum status
refuse_other(int64_t version)
{
	if (version == newest)
		return STATUS_OK;
	log_error("store has another schema than this program",
		  "database=%lld program=%lld do=\"%s\"", (long long)version,
		  (long long)newest,
		  version > newest ? "install the program that made it"
				   : "let the node open it for writing first");
	return STATUS_STORAGE;
}

enum status
schema_bring_up(struct store *store)
{
	int64_t version = 0;
	enum status status = STATUS_OK;

	if (store->mode == STORE_WRITE)
		status = store->driver->execute(
			store->connection,
			"CREATE TABLE IF NOT EXISTS schema_step ("
			" version BIGINT NOT NULL PRIMARY KEY,"
			" applied_ms BIGINT NOT NULL)");
	if (status == STATUS_OK)
		status = read_version(store, &version);
	while (status == STATUS_OK && store->mode == STORE_WRITE &&
	       version < newest)
		status = apply_next_step(store, &version);
	return status == STATUS_OK ? refuse_other(version) : status;
}
