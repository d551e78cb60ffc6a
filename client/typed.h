/*
 * What people type as arguments that isn't just passed on.
 */
#ifndef EENPLAN_CLIENT_TYPED_H
#define EENPLAN_CLIENT_TYPED_H

#include <stdint.h>

#include "eenplan/base/arena.h"

/*
 * `argument`, or for "-" the first line of standard input: an argument can be
 * seen by others on the same machine. NULL: that can't be read, which was said.
 */
const char *typed_words(struct arena *arena, const char *argument);
/* False: it is no number of minutes, which was said. */
bool typed_minutes(const char *argument, int64_t *minutes_out);
/* False: it is no number of something in a list, which was said. */
bool typed_number(const char *argument, int64_t *number_out);

#endif
