#include "tests/tools/kit/signatory.h"

#include <openssl/pem.h>
#include <stdio.h>

#include "eenplan/seal/jws.h"
#include "tests/tools/kit/tool.h"

static struct identity
identity_of_file(const char *path)
{
	struct identity identity;
	unsigned char *der = NULL;
	FILE *file = fopen(path, "re");
	X509 *certificate =
		file == NULL ? NULL : PEM_read_X509(file, NULL, NULL, NULL);
	int length = certificate == NULL ? -1 : i2d_X509(certificate, &der);
	if (length < 0 ||
	    identity_of_certificate(
		    (struct text){(const char *)der, (size_t)length},
		    &identity) != STATUS_OK)
		tool_fail("%s is no certificate of ours", path);
	OPENSSL_free(der);
	X509_free(certificate);
	fclose(file);
	return identity;
}

struct signatory
signatory_of_files(const char *certificate, const char *key)
{
	struct signatory signatory = {.identity =
					      identity_of_file(certificate)};
	struct fault fault = {0};
	if (seal_key_read_private(key, &signatory.key, &fault) != STATUS_OK)
		tool_fail("%s: %s", fault.where, fault.text);
	return signatory;
}

void
signatory_free(struct signatory *signatory)
{
	seal_key_free(signatory->key);
}

const char *
signatory_sign(const struct signatory *signatory, struct arena *arena,
	       const char *type, struct text payload)
{
	const struct jws_header header = {
		.type = type, .key_id = signatory->identity.thumbprint};
	const char *jws;
	if (jws_sign(arena, signatory->key, &header, payload, &jws) !=
	    STATUS_OK)
		tool_fail("can't sign");
	return jws;
}
