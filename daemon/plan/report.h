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
#undef REPORT_MEASURE
	REPORT_MEASURES
};

enum report_unit { REPORT_COUNT, REPORT_DAYS, REPORT_SCORE, REPORT_EUROS };
enum report_who { REPORT_EVERYBODY, REPORT_PAYERS };

const char *report_word(enum report_measure measure);
enum report_unit report_unit(enum report_measure measure);
enum report_who report_who(enum report_measure measure);

/* One record, and whose: residents one after another. */
struct report_record {
	uint64_t
		resident; /* tags: the same for the same, and nobody's number */
	uint64_t record;  /* changes with what it says */
	const char *category;
	const struct json *fields;
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
 * Count every figure over `records`. Those that have nothing to stand on are
 * left out. `odd_out`: records of costs whose period or amount can't be read.
 */
void report_count(struct arena *arena, const struct report_record *records,
		  size_t count, struct report_period period,
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
