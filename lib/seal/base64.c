#include <string.h>

#include "eenplan/seal/digest.h"

char *
base64_encode(struct arena *arena, struct text bytes)
{
	char *url = base64url_encode(arena, bytes);
	size_t length = strlen(url);
	size_t padded = (length + 3) / 4 * 4;
	char *encoded = arena_grow(arena, NULL, 0, padded + 1);

	for (size_t i = 0; i < padded; i++)
		encoded[i] = i >= length     ? '='
			     : url[i] == '-' ? '+'
			     : url[i] == '_' ? '/'
					     : url[i];
	encoded[padded] = '\0';
	return encoded;
}

bool
base64_decode(struct arena *arena, struct text encoded, struct text *bytes_out)
{
	char *url = arena_grow(arena, NULL, 0, encoded.length + 1);
	size_t length = encoded.length;

	if (length % 4 != 0)
		return false;
	while (length > 0 && encoded.length - length < 2 &&
	       encoded.bytes[length - 1] == '=')
		length--;
	for (size_t i = 0; i < length; i++) {
		char sign = encoded.bytes[i];

		if (sign == '-' || sign == '_')
			return false;
		url[i] = sign == '+' ? '-' : sign == '/' ? '_' : sign;
	}
	return base64url_decode(arena, (struct text){url, length}, bytes_out);
}
