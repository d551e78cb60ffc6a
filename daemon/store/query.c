#include "daemon/store/query.h"

#include <assert.h>
#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/log.h"

static const char *const sql_of[QUERY_COUNT] = {
#define QUERY(name, sql) [QUERY_##name] = (sql),
#include "daemon/store/queries.def"
#undef QUERY
};

void
query_start(struct query *query, struct store *store, enum query_name name)
{
	struct driver_statement **statement = &store->statements[name];

	*query = (struct query){.store = store, .status = store->failed};
	if (query->status == STATUS_OK && *statement == NULL)
		query->status = store->driver->prepare(store->connection,
						       sql_of[name], statement);
	query->statement = *statement;
}

void
query_put_bytes(struct query *query, struct text text)
{
	if (query->status == STATUS_OK)
		query->status = query->store->driver->bind_text(
			query->statement, ++query->parameter, text);
}

void
query_put_blob(struct query *query, struct text blob)
{
	if (query->status == STATUS_OK)
		query->status = query->store->driver->bind_blob(
			query->statement, ++query->parameter, blob);
}

static void
put_null(struct query *query)
{
	if (query->status == STATUS_OK)
		query->status = query->store->driver->bind_null(
			query->statement, ++query->parameter);
}

void
query_put_text(struct query *query, const char *string)
{
	if (string == NULL)
		put_null(query);
	else
		query_put_bytes(query, text_of(string));
}

void
query_put_integer(struct query *query, int64_t integer)
{
	if (query->status == STATUS_OK)
		query->status = query->store->driver->bind_integer(
			query->statement, ++query->parameter, integer);
}

void
query_put_day(struct query *query, int32_t day)
{
	if (day == CLOCK_DAY_NONE)
		put_null(query);
	else
		query_put_integer(query, day);
}

bool
query_next(struct query *query)
{
	bool has_row = false;

	if (query->status != STATUS_OK)
		return false;
	query->column = 0;
	query->status = query->store->driver->step(query->statement, &has_row);
	return has_row;
}

char *
query_text_or_null(struct query *query, struct arena *arena)
{
	const struct driver *driver = query->store->driver;
	struct text there = driver->bytes(query->statement, query->column++);

	return there.bytes == NULL ? NULL : arena_text(arena, there);
}

char *
query_text(struct query *query, struct arena *arena)
{
	char *text = query_text_or_null(query, arena);

	if (text != NULL)
		return text;
	query_fail(query, STATUS_STORAGE, "a text that must be there");
	return arena_string(arena, "");
}

struct text
query_bytes(struct query *query, struct arena *arena)
{
	const struct driver *driver = query->store->driver;
	struct text there = driver->bytes(query->statement, query->column++);

	return (struct text){arena_text(arena, there), there.length};
}

int64_t
query_integer(struct query *query)
{
	return query->store->driver->integer(query->statement, query->column++);
}

int32_t
query_day(struct query *query)
{
	const struct driver *driver = query->store->driver;
	bool is_null = driver->is_null(query->statement, query->column);
	int64_t day = query_integer(query);

	if (is_null)
		return CLOCK_DAY_NONE;
	if (day <= INT32_MIN || day > INT32_MAX) {
		query_fail(query, STATUS_STORAGE, "a day");
		return CLOCK_DAY_NONE;
	}
	return (int32_t)day;
}

void
query_fail(struct query *query, enum status status, const char *what)
{
	if (query->status != STATUS_OK)
		return;
	query->status = status;
	log_error("stored data can't be read", "what=\"%s\" status=%s", what,
		  status_code(status));
}

enum status
query_finish(struct query *query)
{
	struct store *store = query->store;

	if (query->statement != NULL)
		store->driver->reset(query->statement);
	if (store->in_transaction && store->failed == STATUS_OK)
		store->failed = query->status;
	return query->status;
}

enum status
query_run(struct query *query, uint64_t *changes_out)
{
	bool has_row = query_next(query);

	assert(!has_row);
	(void)has_row;
	if (changes_out != NULL && query->status == STATUS_OK)
		*changes_out = query->store->driver->changes(query->statement);
	return query_finish(query);
}

enum status
query_finish_found(struct query *query, bool is_found)
{
	enum status status = query_finish(query);

	return status == STATUS_OK && !is_found ? STATUS_NOT_FOUND : status;
}

enum status
query_number(struct query *query, int64_t *number_out)
{
	*number_out = query_next(query) ? query_integer(query) : 0;
	return query_finish(query);
}

enum status
query_add(struct query *query)
{
	uint64_t changes = 0;
	enum status status = query_run(query, &changes);

	return status == STATUS_OK && changes == 0 ? STATUS_CONFLICT : status;
}

enum status
query_scope_begin(struct store *store, bool *is_ours_out)
{
	*is_ours_out = !store->in_transaction;
	return *is_ours_out ? store_begin(store) : STATUS_OK;
}

enum status
query_scope_end(struct store *store, bool is_ours, enum status status)
{
	return is_ours ? store_end(store, status) : status;
}

#define ROWS_FIRST 16

void *
query_rows_room(struct arena *arena, void *rows, size_t count, size_t size)
{
	bool is_full = count >= ROWS_FIRST && (count & (count - 1)) == 0;

	if (count == 0)
		return arena_array(arena, ROWS_FIRST, size);
	if (!is_full)
		return rows;
	return memcpy(arena_array(arena, 2 * count, size), rows, count * size);
}
