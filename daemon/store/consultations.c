#include "daemon/store/consultations.h"

#include "daemon/store/lookup.h"
#include "eenplan/base/limits.h"

enum status
store_consultation_add(struct store *store,
		       const struct store_consultation *consultation)
{
	struct query query;

	query_start(&query, store, QUERY_CONSULTATION_ADD);
	query_put_text(&query, consultation->id);
	query_put_text(&query, consultation->resident);
	query_put_text(&query, consultation->user);
	query_put_text(&query, consultation->specialist);
	query_put_text(&query, consultation->question);
	query_put_integer(&query, consultation->asked_ms);
	query_put_day(&query, consultation->due_day);
	return query_run(&query, NULL);
}

static void
read_consultation(struct query *query, struct arena *arena, void *row_out)
{
	struct store_consultation *consultation = row_out;

	consultation->id = query_text(query, arena);
	consultation->resident = query_text_or_null(query, arena);
	consultation->user = query_text(query, arena);
	consultation->specialist = query_text(query, arena);
	consultation->question = query_text(query, arena);
	consultation->asked_ms = query_integer(query);
	consultation->due_day = query_day(query);
	consultation->answered_ms = query_integer(query);
	consultation->minutes = query_integer(query);
	consultation->answer = query_text_or_null(query, arena);
	if ((consultation->answered_ms != 0) != (consultation->answer != NULL))
		query_fail(query, STATUS_STORAGE, "a consultation's answer");
}

enum status
store_consultation_find(struct store *store, struct arena *arena,
			const char *name,
			struct store_consultation *consultation_out)
{
	static const struct lookup consultations = {
		.by_id = QUERY_CONSULTATION_BY_ID,
		.by_handle = QUERY_CONSULTATION_BY_ID, /* they have none */
		.by_prefix = QUERY_CONSULTATION_BY_PREFIX,
		.read = read_consultation,
	};

	return lookup_find(store, &consultations, arena, name,
			   consultation_out);
}

enum status
store_consultation_answer(struct store *store,
			  const struct store_consultation *answered)
{
	struct query query;
	uint64_t changes = 0;

	query_start(&query, store, QUERY_CONSULTATION_ANSWER);
	query_put_text(&query, answered->answer);
	query_put_integer(&query, answered->answered_ms);
	query_put_integer(&query, answered->minutes);
	query_put_text(&query, answered->id);

	enum status status = query_run(&query, &changes);

	return status == STATUS_OK && changes == 0 ? STATUS_CONFLICT : status;
}

enum status
store_consultations_of(struct store *store, struct arena *arena,
		       const char *user,
		       struct store_consultation **consultations_out,
		       size_t *count_out)
{
	struct query query;

	*consultations_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_CONSULTATIONS_OF);
	query_put_text(&query, user);
	query_put_text(&query, user);
	query_put_integer(&query, LIMIT_CONSULTATIONS_LISTED);
	while (query_next(&query))
		read_consultation(
			&query, arena,
			QUERY_ADD_ROW(arena, *consultations_out, *count_out));
	return query_finish(&query);
}

/* --- the ledger --- */

static enum status
add_line(struct store *store, const char *specialist, int32_t half_year,
	 const struct store_hours_line *line)
{
	struct query query;

	query_start(&query, store, QUERY_HOURS_BOOK);
	query_put_text(&query, specialist);
	query_put_integer(&query, half_year);
	query_put_integer(&query, line->minutes);
	query_put_integer(&query, line->booked_ms);
	query_put_text(&query, line->consultation);
	query_put_text(&query, line->reason);
	query_put_text(&query, specialist);
	query_put_integer(&query, half_year);
	return query_run(&query, NULL);
}

enum status
store_hours_book(struct store *store, const char *specialist, int32_t half_year,
		 const struct store_hours_line *line, int64_t most,
		 int64_t *used_out)
{
	enum status status =
		store_hours_used(store, specialist, half_year, used_out);
	int64_t then = *used_out + line->minutes;

	if (status != STATUS_OK)
		return status;
	if (then < 0 || (line->minutes > 0 && then > most))
		return STATUS_CONFLICT;
	*used_out = then;
	return add_line(store, specialist, half_year, line);
}

enum status
store_hours_used(struct store *store, const char *specialist, int32_t half_year,
		 int64_t *used_out)
{
	struct query query;

	*used_out = 0;
	query_start(&query, store, QUERY_HOURS_USED);
	query_put_text(&query, specialist);
	query_put_integer(&query, half_year);
	if (query_next(&query))
		*used_out = query_integer(&query);
	return query_finish(&query);
}

enum status
store_hours_lines(struct store *store, struct arena *arena,
		  const char *specialist, int32_t half_year,
		  struct store_hours_line **lines_out, size_t *count_out)
{
	struct query query;

	*lines_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_HOURS_LINES);
	query_put_text(&query, specialist);
	query_put_integer(&query, half_year);
	query_put_integer(&query, LIMIT_HOURS_LISTED);
	while (query_next(&query)) {
		struct store_hours_line *line =
			QUERY_ADD_ROW(arena, *lines_out, *count_out);

		line->minutes = query_integer(&query);
		line->booked_ms = query_integer(&query);
		line->consultation = query_text_or_null(&query, arena);
		line->reason = query_text_or_null(&query, arena);
	}
	return query_finish(&query);
}

enum status
store_hours_of_all(struct store *store, struct arena *arena, int32_t half_year,
		   struct store_hours **hours_out, size_t *count_out)
{
	struct query query;

	*hours_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_HOURS_SPECIALISTS);
	query_put_integer(&query, half_year);
	while (query_next(&query)) {
		struct store_hours *hours =
			QUERY_ADD_ROW(arena, *hours_out, *count_out);

		hours->specialist = query_text(&query, arena);
		hours->used = query_integer(&query);
	}
	return query_finish(&query);
}
