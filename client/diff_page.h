/*
 * What an edit of a policy newly shares and no longer shares: for people, and
 * for programs.
 */
#ifndef EENPLAN_CLIENT_DIFF_PAGE_H
#define EENPLAN_CLIENT_DIFF_PAGE_H

#include "client/exit.h"
#include "client/page.h"
#include "eenplan/policy/diff.h"

/* The verdict, the changes under a heading each, and how much was walked. */
void diff_page_print(struct page *page, const struct diff *diff);
/* The members "verdict", "groups", "unlisted" and "changes". */
void diff_page_put(struct arena *arena, struct json_writer *writer,
		   const struct diff *diff);
/* 0 for the same, else that it shares more, less or both. */
enum exit_code diff_page_code(const struct diff *diff);

#endif
