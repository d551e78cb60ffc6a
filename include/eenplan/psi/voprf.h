/*
 * Oblivious evaluation (RFC 9497, ristretto255-SHA512): the client learns the
 * server's keyed hash of its input, the server learns nothing, and in the mode
 * PSI_VOPRF the client sees that it was the key that the server is known by.
 */
#ifndef EENPLAN_PSI_VOPRF_H
#define EENPLAN_PSI_VOPRF_H

#include "eenplan/psi/proof.h"

/* DeriveKeyPair: the same from the same seed and info. False: there is none
 * (it happens with no seed that anybody will find). */
bool voprf_derive_key(enum psi_mode mode, const uint8_t seed[32],
		      struct text info, struct psi_scalar *key_out,
		      struct psi_point *public_out) MUST_CHECK;

/* The client: what it sends about `input`, under its own secret `blind`. */
bool voprf_blind(enum psi_mode mode, struct text input,
		 const struct psi_scalar *blind,
		 struct psi_point *blinded_out) MUST_CHECK;
/* The server. False: what came is no point. */
bool voprf_evaluate(const struct psi_scalar *key,
		    const struct psi_point *blinded,
		    struct psi_point *evaluated_out) MUST_CHECK;
/*
 * The client, which has verified the proof in mode PSI_VOPRF (psi_proof_verify
 * of key = public, from = blinded, to = evaluated).
 */
bool voprf_finalize(struct text input, const struct psi_scalar *blind,
		    const struct psi_point *evaluated,
		    uint8_t out[PSI_HASH_BYTES]) MUST_CHECK;
/* What the client gets at last, for who has the key. */
bool voprf_hash(enum psi_mode mode, const struct psi_scalar *key,
		struct text input, uint8_t out[PSI_HASH_BYTES]) MUST_CHECK;

#endif
