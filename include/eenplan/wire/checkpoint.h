/*
 * The texts by which logs, witnesses and auditors speak of a log's tree, as
 * C2SP has them: tlog-checkpoint, the request of tlog-witness, tlog-proof.
 *
 * Decoders take what an encoder writes, and what the specifications permit
 * beside it; they borrow the text. They verify no signature and no proof.
 */
#ifndef EENPLAN_WIRE_CHECKPOINT_H
#define EENPLAN_WIRE_CHECKPOINT_H

#include "eenplan/base/attributes.h"
#include "eenplan/base/buf.h"
#include "eenplan/seal/merkle.h"

/* What is signed: a log's name, and how large it is with which root. */
struct checkpoint {
	const char *origin;
	uint64_t size;
	struct merkle_hash root;
};

void checkpoint_encode(struct buf *out, const struct checkpoint *checkpoint);
/* `body` is a note's text. The origin is in `arena`. */
bool checkpoint_decode(struct arena *arena, struct text body,
		       struct checkpoint *checkpoint_out) MUST_CHECK;

/* The most hashes that a witness takes. */
#define CHECKPOINT_PROOF_MAX 63

/* add-checkpoint: a witness is asked to cosign `note`. */
struct checkpoint_offer {
	uint64_t old_size; /* that the witness cosigned last; 0: none */
	struct merkle_hash proof[2 * MERKLE_PEAKS_MAX];
	size_t proof_count;
	struct text note;
};

void checkpoint_offer_encode(struct buf *out,
			     const struct checkpoint_offer *offer);
bool checkpoint_offer_decode(struct text text,
			     struct checkpoint_offer *offer_out) MUST_CHECK;

/* The answer where another size was cosigned last: the size and LF. */
#define CHECKPOINT_SIZE_TYPE "text/x.tlog.size"
bool checkpoint_size_decode(struct text text, uint64_t *size_out) MUST_CHECK;

/* tlog-proof: that an entry is in a log. */
struct log_proof {
	struct text extra; /* what it means is ours; not authenticated */
	uint64_t index;
	struct merkle_hash hashes[MERKLE_PEAKS_MAX];
	size_t hash_count;
	struct text note;
};

void log_proof_encode(struct buf *out, const struct log_proof *proof);
/* `extra` is in `arena`. */
bool log_proof_decode(struct arena *arena, struct text text,
		      struct log_proof *proof_out) MUST_CHECK;

#endif
