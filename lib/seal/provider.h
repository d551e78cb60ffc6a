/*
 * OpenSSL's algorithms, each fetched once: a fetch by name costs more than the
 * hashing of a record. What fails here is the machine, so the process ends.
 */
#ifndef EENPLAN_SEAL_PROVIDER_H
#define EENPLAN_SEAL_PROVIDER_H

#include <openssl/evp.h>
#include <openssl/kdf.h>

const EVP_MD *provider_sha256(void);
const EVP_CIPHER *provider_aes_256_gcm(void);
EVP_KDF *provider_hkdf(void);
/* This thread's own; initialise it before each use. */
EVP_MD_CTX *provider_digest_context(void);

/*
 * End the process if OpenSSL could not do what never fails on a sound machine:
 * a digest or a key that was not made must not be used.
 */
void provider_must(int succeeded, const char *what);

#endif
