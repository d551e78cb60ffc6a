/*
 * Who is around each member of a household: the informal network first, then
 * who works for an organisation, by line; and in which phase of a treatment.
 */
#ifndef EENPLAN_CLIENT_NETWORK_H
#define EENPLAN_CLIENT_NETWORK_H

#include "client/page.h"

/* Of every member of the view. Pure. */
void network_print(struct page *page, const struct json *view);

#endif
