/*
 * Ask every partner that a household is linked with, at once, under one
 * deadline.
 */
#ifndef EENPLAN_DAEMON_FEDERATE_FAN_OUT_H
#define EENPLAN_DAEMON_FEDERATE_FAN_OUT_H

#include "daemon/federate/merge.h"
#include "daemon/net/call.h"
#include "daemon/store/store.h"

/*
 * One source per enrolled partner with a link to a member, in the order of the
 * partners' ids, with what to call the members, and whom it isn't asked about
 * since the link is held; nothing asked yet.
 * `urls_out` has their nodes' addresses, in the same order.
 */
enum status fan_out_sources(struct store *store, struct arena *arena,
			    const struct store_member *members, size_t count,
			    struct merge_source **sources_out,
			    const char ***urls_out,
			    size_t *source_count_out) MUST_CHECK;

struct fan_out {
	struct caller *caller;
	const char *statement;	       /* JWS */
	const char *path;	       /* that answers such a statement */
	const char *const *categories; /* none: whatever is permitted */
	size_t category_count;
	const char *request_id;
	unsigned deadline_ms;
};

/*
 * Ask all that may be asked about somebody: their status and result are filled
 * in.
 */
void fan_out_ask(const struct fan_out *fan_out, struct arena *arena,
		 struct merge_source *sources, const char *const *urls,
		 size_t count);

#endif
