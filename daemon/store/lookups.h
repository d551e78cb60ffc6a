/*
 * Desk look-ups: how many were done, under which key of a partner, and by which
 * tags our own residents can be claimed this month. A part of the facade
 * store.h. (lookup.h is about finding rows.)
 */
#ifndef EENPLAN_DAEMON_STORE_LOOKUPS_H
#define EENPLAN_DAEMON_STORE_LOOKUPS_H

#include "daemon/store/store.h"

struct store_lookup {
	const char *id; /* UUID */
	const char *partner;
	bool ours;	  /* our user asks */
	const char *user; /* of who asks */
	const char *role;
	const char *purpose;
	const char *identifier;
	const char *month;
	int64_t residents; /* that it asks about */
	int64_t asked_ms;
	bool claimed;
};
/* STATUS_CONFLICT: there is one of that id. */
enum status store_lookup_add(struct store *store,
			     const struct store_lookup *lookup) MUST_CHECK;
/* A partner's. STATUS_NOT_FOUND. */
enum status store_lookup_find(struct store *store, struct arena *arena,
			      const char *partner, const char *id,
			      struct store_lookup *lookup_out) MUST_CHECK;
/* Once. STATUS_CONFLICT: it was. */
enum status store_lookup_claim(struct store *store, const char *id) MUST_CHECK;
/* Residents that were asked about since then, by that user of ours (partner
 * NULL), or by that partner (user NULL). */
enum status store_lookup_count(struct store *store, const char *partner,
			       const char *user, int64_t since_ms,
			       int64_t *count_out) MUST_CHECK;

/* 32 bytes that our key of the month is derived from; the same each time. */
void store_lookup_seed(const struct store *store, const char *month,
		       uint8_t seed_out[32]);
/* Is it the partner's key of that month? The first that comes is.
 * STATUS_TAMPERED: it isn't. */
enum status store_lookup_pin(struct store *store, const char *partner,
			     const char *month, struct text key) MUST_CHECK;

/* For whom a tag is: what people are derived for. */
struct store_lookup_scope {
	const char *partner, *purpose, *identifier, *month;
};
/* Residents with such an identifier and without a tag, by id, at most `most`;
 * with the identifiers, to be wiped. */
struct store_untagged {
	const char *resident;
	const char *identifier;
};
enum status store_lookup_untagged(struct store *store, struct arena *arena,
				  const struct store_lookup_scope *scope,
				  size_t most,
				  struct store_untagged **untagged_out,
				  size_t *count_out) MUST_CHECK;
enum status store_lookup_tag_add(struct store *store,
				 const struct store_lookup_scope *scope,
				 const char *resident,
				 struct text tag) MUST_CHECK;
/* STATUS_NOT_FOUND. */
enum status store_lookup_tagged(struct store *store, struct arena *arena,
				const struct store_lookup_scope *scope,
				struct text tag,
				const char **resident_out) MUST_CHECK;
/* Those of other months. */
enum status store_lookup_forget(struct store *store,
				const char *month) MUST_CHECK;
/* One resident's identifier. NULL: there is none. Wipe it. */
enum status store_identifier(struct store *store, struct arena *arena,
			     const char *identifier, const char *resident,
			     const char **value_out) MUST_CHECK;

#endif
