#include "eenplan/psi/proof.h"

#include <string.h>

/* What the transcripts are made of: each part behind its length (I2OSP 2). */
struct transcript {
	struct text parts[16];
	uint8_t lengths[8][2];
	size_t count, length_count;
};

static void
add_raw(struct transcript *transcript, const void *bytes, size_t length)
{
	transcript->parts[transcript->count++] = (struct text){bytes, length};
}

static void
add(struct transcript *transcript, const void *bytes, size_t length)
{
	uint8_t *prefix = transcript->lengths[transcript->length_count++];

	prefix[0] = (uint8_t)(length >> 8);
	prefix[1] = (uint8_t)length;
	add_raw(transcript, prefix, 2);
	add_raw(transcript, bytes, length);
}

static void
add_point(struct transcript *transcript, const struct psi_point *point)
{
	add(transcript, point->bytes, sizeof(point->bytes));
}

/* The composites M and Z; Z only where the scalar that makes it is unknown. */
struct composites {
	struct psi_point m, z;
};

static void
make_seed(enum psi_mode mode, const struct psi_point *key,
	  uint8_t seed[PSI_HASH_BYTES])
{
	struct transcript transcript = {.count = 0};
	uint8_t tag[sizeof("Seed-") - 1 + PSI_CONTEXT_BYTES];

	memcpy(tag, "Seed-", sizeof("Seed-") - 1);
	psi_context(mode, tag + sizeof("Seed-") - 1);
	add_point(&transcript, key);
	add(&transcript, tag, sizeof(tag));
	psi_hash(transcript.parts, transcript.count, seed);
}

static void
weigh(enum psi_mode mode, const uint8_t seed[PSI_HASH_BYTES],
      const struct psi_claim *claim, size_t index, struct psi_scalar *weight)
{
	const uint8_t place[2] = {(uint8_t)(index >> 8), (uint8_t)index};
	struct transcript transcript = {.count = 0};

	add(&transcript, seed, PSI_HASH_BYTES);
	add_raw(&transcript, place, sizeof(place));
	add_point(&transcript, &claim->from[index]);
	add_point(&transcript, &claim->to[index]);
	add_raw(&transcript, "Composite", sizeof("Composite") - 1);
	psi_hash_to_scalar(mode, transcript.parts, transcript.count, weight);
}

/* sum ← sum + weight·point; the first time there is no sum yet. */
static bool
add_weighed(struct psi_point *sum, bool is_first,
	    const struct psi_scalar *weight, const struct psi_point *point)
{
	struct psi_point part;

	if (!psi_point_multiply(weight, point, &part))
		return false;
	if (!is_first)
		return psi_point_add(sum, &part, sum);
	*sum = part;
	return true;
}

static bool
compose(enum psi_mode mode, const struct psi_claim *claim, bool wants_z,
	struct composites *out)
{
	uint8_t seed[PSI_HASH_BYTES];

	if (claim->count == 0 || claim->count > PSI_BATCH_MAX)
		return false;
	make_seed(mode, claim->key, seed);
	for (size_t i = 0; i < claim->count; i++) {
		struct psi_scalar weight;

		weigh(mode, seed, claim, i, &weight);
		if (!add_weighed(&out->m, i == 0, &weight, &claim->from[i]) ||
		    (wants_z &&
		     !add_weighed(&out->z, i == 0, &weight, &claim->to[i])))
			return false;
	}
	return true;
}

static void
challenge_of(enum psi_mode mode, const struct psi_point *key,
	     const struct composites *composites, const struct psi_point *t2,
	     const struct psi_point *t3, struct psi_scalar *out)
{
	struct transcript transcript = {.count = 0};

	add_point(&transcript, key);
	add_point(&transcript, &composites->m);
	add_point(&transcript, &composites->z);
	add_point(&transcript, t2);
	add_point(&transcript, t3);
	add_raw(&transcript, "Challenge", sizeof("Challenge") - 1);
	psi_hash_to_scalar(mode, transcript.parts, transcript.count, out);
}

bool
psi_proof_make(enum psi_mode mode, const struct psi_scalar *scalar,
	       const struct psi_claim *claim, const struct psi_scalar *random,
	       struct psi_proof *proof_out)
{
	struct composites composites;
	struct psi_point t2, t3;

	if (!compose(mode, claim, false, &composites) ||
	    !psi_point_multiply(scalar, &composites.m, &composites.z) ||
	    !psi_point_multiply(random, &composites.m, &t3))
		return false;
	psi_point_of_scalar(random, &t2);
	challenge_of(mode, claim->key, &composites, &t2, &t3,
		     &proof_out->challenge);
	psi_scalar_subtract_product(random, &proof_out->challenge, scalar,
				    &proof_out->response);
	return true;
}

/* a·point + b·other */
static bool
combine(const struct psi_scalar *a, const struct psi_point *point,
	const struct psi_scalar *b, const struct psi_point *other,
	struct psi_point *out)
{
	struct psi_point left, right;

	return psi_point_multiply(a, point, &left) &&
	       psi_point_multiply(b, other, &right) &&
	       psi_point_add(&left, &right, out);
}

bool
psi_proof_verify(enum psi_mode mode, const struct psi_claim *claim,
		 const struct psi_proof *proof)
{
	static const struct psi_scalar one = {{1}};
	struct composites composites;
	struct psi_point generator, t2, t3;
	struct psi_scalar expected;

	psi_point_of_scalar(&one, &generator);
	if (!psi_scalar_is_valid(&proof->challenge) ||
	    !psi_scalar_is_valid(&proof->response) ||
	    !compose(mode, claim, true, &composites) ||
	    !combine(&proof->response, &generator, &proof->challenge,
		     claim->key, &t2) ||
	    !combine(&proof->response, &composites.m, &proof->challenge,
		     &composites.z, &t3))
		return false;
	challenge_of(mode, claim->key, &composites, &t2, &t3, &expected);
	return memcmp(&expected, &proof->challenge, sizeof(expected)) == 0;
}
