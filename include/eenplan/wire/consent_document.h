/*
 * The signed document of one consent record: what the node that recorded it
 * stands for, chained to the document before it of the same resident.
 *
 * Canonical JSON, type CONSENT_DOCUMENT_TYPE:
 *
 *   {"cnf":{"x5t#S256"},"consent":{…},"iat","iss","jti","previous","seq"}
 *
 * `consent` is the whole record as in consent.h, its id and time included.
 * Whose it is, and who gave it, stand there by the node's own references
 * only: never a name, never a BSN.
 */
#ifndef EENPLAN_WIRE_CONSENT_DOCUMENT_H
#define EENPLAN_WIRE_CONSENT_DOCUMENT_H

#include "eenplan/wire/consent.h"

#define CONSENT_DOCUMENT_TYPE "consent+jws"

struct consent_document {
	const char *id;		  /* jti: UUID */
	const char *organisation; /* iss: whose node signed */
	const char *certificate;  /* cnf.x5t#S256 */
	const char *previous; /* digest of the JWS before, in hex; or NULL */
	int64_t seq;	      /* in the resident's chain: 1, 2, 3, … */
	int64_t issued_ms;    /* iat: seconds on the wire */
	struct consent consent;
};

/* Canonical JSON, ready to be signed. */
struct text consent_document_encode(struct arena *arena,
				    const struct consent_document *document);
/*
 * Reads that again, byte for byte: STATUS_INVALID for any missing, unknown or
 * ill-formed member, and for one that would be written in another way.
 */
enum status consent_document_decode(struct arena *arena, struct text payload,
				    struct consent_document *document_out,
				    struct fault *fault) MUST_CHECK;

#endif
