/*
 * What one resident of this node is to be asked again: consents that end or
 * are no longer enough, and who else comes.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_DUE_H
#define EENPLAN_DAEMON_EXCHANGE_DUE_H

#include "daemon/consent/due.h"
#include "daemon/exchange/exchange.h"

struct due {
	struct consent_due *consents;
	size_t consent_count;
	struct store_asked asked; /* of what the client told */
	int32_t review_day;	  /* for store_review_set */
};

/* The list of `resident` on the exchange's day, in `arena`. */
enum status due_read(struct exchange *exchange, struct arena *arena,
		     const struct store_resident *resident, int32_t within_days,
		     struct due *due_out) MUST_CHECK;
/* Until when a client was asked who has to be asked again now. */
int32_t due_asked_by(const struct exchange *exchange);
bool due_is_empty(const struct due *due);
/*
 * How many consents and questions of the exchange's members are due, within the
 * node's own days. Negative: the asker's role may not list them.
 */
enum status due_count(struct exchange *exchange, int64_t *count_out) MUST_CHECK;

#endif
