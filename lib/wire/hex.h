/*
 * 32 bytes, as documents have them: in lower hex, since upper case would be a
 * second form of the same.
 */
#ifndef EENPLAN_WIRE_HEX_H
#define EENPLAN_WIRE_HEX_H

#include "eenplan/base/json.h"
#include "eenplan/seal/digest.h"

void hex_put(struct json_writer *writer, const uint8_t bytes[DIGEST_BYTES]);
/* `count` times 32 bytes, as an array. */
void hex_put_all(struct json_writer *writer, const char *key,
		 const uint8_t *bytes, size_t count);
void hex_put_member(struct json_writer *writer, const char *key,
		    const uint8_t bytes[DIGEST_BYTES]);
/* False for NULL, for other kinds, and for what isn't 32 bytes. */
bool hex_read(const struct json *value, uint8_t out[DIGEST_BYTES]);
/* Of the member at `where` ("/root"). STATUS_INVALID. */
enum status hex_read_member(const struct json *value, const char *where,
			    uint8_t out[DIGEST_BYTES],
			    struct fault *fault) MUST_CHECK;

#endif
