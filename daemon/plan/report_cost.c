/*
 * What help cost, by law, in two ways: as sums of the period, and of the
 * cases that can be held together, by the month. Sums of the old way and the
 * new are of other people and of other lengths of time; a mean of the same
 * people by the month is not.
 */
#include <stdlib.h>

#include "daemon/plan/report_part.h"

struct cost {
	const struct report_record *record;
	const char *law;
	struct report_months months;
	int64_t hundredths;
	bool is_old;
	bool is_paid;	  /* in the period of the report */
	bool is_compared; /* where the other way is known as well */
};

/* False: it can't be read. */
static bool
read_cost(const struct report_record *record, struct report_period period,
	  struct cost *cost_out)
{
	const char *text = report_field(record, "period");
	const char *amount = report_field(record, "amount");
	struct cost cost = {
		.record = record,
		.law = report_field(record, "law"),
		.is_old = report_has(record, "way", "old"),
	};
	struct report_period paid;

	if (text == NULL || amount == NULL || cost.law == NULL ||
	    !report_months_of(text, &cost.months) ||
	    !report_period_of(text, &paid) ||
	    !report_hundredths(amount, &cost.hundredths))
		return false;
	cost.is_paid = paid.from >= period.from && paid.until <= period.until;
	/* the old way is what there was before, however long ago */
	cost.is_compared =
		cost.is_old ? paid.until <= period.until : cost.is_paid;
	*cost_out = cost;
	return true;
}

static int
compare_costs(const void *one, const void *other)
{
	const struct cost *left = one, *right = other;

	return left->months.first < right->months.first
		       ? -1
		       : left->months.first > right->months.first;
}

/* How many months, each once, are told of; 0: none. Sorted by period. */
static int64_t
months_of(const struct cost *costs, size_t count, bool old)
{
	int32_t months = 0, after = 0;

	for (size_t i = 0; i < count; i++) {
		int32_t first = costs[i].months.first;
		int32_t end = first + costs[i].months.count;

		if (!costs[i].is_compared || costs[i].is_old != old)
			continue;
		if (first < after)
			first = after;
		if (end <= first)
			continue;
		months += end - first;
		after = end;
	}
	return months;
}

static void
compare_ways(struct report_counting *counting, struct cost *costs, size_t count)
{
	int64_t old_months, new_months;

	qsort(costs, count, sizeof(*costs), compare_costs);
	old_months = months_of(costs, count, true);
	new_months = months_of(costs, count, false);
	if (old_months == 0 || new_months == 0)
		return;
	/* that they can be compared, whatever it cost */
	report_add(
		counting, REPORT_COMPARED, "",
		&(struct report_record){.resident = costs[0].record->resident},
		REPORT_HUNDRED);
	for (size_t i = 0; i < count; i++) {
		int64_t months = costs[i].is_old ? old_months : new_months;

		if (costs[i].is_compared)
			report_add(counting,
				   costs[i].is_old ? REPORT_CASE_OLD
						   : REPORT_CASE_NEW,
				   costs[i].law, costs[i].record,
				   (costs[i].hundredths + months / 2) / months);
	}
}

void
report_count_costs(struct report_counting *counting,
		   const struct report_record *records, size_t count)
{
	struct cost *costs = NULL;
	size_t cost_count = 0;

	for (size_t i = 0; i < count; i++) {
		struct cost cost;

		if (!report_is(&records[i], "cost"))
			continue;
		if (!read_cost(&records[i], counting->period, &cost)) {
			counting->odd++;
			continue;
		}
		if (cost.is_paid)
			report_add(counting,
				   cost.is_old ? REPORT_COST_OLD
					       : REPORT_COST_NEW,
				   cost.law, cost.record, cost.hundredths);
		if (costs == NULL)
			costs = ARENA_ARRAY(counting->arena, count - i,
					    struct cost);
		costs[cost_count++] = cost;
	}
	if (cost_count > 0)
		compare_ways(counting, costs, cost_count);
}
