/*
 * Errors on the wire: application/problem+json (RFC 9457) with a stable code.
 *
 * {"code","detail","found","request","status","title","type","where"}: `title`
 * is the public sentence; `detail` and `where` (about the sender's own input
 * only) are left out when there is no fault, and `found` (findings.h: what is
 * wrong in files that were sent) when there is none. `title` and `detail` are
 * in the fault's tongue, the other members the same in every language.
 */
#ifndef EENPLAN_WIRE_PROBLEM_H
#define EENPLAN_WIRE_PROBLEM_H

#include "eenplan/base/diagnostic.h"
#include "eenplan/base/json.h"

#define PROBLEM_CONTENT_TYPE "application/problem+json"

struct problem {
	enum status status;
	const char *request; /* request id */
	struct fault fault;
	/* To be encoded, or NULL; who decodes reads findings_decode. */
	const struct diagnostics *found;
};

void problem_encode(struct buf *out, const struct problem *problem);
/* STATUS_INVALID if `value` is no problem document of ours. */
enum status problem_decode(const struct json *value,
			   struct problem *problem_out) MUST_CHECK;

#endif
