#include "lib/seal/certificate.h"

#include <openssl/err.h>

#include "eenplan/base/limits.h"

X509 *
certificate_parse(struct text der)
{
	const unsigned char *at = (const unsigned char *)der.bytes;

	if (der.length == 0 || der.length > LIMIT_CERTIFICATE_BYTES)
		return NULL;

	X509 *certificate = d2i_X509(NULL, &at, (long)der.length);

	/* What stays in the queue would be read as the next TLS error. */
	ERR_clear_error();
	if (certificate != NULL && (const char *)at != der.bytes + der.length) {
		X509_free(certificate);
		return NULL;
	}
	return certificate;
}
