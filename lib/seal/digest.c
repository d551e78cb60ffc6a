#include "eenplan/seal/digest.h"

#include <string.h>

#include "eenplan/base/random.h"
#include "lib/seal/provider.h"

#define BLOCK_BYTES 64 /* that SHA-256 reads at a time */

static void
digest_after(struct text head, const struct text *parts, size_t count,
	     uint8_t out[DIGEST_BYTES])
{
	EVP_MD_CTX *context = provider_digest_context();
	int succeeded = EVP_DigestInit_ex2(context, provider_sha256(), NULL);

	if (head.length > 0)
		succeeded &= EVP_DigestUpdate(context, head.bytes, head.length);
	for (size_t i = 0; i < count; i++)
		succeeded &= EVP_DigestUpdate(context, parts[i].bytes,
					      parts[i].length);
	succeeded &= EVP_DigestFinal_ex(context, out, NULL);
	provider_must(succeeded, "make a digest");
}

void
digest_of(const struct text *parts, size_t count, uint8_t out[DIGEST_BYTES])
{
	digest_after((struct text){"", 0}, parts, count, out);
}

/*
 * RFC 2104 over the thread's own context: OpenSSL's HMAC allocates for each
 * tag, which costs thrice the hashing. A key is a whole block here, which no
 * context keeps.
 */
void
digest_tag_of(const uint8_t key[DIGEST_BYTES], const struct text *parts,
	      size_t count, uint8_t out[DIGEST_BYTES])
{
	uint8_t block[BLOCK_BYTES];
	const struct text head = {(const char *)block, sizeof(block)};
	const struct text inner = {(const char *)out, DIGEST_BYTES};

	memset(block, 0x36, sizeof(block));
	for (size_t i = 0; i < DIGEST_BYTES; i++)
		block[i] ^= key[i];
	digest_after(head, parts, count, out);
	for (size_t i = 0; i < sizeof(block); i++)
		block[i] ^= 0x36 ^ 0x5c;
	digest_after(head, &inner, 1, out);
	wipe(block, sizeof(block));
}

void
digest_tag(const uint8_t key[DIGEST_BYTES], struct text message,
	   uint8_t out[DIGEST_BYTES])
{
	digest_tag_of(key, &message, 1, out);
}

void
digest_hex(const uint8_t digest[DIGEST_BYTES], char out[DIGEST_HEX_BYTES])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < DIGEST_BYTES; i++) {
		*out++ = digits[digest[i] >> 4];
		*out++ = digits[digest[i] & 15];
	}
	*out = '\0';
}

static int
hex_value(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	if (digit >= 'a' && digit <= 'f')
		return digit - 'a' + 10;
	if (digit >= 'A' && digit <= 'F')
		return digit - 'A' + 10;
	return -1;
}

bool
digest_from_hex(const char *hex, uint8_t out[DIGEST_BYTES])
{
	uint8_t digest[DIGEST_BYTES];

	if (strlen(hex) != 2 * DIGEST_BYTES)
		return false;
	for (size_t i = 0; i < DIGEST_BYTES; i++) {
		int high = hex_value(hex[2 * i]);
		int low = hex_value(hex[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		digest[i] = (uint8_t)(high << 4 | low);
	}
	memcpy(out, digest, DIGEST_BYTES);
	return true;
}
