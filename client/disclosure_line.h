/*
 * One line of a resident's statement in words: who did what, when, what for,
 * with which kinds of data and on which ground.
 */
#ifndef EENPLAN_CLIENT_DISCLOSURE_LINE_H
#define EENPLAN_CLIENT_DISCLOSURE_LINE_H

#include "client/page.h"
#include "eenplan/wire/disclosure.h"

void disclosure_line_print(struct page *page,
			   const struct disclosure *statement,
			   const struct disclosure_line *line);

#endif
