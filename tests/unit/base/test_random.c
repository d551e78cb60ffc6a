#include "eenplan/base/random.h"

#include <string.h>

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
