/*
 * Signing consent records as they are written, for the files that write them.
 */
#ifndef EENPLAN_DAEMON_STORE_DOCUMENTS_H
#define EENPLAN_DAEMON_STORE_DOCUMENTS_H

#include "daemon/store/query.h"

/*
 * The document of `consent`, which was just written, at the end of its
 * resident's chain; inside the caller's transaction. Nothing at all in a store
 * without a signer.
 */
enum status documents_add(struct store *store,
			  const struct consent *consent) MUST_CHECK;

#endif
