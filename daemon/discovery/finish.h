/*
 * After both have closed a session: what an auditor may see of our list is
 * kept, sealed, and the secret and both lists go.
 */
#ifndef EENPLAN_DAEMON_DISCOVERY_FINISH_H
#define EENPLAN_DAEMON_DISCOVERY_FINISH_H

#include "daemon/discovery/session.h"

/* In the caller's transaction, which keeps the closings as well. */
enum status session_finish(const struct session *session, struct store *store,
			   struct arena *arena,
			   const struct discovery_closing *theirs) MUST_CHECK;
/*
 * All that are closed and not finished yet, each in a transaction of its own:
 * the partner was answered before that, so that both sides do it at the same
 * time, or a crash came between. `self` is our organisation. What fails is in
 * the log, and is tried again.
 */
void sessions_finish(struct store *store, const char *self);

#endif
