/*
 * Reports over many residents, and the cohorts that they can be about.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/plan/report.h"
#include "daemon/store/reports.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"

static const char *const payers[] = {"manager", "director", "financier"};

/* --- what is asked --- */

struct wanted {
	struct report_period period;
	const char *cohort; /* or NULL */
};

static enum status
refuse(struct exchange *exchange, const char *where, const char *text)
{
	fault_set(&exchange->fault, where, "%s", text);
	return STATUS_INVALID;
}

static enum status
read_wanted(struct exchange *exchange, struct wanted *wanted_out)
{
	static const struct json_shape shape[] = {
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
	if (!clock_parse_date(json_get_string(body, "from"),
			      &wanted_out->period.from))
		return refuse(exchange, "/from",
			      "must be a day such as 2026-01-01");
	if (!clock_parse_date(json_get_string(body, "until"),
			      &wanted_out->period.until) ||
	    wanted_out->period.until < wanted_out->period.from)
		return refuse(exchange, "/until",
			      "must be a day such as 2026-06-30, not before "
			      "the first");
	if (wanted_out->cohort == NULL)
		return STATUS_OK;
	status = store_cohort_find(exchange->place->store, exchange->arena,
				   wanted_out->cohort, &cohort);
	if (status == STATUS_NOT_FOUND)
		fault_set(&exchange->fault, "/cohort",
			  "no cohort of this node has that name");
	return status;
}

static enum status
read_records(struct exchange *exchange, const char *cohort,
	     struct report_record **records_out, size_t *count_out)
{
	struct store_report_row *rows;
	enum status status =
		store_report_rows(exchange->place->store, exchange->arena,
				  cohort, &rows, count_out);
	struct report_record *records =
		ARENA_ARRAY(exchange->arena, *count_out, struct report_record);
	for (size_t i = 0; i < *count_out && status == STATUS_OK; i++) {
		records[i] =
			(struct report_record){rows[i].resident, rows[i].record,
					       rows[i].category, NULL};
		status = json_read(exchange->arena, rows[i].fields,
				   LIMIT_REQUEST_BYTES, &records[i].fields,
				   NULL);
	}
	*records_out = records;
	return status;
}

/* --- what may be given out --- */

enum verdict_of_figure { GIVEN, TOO_FEW, TOO_CLOSE };

static struct text
pack(const struct report_figure *figure)
{
	return (struct text){(const char *)figure->shares,
			     figure->share_count * sizeof(*figure->shares)};
}

/* Rest in the store as this machine has them: 16 bytes each. */
_Static_assert(sizeof(struct report_share) == 2 * sizeof(uint64_t),
	       "a share has no padding");

static enum status
hold_against_earlier(struct exchange *exchange,
		     const struct report_figure *figure,
		     enum verdict_of_figure *verdict_out)
{
	struct text *sets;
	size_t count;
	size_t floor = exchange->node->settings.report_floor;
	enum status status = store_report_sets(
		exchange->place->store, exchange->arena,
		report_word(figure->measure), figure->law, &sets, &count);
	*verdict_out = GIVEN;
	for (size_t i = 0;
	     i < count && status == STATUS_OK && *verdict_out == GIVEN; i++) {
		size_t shares = sets[i].length / sizeof(struct report_share);
		struct report_share *earlier = ARENA_ARRAY(
			exchange->arena, shares, struct report_share);
		if (shares > 0)
			memcpy(earlier, sets[i].bytes,
			       shares * sizeof(*earlier));
		size_t residents = report_difference(
			figure->shares, figure->share_count, earlier, shares);
		if (residents > 0 && residents < floor)
			*verdict_out = TOO_CLOSE;
	}
	return status;
}

/* Few are kept quiet about; what is given out is kept for later reports. */
static enum status
judge_figure(struct exchange *exchange, const struct report_figure *figure,
	     enum verdict_of_figure *verdict_out)
{
	*verdict_out = TOO_FEW;
	if (figure->residents < exchange->node->settings.report_floor)
		return STATUS_OK;
	enum status status =
		hold_against_earlier(exchange, figure, verdict_out);
	if (status != STATUS_OK || *verdict_out != GIVEN)
		return status;
	return store_report_set_add(exchange->place->store,
				    report_word(figure->measure), figure->law,
				    pack(figure), exchange->now_ms);
}

/* --- the answer --- */

static const char *
unit_word(enum report_unit unit)
{
	switch (unit) {
	case REPORT_COUNT: return "count";
	case REPORT_DAYS: return "days";
	case REPORT_SCORE: return "score";
	case REPORT_EUROS: return "euros";
	}
	return "";
}

static const char *
value_of(struct exchange *exchange, const struct report_figure *figure)
{
	int64_t whole = figure->hundredths / 100;
	int64_t part = figure->hundredths % 100;
	switch (report_unit(figure->measure)) {
	case REPORT_COUNT:
		return arena_printf(exchange->arena, "%lld", (long long)whole);
	case REPORT_DAYS:
	case REPORT_SCORE:
		return arena_printf(exchange->arena, "%lld.%lld",
				    (long long)whole, (long long)part / 10);
	case REPORT_EUROS:
		return arena_printf(exchange->arena, "%lld.%02lld",
				    (long long)whole, (long long)part);
	}
	return "";
}

static void
put_figure(struct exchange *exchange, struct json_writer *writer,
	   const struct report_figure *figure, enum verdict_of_figure verdict)
{
	json_open_object(writer);
	if (figure->law[0] != '\0')
		json_member_string(writer, "law", figure->law);
	json_member_string(writer, "measure", report_word(figure->measure));
	if (verdict == GIVEN)
		json_member_integer(writer, "residents",
				    (int64_t)figure->residents);
	json_member_string(writer, "unit",
			   unit_word(report_unit(figure->measure)));
	if (verdict == GIVEN)
		json_member_string(writer, "value", value_of(exchange, figure));
	else
		json_member_string(writer, "why",
				   verdict == TOO_FEW ? "few" : "close");
	json_close_object(writer);
}

static bool
is_payer(const struct exchange *exchange)
{
	for (size_t i = 0; i < COUNT_OF(payers); i++)
		if (strcmp(exchange->asker.role, payers[i]) == 0)
			return true;
	return false;
}

static const struct report_figure *
find_figure(const struct report_figure *figures, size_t count,
	    enum report_measure measure, size_t nth)
{
	for (size_t i = 0; i < count; i++)
		if (figures[i].measure == measure && nth-- == 0)
			return &figures[i];
	return NULL;
}

/*
 * Every measure is there, whether it has anything to stand on or not: "few" is
 * what nobody and what three have in common.
 */
static enum status
put_figures(struct exchange *exchange, struct json_writer *writer,
	    const struct report_figure *figures, size_t count)
{
	enum status status = STATUS_OK;
	json_key(writer, "figures");
	json_open_array(writer);
	for (int measure = 0; measure < REPORT_MEASURES; measure++) {
		const struct report_figure *figure;
		const struct report_figure none = {
			.measure = (enum report_measure)measure, .law = ""};
		if (report_who(none.measure) == REPORT_PAYERS &&
		    !is_payer(exchange))
			continue;
		for (size_t nth = 0; status == STATUS_OK; nth++) {
			enum verdict_of_figure verdict = TOO_FEW;
			figure = find_figure(figures, count, none.measure, nth);
			if (figure == NULL && nth > 0)
				break;
			if (figure != NULL)
				status = judge_figure(exchange, figure,
						      &verdict);
			put_figure(exchange, writer,
				   figure == NULL ? &none : figure, verdict);
		}
	}
	json_close_array(writer);
	return status;
}

enum status
act_report(struct exchange *exchange)
{
	struct wanted wanted;
	struct report_record *records;
	struct report_figure *figures;
	size_t record_count, figure_count, odd;
	enum status status = act_begin(exchange);
	if (status == STATUS_OK)
		status = read_wanted(exchange, &wanted);
	if (status == STATUS_OK)
		status = read_records(exchange, wanted.cohort, &records,
				      &record_count);
	if (status != STATUS_OK)
		return status;
	report_count(exchange->arena, records, record_count, wanted.period,
		     &figures, &figure_count, &odd);
	exchange->act_event = "report";
	struct act_answer answer;
	struct json_writer *writer = &answer.writer;
	act_answer_begin(exchange, &answer);
	json_member_string_if(writer, "cohort", wanted.cohort);
	status = put_figures(exchange, writer, figures, figure_count);
	json_member_integer(writer, "floor",
			    exchange->node->settings.report_floor);
	json_member_day(writer, "from", wanted.period.from);
	if (is_payer(exchange))
		json_member_integer(writer, "not_counted", (int64_t)odd);
	json_member_day(writer, "until", wanted.period.until);
	act_answer_end(exchange, &answer);
	return status;
}
