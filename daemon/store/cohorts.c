#include "daemon/store/lookup.h"
#include "daemon/store/reports.h"

static void
read_cohort(struct query *query, struct arena *arena, void *row_out)
{
	struct store_cohort *cohort = row_out;

	cohort->name = query_text(query, arena);
	cohort->cap = query_integer(query);
	cohort->count = query_integer(query);
	cohort->made_by = query_text(query, arena);
	cohort->made_ms = query_integer(query);
}

enum status
store_cohort_make(struct store *store, const struct store_cohort *cohort)
{
	struct query query;
	uint64_t changes = 0;
	enum status status;

	query_start(&query, store, QUERY_COHORT_ADD);
	query_put_text(&query, cohort->name);
	query_put_integer(&query, cohort->cap);
	query_put_text(&query, cohort->made_by);
	query_put_integer(&query, cohort->made_ms);
	status = query_run(&query, &changes);
	return status == STATUS_OK && changes == 0 ? STATUS_CONFLICT : status;
}

enum status
store_cohort_find(struct store *store, struct arena *arena, const char *name,
		  struct store_cohort *cohort_out)
{
	return lookup_row(store, QUERY_COHORT_FIND, read_cohort, arena, name,
			  cohort_out);
}

enum status
store_cohort_list(struct store *store, struct arena *arena,
		  struct store_cohort **cohorts_out, size_t *count_out)
{
	struct query query;

	*cohorts_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_COHORT_LIST);
	while (query_next(&query))
		read_cohort(&query, arena,
			    QUERY_ADD_ROW(arena, *cohorts_out, *count_out));
	return query_finish(&query);
}

enum status
store_cohort_add(struct store *store, struct arena *arena, const char *cohort,
		 const char *resident, int64_t now_ms)
{
	struct store_cohort found;
	struct query query;
	uint64_t changes = 0;
	enum status status = store_cohort_find(store, arena, cohort, &found);

	if (status == STATUS_OK && found.count >= found.cap)
		status = STATUS_TOO_LARGE;
	if (status != STATUS_OK)
		return status;
	query_start(&query, store, QUERY_COHORT_MEMBER_ADD);
	query_put_text(&query, cohort);
	query_put_text(&query, resident);
	query_put_integer(&query, now_ms);
	status = query_run(&query, &changes);
	return status == STATUS_OK && changes == 0 ? STATUS_CONFLICT : status;
}

enum status
store_cohort_members(struct store *store, struct arena *arena,
		     const char *cohort, const char ***ids_out,
		     size_t *count_out)
{
	struct query query;

	*ids_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_COHORT_MEMBERS);
	query_put_text(&query, cohort);
	while (query_next(&query))
		*QUERY_ADD_ROW(arena, *ids_out, *count_out) =
			query_text(&query, arena);
	return query_finish(&query);
}
