#include "daemon/store/entries.h"

#include "daemon/store/commas.h"
#include "daemon/store/lookup.h"
#include "daemon/store/records.h"
#include "daemon/store/slices.h"
#include "eenplan/wire/entry.h"

static enum status
add_version(struct store *store, const struct store_entry *entry,
	    const char *user, const char *what)
{
	const struct record *record = &entry->record;
	struct query query;

	query_start(&query, store, QUERY_ENTRY_VERSION_ADD);
	query_put_text(&query, record->id);
	query_put_text(&query, entry->resident);
	query_put_text(&query, record->category);
	query_put_integer(&query, record->changed_ms);
	query_put_text(&query, user);
	query_put_text(&query, what);
	query_put_bytes(&query, record->fields);
	query_put_text(&query, record->id);
	return query_run(&query, NULL);
}

enum status
store_entry_add(struct store *store, struct arena *arena,
		const struct store_entry *entry, const char *user)
{
	struct record record = entry->record;
	enum status status = records_make_room(store, entry->resident);

	record.origin = arena_printf(arena, ENTRY_ORIGIN "%s", record.id);
	if (status == STATUS_OK)
		status = records_insert(store, arena, &record, record.origin,
					entry->resident);
	return status == STATUS_OK ? add_version(store, entry, user, "add")
				   : status;
}

static void
read_entry(struct query *query, struct arena *arena, void *row_out)
{
	struct store_entry *entry = row_out;

	entry->resident = query_text(query, arena);
	records_read(query, arena, &entry->record);
}

enum status
store_entry_find(struct store *store, struct arena *arena, const char *name,
		 struct store_entry *entry_out)
{
	static const struct lookup entries = {
		.by_id = QUERY_ENTRY_BY_ID,
		.by_handle = QUERY_ENTRY_BY_ID, /* they have none */
		.by_prefix = QUERY_ENTRY_BY_PREFIX,
		.read = read_entry,
	};

	return lookup_find(store, &entries, arena, name, entry_out);
}

enum status
store_entry_change(struct store *store, struct arena *arena,
		   const struct store_entry *entry, const char *user,
		   const char *what)
{
	enum status status =
		records_update(store, arena, &entry->record,
			       entry->record.origin, entry->resident);

	return status == STATUS_OK ? add_version(store, entry, user, what)
				   : status;
}

enum status
store_entry_versions(struct store *store, struct arena *arena,
		     const char *entry,
		     struct store_entry_version **versions_out,
		     size_t *count_out)
{
	struct query query;

	*versions_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_ENTRY_VERSIONS);
	query_put_text(&query, entry);
	while (query_next(&query)) {
		struct store_entry_version *version =
			QUERY_ADD_ROW(arena, *versions_out, *count_out);

		version->changed_ms = query_integer(&query);
		version->user = query_text(&query, arena);
		version->what = query_text(&query, arena);
		version->fields = query_bytes(&query, arena);
	}
	return query_finish(&query);
}
