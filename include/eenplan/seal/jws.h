/*
 * Signed documents: JWS compact serialization (RFC 7515), ES256 only.
 *
 * The signature is raw r‖s, 64 bytes (RFC 7518 §3.4), never DER. `alg` must be
 * ES256, `kid` the base64url SHA-256 thumbprint of the signer's certificate,
 * `typ` the kind of document; any `crit` is refused, as is any other header.
 */
#ifndef EENPLAN_SEAL_JWS_H
#define EENPLAN_SEAL_JWS_H

#include "eenplan/seal/key.h"

struct jws_header {
	const char *type;   /* "ask+jws", "consent+jws", … */
	const char *key_id; /* x5t#S256 of the signer's certificate */
};

/* Sign canonical JSON. The result is NUL-terminated, in `arena`. */
enum status jws_sign(struct arena *arena, const struct seal_key *key,
		     const struct jws_header *header, struct text payload,
		     const char **jws_out) MUST_CHECK;

/*
 * Read the header and payload without believing them: to learn which key to
 * ask for. Frightening on purpose.
 */
enum status jws_peek_unverified(struct arena *arena, struct text jws,
				struct jws_header *header_out,
				struct text *payload_out) MUST_CHECK;

/*
 * Verify with `key`; `expected` names the only acceptable type and key id.
 * STATUS_STATEMENT_REFUSED: altered, another type, another key, or malformed;
 * nothing is written to `payload_out`.
 */
enum status jws_verify(struct arena *arena, const struct seal_key *key,
		       const struct jws_header *expected, struct text jws,
		       struct text *payload_out) MUST_CHECK;

/* The bare signature over `message`: 64 bytes r‖s. */
enum status es256_sign(const struct seal_key *key, struct text message,
		       uint8_t signature_out[64]) MUST_CHECK;
/* False for anything but a valid 64-byte signature. */
bool es256_verify(const struct seal_key *key, struct text message,
		  struct text signature) MUST_CHECK;

#endif
