#include <stdio.h>
#include <string.h>

#include "eenplan/base/json.h"
#include "eenplan/base/limits.h"
#include "eenplan/seal/jws.h"
#include "leak_free.h"
#include "shared.h"

/* RFC 7515 appendix A.3: another header than ours, the same signature. */
LEAK_FREE_TEST(es256, agrees_with_the_example_of_rfc_7515)
{
	static const char message[] =
		"eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkz"
		"ODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
	static const char encoded[] =
		"DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8IS"
		"lSApmWQxfKTUJqPP3-Kg6NU1Q";
	struct arena *arena = arena_new();
	struct seal_key *key;
	struct text x;
	struct text y;
	struct text signature;
	struct buf point;

	cr_assert(base64url_decode(
		arena, text_of("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"),
		&x));
	cr_assert(base64url_decode(
		arena, text_of("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"),
		&y));
	cr_assert(base64url_decode(arena, text_of(encoded), &signature));
	buf_init(&point, arena, 65);
	buf_add_char(&point, 4);
	buf_add_text(&point, x);
	buf_add_text(&point, y);
	cr_assert_eq(seal_key_of_point(buf_text(&point), &key), STATUS_OK);
	cr_expect(es256_verify(key, text_of(message), signature));
	seal_key_free(key);
	arena_free(arena);
}

static struct text
bytes_of_hex(struct arena *arena, const char *hex)
{
	size_t length = strlen(hex) / 2;
	char *bytes = arena_alloc(arena, length + 1);

	for (size_t i = 0; i < length; i++) {
		unsigned byte;

		cr_assert_eq(sscanf(hex + 2 * i, "%2x", &byte), 1);
		bytes[i] = (char)byte;
	}
	return (struct text){bytes, length};
}

static int
expect_group(struct arena *arena, const struct json *group)
{
	const struct json *tests = json_member(group, "tests");
	const char *point = json_get_string(json_member(group, "publicKey"),
					    "uncompressed");
	struct seal_key *key;
	int count = 0;

	cr_assert_str_eq(json_get_string(group, "sha"), "SHA-256");
	cr_assert_eq(seal_key_of_point(bytes_of_hex(arena, point), &key),
		     STATUS_OK);
	for (const struct json *test = json_first(tests); test != NULL;
	     test = test->next, count++) {
		const char *result = json_get_string(test, "result");
		bool is_valid = es256_verify(
			key, bytes_of_hex(arena, json_get_string(test, "msg")),
			bytes_of_hex(arena, json_get_string(test, "sig")));

		cr_assert(strcmp(result, "valid") == 0 ||
			  strcmp(result, "acceptable") == 0 ||
			  strcmp(result, "invalid") == 0);
		if (strcmp(result, "acceptable") != 0)
			cr_expect_eq(is_valid, strcmp(result, "valid") == 0,
				     "test %d: %s",
				     (int)json_get_integer(test, "tcId", 0),
				     json_get_string(test, "comment"));
	}
	seal_key_free(key);
	return count;
}

LEAK_FREE_TEST(es256, agrees_with_every_wycheproof_vector)
{
	struct arena *arena = arena_new();
	const char *path =
		shared_or_skip(arena, "vectors/wycheproof/"
				      "ecdsa_secp256r1_sha256_p1363_test.json");
	const struct json *all;
	int count = 0;

	cr_assert_eq(json_read(arena, shared_read(arena, path),
			       LIMIT_IMPORT_BYTES, &all, NULL),
		     STATUS_OK);
	for (const struct json *group =
		     json_first(json_member(all, "testGroups"));
	     group != NULL; group = group->next)
		count += expect_group(arena, group);
	cr_expect_eq(count, json_get_integer(all, "numberOfTests", -1));
	cr_expect_gt(count, 200);
	arena_free(arena);
}
