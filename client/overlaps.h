/*
 * What doesn't fit together in a plan, and who should talk to whom about it.
 */
#ifndef EENPLAN_CLIENT_OVERLAPS_H
#define EENPLAN_CLIENT_OVERLAPS_H

#include "client/page.h"

/* Everything in the view's `overlaps`; nothing at all if there is none. */
void overlaps_print(struct page *page, const struct json *view);

#endif
