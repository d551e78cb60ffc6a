/*
 * Staff that are lent: people of ours who work for a partner for a period, and
 * of partners who work for us. A part of the facade store.h.
 *
 * What gives access is one row: borrowed, accepted with a role, in its period,
 * and not ended. Rows are never removed: they say who was here, and when.
 */
#ifndef EENPLAN_DAEMON_STORE_LOANS_H
#define EENPLAN_DAEMON_STORE_LOANS_H

#include "daemon/store/store.h"

struct store_loan {
	const char *id; /* UUID, the same at both nodes */
	bool is_lent;	/* by us; else borrowed */
	const char *partner;
	const char *person; /* user at the lender */
	const char *name;
	const char *user; /* user at the borrower, "anne@thuiszorg" */
	int64_t from_ms;
	int64_t until_ms;     /* the first moment behind it */
	const char *role;     /* that the borrower gave; NULL: not here, or not
				 accepted */
	int64_t accepted_ms;  /* 0: it isn't */
	int64_t ended_ms;     /* before its time; 0: it isn't */
	const char *ended_by; /* user of ours; or NULL */
	int64_t made_ms;
};

/* "offered", "waiting", "current", "over" or "ended". Static. */
const char *store_loan_state(const struct store_loan *loan, int64_t now_ms);
/* Does it give access now? */
bool store_loan_is_current(const struct store_loan *loan, int64_t now_ms);

/* STATUS_CONFLICT: there is a loan of that id. */
enum status store_loan_add(struct store *store,
			   const struct store_loan *loan) MUST_CHECK;
/* By id, or its beginning of 4 characters or more. STATUS_NOT_FOUND,
 * STATUS_AMBIGUOUS. */
enum status store_loan_find(struct store *store, struct arena *arena,
			    const char *id,
			    struct store_loan *loan_out) MUST_CHECK;
/*
 * The borrowed one by which `user` has access now; of one who has none now, the
 * last that was accepted. STATUS_NOT_FOUND: there never was one.
 */
enum status store_loan_of_user(struct store *store, struct arena *arena,
			       const char *user, int64_t now_ms,
			       struct store_loan *loan_out) MUST_CHECK;
/* STATUS_CONFLICT: it was accepted, or ended, before. */
enum status store_loan_accept(struct store *store, const char *id,
			      const char *role, int64_t now_ms) MUST_CHECK;
enum status store_loan_end(struct store *store, const char *id,
			   const char *ended_by, int64_t now_ms) MUST_CHECK;
/* How many there are with `partner`. */
enum status store_loan_count(struct store *store, const char *partner,
			     int64_t *count_out) MUST_CHECK;
/* Those that aren't over or ended; or all. The last to begin first. */
enum status store_loan_list(struct store *store, struct arena *arena,
			    int64_t now_ms, bool all,
			    struct store_loan **loans_out,
			    size_t *count_out) MUST_CHECK;

#endif
