/*
 * DER in, OpenSSL's certificate out.
 */
#ifndef EENPLAN_SEAL_CERTIFICATE_H
#define EENPLAN_SEAL_CERTIFICATE_H

#include <openssl/x509.h>

#include "eenplan/base/text.h"

/*
 * The certificate that `der` is, whole and without anything behind it; else
 * NULL. The caller frees it with X509_free.
 */
X509 *certificate_parse(struct text der);

#endif
