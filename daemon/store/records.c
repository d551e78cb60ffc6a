#include "daemon/store/records.h"

#include "daemon/store/commas.h"
#include "daemon/store/due.h"
#include "daemon/store/slices.h"
#include "eenplan/base/limits.h"

void
records_read(struct query *query, struct arena *arena, struct record *record)
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
		records_read(&query, arena,
			     QUERY_ADD_ROW(arena, *records_out, *count_out));
	return query_finish(&query);
}

enum status
store_record_marks(struct store *store, struct arena *arena,
		   const char *resident, struct store_mark **marks_out,
		   size_t *count_out)
{
	struct query query;

	*marks_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_RECORD_MARKS);
	query_put_text(&query, resident);
	while (query_next(&query)) {
		struct store_mark *mark =
			QUERY_ADD_ROW(arena, *marks_out, *count_out);

		mark->category = query_text(&query, arena);
		mark->law = query_text(&query, arena);
		mark->sensitivity = query_text(&query, arena);
	}
	return query_finish(&query);
}

enum status
records_count(struct store *store, const char *resident, int64_t *count_out)
{
	struct query query;

	*count_out = 0;
	query_start(&query, store, QUERY_RECORD_COUNT);
	query_put_text(&query, resident);
	if (query_next(&query))
		*count_out = query_integer(&query);
	return query_finish(&query);
}

enum status
records_make_room(struct store *store, const char *resident)
{
	int64_t count;
	enum status status = records_count(store, resident, &count);

	if (status == STATUS_OK && count >= LIMIT_RECORDS_PER_RESIDENT)
		return STATUS_TOO_LARGE;
	return status;
}

/* What a record says, and whose it is: the same columns in either statement. */
static void
put_record(struct query *query, struct arena *arena,
	   const struct record *record, const char *resident,
	   const char *concerns)
{
	query_put_text(query, resident);
	query_put_text(query, record->category);
	query_put_text(query, record->law);
	query_put_text(query, record->sensitivity);
	query_put_integer(query, record->changed_ms);
	query_put_bytes(query, record->fields);
	query_put_blob(query, slices_pack(arena, record));
	query_put_text(query, concerns);
	query_put_day(query, due_asked_day(record));
}

enum status
records_insert(struct store *store, struct arena *arena,
	       const struct record *record, const char *source,
	       const char *resident)
{
	struct query query;
	const char *concerns;
	enum status status = commas_join(arena, record->concerns,
					 record->concern_count, &concerns);

	if (status != STATUS_OK)
		return status;
	query_start(&query, store, QUERY_RECORD_ADD);
	query_put_text(&query, record->id);
	query_put_text(&query, record->origin);
	query_put_text(&query, source);
	put_record(&query, arena, record, resident, concerns);
	return query_run(&query, NULL);
}

enum status
records_update(struct store *store, struct arena *arena,
	       const struct record *record, const char *origin,
	       const char *resident)
{
	struct query query;
	const char *concerns;
	enum status status = commas_join(arena, record->concerns,
					 record->concern_count, &concerns);

	if (status != STATUS_OK)
		return status;
	query_start(&query, store, QUERY_RECORD_CHANGE);
	put_record(&query, arena, record, resident, concerns);
	query_put_text(&query, origin);
	return query_run(&query, NULL);
}
