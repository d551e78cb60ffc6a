/*
 * Consultations: a user asks a specialist, who answers and books the time. Only
 * those two read what is asked and answered. It is about one resident, whose
 * access log tells of it, or about nobody; and it is no record, so that no
 * query comes near it. The specialist is one of ours, or of a partner.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_CONSULTATIONS_H
#define EENPLAN_DAEMON_EXCHANGE_CONSULTATIONS_H

#include "daemon/exchange/hours.h"
#include "daemon/store/consultations.h"
#include "eenplan/wire/consult.h"

/* --- what those who ask and those who are asked share --- */

/* For the policy to judge: what is asked, and what is answered, if it is. */
struct record consultation_record(
	struct exchange *exchange,
	const struct store_consultation *consultation);
/* STATUS_FORBIDDEN: the policy doesn't let our user read all of it. What is
 * about nobody (NULL) is nobody's data. */
enum status consultation_check_sight(
	struct exchange *exchange,
	const struct store_consultation *consultation,
	const struct store_resident *resident) MUST_CHECK;
/* Whom the body says that it is about, alive and for our user to ask about, or
 * nobody: NULL. */
enum status consultation_find_resident(
	struct exchange *exchange, struct store_consultation *consultation,
	const struct store_resident **resident_out) MUST_CHECK;
/* Is, or was, its answer later than the day on which it was due? */
bool consultation_is_late(const struct exchange *exchange,
			  const struct store_consultation *consultation);
/* Into an open array or behind a key; `handle` of its resident, or NULL. */
void consultation_put(struct json_writer *writer,
		      const struct exchange *exchange,
		      const struct store_consultation *consultation,
		      const char *handle);
/* The exchange's answer: it, and the hours of who is asked, if one of ours. */
void consultation_answer_with(struct exchange *exchange,
			      const struct store_consultation *consultation,
			      const struct hours *hours);

/* --- across organisations --- */

/* How the store calls a partner's user: "ggz/selma", which is no user's id of
 * ours. */
const char *consultation_person(struct arena *arena, const char *organisation,
				const char *user);
/* For people: "selma@ggz"; an own user as it is. */
const char *consultation_person_shown(struct arena *arena, const char *person);

/*
 * What may go to `to` of `consultation`, which has a question or an answer,
 * about `resident` as they call them: a result. Notes for the log by which
 * rules. STATUS_FORBIDDEN: none of it.
 */
struct consultation_cut {
	const struct asker *to;
	const struct store_resident *resident;
	const char *reference;
	const struct store_consultation *consultation;
};
enum status consultation_cut(struct exchange *exchange,
			     const struct consultation_cut *cut,
			     struct text *shown_out) MUST_CHECK;

/* Is `specialist` one "user@organisation" of a partner, and no user of ours? */
enum status consultation_is_elsewhere(struct exchange *exchange,
				      const char *specialist,
				      bool *is_elsewhere_out) MUST_CHECK;
/*
 * Put the question to the partner's node, and keep it once that has taken it.
 * The same words of the same user on the same day are the same question, so
 * that who heard nothing asks again. Else the fault says what is in the way.
 */
enum status consultation_ask_partner(struct exchange *exchange,
				     struct store_consultation *consultation)
	MUST_CHECK;
/*
 * Fetch and keep the answers of partners to those that our user waits for.
 * Opens a transaction if there are any. In `silent_out` the organisations that
 * gave none, because they can't be reached.
 */
struct consultation_waiting {
	const struct store_consultation *items;
	size_t count;
};
enum status consultation_collect(struct exchange *exchange,
				 const struct consultation_waiting *waiting,
				 const char *const **silent_out,
				 size_t *silent_count_out) MUST_CHECK;

#endif
