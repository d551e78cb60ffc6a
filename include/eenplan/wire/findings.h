/*
 * What is wrong in files that somebody sent: the mistakes as the node found
 * them, so that the sender sees them as if they had been found at home.
 *
 * {"items":[{"column","file","hint"?,"line","severity","source"?,"text",
 * "width"}…],"unlisted":n}: errors and warnings, at most LIMIT_POLICY_ERRORS,
 * errors first; `unlisted` counts the rest.
 */
#ifndef EENPLAN_WIRE_FINDINGS_H
#define EENPLAN_WIRE_FINDINGS_H

#include "eenplan/base/diagnostic.h"
#include "eenplan/base/json.h"

/* Write the member "found". */
void findings_encode(struct json_writer *writer,
		     const struct diagnostics *found);
/*
 * Add what the member "found" of `object` has to `found`; nothing if there is
 * none. STATUS_INVALID: it has another shape; some may have been added.
 */
enum status findings_decode(const struct json *object,
			    struct diagnostics *found) MUST_CHECK;

#endif
