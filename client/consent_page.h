/*
 * Consents on the page.
 */
#ifndef EENPLAN_CLIENT_CONSENT_PAGE_H
#define EENPLAN_CLIENT_CONSENT_PAGE_H

#include "client/page.h"

/* Everything that one consent says. */
void consent_page_show(struct page *page, const struct json *consent);
/* The same, after it was recorded. */
void consent_page_say(struct page *page, const struct json *consent);
/* To whom: an organisation, a kind of them, a role or everybody. */
const char *consent_page_recipient(struct arena *arena,
				   const struct json *consent);
/* Whose records, or who asked it; NULL: asked here, about our own. */
const char *consent_page_elsewhere(struct arena *arena,
				   const struct json *consent);
/* A table of them. */
void consent_page_list(struct page *page, const struct json *consents);

#endif
