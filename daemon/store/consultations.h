/*
 * Consultations: questions that our own users ask our own specialists, and the
 * ledger of the hours that those spend. A part of the facade store.h.
 *
 * Nothing of this is a record: no query of a partner comes near it. A
 * consultation gets one answer, which is final; a line of the ledger is never
 * changed or removed. What is asked and answered is never in a log line.
 */
#ifndef EENPLAN_DAEMON_STORE_CONSULTATIONS_H
#define EENPLAN_DAEMON_STORE_CONSULTATIONS_H

#include "daemon/store/store.h"

struct store_consultation {
	const char *id;	      /* UUID */
	const char *resident; /* local id; NULL: about nobody */
	const char *user;     /* who asked, by id */
	const char *specialist;
	const char *question;
	int64_t asked_ms;
	int32_t due_day;
	int64_t answered_ms; /* 0: it waits */
	int64_t minutes;     /* spent; 0: it waits */
	const char *answer;  /* NULL: it waits */
};

/* Takes everything but the answer, its time and its minutes. */
enum status store_consultation_add(
	struct store *store,
	const struct store_consultation *consultation) MUST_CHECK;
/* By id or its beginning. STATUS_NOT_FOUND, STATUS_AMBIGUOUS. */
enum status store_consultation_find(
	struct store *store, struct arena *arena, const char *name,
	struct store_consultation *consultation_out) MUST_CHECK;
/* Takes the id, the answer, its time and its minutes. STATUS_CONFLICT: it was
 * answered before. */
enum status store_consultation_answer(struct store *store,
				      const struct store_consultation *answered)
	MUST_CHECK;
/*
 * Those that `user` asked or is asked: what waits first, by the day on which
 * an answer is wanted; then the others, the last answered first. At most
 * LIMIT_CONSULTATIONS_LISTED.
 */
enum status store_consultations_of(
	struct store *store, struct arena *arena, const char *user,
	struct store_consultation **consultations_out,
	size_t *count_out) MUST_CHECK;

/* --- the ledger --- */

struct store_hours_line {
	int64_t minutes; /* below 0: a correction */
	int64_t booked_ms;
	const char *consultation; /* or NULL */
	const char *reason;	  /* NULL: a consultation */
};

/*
 * One line more, in the caller's transaction, in which nobody else books.
 * STATUS_CONFLICT: it would bring what is booked above `most` minutes (unless
 * the line takes off) or below none, and nothing was booked. `*used_out` is
 * then what was booked before, else what is booked with it.
 */
enum status store_hours_book(struct store *store, const char *specialist,
			     int32_t half_year,
			     const struct store_hours_line *line, int64_t most,
			     int64_t *used_out) MUST_CHECK;
/* Minutes that are booked. */
enum status store_hours_used(struct store *store, const char *specialist,
			     int32_t half_year, int64_t *used_out) MUST_CHECK;
/* Oldest first; at most LIMIT_HOURS_LISTED. */
enum status store_hours_lines(struct store *store, struct arena *arena,
			      const char *specialist, int32_t half_year,
			      struct store_hours_line **lines_out,
			      size_t *count_out) MUST_CHECK;

struct store_hours {
	const char *specialist;
	int64_t used; /* minutes */
};

/* Of everybody for whom something was booked, also who left. */
enum status store_hours_of_all(struct store *store, struct arena *arena,
			       int32_t half_year,
			       struct store_hours **hours_out,
			       size_t *count_out) MUST_CHECK;

#endif
