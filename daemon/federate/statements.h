/*
 * Ask statements: signed once by who asks, verified once by who answers.
 *
 * An issuer serves all threads. A cache of accepted statements belongs to one
 * thread, so a known statement costs one digest and no lock.
 */
#ifndef EENPLAN_DAEMON_FEDERATE_STATEMENTS_H
#define EENPLAN_DAEMON_FEDERATE_STATEMENTS_H

#include "eenplan/seal/identity.h"
#include "eenplan/wire/statement.h"

/* How long a statement of ours lasts; it is reused while half of that is left.
 */
#define STATEMENT_LIFETIME_MS (15 * 60 * 1000LL)

struct statement_issuer;

/* Retains `key`; copies the identity (organisation and thumbprint). */
struct statement_issuer *statement_issuer_new(struct seal_key *key,
					      const struct identity *self);
/*
 * Our certificate was renewed: sign with `key`, bound to `self`, from now on.
 * A statement over the certificate before is of no use to any bearer.
 */
void statement_issuer_renew(struct statement_issuer *issuer,
			    struct seal_key *key, const struct identity *self);
void statement_issuer_free(struct statement_issuer *issuer);

/*
 * A signed statement for these user, role, purpose and plan; the issuer fills
 * in the other members. The one of an earlier query if it still lasts.
 */
enum status statement_issue(struct statement_issuer *issuer,
			    struct arena *arena, const struct statement *want,
			    int64_t now_ms, const char **jws_out) MUST_CHECK;

/*
 * The statement of an emergency, which says all but our organisation and
 * certificate: signed anew each time, so that it outlives a certificate.
 */
enum status statement_issue_emergency(struct statement_issuer *issuer,
				      struct arena *arena,
				      const struct statement *emergency,
				      const char **jws_out) MUST_CHECK;

struct statement_cache;

struct statement_cache *statement_cache_new(void);
void statement_cache_free(struct statement_cache *cache);

/* Who sends it, and when. */
struct statement_bearer {
	const struct identity *peer;
	const struct seal_key *key;
	int64_t now_ms;
};

/*
 * Is `jws` a statement of this very peer, over this certificate, valid now?
 * STATUS_STATEMENT_REFUSED otherwise; why is logged. `statement_out` borrows
 * from the cache until the thread's next call; `digest_out` goes in both logs.
 */
enum status statement_accept(struct statement_cache *cache,
			     const struct statement_bearer *bearer,
			     struct text jws,
			     const struct statement **statement_out,
			     const char **digest_out) MUST_CHECK;

/* The digest of a statement of ours, in hex, for our own log. */
const char *statement_digest(struct arena *arena, const char *jws);

#endif
