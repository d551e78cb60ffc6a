#include "eenplan/base/clock.h"

#include <string.h>

#include "eenplan/base/attributes.h"
#include "leak_free.h"

LEAK_FREE_TEST(clock, refuses_what_is_no_time)
{
	static const char *const wrong[] = {
		"",
		"2026-11-21",
		"2026-11-21T10:00:00",
		"2026-11-21 10:00:00Z",
		"2026-11-21T10:00Z",
		"2026-11-21T10:00:00.Z",
		"2026-11-21T10:00:00.1234567890Z",
		"2026-11-21T24:00:00Z",
		"2026-11-21T10:60:00Z",
		"2026-11-21T10:00:61Z",
		"2026-11-21T10:00:60Z",
		"2026-11-21T23:59:60+01:00",
		"2026-02-30T10:00:00Z",
		"2026-11-21T10:00:00+24:00",
		"2026-11-21T10:00:00+01:60",
		"2026-11-21T10:00:00+0100",
		"2026-11-21T10:00:00Z ",
		" 2026-11-21T10:00:00Z",
		"26-11-21T10:00:00Z",
		"+2026-11-21T10:00:00Z",
		"0000-01-01T00:00:00+00:01",
		"9999-12-31T23:59:59-00:01",
	};
	int64_t time_ms = 7;

	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		cr_expect_not(clock_parse_time(wrong[i], &time_ms), "\"%s\"",
			      wrong[i]);
	cr_expect_eq(time_ms, 7, "nothing may be written");
}

LEAK_FREE_TEST(clock, refuses_what_is_no_date)
{
	static const char *const wrong[] = {
		"",	      "2026-13-01",  "2026-00-01", "2026-01-00",
		"2026-02-29", "1900-02-29",  "2026-04-31", "2026-1-1",
		"20260101",   "2026-01-01T", "2026/01/01",
	};
	int32_t day = 7;

	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		cr_expect_not(clock_parse_date(wrong[i], &day), "\"%s\"",
			      wrong[i]);
	cr_expect_eq(day, 7, "nothing may be written");
}

LEAK_FREE_TEST(clock, reads_every_spelling_of_a_time)
{
	static const struct {
		const char *spelling;
		const char *time;
	} rows[] = {
		{"1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"},
		{"2026-11-21T10:00:00.5Z", "2026-11-21T10:00:00.500Z"},
		{"2026-11-21t10:00:00.123456789z", "2026-11-21T10:00:00.123Z"},
		{"2026-11-21T10:00:00+01:00", "2026-11-21T09:00:00.000Z"},
		{"2026-11-21T23:30:00-01:30", "2026-11-22T01:00:00.000Z"},
		{"2026-11-21T10:00:00-00:00", "2026-11-21T10:00:00.000Z"},
		{"2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"},
		{"2017-01-01T00:59:60+01:00", "2017-01-01T00:00:00.000Z"},
		{"1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"},
		{"2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"},
		{"0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000Z"},
		{"9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int64_t time_ms;
		char time[CLOCK_TIME_BYTES];

		cr_assert(clock_parse_time(rows[i].spelling, &time_ms), "%s",
			  rows[i].spelling);
		clock_format_time(time_ms, time);
		cr_expect_str_eq(time, rows[i].time);
	}
}

LEAK_FREE_TEST(clock, agrees_with_known_instants)
{
	int64_t time_ms;
	int32_t day;

	cr_assert(clock_parse_time("2026-11-21T10:00:00Z", &time_ms));
	cr_expect_eq(time_ms, INT64_C(1795255200000));
	cr_assert(clock_parse_date("2000-03-01", &day));
	cr_expect_eq(day, 11017);
	cr_expect_eq(clock_day_of_ms(-1), -1);
	cr_expect_eq(clock_day_of_ms(86399999), 0);
	cr_expect_eq(clock_day_of_ms(86400000), 1);
}

LEAK_FREE_TEST(clock, reads_back_every_day_it_writes)
{
	int32_t first;
	int32_t last;

	cr_assert(clock_parse_date("0000-01-01", &first));
	cr_assert(clock_parse_date("9999-12-31", &last));
	cr_expect_eq(last - first, 3652424);
	for (int32_t day = first; day <= last; day += 13) {
		char date[CLOCK_DATE_BYTES];
		int32_t read;

		clock_format_date(day, date);
		cr_assert(clock_parse_date(date, &read));
		cr_assert_eq(read, day);
	}
}

LEAK_FREE_TEST(clock, stays_in_four_digits_of_a_year)
{
	char time[CLOCK_TIME_BYTES];
	char date[CLOCK_DATE_BYTES];

	clock_format_time(INT64_MAX, time);
	cr_expect_str_eq(time, "9999-12-31T23:59:59.999Z");
	clock_format_time(INT64_MIN, time);
	cr_expect_str_eq(time, "0000-01-01T00:00:00.000Z");
	clock_format_date(INT32_MAX, date);
	cr_expect_str_eq(date, "9999-12-31");
	clock_format_date(INT32_MIN + 1, date);
	cr_expect_str_eq(date, "0000-01-01");
	clock_format_date(CLOCK_DAY_NONE, date);
	cr_expect_str_eq(date, "");
}

LEAK_FREE_TEST(clock, counts_full_years_lived)
{
	static const struct {
		const char *birth;
		const char *day;
		int years;
	} rows[] = {
		{"2017-05-10", "2026-05-09", 8},
		{"2017-05-10", "2026-05-10", 9},
		{"2017-05-10", "2017-05-10", 0},
		{"2017-05-10", "2017-05-09", -1},
		{"2008-02-29", "2026-02-28", 17},
		{"2008-02-29", "2026-03-01", 18},
		{"2008-02-29", "2024-02-29", 16},
		{"1938-12-31", "2026-01-01", 87},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int32_t birth;
		int32_t day;

		cr_assert(clock_parse_date(rows[i].birth, &birth));
		cr_assert(clock_parse_date(rows[i].day, &day));
		cr_expect_eq(clock_age_years(birth, day), rows[i].years,
			     "row %zu", i);
	}
	cr_expect_lt(clock_age_years(CLOCK_DAY_NONE, 0), 0);
	cr_expect_lt(clock_age_years(0, CLOCK_DAY_NONE), 0);
}

LEAK_FREE_TEST(clock, goes_forward)
{
	int64_t before_ms = clock_monotonic_ms();

	cr_expect_gt(clock_now_ms(), INT64_C(1700000000000));
	cr_expect_geq(clock_monotonic_ms(), before_ms);
}

static int32_t
day_of(const char *date)
{
	int32_t day = CLOCK_DAY_NONE;

	cr_assert(clock_parse_date(date, &day), "%s", date);
	return day;
}

LEAK_FREE_TEST(clock, counts_no_weekends_among_working_days)
{
	static const struct {
		const char *from;
		unsigned days;
		const char *until;
	} rows[] = {
		{"2026-11-20", 1, "2026-11-23"}, /* Friday, Monday */
		{"2026-11-21", 1, "2026-11-23"}, /* Saturday */
		{"2026-11-22", 1, "2026-11-23"}, /* Sunday */
		{"2026-11-22", 5, "2026-11-27"},
		{"2026-11-23", 5, "2026-11-30"},
		{"2026-11-26", 2, "2026-11-30"},
		{"2026-12-31", 1, "2027-01-01"}, /* a holiday counts */
		{"2024-02-28", 2, "2024-03-01"}, /* a leap year */
		{"2026-11-23", 100, "2027-04-12"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int32_t from = day_of(rows[i].from);
		int32_t until = day_of(rows[i].until);

		cr_expect_eq(clock_working_day_after(from, rows[i].days), until,
			     "row %zu", i);
		cr_expect_eq(clock_working_days_between(from, until),
			     (int32_t)rows[i].days, "row %zu", i);
	}
	cr_expect_eq(clock_working_days_between(day_of("2026-11-23"),
						day_of("2026-11-20")),
		     0, "backwards");
	cr_expect_eq(clock_working_days_between(day_of("2026-11-20"),
						day_of("2026-11-22")),
		     0, "over a weekend");
}

LEAK_FREE_TEST(clock, knows_a_time_of_day)
{
	static const char *const right[] = {"00:00", "09:05", "23:59"};
	static const char *const wrong[] = {"",	      "9:05",  "24:00",
					    "10:60",  "1030",  "10:3x",
					    "10:300", "ab:cd", "-1:00"};

	for (size_t i = 0; i < COUNT_OF(right); i++)
		cr_expect(clock_is_time_of_day(right[i]), "%s", right[i]);
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		cr_expect(!clock_is_time_of_day(wrong[i]), "%s", wrong[i]);
}

LEAK_FREE_TEST(clock, knows_when_a_year_began_and_what_was_years_before)
{
	static const struct {
		const char *time;
		const char *began;
		unsigned years;
		const char *before;
	} cases[] = {
		{"2026-11-22T08:00:00Z", "2026-01-01T00:00:00.000Z", 5,
		 "2021-11-22T00:00:00.000Z"},
		{"2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000Z", 0,
		 "2026-01-01T00:00:00.000Z"},
		{"2025-12-31T23:59:59.999Z", "2025-01-01T00:00:00.000Z", 20,
		 "2005-12-31T00:00:00.000Z"},
		{"2028-02-29T12:00:00Z", "2028-01-01T00:00:00.000Z", 5,
		 "2023-03-01T00:00:00.000Z"},
		{"1969-12-31T12:00:00Z", "1969-01-01T00:00:00.000Z", 1,
		 "1968-12-31T00:00:00.000Z"},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char out[CLOCK_TIME_BYTES];
		int64_t time_ms;

		cr_assert(clock_parse_time(cases[i].time, &time_ms));
		clock_format_time(clock_year_began_ms(time_ms), out);
		cr_expect_str_eq(out, cases[i].began, "%s", cases[i].time);
		clock_format_time(
			clock_years_before_ms(time_ms, cases[i].years), out);
		cr_expect_str_eq(out, cases[i].before, "%s", cases[i].time);
	}
}
