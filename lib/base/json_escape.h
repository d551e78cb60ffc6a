/* What can't stand in a JSON string as it is (RFC 8259 §7). */
#ifndef EENPLAN_BASE_JSON_ESCAPE_H
#define EENPLAN_BASE_JSON_ESCAPE_H

#include "eenplan/base/text.h"

/* Where the next quote, backslash or control character is in `text`, from `at`
 * on; its length if there is none. */
size_t json_escape_next(struct text text, size_t at);

#endif
