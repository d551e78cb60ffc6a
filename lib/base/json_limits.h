/*
 * A JSON document at the door: measured before anything recurses into it or
 * allocates for it, and refused by the place where it goes wrong.
 */
#ifndef EENPLAN_BASE_JSON_LIMITS_H
#define EENPLAN_BASE_JSON_LIMITS_H

#include "eenplan/base/fault.h"
#include "eenplan/base/status.h"
#include "eenplan/base/text.h"

/*
 * Is `source` within LIMIT_JSON_DEPTH and LIMIT_JSON_VALUES, with no NUL among
 * its bytes (which would hide what stands behind it)? Right as far as it is
 * JSON; a parser stops where it is not. STATUS_MALFORMED, STATUS_TOO_LARGE.
 */
enum status json_check_limits(struct text source,
			      struct fault *fault) MUST_CHECK;

/*
 * Fault the byte at `offset` of `source`, by its line and column. `sentence`
 * speaks of that place ("is no number") and never quotes it. Always
 * STATUS_MALFORMED.
 */
enum status json_refuse_at(struct text source, size_t offset,
			   const char *sentence, struct fault *fault);

#endif
