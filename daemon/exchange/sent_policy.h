/*
 * A policy that a privacy officer sends, as files: to be put in force, or to
 * have the log judged by it. What the sender checked is checked again.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_SENT_POLICY_H
#define EENPLAN_DAEMON_EXCHANGE_SENT_POLICY_H

#include "daemon/exchange/exchange.h"

/* The files in a body's shape, for json_check_shape. */
#define SENT_POLICY_FILES                                                      \
	{                                                                      \
		"files", JSON_KIND_ARRAY, true, LIMIT_POLICY_FILES             \
	}

/*
 * Load the body's member "files": [{name, text}…], each name without a folder
 * and ending in .policy or .vocabulary, none twice. The caller releases the
 * policy with policy_free.
 * STATUS_INVALID: the exchange's fault says where, and its findings list every
 * mistake of the files, nevers that don't hold among them.
 */
enum status sent_policy_load(struct exchange *exchange,
			     struct policy **policy_out) MUST_CHECK;
/* The same for files that this node kept itself. */
enum status sent_policy_load_files(struct exchange *exchange,
				   const struct policy_source *files,
				   size_t count,
				   struct policy **policy_out) MUST_CHECK;
/* Run the tests in the files. STATUS_INVALID: as above, each that fails. */
enum status sent_policy_test(struct exchange *exchange,
			     const struct policy *policy,
			     size_t *tests_out) MUST_CHECK;

#endif
