/*
 * Entries of the plan on the page: what was written, what can be, and what of
 * it is overdue.
 */
#ifndef EENPLAN_CLIENT_ENTRY_PAGE_H
#define EENPLAN_CLIENT_ENTRY_PAGE_H

#include "client/page.h"
#include "eenplan/wire/entry.h"

/* One that was just written: {"category","fields","id",…}. */
void entry_page_say(struct page *page, const struct json *entry);
/* A view of our own part alone (eenplan/wire/view.h), by category. */
void entry_page_list(struct page *page, const struct json *view);
/* {"versions":[{"changed","shown","user","what"}]} */
void entry_page_history(struct page *page, const struct json *reply);
/* The table of entries, or one `kind` (else NULL) with its fields. */
void entry_page_kinds(struct page *page, const struct entry_kind *kind);
/* {"kinds":[{"category","closed_by","fields":[{"field","of","presence",
 *  "type"}]}]} */
void entry_page_kinds_json(struct page *page, const struct entry_kind *kind);

#endif
