#include "eenplan/seal/vouch.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <stdlib.h>

#include "eenplan/base/limits.h"
#include "lib/seal/certificate.h"
#include "lib/seal/provider.h"

#define MS_PER_SECOND 1000

struct vouch {
	X509_STORE *anchors;
};

static enum status
refuse(const char *path, struct fault *fault)
{
	/* What stays in the queue would be read as the next TLS error. */
	ERR_clear_error();
	fault_set(fault, path, "can't be read, or holds no certificate in PEM");
	return STATUS_INVALID;
}

enum status
vouch_open(const char *path, struct vouch **vouch_out, struct fault *fault)
{
	struct vouch *vouch = calloc(1, sizeof(*vouch));

	if (vouch == NULL)
		abort();
	vouch->anchors = X509_STORE_new();
	provider_must(vouch->anchors != NULL, "have memory for certificates");
	if (X509_STORE_load_file(vouch->anchors, path) != 1) {
		vouch_close(vouch);
		return refuse(path, fault);
	}
	*vouch_out = vouch;
	return STATUS_OK;
}

void
vouch_close(struct vouch *vouch)
{
	if (vouch == NULL)
		return;
	X509_STORE_free(vouch->anchors);
	free(vouch);
}

static bool
verify_at(X509_STORE *anchors, X509 *certificate, int64_t at_ms)
{
	X509_STORE_CTX *context = X509_STORE_CTX_new();

	provider_must(context != NULL &&
			      X509_STORE_CTX_init(context, anchors, certificate,
						  NULL) == 1,
		      "verify a certificate");

	X509_VERIFY_PARAM *rules = X509_STORE_CTX_get0_param(context);

	X509_VERIFY_PARAM_set_time(rules, (time_t)(at_ms / MS_PER_SECOND));
	/* an authority of authorities may have signed the one in the file */
	X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_PARTIAL_CHAIN);

	bool is_good = X509_verify_cert(context) == 1;

	X509_STORE_CTX_free(context);
	ERR_clear_error();
	return is_good;
}

bool
vouch_for(struct vouch *vouch, struct text der, int64_t at_ms)
{
	X509 *certificate = certificate_parse(der);
	bool is_good = certificate != NULL &&
		       verify_at(vouch->anchors, certificate, at_ms);

	X509_free(certificate);
	return is_good;
}

enum status
vouch_read_certificate(struct arena *arena, const char *path,
		       struct text *der_out, struct fault *fault)
{
	BIO *bio = BIO_new_file(path, "r");
	X509 *certificate =
		bio == NULL ? NULL : PEM_read_bio_X509(bio, NULL, NULL, NULL);
	int length = certificate == NULL ? 0 : i2d_X509(certificate, NULL);

	BIO_free(bio);
	if (length <= 0 || length > LIMIT_CERTIFICATE_BYTES) {
		X509_free(certificate);
		return refuse(path, fault);
	}

	unsigned char *bytes = arena_alloc(arena, (size_t)length);

	*der_out = (struct text){(const char *)bytes, (size_t)length};
	i2d_X509(certificate, &bytes);
	X509_free(certificate);
	return STATUS_OK;
}
