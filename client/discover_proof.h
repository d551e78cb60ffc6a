/*
 * One session in which joint clients were looked for, as a node opens its part
 * of it to an auditor, judged here: the node isn't believed about anything.
 */
#ifndef EENPLAN_CLIENT_DISCOVER_PROOF_H
#define EENPLAN_CLIENT_DISCOVER_PROOF_H

#include "eenplan/base/json.h"
#include "eenplan/seal/vouch.h"

/* What is wrong with somebody, or with all of it. */
struct discover_finding {
	const char *resident; /* handle; NULL: about all of it */
	const char *what;     /* translated */
};

struct discover_proof {
	int64_t places, people; /* that were opened */
	int64_t length;		/* of the list */
	int64_t by_law;		/* people without consent, in long-term care */
	struct discover_finding *findings;
	size_t finding_count;
};

/* `vouch` (NULL: whoever signed is believed to be who they say) says whose
 * certificates count. STATUS_INVALID: `reply` isn't what a node answers. */
enum status discover_prove(struct arena *arena, const struct json *reply,
			   struct vouch *vouch,
			   struct discover_proof *proof_out) MUST_CHECK;

#endif
