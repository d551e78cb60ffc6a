#include "lib/wire/hex.h"

#include <string.h>

#include "lib/wire/words.h"

void
hex_put(struct json_writer *writer, const uint8_t bytes[DIGEST_BYTES])
{
	char hex[DIGEST_HEX_BYTES];

	digest_hex(bytes, hex);
	json_put_string(writer, hex);
}

void
hex_put_all(struct json_writer *writer, const char *key, const uint8_t *bytes,
	    size_t count)
{
	json_key(writer, key);
	json_open_array(writer);
	for (size_t i = 0; i < count; i++)
		hex_put(writer, bytes + i * DIGEST_BYTES);
	json_close_array(writer);
}

void
hex_put_member(struct json_writer *writer, const char *key,
	       const uint8_t bytes[DIGEST_BYTES])
{
	json_key(writer, key);
	hex_put(writer, bytes);
}

bool
hex_read(const struct json *value, uint8_t out[DIGEST_BYTES])
{
	return value != NULL && value->kind == JSON_KIND_STRING &&
	       strpbrk(value->as.string, "ABCDEF") == NULL &&
	       digest_from_hex(value->as.string, out);
}

enum status
hex_read_member(const struct json *value, const char *where,
		uint8_t out[DIGEST_BYTES], struct fault *fault)
{
	return hex_read(json_member(value, where + 1), out)
		       ? STATUS_OK
		       : words_refuse(fault, where,
				      "must be 32 bytes in lower hex");
}
