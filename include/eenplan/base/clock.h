/*
 * Time: UTC milliseconds since 1970, and days since 1970-01-01.
 *
 * Decisions take the day as an input; only the edges of the program ask here.
 */
#ifndef EENPLAN_BASE_CLOCK_H
#define EENPLAN_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#define CLOCK_TIME_BYTES sizeof("2026-11-21T10:00:00.000Z")
#define CLOCK_DATE_BYTES sizeof("2026-11-21")
#define CLOCK_DAY_NONE	 INT32_MIN

int64_t clock_now_ms(void);
/* For measuring only: never goes back. */
int64_t clock_monotonic_ms(void);
int32_t clock_day_of_ms(int64_t time_ms);
/* When that UTC year began. */
int64_t clock_year_began_ms(int64_t time_ms);
/* The beginning of that day, so many years before; of 29 February 1 March. */
int64_t clock_years_before_ms(int64_t time_ms, unsigned years);

/* "2026-11-21T10:00:00.000Z" (RFC 3339, always UTC, always milliseconds). */
void clock_format_time(int64_t time_ms, char out[CLOCK_TIME_BYTES]);
/*
 * RFC 3339 with any offset and 0–9 decimals. False, and nothing written, if
 * `string` is anything else or no real date (2026-02-30).
 */
bool clock_parse_time(const char *string, int64_t *time_ms_out);

/* "2026-11-21"; CLOCK_DAY_NONE gives an empty string. */
void clock_format_date(int32_t day, char out[CLOCK_DATE_BYTES]);
bool clock_parse_date(const char *string, int32_t *day_out);
/* "10:30", from 00:00 to 23:59 */
bool clock_is_time_of_day(const char *string);

/*
 * Full years lived on `day`; somebody born on 29 February has their birthday
 * on 1 March in other years. Negative if `day` is before birth.
 */
int clock_age_years(int32_t birth_day, int32_t day);

/*
 * The day that is `days` working days after `day`: Monday to Friday, without a
 * table of holidays. A weekend counts as the Friday before it.
 */
int32_t clock_working_day_after(int32_t day, unsigned days);
/* How many working days `until` is after `from`; 0 if it isn't after it. */
int32_t clock_working_days_between(int32_t from, int32_t until);

#endif
