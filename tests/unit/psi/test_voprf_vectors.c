/*
 * Every vector that RFC 9497 has for ristretto255-SHA512, of all three modes.
 */
#include <stdlib.h>
#include <string.h>

#include "eenplan/base/json.h"
#include "eenplan/psi/proof.h"
#include "eenplan/psi/voprf.h"
#include "leak_free.h"
#include "shared.h"

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
	struct suite out = {.mode = (enum psi_mode)json_get_integer(
				    suite, "mode", PSI_OPRF)};
	struct text seed = get(arena, suite, "seed");
	struct psi_scalar expected;

	take(get(arena, suite, "skSm"), &expected, sizeof(expected));
	cr_assert_eq(seed.length, 32);
	cr_assert(voprf_derive_key(out.mode, (const uint8_t *)seed.bytes,
				   get(arena, suite, "keyInfo"), &out.key,
				   &out.public));
	cr_expect_arr_eq(&out.key, &expected, sizeof(expected));
	if (out.mode != PSI_OPRF) {
		struct psi_point public;

		take(get(arena, suite, "pkSm"), &public, sizeof(public));
		cr_expect_arr_eq(&out.public, &public, sizeof(public));
	}
	return out;
}

#define BATCH_MAX 4

/* One of the vectors, and what is computed of it. */
struct batch {
	size_t count;
	struct text inputs[BATCH_MAX], blinded[BATCH_MAX];
	struct text evaluated[BATCH_MAX], outputs[BATCH_MAX];
	struct psi_scalar blinds[BATCH_MAX];
	struct psi_point from[BATCH_MAX], to[BATCH_MAX];
};

static struct batch
read_batch(struct arena *arena, const struct json *vector)
{
	struct batch batch = {.count = 0};
	struct text blinds[BATCH_MAX];

	batch.count = split(arena, vector, "Input", batch.inputs);
	cr_assert_eq(batch.count, json_get_integer(vector, "Batch", 0));
	cr_assert_eq(split(arena, vector, "Blind", blinds), batch.count);
	cr_assert_eq(split(arena, vector, "BlindedElement", batch.blinded),
		     batch.count);
	cr_assert_eq(split(arena, vector, "EvaluationElement", batch.evaluated),
		     batch.count);
	cr_assert_eq(split(arena, vector, "Output", batch.outputs),
		     batch.count);
	for (size_t i = 0; i < batch.count; i++)
		take(blinds[i], &batch.blinds[i], sizeof(batch.blinds[i]));
	return batch;
}

/* By `key`, and as the vector has it. */
static void
evaluate(struct batch *batch, enum psi_mode mode, const struct psi_scalar *key)
{
	for (size_t i = 0; i < batch->count; i++) {
		cr_assert(voprf_blind(mode, batch->inputs[i], &batch->blinds[i],
				      &batch->from[i]));
		cr_expect_arr_eq(&batch->from[i], batch->blinded[i].bytes,
				 PSI_POINT_BYTES);
		cr_assert(voprf_evaluate(key, &batch->from[i], &batch->to[i]));
		cr_expect_arr_eq(&batch->to[i], batch->evaluated[i].bytes,
				 PSI_POINT_BYTES);
	}
}

static void
expect_output(const struct batch *batch, size_t i,
	      const uint8_t hash[PSI_HASH_BYTES])
{
	cr_assert_eq(batch->outputs[i].length, PSI_HASH_BYTES);
	cr_expect_arr_eq(hash, batch->outputs[i].bytes, PSI_HASH_BYTES);
}

static void
expect_proof(struct arena *arena, enum psi_mode mode,
	     const struct psi_scalar *key, const struct psi_claim *claim,
	     const struct json *vector)
{
	const struct json *expected = json_member(vector, "Proof");
	struct psi_proof proof, expected_proof;
	struct psi_scalar random;

	take(get(arena, expected, "r"), &random, sizeof(random));
	take(get(arena, expected, "proof"), &expected_proof,
	     sizeof(expected_proof));
	cr_assert(psi_proof_make(mode, key, claim, &random, &proof));
	cr_expect_arr_eq(&proof, &expected_proof, sizeof(proof));
	cr_expect(psi_proof_verify(mode, claim, &proof));
}

static void
check_vector(struct arena *arena, const struct suite *suite,
	     const struct json *vector)
{
	struct batch batch = read_batch(arena, vector);
	const struct psi_claim claim = {&suite->public, batch.from, batch.to,
					batch.count};

	evaluate(&batch, suite->mode, &suite->key);
	for (size_t i = 0; i < batch.count; i++) {
		uint8_t hash[PSI_HASH_BYTES];

		cr_assert(voprf_finalize(batch.inputs[i], &batch.blinds[i],
					 &batch.to[i], hash));
		expect_output(&batch, i, hash);
		cr_assert(voprf_hash(suite->mode, &suite->key, batch.inputs[i],
				     hash));
		expect_output(&batch, i, hash);
	}
	if (suite->mode == PSI_VOPRF)
		expect_proof(arena, suite->mode, &suite->key, &claim, vector);
}

/* --- mode 2, of which nothing here makes use --- */

/*
 * It binds an evaluation to an input that both know, as a look-up's month would
 * be; but a key of its own for each month does the same. What it is made of,
 * the group, its hashes and the proof, is ours all the same.
 */
#define POPRF ((enum psi_mode)2)

/* Big endian, as lengths are in hashes. */
static struct text
length_of(struct arena *arena, struct text text)
{
	const char bytes[] = {(char)(text.length >> 8), (char)text.length};

	return (struct text){
		arena_text(arena, (struct text){bytes, sizeof(bytes)}),
		sizeof(bytes)};
}

/* RFC 9497 §3.3.3: the key plus the hash of what both know. */
static struct psi_scalar
tweak(struct arena *arena, const struct psi_scalar *key, struct text info)
{
	const struct text framed[] = {text_of("Info"), length_of(arena, info),
				      info};
	const struct psi_scalar zero = {{0}}, one = {{1}};
	struct psi_scalar hash, minus_one, tweaked;

	psi_hash_to_scalar(POPRF, framed, COUNT_OF(framed), &hash);
	psi_scalar_subtract_product(&zero, &one, &one, &minus_one);
	psi_scalar_subtract_product(key, &minus_one, &hash, &tweaked);
	return tweaked;
}

static void
expect_bound_output(struct arena *arena, const struct batch *batch, size_t i,
		    struct text info)
{
	struct psi_scalar back;
	struct psi_point point;
	uint8_t hash[PSI_HASH_BYTES];

	psi_scalar_invert(&batch->blinds[i], &back);
	cr_assert(psi_point_multiply(&back, &batch->to[i], &point));

	const struct text element = {(const char *)point.bytes,
				     PSI_POINT_BYTES};
	const struct text parts[] = {
		length_of(arena, batch->inputs[i]),
		batch->inputs[i],
		length_of(arena, info),
		info,
		length_of(arena, element),
		element,
		text_of("Finalize"),
	};

	psi_hash(parts, COUNT_OF(parts), hash);
	expect_output(batch, i, hash);
}

/* The key's inverse evaluates, so that the proof is about the way back. */
static void
check_bound_vector(struct arena *arena, const struct suite *suite,
		   const struct json *vector)
{
	struct text info = get(arena, vector, "Info");
	struct batch batch = read_batch(arena, vector);
	struct psi_scalar tweaked = tweak(arena, &suite->key, info), inverse;
	struct psi_point public;
	const struct psi_claim claim = {&public, batch.to, batch.from,
					batch.count};

	psi_scalar_invert(&tweaked, &inverse);
	evaluate(&batch, POPRF, &inverse);
	for (size_t i = 0; i < batch.count; i++)
		expect_bound_output(arena, &batch, i, info);
	psi_point_of_scalar(&tweaked, &public);
	expect_proof(arena, POPRF, &tweaked, &claim, vector);
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
		if (strcmp(json_get_string(one, "identifier"),
			   "ristretto255-SHA512") != 0)
			continue;

		struct suite suite = read_suite(arena, one);

		for (const struct json *vector =
			     json_first(json_member(one, "vectors"));
		     vector != NULL; vector = vector->next, tried++)
			(suite.mode == POPRF
				 ? check_bound_vector
				 : check_vector)(arena, &suite, vector);
	}
	cr_expect_eq(tried, 8);
	arena_free(arena);
}
