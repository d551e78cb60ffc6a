/*
 * ECDSA P-256 keys and the certificates that carry them.
 */
#ifndef EENPLAN_SEAL_KEY_H
#define EENPLAN_SEAL_KEY_H

#include "eenplan/base/attributes.h"
#include "eenplan/base/fault.h"
#include "eenplan/base/status.h"
#include "eenplan/base/text.h"
#include "eenplan/seal/digest.h"

/* A private or a public key. Immutable, so any thread may use it. */
struct seal_key;

/* Read a PEM private key. STATUS_INVALID: not a P-256 key; `fault` says why. */
enum status seal_key_read_private(const char *path, struct seal_key **key_out,
				  struct fault *fault) MUST_CHECK;
/* The public key of a DER certificate. STATUS_INVALID if it is not P-256. */
enum status seal_key_of_certificate(struct text der,
				    struct seal_key **key_out) MUST_CHECK;
/* From an uncompressed point (65 bytes), as test vectors give it. */
enum status seal_key_of_point(struct text point,
			      struct seal_key **key_out) MUST_CHECK;
/* One more holder; each calls seal_key_free. */
struct seal_key *seal_key_retain(struct seal_key *key);
void seal_key_free(struct seal_key *key);

#endif
