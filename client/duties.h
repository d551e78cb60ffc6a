/*
 * What those who gave something ask in return: not to pass it on, and so on.
 */
#ifndef EENPLAN_CLIENT_DUTIES_H
#define EENPLAN_CLIENT_DUTIES_H

#include "client/page.h"

/* Nothing at all when nobody asks anything. */
void duties_print(struct page *page, const struct json *view);

#endif
