/*
 * The report of one import on the page.
 */
#ifndef EENPLAN_CLIENT_IMPORT_PAGE_H
#define EENPLAN_CLIENT_IMPORT_PAGE_H

#include "client/page.h"

void import_page_print(struct page *page, const char *path,
		       const struct json *report);

#endif
