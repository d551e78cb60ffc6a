/*
 * Emergencies, as they rest in the store: each use of the emergency access,
 * by our own users and by partners' users of our records, until a privacy
 * officer has judged it. A part of the facade store.h.
 *
 * Nothing here is ever removed or changed but by one judgement, which is
 * final. Why an emergency was opened is told by its reason: never in a log
 * line or an error.
 */
#ifndef EENPLAN_DAEMON_STORE_EMERGENCIES_H
#define EENPLAN_DAEMON_STORE_EMERGENCIES_H

#include "daemon/store/store.h"

struct store_emergency {
	const char *id;		  /* UUID, at this node */
	const char *organisation; /* of the user */
	const char *statement;	  /* id in its ask statements; ours: `id` */
	const char *user;
	const char *role;
	const char *household; /* local id; NULL: a partner's */
	const char *plan;      /* as the statement names it */
	const char *reason;
	int64_t opened_ms; /* a partner's: when its first query came */
	int64_t until_ms;
	int64_t judged_ms;     /* 0: it waits */
	const char *judgement; /* "justified", "unjustified"; NULL: it waits */
	const char *judged_by; /* likewise */
	const char *note;      /* likewise */
};

/*
 * Takes everything but the judgement. STATUS_CONFLICT: there is one of that
 * organisation and statement.
 */
enum status store_emergency_add(struct store *store,
				const struct store_emergency *emergency)
	MUST_CHECK;
/* STATUS_NOT_FOUND. */
enum status store_emergency_of_statement(
	struct store *store, struct arena *arena, const char *organisation,
	const char *statement,
	struct store_emergency *emergency_out) MUST_CHECK;
/*
 * The last one of `who`'s organisation, user, role and household that hasn't
 * ended at `now_ms`; a judgement ends one as well. STATUS_NOT_FOUND.
 */
enum status store_emergency_open(
	struct store *store, struct arena *arena,
	const struct store_emergency *who, int64_t now_ms,
	struct store_emergency *emergency_out) MUST_CHECK;
/* By id or its beginning. STATUS_NOT_FOUND, STATUS_AMBIGUOUS. */
enum status store_emergency_find(
	struct store *store, struct arena *arena, const char *name,
	struct store_emergency *emergency_out) MUST_CHECK;

/* Those that wait, the oldest first; with `judged_too` then the others, the
 * last judged first. At most LIMIT_EMERGENCIES_LISTED. */
enum status store_emergencies(struct store *store, struct arena *arena,
			      bool judged_too,
			      struct store_emergency **emergencies_out,
			      size_t *count_out) MUST_CHECK;
/* All in which a resident was asked about, in the order of their opening. */
enum status store_emergencies_of(struct store *store, struct arena *arena,
				 const char *resident,
				 struct store_emergency **emergencies_out,
				 size_t *count_out) MUST_CHECK;
/* How many `user` of `organisation` opened after `since_ms`. */
enum status store_emergency_count_of(struct store *store,
				     const char *organisation, const char *user,
				     int64_t since_ms,
				     int64_t *count_out) MUST_CHECK;
enum status store_emergency_count_waiting(struct store *store,
					  int64_t *count_out) MUST_CHECK;

/* Takes id, judgement, judged_by, judged_ms and note. STATUS_CONFLICT: it was
 * judged before. */
enum status store_emergency_judge(
	struct store *store, const struct store_emergency *judged) MUST_CHECK;

/* What was given of whom. */
struct store_emergency_given {
	const char *resident; /* local id */
	const char *category; /* "": was asked about */
};

/* The same again is no second one. */
enum status store_emergency_give(struct store *store, const char *emergency,
				 const struct store_emergency_given *given)
	MUST_CHECK;
/* By resident; of each the empty category first. */
enum status store_emergency_given(struct store *store, struct arena *arena,
				  const char *emergency,
				  struct store_emergency_given **given_out,
				  size_t *count_out) MUST_CHECK;

#endif
