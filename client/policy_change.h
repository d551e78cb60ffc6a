/*
 * Putting another policy in force at the node, which load and rollback share:
 * what it would change is shown and asked about before anything is sent.
 */
#ifndef EENPLAN_CLIENT_POLICY_CHANGE_H
#define EENPLAN_CLIENT_POLICY_CHANGE_H

#include "client/kept_policy.h"
#include "client/node.h"

struct policy_change {
	struct client *client;
	const struct policy *wanted;
	const char *question; /* "Load this policy?", translated */
	enum node_route route;
	/* Write what the request needs but "running". */
	void (*put)(struct json_writer *writer,
		    const struct policy_change *change);
	int64_t version; /* of `wanted` in the history; 0: it is new */
};

/*
 * Run the tests of `change->wanted`, compare it with what is in force, show
 * that, ask, and send.
 */
enum exit_code policy_change_run(const struct policy_change *change);

#endif
