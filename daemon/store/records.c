#include <string.h>

#include "daemon/store/commas.h"
#include "daemon/store/query.h"
#include "daemon/store/slices.h"
#include "daemon/store/store.h"

static void
read_record(struct query *query, struct arena *arena, struct record *record)
{
	record->category = query_text(query, arena);
	record->id = query_text(query, arena);
	record->origin = query_text(query, arena);
	record->law = query_text(query, arena);
	record->sensitivity = query_text(query, arena);
	record->changed_ms = query_integer(query);
	record->fields = query_bytes(query, arena);
	if (!slices_unpack(arena, query_bytes(query, arena), record))
		query_fail(query, STATUS_STORAGE, "a record's slices");
	record->concerns = commas_split(arena, query_text(query, arena),
					&record->concern_count);
}

enum status
store_records(struct store *store, struct arena *arena, const char *resident,
	      struct record **records_out, size_t *count_out)
{
	struct query query;

	*records_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_RECORDS);
	query_put_text(&query, resident);
	while (query_next(&query))
		read_record(&query, arena,
			    QUERY_ADD_ROW(arena, *records_out, *count_out));
	return query_finish(&query);
}
