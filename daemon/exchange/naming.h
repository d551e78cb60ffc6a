/*
 * How a partner may be called before our own user, when it is named by us and
 * not by what it answered: a link is itself disclosure of who helps.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_NAMING_H
#define EENPLAN_DAEMON_EXCHANGE_NAMING_H

#include "daemon/exchange/exchange.h"

struct naming {
	enum merge_naming naming;
	const char *group; /* of the partner's domain, or "any" */
};

/*
 * To the exchange's user in its role, for `purpose`. A domain, role or purpose
 * that the vocabulary lacks hides the partner.
 */
struct naming naming_of(struct exchange *exchange, const char *domain,
			const char *purpose);
/* The same of an organisation that coordinates: see judge_contact_point. */
struct naming naming_of_coordinator(struct exchange *exchange,
				    const char *domain, const char *purpose);
/* That, to `asker`. */
struct naming naming_of_coordinator_to(struct exchange *exchange,
				       const struct asker *asker,
				       const char *domain);

/*
 * Open an object that begins with the members "partner" and "partner_name", as
 * far as this user may know that `partner` writes with us. Not `is_known_out`:
 * nothing was written.
 */
enum status naming_put_partner(struct exchange *exchange,
			       struct json_writer *writer, const char *partner,
			       bool *is_known_out) MUST_CHECK;
/*
 * The same of what must not stay unseen: of a partner that this user may not
 * know of it says no more than that it is one ("any").
 */
enum status naming_put_somebody(struct exchange *exchange,
				struct json_writer *writer,
				const char *partner) MUST_CHECK;

#endif
