#include "eenplan/base/text.h"

#include <stdint.h>
#include <string.h>

bool
text_equals(struct text one, struct text other)
{
	return one.length == other.length &&
	       (one.length == 0 ||
		memcmp(one.bytes, other.bytes, one.length) == 0);
}

bool
text_is(struct text text, const char *string)
{
	return text_equals(text, text_of(string));
}

static size_t
ascii_run(const unsigned char *bytes, size_t length)
{
	size_t at = 0;
	uint64_t word;

	for (; length - at >= sizeof(word); at += sizeof(word)) {
		memcpy(&word, bytes + at, sizeof(word));
		if (word & UINT64_C(0x8080808080808080))
			break;
	}
	while (at < length && bytes[at] < 0x80)
		at++;
	return at;
}

/* The length of the character at `bytes`, which is not ASCII; 0: malformed. */
static size_t
character_length(const unsigned char *bytes, size_t length)
{
	unsigned char lead = bytes[0];
	size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
	unsigned char lowest = 0x80;
	unsigned char highest = 0xBF;

	/* C0, C1 and everything past F4 could only be overlong or too large. */
	if (lead < 0xC2 || lead > 0xF4 || length < size)
		return 0;
	if (lead == 0xE0)
		lowest = 0xA0;
	if (lead == 0xED)
		highest = 0x9F;
	if (lead == 0xF0)
		lowest = 0x90;
	if (lead == 0xF4)
		highest = 0x8F;
	if (bytes[1] < lowest || bytes[1] > highest)
		return 0;
	for (size_t i = 2; i < size; i++)
		if ((bytes[i] & 0xC0) != 0x80)
			return 0;
	return size;
}

size_t
text_utf8_length(struct text text)
{
	const unsigned char *bytes = (const unsigned char *)text.bytes;
	size_t at = 0;

	while (at < text.length) {
		at += ascii_run(bytes + at, text.length - at);
		if (at == text.length)
			break;

		size_t size = character_length(bytes + at, text.length - at);

		if (size == 0)
			break;
		at += size;
	}
	return at;
}

bool
text_is_utf8(struct text text)
{
	return text_utf8_length(text) == text.length;
}

bool
text_equals_secret(struct text one, struct text other)
{
	/* volatile, or the compiler may leave the loop at the first difference
	 */
	volatile unsigned char difference = 0;

	if (one.length != other.length)
		return false;
	for (size_t i = 0; i < one.length; i++)
		difference |= (unsigned char)(one.bytes[i] ^ other.bytes[i]);
	return difference == 0;
}
