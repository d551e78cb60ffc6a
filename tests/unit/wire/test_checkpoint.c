#include "eenplan/wire/checkpoint.h"

#include <string.h>

#include "leak_free.h"

#define HASH_1 "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I="
#define HASH_2 "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw="
#define BODY   "example.com/behind-the-sofa\n20852163\n" HASH_1 "\n"
#define NOTE   BODY "\n\xe2\x80\x94 example.com/behind-the-sofa Az3grlgt\n"

LEAK_FREE_TEST(checkpoint, refuses_what_is_none)
{
	static const char *const wrong[] = {
		"",
		"a",
		"a\n1\n",
		"\n1\n" HASH_1 "\n",
		"a\n\n" HASH_1 "\n",
		"a\n01\n" HASH_1 "\n",
		"a\n-1\n" HASH_1 "\n",
		"a\n+1\n" HASH_1 "\n",
		"a\n1 \n" HASH_1 "\n",
		"a\n1e3\n" HASH_1 "\n",
		"a\n9999999999999999999\n" HASH_1 "\n",
		"a\n1\n" HASH_1,
		"a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n",
		"a\n1\nCsUYapGGPo4dkMgIAUqom_Xajj7h2fB2MPA3j2jxq2I=\n",
		"a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
		"a\n1\n\n",
	};
	struct arena *arena = arena_new();
	struct checkpoint checkpoint;

	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		cr_expect_not(checkpoint_decode(arena, text_of(wrong[i]),
						&checkpoint),
			      "%zu", i);
	arena_free(arena);
}

LEAK_FREE_TEST(checkpoint, is_read_as_it_is_written)
{
	struct arena *arena = arena_new();
	struct checkpoint checkpoint;
	struct buf out;

	cr_assert(checkpoint_decode(arena, text_of(BODY "an extension\n"),
				    &checkpoint));
	cr_expect_str_eq(checkpoint.origin, "example.com/behind-the-sofa");
	cr_expect_eq(checkpoint.size, 20852163);
	buf_init(&out, arena, 64);
	checkpoint_encode(&out, &checkpoint);
	cr_expect_str_eq(buf_string(&out), BODY);
	arena_free(arena);
}

LEAK_FREE_TEST(checkpoint, is_offered_to_a_witness_as_it_says)
{
	static const char *const wrong[] = {
		"",
		"old 5\n",
		"old 5\n\n",
		"old 05\n\n" NOTE,
		"new 5\n\n" NOTE,
		"old 5\n" NOTE,
		"old 5\nshort\n\n" NOTE,
	};
	static const char good[] =
		"old 20852014\n" HASH_2 "\n" HASH_1 "\n\n" NOTE;
	struct arena *arena = arena_new();
	struct checkpoint_offer offer;
	struct buf out;

	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		cr_expect_not(
			checkpoint_offer_decode(text_of(wrong[i]), &offer),
			"%zu", i);
	buf_init(&out, arena, 4096);
	buf_add_string(&out, "old 1\n");
	for (size_t i = 0; i <= CHECKPOINT_PROOF_MAX; i++)
		buf_add_string(&out, HASH_1 "\n");
	buf_add_string(&out, "\n" NOTE);
	cr_expect_not(checkpoint_offer_decode(buf_text(&out), &offer),
		      "more than a proof can have");

	cr_assert(checkpoint_offer_decode(text_of(good), &offer));
	cr_expect_eq(offer.old_size, 20852014);
	cr_expect_eq(offer.proof_count, 2);
	cr_expect(text_is(offer.note, NOTE));
	buf_init(&out, arena, 64);
	checkpoint_offer_encode(&out, &offer);
	cr_expect_str_eq(buf_string(&out), good);
	arena_free(arena);
}

LEAK_FREE_TEST(checkpoint, tells_a_size_in_one_line)
{
	static const char *const wrong[] = {"", "5", "5\n5\n", "05\n", "x\n"};
	uint64_t size;

	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		cr_expect_not(checkpoint_size_decode(text_of(wrong[i]), &size),
			      "%zu", i);
	cr_assert(checkpoint_size_decode(text_of("20852014\n"), &size));
	cr_expect_eq(size, 20852014);
}

LEAK_FREE_TEST(checkpoint, comes_with_the_proof_of_an_entry)
{
	static const char *const wrong[] = {
		"",
		"c2sp.org/tlog-proof@v2\nindex 3\n\n" NOTE,
		"c2sp.org/tlog-proof@v1\n\n" NOTE,
		"c2sp.org/tlog-proof@v1\nindex 03\n\n" NOTE,
		"c2sp.org/tlog-proof@v1\nextra !\nindex 3\n\n" NOTE,
		"c2sp.org/tlog-proof@v1\nindex 3\nextra YQ==\n\n" NOTE,
		"c2sp.org/tlog-proof@v1\nindex 3\n" HASH_1 "\n",
		"c2sp.org/tlog-proof@v1\nindex 3\n" HASH_1 "\n\n",
	};
	static const char good[] =
		"c2sp.org/tlog-proof@v1\nextra ZXh0cmE=\n"
		"index 73894\n" HASH_2 "\n" HASH_1 "\n\n" NOTE;
	struct arena *arena = arena_new();
	struct log_proof proof;
	struct buf out;

	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		cr_expect_not(
			log_proof_decode(arena, text_of(wrong[i]), &proof),
			"%zu", i);
	cr_assert(log_proof_decode(arena, text_of(good), &proof));
	cr_expect_eq(proof.index, 73894);
	cr_expect_eq(proof.hash_count, 2);
	cr_expect(text_is(proof.extra, "extra"));
	cr_expect(text_is(proof.note, NOTE));
	buf_init(&out, arena, 64);
	log_proof_encode(&out, &proof);
	cr_expect_str_eq(buf_string(&out), good);
	arena_free(arena);
}
