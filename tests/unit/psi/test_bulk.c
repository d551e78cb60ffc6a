#include "eenplan/psi/bulk.h"

#include <stdio.h>
#include <string.h>

#include "leak_free.h"

#define PEOPLE 40

struct side {
	struct psi_secret secret;
	size_t length;
	struct psi_entry entries[PSI_PADDED_TO];
	struct psi_point points[PSI_PADDED_TO], raised[PSI_PADDED_TO];
	struct merkle_hash inputs[PSI_PADDED_TO];
	struct psi_tag tags[PSI_PADDED_TO];
};

/* People number `from` and on, each at place `i` of the list. */
static void
side_init(struct side *side, size_t from)
{
	memset(side, 0, sizeof(*side));
	psi_secret_random(&side->secret);
	side->length = psi_padded(PEOPLE);
	for (size_t i = 0; i < PEOPLE; i++) {
		char name[16];

		snprintf(name, sizeof(name), "person %zu", from + i);
		side->entries[i].is_person = true;
		psi_person_derive(text_of(name), text_of("psi|a|b"),
				  &side->entries[i].person);
	}
	psi_mask(&side->secret, 0, side->entries, side->length, side->points,
		 side->inputs);
}

static void
raise(struct side *side, const struct side *other)
{
	size_t bad;

	cr_assert(psi_raise(&side->secret, other->points, other->length,
			    side->raised, &bad));
	for (size_t i = 0; i < other->length; i++)
		side->tags[i] = psi_tag_of(&side->raised[i]);
}

LEAK_FREE_TEST(bulk, finds_whom_both_lists_have_and_nobody_else)
{
	static struct side a, b;
	struct arena *arena = arena_new();
	struct psi_match matches[PSI_PADDED_TO];
	size_t count;

	side_init(&a, 0);
	side_init(&b, 30);
	raise(&a, &b); /* b's places */
	raise(&b, &a); /* a's places */
	cr_assert(psi_join(arena, b.tags, a.length, a.tags, b.length, matches,
			   &count));
	cr_expect_eq(count, 10);
	for (size_t i = 0; i < count; i++) {
		uint8_t one[PSI_PERSON_BYTES], other[PSI_PERSON_BYTES];

		cr_expect_eq(matches[i].left, 30 + i);
		cr_expect_eq(matches[i].right, i);
		psi_pair(&b.raised[matches[i].left], "session", one);
		psi_pair(&a.raised[matches[i].right], "session", other);
		cr_expect_arr_eq(one, other, sizeof(one));
		psi_pair(&a.raised[matches[i].right], "another", other);
		cr_expect_arr_neq(one, other, sizeof(one));
	}
	arena_free(arena);
}

/* Sizes alone: sorted tags find as many, and no place can be told. */
LEAK_FREE_TEST(bulk, counts_by_sorted_tags)
{
	static struct side a, b;
	struct arena *arena = arena_new();
	struct psi_match matches[PSI_PADDED_TO];
	size_t count;

	side_init(&a, 0);
	side_init(&b, 35);
	raise(&a, &b);
	raise(&b, &a);
	psi_tags_sort(a.tags, b.length);
	psi_tags_sort(b.tags, a.length);
	for (size_t i = 1; i < a.length; i++)
		cr_expect_lt(memcmp(&b.tags[i - 1], &b.tags[i], PSI_TAG_BYTES),
			     0);
	cr_assert(psi_join(arena, b.tags, a.length, a.tags, b.length, matches,
			   &count));
	cr_expect_eq(count, 5);
	arena_free(arena);
}

LEAK_FREE_TEST(bulk, names_the_first_point_that_is_none)
{
	static struct side a, b;
	size_t bad = 0;

	side_init(&a, 0);
	side_init(&b, 0);
	memset(&b.points[7], 0, sizeof(b.points[7]));
	memset(&b.points[9], 0xff, sizeof(b.points[9]));
	cr_expect_not(psi_raise(&a.secret, b.points, b.length, a.raised, &bad));
	cr_expect_eq(bad, 7);
	b.points[7] = b.points[8];
	cr_expect_not(psi_raise(&a.secret, b.points, b.length, a.raised, &bad));
	cr_expect_eq(bad, 9);
}

LEAK_FREE_TEST(bulk, refuses_a_list_with_somebody_twice)
{
	static struct side a, b;
	struct arena *arena = arena_new();
	struct psi_match matches[PSI_PADDED_TO];
	size_t count;

	side_init(&a, 0);
	side_init(&b, 0);
	b.points[3] = b.points[5];
	raise(&a, &b);
	raise(&b, &a);
	cr_expect_not(psi_join(arena, b.tags, a.length, a.tags, b.length,
			       matches, &count));
	arena_free(arena);
}

LEAK_FREE_TEST(bulk, pads_so_that_an_empty_list_looks_like_a_short_one)
{
	cr_expect_eq(psi_padded(0), 256);
	cr_expect_eq(psi_padded(1), 256);
	cr_expect_eq(psi_padded(256), 256);
	cr_expect_eq(psi_padded(257), 512);
}

/* Nobody twice in one place, and every place about as often. */
LEAK_FREE_TEST(bulk, gives_each_of_the_people_a_place_of_their_own)
{
	static unsigned taken[PSI_PADDED_TO];
	uint32_t places[PEOPLE];

	for (size_t run = 0; run < 1000; run++) {
		bool seen[PSI_PADDED_TO] = {false};

		psi_shuffle(PEOPLE, PSI_PADDED_TO, places);
		for (size_t i = 0; i < PEOPLE; i++) {
			cr_assert_lt(places[i], PSI_PADDED_TO);
			cr_assert_not(seen[places[i]]);
			seen[places[i]] = true;
			taken[places[i]]++;
		}
	}
	/* 156 on average, 11.5 standard: eight of those away is never. */
	for (size_t i = 0; i < PSI_PADDED_TO; i++)
		cr_expect(taken[i] > 60 && taken[i] < 260, "place %zu: %u", i,
			  taken[i]);
}

/* Whoever is shown the salt sees that nobody stands there, or who. */
LEAK_FREE_TEST(bulk, commits_to_who_stands_where)
{
	static struct side a;
	uint8_t salt[PSI_SALT_BYTES], other[PSI_SALT_BYTES];
	struct merkle_hash leaf;

	side_init(&a, 0);
	psi_salt(&a.secret, 3, salt);
	psi_salt(&a.secret, 4, other);
	cr_expect_arr_neq(salt, other, sizeof(salt));
	leaf = psi_input_leaf(&a.entries[3], salt);
	cr_expect_arr_eq(&leaf, &a.inputs[3], sizeof(leaf));
	leaf = psi_input_leaf(&a.entries[4], salt);
	cr_expect_arr_neq(&leaf, &a.inputs[3], sizeof(leaf));
	psi_salt(&a.secret, PEOPLE, salt);
	leaf = psi_input_leaf(&(struct psi_entry){.is_person = false}, salt);
	cr_expect_arr_eq(&leaf, &a.inputs[PEOPLE], sizeof(leaf));
}
