/*
 * What crosses between organisations about a resident, on the page: consents
 * asked here for others' records, those that others brought for ours, and
 * deaths that partners told of.
 */
#ifndef EENPLAN_CLIENT_ELSEWHERE_H
#define EENPLAN_CLIENT_ELSEWHERE_H

#include "client/page.h"

/* Each of these prints nothing at all when there is nothing. */

/* What became of what was asked here. */
void elsewhere_print_asked(struct page *page, const struct json *asked);
/* What partners brought and this node didn't take over. */
void elsewhere_print_brought(struct page *page, const struct json *reply);
void elsewhere_print_deaths(struct page *page, const struct json *deaths);

#endif
