/*
 * What others wrote, made harmless for a terminal.
 *
 * A name or a goal that comes from a node may hold escape sequences, line
 * breaks or marks that turn the direction of writing. None of them ever
 * reaches the terminal.
 */
#ifndef EENPLAN_CLIENT_SAFE_H
#define EENPLAN_CLIENT_SAFE_H

#include "eenplan/base/arena.h"

/*
 * `string` as one line: breaks and tabs become spaces, and what can steer a
 * terminal or isn't UTF-8 becomes U+FFFD. The same pointer if nothing was
 * wrong with it.
 */
const char *safe_text(struct arena *arena, const char *string);
/*
 * The same JSON value, with everything that can steer a terminal written as
 * \uXXXX. `json` must be well-formed.
 */
struct text safe_json(struct arena *arena, struct text json);

#endif
