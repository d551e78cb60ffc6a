#include "daemon/plan/report.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/plan/report_part.h"
#include "eenplan/base/clock.h"

/* Who may know a figure, as bits of levels. */
#define LEVEL(name)	(1U << REPORT_##name)
#define WHO_EVERYBODY	(WHO_WORKERS | WHO_PAYERS)
#define WHO_WORKERS	(LEVEL(PROFESSIONAL) | LEVEL(MANAGER) | LEVEL(DIRECTOR))
#define WHO_PAYERS	(LEVEL(MANAGER) | LEVEL(DIRECTOR) | LEVEL(FINANCIER))
#define MINUTES_AN_HOUR 60

static const struct {
	const char *word;
	enum report_unit unit;
	unsigned who;
} measures[] = {
#define REPORT_MEASURE(name, word, unit, who, text)                            \
	[REPORT_##name] = {word, REPORT_IN_##unit, WHO_##who},
#include "eenplan/wire/report.def"
};

static const struct {
	const char *role;
	enum report_level level;
} roles[] = {
#define REPORT_ROLE(role, level) {role, REPORT_##level},
#include "eenplan/wire/report.def"
};

const char *
report_word(enum report_measure measure)
{
	return measures[measure].word;
}

enum report_unit
report_unit(enum report_measure measure)
{
	return measures[measure].unit;
}

const char *
report_kind(enum report_measure measure)
{
	if (measure == REPORT_CASE_OLD)
		return measures[REPORT_COST_OLD].word;
	if (measure == REPORT_CASE_NEW)
		return measures[REPORT_COST_NEW].word;
	return measures[measure].word;
}

bool
report_is_for(enum report_measure measure, enum report_level level)
{
	return (measures[measure].who >> level & 1U) != 0;
}

const char *
report_level_word(enum report_level level)
{
	static const char *const words[REPORT_LEVELS] = {
		[REPORT_PROFESSIONAL] = "professional",
		[REPORT_MANAGER] = "manager",
		[REPORT_DIRECTOR] = "director",
		[REPORT_FINANCIER] = "financier",
	};

	return words[level];
}

bool
report_level_of(const char *role, enum report_level *level_out)
{
	for (size_t i = 0; i < COUNT_OF(roles); i++)
		if (strcmp(roles[i].role, role) == 0) {
			*level_out = roles[i].level;
			return true;
		}
	return false;
}

/* --- figures --- */

static struct report_figure *
figure_of(struct report_counting *counting, enum report_measure measure,
	  const char *law)
{
	for (size_t i = 0; i < counting->count; i++)
		if (counting->figures[i].measure == measure &&
		    strcmp(counting->figures[i].law, law) == 0)
			return &counting->figures[i];
	if (counting->count == counting->room) {
		size_t room = counting->room + REPORT_FIGURES_AT_ONCE;

		counting->figures =
			arena_grow(counting->arena, counting->figures,
				   counting->room * sizeof(*counting->figures),
				   room * sizeof(*counting->figures));
		counting->room = room;
	}
	counting->figures[counting->count] =
		(struct report_figure){.measure = measure, .law = law};
	return &counting->figures[counting->count++];
}

void
report_add(struct report_counting *counting, enum report_measure measure,
	   const char *law, const struct report_record *record,
	   int64_t hundredths)
{
	struct report_figure *figure = figure_of(counting, measure, law);

	if (figure->share_count == figure->share_room) {
		size_t room = figure->share_room == 0 ? REPORT_FIGURES_AT_ONCE
						      : figure->share_room * 2;

		figure->shares =
			arena_grow(counting->arena, figure->shares,
				   figure->share_room * sizeof(*figure->shares),
				   room * sizeof(*figure->shares));
		figure->share_room = room;
	}
	figure->shares[figure->share_count++] =
		(struct report_share){record->resident, record->record};
	figure->hundredths += hundredths;
}

/* --- one resident --- */

static void
count_event(struct report_counting *counting,
	    const struct report_record *record)
{
	static const struct {
		const char *category, *field, *value;
		enum report_measure measure;
	} events[] = {
		{"scale_event", "direction", "up", REPORT_SCALED_UP},
		{"scale_event", "direction", "down", REPORT_SCALED_DOWN},
		{"referral", "kind", "indicated", REPORT_INDICATED},
		{"referral", "kind", "informal", REPORT_INFORMAL},
		{"case_outcome", "label", "independent",
		 REPORT_ENDED_INDEPENDENT},
		{"case_outcome", "label", "informal", REPORT_ENDED_INFORMAL},
		{"case_outcome", "label", "nearby", REPORT_ENDED_NEARBY},
		{"case_outcome", "label", "specialist",
		 REPORT_ENDED_SPECIALIST},
		{"case_outcome", "label", "stopped", REPORT_ENDED_STOPPED},
		{"case_outcome", "label", "moved", REPORT_ENDED_MOVED},
		{"case_outcome", "label", "other", REPORT_ENDED_OTHER},
	};

	for (size_t i = 0; i < COUNT_OF(events); i++)
		if (report_is(record, events[i].category) &&
		    report_has(record, events[i].field, events[i].value) &&
		    report_is_in(counting->period, report_day(record, "date")))
			report_add(counting, events[i].measure, "", record,
				   REPORT_HUNDRED);
}

/* Was there help or an event in the period? */
static bool
touches(struct report_period period, const struct report_record *record)
{
	static const struct {
		const char *category, *first, *last;
	} spans[] = {
		{"involvement", "since", "until"},
		{"service", "start", "end"},
		{"scale_event", "date", "date"},
		{"referral", "date", "date"},
		{"wellbeing", "date", "date"},
		{"case_outcome", "date", "date"},
	};

	for (size_t i = 0; i < COUNT_OF(spans); i++) {
		int32_t first, last;

		if (!report_is(record, spans[i].category))
			continue;
		first = report_day(record, spans[i].first);
		last = report_day(record, spans[i].last);
		return first != CLOCK_DAY_NONE && first <= period.until &&
		       (last == CLOCK_DAY_NONE || last >= period.from);
	}
	return false;
}

/* Of the records of one resident, which comes first or last by `field`? */
struct wish {
	const char *category, *field;
	const struct report_period *in; /* NULL: whenever */
	bool last;
};

static const struct report_record *
extreme(const struct report_record *records, size_t count,
	const struct wish *wish)
{
	const struct report_record *found = NULL;
	int32_t found_day = CLOCK_DAY_NONE;

	for (size_t i = 0; i < count; i++) {
		int32_t day;

		if (!report_is(&records[i], wish->category))
			continue;
		day = report_day(&records[i], wish->field);
		if (day == CLOCK_DAY_NONE ||
		    (wish->in != NULL && !report_is_in(*wish->in, day)))
			continue;
		if (found != NULL &&
		    (wish->last ? day <= found_day : day >= found_day))
			continue;
		found = &records[i];
		found_day = day;
	}
	return found;
}

/* From who was involved first to the first help; both are in the sum. */
static void
count_first_help(struct report_counting *counting,
		 const struct report_record *records, size_t count)
{
	const struct report_record *contact =
		extreme(records, count,
			&(struct wish){"involvement", "since", NULL, false});
	const struct report_record *help =
		extreme(records, count,
			&(struct wish){"service", "start", NULL, false});
	int32_t days;

	if (contact == NULL || help == NULL ||
	    !report_is_in(counting->period, report_day(contact, "since")))
		return;
	days = report_day(help, "start") - report_day(contact, "since");
	if (days < 0)
		days = 0;
	report_add(counting, REPORT_FIRST_HELP, "", contact, 0);
	report_add(counting, REPORT_FIRST_HELP, "", help, 0);
	counting->days[counting->day_count++] = (int64_t)days * REPORT_HUNDRED;
}

/* The first and the last score in the period, of who has two. */
static void
count_wellbeing(struct report_counting *counting,
		const struct report_record *records, size_t count)
{
	const struct report_period *in = &counting->period;
	const struct report_record *first = extreme(
		records, count, &(struct wish){"wellbeing", "date", in, false});
	const struct report_record *last = extreme(
		records, count, &(struct wish){"wellbeing", "date", in, true});
	int64_t before, after;

	if (first == NULL || first == last ||
	    report_field(first, "score") == NULL ||
	    report_field(last, "score") == NULL ||
	    !report_hundredths(report_field(first, "score"), &before) ||
	    !report_hundredths(report_field(last, "score"), &after))
		return;
	report_add(counting, REPORT_WELLBEING_BEFORE, "", first, before);
	report_add(counting, REPORT_WELLBEING_AFTER, "", last, after);
}

static void
count_resident(struct report_counting *counting,
	       const struct report_record *records, size_t count)
{
	bool is_case = false;

	for (size_t i = 0; i < count; i++) {
		count_event(counting, &records[i]);
		if (is_case || !touches(counting->period, &records[i]))
			continue;
		/* that there is one, whatever it is */
		report_add(counting, REPORT_CASES, "",
			   &(struct report_record){.resident =
							   records[i].resident},
			   REPORT_HUNDRED);
		is_case = true;
	}
	report_count_costs(counting, records, count);
	count_first_help(counting, records, count);
	count_wellbeing(counting, records, count);
}

static void
count_booking(struct report_counting *counting,
	      const struct report_booking *booking)
{
	const struct report_record record = {.resident = booking->resident,
					     .record = booking->record};

	if (!report_is_in(counting->period, booking->day))
		return;
	if (booking->is_consultation)
		report_add(counting, REPORT_CONSULTATIONS, "", &record,
			   REPORT_HUNDRED);
	report_add(counting, REPORT_HOURS, "", &record,
		   booking->minutes * REPORT_HUNDRED);
}

/* --- all of them --- */

static int
compare_numbers(const void *one, const void *other)
{
	int64_t left = *(const int64_t *)one, right = *(const int64_t *)other;

	return left < right ? -1 : left > right;
}

static int64_t
median(int64_t *numbers, size_t count)
{
	qsort(numbers, count, sizeof(*numbers), compare_numbers);
	return count % 2 == 1
		       ? numbers[count / 2]
		       : (numbers[count / 2 - 1] + numbers[count / 2]) / 2;
}

/* To the nearest; of a sum that isn't below 0. Of nothing it is 0. */
static int64_t
mean(int64_t sum, size_t count)
{
	if (count == 0)
		return 0;
	return (sum + (int64_t)count / 2) / (int64_t)count;
}

static void
finish(struct report_counting *counting, struct report_figure *figure)
{
	switch (report_unit(figure->measure)) {
	case REPORT_IN_COUNT:
	case REPORT_IN_EUROS: break;
	case REPORT_IN_DAYS:
		figure->hundredths =
			median(counting->days, counting->day_count);
		break;
	case REPORT_IN_SCORE:
		figure->hundredths =
			mean(figure->hundredths, figure->share_count);
		break;
	case REPORT_IN_HOURS: figure->hundredths /= MINUTES_AN_HOUR; break;
	case REPORT_IN_EUROS_A_MONTH:
		figure->hundredths = mean(
			figure->hundredths,
			figure_of(counting, REPORT_COMPARED, "")->share_count);
		break;
	}
	report_settle(figure);
}

static int
compare_figures(const void *one, const void *other)
{
	const struct report_figure *left = one, *right = other;

	if (left->measure != right->measure)
		return left->measure < right->measure ? -1 : 1;
	return strcmp(left->law, right->law);
}

void
report_count(struct arena *arena, const struct report_source *source,
	     struct report_period period, struct report_figure **figures_out,
	     size_t *figure_count_out, size_t *odd_out)
{
	const struct report_record *records = source->records;
	struct report_counting counting = {
		.arena = arena,
		.period = period,
		.days = ARENA_ARRAY(arena, source->record_count, int64_t),
	};

	for (size_t i = 0, end; i < source->record_count; i = end) {
		for (end = i + 1; end < source->record_count; end++)
			if (records[end].resident != records[i].resident)
				break;
		count_resident(&counting, &records[i], end - i);
	}
	for (size_t i = 0; i < source->booking_count; i++)
		count_booking(&counting, &source->bookings[i]);
	for (size_t i = 0; i < counting.count; i++)
		finish(&counting, &counting.figures[i]);
	if (counting.count > 1)
		qsort(counting.figures, counting.count,
		      sizeof(*counting.figures), compare_figures);
	*figures_out = counting.figures;
	*figure_count_out = counting.count;
	*odd_out = counting.odd;
}
