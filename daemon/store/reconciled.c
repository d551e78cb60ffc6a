#include "daemon/store/reconciled.h"

#include "daemon/store/lookup.h"

static void
read_reconciled(struct query *query, struct arena *arena, void *row_out)
{
	struct store_reconciled *reconciled = row_out;

	reconciled->partner = query_text(query, arena);
	reconciled->until_day = query_day(query);
	reconciled->done_ms = query_integer(query);
	reconciled->asked = query_integer(query);
	reconciled->answered = query_integer(query);
	reconciled->orphans = query_integer(query);
	reconciled->tried_ms = query_integer(query);
	reconciled->trouble = query_text_or_null(query, arena);
}

enum status
store_reconciled_find(struct store *store, struct arena *arena,
		      const char *partner, struct store_reconciled *out)
{
	return lookup_row(store, QUERY_RECONCILED, read_reconciled, arena,
			  partner, out);
}

enum status
store_reconciled_list(struct store *store, struct arena *arena,
		      struct store_reconciled **list_out, size_t *count_out)
{
	struct query query;

	*list_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_RECONCILED_LIST);
	while (query_next(&query))
		read_reconciled(&query, arena,
				QUERY_ADD_ROW(arena, *list_out, *count_out));
	return query_finish(&query);
}

enum status
store_reconciled_put(struct store *store,
		     const struct store_reconciled *reconciled)
{
	struct query query;

	query_start(&query, store, QUERY_RECONCILED_PUT);
	query_put_text(&query, reconciled->partner);
	query_put_day(&query, reconciled->until_day);
	query_put_integer(&query, reconciled->done_ms);
	query_put_integer(&query, reconciled->asked);
	query_put_integer(&query, reconciled->answered);
	query_put_integer(&query, reconciled->orphans);
	query_put_integer(&query, reconciled->tried_ms);
	query_put_text(&query, reconciled->trouble);
	return query_run(&query, NULL);
}

enum status
store_orphan_add(struct store *store, const struct store_orphan *orphan)
{
	struct query query;

	query_start(&query, store, QUERY_ORPHAN_ADD);
	query_put_text(&query, orphan->partner);
	query_put_text(&query, orphan->request);
	query_put_text(&query, orphan->event);
	query_put_text(&query, orphan->missing_at);
	query_put_day(&query, orphan->day);
	query_put_integer(&query, orphan->found_ms);
	return query_run(&query, NULL);
}

static void
read_orphan(struct query *query, struct arena *arena,
	    struct store_orphan *orphan)
{
	orphan->partner = query_text(query, arena);
	orphan->request = query_text(query, arena);
	orphan->event = query_text(query, arena);
	orphan->missing_at = query_text(query, arena);
	orphan->day = query_day(query);
	orphan->found_ms = query_integer(query);
}

enum status
store_orphan_list(struct store *store, struct arena *arena, size_t limit,
		  struct store_orphan **orphans_out, size_t *count_out)
{
	struct query query;

	*orphans_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_ORPHAN_LIST);
	query_put_integer(&query, (int64_t)limit);
	while (query_next(&query))
		read_orphan(&query, arena,
			    QUERY_ADD_ROW(arena, *orphans_out, *count_out));
	return query_finish(&query);
}

enum status
store_orphan_count(struct store *store, int64_t since_ms, int64_t *count_out)
{
	struct query query;

	*count_out = 0;
	query_start(&query, store, QUERY_ORPHAN_COUNT);
	query_put_integer(&query, since_ms);
	if (query_next(&query))
		*count_out = query_integer(&query);
	return query_finish(&query);
}

enum status
store_orphan_forget(struct store *store, int64_t before_ms)
{
	struct query query;

	query_start(&query, store, QUERY_ORPHAN_FORGET);
	query_put_integer(&query, before_ms);
	return query_run(&query, NULL);
}
