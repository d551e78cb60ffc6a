#include "daemon/store/news.h"

#include "daemon/store/lookup.h"
#include "eenplan/base/limits.h"

static void
read_news(struct query *query, struct arena *arena, void *row_out)
{
	struct store_news *news = row_out;

	news->partner = query_text(query, arena);
	news->id = query_text(query, arena);
	news->kind = query_text(query, arena);
	news->resident = query_text(query, arena);
	news->handled_ms = query_integer(query);
	news->seen_ms = query_integer(query);
	news->seen_by = query_text_or_null(query, arena);
}

enum status
store_news_list(struct store *store, struct arena *arena, bool all,
		struct store_news **news_out, size_t *count_out)
{
	struct query query;

	*news_out = NULL;
	*count_out = 0;
	query_start(&query, store, all ? QUERY_NEWS : QUERY_NEWS_UNSEEN);
	query_put_integer(&query, LIMIT_INBOX_LISTED);
	while (query_next(&query))
		read_news(&query, arena,
			  QUERY_ADD_ROW(arena, *news_out, *count_out));
	return query_finish(&query);
}

enum status
store_news_find(struct store *store, struct arena *arena, const char *id,
		struct store_news *news_out)
{
	/* Letters have no handles: their id twice. */
	static const struct lookup lookup = {
		.by_id = QUERY_NEWS_BY_ID,
		.by_handle = QUERY_NEWS_BY_ID,
		.by_prefix = QUERY_NEWS_BY_PREFIX,
		.read = read_news,
	};

	return lookup_find(store, &lookup, arena, id, news_out);
}

enum status
store_news_see(struct store *store, const struct store_news *news,
	       const char *user, int64_t now_ms, uint64_t *count_out)
{
	struct query query;

	query_start(&query, store, QUERY_NEWS_SEEN);
	query_put_integer(&query, now_ms);
	query_put_text(&query, user);
	query_put_text(&query, news->partner);
	query_put_text(&query, news->resident);
	query_put_integer(&query, news->handled_ms);
	return query_run(&query, count_out);
}

enum status
store_news_unseen(struct store *store, const char *resident,
		  struct store_news_count *count_out)
{
	struct query query;

	*count_out = (struct store_news_count){0};
	query_start(&query, store, QUERY_NEWS_COUNT);
	query_put_text(&query, resident);
	if (query_next(&query)) {
		count_out->count = query_integer(&query);
		count_out->since_ms = query_integer(&query);
	}
	return query_finish(&query);
}
