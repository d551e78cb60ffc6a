/*
 * How records are read and figures counted. Only report*.c include this.
 */
#ifndef EENPLAN_DAEMON_PLAN_REPORT_PART_H
#define EENPLAN_DAEMON_PLAN_REPORT_PART_H

#include "daemon/plan/report.h"

#define REPORT_HUNDRED	       100
#define REPORT_FIGURES_AT_ONCE 16

struct report_counting {
	struct arena *arena;
	struct report_period period;
	struct report_figure *figures;
	size_t count, room;
	size_t odd;
	/* the middle one is what the days to first help are */
	int64_t *days;
	size_t day_count;
};

/* The figure stands on this record as well, and is `hundredths` more. */
void report_add(struct report_counting *counting, enum report_measure measure,
		const char *law, const struct report_record *record,
		int64_t hundredths);

/* NULL: it has none. */
const char *report_field(const struct report_record *record, const char *name);
bool report_is(const struct report_record *record, const char *category);
bool report_has(const struct report_record *record, const char *field,
		const char *value);
/* CLOCK_DAY_NONE: there is none, or it is no date. */
int32_t report_day(const struct report_record *record, const char *field);
bool report_is_in(struct report_period period, int32_t day);
/* "1250.5" → 125050; false for anything but digits, a point and two more. */
bool report_hundredths(const char *text, int64_t *hundredths_out);

/* Since the year 0, the first counts as 0. */
struct report_months {
	int32_t first, count;
};
/* The months of report_period_of. */
bool report_months_of(const char *text, struct report_months *months_out);

/* What the help of one resident cost, by law. */
void report_count_costs(struct report_counting *counting,
			const struct report_record *records, size_t count);

#endif
