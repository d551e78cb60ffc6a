/*
 * Reports over many residents: sums, never anybody's record. Pure.
 *
 * A figure stands on the records that it was counted from. It is only given
 * out if they are of enough residents, and if they differ from those of every
 * figure of its kind that was given out before in none, or in those of enough
 * residents: so that no difference of two reports tells of a few either.
 */
#ifndef EENPLAN_DAEMON_PLAN_REPORT_H
#define EENPLAN_DAEMON_PLAN_REPORT_H

#include "eenplan/base/json.h"

enum report_measure {
#define REPORT_MEASURE(name, word, unit, who, text) REPORT_##name,
#include "eenplan/wire/report.def"
	REPORT_MEASURES
};

enum report_unit {
	REPORT_IN_COUNT,
	REPORT_IN_DAYS,
	REPORT_IN_SCORE,
	REPORT_IN_HOURS,
	REPORT_IN_EUROS,
	REPORT_IN_EUROS_A_MONTH,
};

/* Who does the work, who runs it, and who pays for it. */
enum report_level {
	REPORT_PROFESSIONAL,
	REPORT_MANAGER,
	REPORT_DIRECTOR,
	REPORT_FINANCIER,
	REPORT_LEVELS
};

const char *report_word(enum report_measure measure);
enum report_unit report_unit(enum report_measure measure);
/*
 * Of which kind the figure's shares are: "cost-old" for all that is counted
 * from what the old way cost. Figures of one kind are held against each other.
 */
const char *report_kind(enum report_measure measure);
bool report_is_for(enum report_measure measure, enum report_level level);
const char *report_level_word(enum report_level level);
/* False: the role has none, and gets no report. */
bool report_level_of(const char *role, enum report_level *level_out);

/* One record, and whose: residents one after another. */
struct report_record {
	uint64_t
		resident; /* tags: the same for the same, and nobody's number */
	uint64_t record;  /* changes with what it says */
	const char *category;
	const struct json *fields;
};

/* What was booked on a specialist's hours. About nobody is about itself. */
struct report_booking {
	uint64_t resident, record; /* as of a record */
	int32_t day;
	int64_t minutes; /* below 0: a correction */
	bool is_consultation;
};

/* All that figures are counted from. */
struct report_source {
	const struct report_record *records;
	size_t record_count;
	const struct report_booking *bookings;
	size_t booking_count;
};

/* Both days are in it. */
struct report_period {
	int32_t from, until;
};

/* A record that a figure stands on; figures have them sorted. */
struct report_share {
	uint64_t resident, record;
};

struct report_figure {
	enum report_measure measure;
	const char *law; /* costs: of which law; else "" */
	/* What it is, times 100: 350 is 3.5 days, 123456 is 1234.56 euros */
	int64_t hundredths;
	struct report_share *shares;
	size_t share_count, share_room;
	size_t residents; /* that the shares are of */
};

/*
 * Count every figure over `source`. Those that have nothing to stand on are
 * left out. `odd_out`: records of costs whose period or amount can't be read.
 */
void report_count(struct arena *arena, const struct report_source *source,
		  struct report_period period,
		  struct report_figure **figures_out, size_t *figure_count_out,
		  size_t *odd_out);

/* Sort what a figure stands on, each once, and count its residents. */
void report_settle(struct report_figure *figure);

/* Of how many residents are the shares that only one of the two has? */
size_t report_difference(const struct report_share *one, size_t one_count,
			 const struct report_share *other, size_t other_count);

/*
 * "2026", "2026-H1", "2026-Q3" or "2026-05" as days. False: it is neither.
 */
bool report_period_of(const char *text, struct report_period *period_out);

#endif
