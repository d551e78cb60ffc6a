/*
 * One household's plan on the page: what a coordinator reads.
 *
 * Takes the view as the node documents it (eenplan/wire/view.h). Pure: no
 * clock, no network; what is overdue is so at the view's own time.
 */
#ifndef EENPLAN_CLIENT_PLAN_H
#define EENPLAN_CLIENT_PLAN_H

#include "client/page.h"

enum plan_part {
	PLAN_WHOLE,
	PLAN_MISSING_ONLY,
	PLAN_NETWORK, /* who is around them, and what is missing */
};

void plan_print(struct page *page, const struct json *view,
		enum plan_part part);
/* An organisation's name, or a group's ("care", "any") as people call it. */
const char *plan_organisation(const char *name);
/* "Who coordinates", from a coordinator object, null, or NULL. */
void plan_print_coordinator(struct page *page, const struct json *coordinator);

#endif
