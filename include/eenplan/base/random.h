/*
 * Names that nobody can guess, and bytes to match.
 */
#ifndef EENPLAN_BASE_RANDOM_H
#define EENPLAN_BASE_RANDOM_H

#include <stddef.h>

#define UUID_TEXT_BYTES	       37
#define RANDOM_NONCE_BYTES_MAX 64

/* Fill from the kernel's generator. Ends the process if there is none. */
void random_bytes(void *out, size_t length);
/*
 * The same for what is no secret, such as a nonce: a few at a time, and the
 * kernel is asked once for many. At most RANDOM_NONCE_BYTES_MAX.
 */
void random_nonce(void *out, size_t length);
/* A random (version 4) UUID in lower case. */
void random_uuid(char out[UUID_TEXT_BYTES]);
/* A UUID of version 8 (RFC 9562) that has 122 of these 128 bits. */
void uuid_of_bytes(const unsigned char bytes[16], char out[UUID_TEXT_BYTES]);
/* Overwrite secrets so that the compiler cannot drop it. */
void wipe(void *bytes, size_t length);

#endif
