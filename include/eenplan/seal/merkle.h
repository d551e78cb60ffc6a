/*
 * Merkle trees as certificate transparency has them (RFC 6962 §2.1).
 *
 * Pure: hashes in, hashes out. Leaf = SHA-256(0x00 ‖ entry), node =
 * SHA-256(0x01 ‖ left ‖ right).
 */
#ifndef EENPLAN_SEAL_MERKLE_H
#define EENPLAN_SEAL_MERKLE_H

#include "eenplan/base/status.h"
#include "eenplan/seal/digest.h"

#define MERKLE_PEAKS_MAX 64

struct merkle_hash {
	uint8_t bytes[DIGEST_BYTES];
};

/*
 * A tree that only grows, as the roots of its complete subtrees from the
 * largest to the smallest; enough to append and to give the root.
 * Invariant: peak_count is the number of one bits in size.
 */
struct merkle_tree {
	uint64_t size;
	unsigned peak_count;
	struct merkle_hash peaks[MERKLE_PEAKS_MAX];
};

struct merkle_hash merkle_leaf(struct text entry);
void merkle_init(struct merkle_tree *tree);
void merkle_append(struct merkle_tree *tree, struct merkle_hash leaf);
/*
 * The same; returns how many complete subtrees the leaf ended, itself the
 * first, and their roots from the smallest on.
 */
unsigned merkle_grow(struct merkle_tree *tree, struct merkle_hash leaf,
		     struct merkle_hash made_out[MERKLE_PEAKS_MAX + 1]);
/* The root; of the empty tree SHA-256 of nothing. */
struct merkle_hash merkle_root(const struct merkle_tree *tree);

/* Does `proof` show that `leaf` is number `index` of the tree with `root`? */
bool merkle_verify_inclusion(struct merkle_hash leaf, uint64_t index,
			     uint64_t size, const struct merkle_hash *proof,
			     size_t proof_count, struct merkle_hash root);
/*
 * Does `proof` show that the newer tree begins with the older one? About an
 * empty older tree there is nothing to show: false.
 */
bool merkle_verify_consistency(uint64_t old_size, struct merkle_hash old_root,
			       uint64_t new_size, struct merkle_hash new_root,
			       const struct merkle_hash *proof,
			       size_t proof_count);

/*
 * The root of the complete subtree of 2^`level` leaves that is number `index`
 * of its level: at level 0 a leaf.
 */
typedef struct merkle_hash merkle_node_source(void *context, unsigned level,
					      uint64_t index);
/* The root of the first `size` leaves. */
struct merkle_hash merkle_root_at(merkle_node_source *node, void *context,
				  uint64_t size);
/* The inclusion proof of leaf `index` in the first `size` leaves: about the
 * square of their logarithm in nodes. */
size_t merkle_prove_inclusion(merkle_node_source *node, void *context,
			      uint64_t index, uint64_t size,
			      struct merkle_hash proof[MERKLE_PEAKS_MAX]);
size_t merkle_prove_consistency(merkle_node_source *node, void *context,
				uint64_t old_size, uint64_t new_size,
				struct merkle_hash proof[2 * MERKLE_PEAKS_MAX]);

#endif
