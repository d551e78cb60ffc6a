/*
 * By what residents are looked for with a partner, BSN or token, as the other
 * files of this room read it: sealed, each kind under a key of its own.
 */
#ifndef EENPLAN_DAEMON_STORE_IDENTIFIER_H
#define EENPLAN_DAEMON_STORE_IDENTIFIER_H

#include "daemon/store/query.h"

/* `identifier` is a word of identifier.def. */
bool identifier_is_bsn(const char *identifier);
/*
 * The next column: that of `resident`, in plain; NULL for null. A seal that
 * doesn't open fails the query. Wipe it.
 */
const char *identifier_read(struct query *query, struct arena *arena,
			    const char *identifier, const char *resident);

#endif
