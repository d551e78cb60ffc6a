/*
 * Deaths, told and heard. A partner's word is no truth here: nothing goes over
 * its link until a person has recorded whether it is so.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_DEATH_H
#define EENPLAN_DAEMON_EXCHANGE_DEATH_H

#include "daemon/exchange/exchange.h"

/*
 * Inside the transaction in which a user recorded that `resident` has died, or
 * hasn't: the links that were held go on, and linked partners are told, if
 * that is another thing than was recorded before.
 */
enum status death_recorded(struct exchange *exchange,
			   const struct store_resident *resident,
			   bool was_deceased, bool is_deceased) MUST_CHECK;

/*
 * The same of an import that changed what `resident`'s source says of it:
 * unless a person had said it already, linked partners are told. What is held
 * stays so, since no person has judged.
 */
enum status death_imported(struct exchange *exchange,
			   const struct store_resident *resident) MUST_CHECK;

/* Write the member "deaths": what partners told about `resident`, to the user
 * who asks. */
enum status death_put(struct exchange *exchange, struct json_writer *writer,
		      const char *resident) MUST_CHECK;

#endif
