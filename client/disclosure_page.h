/*
 * A resident's statement in words, 80 columns wide, for a privacy officer and
 * for the resident.
 */
#ifndef EENPLAN_CLIENT_DISCLOSURE_PAGE_H
#define EENPLAN_CLIENT_DISCLOSURE_PAGE_H

#include "client/page.h"
#include "eenplan/wire/disclosure.h"

/* In the language of gettext. */
void disclosure_page_print(struct page *page,
			   const struct disclosure *disclosure);

#endif
