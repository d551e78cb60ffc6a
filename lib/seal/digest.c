#include "eenplan/seal/digest.h"

#include <string.h>

#include "lib/seal/provider.h"

void
digest_of(const struct text *parts, size_t count, uint8_t out[DIGEST_BYTES])
{
	EVP_MD_CTX *context = provider_digest_context();
	int succeeded = EVP_DigestInit_ex2(context, provider_sha256(), NULL);

	for (size_t i = 0; i < count; i++)
		succeeded &= EVP_DigestUpdate(context, parts[i].bytes,
					      parts[i].length);
	succeeded &= EVP_DigestFinal_ex(context, out, NULL);
	provider_must(succeeded, "make a digest");
}

void
digest_tag(const uint8_t key[DIGEST_BYTES], struct text message,
	   uint8_t out[DIGEST_BYTES])
{
	/* A duplicate, freed at once: a key must not stay in a context. */
	EVP_MAC_CTX *context = EVP_MAC_CTX_dup(provider_hmac());
	size_t length;
	int succeeded = context != NULL &&
			EVP_MAC_init(context, key, DIGEST_BYTES, NULL) &&
			EVP_MAC_update(context, (const uint8_t *)message.bytes,
				       message.length) &&
			EVP_MAC_final(context, out, &length, DIGEST_BYTES);

	EVP_MAC_CTX_free(context);
	provider_must(succeeded, "make a tag");
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
