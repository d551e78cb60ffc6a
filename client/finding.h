/*
 * What was found in policy files: for people, with a caret, and for programs.
 */
#ifndef EENPLAN_CLIENT_FINDING_H
#define EENPLAN_CLIENT_FINDING_H

#include "client/page.h"
#include "eenplan/base/diagnostic.h"

/*
 * All of them, sorted, as lines in `arena`. Files may hold anything: it is
 * made harmless first.
 */
const char *finding_lines(struct arena *arena, const struct diagnostics *found,
			  bool colour);
void finding_print(struct page *page, const struct diagnostics *found);
/* The member "found": an array of {severity, file, line, column, text, hint}.
 */
void finding_put(struct json_writer *writer, const struct diagnostics *found);
/* Those that aren't errors, listed or not. */
size_t finding_warnings(const struct diagnostics *found);
/* A JSON document that was written to `out`, onto the page. */
void finding_print_json(struct page *page, const struct buf *out);

#endif
