#include "daemon/store/emergencies.h"

#include "daemon/store/lookup.h"
#include "eenplan/base/limits.h"

enum status
store_emergency_add(struct store *store,
		    const struct store_emergency *emergency)
{
	struct query query;
	uint64_t changes = 0;

	query_start(&query, store, QUERY_EMERGENCY_ADD);
	query_put_text(&query, emergency->id);
	query_put_text(&query, emergency->organisation);
	query_put_text(&query, emergency->statement);
	query_put_text(&query, emergency->user);
	query_put_text(&query, emergency->role);
	query_put_text(&query, emergency->household);
	query_put_text(&query, emergency->plan);
	query_put_text(&query, emergency->reason);
	query_put_integer(&query, emergency->opened_ms);
	query_put_integer(&query, emergency->until_ms);

	enum status status = query_run(&query, &changes);

	return status == STATUS_OK && changes == 0 ? STATUS_CONFLICT : status;
}

static void
read_emergency(struct query *query, struct arena *arena, void *row_out)
{
	struct store_emergency *emergency = row_out;

	emergency->id = query_text(query, arena);
	emergency->organisation = query_text(query, arena);
	emergency->statement = query_text(query, arena);
	emergency->user = query_text(query, arena);
	emergency->role = query_text(query, arena);
	emergency->household = query_text_or_null(query, arena);
	emergency->plan = query_text(query, arena);
	emergency->reason = query_text(query, arena);
	emergency->opened_ms = query_integer(query);
	emergency->until_ms = query_integer(query);
	emergency->judged_ms = query_integer(query);
	emergency->judgement = query_text_or_null(query, arena);
	emergency->judged_by = query_text_or_null(query, arena);
	emergency->note = query_text_or_null(query, arena);
	if ((emergency->judged_ms != 0) != (emergency->judgement != NULL))
		query_fail(query, STATUS_STORAGE, "an emergency's judgement");
}

/* Ends `query`. */
static enum status
read_one(struct query *query, struct arena *arena,
	 struct store_emergency *emergency_out)
{
	bool is_found = query_next(query);

	if (is_found)
		read_emergency(query, arena, emergency_out);

	enum status status = query_finish(query);

	return status == STATUS_OK && !is_found ? STATUS_NOT_FOUND : status;
}

/* Likewise. */
static enum status
read_all(struct query *query, struct arena *arena,
	 struct store_emergency **emergencies_out, size_t *count_out)
{
	*emergencies_out = NULL;
	*count_out = 0;
	while (query_next(query))
		read_emergency(
			query, arena,
			QUERY_ADD_ROW(arena, *emergencies_out, *count_out));
	return query_finish(query);
}

/* Likewise. */
static enum status
read_count(struct query *query, int64_t *count_out)
{
	*count_out = 0;
	if (query_next(query))
		*count_out = query_integer(query);
	return query_finish(query);
}

enum status
store_emergency_of_statement(struct store *store, struct arena *arena,
			     const char *organisation, const char *statement,
			     struct store_emergency *emergency_out)
{
	struct query query;

	query_start(&query, store, QUERY_EMERGENCY_OF_STATEMENT);
	query_put_text(&query, organisation);
	query_put_text(&query, statement);
	return read_one(&query, arena, emergency_out);
}

enum status
store_emergency_open(struct store *store, struct arena *arena,
		     const struct store_emergency *who, int64_t now_ms,
		     struct store_emergency *emergency_out)
{
	struct query query;

	query_start(&query, store, QUERY_EMERGENCY_OPEN);
	query_put_text(&query, who->organisation);
	query_put_text(&query, who->user);
	query_put_text(&query, who->role);
	query_put_text(&query, who->household);
	query_put_integer(&query, now_ms);
	return read_one(&query, arena, emergency_out);
}

enum status
store_emergency_find(struct store *store, struct arena *arena, const char *name,
		     struct store_emergency *emergency_out)
{
	/* Emergencies have no handles: their id twice. */
	static const struct lookup lookup = {
		.by_id = QUERY_EMERGENCY_BY_ID,
		.by_handle = QUERY_EMERGENCY_BY_ID,
		.by_prefix = QUERY_EMERGENCY_BY_PREFIX,
		.read = read_emergency,
	};

	return lookup_find(store, &lookup, arena, name, emergency_out);
}

enum status
store_emergencies(struct store *store, struct arena *arena, bool judged_too,
		  struct store_emergency **emergencies_out, size_t *count_out)
{
	struct query query;

	query_start(&query, store,
		    judged_too ? QUERY_EMERGENCIES : QUERY_EMERGENCIES_WAITING);
	query_put_integer(&query, LIMIT_EMERGENCIES_LISTED);
	return read_all(&query, arena, emergencies_out, count_out);
}

enum status
store_emergencies_of(struct store *store, struct arena *arena,
		     const char *resident,
		     struct store_emergency **emergencies_out,
		     size_t *count_out)
{
	struct query query;

	query_start(&query, store, QUERY_EMERGENCIES_OF);
	query_put_text(&query, resident);
	return read_all(&query, arena, emergencies_out, count_out);
}

enum status
store_emergency_count_of(struct store *store, const char *organisation,
			 const char *user, int64_t since_ms, int64_t *count_out)
{
	struct query query;

	query_start(&query, store,
		    user == NULL ? QUERY_EMERGENCY_COUNT_FROM
				 : QUERY_EMERGENCY_COUNT_OF);
	query_put_text(&query, organisation);
	if (user != NULL)
		query_put_text(&query, user);
	query_put_integer(&query, since_ms);
	return read_count(&query, count_out);
}

enum status
store_emergency_count_waiting(struct store *store, int64_t *count_out)
{
	struct query query;

	query_start(&query, store, QUERY_EMERGENCY_COUNT_WAITING);
	return read_count(&query, count_out);
}

enum status
store_emergency_judge(struct store *store, const struct store_emergency *judged)
{
	struct query query;
	uint64_t changes = 0;

	query_start(&query, store, QUERY_EMERGENCY_JUDGE);
	query_put_text(&query, judged->judgement);
	query_put_text(&query, judged->judged_by);
	query_put_integer(&query, judged->judged_ms);
	query_put_text(&query, judged->note);
	query_put_text(&query, judged->id);

	enum status status = query_run(&query, &changes);

	return status == STATUS_OK && changes == 0 ? STATUS_CONFLICT : status;
}

enum status
store_emergency_give(struct store *store, const char *emergency,
		     const struct store_emergency_given *given)
{
	struct query query;

	query_start(&query, store, QUERY_EMERGENCY_GIVE);
	query_put_text(&query, emergency);
	query_put_text(&query, given->resident);
	query_put_text(&query, given->category);
	return query_run(&query, NULL);
}

enum status
store_emergency_given(struct store *store, struct arena *arena,
		      const char *emergency,
		      struct store_emergency_given **given_out,
		      size_t *count_out)
{
	struct query query;

	*given_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_EMERGENCY_GIVEN);
	query_put_text(&query, emergency);
	while (query_next(&query)) {
		struct store_emergency_given *given =
			QUERY_ADD_ROW(arena, *given_out, *count_out);

		given->resident = query_text(&query, arena);
		given->category = query_text(&query, arena);
	}
	return query_finish(&query);
}
