#include "eenplan/psi/voprf.h"

#include <string.h>

#include "eenplan/base/json.h"
#include "leak_free.h"
#include "shared.h"

/* --- the vectors of RFC 9497 --- */

static struct text
bytes_of_hex(struct arena *arena, const char *hex)
{
	size_t length = strlen(hex) / 2;
	char *bytes = arena_alloc(arena, length + 1);

	for (size_t i = 0; i < length; i++)
		bytes[i] = (char)strtol(
			(const char[]){hex[2 * i], hex[2 * i + 1], '\0'}, NULL,
			16);
	return (struct text){bytes, length};
}

static struct text
get(struct arena *arena, const struct json *object, const char *key)
{
	const char *hex = json_get_string(object, key);

	cr_assert_not_null(hex, "%s", key);
	return bytes_of_hex(arena, hex);
}

static void
take(struct text bytes, void *out, size_t length)
{
	cr_assert_eq(bytes.length, length);
	memcpy(out, bytes.bytes, length);
}

/* "00,5a5a": the elements of a batch. */
static size_t
split(struct arena *arena, const struct json *object, const char *key,
      struct text *out)
{
	char *list = arena_string(arena, json_get_string(object, key));
	size_t count = 0;

	for (char *word = strtok(list, ","); word != NULL;
	     word = strtok(NULL, ","))
		out[count++] = bytes_of_hex(arena, word);
	return count;
}

struct suite {
	enum psi_mode mode;
	struct psi_scalar key;
	struct psi_point public;
};

static struct suite
read_suite(struct arena *arena, const struct json *suite)
{
	struct suite out = {.mode = json_get_integer(suite, "mode", 0) == 0
					    ? PSI_OPRF
					    : PSI_VOPRF};
	struct text seed = get(arena, suite, "seed");
	struct psi_scalar expected;

	take(get(arena, suite, "skSm"), &expected, sizeof(expected));
	cr_assert_eq(seed.length, 32);
	cr_assert(voprf_derive_key(out.mode, (const uint8_t *)seed.bytes,
				   get(arena, suite, "keyInfo"), &out.key,
				   &out.public));
	cr_expect_arr_eq(&out.key, &expected, sizeof(expected));
	if (out.mode == PSI_VOPRF) {
		struct psi_point public;

		take(get(arena, suite, "pkSm"), &public, sizeof(public));
		cr_expect_arr_eq(&out.public, &public, sizeof(public));
	}
	return out;
}

#define BATCH_MAX 4

static void
check_vector(struct arena *arena, const struct suite *suite,
	     const struct json *vector)
{
	struct text inputs[BATCH_MAX], blinds[BATCH_MAX], outputs[BATCH_MAX],
		blinded[BATCH_MAX], evaluated[BATCH_MAX];
	struct psi_point from[BATCH_MAX], to[BATCH_MAX];
	size_t count = split(arena, vector, "Input", inputs);

	cr_assert_eq(count, json_get_integer(vector, "Batch", 0));
	cr_assert_eq(split(arena, vector, "Blind", blinds), count);
	cr_assert_eq(split(arena, vector, "BlindedElement", blinded), count);
	cr_assert_eq(split(arena, vector, "EvaluationElement", evaluated),
		     count);
	cr_assert_eq(split(arena, vector, "Output", outputs), count);
	for (size_t i = 0; i < count; i++) {
		struct psi_scalar blind;
		uint8_t hash[PSI_HASH_BYTES];

		take(blinds[i], &blind, sizeof(blind));
		cr_assert(
			voprf_blind(suite->mode, inputs[i], &blind, &from[i]));
		cr_expect_arr_eq(&from[i], blinded[i].bytes, sizeof(from[i]));
		cr_assert(voprf_evaluate(&suite->key, &from[i], &to[i]));
		cr_expect_arr_eq(&to[i], evaluated[i].bytes, sizeof(to[i]));
		cr_assert(voprf_finalize(inputs[i], &blind, &to[i], hash));
		cr_assert_eq(outputs[i].length, sizeof(hash));
		cr_expect_arr_eq(hash, outputs[i].bytes, sizeof(hash));
		cr_assert(
			voprf_hash(suite->mode, &suite->key, inputs[i], hash));
		cr_expect_arr_eq(hash, outputs[i].bytes, sizeof(hash));
	}
	if (suite->mode != PSI_VOPRF)
		return;

	const struct psi_claim claim = {&suite->public, from, to, count};
	const struct json *expected = json_member(vector, "Proof");
	struct psi_proof proof, expected_proof;
	struct psi_scalar random;

	take(get(arena, expected, "r"), &random, sizeof(random));
	take(get(arena, expected, "proof"), &expected_proof,
	     sizeof(expected_proof));
	cr_assert(psi_proof_make(suite->mode, &suite->key, &claim, &random,
				 &proof));
	cr_expect_arr_eq(&proof, &expected_proof, sizeof(proof));
	cr_expect(psi_proof_verify(suite->mode, &claim, &proof));
}

LEAK_FREE_TEST(voprf, agrees_with_every_vector_of_the_rfc_for_this_group)
{
	struct arena *arena = arena_new();
	const char *path =
		shared_or_skip(arena, "vectors/voprf/allVectors.json");
	const struct json *all;
	struct fault fault = {0};
	size_t tried = 0;

	cr_assert_eq(json_read(arena, shared_read(arena, path), 1 << 20, &all,
			       &fault),
		     STATUS_OK);
	for (const struct json *one = json_first(all); one != NULL;
	     one = one->next) {
		/* Mode 2 has an input that both know; nothing here does. */
		if (strcmp(json_get_string(one, "identifier"),
			   "ristretto255-SHA512") != 0 ||
		    json_get_integer(one, "mode", 9) > 1)
			continue;

		struct suite suite = read_suite(arena, one);

		for (const struct json *vector =
			     json_first(json_member(one, "vectors"));
		     vector != NULL; vector = vector->next, tried++)
			check_vector(arena, &suite, vector);
	}
	cr_expect_eq(tried, 5);
	arena_free(arena);
}

/* --- and what must be refused --- */

struct pair {
	struct psi_scalar key, random;
	struct psi_point public, from[2], to[2];
	struct psi_claim claim;
	struct psi_proof proof;
};

static void
pair_init(struct pair *pair)
{
	psi_scalar_random(&pair->key);
	psi_scalar_random(&pair->random);
	psi_point_of_scalar(&pair->key, &pair->public);
	for (size_t i = 0; i < 2; i++) {
		struct psi_scalar blind;

		psi_scalar_random(&blind);
		cr_assert(voprf_blind(PSI_VOPRF, text_of("somebody"), &blind,
				      &pair->from[i]));
		cr_assert(voprf_evaluate(&pair->key, &pair->from[i],
					 &pair->to[i]));
	}
	pair->claim =
		(struct psi_claim){&pair->public, pair->from, pair->to, 2};
	cr_assert(psi_proof_make(PSI_VOPRF, &pair->key, &pair->claim,
				 &pair->random, &pair->proof));
	cr_assert(psi_proof_verify(PSI_VOPRF, &pair->claim, &pair->proof));
}

LEAK_FREE_TEST(voprf, believes_no_proof_about_another_key)
{
	struct pair pair;
	struct psi_scalar other;

	pair_init(&pair);
	psi_scalar_random(&other);
	psi_point_of_scalar(&other, &pair.public);
	cr_expect_not(psi_proof_verify(PSI_VOPRF, &pair.claim, &pair.proof));
}

LEAK_FREE_TEST(voprf, believes_no_proof_where_one_of_the_batch_is_another)
{
	struct pair pair;

	pair_init(&pair);
	pair.to[1] = pair.to[0];
	cr_expect_not(psi_proof_verify(PSI_VOPRF, &pair.claim, &pair.proof));
}

LEAK_FREE_TEST(voprf, believes_no_proof_of_another_mode)
{
	struct pair pair;

	pair_init(&pair);
	cr_expect_not(psi_proof_verify(PSI_OPRF, &pair.claim, &pair.proof));
}

LEAK_FREE_TEST(voprf, believes_no_proof_with_any_bit_turned)
{
	struct pair pair;

	pair_init(&pair);
	for (size_t bit = 0; bit < 8 * sizeof(pair.proof); bit += 7) {
		struct psi_proof turned = pair.proof;

		((uint8_t *)&turned)[bit / 8] ^= (uint8_t)(1 << bit % 8);
		cr_expect_not(
			psi_proof_verify(PSI_VOPRF, &pair.claim, &turned));
	}
}

LEAK_FREE_TEST(voprf, believes_no_proof_about_nothing)
{
	struct pair pair;

	pair_init(&pair);
	pair.claim.count = 0;
	cr_expect_not(psi_proof_verify(PSI_VOPRF, &pair.claim, &pair.proof));
	cr_expect_not(psi_proof_make(PSI_VOPRF, &pair.key, &pair.claim,
				     &pair.random, &pair.proof));
}
