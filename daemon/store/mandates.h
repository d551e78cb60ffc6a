/*
 * Mandates as they rest in the store: each plan's signed documents, verbatim,
 * and which household of ours a plan is about. A part of the facade store.h.
 *
 * Documents are only added. A plan is tied to one household, once.
 */
#ifndef EENPLAN_DAEMON_STORE_MANDATES_H
#define EENPLAN_DAEMON_STORE_MANDATES_H

#include "daemon/store/store.h"

struct store_mandate {
	const char *plan;
	const char *digest; /* of what is signed, in hex */
	const char *jws;
	struct text certificate; /* DER, of who signed */
	const char *partner;	 /* who brought it; NULL: it is ours */
	int64_t kept_ms;
};

/* Nothing changes if it is there. */
enum status store_mandate_add(struct store *store,
			      const struct store_mandate *mandate) MUST_CHECK;
/* In the order in which they came. */
enum status store_mandates(struct store *store, struct arena *arena,
			   const char *plan,
			   struct store_mandate **mandates_out,
			   size_t *count_out) MUST_CHECK;

/* Nothing changes if the plan is tied. */
enum status store_plan_tie(struct store *store, const char *plan,
			   const char *household) MUST_CHECK;
/* Of which household. STATUS_NOT_FOUND: it is tied to none. */
enum status store_plan_household(struct store *store, struct arena *arena,
				 const char *plan,
				 const char **household_out) MUST_CHECK;
/* The plans of a household, by their ids; usually one. */
enum status store_plans(struct store *store, struct arena *arena,
			const char *household, const char ***plans_out,
			size_t *count_out) MUST_CHECK;
/* A document that we may not see, as a partner told of it. */
struct store_masked {
	const char *digest;
	const char *kind; /* word of mandate.def */
	int64_t seq;
	const char *const *previous; /* digests */
	size_t previous_count;
	const char *group; /* of the organisation: "care", or "any" */
};

/* Nothing changes if it is there. */
enum status store_masked_add(struct store *store, const char *plan,
			     const struct store_masked *masked) MUST_CHECK;
enum status store_masked_list(struct store *store, struct arena *arena,
			      const char *plan,
			      struct store_masked **masked_out,
			      size_t *count_out) MUST_CHECK;

#endif
