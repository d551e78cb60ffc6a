#include "eenplan/base/random.h"

#include <pthread.h>
#include <string.h>

#include "eenplan/base/attributes.h"
#include "leak_free.h"

LEAK_FREE_TEST(random, never_gives_the_same_bytes_twice)
{
	unsigned char one[32] = {0};
	unsigned char other[32] = {0};

	random_bytes(one, sizeof(one));
	random_bytes(other, sizeof(other));
	cr_expect_neq(memcmp(one, other, sizeof(one)), 0);
}

LEAK_FREE_TEST(random, fills_more_than_one_system_call_gives)
{
	static unsigned char many[1 << 20];
	size_t zeros = 0;

	random_bytes(many, sizeof(many));
	for (size_t i = 0; i < sizeof(many); i++)
		zeros += many[i] == 0;
	cr_expect(zeros > 3000 && zeros < 5500, "%zu zeros", zeros);
}

LEAK_FREE_TEST(random, gives_no_nonce_twice)
{
	unsigned char nonces[200][RANDOM_NONCE_BYTES_MAX];

	/* Of any two lengths in turn, over several of the kernel's calls. */
	for (size_t i = 0; i < COUNT_OF(nonces); i++) {
		memset(nonces[i], 0, sizeof(nonces[i]));
		random_nonce(nonces[i], i % 2 == 0 ? 12 : sizeof(nonces[i]));
		for (size_t j = 0; j < i; j++)
			cr_assert_neq(memcmp(nonces[i], nonces[j], 12), 0,
				      "%zu and %zu", j, i);
	}
}

static void *
take_nonce(void *out)
{
	random_nonce(out, 12);
	return NULL;
}

LEAK_FREE_TEST(random, gives_no_nonce_to_two_threads)
{
	unsigned char nonces[4][12] = {{0}};
	pthread_t threads[COUNT_OF(nonces)];

	for (size_t i = 0; i < COUNT_OF(threads); i++)
		cr_assert_eq(pthread_create(&threads[i], NULL, take_nonce,
					    nonces[i]),
			     0);
	for (size_t i = 0; i < COUNT_OF(threads); i++)
		pthread_join(threads[i], NULL);
	for (size_t i = 0; i < COUNT_OF(nonces); i++)
		for (size_t j = 0; j < i; j++)
			cr_assert_neq(memcmp(nonces[i], nonces[j], 12), 0);
}

LEAK_FREE_TEST(random, makes_version_4_uuids_in_lower_case)
{
	char one[UUID_TEXT_BYTES];
	char other[UUID_TEXT_BYTES];

	for (int i = 0; i < 100; i++) {
		random_uuid(one);
		random_uuid(other);
		cr_expect_str_neq(one, other);
		cr_expect_eq(strlen(one), 36);
		cr_expect_eq(one[14], '4');
		cr_expect_not_null(strchr("89ab", one[19]));
		cr_expect_eq(strspn(one, "0123456789abcdef-"), 36);
	}
}

LEAK_FREE_TEST(random, wipes_every_byte)
{
	char secret[] = "secret";

	wipe(secret, sizeof(secret));
	for (size_t i = 0; i < sizeof(secret); i++)
		cr_expect_eq(secret[i], 0);
}
