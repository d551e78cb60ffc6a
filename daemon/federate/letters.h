/*
 * Letters between nodes as signed documents: who wrote what to whom, checked
 * at both ends. Pure but for the logged reason of a refusal.
 *
 * On the wire: {"notice":"<JWS>"} is answered with {"confirmation":"<JWS>"}.
 * Both are signed by the organisation, over the certificate with which it
 * comes or answers.
 */
#ifndef EENPLAN_DAEMON_FEDERATE_LETTERS_H
#define EENPLAN_DAEMON_FEDERATE_LETTERS_H

#include "eenplan/seal/identity.h"
#include "eenplan/wire/notice.h"

/* An organisation at the other end of a connection, and ourselves. */
struct letter_peer {
	const char *self; /* our organisation */
	const struct identity *identity;
	const struct seal_key *key;
};

/* SHA-256 of the signed content, in hex. */
const char *letter_digest(struct arena *arena, struct text content);

/*
 * Does `jws` hold a notice that this very peer wrote to us? `content_out` is
 * what was signed. STATUS_INVALID otherwise; why is in `fault`.
 */
enum status letter_accept_notice(struct arena *arena,
				 const struct letter_peer *peer,
				 struct text jws, struct notice *notice_out,
				 struct text *content_out,
				 struct fault *fault) MUST_CHECK;

/*
 * Does `jws` hold this peer's confirmation of our letter `id` with this
 * content? STATUS_INVALID: it isn't signed by them, not for us, or about
 * another letter or content; why is logged.
 */
enum status letter_accept_confirmation(struct arena *arena,
				       const struct letter_peer *peer,
				       const char *id, const char *content,
				       struct text jws) MUST_CHECK;

#endif
