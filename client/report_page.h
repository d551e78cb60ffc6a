/*
 * A report as one page: plots with a table beside each, on a screen or paper.
 * Pure: no clock and no network.
 */
#ifndef EENPLAN_CLIENT_REPORT_PAGE_H
#define EENPLAN_CLIENT_REPORT_PAGE_H

#include "eenplan/base/buf.h"
#include "eenplan/base/json.h"

/* `report` is the node's answer (API.md). In the language of gettext. */
void report_page_write(const struct json *report, struct buf *out);

#endif
