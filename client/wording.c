#include "client/wording.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "client/i18n.h"
#include "client/measure.h"
#include "eenplan/base/clock.h"

#define SHORT_ID_BYTES 8

static const struct {
	enum wording_list list;
	const char *word;
	const char *label;
} labels[] = {
#define LABEL(list, word, label) {WORDING_##list, word, label},
#include "client/labels.def"
#undef LABEL
};

static const char *const months[] = {
	N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
	N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec"),
};

static const char *const full_months[] = {
	N_("January"),	 N_("February"), N_("March"),	 N_("April"),
	N_("May"),	 N_("June"),	 N_("July"),	 N_("August"),
	N_("September"), N_("October"),	 N_("November"), N_("December"),
};

/* Day 0, 1 January 1970, was a Thursday. */
static const char *const weekdays[] = {
	N_("Thursday"), N_("Friday"),  N_("Saturday"),	N_("Sunday"),
	N_("Monday"),	N_("Tuesday"), N_("Wednesday"),
};

const char *
wording_label(enum wording_list list, const char *word)
{
	if (!word)
		return NULL;
	for (size_t i = 0; i < COUNT_OF(labels); i++)
		if (labels[i].list == list && strcmp(labels[i].word, word) == 0)
			return gettext(labels[i].label);
	return word;
}

static void
add_item(struct buf *out, const char *item)
{
	if (out->length > 0)
		buf_add_string(out, ", ");
	buf_add_string(out, item);
}

const char *
wording_labels(struct arena *arena, enum wording_list list,
	       const struct json *words)
{
	struct buf out;

	buf_init(&out, arena, 64);
	for (const struct json *word = json_first(words); word;
	     word = word->next)
		if (word->kind == JSON_KIND_STRING)
			add_item(&out, wording_label(list, word->as.string));
	return buf_string(&out);
}

const char *
wording_labels_or_all(struct arena *arena, enum wording_list list,
		      const struct json *words)
{
	return json_count(words) > 0 ? wording_labels(arena, list, words)
				     : _("all");
}

const char *
wording_joined(struct arena *arena, const struct json *words)
{
	struct buf out;

	buf_init(&out, arena, 64);
	for (const struct json *word = json_first(words); word;
	     word = word->next)
		if (word->kind == JSON_KIND_STRING)
			add_item(&out, word->as.string);
	return buf_string(&out);
}

static const char *
date_of(struct arena *arena, int day, int month, int year)
{
	return arena_printf(arena,
			    "%d" MEASURE_NO_BREAK "%s" MEASURE_NO_BREAK "%d",
			    day, gettext(months[month]), year);
}

/* The day as its writer meant it: in their own time zone. */
static const char *
own_day(struct arena *arena, const char *time)
{
	return arena_printf(arena, "%.10s", time);
}

const char *
wording_date(struct arena *arena, const char *date)
{
	int32_t day;
	int64_t time_ms;

	if (!date)
		return NULL;
	if (!clock_parse_date(date, &day)) {
		if (!clock_parse_time(date, &time_ms))
			return date;
		date = own_day(arena, date);
	}
	return date_of(arena, (int)strtol(date + 8, NULL, 10),
		       (int)strtol(date + 5, NULL, 10) - 1,
		       (int)strtol(date, NULL, 10));
}

const char *
wording_time(struct arena *arena, const char *time)
{
	int64_t time_ms;
	time_t seconds;
	struct tm local;

	if (!time || !clock_parse_time(time, &time_ms))
		return time;
	seconds = (time_t)(time_ms / 1000);
	if (!localtime_r(&seconds, &local))
		return time;
	return arena_printf(arena, "%s %02d:%02d",
			    date_of(arena, local.tm_mday, local.tm_mon,
				    local.tm_year + 1900),
			    local.tm_hour, local.tm_min);
}

static const char *
full_date_of(struct arena *arena, const char *date, int32_t day)
{
	int weekday = (int)(((int64_t)day % 7 + 7) % 7);

	return arena_printf(
		arena, "%s %d %s %d", gettext(weekdays[weekday]),
		(int)strtol(date + 8, NULL, 10),
		gettext(full_months[strtol(date + 5, NULL, 10) - 1]),
		(int)strtol(date, NULL, 10));
}

const char *
wording_date_in_full(struct arena *arena, const char *date)
{
	int32_t day;
	int64_t time_ms;

	if (!date)
		return NULL;
	if (clock_parse_time(date, &time_ms))
		date = own_day(arena, date);
	return clock_parse_date(date, &day) ? full_date_of(arena, date, day)
					    : date;
}

const char *
wording_time_in_full(struct arena *arena, const char *time)
{
	char date[32]; /* a local year may have five digits */
	int64_t time_ms;
	time_t seconds;
	struct tm local;

	if (!time || !clock_parse_time(time, &time_ms))
		return time;
	seconds = (time_t)(time_ms / 1000);
	if (!localtime_r(&seconds, &local))
		return time;
	strftime(date, sizeof(date), "%Y-%m-%d", &local);
	return arena_printf(arena, _("%s at %02d:%02d"),
			    wording_date_in_full(arena, date), local.tm_hour,
			    local.tm_min);
}

const char *
wording_short_id(struct arena *arena, const char *id)
{
	return id ? arena_printf(arena, "%.*s", SHORT_ID_BYTES, id) : NULL;
}
