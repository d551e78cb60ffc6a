#include "eenplan/seal/box.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <string.h>

#include "eenplan/base/random.h"
#include "lib/seal/provider.h"

#define NONCE_BYTES 12
#define TAG_BYTES   16

_Static_assert(BOX_OVERHEAD_BYTES == NONCE_BYTES + TAG_BYTES,
	       "a box is nonce, ciphertext, tag");

void
box_key_random(struct box_key *key_out)
{
	random_bytes(key_out->bytes, sizeof(key_out->bytes));
}

void
box_key_derive(const struct box_key *key, const char *label,
	       struct box_key *key_out)
{
	struct box_key from = *key;
	char info[128];
	char sha256[] = "SHA256";
	size_t length = strlen(label);
	OSSL_PARAM parameters[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, sha256,
						 0),
		OSSL_PARAM_construct_octet_string(
			OSSL_KDF_PARAM_KEY, from.bytes, sizeof(from.bytes)),
		OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info,
						  length),
		OSSL_PARAM_construct_end(),
	};
	EVP_KDF_CTX *context = EVP_KDF_CTX_new(provider_hkdf());

	provider_must(context != NULL && length <= sizeof(info),
		      "prepare to derive a key");
	memcpy(info, label, length);

	int succeeded = EVP_KDF_derive(context, key_out->bytes,
				       sizeof(key_out->bytes), parameters);

	EVP_KDF_CTX_free(context);
	box_key_wipe(&from);
	provider_must(succeeded > 0, "derive a key");
}

void
box_key_wipe(struct box_key *key)
{
	wipe(key, sizeof(*key));
}

static const uint8_t *
bytes_of(struct text text)
{
	return (const uint8_t *)text.bytes;
}

/* `out` has room for the whole box. */
static bool
encrypt(EVP_CIPHER_CTX *context, struct text context_data, struct text plain,
	uint8_t *out)
{
	uint8_t *cipher = out + NONCE_BYTES;
	int length = 0;

	return (context_data.length == 0 ||
		EVP_EncryptUpdate(context, NULL, &length,
				  bytes_of(context_data),
				  (int)context_data.length)) &&
	       (plain.length == 0 ||
		EVP_EncryptUpdate(context, cipher, &length, bytes_of(plain),
				  (int)plain.length)) &&
	       EVP_EncryptFinal_ex(context, cipher + plain.length, &length) &&
	       EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, TAG_BYTES,
				   cipher + plain.length);
}

/* One call encrypts at most what an int can count. */
static bool
is_short(struct text text)
{
	return text.length <= INT32_MAX - BOX_OVERHEAD_BYTES;
}

/* What stays in the queue would be read as the next TLS error. Nothing does
 * after a success, and clearing costs as much as hashing a short text. */
static enum status
failed(enum status status)
{
	ERR_clear_error();
	return status;
}

enum status
box_seal(struct arena *arena, const struct box_key *key, struct text context,
	 struct text plain, struct text *box_out)
{
	if (!is_short(plain) || !is_short(context))
		return STATUS_TOO_LARGE;

	size_t length = plain.length + BOX_OVERHEAD_BYTES;
	uint8_t *box = arena_grow(arena, NULL, 0, length);
	EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();

	random_nonce(box, NONCE_BYTES);

	bool succeeded = cipher != NULL &&
			 EVP_EncryptInit_ex2(cipher, provider_aes_256_gcm(),
					     key->bytes, box, NULL) &&
			 encrypt(cipher, context, plain, box);

	EVP_CIPHER_CTX_free(cipher);
	if (!succeeded)
		return failed(STATUS_CRYPTO);
	*box_out = (struct text){(const char *)box, length};
	return STATUS_OK;
}

static bool
decrypt(EVP_CIPHER_CTX *context, struct text context_data, struct text cipher,
	uint8_t *out)
{
	uint8_t tag[TAG_BYTES];
	int length = 0;

	memcpy(tag, cipher.bytes + cipher.length, TAG_BYTES);
	return (context_data.length == 0 ||
		EVP_DecryptUpdate(context, NULL, &length,
				  bytes_of(context_data),
				  (int)context_data.length)) &&
	       (cipher.length == 0 ||
		EVP_DecryptUpdate(context, out, &length, bytes_of(cipher),
				  (int)cipher.length)) &&
	       EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, TAG_BYTES,
				   tag) &&
	       EVP_DecryptFinal_ex(context, out + cipher.length, &length) > 0;
}

enum status
box_open(struct arena *arena, const struct box_key *key, struct text context,
	 struct text box, struct text *plain_out)
{
	if (box.length < BOX_OVERHEAD_BYTES || !is_short(box) ||
	    !is_short(context))
		return STATUS_TAMPERED;

	struct text sealed = {box.bytes + NONCE_BYTES,
			      box.length - BOX_OVERHEAD_BYTES};
	uint8_t *plain = arena_grow(arena, NULL, 0, sealed.length + 1);
	EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
	bool succeeded = cipher != NULL &&
			 EVP_DecryptInit_ex2(cipher, provider_aes_256_gcm(),
					     key->bytes, bytes_of(box), NULL) &&
			 decrypt(cipher, context, sealed, plain);

	EVP_CIPHER_CTX_free(cipher);
	if (!succeeded) {
		/* what was decrypted before the tag was checked */
		wipe(plain, sealed.length);
		return failed(STATUS_TAMPERED);
	}
	plain[sealed.length] = '\0';
	*plain_out = (struct text){(const char *)plain, sealed.length};
	return STATUS_OK;
}
