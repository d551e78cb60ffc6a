/*
 * A file as it was read, and places in it: what every mistake points at.
 *
 * Places are small and know their line; the column and the line's text are
 * worked out only when somebody has to read them.
 */
#ifndef EENPLAN_POLICY_SOURCE_H
#define EENPLAN_POLICY_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "eenplan/base/attributes.h"
#include "eenplan/base/diagnostic.h"
#include "eenplan/base/text.h"

struct source {
	const char *name;
	struct text text;
	struct diagnostics *found; /* where its mistakes go; NULL once loaded */
};

/* A run of characters; source NULL: nothing was written there. */
struct place {
	const struct source *source;
	uint32_t offset;
	uint32_t length;
	uint32_t line; /* from 1 */
};

bool place_is_set(struct place place);
/* What stands there, without the quotes around a text. Borrows the source. */
struct text place_text(struct place place);
/* The same as a string in `arena`. */
const char *place_string(struct arena *arena, struct place place);

/*
 * Report a mistake. `hint` may be NULL. Beyond the limit of the list a
 * mistake is only counted, which costs nothing.
 */
void place_error(struct place place, const char *hint, const char *format, ...)
	PRINTF_LIKE(3, 4);
void place_warning(struct place place, const char *hint, const char *format,
		   ...) PRINTF_LIKE(3, 4);
/* A mistake of the file as a whole. */
void source_error(const struct source *source, const char *format, ...)
	PRINTF_LIKE(2, 3);

/*
 * Is it worth looking for a hint? Only the first LIMIT_POLICY_ERRORS mistakes
 * get one: looking for it is the dearest part of a mistake.
 */
bool place_wants_hint(struct place place);
/*
 * "did you mean …?" for the nearest of `words` to what stands at `place`; NULL
 * if none is near or wanted. Lives as long as the list of mistakes.
 */
const char *place_hint(struct place place, const char *const *words,
		       size_t count);

/*
 * Can a person see everything that is in this file? Reports the first NUL,
 * control character, direction mark or byte that is no UTF-8, and answers no.
 */
bool source_is_readable(const struct source *source);
/* Where the text begins: behind a byte order mark, if there is one. */
uint32_t source_start(const struct source *source);
/* Bytes of the character at `offset`; 0 if it isn't well-formed UTF-8. */
uint32_t source_character(const struct source *source, uint32_t offset);

#endif
