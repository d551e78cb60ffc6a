/*
 * The hours that specialists have for consultation: so many in a half-year by
 * the configuration, with a warning before they are used up.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_HOURS_H
#define EENPLAN_DAEMON_EXCHANGE_HOURS_H

#include "daemon/exchange/exchange.h"
#include "daemon/store/consultations.h"

#define HOURS_ROLE "specialist"

struct hours {
	const char *specialist;
	int32_t half_year;
	int64_t used; /* minutes */
};

/* Those of `specialist` today. */
enum status hours_read(struct exchange *exchange, const char *specialist,
		       struct hours *hours_out) MUST_CHECK;
/* Is something left? STATUS_CONFLICT: the fault, about `where`, says since
 * when there are hours again, and who can give more. */
enum status hours_check_left(struct exchange *exchange,
			     const struct hours *hours,
			     const char *where) MUST_CHECK;
/*
 * Book `line` in the exchange's transaction, for the specialist and the
 * half-year of `hours`, whose `used` it fills. STATUS_CONFLICT with a fault:
 * more than is left, or less than nothing.
 */
enum status hours_book(struct exchange *exchange, struct hours *hours,
		       const struct store_hours_line *line) MUST_CHECK;

/* The members {"left","most","period","specialist","used","warning"} of an
 * object that is open; minutes. */
void hours_put(struct json_writer *writer, const struct exchange *exchange,
	       const struct hours *hours);

#endif
