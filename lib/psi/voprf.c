#include "eenplan/psi/voprf.h"

#include <string.h>

#define DERIVE_TRIES 256

static void
put_length(uint8_t out[2], size_t length)
{
	out[0] = (uint8_t)(length >> 8);
	out[1] = (uint8_t)length;
}

bool
voprf_derive_key(enum psi_mode mode, const uint8_t seed[32], struct text info,
		 struct psi_scalar *key_out, struct psi_point *public_out)
{
	uint8_t length[2];
	uint8_t counter;
	const struct text parts[] = {{(const char *)seed, 32},
				     {(const char *)length, sizeof(length)},
				     info,
				     {(const char *)&counter, 1}};

	put_length(length, info.length);
	for (unsigned try = 0; try < DERIVE_TRIES; try++) {
		counter = (uint8_t)try;
		psi_hash_to_scalar_as("DeriveKeyPair", mode, parts,
				      COUNT_OF(parts), key_out);
		if (!psi_scalar_is_valid(key_out))
			continue;
		psi_point_of_scalar(key_out, public_out);
		return true;
	}
	return false;
}

bool
voprf_blind(enum psi_mode mode, struct text input,
	    const struct psi_scalar *blind, struct psi_point *blinded_out)
{
	struct psi_point point;

	psi_hash_to_point(mode, &input, 1, &point);
	return psi_point_multiply(blind, &point, blinded_out);
}

bool
voprf_evaluate(const struct psi_scalar *key, const struct psi_point *blinded,
	       struct psi_point *evaluated_out)
{
	return psi_point_multiply(key, blinded, evaluated_out);
}

static void
finish(struct text input, const struct psi_point *point,
       uint8_t out[PSI_HASH_BYTES])
{
	uint8_t input_length[2], point_length[2];
	const struct text parts[] = {
		{(const char *)input_length, sizeof(input_length)},
		input,
		{(const char *)point_length, sizeof(point_length)},
		{(const char *)point->bytes, sizeof(point->bytes)},
		text_of("Finalize")};

	put_length(input_length, input.length);
	put_length(point_length, sizeof(point->bytes));
	psi_hash(parts, COUNT_OF(parts), out);
}

bool
voprf_finalize(struct text input, const struct psi_scalar *blind,
	       const struct psi_point *evaluated, uint8_t out[PSI_HASH_BYTES])
{
	struct psi_scalar inverse;
	struct psi_point point;

	psi_scalar_invert(blind, &inverse);

	bool is_point = psi_point_multiply(&inverse, evaluated, &point);

	psi_scalar_wipe(&inverse);
	if (is_point)
		finish(input, &point, out);
	return is_point;
}

bool
voprf_hash(enum psi_mode mode, const struct psi_scalar *key, struct text input,
	   uint8_t out[PSI_HASH_BYTES])
{
	struct psi_point point;

	if (!voprf_blind(mode, input, key, &point))
		return false;
	finish(input, &point, out);
	return true;
}
