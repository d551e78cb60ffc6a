#include "daemon/store/mandates.h"

#include "daemon/store/commas.h"
#include "daemon/store/query.h"

enum status
store_mandate_add(struct store *store, const struct store_mandate *mandate)
{
	struct query query;

	query_start(&query, store, QUERY_MANDATE_ADD);
	query_put_text(&query, mandate->plan);
	query_put_text(&query, mandate->digest);
	query_put_text(&query, mandate->jws);
	query_put_blob(&query, mandate->certificate);
	query_put_text(&query, mandate->partner);
	query_put_integer(&query, mandate->kept_ms);
	return query_run(&query, NULL);
}

enum status
store_mandates(struct store *store, struct arena *arena, const char *plan,
	       struct store_mandate **mandates_out, size_t *count_out)
{
	struct query query;

	*mandates_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_MANDATES);
	query_put_text(&query, plan);
	while (query_next(&query)) {
		struct store_mandate *mandate =
			QUERY_ADD_ROW(arena, *mandates_out, *count_out);

		mandate->plan = plan;
		mandate->digest = query_text(&query, arena);
		mandate->jws = query_text(&query, arena);
		mandate->certificate = query_bytes(&query, arena);
		mandate->partner = query_text_or_null(&query, arena);
		mandate->kept_ms = query_integer(&query);
	}
	return query_finish(&query);
}

enum status
store_plan_tie(struct store *store, const char *plan, const char *household)
{
	struct query query;

	query_start(&query, store, QUERY_PLAN_TIE);
	query_put_text(&query, plan);
	query_put_text(&query, household);
	return query_run(&query, NULL);
}

enum status
store_plan_household(struct store *store, struct arena *arena, const char *plan,
		     const char **household_out)
{
	struct query query;
	bool is_found;
	enum status status;

	query_start(&query, store, QUERY_PLAN_HOUSEHOLD);
	query_put_text(&query, plan);
	is_found = query_next(&query);
	if (is_found)
		*household_out = query_text(&query, arena);
	status = query_finish(&query);
	return status == STATUS_OK && !is_found ? STATUS_NOT_FOUND : status;
}

enum status
store_plans(struct store *store, struct arena *arena, const char *household,
	    const char ***plans_out, size_t *count_out)
{
	struct query query;

	*plans_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_PLANS);
	query_put_text(&query, household);
	while (query_next(&query))
		*QUERY_ADD_ROW(arena, *plans_out, *count_out) =
			query_text(&query, arena);
	return query_finish(&query);
}

enum status
store_masked_add(struct store *store, const char *plan,
		 const struct store_masked *masked)
{
	struct arena *arena = arena_new();
	const char *previous;
	struct query query;
	enum status status = commas_join(arena, masked->previous,
					 masked->previous_count, &previous);

	if (status == STATUS_OK) {
		query_start(&query, store, QUERY_MASKED_ADD);
		query_put_text(&query, plan);
		query_put_text(&query, masked->digest);
		query_put_text(&query, masked->kind);
		query_put_integer(&query, masked->seq);
		query_put_text(&query, previous);
		query_put_text(&query, masked->group);
		status = query_run(&query, NULL);
	}
	arena_free(arena);
	return status;
}

enum status
store_masked_list(struct store *store, struct arena *arena, const char *plan,
		  struct store_masked **masked_out, size_t *count_out)
{
	struct query query;

	*masked_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_MASKED);
	query_put_text(&query, plan);
	while (query_next(&query)) {
		struct store_masked *masked =
			QUERY_ADD_ROW(arena, *masked_out, *count_out);

		masked->digest = query_text(&query, arena);
		masked->kind = query_text(&query, arena);
		masked->seq = query_integer(&query);
		masked->previous =
			commas_split(arena, query_text(&query, arena),
				     &masked->previous_count);
		masked->group = query_text(&query, arena);
	}
	return query_finish(&query);
}
