/*
 * Signed documents: only the one document that its key ever signed verifies;
 * a document that can be read at all has one spelling.
 */
#include <string.h>

#include "eenplan/seal/jws.h"
#include "tests/fuzz/must.h"

/* Its private half was thrown away after it signed corpus/jws/signed. */
static const uint8_t point[] = {
	0x04, 0xbc, 0xd6, 0x1f, 0xee, 0x25, 0x1f, 0x21, 0x29, 0x9b, 0xbd,
	0x0f, 0x2c, 0x55, 0x54, 0x35, 0x02, 0x47, 0xd9, 0x68, 0x8f, 0x0d,
	0x7b, 0xe1, 0x10, 0x3b, 0xa1, 0x90, 0x67, 0xe7, 0x14, 0x22, 0x58,
	0xba, 0x7b, 0x62, 0xe5, 0x35, 0x60, 0x91, 0x96, 0x95, 0xba, 0xd8,
	0x2b, 0x7f, 0x42, 0x4c, 0x0d, 0xe6, 0x92, 0xca, 0x4b, 0xe7, 0x68,
	0xfd, 0xd1, 0x7b, 0x84, 0xa6, 0xe6, 0x57, 0x28, 0x85, 0x22,
};

static const struct jws_header signed_header = {
	.type = "ask+jws",
	.key_id = "UVVWVVVWVVVWVVVWVVVWVVVWVVVWVVVWVVVWVVVWVVU",
};
static const char signed_payload[] = "{\"ask\":\"coordination\"}";

static const struct seal_key *
signer(void)
{
	static struct seal_key *key;

	if (key == NULL)
		MUST(seal_key_of_point(
			     (struct text){(const char *)point, sizeof(point)},
			     &key) == STATUS_OK);
	return key;
}

static void
check_spelling(struct arena *arena, struct text jws, struct text payload)
{
	const char *encoded = base64url_encode(arena, payload);
	const char *dot = memchr(jws.bytes, '.', jws.length);
	size_t left = (size_t)(jws.bytes + jws.length - dot - 1);

	MUST(strlen(encoded) < left);
	MUST(memcmp(dot + 1, encoded, strlen(encoded)) == 0);
	MUST(dot[1 + strlen(encoded)] == '.');
}

static void
check_base64url(struct arena *arena, struct text input)
{
	struct text bytes;

	if (base64url_decode(arena, input, &bytes))
		MUST(text_is(input, base64url_encode(arena, bytes)));
	MUST(base64url_decode(arena, text_of(base64url_encode(arena, input)),
			      &bytes));
	MUST(text_equals(bytes, input));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct text jws = {(const char *)data, size};
	struct jws_header header = {0};
	struct text peeked = {0};
	struct text payload = {0};
	bool is_readable =
		jws_peek_unverified(arena, jws, &header, &peeked) == STATUS_OK;
	bool is_valid = jws_verify(arena, signer(), &signed_header, jws,
				   &payload) == STATUS_OK;

	MUST(is_readable == (header.type != NULL && header.key_id != NULL));
	if (is_readable)
		check_spelling(arena, jws, peeked);
	if (is_valid) {
		MUST(is_readable);
		MUST(text_is(payload, signed_payload));
		MUST(text_equals(payload, peeked));
	}
	check_base64url(arena, jws);
	arena_free(arena);
	return 0;
}
