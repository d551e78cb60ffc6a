/*
 * Digests, encodings, and a key's tag over a message.
 */
#ifndef EENPLAN_SEAL_DIGEST_H
#define EENPLAN_SEAL_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "eenplan/base/arena.h"
#include "eenplan/base/text.h"

#define DIGEST_BYTES	       32
#define DIGEST_HEX_BYTES       (2 * DIGEST_BYTES + 1)
#define DIGEST_BASE64URL_BYTES 44

/* SHA-256 of the parts one after the other. */
void digest_of(const struct text *parts, size_t count,
	       uint8_t out[DIGEST_BYTES]);
/* HMAC-SHA-256 under a key of DIGEST_BYTES; of parts one after the other. */
void digest_tag_of(const uint8_t key[DIGEST_BYTES], const struct text *parts,
		   size_t count, uint8_t out[DIGEST_BYTES]);
void digest_tag(const uint8_t key[DIGEST_BYTES], struct text message,
		uint8_t out[DIGEST_BYTES]);
void digest_hex(const uint8_t digest[DIGEST_BYTES], char out[DIGEST_HEX_BYTES]);
bool digest_from_hex(const char *hex, uint8_t out[DIGEST_BYTES]);

/* Base64url without padding (RFC 4648 §5, as in JOSE). */
char *base64url_encode(struct arena *arena, struct text bytes);
/*
 * Strict: no padding, no whitespace, no stray bits at the end. False if
 * `encoded` is not that.
 */
bool base64url_decode(struct arena *arena, struct text encoded,
		      struct text *bytes_out);
/* The same with +, / and padding (RFC 4648 §4, as in signed notes). */
char *base64_encode(struct arena *arena, struct text bytes);
bool base64_decode(struct arena *arena, struct text encoded,
		   struct text *bytes_out);

#endif
