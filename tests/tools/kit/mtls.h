/*
 * The client's side of mutual TLS, as the tools that test listeners need it.
 */
#ifndef TESTS_TOOLS_KIT_MTLS_H
#define TESTS_TOOLS_KIT_MTLS_H

#include <openssl/ssl.h>

#include "tests/tools/kit/tool.h"

/* PEM files. No certificate: a client without one. No authority: the server
 * is not checked. */
struct mtls_files {
	const char *certificate;
	const char *key;
	const char *authority;
};

/*
 * TLS 1.3 only, X25519 first, no session is ever resumed. Ends the program if
 * a file can't be used.
 */
SSL_CTX *mtls_context(const struct mtls_files *files);
/* A client's TLS on `fd`, not yet greeted. Ends the program on failure. */
SSL *mtls_new(SSL_CTX *context, int fd);
/* OpenSSL's reason for the last failure, or that the peer closed. Static. */
const char *mtls_reason(void);

#endif
