#include "daemon/store/residents.h"
#include "daemon/store/store.h"

static void
read_household(struct query *query, struct arena *arena, void *row_out)
{
	struct store_household *household = row_out;

	household->id = query_text(query, arena);
	household->handle = query_text(query, arena);
	household->name = query_text_or_null(query, arena);
	household->plan = query_text(query, arena);
	household->coordinator_name = query_text_or_null(query, arena);
	household->coordinator_organisation = query_text_or_null(query, arena);
	household->coordinator_contact = query_text_or_null(query, arena);
	household->member_count = (size_t)query_integer(query);
}

enum status
store_household_find(struct store *store, struct arena *arena, const char *name,
		     struct store_household *household_out)
{
	static const struct lookup households = {
		.by_id = QUERY_HOUSEHOLD_BY_ID,
		.by_handle = QUERY_HOUSEHOLD_BY_HANDLE,
		.by_prefix = QUERY_HOUSEHOLD_BY_PREFIX,
		.read = read_household,
	};

	return lookup_find(store, &households, arena, name, household_out);
}

static enum status
read_households(struct query *query, struct arena *arena,
		struct store_household **households_out, size_t *count_out)
{
	*households_out = NULL;
	*count_out = 0;
	while (query_next(query))
		read_household(
			query, arena,
			QUERY_ADD_ROW(arena, *households_out, *count_out));
	return query_finish(query);
}

enum status
store_household_list(struct store *store, struct arena *arena,
		     struct store_household **households_out, size_t *count_out)
{
	struct query query;

	query_start(&query, store, QUERY_HOUSEHOLD_LIST);
	return read_households(&query, arena, households_out, count_out);
}

enum status
store_households_of(struct store *store, struct arena *arena,
		    const char *resident,
		    struct store_household **households_out, size_t *count_out)
{
	struct query query;

	query_start(&query, store, QUERY_HOUSEHOLDS_OF);
	query_put_text(&query, resident);
	return read_households(&query, arena, households_out, count_out);
}

enum status
store_members(struct store *store, struct arena *arena, const char *household,
	      struct store_member **members_out, size_t *count_out)
{
	struct query query;

	*members_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_MEMBERS);
	query_put_text(&query, household);
	while (query_next(&query)) {
		struct store_member *member =
			QUERY_ADD_ROW(arena, *members_out, *count_out);

		residents_read(&query, arena, &member->resident);
		member->relation = query_text_or_null(&query, arena);
	}
	return query_finish(&query);
}
