#include "daemon/plan/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "eenplan/base/clock.h"

#define HUNDRED		100
#define FIGURES_AT_ONCE 16

static const struct {
	const char *word;
	enum report_unit unit;
	enum report_who who;
} measures[] = {
#define REPORT_MEASURE(name, word, unit, who, text)                            \
	[REPORT_##name] = {word, REPORT_##unit, REPORT_##who},
#include "eenplan/wire/report.def"
#undef REPORT_MEASURE
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

enum report_who
report_who(enum report_measure measure)
{
	return measures[measure].who;
}

/* --- reading records --- */

static const char *
field_of(const struct report_record *record, const char *name)
{
	return json_get_string(record->fields, name);
}

static bool
is(const struct report_record *record, const char *category)
{
	return strcmp(record->category, category) == 0;
}

static bool
has(const struct report_record *record, const char *field, const char *value)
{
	const char *own = field_of(record, field);

	return own != NULL && strcmp(own, value) == 0;
}

/* CLOCK_DAY_NONE: there is none, or it is no date. */
static int32_t
day_of(const struct report_record *record, const char *field)
{
	const char *text = field_of(record, field);
	int32_t day;

	return text != NULL && clock_parse_date(text, &day) ? day
							    : CLOCK_DAY_NONE;
}

static bool
is_in(struct report_period period, int32_t day)
{
	return day != CLOCK_DAY_NONE && day >= period.from &&
	       day <= period.until;
}

/* "1250.5" → 125050; false for anything but digits, a point and two more. */
static bool
hundredths_of(const char *text, int64_t *hundredths_out)
{
	int64_t whole = 0, part = 0;
	size_t digits = strspn(text, "0123456789");

	if (digits == 0 || digits > 12)
		return false;
	for (size_t i = 0; i < digits; i++)
		whole = whole * 10 + (text[i] - '0');
	text += digits;
	if (*text == '.') {
		size_t decimals = strspn(text + 1, "0123456789");

		if (decimals == 0 || decimals > 2)
			return false;
		part = (text[1] - '0') * 10 +
		       (decimals > 1 ? text[2] - '0' : 0);
		text += 1 + decimals;
	}
	*hundredths_out = whole * HUNDRED + part;
	return *text == '\0';
}

static int32_t
first_day(int year, int month)
{
	char date[CLOCK_DATE_BYTES * 2];
	int32_t day = CLOCK_DAY_NONE;

	(void)snprintf(date, sizeof(date), "%04d-%02d-01",
		       year + (month - 1) / 12, (month - 1) % 12 + 1);
	(void)clock_parse_date(date, &day);
	return day;
}

bool
report_period_of(const char *text, struct report_period *period_out)
{
	int year, part, end = 0;
	int months = 12, first = 1;

	if (sscanf(text, "%4d%n", &year, &end) == 1 && text[end] == '\0' &&
	    end == 4) {
		part = 1;
	} else if (sscanf(text, "%4d-H%1d%n", &year, &part, &end) == 2 &&
		   text[end] == '\0' && part <= 2) {
		months = 6;
	} else if (sscanf(text, "%4d-Q%1d%n", &year, &part, &end) == 2 &&
		   text[end] == '\0' && part <= 4) {
		months = 3;
	} else if (sscanf(text, "%4d-%2d%n", &year, &part, &end) == 2 &&
		   text[end] == '\0' && part <= 12) {
		months = 1;
	} else {
		return false;
	}
	if (part < 1 || year < 1)
		return false;
	first = (part - 1) * months + 1;
	period_out->from = first_day(year, first);
	period_out->until = first_day(year, first + months) - 1;
	return period_out->from != CLOCK_DAY_NONE;
}

/* --- figures --- */

struct counting {
	struct arena *arena;
	struct report_period period;
	struct report_figure *figures;
	size_t count, room;
	size_t odd;
	/* the middle one is what the days to first help are */
	int64_t *days;
	size_t day_count;
};

static struct report_figure *
figure_of(struct counting *counting, enum report_measure measure,
	  const char *law)
{
	for (size_t i = 0; i < counting->count; i++)
		if (counting->figures[i].measure == measure &&
		    strcmp(counting->figures[i].law, law) == 0)
			return &counting->figures[i];
	if (counting->count == counting->room) {
		size_t room = counting->room + FIGURES_AT_ONCE;

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

/* The figure stands on this record as well, and is `hundredths` more. */
static void
add(struct counting *counting, enum report_measure measure, const char *law,
    const struct report_record *record, int64_t hundredths)
{
	struct report_figure *figure = figure_of(counting, measure, law);

	if (figure->share_count == figure->share_room) {
		size_t room = figure->share_room == 0 ? FIGURES_AT_ONCE
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
count_event(struct counting *counting, const struct report_record *record)
{
	if (!is_in(counting->period, day_of(record, "date")))
		return;
	if (is(record, "scale_event")) {
		if (has(record, "direction", "up"))
			add(counting, REPORT_SCALED_UP, "", record, HUNDRED);
		else if (has(record, "direction", "down"))
			add(counting, REPORT_SCALED_DOWN, "", record, HUNDRED);
	} else if (is(record, "referral")) {
		if (has(record, "kind", "indicated"))
			add(counting, REPORT_INDICATED, "", record, HUNDRED);
		else if (has(record, "kind", "informal"))
			add(counting, REPORT_INFORMAL, "", record, HUNDRED);
	}
}

static void
count_cost(struct counting *counting, const struct report_record *record)
{
	const char *text = field_of(record, "period");
	const char *amount = field_of(record, "amount");
	const char *law = field_of(record, "law");
	struct report_period period;
	int64_t hundredths;

	if (!is(record, "cost"))
		return;
	if (text == NULL || amount == NULL || law == NULL ||
	    !report_period_of(text, &period) ||
	    !hundredths_of(amount, &hundredths)) {
		counting->odd++;
		return;
	}
	if (period.from < counting->period.from ||
	    period.until > counting->period.until)
		return;
	add(counting,
	    has(record, "way", "old") ? REPORT_COST_OLD : REPORT_COST_NEW, law,
	    record, hundredths);
}

/* Was there help or an event in the period? */
static bool
touches(struct report_period period, const struct report_record *record)
{
	static const struct {
		const char *category, *first, *last;
	} spans[] = {
		{"involvement", "since", "until"}, {"service", "start", "end"},
		{"scale_event", "date", "date"},   {"referral", "date", "date"},
		{"wellbeing", "date", "date"},
	};

	for (size_t i = 0; i < COUNT_OF(spans); i++) {
		int32_t first, last;

		if (!is(record, spans[i].category))
			continue;
		first = day_of(record, spans[i].first);
		last = day_of(record, spans[i].last);
		return first != CLOCK_DAY_NONE && first <= period.until &&
		       (last == CLOCK_DAY_NONE || last >= period.from);
	}
	return false;
}

/* Of these records of one resident, what comes first or last by `field`. */
static const struct report_record *
extreme(const struct report_record *records, size_t count, const char *category,
	const char *field, bool last)
{
	const struct report_record *found = NULL;

	for (size_t i = 0; i < count; i++) {
		int32_t day = day_of(&records[i], field);

		if (!is(&records[i], category) || day == CLOCK_DAY_NONE)
			continue;
		if (found == NULL || (last ? day > day_of(found, field)
					   : day < day_of(found, field)))
			found = &records[i];
	}
	return found;
}

/* From who was involved first to the first help; both are in the sum. */
static void
count_first_help(struct counting *counting, const struct report_record *records,
		 size_t count)
{
	const struct report_record *contact =
		extreme(records, count, "involvement", "since", false);
	const struct report_record *help =
		extreme(records, count, "service", "start", false);
	int32_t days;

	if (contact == NULL || help == NULL ||
	    !is_in(counting->period, day_of(contact, "since")))
		return;
	days = day_of(help, "start") - day_of(contact, "since");
	if (days < 0)
		days = 0;
	add(counting, REPORT_FIRST_HELP, "", contact, 0);
	add(counting, REPORT_FIRST_HELP, "", help, 0);
	counting->days[counting->day_count++] = (int64_t)days * HUNDRED;
}

/* The first and the last score, of who has two in the period. */
static void
count_wellbeing(struct counting *counting, const struct report_record *records,
		size_t count)
{
	const struct report_record *first =
		extreme(records, count, "wellbeing", "date", false);
	const struct report_record *last =
		extreme(records, count, "wellbeing", "date", true);
	int64_t before, after;

	if (first == NULL || first == last ||
	    !is_in(counting->period, day_of(first, "date")) ||
	    !is_in(counting->period, day_of(last, "date")) ||
	    field_of(first, "score") == NULL ||
	    field_of(last, "score") == NULL ||
	    !hundredths_of(field_of(first, "score"), &before) ||
	    !hundredths_of(field_of(last, "score"), &after))
		return;
	add(counting, REPORT_WELLBEING_BEFORE, "", first, before);
	add(counting, REPORT_WELLBEING_AFTER, "", last, after);
}

static void
count_resident(struct counting *counting, const struct report_record *records,
	       size_t count)
{
	bool is_case = false;

	for (size_t i = 0; i < count; i++) {
		count_event(counting, &records[i]);
		count_cost(counting, &records[i]);
		if (!is_case && touches(counting->period, &records[i])) {
			/* that there is one, whatever it is */
			const struct report_record one = {
				.resident = records[i].resident};

			add(counting, REPORT_CASES, "", &one, HUNDRED);
			is_case = true;
		}
	}
	count_first_help(counting, records, count);
	count_wellbeing(counting, records, count);
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

static void
finish(struct counting *counting, struct report_figure *figure)
{
	switch (report_unit(figure->measure)) {
	case REPORT_COUNT:
	case REPORT_EUROS: break;
	case REPORT_DAYS:
		figure->hundredths =
			median(counting->days, counting->day_count);
		break;
	case REPORT_SCORE:
		figure->hundredths /= (int64_t)figure->share_count;
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
report_count(struct arena *arena, const struct report_record *records,
	     size_t count, struct report_period period,
	     struct report_figure **figures_out, size_t *figure_count_out,
	     size_t *odd_out)
{
	struct counting counting = {
		.arena = arena,
		.period = period,
		.days = ARENA_ARRAY(arena, count, int64_t),
	};

	for (size_t i = 0, end; i < count; i = end) {
		for (end = i + 1; end < count; end++)
			if (records[end].resident != records[i].resident)
				break;
		count_resident(&counting, &records[i], end - i);
	}
	for (size_t i = 0; i < counting.count; i++)
		finish(&counting, &counting.figures[i]);
	if (counting.count > 1)
		qsort(counting.figures, counting.count,
		      sizeof(*counting.figures), compare_figures);
	*figures_out = counting.figures;
	*figure_count_out = counting.count;
	*odd_out = counting.odd;
}

/* --- what a figure stands on --- */

static int
compare_shares(const void *one, const void *other)
{
	const struct report_share *left = one, *right = other;

	if (left->resident != right->resident)
		return left->resident < right->resident ? -1 : 1;
	return left->record < right->record ? -1 : left->record > right->record;
}

void
report_settle(struct report_figure *figure)
{
	size_t kept = 0;

	if (figure->share_count > 1)
		qsort(figure->shares, figure->share_count,
		      sizeof(*figure->shares), compare_shares);
	figure->residents = 0;
	for (size_t i = 0; i < figure->share_count; i++) {
		struct report_share share = figure->shares[i];

		if (kept > 0 &&
		    compare_shares(&figure->shares[kept - 1], &share) == 0)
			continue;
		if (kept == 0 ||
		    figure->shares[kept - 1].resident != share.resident)
			figure->residents++;
		figure->shares[kept++] = share;
	}
	figure->share_count = kept;
}

size_t
report_difference(const struct report_share *one, size_t one_count,
		  const struct report_share *other, size_t other_count)
{
	size_t i = 0, k = 0, residents = 0;
	bool is_first = true;
	uint64_t last = 0;

	while (i < one_count || k < other_count) {
		int order = i == one_count ? 1
			    : k == other_count
				    ? -1
				    : compare_shares(&one[i], &other[k]);
		uint64_t resident =
			order <= 0 ? one[i].resident : other[k].resident;

		i += order <= 0;
		k += order >= 0;
		if (order == 0 || (!is_first && resident == last))
			continue;
		residents++;
		last = resident;
		is_first = false;
	}
	return residents;
}
