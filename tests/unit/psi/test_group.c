#include "eenplan/psi/group.h"

#include <string.h>

#include "leak_free.h"

/* The group's order, which is zero as a scalar. */
static const struct psi_scalar order = {
	{0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
	 0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,	   0,	 0,    0,    0,
	 0,    0,    0,	   0,	 0,    0,    0,	   0,	 0,    0x10}};

LEAK_FREE_TEST(group, knows_a_scalar_from_what_is_none)
{
	struct psi_scalar scalar = order;
	static const struct psi_scalar zero;

	cr_expect_not(psi_scalar_is_valid(&order));
	cr_expect_not(psi_scalar_is_valid(&zero));
	scalar.bytes[0]--;
	cr_expect(psi_scalar_is_valid(&scalar));
	memset(scalar.bytes, 0xff, sizeof(scalar));
	cr_expect_not(psi_scalar_is_valid(&scalar));
}

/* RFC 9496 appendix A.3: non-canonical, negative, not on the curve. */
LEAK_FREE_TEST(group, refuses_every_kind_of_bytes_that_are_no_point)
{
	static const struct psi_point bad[] = {
		/* not below the field's size */
		{{0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}},
		{{0xf3, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}},
		/* negative */
		{{0x01}},
		/* non-square x² */
		{{0x26, 0x94, 0x8d, 0x35, 0xca, 0x62, 0xe6, 0x43,
		  0xe2, 0x6a, 0x83, 0x17, 0x73, 0x32, 0xe6, 0xb6,
		  0xaf, 0xeb, 0x9d, 0x08, 0xe4, 0x26, 0x8b, 0x65,
		  0x0f, 0x1f, 0x5b, 0xbd, 0x8d, 0x81, 0xd3, 0x71}},
		/* the identity */
		{{0}},
	};
	struct psi_scalar scalar;
	struct psi_point out;

	psi_scalar_random(&scalar);
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		cr_expect_not(psi_point_multiply(&scalar, &bad[i], &out),
			      "point %zu", i);
}

LEAK_FREE_TEST(group, does_not_mind_the_order_of_two_scalars)
{
	struct psi_scalar a, b;
	struct psi_point point, ab, ba;
	const struct text input = text_of("somebody");

	psi_scalar_random(&a);
	psi_scalar_random(&b);
	psi_hash_to_point(PSI_OPRF, &input, 1, &point);
	cr_assert(psi_point_multiply(&a, &point, &ab));
	cr_assert(psi_point_multiply(&b, &ab, &ab));
	cr_assert(psi_point_multiply(&b, &point, &ba));
	cr_assert(psi_point_multiply(&a, &ba, &ba));
	cr_expect_arr_eq(&ab, &ba, sizeof(ab));
}

LEAK_FREE_TEST(group, says_false_where_a_sum_is_the_identity)
{
	struct psi_scalar one, less_one = order;
	struct psi_point point, opposite, sum;

	psi_scalar_random(&one);
	psi_point_of_scalar(&one, &point);
	less_one.bytes[0]--;
	cr_assert(psi_point_multiply(&less_one, &point, &opposite));
	cr_expect_not(psi_point_add(&point, &opposite, &sum));
}
