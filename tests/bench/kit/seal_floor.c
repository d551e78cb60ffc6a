#include "tests/bench/kit/seal_floor.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

#include "eenplan/seal/box.h"

#define BLOCK_BYTES 64 /* of a tag's key, as HMAC hashes it */
#define SEQ_BYTES   4
#define LABEL_BYTES 23 /* of the label that gives the body's key */
#define TAG_BYTES   16

static uint8_t from[SEAL_FLOOR_BYTES_MAX];
static uint8_t to[SEAL_FLOOR_BYTES_MAX];

static struct {
	EVP_MD *sha256;
	EVP_MD_CTX *digest;
	EVP_CIPHER_CTX *cipher;
} openssl;

static void
must(int succeeded)
{
	if (succeeded)
		return;
	fprintf(stderr, "bench: OpenSSL failed\n");
	exit(1);
}

static void
prepare(void)
{
	EVP_CIPHER *gcm = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);

	openssl.sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	openssl.digest = EVP_MD_CTX_new();
	openssl.cipher = EVP_CIPHER_CTX_new();
	must(gcm != NULL && openssl.sha256 != NULL && openssl.digest != NULL &&
	     openssl.cipher != NULL &&
	     EVP_EncryptInit_ex2(openssl.cipher, gcm, NULL, NULL, NULL));
	EVP_CIPHER_free(gcm);
}

static void
forget(void)
{
	EVP_CIPHER_CTX_free(openssl.cipher);
	EVP_MD_CTX_free(openssl.digest);
	EVP_MD_free(openssl.sha256);
}

static void
digest(size_t length)
{
	must(EVP_DigestInit_ex2(openssl.digest, openssl.sha256, NULL) &&
	     EVP_DigestUpdate(openssl.digest, from, length) &&
	     EVP_DigestFinal_ex(openssl.digest, to, NULL));
}

static void
tag(size_t length)
{
	digest(BLOCK_BYTES + length);
	digest(BLOCK_BYTES + DIGEST_BYTES);
}

/* Its plain text is key and nonce as well: which bytes costs nothing. */
static void
box(const struct seal_lengths *lengths)
{
	int length;

	must(EVP_EncryptInit_ex2(openssl.cipher, NULL, from, from, NULL) &&
	     EVP_EncryptUpdate(openssl.cipher, NULL, &length, from,
			       (int)lengths->binding) &&
	     EVP_EncryptUpdate(openssl.cipher, to, &length, from,
			       (int)lengths->plain) &&
	     EVP_EncryptFinal_ex(openssl.cipher, to, &length) &&
	     EVP_CIPHER_CTX_ctrl(openssl.cipher, EVP_CTRL_AEAD_GET_TAG,
				 TAG_BYTES, to));
}

void
seal_floor_run(const struct seal_lengths *lengths, unsigned entries)
{
	prepare();
	for (unsigned i = 0; i < entries; i++) {
		tag(LABEL_BYTES);
		box(lengths);
		digest(lengths->body);
		tag(SEQ_BYTES);
		digest(1 + lengths->header);
		digest(1 + 2 * DIGEST_BYTES);
	}
	forget();
}
