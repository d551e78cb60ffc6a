#include <openssl/ec.h>
#include <openssl/err.h>
#include <string.h>

#include "eenplan/seal/jws.h"
#include "lib/seal/seal_key.h"

#define SCALAR_BYTES	32
#define SIGNATURE_BYTES (2 * SCALAR_BYTES)
/* SEQUENCE of two INTEGERs, each with a byte for its sign. */
#define DER_BYTES_MAX (2 + 2 * (2 + 1 + SCALAR_BYTES))

static bool
raw_of_der(const uint8_t *der, size_t length, uint8_t raw_out[SIGNATURE_BYTES])
{
	const uint8_t *at = der;
	ECDSA_SIG *signature = d2i_ECDSA_SIG(NULL, &at, (long)length);
	bool succeeded = signature != NULL &&
			 BN_bn2binpad(ECDSA_SIG_get0_r(signature), raw_out,
				      SCALAR_BYTES) == SCALAR_BYTES &&
			 BN_bn2binpad(ECDSA_SIG_get0_s(signature),
				      raw_out + SCALAR_BYTES,
				      SCALAR_BYTES) == SCALAR_BYTES;

	ECDSA_SIG_free(signature);
	return succeeded;
}

/* Its length; 0 if it failed. */
static size_t
der_of_raw(const uint8_t raw[SIGNATURE_BYTES], uint8_t der_out[DER_BYTES_MAX])
{
	ECDSA_SIG *signature = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn(raw, SCALAR_BYTES, NULL);
	BIGNUM *s = BN_bin2bn(raw + SCALAR_BYTES, SCALAR_BYTES, NULL);
	uint8_t *at = der_out;
	int length = 0;

	if (signature != NULL && r != NULL && s != NULL &&
	    ECDSA_SIG_set0(signature, r, s)) {
		length = i2d_ECDSA_SIG(signature, &at);
	} else {
		BN_free(r);
		BN_free(s);
	}
	ECDSA_SIG_free(signature);
	return length > 0 ? (size_t)length : 0;
}

enum status
es256_sign(const struct seal_key *key, struct text message,
	   uint8_t signature_out[SIGNATURE_BYTES])
{
	uint8_t digest[DIGEST_BYTES];
	uint8_t der[DER_BYTES_MAX];
	size_t length = sizeof(der);
	EVP_PKEY_CTX *context =
		EVP_PKEY_CTX_new_from_pkey(NULL, key->pkey, NULL);

	digest_of(&message, 1, digest);

	bool succeeded = context != NULL && EVP_PKEY_sign_init(context) > 0 &&
			 EVP_PKEY_sign(context, der, &length, digest,
				       sizeof(digest)) > 0 &&
			 raw_of_der(der, length, signature_out);

	EVP_PKEY_CTX_free(context);
	ERR_clear_error();
	return succeeded ? STATUS_OK : STATUS_CRYPTO;
}

bool
es256_verify(const struct seal_key *key, struct text message,
	     struct text signature)
{
	uint8_t digest[DIGEST_BYTES];
	uint8_t der[DER_BYTES_MAX];

	if (signature.length != SIGNATURE_BYTES)
		return false;

	size_t length = der_of_raw((const uint8_t *)signature.bytes, der);
	EVP_PKEY_CTX *context =
		EVP_PKEY_CTX_new_from_pkey(NULL, key->pkey, NULL);

	digest_of(&message, 1, digest);

	bool is_valid = length > 0 && context != NULL &&
			EVP_PKEY_verify_init(context) > 0 &&
			EVP_PKEY_verify(context, der, length, digest,
					sizeof(digest)) == 1;

	EVP_PKEY_CTX_free(context);
	ERR_clear_error();
	return is_valid;
}
