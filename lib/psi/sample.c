#include "eenplan/psi/sample.h"

#include <assert.h>
#include <string.h>

void
psi_sample_begin(struct psi_sample *sample, struct arena *arena, size_t length,
		 const uint8_t root[DIGEST_BYTES],
		 const uint8_t asker_nonce[DIGEST_BYTES],
		 const uint8_t partner_nonce[DIGEST_BYTES])
{
	const struct text parts[] = {
		text_of("psi-audit"),
		{(const char *)root, DIGEST_BYTES},
		{(const char *)asker_nonce, DIGEST_BYTES},
		{(const char *)partner_nonce, DIGEST_BYTES},
	};

	*sample = (struct psi_sample){.length = length};
	sample->places = ARENA_ARRAY(arena, length, uint32_t);
	for (size_t i = 0; i < length; i++)
		sample->places[i] = (uint32_t)i;
	digest_of(parts, COUNT_OF(parts), sample->seed);
}

/* Fisher and Yates; 64 bits over at most 2^17 places leave no bias to speak
 * of. */
bool
psi_sample_next(struct psi_sample *sample, uint32_t *place_out)
{
	size_t left = sample->length - sample->drawn;
	uint8_t number[8], tag[DIGEST_BYTES];
	uint64_t random = 0;

	if (left == 0)
		return false;
	for (size_t i = 0; i < sizeof(number); i++)
		number[i] = (uint8_t)(sample->drawn >> (8 * (7 - i)));
	digest_tag(sample->seed,
		   (struct text){(const char *)number, sizeof(number)}, tag);
	for (size_t i = 0; i < sizeof(random); i++)
		random = random << 8 | tag[i];

	size_t chosen = sample->drawn + (size_t)(random % left);

	*place_out = sample->places[chosen];
	sample->places[chosen] = sample->places[sample->drawn];
	sample->places[sample->drawn++] = *place_out;
	return true;
}

/* --- paths --- */

struct walk {
	const struct merkle_hash *leaves;
	struct psi_path *paths;
	size_t count;
};

/* The largest power of two below `count`, which is at least 2. */
static size_t
split_of(size_t count)
{
	return (size_t)1 << (63 - __builtin_clzll(count - 1));
}

static struct merkle_hash
node_of(const struct merkle_hash *left, const struct merkle_hash *right)
{
	const struct text parts[] = {
		{"\x01", 1},
		{(const char *)left->bytes, DIGEST_BYTES},
		{(const char *)right->bytes, DIGEST_BYTES},
	};
	struct merkle_hash node = {{0}};

	digest_of(parts, COUNT_OF(parts), node.bytes);
	return node;
}

/* To the paths of the places from `first` up to `end`. */
static void
add_sibling(struct walk *walk, size_t first, size_t end,
	    struct merkle_hash sibling)
{
	for (size_t i = 0; i < walk->count; i++) {
		struct psi_path *path = &walk->paths[i];

		if (path->place < first || path->place >= end)
			continue;
		assert(path->count < COUNT_OF(path->hashes));
		path->hashes[path->count++] = sibling;
	}
}

/* As deep as a list is long to the power of two: 17 calls. */
static struct merkle_hash
walk_range(struct walk *walk, size_t first, size_t count)
{
	if (count == 1)
		return walk->leaves[first];

	size_t split = split_of(count);
	struct merkle_hash left = walk_range(walk, first, split);
	struct merkle_hash right =
		walk_range(walk, first + split, count - split);

	add_sibling(walk, first, first + split, right);
	add_sibling(walk, first + split, first + count, left);
	return node_of(&left, &right);
}

void
psi_find_paths(const struct merkle_hash *leaves, size_t length,
	       struct psi_path *paths, size_t count)
{
	struct walk walk = {leaves, paths, count};

	for (size_t i = 0; i < count; i++)
		paths[i].count = 0;
	if (length > 0)
		(void)walk_range(&walk, 0, length);
}
