#include "certificate_maker.h"

#include <criterion/criterion.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <string.h>

static EVP_PKEY *
make_key(const struct certificate_wish *wish)
{
	const char *curve = wish->curve == NULL ? "P-256" : wish->curve;
	EVP_PKEY *pkey = NULL;

	if (strcmp(curve, "rsa") == 0)
		return EVP_RSA_gen(2048);
	if (!wish->explicit_curve)
		return EVP_EC_gen(curve);

	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);

	cr_assert(EVP_PKEY_keygen_init(context) > 0 &&
		  EVP_PKEY_CTX_set_ec_paramgen_curve_nid(
			  context, NID_X9_62_prime256v1) > 0 &&
		  EVP_PKEY_CTX_set_ec_param_enc(
			  context, OPENSSL_EC_EXPLICIT_CURVE) > 0 &&
		  EVP_PKEY_keygen(context, &pkey) > 0);
	EVP_PKEY_CTX_free(context);
	return pkey;
}

static void
add_name(GENERAL_NAMES *names, int type, struct text value)
{
	GENERAL_NAME *name = GENERAL_NAME_new();
	ASN1_IA5STRING *string = ASN1_IA5STRING_new();

	ASN1_STRING_set(string, value.bytes, (int)value.length);
	GENERAL_NAME_set0_value(name, type, string);
	sk_GENERAL_NAME_push(names, name);
}

static void
add_names(X509 *certificate, const struct certificate_wish *wish)
{
	GENERAL_NAMES *names = sk_GENERAL_NAME_new_null();

	if (wish->dns != NULL)
		add_name(names, GEN_DNS, text_of(wish->dns));
	for (size_t i = 0;
	     i < CERTIFICATE_NAMES_MAX && wish->uris[i].length > 0; i++)
		add_name(names, GEN_URI, wish->uris[i]);
	for (int i = 0; i < (wish->names_twice ? 2 : 1); i++)
		if (sk_GENERAL_NAME_num(names) > 0)
			X509_add1_ext_i2d(certificate, NID_subject_alt_name,
					  names, 0, X509V3_ADD_APPEND);
	GENERAL_NAMES_free(names);
}

static struct text
take_bio(struct arena *arena, BIO *bio)
{
	char *bytes;
	long length = BIO_get_mem_data(bio, &bytes);
	struct text text = {bytes, (size_t)length};

	text.bytes = arena_text(arena, text);
	BIO_free(bio);
	return text;
}

static const char *
private_pem(struct arena *arena, EVP_PKEY *pkey, bool is_encrypted)
{
	BIO *bio = BIO_new(BIO_s_mem());
	unsigned char password[] = "password";

	PEM_write_bio_PrivateKey(
		bio, pkey, is_encrypted ? EVP_aes_128_cbc() : NULL,
		is_encrypted ? password : NULL,
		is_encrypted ? (int)sizeof(password) - 1 : 0, NULL, NULL);
	return take_bio(arena, bio).bytes;
}

static X509 *
make_x509(EVP_PKEY *pkey, const struct certificate_wish *wish)
{
	X509 *certificate = X509_new();
	X509_NAME *subject = X509_get_subject_name(certificate);
	const char *name =
		wish->common_name == NULL ? "nobody" : wish->common_name;

	X509_set_version(certificate, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
	ASN1_TIME_set_string_X509(X509_getm_notBefore(certificate),
				  "20260101000000Z");
	ASN1_TIME_set_string_X509(X509_getm_notAfter(certificate),
				  "20491231235959Z");
	X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
				   (const unsigned char *)name, -1, -1, 0);
	X509_set_issuer_name(certificate, subject);
	X509_set_pubkey(certificate, pkey);
	add_names(certificate, wish);
	cr_assert(X509_sign(certificate, pkey, EVP_sha256()) > 0);
	return certificate;
}

struct made_certificate
certificate_make(struct arena *arena, const struct certificate_wish *wish)
{
	EVP_PKEY *pkey = make_key(wish);
	X509 *certificate = make_x509(pkey, wish);
	BIO *bio = BIO_new(BIO_s_mem());
	struct made_certificate made;

	i2d_X509_bio(bio, certificate);
	made.der = take_bio(arena, bio);
	made.private_pem = private_pem(arena, pkey, false);
	made.encrypted_pem = private_pem(arena, pkey, true);
	X509_free(certificate);
	EVP_PKEY_free(pkey);
	return made;
}
