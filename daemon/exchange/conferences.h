/*
 * Our own case conferences, for the acts about them: read whole, kept with the
 * records that stand for it, and told to those who may know.
 *
 * Whoever may not see a field of those records may not write the conference.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_CONFERENCES_H
#define EENPLAN_DAEMON_EXCHANGE_CONFERENCES_H

#include "daemon/exchange/exchange.h"
#include "daemon/plan/conference.h"

/*
 * The one that the body's string member "conference" names, with everything
 * about it; noted for the log. STATUS_NOT_FOUND, STATUS_AMBIGUOUS with a fault.
 * STATUS_FORBIDDEN: our user may not see all of it.
 */
enum status conferences_open(struct exchange *exchange,
			     struct conference_sheet *sheet_out) MUST_CHECK;
/* The same of one that was read. */
enum status conferences_read(struct exchange *exchange,
			     const struct store_conference *conference,
			     struct conference_sheet *sheet_out) MUST_CHECK;
/*
 * In the transaction that changed it: read it again, keep its records, and tell
 * the partners that may see what changed. STATUS_FORBIDDEN: our user may not
 * see all that would be written, so nothing is.
 */
enum status conferences_publish(struct exchange *exchange,
				struct conference_sheet *sheet) MUST_CHECK;

/*
 * For who changes one: the body has this shape, and names one that is still to
 * be held; in a transaction. STATUS_CONFLICT: it was held, or is over.
 */
enum status conferences_open_planned(
	struct exchange *exchange, const struct json_shape *shape, size_t count,
	struct conference_sheet *sheet_out) MUST_CHECK;
/*
 * In a transaction in which a consent of `resident` was given: who was invited
 * before, and may know of it only now, is told now.
 */
enum status conferences_tell(struct exchange *exchange,
			     const struct store_resident *resident) MUST_CHECK;

/* STATUS_CONFLICT: it is no longer planned; the fault says what it is. */
enum status conferences_check_planned(struct exchange *exchange,
				      const struct store_conference *conference)
	MUST_CHECK;
/* STATUS_INVALID, about /on: a member whom it concerns wasn't born then, or of
 * a conference that concerns nobody yet, none was. */
enum status conferences_check_day(struct exchange *exchange,
				  const struct conference_sheet *sheet,
				  int32_t day) MUST_CHECK;
/* Is it one line of what people write, of at most LIMIT_CONFERENCE_CHARACTERS
 * characters, without a BSN? STATUS_INVALID names `key`. NULL is. */
enum status conferences_check_text(struct exchange *exchange,
				   const char *key) MUST_CHECK;

/*
 * The full id of the conference `name`, at which something about `resident` is
 * said or agreed now. STATUS_INVALID, about `where`: there is none, it is
 * another household's, hasn't begun, or is over.
 */
enum status conferences_of_resident(struct exchange *exchange, const char *name,
				    const char *resident, const char *where,
				    const char **id_out) MUST_CHECK;

/*
 * The fields `*changes` of an entry of `resident`, in which a case conference
 * stands by its full id: a copy, if one is named. The same failures.
 */
enum status conferences_name(struct exchange *exchange,
			     const struct store_resident *resident,
			     const struct json **changes) MUST_CHECK;

/* An object with everything about it. */
enum status conferences_put(struct exchange *exchange,
			    struct json_writer *writer,
			    const struct conference_sheet *sheet) MUST_CHECK;
/* The answer {"conference":{…}}. */
enum status conferences_answer(struct exchange *exchange,
			       const struct conference_sheet *sheet) MUST_CHECK;

/* What our records of it are made with. */
struct conference_host conferences_host(const struct exchange *exchange);

#endif
