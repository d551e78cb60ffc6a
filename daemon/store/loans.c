#include "daemon/store/loans.h"

#include "daemon/store/lookup.h"
#include "eenplan/base/limits.h"

bool
store_loan_is_current(const struct store_loan *loan, int64_t now_ms)
{
	return loan->accepted_ms != 0 && loan->ended_ms == 0 &&
	       loan->from_ms <= now_ms && now_ms < loan->until_ms;
}

const char *
store_loan_state(const struct store_loan *loan, int64_t now_ms)
{
	if (loan->ended_ms != 0)
		return "ended";
	if (now_ms >= loan->until_ms)
		return "over";
	if (loan->accepted_ms == 0)
		return "offered";
	return now_ms < loan->from_ms ? "waiting" : "current";
}

static void
read_loan(struct query *query, struct arena *arena, void *row_out)
{
	struct store_loan *loan = row_out;

	loan->id = query_text(query, arena);
	loan->is_lent = query_integer(query) != 0;
	loan->partner = query_text(query, arena);
	loan->person = query_text(query, arena);
	loan->name = query_text(query, arena);
	loan->user = query_text(query, arena);
	loan->from_ms = query_integer(query);
	loan->until_ms = query_integer(query);
	loan->role = query_text_or_null(query, arena);
	loan->accepted_ms = query_integer(query);
	loan->ended_ms = query_integer(query);
	loan->ended_by = query_text_or_null(query, arena);
	loan->made_ms = query_integer(query);
}

static const struct lookup loans = {
	.by_id = QUERY_LOAN_BY_ID,
	.by_handle = QUERY_LOAN_BY_ID,
	.by_prefix = QUERY_LOAN_BY_PREFIX,
	.read = read_loan,
};

/* Run what changes one row; STATUS_CONFLICT: it changed none. */
static enum status
run_one(struct query *query)
{
	uint64_t changes = 0;
	enum status status = query_run(query, &changes);

	return status == STATUS_OK && changes == 0 ? STATUS_CONFLICT : status;
}

enum status
store_loan_add(struct store *store, const struct store_loan *loan)
{
	struct query query;

	query_start(&query, store, QUERY_LOAN_ADD);
	query_put_text(&query, loan->id);
	query_put_integer(&query, loan->is_lent);
	query_put_text(&query, loan->partner);
	query_put_text(&query, loan->person);
	query_put_text(&query, loan->name);
	query_put_text(&query, loan->user);
	query_put_integer(&query, loan->from_ms);
	query_put_integer(&query, loan->until_ms);
	query_put_integer(&query, loan->made_ms);
	return run_one(&query);
}

enum status
store_loan_find(struct store *store, struct arena *arena, const char *id,
		struct store_loan *loan_out)
{
	return lookup_find(store, &loans, arena, id, loan_out);
}

enum status
store_loan_of_user(struct store *store, struct arena *arena, const char *user,
		   int64_t now_ms, struct store_loan *loan_out)
{
	struct query query;
	bool is_found;
	enum status status;

	query_start(&query, store, QUERY_LOAN_OF_USER);
	query_put_text(&query, user);
	query_put_integer(&query, now_ms);
	query_put_integer(&query, now_ms);
	is_found = query_next(&query);
	if (is_found)
		read_loan(&query, arena, loan_out);
	status = query_finish(&query);
	return status == STATUS_OK && !is_found ? STATUS_NOT_FOUND : status;
}

enum status
store_loan_accept(struct store *store, const char *id, const char *role,
		  int64_t now_ms)
{
	struct query query;

	query_start(&query, store, QUERY_LOAN_ACCEPT);
	query_put_text(&query, role);
	query_put_integer(&query, now_ms);
	query_put_text(&query, id);
	return run_one(&query);
}

enum status
store_loan_end(struct store *store, const char *id, const char *ended_by,
	       int64_t now_ms)
{
	struct query query;

	query_start(&query, store, QUERY_LOAN_END);
	query_put_integer(&query, now_ms);
	query_put_text(&query, ended_by);
	query_put_text(&query, id);
	return run_one(&query);
}

enum status
store_loan_count(struct store *store, const char *partner, int64_t *count_out)
{
	struct query query;

	*count_out = 0;
	query_start(&query, store, QUERY_LOAN_COUNT);
	query_put_text(&query, partner);
	if (query_next(&query))
		*count_out = query_integer(&query);
	return query_finish(&query);
}

enum status
store_loan_list(struct store *store, struct arena *arena, int64_t now_ms,
		bool all, struct store_loan **loans_out, size_t *count_out)
{
	struct query query;

	*loans_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_LOAN_LIST);
	query_put_integer(&query, all);
	query_put_integer(&query, now_ms);
	query_put_integer(&query, LIMIT_LOANS_LISTED);
	while (query_next(&query))
		read_loan(&query, arena,
			  QUERY_ADD_ROW(arena, *loans_out, *count_out));
	return query_finish(&query);
}
