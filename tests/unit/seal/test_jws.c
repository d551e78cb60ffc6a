#include "eenplan/seal/jws.h"

#include <openssl/ec.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "certificate_maker.h"
#include "eenplan/base/limits.h"
#include "leak_free.h"

static const struct jws_header ask = {.type = "ask+jws", .key_id = "kid-1"};

struct keys {
	struct arena *arena;
	struct seal_key *private_key;
	struct seal_key *public_key;
};

static struct keys
make_keys(void)
{
	static const struct certificate_wish wish = {.common_name = "signer"};
	struct keys keys = {.arena = arena_new()};
	struct made_certificate made = certificate_make(keys.arena, &wish);
	char path[] = "/tmp/eenplan-jws-XXXXXX";
	int fd = mkstemp(path);

	cr_assert_gt(dprintf(fd, "%s", made.private_pem), 0);
	close(fd);
	cr_assert_eq(seal_key_read_private(path, &keys.private_key, NULL),
		     STATUS_OK);
	unlink(path);
	cr_assert_eq(seal_key_of_certificate(made.der, &keys.public_key),
		     STATUS_OK);
	return keys;
}

static void
free_keys(struct keys *keys)
{
	seal_key_free(keys->private_key);
	seal_key_free(keys->public_key);
	arena_free(keys->arena);
}

static const char *
sign(const struct keys *keys, const char *payload)
{
	const char *jws;

	cr_assert_eq(jws_sign(keys->arena, keys->private_key, &ask,
			      text_of(payload), &jws),
		     STATUS_OK);
	return jws;
}

/* Truly signed over exactly these two encoded parts. */
static const char *
sign_parts(const struct keys *keys, const char *header, const char *payload)
{
	const char *message =
		arena_printf(keys->arena, "%s.%s", header, payload);
	char signature[64];

	cr_assert_eq(es256_sign(keys->private_key, text_of(message),
				(uint8_t *)signature),
		     STATUS_OK);
	return arena_printf(
		keys->arena, "%s.%s", message,
		base64url_encode(keys->arena, (struct text){signature, 64}));
}

static const char *
encode(const struct keys *keys, const char *plain)
{
	return base64url_encode(keys->arena, text_of(plain));
}

static void
expect_refused(const struct keys *keys, struct text jws, const char *why)
{
	struct text payload = {NULL, 7};

	cr_expect_eq(
		jws_verify(keys->arena, keys->public_key, &ask, jws, &payload),
		STATUS_STATEMENT_REFUSED, "%s", why);
	cr_expect_eq(payload.length, 7, "%s: nothing may be written", why);
}

LEAK_FREE_TEST(jws, refuses_headers_it_does_not_know_though_truly_signed)
{
	static const char *const headers[] = {
		"{\"alg\":\"none\",\"kid\":\"kid-1\",\"typ\":\"ask+jws\"}",
		"{\"alg\":\"HS256\",\"kid\":\"kid-1\",\"typ\":\"ask+jws\"}",
		"{\"alg\":\"ES384\",\"kid\":\"kid-1\",\"typ\":\"ask+jws\"}",
		"{\"alg\":\"es256\",\"kid\":\"kid-1\",\"typ\":\"ask+jws\"}",
		"{\"alg\":\"\",\"kid\":\"kid-1\",\"typ\":\"ask+jws\"}",
		"{\"alg\":[\"ES256\"],\"kid\":\"kid-1\",\"typ\":\"ask+jws\"}",
		"{\"alg\":null,\"kid\":\"kid-1\",\"typ\":\"ask+jws\"}",
		"{\"kid\":\"kid-1\",\"typ\":\"ask+jws\"}",
		"{\"alg\":\"ES256\",\"typ\":\"ask+jws\"}",
		"{\"alg\":\"ES256\",\"kid\":\"kid-1\"}",
		"{\"alg\":\"ES256\",\"kid\":\"kid-2\",\"typ\":\"ask+jws\"}",
		"{\"alg\":\"ES256\",\"kid\":\"kid-1\",\"typ\":\"consent+jws\"}",
		"{\"alg\":\"ES256\",\"kid\":\"kid-1\",\"typ\":\"ASK+JWS\"}",
		"{\"alg\":\"ES256\",\"crit\":[\"exp\"],\"exp\":1,"
		"\"kid\":\"kid-1\",\"typ\":\"ask+jws\"}",
		"{\"alg\":\"ES256\",\"crit\":[],\"kid\":\"kid-1\","
		"\"typ\":\"ask+jws\"}",
		"{\"alg\":\"ES256\",\"jwk\":{},\"kid\":\"kid-1\","
		"\"typ\":\"ask+jws\"}",
		"{\"alg\":\"ES256\",\"b64\":false,\"kid\":\"kid-1\","
		"\"typ\":\"ask+jws\"}",
		"{\"alg\":\"none\",\"alg\":\"ES256\",\"kid\":\"kid-1\","
		"\"typ\":\"ask+jws\"}",
		"{\"alg\":\"ES256\",\"\\u0061lg\":\"ES256\","
		"\"kid\":\"kid-1\",\"typ\":\"ask+jws\"}",
		"{\"alg\":\"ES256\",\"kid\":\"kid-1\",\"typ\":\"ask+jws\"}x",
		"[]",
		"{}",
		"",
		"\xFF",
	};
	struct keys keys = make_keys();
	const char *payload = encode(&keys, "{}");

	for (size_t i = 0; i < COUNT_OF(headers); i++)
		expect_refused(
			&keys,
			text_of(sign_parts(&keys, encode(&keys, headers[i]),
					   payload)),
			headers[i]);
	expect_refused(
		&keys,
		text_of(sign_parts(
			&keys,
			encode(&keys, arena_printf(keys.arena,
						   "{\"alg\":\"ES256\",%600s"
						   "\"kid\":\"kid-1\","
						   "\"typ\":\"ask+jws\"}",
						   "")),
			payload)),
		"a header too long");
	free_keys(&keys);
}

LEAK_FREE_TEST(jws, refuses_second_spellings_though_truly_signed)
{
	struct keys keys = make_keys();
	const char *header = encode(&keys, "{\"alg\":\"ES256\",\"kid\":\"kid-1"
					   "\",\"typ\":\"ask+jws\"}");

	/* "{}" is e30; e31 decodes to the same bytes if stray bits pass */
	expect_refused(&keys, text_of(sign_parts(&keys, header, "e31")),
		       "stray bits in the payload");
	expect_refused(&keys, text_of(sign_parts(&keys, header, "e30=")),
		       "padding");
	expect_refused(&keys, text_of(sign_parts(&keys, header, "e3 0")),
		       "white space");
	expect_refused(&keys, text_of(sign_parts(&keys, header, "e")),
		       "a lone character");
	expect_refused(
		&keys,
		text_of(sign_parts(
			&keys, arena_printf(keys.arena, "%s=", header), "e30")),
		"padding in the header");
	free_keys(&keys);
}

LEAK_FREE_TEST(jws, refuses_what_has_not_three_whole_parts)
{
	struct keys keys = make_keys();
	const char *jws = sign(&keys, "{\"a\":1}");
	const char *last_dot = strrchr(jws, '.');
	const char *const wrong[] = {
		"",
		".",
		"..",
		"...",
		arena_printf(keys.arena, "%s.", jws),
		arena_printf(keys.arena, ".%s", jws),
		arena_printf(keys.arena, "%s.e30", jws),
		arena_printf(keys.arena, "%s\n", jws),
		arena_printf(keys.arena, " %s", jws),
		arena_printf(keys.arena, "%s=", jws),
		arena_printf(keys.arena, "%s==", jws),
		arena_printf(keys.arena, "%.*s", (int)(last_dot - jws), jws),
		arena_printf(keys.arena, "%.*s", (int)(last_dot - jws + 1),
			     jws),
		arena_printf(keys.arena, "%.*s", (int)strlen(jws) - 1, jws),
		arena_printf(keys.arena, "%sA", jws),
		arena_printf(keys.arena, "%s%*s", jws, LIMIT_JWS_BYTES, ""),
	};

	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		expect_refused(&keys, text_of(wrong[i]), wrong[i]);
	expect_refused(&keys, (struct text){jws, strlen(jws) + 1}, "a NUL");
	free_keys(&keys);
}

LEAK_FREE_TEST(jws, refuses_a_signature_in_der)
{
	struct keys keys = make_keys();
	const char *jws = sign(&keys, "{}");
	const char *last_dot = strrchr(jws, '.');
	struct text raw;
	unsigned char *der = NULL;
	ECDSA_SIG *signature = ECDSA_SIG_new();

	cr_assert(base64url_decode(keys.arena, text_of(last_dot + 1), &raw));
	ECDSA_SIG_set0(
		signature,
		BN_bin2bn((const unsigned char *)raw.bytes, 32, NULL),
		BN_bin2bn((const unsigned char *)raw.bytes + 32, 32, NULL));

	int length = i2d_ECDSA_SIG(signature, &der);
	struct text bytes = {(const char *)der, (size_t)length};

	expect_refused(&keys,
		       text_of(arena_printf(
			       keys.arena, "%.*s.%s", (int)(last_dot - jws),
			       jws, base64url_encode(keys.arena, bytes))),
		       "DER");
	OPENSSL_free(der);
	ECDSA_SIG_free(signature);
	free_keys(&keys);
}

LEAK_FREE_TEST(jws, refuses_any_changed_character)
{
	struct keys keys = make_keys();
	char *jws = arena_string(keys.arena, sign(&keys, "{\"a\":1}"));

	for (size_t i = 0; jws[i] != '\0'; i++) {
		char kept = jws[i];

		jws[i] = kept == 'A' ? 'B' : 'A';
		expect_refused(&keys, text_of(jws), jws);
		jws[i] = kept;
	}
	free_keys(&keys);
}

LEAK_FREE_TEST(jws, refuses_another_key)
{
	struct keys keys = make_keys();
	struct keys others = make_keys();

	expect_refused(&others, text_of(sign(&keys, "{}")), "another key");
	free_keys(&keys);
	free_keys(&others);
}

LEAK_FREE_TEST(jws, will_not_sign_more_than_it_would_read)
{
	struct keys keys = make_keys();
	const char *jws = NULL;
	const char *wide = arena_printf(keys.arena, "%*s", LIMIT_JWS_BYTES, "");

	cr_expect_eq(jws_sign(keys.arena, keys.private_key, &ask, text_of(wide),
			      &jws),
		     STATUS_TOO_LARGE);
	cr_expect_null(jws);
	free_keys(&keys);
}

LEAK_FREE_TEST(jws, verifies_what_it_signed)
{
	struct keys keys = make_keys();
	const char *jws = sign(&keys, "{\"a\":\"é\"}");
	struct text payload;
	struct jws_header header;

	cr_expect_eq(strncmp(jws,
			     "eyJhbGciOiJFUzI1NiIsImtpZCI6ImtpZC0xIiwidHlwIjoi"
			     "YXNrK2p3cyJ9.",
			     61),
		     0, "the header is canonical JSON");
	cr_assert_eq(jws_verify(keys.arena, keys.public_key, &ask, text_of(jws),
				&payload),
		     STATUS_OK);
	cr_expect(text_is(payload, "{\"a\":\"é\"}"));
	cr_assert_eq(jws_peek_unverified(keys.arena, text_of(jws), &header,
					 &payload),
		     STATUS_OK);
	cr_expect_str_eq(header.type, "ask+jws");
	cr_expect_str_eq(header.key_id, "kid-1");
	cr_expect(text_is(payload, "{\"a\":\"é\"}"));
	free_keys(&keys);
}

static void *
sign_and_verify_often(void *context)
{
	const struct keys *keys = context;
	uint8_t bytes[64];
	struct text signature = {(const char *)bytes, sizeof(bytes)};

	for (int i = 0; i < 50; i++)
		if (es256_sign(keys->private_key, text_of("m"), bytes) !=
			    STATUS_OK ||
		    !es256_verify(keys->public_key, text_of("m"), signature))
			return context;
	return NULL;
}

LEAK_FREE_TEST(jws, signs_and_verifies_in_many_threads_with_one_key)
{
	struct keys keys = make_keys();
	pthread_t threads[4];

	for (size_t i = 0; i < COUNT_OF(threads); i++)
		pthread_create(&threads[i], NULL, sign_and_verify_often, &keys);
	for (size_t i = 0; i < COUNT_OF(threads); i++) {
		void *wrong;

		pthread_join(threads[i], &wrong);
		cr_expect_null(wrong);
	}
	free_keys(&keys);
}
