#include "eenplan/seal/key.h"

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/seal/certificate.h"
#include "lib/seal/key_file.h"
#include "lib/seal/provider.h"
#include "lib/seal/seal_key.h"

#define POINT_BYTES	      65
#define POINT_IS_UNCOMPRESSED 0x04

/* A curve by name: parameters spelled out could be almost P-256. */
static bool
is_p256(EVP_PKEY *pkey)
{
	char group[32];
	int is_explicit = 1;

	return EVP_PKEY_is_a(pkey, "EC") &&
	       EVP_PKEY_get_group_name(pkey, group, sizeof(group), NULL) &&
	       strcmp(group, "prime256v1") == 0 &&
	       EVP_PKEY_get_int_param(
		       pkey, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS,
		       &is_explicit) &&
	       !is_explicit;
}

/* Takes `pkey`, which may be NULL. */
static enum status
wrap(EVP_PKEY *pkey, struct seal_key **key_out)
{
	bool fits = pkey != NULL && is_p256(pkey);
	struct seal_key *key = fits ? malloc(sizeof(*key)) : NULL;

	/* What stays in the queue would be read as the next TLS error. */
	ERR_clear_error();
	if (!fits) {
		EVP_PKEY_free(pkey);
		return STATUS_INVALID;
	}
	if (key == NULL)
		abort();
	atomic_init(&key->holders, 1);
	key->pkey = pkey;
	*key_out = key;
	return STATUS_OK;
}

/* Without it OpenSSL would ask at the terminal. */
static int
no_password(char *out, int size, int writing, void *context)
{
	(void)out;
	(void)size;
	(void)writing;
	(void)context;
	return -1;
}

static EVP_PKEY *
parse_private(const struct key_file *file)
{
	BIO *bio = BIO_new_mem_buf(file->bytes, (int)file->length);
	EVP_PKEY *pkey = NULL;

	provider_must(bio != NULL, "have memory for a key");
	if (file->length > 0)
		pkey = PEM_read_bio_PrivateKey(bio, NULL, no_password, NULL);
	BIO_free(bio);
	return pkey;
}

enum status
seal_key_read_private(const char *path, struct seal_key **key_out,
		      struct fault *fault)
{
	struct key_file file;
	EVP_PKEY *pkey = NULL;
	enum status status = key_file_read(path, false, &file, fault);

	if (status == STATUS_OK)
		pkey = parse_private(&file);
	key_file_wipe(&file);
	if (status != STATUS_OK)
		return status;
	if (pkey == NULL)
		fault_set(fault, path,
			  "holds no private key in PEM without a password");
	status = wrap(pkey, key_out);
	if (status != STATUS_OK)
		fault_set(fault, path,
			  "holds a key that is not on the curve P-256 "
			  "(prime256v1); make one of that kind");
	return status;
}

enum status
seal_key_of_certificate(struct text der, struct seal_key **key_out)
{
	X509 *certificate = certificate_parse(der);
	EVP_PKEY *pkey =
		certificate == NULL ? NULL : X509_get_pubkey(certificate);

	X509_free(certificate);
	return wrap(pkey, key_out);
}

enum status
seal_key_of_point(struct text point, struct seal_key **key_out)
{
	char group[] = "prime256v1";
	unsigned char bytes[POINT_BYTES];
	OSSL_PARAM parameters[] = {
		OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME,
						 group, 0),
		OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY,
						  bytes, sizeof(bytes)),
		OSSL_PARAM_construct_end(),
	};
	EVP_PKEY *pkey = NULL;

	if (point.length != POINT_BYTES ||
	    point.bytes[0] != POINT_IS_UNCOMPRESSED)
		return STATUS_INVALID;
	memcpy(bytes, point.bytes, sizeof(bytes));

	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);

	provider_must(context != NULL && EVP_PKEY_fromdata_init(context) > 0,
		      "make a key");
	if (EVP_PKEY_fromdata(context, &pkey, EVP_PKEY_PUBLIC_KEY,
			      parameters) <= 0)
		pkey = NULL;
	EVP_PKEY_CTX_free(context);
	return wrap(pkey, key_out);
}

struct seal_key *
seal_key_retain(struct seal_key *key)
{
	atomic_fetch_add_explicit(&key->holders, 1, memory_order_relaxed);
	return key;
}

void
seal_key_free(struct seal_key *key)
{
	if (key == NULL || atomic_fetch_sub_explicit(&key->holders, 1,
						     memory_order_acq_rel) > 1)
		return;
	EVP_PKEY_free(key->pkey);
	free(key);
}
