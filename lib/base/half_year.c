#include "eenplan/base/half_year.h"

#include <stdio.h>
#include <string.h>

#include "eenplan/base/clock.h"

#define FIRST_OF_HALF "0107" /* months: January, July */

int32_t
half_year_of_day(int32_t day)
{
	char date[CLOCK_DATE_BYTES];
	int year, month;

	clock_format_date(day, date);
	if (sscanf(date, "%4d-%2d", &year, &month) != 2)
		return 0;
	return year * 2 + (month > 6 ? 1 : 0);
}

int32_t
half_year_first_day(int32_t half_year)
{
	char date[CLOCK_DATE_BYTES];
	int32_t day = CLOCK_DAY_NONE;

	(void)snprintf(date, sizeof(date), "%04u-%.2s-01",
		       (unsigned)half_year / 2 % 10000,
		       &FIRST_OF_HALF[half_year % 2 * 2]);
	(void)clock_parse_date(date, &day);
	return day;
}

void
half_year_format(int32_t half_year, char out[HALF_YEAR_BYTES])
{
	(void)snprintf(out, HALF_YEAR_BYTES, "%04u-%u",
		       (unsigned)half_year / 2 % 10000,
		       (unsigned)half_year % 2 + 1);
}

bool
half_year_parse(const char *string, int32_t *half_year_out)
{
	char again[HALF_YEAR_BYTES];
	unsigned year, half;

	if (strlen(string) != HALF_YEAR_BYTES - 1 ||
	    sscanf(string, "%4u-%1u", &year, &half) != 2 || year < 1 ||
	    half < 1 || half > 2)
		return false;
	int32_t half_year = (int32_t)(year * 2 + half - 1);
	half_year_format(half_year, again);
	if (strcmp(again, string) != 0 ||
	    half_year_first_day(half_year) == CLOCK_DAY_NONE)
		return false;
	*half_year_out = half_year;
	return true;
}
