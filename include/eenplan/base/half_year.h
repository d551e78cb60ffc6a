/*
 * Half-years of the calendar, as the hours ledger is kept by: "2026-1" is
 * January to June, "2026-2" July to December. Numbers in a row.
 */
#ifndef EENPLAN_BASE_HALF_YEAR_H
#define EENPLAN_BASE_HALF_YEAR_H

#include <stdbool.h>
#include <stdint.h>

#define HALF_YEAR_BYTES sizeof("2026-2")

int32_t half_year_of_day(int32_t day);
int32_t half_year_first_day(int32_t half_year);
void half_year_format(int32_t half_year, char out[HALF_YEAR_BYTES]);
/* False, and nothing written, if `string` is anything else. */
bool half_year_parse(const char *string, int32_t *half_year_out);

#endif
