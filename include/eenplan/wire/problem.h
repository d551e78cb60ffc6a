/*
 * Errors on the wire: application/problem+json (RFC 9457) with a stable code.
 *
 * {"code","detail","request","status","title","type","where"}: `title` is the
 * public sentence; `detail` and `where` (about the sender's own input only)
 * are left out when there is no fault.
 */
#ifndef EENPLAN_WIRE_PROBLEM_H
#define EENPLAN_WIRE_PROBLEM_H

#include "eenplan/base/json.h"

#define PROBLEM_CONTENT_TYPE "application/problem+json"

struct problem {
	enum status status;
	const char *request; /* request id */
	struct fault fault;
};

void problem_encode(struct buf *out, const struct problem *problem);
/* STATUS_INVALID if `value` is no problem document of ours. */
enum status problem_decode(const struct json *value,
			   struct problem *problem_out) MUST_CHECK;

#endif
