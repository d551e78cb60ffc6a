#include <string.h>

#include "daemon/store/query.h"
#include "daemon/store/slices.h"
#include "daemon/store/store.h"

static bool
is_wanted(const struct store_wanted *wanted, const char *category)
{
	for (size_t i = 0; i < wanted->count; i++)
		if (strcmp(wanted->categories[i], category) == 0)
			return true;
	return wanted->count == 0;
}

/* All but the category, which was read first. */
static void
read_record(struct query *query, struct arena *arena, struct record *record)
{
	record->id = query_text(query, arena);
	record->origin = query_text(query, arena);
	record->law = query_text(query, arena);
	record->sensitivity = query_text(query, arena);
	record->changed_ms = query_integer(query);
	record->fields = query_bytes(query, arena);
	if (!slices_unpack(arena, query_bytes(query, arena), record))
		query_fail(query, STATUS_STORAGE, "a record's slices");
}

enum status
store_records(struct store *store, struct arena *arena, const char *resident,
	      const struct store_wanted *wanted, struct record **records_out,
	      size_t *count_out)
{
	struct query query;

	*records_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_RECORDS);
	query_put_text(&query, resident);
	while (query_next(&query)) {
		const char *category = query_text(&query, arena);

		/* What nobody asked for isn't even read. */
		if (!is_wanted(wanted, category))
			continue;

		struct record *record =
			QUERY_ADD_ROW(arena, *records_out, *count_out);

		record->category = category;
		read_record(&query, arena, record);
	}
	return query_finish(&query);
}
