#include "lib/seal/provider.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static struct {
	EVP_MD *sha256;
	EVP_CIPHER *aes_256_gcm;
	EVP_KDF *hkdf;
} fetched;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t digest_context;

void
provider_must(int succeeded, const char *what)
{
	if (succeeded)
		return;
	fprintf(stderr, "eenplan: OpenSSL failed to %s\n", what);
	abort();
}

static void
free_digest_context(void *context)
{
	EVP_MD_CTX_free(context);
}

static void
fetch_all(void)
{
	fetched.sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	fetched.aes_256_gcm = EVP_CIPHER_fetch(NULL, "AES-256-GCM", NULL);
	fetched.hkdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
	provider_must(fetched.sha256 != NULL && fetched.aes_256_gcm != NULL &&
			      fetched.hkdf != NULL,
		      "fetch its algorithms");
	provider_must(
		pthread_key_create(&digest_context, free_digest_context) == 0,
		"have a context for each thread");
}

const EVP_MD *
provider_sha256(void)
{
	pthread_once(&once, fetch_all);
	return fetched.sha256;
}

const EVP_CIPHER *
provider_aes_256_gcm(void)
{
	pthread_once(&once, fetch_all);
	return fetched.aes_256_gcm;
}

EVP_KDF *
provider_hkdf(void)
{
	pthread_once(&once, fetch_all);
	return fetched.hkdf;
}

EVP_MD_CTX *
provider_digest_context(void)
{
	pthread_once(&once, fetch_all);

	EVP_MD_CTX *context = pthread_getspecific(digest_context);

	if (context != NULL)
		return context;
	context = EVP_MD_CTX_new();
	provider_must(context != NULL &&
			      pthread_setspecific(digest_context, context) == 0,
		      "have a context for this thread");
	return context;
}
