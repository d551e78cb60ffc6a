/*
 * What the nightly comparisons of our access log with partners' found: how far
 * each got, and which requests only one side has. A part of the facade store.h.
 *
 * Ids of requests and organisations only: nobody's data.
 */
#ifndef EENPLAN_DAEMON_STORE_RECONCILED_H
#define EENPLAN_DAEMON_STORE_RECONCILED_H

#include "daemon/store/store.h"

struct store_reconciled {
	const char *partner;
	int32_t until_day; /* all days before it were compared */
	int64_t done_ms;   /* the last comparison; 0: none yet */
	/* … what it was over, and what it found */
	int64_t asked;
	int64_t answered;
	int64_t orphans;
	int64_t tried_ms;
	const char *trouble; /* a status' code: why it couldn't be done since;
				or NULL */
};

struct store_orphan {
	const char *partner;
	const char *request;
	const char *event;	/* "ask" or "answer" isn't logged … */
	const char *missing_at; /* … by this organisation */
	int32_t day;
	int64_t found_ms;
};

/* STATUS_NOT_FOUND: never tried. */
enum status store_reconciled_find(struct store *store, struct arena *arena,
				  const char *partner,
				  struct store_reconciled *out) MUST_CHECK;
/* Of all who are partners now, by id. */
enum status store_reconciled_list(struct store *store, struct arena *arena,
				  struct store_reconciled **list_out,
				  size_t *count_out) MUST_CHECK;
/* In place of what was known of this partner. */
enum status store_reconciled_put(struct store *store,
				 const struct store_reconciled *reconciled)
	MUST_CHECK;

/* One that is known already stays as it was found first. */
enum status store_orphan_add(struct store *store,
			     const struct store_orphan *orphan) MUST_CHECK;
/* At most `limit`, the last found first. */
enum status store_orphan_list(struct store *store, struct arena *arena,
			      size_t limit, struct store_orphan **orphans_out,
			      size_t *count_out) MUST_CHECK;
/* Of those that were found since then. */
enum status store_orphan_count(struct store *store, int64_t since_ms,
			       int64_t *count_out) MUST_CHECK;
/* Those that were found before then. */
enum status store_orphan_forget(struct store *store,
				int64_t before_ms) MUST_CHECK;

#endif
