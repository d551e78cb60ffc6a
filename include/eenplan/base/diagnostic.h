/*
 * Mistakes in a file that a person wrote, as that person wants to see them:
 *
 *   care.policy:12:11: there is no category "gaol"
 *      12 |   permit  gaol
 *         |           ^~~~
 *         | did you mean "goal"?
 *
 * All mistakes of one run are collected, up to a limit, in the order of the
 * file. Shared by the policy language and the configuration.
 */
#ifndef EENPLAN_BASE_DIAGNOSTIC_H
#define EENPLAN_BASE_DIAGNOSTIC_H

#include <stdbool.h>
#include <stddef.h>

#include "eenplan/base/attributes.h"
#include "eenplan/base/buf.h"

enum diagnostic_severity { DIAGNOSTIC_ERROR, DIAGNOSTIC_WARNING };

struct diagnostic {
	enum diagnostic_severity severity;
	const char *file;
	unsigned line;	    /* from 1; 0: the file as a whole */
	unsigned column;    /* from 1, in characters, not bytes */
	unsigned width;	    /* characters to underline, at least 1 */
	const char *source; /* the line itself, or NULL */
	const char *text;
	const char *hint; /* or NULL */
};

struct diagnostics {
	struct arena *arena;
	struct diagnostic *items;
	size_t count;
	size_t room;
	size_t errors;	 /* of them, DIAGNOSTIC_ERROR */
	size_t limit;	 /* further ones are only counted */
	size_t unlisted; /* found beyond `limit` */
};

void diagnostics_init(struct diagnostics *list, struct arena *arena,
		      size_t limit);
/* Copies everything in `item` into the list's arena. */
void diagnostics_add(struct diagnostics *list, const struct diagnostic *item);
bool diagnostics_has_errors(const struct diagnostics *list);
/* Sort by file, line and column, and print all as above. `colour`: ANSI. */
void diagnostics_print(const struct diagnostics *list, struct buf *out,
		       bool colour);

/*
 * The word of `words` nearest to `word` by edits (insert, drop, change, swap),
 * if it is near enough to be meant; else NULL.
 */
const char *diagnostic_near_word(const char *word, const char *const *words,
				 size_t count);

#endif
