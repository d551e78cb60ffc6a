/*
 * A borrowed run of bytes. Not NUL-terminated.
 */
#ifndef EENPLAN_BASE_TEXT_H
#define EENPLAN_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct text {
	const char *bytes;
	size_t length;
};

/* The text of a NUL-terminated string; NULL gives an empty text. */
static inline struct text
text_of(const char *string)
{
	return (struct text){string, string == NULL ? 0 : strlen(string)};
}

bool text_is(struct text text, const char *string);
bool text_equals(struct text one, struct text other);
/* Is this well-formed UTF-8 (RFC 3629: no surrogates, no overlong forms)? */
bool text_is_utf8(struct text text);
/* How many bytes from its beginning on are that; all of them if it is. */
size_t text_utf8_length(struct text text);
/* Compare in a time that depends on the lengths only. */
bool text_equals_secret(struct text one, struct text other);

#endif
