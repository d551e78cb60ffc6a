#include "daemon/store/due.h"

#include <string.h>

#include "daemon/store/residents.h"
#include "eenplan/base/clock.h"

#define CATEGORY "involvement"
#define FIELD	 "asked"
/* Who else comes is recorded there by law, whoever was asked. */
#define STATUTORY_LAW "wlz"

/* Of `"asked":"2026-11-21"` the date; anything else is none. */
static int32_t
day_in(struct text member)
{
	char date[CLOCK_DATE_BYTES];
	size_t start = sizeof("\"" FIELD "\":\"") - 1;
	int32_t day;

	if (member.length != start + sizeof(date) - 1 + 1)
		return DUE_ALWAYS;
	memcpy(date, member.bytes + start, sizeof(date) - 1);
	date[sizeof(date) - 1] = '\0';
	return clock_parse_date(date, &day) ? day : DUE_ALWAYS;
}

int32_t
due_asked_day(const struct record *record)
{
	if (strcmp(record->category, CATEGORY) != 0 ||
	    strcmp(record->law, STATUTORY_LAW) == 0)
		return CLOCK_DAY_NONE;
	for (size_t i = 0; i < record->slice_count; i++)
		if (text_equals(record_slice_key(record, i), text_of(FIELD)))
			return day_in(record_slice_member(record, i));
	return CLOCK_DAY_NONE;
}

enum status
store_review_set(struct store *store, const char *resident, int32_t day)
{
	struct query query;

	query_start(&query, store, QUERY_REVIEW_SET);
	query_put_integer(&query, day);
	query_put_text(&query, resident);
	return query_run(&query, NULL);
}

enum status
due_review(struct store *store, const char *resident)
{
	return store_review_set(store, resident, DUE_ALWAYS);
}

enum status
store_due_residents(struct store *store, struct arena *arena,
		    const struct store_due_search *search,
		    struct store_due_resident **residents_out,
		    size_t *count_out)
{
	struct query query;

	*residents_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_DUE_RESIDENTS);
	query_put_integer(&query, search->ended_from);
	query_put_integer(&query, search->ends_by);
	query_put_integer(&query, search->asked_by);
	query_put_integer(&query, search->review_by);
	query_put_text(&query, search->after);
	query_put_integer(&query, (int64_t)search->most);
	while (query_next(&query)) {
		struct store_due_resident *row =
			QUERY_ADD_ROW(arena, *residents_out, *count_out);

		residents_read(&query, arena, &row->resident);
		row->review_day = (int32_t)query_integer(&query);
	}
	return query_finish(&query);
}

enum status
store_asked(struct store *store, const char *resident, int32_t by,
	    struct store_asked *asked_out)
{
	struct query query;

	*asked_out = (struct store_asked){.first_day = CLOCK_DAY_NONE};
	query_start(&query, store, QUERY_DUE_ASKED);
	query_put_text(&query, resident);
	query_put_text(&query, CATEGORY);
	query_put_integer(&query, by);
	if (query_next(&query)) {
		asked_out->count = (size_t)query_integer(&query);
		asked_out->first_day = query_day(&query);
	}
	if (asked_out->first_day == DUE_ALWAYS)
		asked_out->first_day = CLOCK_DAY_NONE;
	return query_finish(&query);
}
