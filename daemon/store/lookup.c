#include "daemon/store/lookup.h"

#include <string.h>

#include "eenplan/base/limits.h"

#define PREFIX_BYTES_MIN 4

enum status
lookup_row(struct store *store, enum query_name query_name, lookup_reader *read,
	   struct arena *arena, const char *name, void *row_out)
{
	struct query query;

	query_start(&query, store, query_name);
	query_put_text(&query, name);

	bool is_found = query_next(&query);

	if (is_found)
		read(&query, arena, row_out);

	return query_finish_found(&query, is_found);
}

static bool
may_begin_an_id(const char *name)
{
	size_t length = strlen(name);

	return length >= PREFIX_BYTES_MIN && length < UUID_TEXT_BYTES &&
	       strspn(name, "0123456789abcdef-") == length;
}

static enum status
find_by_prefix(struct store *store, const struct lookup *lookup,
	       struct arena *arena, const char *name, void *row_out)
{
	struct query query;
	enum status status = STATUS_NOT_FOUND;

	query_start(&query, store, lookup->by_prefix);
	query_put_text(&query, name);
	/* 'g' comes after everything that an id can go on with */
	query_put_text(&query, arena_printf(arena, "%sg", name));
	if (query_next(&query)) {
		lookup->read(&query, arena, row_out);
		status = query_next(&query) ? STATUS_AMBIGUOUS : STATUS_OK;
	}

	enum status finished = query_finish(&query);

	return finished == STATUS_OK ? status : finished;
}

enum status
lookup_find(struct store *store, const struct lookup *lookup,
	    struct arena *arena, const char *name, void *row_out)
{
	enum status status;

	if (name == NULL || strlen(name) > LIMIT_NAME_BYTES)
		return STATUS_NOT_FOUND;
	status = lookup_row(store, lookup->by_id, lookup->read, arena, name,
			    row_out);
	if (status == STATUS_NOT_FOUND)
		status = lookup_row(store, lookup->by_handle, lookup->read,
				    arena, name, row_out);
	if (status == STATUS_NOT_FOUND && may_begin_an_id(name))
		status = find_by_prefix(store, lookup, arena, name, row_out);
	return status;
}
