#include "daemon/net/trust.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "eenplan/base/clock.h"
#include "eenplan/seal/key.h"

static int64_t
ms_of(const ASN1_TIME *time)
{
	struct tm parts;

	if (time == NULL || ASN1_TIME_to_tm(time, &parts) != 1)
		return 0;
	return (int64_t)timegm(&parts) * 1000;
}

static FILE *
open_file(const char *path, struct fault *fault)
{
	FILE *file;

	if (path == NULL || path[0] == '\0') {
		fault_set(fault, "", "no file is configured");
		return NULL;
	}
	file = fopen(path, "re");
	if (file == NULL)
		fault_set(fault, path, "can't be read: %s", strerror(errno));
	return file;
}

/* Did reading stop because there is no further block, or inside of one? */
static bool
reached_the_end(void)
{
	bool ended =
		ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;

	ERR_clear_error();
	return ended;
}

static STACK_OF(X509) * read_certificates(const char *path, struct fault *fault)
{
	STACK_OF(X509) *list = sk_X509_new_null();
	FILE *file = open_file(path, fault);
	X509 *certificate;

	if (file == NULL)
		goto failed;
	ERR_clear_error();
	while ((certificate = PEM_read_X509(file, NULL, NULL, NULL)) != NULL)
		sk_X509_push(list, certificate);
	fclose(file);
	if (!reached_the_end())
		fault_set(fault, path, "holds a damaged PEM certificate");
	else if (sk_X509_num(list) == 0)
		fault_set(fault, path, "holds no PEM certificate");
	else
		return list;
failed:
	sk_X509_pop_free(list, X509_free);
	return NULL;
}

static STACK_OF(X509_CRL) * read_revoked(const char *path, struct fault *fault)
{
	STACK_OF(X509_CRL) *list = sk_X509_CRL_new_null();
	FILE *file = open_file(path, fault);
	X509_CRL *crl;

	if (file == NULL)
		goto failed;
	ERR_clear_error();
	while ((crl = PEM_read_X509_CRL(file, NULL, NULL, NULL)) != NULL)
		sk_X509_CRL_push(list, crl);
	fclose(file);
	if (!reached_the_end())
		fault_set(fault, path, "holds a damaged PEM revocation list");
	else if (sk_X509_CRL_num(list) == 0)
		fault_set(fault, path,
			  "holds no PEM revocation list; ask the authority for "
			  "its CRL, also when nobody is revoked");
	else
		return list;
failed:
	sk_X509_CRL_pop_free(list, X509_CRL_free);
	return NULL;
}

/* A daemon has no terminal at which to ask for a passphrase. */
static int
no_passphrase(char *buffer, int size, int writing, void *context)
{
	(void)buffer;
	(void)size;
	(void)writing;
	(void)context;
	return -1;
}

static bool
is_p256(const EVP_PKEY *key)
{
	char group[32] = "";
	size_t length = 0;

	return key != NULL &&
	       EVP_PKEY_get_group_name(key, group, sizeof(group), &length) ==
		       1 &&
	       strcmp(group, SN_X9_62_prime256v1) == 0;
}

static EVP_PKEY *
read_key(const char *path, struct fault *fault)
{
	FILE *file = open_file(path, fault);
	EVP_PKEY *key = NULL;
	struct stat about;

	if (file == NULL)
		return NULL;
	if (fstat(fileno(file), &about) != 0 || (about.st_mode & 0007) != 0) {
		fault_set(fault, path,
			  "can be read by everybody; run chmod 0600 on it");
		goto out;
	}
	key = PEM_read_PrivateKey(file, NULL, no_passphrase, NULL);
	ERR_clear_error();
	if (key == NULL)
		fault_set(fault, path,
			  "holds no PEM private key without a passphrase");
	else if (!is_p256(key)) {
		fault_set(fault, path, "is no P-256 key");
		EVP_PKEY_free(key);
		key = NULL;
	}
out:
	fclose(file);
	return key;
}

static void
end_no_later_than(struct trust *trust, int64_t end_ms)
{
	if (end_ms < trust->valid_until_ms)
		trust->valid_until_ms = end_ms;
}

static bool
is_in_force(struct trust *trust, const X509 *certificate, const char *path,
	    struct fault *fault)
{
	int64_t end_ms = ms_of(X509_get0_notAfter(certificate));
	int64_t now_ms = clock_now_ms();
	char when[CLOCK_TIME_BYTES];

	if (ms_of(X509_get0_notBefore(certificate)) > now_ms) {
		fault_set(fault, path,
			  "holds a certificate that isn't valid yet; look at "
			  "this machine's clock");
		return false;
	}
	if (end_ms <= now_ms) {
		clock_format_time(end_ms, when);
		fault_set(fault, path,
			  "holds a certificate that expired at %s; ask its "
			  "authority for a new one",
			  when);
		return false;
	}
	end_no_later_than(trust, end_ms);
	return true;
}

static X509_CRL *
list_of(const struct trust *trust, const X509_NAME *issuer)
{
	for (int i = 0; i < sk_X509_CRL_num(trust->revoked); i++) {
		X509_CRL *crl = sk_X509_CRL_value(trust->revoked, i);

		if (X509_NAME_cmp(X509_CRL_get_issuer(crl), issuer) == 0)
			return crl;
	}
	return NULL;
}

static bool
list_is_in_force(struct trust *trust, const X509 *authority, const char *path,
		 struct fault *fault)
{
	X509_CRL *crl = list_of(trust, X509_get_subject_name(authority));
	int64_t end_ms;

	if (crl == NULL ||
	    X509_CRL_verify(crl, X509_get0_pubkey(authority)) != 1) {
		ERR_clear_error();
		fault_set(fault, path,
			  "holds no revocation list that the authority signed");
		return false;
	}
	end_ms = ms_of(X509_CRL_get0_nextUpdate(crl));
	if (end_ms <= clock_now_ms()) {
		fault_set(fault, path,
			  "holds a revocation list that is out of date; fetch "
			  "the authority's new one");
		return false;
	}
	end_no_later_than(trust, end_ms);
	return true;
}

static bool
read_own(struct trust *trust, const struct tls_settings *settings,
	 struct fault *fault)
{
	trust->chain = read_certificates(settings->certificate, fault);
	if (trust->chain == NULL)
		return false;
	trust->certificate = sk_X509_shift(trust->chain);
	trust->key = read_key(settings->key, fault);
	if (trust->key == NULL)
		return false;
	if (X509_check_private_key(trust->certificate, trust->key) != 1) {
		ERR_clear_error();
		fault_set(fault, settings->key,
			  "doesn't belong to the certificate in %s",
			  settings->certificate);
		return false;
	}
	if (identity_of_parsed(trust->certificate, &trust->identity) !=
		    STATUS_OK ||
	    trust->identity.kind != IDENTITY_ORGANISATION) {
		fault_set(fault, settings->certificate,
			  "names no organisation: its subjectAltName needs one "
			  "URI urn:eenplan:org:NAME");
		return false;
	}
	return is_in_force(trust, trust->certificate, settings->certificate,
			   fault);
}

static bool
read_others(struct trust *trust, const struct tls_settings *settings,
	    struct fault *fault)
{
	trust->authorities = read_certificates(settings->authority, fault);
	if (trust->authorities == NULL)
		return false;
	trust->revoked = read_revoked(settings->revoked, fault);
	if (trust->revoked == NULL)
		return false;
	for (int i = 0; i < sk_X509_num(trust->authorities); i++) {
		X509 *authority = sk_X509_value(trust->authorities, i);

		if (X509_check_ca(authority) < 1) {
			fault_set(fault, settings->authority,
				  "holds a certificate that is no authority's");
			return false;
		}
		if (!is_in_force(trust, authority, settings->authority,
				 fault) ||
		    !list_is_in_force(trust, authority, settings->revoked,
				      fault))
			return false;
	}
	return true;
}

static bool
make_store(struct trust *trust)
{
	trust->store = X509_STORE_new();
	if (trust->store == NULL)
		return false;
	X509_STORE_set_flags(trust->store,
			     X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
	for (int i = 0; i < sk_X509_num(trust->authorities); i++)
		if (X509_STORE_add_cert(trust->store,
					sk_X509_value(trust->authorities, i)) !=
		    1)
			return false;
	for (int i = 0; i < sk_X509_CRL_num(trust->revoked); i++)
		if (X509_STORE_add_crl(trust->store,
				       sk_X509_CRL_value(trust->revoked, i)) !=
		    1)
			return false;
	return true;
}

enum status
trust_read(const struct tls_settings *settings, struct trust **trust_out,
	   struct fault *fault)
{
	struct trust *trust = calloc(1, sizeof(*trust));

	if (trust == NULL)
		return STATUS_INTERNAL;
	trust->valid_until_ms = INT64_MAX;
	if (!read_own(trust, settings, fault) ||
	    !read_others(trust, settings, fault)) {
		trust_free(trust);
		return STATUS_INVALID;
	}
	if (!make_store(trust)) {
		trust_free(trust);
		fault_set(fault, settings->authority, "can't be used");
		return STATUS_INVALID;
	}
	*trust_out = trust;
	return STATUS_OK;
}

void
trust_free(struct trust *trust)
{
	if (trust == NULL)
		return;
	X509_STORE_free(trust->store);
	sk_X509_CRL_pop_free(trust->revoked, X509_CRL_free);
	sk_X509_pop_free(trust->authorities, X509_free);
	sk_X509_pop_free(trust->chain, X509_free);
	X509_free(trust->certificate);
	EVP_PKEY_free(trust->key);
	free(trust);
}

bool
trust_accepts(const struct trust *trust, X509 *certificate,
	      STACK_OF(X509) * chain)
{
	X509_STORE_CTX *check = X509_STORE_CTX_new();
	bool accepted = false;

	if (check != NULL &&
	    X509_STORE_CTX_init(check, trust->store, certificate, chain) == 1) {
		X509_STORE_CTX_set_depth(check, 2);
		X509_STORE_CTX_set_default(check, "ssl_client");
		accepted = X509_verify_cert(check) == 1;
	}
	X509_STORE_CTX_free(check);
	ERR_clear_error();
	return accepted;
}

bool
trust_still_accepts(const struct trust *trust, X509 *certificate)
{
	int64_t now_ms = clock_now_ms();
	X509_CRL *crl = list_of(trust, X509_get_issuer_name(certificate));
	X509_REVOKED *entry;

	if (trust->valid_until_ms <= now_ms ||
	    ms_of(X509_get0_notAfter(certificate)) <= now_ms || crl == NULL)
		return false;
	return X509_CRL_get0_by_cert(crl, &entry, certificate) == 0;
}

/* By its point: that is a tenth of the work of parsing the certificate anew. */
enum status
trust_key(X509 *certificate, struct seal_key **key_out)
{
	unsigned char *point = NULL;
	size_t length = 0;
	enum status status;

	if (is_p256(X509_get0_pubkey(certificate)))
		length = EVP_PKEY_get1_encoded_public_key(
			X509_get0_pubkey(certificate), &point);
	status = seal_key_of_point((struct text){(const char *)point, length},
				   key_out);
	OPENSSL_free(point);
	return status;
}

struct text
trust_der(X509 *certificate, struct arena *arena)
{
	int length = certificate == NULL ? 0 : i2d_X509(certificate, NULL);
	struct text der = {0};

	if (length <= 0)
		return der;

	unsigned char *bytes = arena_alloc(arena, (size_t)length);

	der = (struct text){(const char *)bytes, (size_t)length};
	i2d_X509(certificate, &bytes);
	return der;
}
