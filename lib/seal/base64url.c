#include "lib/seal/base64url.h"

#include <stdint.h>

#include "eenplan/seal/digest.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstu"
			       "vwxyz0123456789-_";

void
base64url_put(struct text bytes, char *out)
{
	const uint8_t *in = (const uint8_t *)bytes.bytes;
	size_t left = bytes.length;

	for (; left >= 3; in += 3, left -= 3) {
		*out++ = alphabet[in[0] >> 2];
		*out++ = alphabet[(in[0] << 4 | in[1] >> 4) & 63];
		*out++ = alphabet[(in[1] << 2 | in[2] >> 6) & 63];
		*out++ = alphabet[in[2] & 63];
	}
	if (left > 0) {
		uint8_t second = left == 2 ? in[1] : 0;

		*out++ = alphabet[in[0] >> 2];
		*out++ = alphabet[(in[0] << 4 | second >> 4) & 63];
		if (left == 2)
			*out++ = alphabet[second << 2 & 63];
	}
	*out = '\0';
}

char *
base64url_encode(struct arena *arena, struct text bytes)
{
	char *encoded =
		arena_grow(arena, NULL, 0, BASE64URL_LENGTH(bytes.length) + 1);

	base64url_put(bytes, encoded);
	return encoded;
}

static int
sextet(char character)
{
	if (character >= 'A' && character <= 'Z')
		return character - 'A';
	if (character >= 'a' && character <= 'z')
		return character - 'a' + 26;
	if (character >= '0' && character <= '9')
		return character - '0' + 52;
	if (character == '-')
		return 62;
	return character == '_' ? 63 : -1;
}

bool
base64url_decode(struct arena *arena, struct text encoded,
		 struct text *bytes_out)
{
	size_t length = encoded.length / 4 * 3 + encoded.length % 4 * 3 / 4;
	char *bytes = arena_grow(arena, NULL, 0, length + 1);
	char *out = bytes;
	uint32_t bits = 0;
	unsigned count = 0;

	for (size_t i = 0; i < encoded.length; i++) {
		int value = sextet(encoded.bytes[i]);

		if (value < 0)
			return false;
		bits = bits << 6 | (uint32_t)value;
		count += 6;
		if (count >= 8) {
			count -= 8;
			*out++ = (char)(bits >> count);
		}
	}
	/* A lone character, or bits that no byte has, are a second spelling. */
	if (count >= 6 || (bits & ((UINT32_C(1) << count) - 1)) != 0)
		return false;
	*out = '\0';
	*bytes_out = (struct text){bytes, length};
	return true;
}
