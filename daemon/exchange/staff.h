/*
 * Staff that are lent: who of a partner works here, in which role, and until
 * when. Access begins and ends by this node's clock at each request.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_STAFF_H
#define EENPLAN_DAEMON_EXCHANGE_STAFF_H

#include "daemon/exchange/exchange.h"
#include "daemon/store/loans.h"

/*
 * Is `user`, whom the configuration doesn't enrol, lent to us now? Fills the
 * exchange's user and who lends them. STATUS_NOT_ENROLLED with a fault that
 * says since when not, or from when on, if they were lent at all.
 */
enum status staff_identify(struct exchange *exchange,
			   const char *user) MUST_CHECK;
/*
 * Is who was identified as lent still so? True of everybody else. Asked again
 * where something is written, and before what was read is given out.
 */
enum status staff_check(struct exchange *exchange) MUST_CHECK;

#endif
