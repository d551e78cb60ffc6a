/*
 * A long request, watched: its bytes as they go, and then what the node says of
 * it, as a bar on standard error.
 */
#ifndef EENPLAN_CLIENT_WATCHING_H
#define EENPLAN_CLIENT_WATCHING_H

#include "client/node.h"
#include "client/progress.h"
#include "eenplan/base/random.h"

struct watching {
	struct progress progress;
	char id[UUID_TEXT_BYTES]; /* for the request */
	struct call_request poll;
	struct call_watch watch;
};

/* `name` is what the bar says it is of. */
void watching_begin(struct watching *watching, struct client *client,
		    const char *name);
/* For the request; NULL: nobody looks. */
const struct call_watch *watching_watch(const struct watching *watching);
void watching_end(struct watching *watching);

#endif
