/*
 * What two nodes sign when they look for joint clients (wire/discovery.h):
 * made with our key, believed only with that of the certificate that brings it.
 */
#ifndef EENPLAN_DAEMON_DISCOVERY_PAPER_H
#define EENPLAN_DAEMON_DISCOVERY_PAPER_H

#include "eenplan/seal/jws.h"
#include "eenplan/seal/signer.h"
#include "eenplan/wire/discovery.h"

/* Who is at the other end, and ourselves. */
struct paper_peer {
	const char *self; /* our organisation */
	const struct identity *identity;
	const struct seal_key *key;
};

/* STATUS_INVALID: it isn't signed by this peer as one of that type. */
enum status paper_open(struct arena *arena, const struct paper_peer *peer,
		       const char *type, const char *jws,
		       struct text *payload_out,
		       struct fault *fault) MUST_CHECK;
/* Is it from this peer to us, in that session (NULL: any)? STATUS_INVALID. */
enum status paper_check_head(const struct paper_peer *peer,
			     const struct discovery_head *head,
			     const char *session,
			     struct fault *fault) MUST_CHECK;

struct paper {
	const char *jws;
	struct text certificate; /* DER, of who signed */
};
enum status paper_sign(struct signer *signer, struct arena *arena,
		       const char *type, struct text payload,
		       struct paper *paper_out) MUST_CHECK;

/* SHA-256 of what a document says, in lower hex: its signature is another each
 * time. */
const char *paper_digest(struct arena *arena, struct text payload);
/* What a document of ours says, which nobody else could have put there. */
enum status paper_payload(struct arena *arena, const char *jws,
			  struct text *payload_out) MUST_CHECK;

#endif
