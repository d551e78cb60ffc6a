/*
 * Everything on file about a resident, for the judge: records, consents, the
 * circumstances that say who may give them, and the others whom records of
 * theirs concern.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_SUBJECTS_H
#define EENPLAN_DAEMON_EXCHANGE_SUBJECTS_H

#include "daemon/exchange/judge.h"

/*
 * Fill in the subject whose `reference` and `resident` are set; what wasn't
 * asked for is left out when it is judged. Inside the caller's snapshot, or
 * transaction. Keeps `vocabulary`, which must live as long as `arena`.
 */
enum status subjects_read(struct store *store, struct arena *arena,
			  const struct vocabulary *vocabulary,
			  struct subject *subject) MUST_CHECK;

#endif
