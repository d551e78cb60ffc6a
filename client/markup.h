/*
 * Text inside HTML: nothing that anybody wrote can be markup.
 *
 * What comes out is ASCII, so that the page is right in any character set.
 */
#ifndef EENPLAN_CLIENT_MARKUP_H
#define EENPLAN_CLIENT_MARKUP_H

#include "eenplan/base/buf.h"

/*
 * One line (safe.h), escaped for content and for a quoted attribute;
 * everything beyond ASCII by its number.
 */
void markup_text(struct buf *out, const char *text);
/* The same between `begin` and `end`, which are markup already. */
void markup_element(struct buf *out, const char *begin, const char *text,
		    const char *end);
/* The element, or nothing at all when `text` is NULL or empty. */
void markup_element_if(struct buf *out, const char *begin, const char *text,
		       const char *end);

#endif
