/*
 * Bars in HTML, drawn as SVG without a script.
 *
 * What a bar says stands beside it in words, so that the drawing is only for
 * who sees it: assistive technology reads the list and skips the drawings.
 * Text isn't in the drawing, and so follows the reader's size and wraps.
 */
#ifndef EENPLAN_CLIENT_PLOT_H
#define EENPLAN_CLIENT_PLOT_H

#include <stdbool.h>
#include <stdint.h>

#include "eenplan/base/buf.h"

/* Told apart by more than their colour. */
enum plot_fill { PLOT_SOLID, PLOT_STRIPED };

struct plot_bar {
	const char *group; /* a heading before it; NULL: goes on */
	const char *label;
	const char *value; /* in words; why there is none */
	double length;	   /* below 0: there is none */
	enum plot_fill fill;
};

struct plot {
	const char *title;
	const char *summary; /* what it comes to; NULL: nothing */
	const struct plot_bar *bars;
	size_t count;
	double most; /* what a bar of the whole width is; 0: the longest */
	const char *least_text, *most_text; /* the ends of the axis, or NULL */
};

/* A <figure>. */
void plot_put(const struct plot *plot, struct buf *out);

extern const char plot_style[];

#endif
