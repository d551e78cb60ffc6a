/*
 * What a plan doesn't show, and why: so that nobody takes silence for absence.
 */
#ifndef EENPLAN_CLIENT_MISSING_H
#define EENPLAN_CLIENT_MISSING_H

#include "client/page.h"

/* Everything in the view's `missing`, grouped by reason. */
void missing_print(struct page *page, const struct json *view);
/* How many partners couldn't be reached. */
size_t missing_unreachable(const struct json *view);

#endif
