/*
 * How wide a text is on a terminal, and how it breaks into lines.
 *
 * Columns, not bytes or characters. Texts are harmless (safe.h) UTF-8. A
 * no-break space keeps a line together, and is written as a plain space.
 */
#ifndef EENPLAN_CLIENT_MEASURE_H
#define EENPLAN_CLIENT_MEASURE_H

#include "eenplan/base/arena.h"

#define MEASURE_NO_BREAK "\xC2\xA0"

size_t measure_width(const char *string);
/* Of the widest run without a space. */
size_t measure_longest_word(const char *string);
/*
 * `string` broken at spaces into lines of at most `width` columns, with LF
 * between them; a word that is wider is broken where it must.
 */
const char *measure_wrap(struct arena *arena, const char *string, size_t width);
/* The same, with `hang` spaces before each line but the first. */
const char *measure_wrap_hanging(struct arena *arena, const char *string,
				 size_t width, size_t hang);

#endif
