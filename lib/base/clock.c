#include "eenplan/base/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define MS_PER_DAY	INT64_C(86400000)
#define MINUTES_PER_DAY 1440
#define YEAR_MAX	9999

struct date {
	int year;
	int month;
	int day;
};

static int64_t
read_ms(clockid_t which)
{
	struct timespec time;

	clock_gettime(which, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

int64_t
clock_now_ms(void)
{
	return read_ms(CLOCK_REALTIME);
}

int64_t
clock_monotonic_ms(void)
{
	return read_ms(CLOCK_MONOTONIC);
}

int32_t
clock_day_of_ms(int64_t time_ms)
{
	int64_t day = time_ms / MS_PER_DAY;

	return (int32_t)(time_ms % MS_PER_DAY < 0 ? day - 1 : day);
}

/*
 * Days and dates, counting years from 1 March so that the leap day comes last
 * (H. Hinnant, "chrono-compatible low-level date algorithms").
 */
static int32_t
day_of_date(struct date date)
{
	int year = date.year - (date.month <= 2);
	int era = (year >= 0 ? year : year - 399) / 400;
	int of_era = year - era * 400;
	int month = date.month > 2 ? date.month - 3 : date.month + 9;
	int of_year = (153 * month + 2) / 5 + date.day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	       of_year - 719468;
}

static struct date
date_of_day(int32_t day)
{
	int64_t shifted = (int64_t)day + 719468;
	int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
	int of_era = (int)(shifted - era * 146097);
	int year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) /
		   365;
	int of_year = of_era - (365 * year + year / 4 - year / 100);
	int month = (5 * of_year + 2) / 153;
	struct date date = {
		.year = year + (int)(era * 400) + (month >= 10),
		.month = month < 10 ? month + 3 : month - 9,
		.day = of_year - (153 * month + 2) / 5 + 1,
	};

	return date;
}

int64_t
clock_year_began_ms(int64_t time_ms)
{
	struct date date = date_of_day(clock_day_of_ms(time_ms));

	date.month = date.day = 1;
	return day_of_date(date) * MS_PER_DAY;
}

int64_t
clock_years_before_ms(int64_t time_ms, unsigned years)
{
	struct date date = date_of_day(clock_day_of_ms(time_ms));

	date.year -= (int)years;
	return day_of_date(date) * MS_PER_DAY;
}

static int
days_in_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30,
				   31, 31, 30, 31, 30, 31};
	bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return month == 2 && is_leap ? 29 : days[month - 1];
}

/* `count` digits at `*cursor`, moving it; -1 if they are not there. */
static int
read_digits(const char **cursor, int count)
{
	int number = 0;

	for (int i = 0; i < count; i++, (*cursor)++) {
		if (**cursor < '0' || **cursor > '9')
			return -1;
		number = number * 10 + (**cursor - '0');
	}
	return number;
}

static bool
read_char(const char **cursor, char wanted)
{
	if (**cursor != wanted)
		return false;
	(*cursor)++;
	return true;
}

static bool
read_date(const char **cursor, int32_t *day_out)
{
	struct date date;

	date.year = read_digits(cursor, 4);
	if (date.year < 0 || !read_char(cursor, '-'))
		return false;
	date.month = read_digits(cursor, 2);
	if (date.month < 1 || date.month > 12 || !read_char(cursor, '-'))
		return false;
	date.day = read_digits(cursor, 2);
	if (date.day < 1 || date.day > days_in_month(date.year, date.month))
		return false;
	*day_out = day_of_date(date);
	return true;
}

/* Milliseconds of up to nine decimals, cut off; -1: a point without digits. */
static int
read_decimals(const char **cursor)
{
	static const int units_ms[] = {100, 10, 1};
	int ms = 0;
	int count = 0;

	if (!read_char(cursor, '.'))
		return 0;
	for (; count < 9 && **cursor >= '0' && **cursor <= '9'; count++) {
		if (count < 3)
			ms += (**cursor - '0') * units_ms[count];
		(*cursor)++;
	}
	return count == 0 ? -1 : ms;
}

static bool
read_offset(const char **cursor, int *minutes_out)
{
	int sign = **cursor == '-' ? -1 : 1;

	*minutes_out = 0;
	if (read_char(cursor, 'Z') || read_char(cursor, 'z'))
		return true;
	if (!read_char(cursor, '+') && !read_char(cursor, '-'))
		return false;

	int hours = read_digits(cursor, 2);

	if (hours < 0 || hours > 23 || !read_char(cursor, ':'))
		return false;

	int minutes = read_digits(cursor, 2);

	if (minutes < 0 || minutes > 59)
		return false;
	*minutes_out = sign * (hours * 60 + minutes);
	return true;
}

struct time_of_day {
	int minutes;
	int seconds; /* 60: a leap second */
	int ms;
	int offset_minutes;
};

static bool
read_time_of_day(const char **cursor, struct time_of_day *time)
{
	int hours = read_digits(cursor, 2);

	if (hours < 0 || hours > 23 || !read_char(cursor, ':'))
		return false;

	int minutes = read_digits(cursor, 2);

	if (minutes < 0 || minutes > 59 || !read_char(cursor, ':'))
		return false;
	time->minutes = hours * 60 + minutes;
	time->seconds = read_digits(cursor, 2);
	if (time->seconds < 0 || time->seconds > 60)
		return false;
	time->ms = read_decimals(cursor);
	return time->ms >= 0 && read_offset(cursor, &time->offset_minutes);
}

bool
clock_parse_time(const char *string, int64_t *time_ms_out)
{
	const char *cursor = string;
	int32_t day;
	struct time_of_day time;

	if (!read_date(&cursor, &day) ||
	    (!read_char(&cursor, 'T') && !read_char(&cursor, 't')) ||
	    !read_time_of_day(&cursor, &time) || *cursor != '\0')
		return false;

	int64_t minutes = (int64_t)day * MINUTES_PER_DAY + time.minutes -
			  time.offset_minutes;
	int64_t time_ms = (minutes * 60 + time.seconds) * 1000 + time.ms;
	int year = date_of_day(clock_day_of_ms(time_ms)).year;

	/* Leap seconds are only ever the last of a UTC day. */
	if (time.seconds == 60 && (minutes + 1) % MINUTES_PER_DAY != 0)
		return false;
	if (year < 0 || year > YEAR_MAX)
		return false;
	*time_ms_out = time_ms;
	return true;
}

/* Times that four digits of a year cannot say become the last that they can. */
static struct date
sayable_date(int32_t day)
{
	struct date date = date_of_day(day);

	if (date.year < 0)
		return (struct date){0, 1, 1};
	if (date.year > YEAR_MAX)
		return (struct date){YEAR_MAX, 12, 31};
	return date;
}

static char *
put_digits(char *out, int number, int count)
{
	for (int i = count - 1; i >= 0; i--, number /= 10)
		out[i] = (char)('0' + number % 10);
	return out + count;
}

static char *
put_date(char *out, int32_t day)
{
	struct date date = sayable_date(day);

	out = put_digits(out, date.year, 4);
	*out++ = '-';
	out = put_digits(out, date.month, 2);
	*out++ = '-';
	return put_digits(out, date.day, 2);
}

void
clock_format_time(int64_t time_ms, char out[CLOCK_TIME_BYTES])
{
	int64_t lowest_ms = day_of_date((struct date){0, 1, 1}) * MS_PER_DAY;
	int64_t highest_ms = (day_of_date((struct date){YEAR_MAX, 12, 31}) +
			      1) * MS_PER_DAY -
			     1;

	if (time_ms < lowest_ms)
		time_ms = lowest_ms;
	if (time_ms > highest_ms)
		time_ms = highest_ms;

	int32_t day = clock_day_of_ms(time_ms);
	int ms = (int)(time_ms - day * MS_PER_DAY);
	char *at = put_date(out, day);

	*at++ = 'T';
	at = put_digits(at, ms / 3600000, 2);
	*at++ = ':';
	at = put_digits(at, ms / 60000 % 60, 2);
	*at++ = ':';
	at = put_digits(at, ms / 1000 % 60, 2);
	*at++ = '.';
	at = put_digits(at, ms % 1000, 3);
	*at++ = 'Z';
	*at = '\0';
}

void
clock_format_date(int32_t day, char out[CLOCK_DATE_BYTES])
{
	char *at = day == CLOCK_DAY_NONE ? out : put_date(out, day);

	*at = '\0';
}

bool
clock_parse_date(const char *string, int32_t *day_out)
{
	const char *cursor = string;
	int32_t day;

	if (!read_date(&cursor, &day) || *cursor != '\0')
		return false;
	*day_out = day;
	return true;
}

int
clock_age_years(int32_t birth_day, int32_t day)
{
	if (birth_day == CLOCK_DAY_NONE || day == CLOCK_DAY_NONE ||
	    day < birth_day)
		return -1;

	struct date birth = date_of_day(birth_day);
	struct date today = date_of_day(day);
	bool had_birthday =
		today.month > birth.month ||
		(today.month == birth.month && today.day >= birth.day);

	return today.year - birth.year - (had_birthday ? 0 : 1);
}

/*
 * How many working days there were up to and with `day`, counted from a Monday
 * before all that can be written.
 */
static int32_t
working_days_until(int32_t day)
{
	const int32_t monday = -719162; /* 0001-01-01 */
	int32_t days = day - monday + 1;
	int32_t rest = days % 7;

	return days / 7 * 5 + (rest < 5 ? rest : 5);
}

int32_t
clock_working_day_after(int32_t day, unsigned days)
{
	int32_t wanted = working_days_until(day) + (int32_t)days;

	while (working_days_until(day) < wanted)
		day++;
	return day;
}

int32_t
clock_working_days_between(int32_t from, int32_t until)
{
	return until <= from
		       ? 0
		       : working_days_until(until) - working_days_until(from);
}

bool
clock_is_time_of_day(const char *string)
{
	return strlen(string) == 5 && string[2] == ':' &&
	       strspn(string, "0123456789") == 2 &&
	       strspn(string + 3, "0123456789") == 2 &&
	       strncmp(string, "24", 2) < 0 && string[3] < '6';
}
