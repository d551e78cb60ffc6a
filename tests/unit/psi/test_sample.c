#include "eenplan/psi/sample.h"

#include <string.h>

#include "leak_free.h"

#define LENGTH 300

static const uint8_t root[DIGEST_BYTES] = {1};
static const uint8_t one[DIGEST_BYTES] = {2};
static const uint8_t other[DIGEST_BYTES] = {3};

LEAK_FREE_TEST(sample, draws_every_place_once_and_the_same_each_time)
{
	struct arena *arena = arena_new();
	struct psi_sample sample, again;
	bool seen[LENGTH] = {false};
	uint32_t place, same;

	psi_sample_begin(&sample, arena, LENGTH, root, one, other);
	psi_sample_begin(&again, arena, LENGTH, root, one, other);
	for (size_t i = 0; i < LENGTH; i++) {
		cr_assert(psi_sample_next(&sample, &place));
		cr_assert(psi_sample_next(&again, &same));
		cr_assert_lt(place, LENGTH);
		cr_assert_not(seen[place]);
		seen[place] = true;
		cr_expect_eq(place, same);
	}
	cr_expect_not(psi_sample_next(&sample, &place));
	arena_free(arena);
}

/* How many of the first ten are other ones. */
static size_t
count_others(const uint8_t *list, const uint8_t *asker, const uint8_t *partner)
{
	struct arena *arena = arena_new();
	struct psi_sample sample, another;
	size_t count = 0;

	psi_sample_begin(&sample, arena, LENGTH, root, one, other);
	psi_sample_begin(&another, arena, LENGTH, list, asker, partner);
	for (size_t i = 0; i < 10; i++) {
		uint32_t a, b;

		cr_assert(psi_sample_next(&sample, &a));
		cr_assert(psi_sample_next(&another, &b));
		count += a != b;
	}
	arena_free(arena);
	return count;
}

LEAK_FREE_TEST(sample, is_another_for_another_list_or_nonce)
{
	static const uint8_t third[DIGEST_BYTES] = {4};

	cr_expect_eq(count_others(root, one, other), 0);
	cr_expect_gt(count_others(third, one, other), 5);
	cr_expect_gt(count_others(root, third, other), 5);
	cr_expect_gt(count_others(root, one, third), 5);
	cr_expect_gt(count_others(root, other, one), 5);
}

static void
check_tree(size_t length)
{
	static struct merkle_hash leaves[LENGTH];
	static struct psi_path paths[LENGTH];
	struct merkle_tree tree;

	merkle_init(&tree);
	for (size_t i = 0; i < length; i++) {
		leaves[i] =
			merkle_leaf((struct text){(const char *)&i, sizeof(i)});
		merkle_append(&tree, leaves[i]);
		paths[i].place = length - 1 - i;
	}
	psi_find_paths(leaves, length, paths, length);
	for (size_t i = 0; i < length; i++)
		cr_expect(merkle_verify_inclusion(
				  leaves[paths[i].place], paths[i].place,
				  length, paths[i].hashes, paths[i].count,
				  merkle_root(&tree)),
			  "%zu of %zu", i, length);
}

LEAK_FREE_TEST(sample, finds_the_path_of_every_place_in_trees_of_any_length)
{
	static const size_t lengths[] = {
		1, 2, 3, 4, 5, 7, 8, 9, 31, 32, 33, 100, 255, 256, 257, LENGTH};

	for (size_t i = 0; i < COUNT_OF(lengths); i++)
		check_tree(lengths[i]);
}
