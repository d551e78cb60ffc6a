#include "eenplan/seal/digest.h"

#include <pthread.h>
#include <string.h>

#include "eenplan/base/attributes.h"
#include "leak_free.h"

static void
expect_digest(const struct text *parts, size_t count, const char *hex)
{
	uint8_t digest[DIGEST_BYTES];
	char printed[DIGEST_HEX_BYTES];

	digest_of(parts, count, digest);
	digest_hex(digest, printed);
	cr_expect_str_eq(printed, hex);
}

/* FIPS 180-4 */
static const char of_nothing[] =
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
static const char of_abc[] =
	"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

LEAK_FREE_TEST(digest, refuses_hex_that_is_not_a_digest)
{
	uint8_t digest[DIGEST_BYTES] = {7};
	char hex[DIGEST_HEX_BYTES + 1] = "";

	cr_expect_not(digest_from_hex("", digest));
	memset(hex, 'a', 63);
	cr_expect_not(digest_from_hex(hex, digest));
	memset(hex, 'a', 65);
	cr_expect_not(digest_from_hex(hex, digest));
	hex[64] = '\0';
	hex[63] = 'g';
	cr_expect_not(digest_from_hex(hex, digest));
	hex[63] = ' ';
	cr_expect_not(digest_from_hex(hex, digest));
	cr_expect_eq(digest[0], 7, "nothing may be written");
}

LEAK_FREE_TEST(digest, is_sha256_of_the_parts_together)
{
	struct text parts[] = {text_of("a"), text_of(""), text_of("bc")};

	expect_digest(NULL, 0, of_nothing);
	expect_digest(parts, 1,
		      "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785"
		      "afee48bb");
	expect_digest(parts, 3, of_abc);
}

LEAK_FREE_TEST(digest, reads_back_its_hex)
{
	uint8_t digest[DIGEST_BYTES];
	char hex[DIGEST_HEX_BYTES];

	cr_assert(digest_from_hex(of_abc, digest));
	digest_hex(digest, hex);
	cr_expect_str_eq(hex, of_abc);
	cr_expect(digest_from_hex("BA7816BF8F01CFEA414140DE5DAE2223"
				  "B00361A396177A9CB410FF61F20015AD",
				  digest));
}

/* RFC 4231 cases 1 and 2: HMAC fills a short key up with zeros. */
LEAK_FREE_TEST(digest, tags_as_hmac_does)
{
	uint8_t key[DIGEST_BYTES] = {0};
	uint8_t tag[DIGEST_BYTES];
	char hex[DIGEST_HEX_BYTES];

	memset(key, 0x0b, 20);
	digest_tag(key, text_of("Hi There"), tag);
	digest_hex(tag, hex);
	cr_expect_str_eq(hex, "b0344c61d8db38535ca8afceaf0bf12b"
			      "881dc200c9833da726e9376c2e32cff7");
	memset(key, 0, sizeof(key));
	memcpy(key, "Jefe", 4);
	digest_tag(key, text_of("what do ya want for nothing?"), tag);
	digest_hex(tag, hex);
	cr_expect_str_eq(hex, "5bdcc146bf60754e6a042426089575c7"
			      "5a003f089d2739839dec58b964ec3843");
}

LEAK_FREE_TEST(digest, tags_parts_as_it_tags_the_whole)
{
	const uint8_t key[DIGEST_BYTES] = {7};
	const struct text parts[] = {
		text_of("what do ya "), {"", 0}, text_of("want for nothing?")};
	uint8_t whole[DIGEST_BYTES], tag[DIGEST_BYTES];

	digest_tag(key, text_of("what do ya want for nothing?"), whole);
	digest_tag_of(key, parts, COUNT_OF(parts), tag);
	cr_expect_arr_eq(tag, whole, sizeof(tag));
}

static void *
digest_often(void *expected)
{
	uint8_t digest[DIGEST_BYTES];
	char hex[DIGEST_HEX_BYTES];
	struct text abc = text_of("abc");
	uint8_t key[DIGEST_BYTES] = {1};

	for (int i = 0; i < 200; i++) {
		digest_tag(key, abc, digest);
		digest_of(&abc, 1, digest);
		digest_hex(digest, hex);
		if (strcmp(hex, expected) != 0)
			return expected;
	}
	return NULL;
}

LEAK_FREE_TEST(digest, works_in_many_threads_at_once)
{
	pthread_t threads[4];
	char expected[] = "ba7816bf8f01cfea414140de5dae2223"
			  "b00361a396177a9cb410ff61f20015ad";

	for (size_t i = 0; i < COUNT_OF(threads); i++)
		pthread_create(&threads[i], NULL, digest_often, expected);
	for (size_t i = 0; i < COUNT_OF(threads); i++) {
		void *wrong;

		pthread_join(threads[i], &wrong);
		cr_expect_null(wrong);
	}
}
