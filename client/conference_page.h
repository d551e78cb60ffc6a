/*
 * One of our own case conferences on a page, and what each there may hear.
 */
#ifndef EENPLAN_CLIENT_CONFERENCE_PAGE_H
#define EENPLAN_CLIENT_CONFERENCE_PAGE_H

#include "client/page.h"

/* The whole of one. */
void conference_page_show(struct page *page, const struct json *conference);
/* A table of several. */
void conference_page_list(struct page *page, const struct json *conferences);
/* Its agenda: of each topic, what each may hear, and why not. */
void conference_page_agenda(struct page *page, const struct json *conference,
			    const struct json *hearings);
/* What the participant with the number `as` gets of it by asking. */
void conference_page_as(struct page *page, const struct json *conference,
			int64_t as, const struct json *gets);

#endif
