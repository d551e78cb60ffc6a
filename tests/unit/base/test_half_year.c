#include "eenplan/base/half_year.h"

#include "eenplan/base/attributes.h"
#include "eenplan/base/clock.h"
#include "leak_free.h"

LEAK_FREE_TEST(half_year, refuses_what_is_none)
{
	static const char *const wrong[] = {
		"",	  "2026",   "2026-0", "2026-3", "2026-01",
		"26-1",	  "2026 1", "2026/1", "-026-1", "2026-1 ",
		"2026-x", " 026-1", "0000-1",
	};
	int32_t half_year = 7;

	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		cr_expect_not(half_year_parse(wrong[i], &half_year), "%s",
			      wrong[i]);
	cr_expect_eq(half_year, 7);
}

LEAK_FREE_TEST(half_year, begins_in_january_and_july)
{
	static const struct {
		const char *day, *half_year, *first, *next;
	} rows[] = {
		{"2026-01-01", "2026-1", "2026-01-01", "2026-07-01"},
		{"2026-06-30", "2026-1", "2026-01-01", "2026-07-01"},
		{"2026-07-01", "2026-2", "2026-07-01", "2027-01-01"},
		{"2026-12-31", "2026-2", "2026-07-01", "2027-01-01"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[HALF_YEAR_BYTES], date[CLOCK_DATE_BYTES];
		int32_t day, again, half_year;

		cr_assert(clock_parse_date(rows[i].day, &day));
		half_year = half_year_of_day(day);
		half_year_format(half_year, text);
		cr_expect_str_eq(text, rows[i].half_year);
		cr_assert(half_year_parse(text, &again));
		cr_expect_eq(again, half_year);
		clock_format_date(half_year_first_day(half_year), date);
		cr_expect_str_eq(date, rows[i].first);
		clock_format_date(half_year_first_day(half_year + 1), date);
		cr_expect_str_eq(date, rows[i].next);
	}
}
