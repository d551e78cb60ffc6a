/*
 * The desk look-up: what both sides of it compute.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_LOOKUP_H
#define EENPLAN_DAEMON_EXCHANGE_LOOKUP_H

#include "daemon/exchange/discover.h"
#include "daemon/store/lookups.h"
#include "eenplan/wire/lookup.h"

/* Between whom, for what, in which month. */
struct lookup_scope {
	const char *asker, *partner; /* organisations */
	const char *purpose;
	const char *month;
	enum psi_identifier identifier;
};

/* "2026-11" of a moment. */
const char *lookup_month(struct arena *arena, int64_t time_ms);
/* What is evaluated for somebody: HKDF of the identifier. */
struct psi_person lookup_person(struct arena *arena,
				const struct lookup_scope *scope,
				const char *identifier);
/* Our key of that month. */
enum status lookup_key(const struct store *store, const char *month,
		       struct psi_scalar *key_out,
		       struct psi_point *public_out) MUST_CHECK;
/* The link reference of a match, the same at both. */
void lookup_reference(const uint8_t output[PSI_HASH_BYTES], const char *lookup,
		      char out[UUID_TEXT_BYTES]);
/* In a transaction: a link, unless there is one with the partner. */
enum status lookup_link(struct exchange *exchange, const char *partner,
			const char *resident,
			const uint8_t output[PSI_HASH_BYTES],
			const char *lookup) MUST_CHECK;

#endif
