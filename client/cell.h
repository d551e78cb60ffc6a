/*
 * What stands in one cell of the plan: a field as its reader wants to see it.
 */
#ifndef EENPLAN_CLIENT_CELL_H
#define EENPLAN_CLIENT_CELL_H

#include <stdint.h>

#include "client/layout.h"
#include "client/table.h"

/* The fields of a fragment: its first, with a key; NULL for none. */
const struct json *cell_fields(const struct json *fragment);
/* What the reader sees of `field`: words of lists and dates in their language.
 * NULL for nothing. */
const char *cell_of_field(struct arena *arena, const char *field,
			  const struct json *value);
/* A field's value as text; NULL for nothing. */
const char *cell_value(struct arena *arena, const struct json *value);
/*
 * The cell of `column` for one fragment of a view. `today`: what is due before
 * that day, and not done, is overdue.
 */
struct table_cell cell_of(struct page *page, const struct json *fragment,
			  const struct layout_column *column, int32_t today);
/* The fields that no column of `section` shows, "label: value; …". */
const char *cell_of_rest(struct arena *arena, const struct json *fragment,
			 const struct layout_section *section);
/* NULL: no such member, or one without a name. */
const char *cell_name_of_member(const struct json *view, const char *id);
/* The day on which a view was made; CLOCK_DAY_NONE where it doesn't say. */
int32_t cell_day_of(const struct json *view);
/* What the view calls the member with that id: their name, or else the id. */
const char *cell_of_member(const struct json *view, const char *id);
/* The organisation's name, or its kind when that is all that may be told. */
const char *cell_of_source(struct arena *arena, const struct json *item);

#endif
