#include <stdio.h>
#include <string.h>

#include "daemon/plan/report_part.h"
#include "eenplan/base/clock.h"

const char *
report_field(const struct report_record *record, const char *name)
{
	return json_get_string(record->fields, name);
}

bool
report_is(const struct report_record *record, const char *category)
{
	return strcmp(record->category, category) == 0;
}

bool
report_has(const struct report_record *record, const char *field,
	   const char *value)
{
	const char *own = report_field(record, field);

	return own != NULL && strcmp(own, value) == 0;
}

int32_t
report_day(const struct report_record *record, const char *field)
{
	const char *text = report_field(record, field);
	int32_t day;

	return text != NULL && clock_parse_date(text, &day) ? day
							    : CLOCK_DAY_NONE;
}

bool
report_is_in(struct report_period period, int32_t day)
{
	return day != CLOCK_DAY_NONE && day >= period.from &&
	       day <= period.until;
}

bool
report_hundredths(const char *text, int64_t *hundredths_out)
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
	*hundredths_out = whole * REPORT_HUNDRED + part;
	return *text == '\0';
}

bool
report_months_of(const char *text, struct report_months *months_out)
{
	int year, part = 1, end = 0, length;

	if (sscanf(text, "%4d%n", &year, &end) == 1 && text[end] == '\0' &&
	    end == 4)
		length = 12;
	else if (sscanf(text, "%4d-H%1d%n", &year, &part, &end) == 2 &&
		 text[end] == '\0')
		length = 6;
	else if (sscanf(text, "%4d-Q%1d%n", &year, &part, &end) == 2 &&
		 text[end] == '\0')
		length = 3;
	else if (sscanf(text, "%4d-%2d%n", &year, &part, &end) == 2 &&
		 text[end] == '\0')
		length = 1;
	else
		return false;
	if (year < 1 || part < 1 || part * length > 12)
		return false;
	*months_out =
		(struct report_months){year * 12 + (part - 1) * length, length};
	return true;
}

static int32_t
first_day(int32_t month)
{
	char date[CLOCK_DATE_BYTES * 2];
	int32_t day = CLOCK_DAY_NONE;

	(void)snprintf(date, sizeof(date), "%04d-%02d-01", month / 12,
		       month % 12 + 1);
	(void)clock_parse_date(date, &day);
	return day;
}

bool
report_period_of(const char *text, struct report_period *period_out)
{
	struct report_months months;

	if (!report_months_of(text, &months))
		return false;
	period_out->from = first_day(months.first);
	period_out->until = first_day(months.first + months.count) - 1;
	return period_out->from != CLOCK_DAY_NONE;
}
