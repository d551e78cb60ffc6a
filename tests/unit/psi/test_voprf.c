#include "eenplan/psi/voprf.h"

#include "leak_free.h"

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
