#include "tests/tools/kit/mtls.h"

#include <openssl/err.h>

SSL_CTX *
mtls_context(const struct mtls_files *files)
{
	SSL_CTX *context = SSL_CTX_new(TLS_client_method());
	if (context == NULL)
		tool_fail("no TLS: %s", mtls_reason());
	SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
	SSL_CTX_set1_groups_list(context, "X25519:P-256");
	SSL_CTX_set_read_ahead(context, 1);
	if (files->certificate != NULL &&
	    (SSL_CTX_use_certificate_chain_file(context, files->certificate) !=
		     1 ||
	     SSL_CTX_use_PrivateKey_file(context, files->key,
					 SSL_FILETYPE_PEM) != 1))
		tool_fail("can't use %s with %s: %s", files->certificate,
			  files->key, mtls_reason());
	if (files->authority == NULL)
		return context;
	if (SSL_CTX_load_verify_file(context, files->authority) != 1)
		tool_fail("can't use %s: %s", files->authority, mtls_reason());
	SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
	return context;
}

SSL *
mtls_new(SSL_CTX *context, int fd)
{
	SSL *tls = SSL_new(context);
	if (tls == NULL || SSL_set_fd(tls, fd) != 1)
		tool_fail("no TLS: %s", mtls_reason());
	SSL_set_connect_state(tls);
	return tls;
}

const char *
mtls_reason(void)
{
	const char *reason = ERR_reason_error_string(ERR_peek_last_error());
	return reason != NULL ? reason : "the peer closed the connection";
}
