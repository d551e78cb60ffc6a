#include "eenplan/psi/group.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

/* RFC 9380 §5.3.1: SHA-512 reads in blocks of these. */
#define BLOCK_BYTES 128
#define TAG_BYTES   64 /* room for what sets one use of a hash apart */

static pthread_once_t library_once = PTHREAD_ONCE_INIT;

static void
library_begin(void)
{
	if (sodium_init() < 0)
		abort();
}

void
psi_scalar_random(struct psi_scalar *out)
{
	pthread_once(&library_once, library_begin);
	do
		crypto_core_ristretto255_scalar_random(out->bytes);
	while (!psi_scalar_is_valid(out));
}

/* Below the order: what subtracting zero leaves as it is. */
bool
psi_scalar_is_valid(const struct psi_scalar *scalar)
{
	static const struct psi_scalar zero;
	struct psi_scalar reduced;

	crypto_core_ristretto255_scalar_sub(reduced.bytes, scalar->bytes,
					    zero.bytes);

	bool is_valid = sodium_memcmp(reduced.bytes, scalar->bytes,
				      sizeof(reduced)) == 0 &&
			!sodium_is_zero(scalar->bytes, sizeof(*scalar));

	psi_scalar_wipe(&reduced);
	return is_valid;
}

void
psi_scalar_invert(const struct psi_scalar *scalar, struct psi_scalar *out)
{
	if (crypto_core_ristretto255_scalar_invert(out->bytes, scalar->bytes) !=
	    0)
		abort();
}

void
psi_scalar_subtract_product(const struct psi_scalar *a,
			    const struct psi_scalar *b,
			    const struct psi_scalar *c, struct psi_scalar *out)
{
	struct psi_scalar product;

	crypto_core_ristretto255_scalar_mul(product.bytes, b->bytes, c->bytes);
	crypto_core_ristretto255_scalar_sub(out->bytes, a->bytes,
					    product.bytes);
	psi_scalar_wipe(&product);
}

void
psi_scalar_wipe(struct psi_scalar *scalar)
{
	sodium_memzero(scalar, sizeof(*scalar));
}

void
psi_point_of_scalar(const struct psi_scalar *scalar, struct psi_point *out)
{
	if (crypto_scalarmult_ristretto255_base(out->bytes, scalar->bytes) != 0)
		abort();
}

bool
psi_point_multiply(const struct psi_scalar *scalar,
		   const struct psi_point *point, struct psi_point *out)
{
	return crypto_scalarmult_ristretto255(out->bytes, scalar->bytes,
					      point->bytes) == 0;
}

bool
psi_point_add(const struct psi_point *a, const struct psi_point *b,
	      struct psi_point *out)
{
	return crypto_core_ristretto255_add(out->bytes, a->bytes, b->bytes) ==
		       0 &&
	       !sodium_is_zero(out->bytes, sizeof(*out));
}

/* --- hashes --- */

static void
add_parts(crypto_hash_sha512_state *state, const struct text *parts,
	  size_t count)
{
	for (size_t i = 0; i < count; i++)
		crypto_hash_sha512_update(state,
					  (const uint8_t *)parts[i].bytes,
					  parts[i].length);
}

void
psi_hash(const struct text *parts, size_t count, uint8_t out[PSI_HASH_BYTES])
{
	crypto_hash_sha512_state state;

	crypto_hash_sha512_init(&state);
	add_parts(&state, parts, count);
	crypto_hash_sha512_final(&state, out);
}

void
psi_context(enum psi_mode mode, uint8_t out[PSI_CONTEXT_BYTES])
{
	static const char form[] = "OPRFV1-?-ristretto255-SHA512";

	_Static_assert(sizeof(form) - 1 == PSI_CONTEXT_BYTES, "its length");
	memcpy(out, form, PSI_CONTEXT_BYTES);
	out[sizeof("OPRFV1-") - 1] = (uint8_t)mode;
}

/* `use` ‖ context ‖ its length, at the most one byte's worth. */
static size_t
make_tag(const char *use, enum psi_mode mode, uint8_t tag[TAG_BYTES])
{
	size_t length = strlen(use);

	memcpy(tag, use, length);
	psi_context(mode, tag + length);
	length += PSI_CONTEXT_BYTES;
	tag[length] = (uint8_t)length;
	return length + 1;
}

/* expand_message_xmd (RFC 9380 §5.3.1) to 64 bytes, which is one block. */
static void
expand(const char *use, enum psi_mode mode, const struct text *parts,
       size_t count, uint8_t out[PSI_HASH_BYTES])
{
	static const uint8_t zeros[BLOCK_BYTES];
	static const uint8_t asked[] = {0, PSI_HASH_BYTES, 0};
	static const uint8_t one = 1;
	uint8_t tag[TAG_BYTES];
	size_t tag_length = make_tag(use, mode, tag);
	crypto_hash_sha512_state state;

	crypto_hash_sha512_init(&state);
	crypto_hash_sha512_update(&state, zeros, sizeof(zeros));
	add_parts(&state, parts, count);
	crypto_hash_sha512_update(&state, asked, sizeof(asked));
	crypto_hash_sha512_update(&state, tag, tag_length);
	crypto_hash_sha512_final(&state, out);

	crypto_hash_sha512_init(&state);
	crypto_hash_sha512_update(&state, out, PSI_HASH_BYTES);
	crypto_hash_sha512_update(&state, &one, sizeof(one));
	crypto_hash_sha512_update(&state, tag, tag_length);
	crypto_hash_sha512_final(&state, out);
}

void
psi_hash_to_point(enum psi_mode mode, const struct text *parts, size_t count,
		  struct psi_point *out)
{
	uint8_t uniform[PSI_HASH_BYTES];

	expand("HashToGroup-", mode, parts, count, uniform);
	crypto_core_ristretto255_from_hash(out->bytes, uniform);
	sodium_memzero(uniform, sizeof(uniform));
}

void
psi_hash_to_scalar_as(const char *use, enum psi_mode mode,
		      const struct text *parts, size_t count,
		      struct psi_scalar *out)
{
	uint8_t uniform[PSI_HASH_BYTES];

	expand(use, mode, parts, count, uniform);
	crypto_core_ristretto255_scalar_reduce(out->bytes, uniform);
	sodium_memzero(uniform, sizeof(uniform));
}

void
psi_hash_to_scalar(enum psi_mode mode, const struct text *parts, size_t count,
		   struct psi_scalar *out)
{
	psi_hash_to_scalar_as("HashToScalar-", mode, parts, count, out);
}
