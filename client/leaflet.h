/*
 * The household's own page: their plan in plain words, as one HTML file that
 * needs nothing else, to be read together at the kitchen table.
 *
 * It lies where everybody in the house can read it, so it has less than the
 * worker who makes it sees: who helps, what they want and what was agreed.
 * No other category is ever on it, not even that there is such a thing; nor
 * who refused what, a rule, an article of law or an id. Pure: no clock and no
 * network.
 */
#ifndef EENPLAN_CLIENT_LEAFLET_H
#define EENPLAN_CLIENT_LEAFLET_H

#include "eenplan/base/buf.h"
#include "eenplan/base/json.h"

struct leaflet {
	struct arena *arena;
	const struct json *view; /* eenplan/wire/view.h */
	const char *maker;	 /* the user who asked; NULL: unknown */
};

/* In the language of gettext. Follows light or dark, and prints on A4. */
void leaflet_write(const struct leaflet *leaflet, struct buf *out);

#endif
