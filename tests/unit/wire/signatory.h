/*
 * An organisation that signs, with a key and a certificate made for the test.
 */
#ifndef EENPLAN_TESTS_WIRE_SIGNATORY_H
#define EENPLAN_TESTS_WIRE_SIGNATORY_H

#include "eenplan/seal/signer.h"

struct signatory {
	struct arena *arena;
	struct text der;
	struct seal_key *key;
	struct seal_key *public_key;
	struct signer *signer;
	struct identity self;
};

struct signatory signatory_make(const char *organisation);
void signatory_free(struct signatory *signatory);
/* `payload` as a JWS of `type`. */
const char *signatory_sign(const struct signatory *signatory,
			   struct arena *arena, const char *type,
			   struct text payload);

#endif
