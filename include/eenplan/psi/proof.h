/*
 * Proofs that one secret scalar made all of a batch (RFC 9497 §2.2): a
 * Chaum-Pedersen proof over composites, which doesn't tell the scalar.
 */
#ifndef EENPLAN_PSI_PROOF_H
#define EENPLAN_PSI_PROOF_H

#include "eenplan/psi/group.h"

#define PSI_PROOF_BYTES 64
#define PSI_BATCH_MAX	0xffff /* elements that one proof can be about */

struct psi_proof {
	struct psi_scalar challenge, response;
};

/* What a proof is about: to[i] = scalar·from[i], and key = scalar·G. */
struct psi_claim {
	const struct psi_point *key;
	const struct psi_point *from, *to;
	size_t count; /* 1 to PSI_BATCH_MAX */
};

/*
 * Prove it, with `random` as the proof's own secret: never one twice. False: a
 * point of the claim is none.
 */
bool psi_proof_make(enum psi_mode mode, const struct psi_scalar *scalar,
		    const struct psi_claim *claim,
		    const struct psi_scalar *random,
		    struct psi_proof *proof_out) MUST_CHECK;
/* False also for points that are none. */
bool psi_proof_verify(enum psi_mode mode, const struct psi_claim *claim,
		      const struct psi_proof *proof) MUST_CHECK;

#endif
