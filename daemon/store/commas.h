/*
 * Lists of words as one column: "goal,agreement".
 */
#ifndef EENPLAN_DAEMON_STORE_COMMAS_H
#define EENPLAN_DAEMON_STORE_COMMAS_H

#include <stddef.h>

#include "eenplan/base/arena.h"
#include "eenplan/base/status.h"

/* STATUS_INVALID: a word is empty or has a comma in it. */
enum status commas_join(struct arena *arena, const char *const *words,
			size_t count, const char **joined_out) MUST_CHECK;
/* Cuts `joined` up in place; an empty string is no words. */
const char *const *commas_split(struct arena *arena, char *joined,
				size_t *count_out);

#endif
