#include "eenplan/seal/key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "certificate_maker.h"
#include "eenplan/seal/jws.h"
#include "leak_free.h"

static const struct certificate_wish sound = {.common_name = "sound"};

static const char *
temporary_file(struct arena *arena, const char *content)
{
	char path[] = "/tmp/eenplan-key-XXXXXX";
	int fd = mkstemp(path);

	cr_assert_geq(fd, 0);
	cr_assert_eq(write(fd, content, strlen(content)),
		     (ssize_t)strlen(content));
	close(fd);
	return arena_string(arena, path);
}

static enum status
read_pem(const char *content, struct seal_key **key_out, struct fault *fault)
{
	struct arena *arena = arena_new();
	const char *path = temporary_file(arena, content);
	enum status status = seal_key_read_private(path, key_out, fault);

	unlink(path);
	arena_free(arena);
	return status;
}

LEAK_FREE_TEST(key, refuses_files_without_a_private_key_of_p256)
{
	struct arena *arena = arena_new();
	const struct certificate_wish p384 = {.curve = "P-384"};
	const struct certificate_wish rsa = {.curve = "rsa"};
	const struct certificate_wish koblitz = {.curve = "secp256k1"};
	const struct certificate_wish spelled_out = {.explicit_curve = true};
	const struct {
		const char *content;
		const char *text;
	} rows[] = {
		{"", "no private key"},
		{"not a key", "no private key"},
		{"-----BEGIN PRIVATE KEY-----\nAAAA\n"
		 "-----END PRIVATE KEY-----\n",
		 "no private key"},
		{certificate_make(arena, &sound).encrypted_pem,
		 "without a password"},
		{certificate_make(arena, &p384).private_pem, "P-256"},
		{certificate_make(arena, &rsa).private_pem, "P-256"},
		{certificate_make(arena, &koblitz).private_pem, "P-256"},
		{certificate_make(arena, &spelled_out).private_pem, "P-256"},
		{arena_printf(arena, "%20000s", "x"), "larger than a key"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct seal_key *key = NULL;
		struct fault fault = {0};

		cr_expect_eq(read_pem(rows[i].content, &key, &fault),
			     STATUS_INVALID, "row %zu", i);
		cr_expect_null(key);
		cr_expect_not_null(strstr(fault.text, rows[i].text),
				   "row %zu: %s", i, fault.text);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(key, refuses_a_file_that_is_absent_and_names_it)
{
	struct seal_key *key;
	struct fault fault = {0};

	cr_expect_eq(seal_key_read_private("/nonexistent/key", &key, &fault),
		     STATUS_INVALID);
	cr_expect_str_eq(fault.where, "/nonexistent/key");
	cr_expect_str_eq(fault.text,
			 "can't be opened: No such file or directory");
}

LEAK_FREE_TEST(key, refuses_certificates_with_another_kind_of_key)
{
	static const struct certificate_wish wishes[] = {
		{.curve = "P-384"},
		{.curve = "rsa"},
		{.curve = "secp256k1"},
		{.explicit_curve = true},
	};
	struct arena *arena = arena_new();
	struct seal_key *key = NULL;

	for (size_t i = 0; i < COUNT_OF(wishes); i++)
		cr_expect_eq(
			seal_key_of_certificate(
				certificate_make(arena, &wishes[i]).der, &key),
			STATUS_INVALID, "row %zu", i);
	cr_expect_eq(seal_key_of_certificate(text_of("x"), &key),
		     STATUS_INVALID);
	cr_expect_eq(seal_key_of_certificate(text_of(NULL), &key),
		     STATUS_INVALID);
	cr_expect_null(key);
	arena_free(arena);
}

LEAK_FREE_TEST(key, refuses_points_that_are_not_on_the_curve)
{
	/* the generator: SEC 2 §2.4.2 */
	static const uint8_t generator[65] = {
		0x04, 0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8,
		0xbc, 0xe6, 0xe5, 0x63, 0xa4, 0x40, 0xf2, 0x77, 0x03, 0x7d,
		0x81, 0x2d, 0xeb, 0x33, 0xa0, 0xf4, 0xa1, 0x39, 0x45, 0xd8,
		0x98, 0xc2, 0x96, 0x4f, 0xe3, 0x42, 0xe2, 0xfe, 0x1a, 0x7f,
		0x9b, 0x8e, 0xe7, 0xeb, 0x4a, 0x7c, 0x0f, 0x9e, 0x16, 0x2b,
		0xce, 0x33, 0x57, 0x6b, 0x31, 0x5e, 0xce, 0xcb, 0xb6, 0x40,
		0x68, 0x37, 0xbf, 0x51, 0xf5};
	struct seal_key *key = NULL;
	char bytes[66];
	struct text point = {bytes, 65};

	memcpy(bytes, generator, 65);
	bytes[64] ^= 1;
	cr_expect_eq(seal_key_of_point(point, &key), STATUS_INVALID);
	memset(bytes + 1, 0, 64);
	cr_expect_eq(seal_key_of_point(point, &key), STATUS_INVALID);
	memset(bytes + 1, 0xFF, 64);
	cr_expect_eq(seal_key_of_point(point, &key), STATUS_INVALID);
	memcpy(bytes, generator, 65);
	bytes[0] = 0x06;
	cr_expect_eq(seal_key_of_point(point, &key), STATUS_INVALID);
	bytes[0] = 0x02;
	cr_expect_eq(seal_key_of_point((struct text){bytes, 33}, &key),
		     STATUS_INVALID);
	bytes[0] = 0x04;
	cr_expect_eq(seal_key_of_point((struct text){bytes, 66}, &key),
		     STATUS_INVALID);
	cr_expect_eq(seal_key_of_point((struct text){bytes, 1}, &key),
		     STATUS_INVALID);
	cr_expect_null(key);
	cr_expect_eq(seal_key_of_point(point, &key), STATUS_OK);
	seal_key_free(key);
}

LEAK_FREE_TEST(key, lives_until_its_last_holder_lets_go)
{
	struct arena *arena = arena_new();
	struct made_certificate made = certificate_make(arena, &sound);
	struct fault fault = {0};
	struct seal_key *private_key;
	struct seal_key *public_key;
	uint8_t bytes[64];
	struct text signature = {(const char *)bytes, sizeof(bytes)};

	cr_assert_eq(read_pem(made.private_pem, &private_key, &fault),
		     STATUS_OK, "%s", fault.text);
	cr_assert_eq(seal_key_of_certificate(made.der, &public_key), STATUS_OK);
	cr_expect_eq(seal_key_retain(private_key), private_key);
	seal_key_free(private_key);
	cr_assert_eq(es256_sign(private_key, text_of("message"), bytes),
		     STATUS_OK);
	cr_expect(es256_verify(public_key, text_of("message"), signature));
	cr_expect(es256_verify(private_key, text_of("message"), signature));
	cr_expect_not(es256_verify(public_key, text_of("Message"), signature));
	cr_expect_eq(es256_sign(public_key, text_of("message"), bytes),
		     STATUS_CRYPTO, "a public key can't sign");
	seal_key_free(private_key);
	seal_key_free(public_key);
	seal_key_free(NULL);
	arena_free(arena);
}
