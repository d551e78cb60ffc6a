/*
 * Which columns the plan shows for each category: layout.def.
 */
#ifndef EENPLAN_CLIENT_LAYOUT_H
#define EENPLAN_CLIENT_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#define LAYOUT_COLUMNS 7

enum layout_kind {
	LAYOUT_TEXT,  /* as it is; a second field after a comma */
	LAYOUT_WHOLE, /* as it is, never wrapped */
	LAYOUT_DATE,
	LAYOUT_ACTION, /* who: what */
	LAYOUT_BESIDE, /* how much, beside what others go on doing */
	LAYOUT_DUE,    /* a date after a first, marked when over and not done */
	LAYOUT_PERIOD, /* from the first field to the second */
	LAYOUT_WHO, /* with the organisation, unless it is the source itself */
};

enum layout_shape { LAYOUT_ROWS, LAYOUT_CARDS };
enum layout_order { LAYOUT_RISING, LAYOUT_FALLING };

struct layout_column {
	const char *title; /* English, a gettext key; NULL: no more */
	enum layout_kind kind;
	const char *field;
	const char *second;
	const char *third;
};

struct layout_section {
	const char *category;
	const char *title;
	enum layout_shape shape;
	const char *sort; /* a field, or NULL: as received */
	enum layout_order order;
	struct layout_column columns[LAYOUT_COLUMNS];
};

extern const struct layout_section layout_sections[];
extern const size_t layout_section_count;

size_t layout_column_count(const struct layout_section *section);
/* Is there a column for `field`? */
bool layout_shows(const struct layout_section *section, const char *field);

#endif
