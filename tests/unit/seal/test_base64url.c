#include <string.h>

#include "eenplan/base/attributes.h"
#include "eenplan/base/random.h"
#include "eenplan/seal/digest.h"
#include "leak_free.h"

LEAK_FREE_TEST(base64url, refuses_every_second_spelling)
{
	static const char *const wrong[] = {
		"A",	  "AAAAA",   "AA==", "AAA=",  "=",     "A A",
		"AA\n",	  "AA+A",    "AA/A", "AAAA.", "Zh",    "Zm9",
		"Zm9vYh", "AAA\x80", "A\tA", "A-_,",  "Zm9v ", " Zm9v",
	};
	struct arena *arena = arena_new();
	struct text bytes = {NULL, 7};

	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		cr_expect_not(
			base64url_decode(arena, text_of(wrong[i]), &bytes),
			"\"%s\"", wrong[i]);
	cr_expect_not(
		base64url_decode(arena, (struct text){"AA\0A", 4}, &bytes));
	cr_expect_eq(bytes.length, 7, "nothing may be written");
	arena_free(arena);
}

/* RFC 4648 §10, without padding */
LEAK_FREE_TEST(base64url, spells_as_rfc_4648_does)
{
	static const struct {
		const char *plain;
		const char *encoded;
	} rows[] = {
		{"", ""},
		{"f", "Zg"},
		{"fo", "Zm8"},
		{"foo", "Zm9v"},
		{"foob", "Zm9vYg"},
		{"fooba", "Zm9vYmE"},
		{"foobar", "Zm9vYmFy"},
		{"\xFB\xEF\xBE\xFF", "----_w"},
	};
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct text decoded;

		cr_expect_str_eq(
			base64url_encode(arena, text_of(rows[i].plain)),
			rows[i].encoded);
		cr_assert(base64url_decode(arena, text_of(rows[i].encoded),
					   &decoded));
		cr_expect(text_is(decoded, rows[i].plain), "row %zu", i);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(base64url, reads_back_every_two_characters)
{
	struct arena *arena = arena_new();

	for (unsigned bits = 0; bits < 4096; bits++) {
		const char bytes[] = {(char)(bits >> 4), (char)(bits << 4), 0};
		struct text plain = {bytes, sizeof(bytes)};
		struct text decoded;

		cr_assert(base64url_decode(
			arena, text_of(base64url_encode(arena, plain)),
			&decoded));
		cr_expect(text_equals(decoded, plain), "%u", bits);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(base64url, reads_back_any_bytes)
{
	struct arena *arena = arena_new();
	char bytes[256];

	random_bytes(bytes, sizeof(bytes));
	for (size_t length = 0; length <= sizeof(bytes); length++) {
		struct text plain = {bytes, length};
		struct text decoded;

		cr_assert(base64url_decode(
			arena, text_of(base64url_encode(arena, plain)),
			&decoded));
		cr_expect(text_equals(decoded, plain));
	}
	arena_free(arena);
}
