/*
 * The hours that specialists have for consultation, on the page.
 */
#ifndef EENPLAN_CLIENT_HOURS_H
#define EENPLAN_CLIENT_HOURS_H

#include "client/page.h"

/* "1 h 05 min" */
const char *hours_text(struct arena *arena, int64_t minutes);
/* If {"left","most","period","specialist","used","warning"} warns. */
void hours_print_warning(struct page *page, const struct json *hours);

#endif
