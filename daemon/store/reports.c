#include "daemon/store/reports.h"

#include <string.h>

#include "daemon/store/query.h"
#include "eenplan/seal/digest.h"

/* The first bytes of a keyed digest: nothing without the key file. */
static uint64_t
tag_of(const struct store *store, struct text one, struct text other)
{
	uint8_t whole[DIGEST_BYTES];
	uint8_t tag[DIGEST_BYTES];
	uint64_t number;

	digest_of((const struct text[]){one, other}, 2, whole);
	digest_tag(store->pseudonym_key.bytes,
		   (struct text){(const char *)whole, sizeof(whole)}, tag);
	memcpy(&number, tag, sizeof(number));
	return number;
}

/* Rows come by resident, so one tag serves a run of them. */
struct run {
	struct text resident;
	uint64_t tag;
};

static uint64_t
resident_tag(const struct store *store, struct run *run, struct text resident)
{
	if (run->resident.bytes == NULL ||
	    !text_equals(run->resident, resident))
		*run = (struct run){resident,
				    tag_of(store, resident, text_of(""))};
	return run->tag;
}

enum status
store_report_rows(struct store *store, struct arena *arena, const char *cohort,
		  struct store_report_row **rows_out, size_t *count_out)
{
	struct run run = {.tag = 0};
	struct query query;

	*rows_out = NULL;
	*count_out = 0;
	query_start(&query, store,
		    cohort == NULL ? QUERY_REPORT_ROWS
				   : QUERY_REPORT_ROWS_OF_COHORT);
	if (cohort != NULL)
		query_put_text(&query, cohort);
	while (query_next(&query)) {
		struct text resident = query_bytes(&query, arena);
		struct text record = query_bytes(&query, arena);
		struct store_report_row *row =
			QUERY_ADD_ROW(arena, *rows_out, *count_out);

		row->category = query_text(&query, arena);
		row->fields = query_bytes(&query, arena);
		row->resident = resident_tag(store, &run, resident);
		row->record = tag_of(store, record, row->fields);
	}
	return query_finish(&query);
}

/* Tags what stands in the ledger by its place there. */
static void
read_hours(struct query *query, struct arena *arena,
	   struct store_report_hours *hours_out)
{
	const char *specialist = query_text(query, arena);
	long long half_year = query_integer(query);
	long long seq = query_integer(query);
	const char *place =
		arena_printf(arena, "%s %lld %lld", specialist, half_year, seq);

	hours_out->minutes = query_integer(query);
	hours_out->booked_ms = query_integer(query);
	hours_out->is_consultation = query_text_or_null(query, arena) != NULL;
	hours_out->record = tag_of(query->store, text_of(place), text_of(""));

	struct text resident = query_bytes(query, arena);

	hours_out->resident =
		resident.length == 0
			? hours_out->record
			: tag_of(query->store, resident, text_of(""));
}

enum status
store_report_hours(struct store *store, struct arena *arena, const char *cohort,
		   struct store_report_hours **hours_out, size_t *count_out)
{
	struct query query;

	*hours_out = NULL;
	*count_out = 0;
	query_start(&query, store,
		    cohort == NULL ? QUERY_REPORT_HOURS
				   : QUERY_REPORT_HOURS_OF_COHORT);
	if (cohort != NULL)
		query_put_text(&query, cohort);
	while (query_next(&query))
		read_hours(&query, arena,
			   QUERY_ADD_ROW(arena, *hours_out, *count_out));
	return query_finish(&query);
}

enum status
store_report_sets(struct store *store, struct arena *arena, const char *measure,
		  const char *law, struct text **sets_out, size_t *count_out)
{
	struct query query;

	*sets_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_REPORT_SETS);
	query_put_text(&query, measure);
	query_put_text(&query, law);
	while (query_next(&query)) {
		struct text set = query_bytes(&query, arena);

		*QUERY_ADD_ROW(arena, *sets_out, *count_out) = set;
	}
	return query_finish(&query);
}

enum status
store_report_set_add(struct store *store, const char *measure, const char *law,
		     struct text set, int64_t now_ms)
{
	char hex[DIGEST_HEX_BYTES];
	uint8_t digest[DIGEST_BYTES];
	struct query query;

	digest_of(&set, 1, digest);
	digest_hex(digest, hex);
	query_start(&query, store, QUERY_REPORT_SET_ADD);
	query_put_text(&query, measure);
	query_put_text(&query, law);
	query_put_text(&query, hex);
	query_put_blob(&query, set);
	query_put_integer(&query, now_ms);
	return query_run(&query, NULL);
}

enum status
store_report_sets_of_measure(struct store *store, struct arena *arena,
			     const char *measure,
			     struct store_report_set **sets_out,
			     size_t *count_out)
{
	struct query query;

	*sets_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_REPORT_SETS_OF_MEASURE);
	query_put_text(&query, measure);
	while (query_next(&query)) {
		struct store_report_set *set =
			QUERY_ADD_ROW(arena, *sets_out, *count_out);

		set->law = query_text(&query, arena);
		set->set = query_bytes(&query, arena);
	}
	return query_finish(&query);
}

uint64_t
store_report_tag(const struct store *store, const char *resident)
{
	return tag_of(store, text_of(resident), text_of(""));
}

uint64_t
store_report_record_tag(const struct store *store, const char *record,
			struct text fields)
{
	return tag_of(store, text_of(record), fields);
}
