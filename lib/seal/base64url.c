#include "lib/seal/base64url.h"

#include <endian.h>
#include <stdint.h>
#include <string.h>

#include "eenplan/seal/digest.h"

/* The alphabet, each character behind `first`. */
#define PAIRS(first)                                                           \
	first, 'A', first, 'B', first, 'C', first, 'D', first, 'E', first,     \
		'F', first, 'G', first, 'H', first, 'I', first, 'J', first,    \
		'K', first, 'L', first, 'M', first, 'N', first, 'O', first,    \
		'P', first, 'Q', first, 'R', first, 'S', first, 'T', first,    \
		'U', first, 'V', first, 'W', first, 'X', first, 'Y', first,    \
		'Z', first, 'a', first, 'b', first, 'c', first, 'd', first,    \
		'e', first, 'f', first, 'g', first, 'h', first, 'i', first,    \
		'j', first, 'k', first, 'l', first, 'm', first, 'n', first,    \
		'o', first, 'p', first, 'q', first, 'r', first, 's', first,    \
		't', first, 'u', first, 'v', first, 'w', first, 'x', first,    \
		'y', first, 'z', first, '0', first, '1', first, '2', first,    \
		'3', first, '4', first, '5', first, '6', first, '7', first,    \
		'8', first, '9', first, '-', first, '_'

/* What twelve bits become: half the look-ups of a character at a time. */
static const char pairs[] = {
	PAIRS('A'), PAIRS('B'), PAIRS('C'), PAIRS('D'), PAIRS('E'), PAIRS('F'),
	PAIRS('G'), PAIRS('H'), PAIRS('I'), PAIRS('J'), PAIRS('K'), PAIRS('L'),
	PAIRS('M'), PAIRS('N'), PAIRS('O'), PAIRS('P'), PAIRS('Q'), PAIRS('R'),
	PAIRS('S'), PAIRS('T'), PAIRS('U'), PAIRS('V'), PAIRS('W'), PAIRS('X'),
	PAIRS('Y'), PAIRS('Z'), PAIRS('a'), PAIRS('b'), PAIRS('c'), PAIRS('d'),
	PAIRS('e'), PAIRS('f'), PAIRS('g'), PAIRS('h'), PAIRS('i'), PAIRS('j'),
	PAIRS('k'), PAIRS('l'), PAIRS('m'), PAIRS('n'), PAIRS('o'), PAIRS('p'),
	PAIRS('q'), PAIRS('r'), PAIRS('s'), PAIRS('t'), PAIRS('u'), PAIRS('v'),
	PAIRS('w'), PAIRS('x'), PAIRS('y'), PAIRS('z'), PAIRS('0'), PAIRS('1'),
	PAIRS('2'), PAIRS('3'), PAIRS('4'), PAIRS('5'), PAIRS('6'), PAIRS('7'),
	PAIRS('8'), PAIRS('9'), PAIRS('-'), PAIRS('_'),
};

static inline char *
put_pair(char *out, uint64_t bits)
{
	memcpy(out, pairs + 2 * (bits & 0xfff), 2);
	return out + 2;
}

void
base64url_put(struct text bytes, char *out)
{
	const uint8_t *in = (const uint8_t *)bytes.bytes;
	size_t left = bytes.length;
	uint64_t eight;

	/* Six become eight; two more than those are read. */
	for (; left >= sizeof(eight); in += 6, left -= 6) {
		memcpy(&eight, in, sizeof(eight));
		eight = be64toh(eight);
		out = put_pair(out, eight >> 52);
		out = put_pair(out, eight >> 40);
		out = put_pair(out, eight >> 28);
		out = put_pair(out, eight >> 16);
	}
	for (; left >= 3; in += 3, left -= 3) {
		out = put_pair(out, (uint64_t)(in[0] << 4 | in[1] >> 4));
		out = put_pair(out, (uint64_t)(in[1] << 8 | in[2]));
	}
	if (left == 2) {
		out = put_pair(out, (uint64_t)(in[0] << 4 | in[1] >> 4));
		*out++ = pairs[2 * (in[1] << 8 & 0xfff)];
	} else if (left == 1) {
		out = put_pair(out, (uint64_t)in[0] << 4);
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
