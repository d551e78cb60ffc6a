/*
 * Letters between nodes as signed documents: who wrote what to whom, checked
 * at both ends. Pure but for the logged reason of a refusal.
 *
 * On the wire: {"notice":"<JWS>"} is answered with {"confirmation":"<JWS>"},
 * and for what was accepted of a kind that is decided about, "receipt":"<JWS>".
 * All are signed by the organisation, over the certificate with which it comes
 * or answers.
 */
#ifndef EENPLAN_DAEMON_FEDERATE_LETTERS_H
#define EENPLAN_DAEMON_FEDERATE_LETTERS_H

#include "eenplan/seal/identity.h"
#include "eenplan/wire/letter.h"
#include "eenplan/wire/receipt.h"

/* An organisation at the other end of a connection, and ourselves. */
struct letter_peer {
	const char *self; /* our organisation */
	const struct identity *identity;
	const struct seal_key *key;
};

/* One that came in. */
struct letter {
	enum letter_kind kind;
	struct letter_head head;
	struct text jws;
	struct text content; /* what was signed */
	const char *digest;  /* of the content */
};

/* SHA-256 of the signed content, in hex. */
const char *letter_digest(struct arena *arena, struct text content);

/*
 * Does `jws` hold a letter that this very peer wrote to us? Its head is read;
 * what else it says, only its kind knows. Borrows `jws`. STATUS_INVALID
 * otherwise; why is in `fault`.
 */
enum status letter_accept(struct arena *arena, const struct letter_peer *peer,
			  struct text jws, struct letter *letter_out,
			  struct fault *fault) MUST_CHECK;

/* What a partner is asked to answer. */
struct letter_sent {
	const char *id;
	const char *content;
};

/*
 * Does `jws` hold this peer's confirmation of our letter? STATUS_INVALID: it
 * isn't signed by them, not for us, or about another letter or content; why is
 * logged.
 */
enum status letter_accept_confirmation(
	struct arena *arena, const struct letter_peer *peer,
	const struct letter_sent *sent, struct text jws,
	struct confirmation *confirmation_out) MUST_CHECK;
/*
 * Is `jws` (NULL: none came) the receipt that `confirmation` names, signed by
 * this peer as its own; or does it name none, and none came? `payload_out` is
 * what it says. STATUS_INVALID otherwise; why is logged.
 */
enum status letter_accept_receipt(struct arena *arena,
				  const struct letter_peer *peer,
				  const struct confirmation *confirmation,
				  const char *jws,
				  struct text *payload_out) MUST_CHECK;

#endif
