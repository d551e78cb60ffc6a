/*
 * The part of a list that an auditor sees opened: drawn by what both sides
 * showed only after both lists were fixed, so that neither could choose it.
 */
#ifndef EENPLAN_PSI_SAMPLE_H
#define EENPLAN_PSI_SAMPLE_H

#include "eenplan/base/arena.h"
#include "eenplan/psi/group.h"
#include "eenplan/seal/merkle.h"

/* All places of a list in the order in which they are drawn. */
struct psi_sample {
	uint8_t seed[DIGEST_BYTES];
	uint32_t *places; /* those that were drawn, at the front */
	size_t length, drawn;
};

/* `root` is that of the list; the nonces are the asker's and the partner's. */
void psi_sample_begin(struct psi_sample *sample, struct arena *arena,
		      size_t length, const uint8_t root[DIGEST_BYTES],
		      const uint8_t asker_nonce[DIGEST_BYTES],
		      const uint8_t partner_nonce[DIGEST_BYTES]);
/* False: all were drawn. */
bool psi_sample_next(struct psi_sample *sample, uint32_t *place_out);

/* Where something stands in a Merkle tree, as merkle_verify_inclusion asks. */
struct psi_path {
	uint64_t place;
	size_t count;
	struct merkle_hash hashes[24];
};
/*
 * The paths of `count` places of the tree of `length` leaves, all in one walk;
 * each has its place set.
 */
void psi_find_paths(const struct merkle_hash *leaves, size_t length,
		    struct psi_path *paths, size_t count);

#endif
