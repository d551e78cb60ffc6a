/*
 * What partners are told when a resident objects: which letters an objection
 * needs, and what the resident's own workers see of them.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_WITHDRAWAL_H
#define EENPLAN_DAEMON_EXCHANGE_WITHDRAWAL_H

#include "daemon/exchange/exchange.h"
#include "daemon/store/letters.h"

/*
 * Inside the transaction that recorded it: a letter about every objection of
 * `resident` (local id) that is in force, to each partner that it could concern
 * and that a link existed with when it was recorded, unless that partner has
 * one already. The outbox is woken when the transaction is settled.
 */
enum status withdrawal_write_letters(struct exchange *exchange,
				     const char *resident) MUST_CHECK;

/* Could `consent` be about what goes to this partner? A NULL `domain` is of an
 * organisation that is no partner any more: then it could. */
bool withdrawal_concerns(const struct consent *consent, const char *partner,
			 const char *domain);

/*
 * Write the member "withdrawals" about `resident`, for the user who asks: each
 * objection with its letters, partners named as far as they may know.
 */
enum status withdrawal_put_told(struct exchange *exchange,
				struct json_writer *writer,
				const char *resident) MUST_CHECK;
/* The same of "notices": what partners told us about `resident`. */
enum status withdrawal_put_notices(struct exchange *exchange,
				   struct json_writer *writer,
				   const char *resident) MUST_CHECK;

#endif
