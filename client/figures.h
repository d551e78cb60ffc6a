/*
 * The figures of a report in words: for the table and the page alike.
 */
#ifndef EENPLAN_CLIENT_FIGURES_H
#define EENPLAN_CLIENT_FIGURES_H

#include "eenplan/base/arena.h"
#include "eenplan/base/json.h"

/* What is measured; an unknown word as it is. */
const char *figures_label(const struct json *figure);
/* "EUR 120.50", "8.5"; NULL: it isn't given. */
const char *figures_value(struct arena *arena, const struct json *figure);
/* What stands where a figure is of too few to be given. */
const char *figures_few(struct arena *arena, const struct json *report);
/* Why it isn't given; NULL: it is. */
const char *figures_why_not(struct arena *arena, const struct json *report,
			    const struct json *figure);
/*
 * The same figure in the period that the report is held against, and by how
 * much this one is more ("+3", "-1.5"). NULL: there is none, or one of them
 * isn't given.
 */
const struct json *figures_baseline(const struct json *report,
				    const struct json *figure);
const char *figures_change(struct arena *arena, const struct json *figure,
			   const struct json *baseline);
/* How many it is over; NULL: it isn't given. */
const char *figures_residents(struct arena *arena, const struct json *figure);
/* Of which law; for a cost that has none, "all laws above"; else "". */
const char *figures_law(const struct json *figure);
/* What a reader must know to read them right: a sentence each; NULL ends. */
const char *figures_note(struct arena *arena, const struct json *report,
			 size_t which);

#endif
