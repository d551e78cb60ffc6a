/*
 * Lines of text on paper, PAPER_COLUMNS wide where words allow.
 *
 * What is printed may come from a file that anybody made: nothing of it can
 * steer a terminal.
 */
#ifndef EENPLAN_WIRE_PAPER_H
#define EENPLAN_WIRE_PAPER_H

#include "eenplan/base/buf.h"

#define PAPER_COLUMNS 72

struct paper {
	struct buf out;
	size_t column; /* where the next word comes */
};

void paper_init(struct paper *paper, struct arena *arena);
/* Words from where we are, at `indent` or further; then the line ends. */
void paper_wrap(struct paper *paper, size_t indent, const char *string);
/* The same for a text of paragraphs, with a blank line between. */
void paper_wrap_paragraphs(struct paper *paper, size_t indent,
			   const char *text);
/* A line with a rule of that character under it. */
void paper_heading(struct paper *paper, const char *string, char rule);
/* "label:  value", the value from `column` on. */
void paper_pair(struct paper *paper, size_t indent, size_t column,
		const char *label, const char *value);
void paper_blank(struct paper *paper);
/* All of it, NUL-terminated. */
const char *paper_text(struct paper *paper);

#endif
