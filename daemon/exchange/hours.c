#include "daemon/exchange/hours.h"

#include "eenplan/base/clock.h"
#include "eenplan/base/half_year.h"

static int64_t
most_of(const struct exchange *exchange)
{
	return exchange->node->settings.specialist_minutes;
}

enum status
hours_read(struct exchange *exchange, const char *specialist,
	   struct hours *hours_out)
{
	*hours_out = (struct hours){
		.specialist = specialist,
		.half_year = half_year_of_day(exchange->asker.day),
	};
	return store_hours_used(exchange->place->store, specialist,
				hours_out->half_year, &hours_out->used);
}

/* "39 h 50 min" */
static const char *
duration(struct arena *arena, int64_t minutes)
{
	return arena_printf(arena, "%lld h %02d min", (long long)minutes / 60,
			    (int)(minutes % 60));
}

/* Says what can be done, too. */
static enum status
refuse_more(struct exchange *exchange, const struct hours *hours,
	    const char *where, bool has_none_left)
{
	char period[HALF_YEAR_BYTES], again[CLOCK_DATE_BYTES];
	half_year_format(hours->half_year, period);
	clock_format_date(half_year_first_day(hours->half_year + 1), again);
	fault_set(&exchange->fault, where,
		  has_none_left
			  ? N_("has no hours left: of %s in %s %s are booked. "
			       "There are hours again from %s; the node's "
			       "administrator can raise hours.per_half_year in "
			       "its configuration")
			  : N_("is more than is left: of %s in %s %s are "
			       "booked. There are hours again from %s; the "
			       "node's administrator can raise "
			       "hours.per_half_year in its configuration"),
		  duration(exchange->arena, most_of(exchange)), period,
		  duration(exchange->arena, hours->used), again);
	return STATUS_CONFLICT;
}

enum status
hours_check_left(struct exchange *exchange, const struct hours *hours,
		 const char *where)
{
	return hours->used < most_of(exchange)
		       ? STATUS_OK
		       : refuse_more(exchange, hours, where, true);
}

enum status
hours_book(struct exchange *exchange, struct hours *hours,
	   const struct store_hours_line *line)
{
	enum status status = store_hours_book(
		exchange->place->store, hours->specialist, hours->half_year,
		line, most_of(exchange), &hours->used);
	if (status != STATUS_CONFLICT)
		return status;
	if (line->minutes > 0)
		return refuse_more(exchange, hours, "/minutes", false);
	fault_set(&exchange->fault, "/minutes",
		  "takes off more than is booked in that half-year, which is "
		  "%s",
		  duration(exchange->arena, hours->used));
	return STATUS_CONFLICT;
}

void
hours_put(struct json_writer *writer, const struct exchange *exchange,
	  const struct hours *hours)
{
	int64_t most = most_of(exchange);
	char period[HALF_YEAR_BYTES];
	half_year_format(hours->half_year, period);
	json_member_integer(writer, "left",
			    hours->used < most ? most - hours->used : 0);
	json_member_integer(writer, "most", most);
	json_member_string(writer, "period", period);
	json_member_string(writer, "specialist", hours->specialist);
	json_member_integer(writer, "used", hours->used);
	json_member_bool(
		writer, "warning",
		hours->used >=
			exchange->node->settings.specialist_warn_minutes);
}
