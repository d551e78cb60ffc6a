/*
 * Lines of ours and what a partner's log says, laid beside each other by the
 * ids of their requests. Pure.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_DISCLOSURE_MATCH_H
#define EENPLAN_DAEMON_EXCHANGE_DISCLOSURE_MATCH_H

#include "eenplan/wire/disclosure.h"
#include "eenplan/wire/resident_log.h"

/*
 * The requests between us and `partner` that `disclosure` has: the latest
 * LIMIT_RECONCILE_IDS of either side. `left_out` counts older ones. The
 * question's links and times stay as they are.
 */
void disclosure_match_ids(struct arena *arena,
			  const struct disclosure *disclosure,
			  const char *partner,
			  struct resident_log_question *question,
			  int64_t *left_out);

struct disclosure_matching {
	const char *partner;
	const struct resident_log_question *question; /* that was put */
	const struct resident_log_reply *reply;
	/* What is of then or later may be under way yet: an entry that is
	 * missing isn't called so. */
	int64_t settled_ms;
};

/*
 * Say in each line what the partner's log has of it. What the partner alone
 * tells of, from question's first time on and before `settled_ms`, goes to
 * `strange_out` (borrowed, by time).
 */
void disclosure_match(struct arena *arena, struct disclosure *disclosure,
		      const struct disclosure_matching *matching,
		      const struct resident_log_entry ***strange_out,
		      size_t *strange_count_out);

#endif
