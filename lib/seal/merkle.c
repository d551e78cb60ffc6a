#include "eenplan/seal/merkle.h"

#include <assert.h>
#include <string.h>

#include "eenplan/base/attributes.h"

static const char leaf_prefix = 0x00;
static const char node_prefix = 0x01;

static struct text
text_of_hash(const struct merkle_hash *hash)
{
	return (struct text){(const char *)hash->bytes, DIGEST_BYTES};
}

static bool
equals(struct merkle_hash one, struct merkle_hash other)
{
	return memcmp(one.bytes, other.bytes, DIGEST_BYTES) == 0;
}

static struct merkle_hash
node_of(struct merkle_hash left, struct merkle_hash right)
{
	struct text parts[] = {
		{&node_prefix, 1},
		text_of_hash(&left),
		text_of_hash(&right),
	};
	struct merkle_hash node = {{0}};

	digest_of(parts, COUNT_OF(parts), node.bytes);
	return node;
}

struct merkle_hash
merkle_leaf(struct text entry)
{
	struct text parts[] = {{&leaf_prefix, 1}, entry};
	struct merkle_hash leaf = {{0}};

	digest_of(parts, COUNT_OF(parts), leaf.bytes);
	return leaf;
}

void
merkle_init(struct merkle_tree *tree)
{
	tree->size = 0;
	tree->peak_count = 0;
}

unsigned
merkle_grow(struct merkle_tree *tree, struct merkle_hash leaf,
	    struct merkle_hash made_out[MERKLE_PEAKS_MAX + 1])
{
	unsigned made = 0;

	assert(tree->size < UINT64_MAX);
	made_out[made++] = leaf;
	/* Each one bit that the addition carries over is a peak to merge. */
	for (uint64_t carry = tree->size; carry & 1; carry >>= 1, made++)
		made_out[made] = node_of(tree->peaks[--tree->peak_count],
					 made_out[made - 1]);
	tree->peaks[tree->peak_count++] = made_out[made - 1];
	tree->size++;
	return made;
}

void
merkle_append(struct merkle_tree *tree, struct merkle_hash leaf)
{
	struct merkle_hash made[MERKLE_PEAKS_MAX + 1];

	(void)merkle_grow(tree, leaf, made);
}

struct merkle_hash
merkle_root(const struct merkle_tree *tree)
{
	struct merkle_hash root = {{0}};

	if (tree->peak_count == 0) {
		digest_of(NULL, 0, root.bytes);
		return root;
	}
	root = tree->peaks[tree->peak_count - 1];
	for (unsigned i = tree->peak_count - 1; i > 0; i--)
		root = node_of(tree->peaks[i - 1], root);
	return root;
}

/* The walks below are those of RFC 9162 §2.1.3.2 and §2.1.4.2. */

static void
climb(uint64_t *index, uint64_t *last)
{
	*index >>= 1;
	*last >>= 1;
}

/* To the level where a left sibling exists. */
static void
climb_to_right_child(uint64_t *index, uint64_t *last)
{
	while ((*index & 1) == 0 && *index != 0)
		climb(index, last);
}

bool
merkle_verify_inclusion(struct merkle_hash leaf, uint64_t index, uint64_t size,
			const struct merkle_hash *proof, size_t proof_count,
			struct merkle_hash root)
{
	struct merkle_hash hash = leaf;
	uint64_t last = size - 1;

	if (index >= size)
		return false;
	for (size_t i = 0; i < proof_count; i++) {
		if (last == 0)
			return false;
		if ((index & 1) || index == last) {
			hash = node_of(proof[i], hash);
			climb_to_right_child(&index, &last);
		} else {
			hash = node_of(hash, proof[i]);
		}
		climb(&index, &last);
	}
	return last == 0 && equals(hash, root);
}

struct roots {
	struct merkle_hash older;
	struct merkle_hash newer;
};

/* Both roots that `proof` leads to, from the node where they part. */
static bool
walk_consistency(uint64_t index, uint64_t last, const struct merkle_hash *proof,
		 size_t proof_count, struct roots *roots)
{
	for (size_t i = 0; i < proof_count; i++) {
		if (last == 0)
			return false;
		if ((index & 1) || index == last) {
			roots->older = node_of(proof[i], roots->older);
			roots->newer = node_of(proof[i], roots->newer);
			climb_to_right_child(&index, &last);
		} else {
			roots->newer = node_of(roots->newer, proof[i]);
		}
		climb(&index, &last);
	}
	return last == 0;
}

bool
merkle_verify_consistency(uint64_t old_size, struct merkle_hash old_root,
			  uint64_t new_size, struct merkle_hash new_root,
			  const struct merkle_hash *proof, size_t proof_count)
{
	bool is_whole = (old_size & (old_size - 1)) == 0;
	uint64_t index = old_size - 1;
	uint64_t last = new_size - 1;

	if (old_size == 0 || old_size > new_size)
		return false;
	if (old_size == new_size)
		return proof_count == 0 && equals(old_root, new_root);
	if (proof_count == 0)
		return false;
	while (index & 1)
		climb(&index, &last);

	/* A complete older tree is itself the node where the trees part. */
	struct merkle_hash start = is_whole ? old_root : proof[0];
	struct roots roots = {start, start};
	size_t used = is_whole ? 0 : 1;

	return walk_consistency(index, last, proof + used, proof_count - used,
				&roots) &&
	       equals(roots.older, old_root) && equals(roots.newer, new_root);
}

/* Of a range that begins where a complete subtree of its size would. */
static struct merkle_hash
root_of_range(merkle_node_source *node, void *context, uint64_t start,
	      uint64_t count)
{
	struct merkle_tree tree;

	merkle_init(&tree);
	for (tree.size = count; count > 0; tree.peak_count++) {
		unsigned level = 63 - (unsigned)__builtin_clzll(count);

		tree.peaks[tree.peak_count] =
			node(context, level, start >> level);
		start += UINT64_C(1) << level;
		count -= UINT64_C(1) << level;
	}
	return merkle_root(&tree);
}

struct merkle_hash
merkle_root_at(merkle_node_source *node, void *context, uint64_t size)
{
	return root_of_range(node, context, 0, size);
}

/* The largest power of two below `size`, which is at least 2. */
static uint64_t
split_of(uint64_t size)
{
	return UINT64_C(1) << (63 - __builtin_clzll(size - 1));
}

/* Proofs are made from the root down and told from the leaf up. */
static size_t
reverse(struct merkle_hash *proof, size_t count)
{
	for (size_t i = 0; i < count / 2; i++) {
		struct merkle_hash hash = proof[i];

		proof[i] = proof[count - 1 - i];
		proof[count - 1 - i] = hash;
	}
	return count;
}

size_t
merkle_prove_inclusion(merkle_node_source *node, void *context, uint64_t index,
		       uint64_t size,
		       struct merkle_hash proof[MERKLE_PEAKS_MAX])
{
	uint64_t start = 0;
	size_t count = 0;

	assert(index < size);
	while (size > 1) {
		uint64_t split = split_of(size);

		if (index - start < split) {
			proof[count++] = root_of_range(
				node, context, start + split, size - split);
			size = split;
		} else {
			proof[count++] =
				root_of_range(node, context, start, split);
			start += split;
			size -= split;
		}
	}
	return reverse(proof, count);
}

size_t
merkle_prove_consistency(merkle_node_source *node, void *context,
			 uint64_t old_size, uint64_t new_size,
			 struct merkle_hash proof[2 * MERKLE_PEAKS_MAX])
{
	uint64_t start = 0;
	uint64_t older = old_size;
	size_t count = 0;

	assert(old_size <= new_size);
	if (old_size == 0)
		return 0;
	while (older != new_size) {
		uint64_t split = split_of(new_size);

		if (older <= split) {
			proof[count++] = root_of_range(
				node, context, start + split, new_size - split);
			new_size = split;
		} else {
			proof[count++] =
				root_of_range(node, context, start, split);
			start += split;
			older -= split;
			new_size -= split;
		}
	}
	if (start > 0)
		proof[count++] = root_of_range(node, context, start, older);
	return reverse(proof, count);
}
