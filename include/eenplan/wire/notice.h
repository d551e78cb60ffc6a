/*
 * The notice of a withdrawal that one node sends another, and the confirmation
 * that comes back: signed documents (jws.h).
 *
 * A notice says what no longer holds by its scope, and of whom by the link
 * reference of these two nodes: no name, no number, no local id. The
 * certificate that signed it is the JWS's key id and no member, so that a
 * notice that is sent again after a renewal is the same notice, with the same
 * digest.
 */
#ifndef EENPLAN_WIRE_NOTICE_H
#define EENPLAN_WIRE_NOTICE_H

#include "eenplan/wire/consent.h"

#define NOTICE_TYPE	  "withdrawal+jws"
#define CONFIRMATION_TYPE "confirmation+jws"

struct notice {
	const char *id;	    /* jti: UUID of the letter, unique at its sender */
	const char *sender; /* iss: whose consent record it is */
	const char *recipient; /* aud: the organisation that is told */
	const char *link;      /* sub: link reference */
	int64_t since_ms;      /* in force since */
	/* Its kind, state (refused or withdrawn), recipient, categories and
	 * purposes; nothing else of it. */
	struct consent scope;
};

/* Canonical JSON, ready to be signed. */
struct text notice_encode(struct arena *arena, const struct notice *notice);
/* STATUS_INVALID for any missing, unknown or ill-formed member. */
enum status notice_decode(struct arena *arena, struct text payload,
			  struct notice *notice_out,
			  struct fault *fault) MUST_CHECK;

struct confirmation {
	const char *id;	       /* jti: of the letter */
	const char *sender;    /* iss: who handled it */
	const char *recipient; /* aud: who sent the letter */
	const char *digest;    /* SHA-256 of the notice, in lower hex */
	int64_t handled_ms;
};

struct text confirmation_encode(struct arena *arena,
				const struct confirmation *confirmation);
/* As notice_decode. */
enum status confirmation_decode(struct arena *arena, struct text payload,
				struct confirmation *confirmation_out,
				struct fault *fault) MUST_CHECK;

#endif
