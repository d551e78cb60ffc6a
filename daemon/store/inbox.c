#include "daemon/store/letters.h"
#include "daemon/store/query.h"
#include "eenplan/base/limits.h"

enum status
store_notice_add(struct store *store, const struct store_notice *notice)
{
	struct query query;
	uint64_t changes = 0;

	query_start(&query, store, QUERY_NOTICE_ADD);
	query_put_text(&query, notice->partner);
	query_put_text(&query, notice->id);
	query_put_text(&query, notice->kind);
	query_put_text(&query, notice->digest);
	query_put_text(&query, notice->content);
	query_put_text(&query, notice->jws);
	query_put_text(&query, notice->resident);
	query_put_integer(&query, notice->handled_ms);
	query_put_text(&query, notice->outcome);
	query_put_text(&query, notice->detail);
	query_put_text(&query, notice->receipt);

	enum status status = query_run(&query, &changes);

	return status == STATUS_OK && changes == 0 ? STATUS_CONFLICT : status;
}

static void
read_notice(struct query *query, struct arena *arena,
	    struct store_notice *notice)
{
	notice->partner = query_text(query, arena);
	notice->id = query_text(query, arena);
	notice->kind = query_text(query, arena);
	notice->digest = query_text(query, arena);
	notice->content = query_text(query, arena);
	notice->jws = query_text_or_null(query, arena);
	notice->resident = query_text_or_null(query, arena);
	notice->handled_ms = query_integer(query);
	notice->outcome = query_text_or_null(query, arena);
	notice->detail = query_text_or_null(query, arena);
	notice->receipt = query_text_or_null(query, arena);
}

enum status
store_notice_find(struct store *store, struct arena *arena, const char *partner,
		  const char *id, struct store_notice *notice_out)
{
	struct query query;

	query_start(&query, store, QUERY_NOTICE_GET);
	query_put_text(&query, partner);
	query_put_text(&query, id);

	bool is_found = query_next(&query);

	if (is_found)
		read_notice(&query, arena, notice_out);

	enum status status = query_finish(&query);

	return status == STATUS_OK && !is_found ? STATUS_NOT_FOUND : status;
}

static enum status
count_notices(struct store *store, const char *resident, const char *kind,
	      size_t *count_out)
{
	struct query query;

	*count_out = 0;
	query_start(&query, store, QUERY_NOTICE_COUNT);
	query_put_text(&query, resident);
	query_put_text(&query, kind);
	if (query_next(&query))
		*count_out = (size_t)query_integer(&query);
	return query_finish(&query);
}

static void
read_listed(struct query *query, struct arena *arena,
	    struct store_notice *notice)
{
	*notice = (struct store_notice){0};
	notice->partner = query_text(query, arena);
	notice->id = query_text(query, arena);
	notice->kind = query_text(query, arena);
	notice->content = query_text(query, arena);
	notice->resident = query_text_or_null(query, arena);
	notice->handled_ms = query_integer(query);
	notice->outcome = query_text_or_null(query, arena);
	notice->detail = query_text_or_null(query, arena);
}

enum status
store_notices(struct store *store, struct arena *arena, const char *resident,
	      const char *kind, struct store_notice_list *list_out)
{
	struct query query;
	size_t all;
	enum status status = count_notices(store, resident, kind, &all);

	*list_out = (struct store_notice_list){0};
	if (status != STATUS_OK)
		return status;
	query_start(&query, store, QUERY_NOTICES);
	query_put_text(&query, resident);
	query_put_text(&query, kind);
	query_put_integer(&query, LIMIT_NOTICES_SHOWN);
	while (query_next(&query))
		read_listed(&query, arena,
			    QUERY_ADD_ROW(arena, list_out->notices,
					  list_out->count));
	/* One may have come meanwhile. */
	if (all > list_out->count)
		list_out->left_out = all - list_out->count;
	return query_finish(&query);
}
