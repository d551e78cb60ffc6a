/*
 * Reports over many residents, and the cohorts that they can be about.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/report_ledger.h"
#include "daemon/store/reports.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"

/* --- what is asked --- */

struct wanted {
	struct report_period period;
	bool has_baseline;
	struct report_period baseline; /* what the period is held against */
	const char *cohort;	       /* or NULL */
	enum report_level level;
};

/* `from` and `until` are the body's members of those names. */
static enum status
read_period(struct exchange *exchange, const char *from, const char *until,
	    struct report_period *period_out)
{
	const char *first = json_get_string(exchange->body, from);
	const char *last = json_get_string(exchange->body, until);

	if (first == NULL || !clock_parse_date(first, &period_out->from))
		return act_refuse(exchange,
				  arena_printf(exchange->arena, "/%s", from),
				  "must be a day such as 2026-01-01");
	if (last == NULL || !clock_parse_date(last, &period_out->until) ||
	    period_out->until < period_out->from)
		return act_refuse(
			exchange, arena_printf(exchange->arena, "/%s", until),
			"must be a day such as 2026-06-30, not before "
			"the first");
	return STATUS_OK;
}

static enum status
read_wanted(struct exchange *exchange, struct wanted *wanted_out)
{
	static const struct json_shape shape[] = {
		{"baseline_from", JSON_KIND_STRING, false, 0},
		{"baseline_until", JSON_KIND_STRING, false, 0},
		{"cohort", JSON_KIND_STRING, false, 0},
		{"from", JSON_KIND_STRING, true, 0},
		{"until", JSON_KIND_STRING, true, 0},
	};
	const struct json *body = exchange->body;
	struct store_cohort cohort;
	enum status status = json_check_shape(body, shape, COUNT_OF(shape), "",
					      &exchange->fault);
	if (status != STATUS_OK)
		return status;
	*wanted_out =
		(struct wanted){.cohort = json_get_string(body, "cohort")};
	if (!report_level_of(exchange->asker.role, &wanted_out->level))
		return STATUS_FORBIDDEN;
	status = read_period(exchange, "from", "until", &wanted_out->period);
	wanted_out->has_baseline = json_member(body, "baseline_from") != NULL ||
				   json_member(body, "baseline_until") != NULL;
	if (status == STATUS_OK && wanted_out->has_baseline)
		status = read_period(exchange, "baseline_from",
				     "baseline_until", &wanted_out->baseline);
	if (status != STATUS_OK)
		return status;
	if (wanted_out->cohort == NULL)
		return STATUS_OK;
	status = store_cohort_find(exchange->place->store, exchange->arena,
				   wanted_out->cohort, &cohort);
	if (status == STATUS_NOT_FOUND)
		fault_set(&exchange->fault, "/cohort",
			  "no cohort of this node has that name");
	return status;
}

/* --- what it is counted from --- */

static enum status
read_records(struct exchange *exchange, const char *cohort,
	     struct report_source *source)
{
	struct store_report_row *rows;
	enum status status =
		store_report_rows(exchange->place->store, exchange->arena,
				  cohort, &rows, &source->record_count);
	struct report_record *records = ARENA_ARRAY(
		exchange->arena, source->record_count, struct report_record);
	for (size_t i = 0; i < source->record_count && status == STATUS_OK;
	     i++) {
		records[i] =
			(struct report_record){rows[i].resident, rows[i].record,
					       rows[i].category, NULL};
		status = json_read(exchange->arena, rows[i].fields,
				   LIMIT_REQUEST_BYTES, &records[i].fields,
				   NULL);
	}
	source->records = records;
	return status;
}

static enum status
read_bookings(struct exchange *exchange, const char *cohort,
	      struct report_source *source)
{
	struct store_report_hours *hours;
	enum status status =
		store_report_hours(exchange->place->store, exchange->arena,
				   cohort, &hours, &source->booking_count);
	struct report_booking *bookings = ARENA_ARRAY(
		exchange->arena, source->booking_count, struct report_booking);
	for (size_t i = 0; i < source->booking_count; i++)
		bookings[i] = (struct report_booking){
			.resident = hours[i].resident,
			.record = hours[i].record,
			.day = clock_day_of_ms(hours[i].booked_ms),
			.minutes = hours[i].minutes,
			.is_consultation = hours[i].is_consultation,
		};
	source->bookings = bookings;
	return status;
}

/* --- the answer --- */

/* What is told, and where to. */
struct telling {
	struct exchange *exchange;
	struct json_writer *writer;
	const struct report_figure *figures;
	size_t count;
	/* of REPORT_COMPARED, on which others rest */
	enum report_verdict compared;
	size_t compared_residents;
};

static const char *
unit_word(enum report_unit unit)
{
	switch (unit) {
	case REPORT_IN_COUNT: return "count";
	case REPORT_IN_DAYS: return "days";
	case REPORT_IN_SCORE: return "score";
	case REPORT_IN_HOURS: return "hours";
	case REPORT_IN_EUROS: return "euros";
	case REPORT_IN_EUROS_A_MONTH: return "euros-a-month";
	}
	return "";
}

static const char *
value_of(struct arena *arena, const struct report_figure *figure)
{
	long long hundredths = figure->hundredths;
	long long tenths = (hundredths + 5) / 10;
	switch (report_unit(figure->measure)) {
	case REPORT_IN_COUNT:
		return arena_printf(arena, "%lld", hundredths / 100);
	case REPORT_IN_DAYS:
	case REPORT_IN_SCORE:
	case REPORT_IN_HOURS:
		return arena_printf(arena, "%lld.%lld", tenths / 10,
				    tenths % 10);
	case REPORT_IN_EUROS:
	case REPORT_IN_EUROS_A_MONTH:
		return arena_printf(arena, "%lld.%02lld", hundredths / 100,
				    hundredths % 100);
	}
	return "";
}

static void
put_figure(struct telling *telling, const struct report_figure *figure,
	   enum report_verdict verdict)
{
	struct json_writer *writer = telling->writer;
	json_open_object(writer);
	if (figure->law[0] != '\0')
		json_member_string(writer, "law", figure->law);
	json_member_string(writer, "measure", report_word(figure->measure));
	if (verdict == REPORT_GIVEN)
		json_member_integer(writer, "residents",
				    (int64_t)figure->residents);
	json_member_string(writer, "unit",
			   unit_word(report_unit(figure->measure)));
	if (verdict == REPORT_GIVEN)
		json_member_string(writer, "value",
				   value_of(telling->exchange->arena, figure));
	else
		json_member_string(writer, "why",
				   verdict == REPORT_FEW ? "few" : "close");
	json_close_object(writer);
}

/* A mean of the cases that are compared says how many those are. */
static bool
rests_on_compared(enum report_measure measure)
{
	return report_unit(measure) == REPORT_IN_EUROS_A_MONTH;
}

/*
 * A measure is there, whether it has anything to stand on or not: "few" is
 * what nobody and what three have in common, and so a law under which a few
 * get help isn't named. What all laws that are given come to together tells
 * nothing that they don't.
 */
static enum status
put_measure(struct telling *telling, enum report_measure measure)
{
	struct report_figure all = {.measure = measure, .law = ""};
	size_t told = 0, given = 0;
	for (size_t i = 0; i < telling->count; i++) {
		const struct report_figure *figure = &telling->figures[i];
		enum report_verdict verdict;
		if (figure->measure != measure)
			continue;
		enum status status = report_ledger_judge(telling->exchange,
							 figure, &verdict);
		if (status != STATUS_OK)
			return status;
		if (verdict == REPORT_FEW)
			continue;
		put_figure(telling, figure, verdict);
		told++;
		if (verdict != REPORT_GIVEN)
			continue;
		given++;
		all.hundredths += figure->hundredths;
		all.residents = figure->residents;
	}
	if (told == 0)
		put_figure(telling, &all, REPORT_FEW);
	if (measure == REPORT_COMPARED && told > 0) {
		telling->compared = given > 0 ? REPORT_GIVEN : REPORT_CLOSE;
		telling->compared_residents = all.residents;
	}
	if (!rests_on_compared(measure) || given == 0)
		return STATUS_OK;
	all.residents = telling->compared_residents;
	put_figure(telling, &all, REPORT_GIVEN);
	return STATUS_OK;
}

static enum status
put_figures(struct telling *telling, enum report_level level)
{
	enum status status = STATUS_OK;
	json_key(telling->writer, "figures");
	json_open_array(telling->writer);
	for (int i = 0; i < REPORT_MEASURES && status == STATUS_OK; i++) {
		enum report_measure measure = (enum report_measure)i;
		const struct report_figure none = {.measure = measure,
						   .law = ""};
		if (!report_is_for(measure, level))
			continue;
		if (rests_on_compared(measure) &&
		    telling->compared != REPORT_GIVEN)
			put_figure(telling, &none, telling->compared);
		else
			status = put_measure(telling, measure);
	}
	json_close_array(telling->writer);
	return status;
}

/* The figures of one period, as a member. `odd_out`: see report_count. */
static enum status
put_period(struct exchange *exchange, struct json_writer *writer,
	   const struct report_source *source, const struct wanted *wanted,
	   struct report_period period, size_t *odd_out)
{
	struct telling telling = {
		.exchange = exchange, .writer = writer, .compared = REPORT_FEW};
	struct report_figure *figures;
	report_count(exchange->arena, source, period, &figures, &telling.count,
		     odd_out);
	telling.figures = figures;
	return put_figures(&telling, wanted->level);
}

/* After the period's own: of two that are too close, that one is given. */
static enum status
put_baseline(struct exchange *exchange, struct json_writer *writer,
	     const struct report_source *source, const struct wanted *wanted)
{
	size_t odd;
	json_key(writer, "reference");
	json_open_object(writer);
	enum status status = put_period(exchange, writer, source, wanted,
					wanted->baseline, &odd);
	json_member_day(writer, "from", wanted->baseline.from);
	json_member_day(writer, "until", wanted->baseline.until);
	json_close_object(writer);
	return status;
}

enum status
act_report(struct exchange *exchange)
{
	struct wanted wanted;
	struct report_source source = {.record_count = 0};
	size_t odd;
	enum status status = act_begin(exchange);
	if (status == STATUS_OK)
		status = read_wanted(exchange, &wanted);
	if (status == STATUS_OK)
		status = read_records(exchange, wanted.cohort, &source);
	if (status == STATUS_OK)
		status = read_bookings(exchange, wanted.cohort, &source);
	if (status != STATUS_OK)
		return status;
	exchange->act_event = "report";
	struct act_answer answer;
	struct json_writer *writer = &answer.writer;
	act_answer_begin(exchange, &answer);
	json_member_string_if(writer, "cohort", wanted.cohort);
	status = put_period(exchange, writer, &source, &wanted, wanted.period,
			    &odd);
	json_member_integer(writer, "floor",
			    exchange->node->settings.report_floor);
	json_member_day(writer, "from", wanted.period.from);
	json_member_string(writer, "level", report_level_word(wanted.level));
	json_member_time(writer, "made", exchange->now_ms);
	if (report_is_for(REPORT_COST_OLD, wanted.level))
		json_member_integer(writer, "not_counted", (int64_t)odd);
	json_member_string(writer, "organisation",
			   exchange->node->settings.name);
	if (status == STATUS_OK && wanted.has_baseline)
		status = put_baseline(exchange, writer, &source, &wanted);
	json_member_day(writer, "until", wanted.period.until);
	act_answer_end(exchange, &answer);
	return status;
}
