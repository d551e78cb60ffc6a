/*
 * What makes an emergency one: a claim that is on the privacy officer's list
 * before anything is given by it, at the node of who asks and at each that
 * answers; `claim` and `note` are steps (exchange.h).
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_EMERGENCY_H
#define EENPLAN_DAEMON_EXCHANGE_EMERGENCY_H

#include "daemon/exchange/exchange.h"
#include "eenplan/wire/statement.h"

/*
 * In verify: an emergency's statement belongs at the address for them, any
 * other elsewhere; else STATUS_INVALID. At that address it becomes what the
 * partner claims. STATUS_BUSY: it asks too often.
 */
enum status emergency_believe(struct exchange *exchange,
			      const struct statement *statement) MUST_CHECK;

/* "waiting", or how it was judged. Static, or of the emergency. */
const char *emergency_state(const struct store_emergency *emergency);

#endif
