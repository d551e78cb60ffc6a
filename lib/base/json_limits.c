#include "lib/base/json_limits.h"

#include <stdio.h>
#include <string.h>

#include "eenplan/base/limits.h"

enum status
json_refuse_at(struct text source, size_t offset, const char *sentence,
	       struct fault *fault)
{
	unsigned line = 1;
	unsigned column = 1;
	char where[64];

	for (size_t i = 0; i < offset; i++) {
		if (source.bytes[i] == '\n') {
			line++;
			column = 1;
		} else if (((unsigned char)source.bytes[i] & 0xC0) != 0x80) {
			column++;
		}
	}
	snprintf(where, sizeof(where), "line %u, column %u", line, column);
	fault_say(fault, where, sentence);
	return STATUS_MALFORMED;
}

/* An odd number of backslashes stands before it. */
static bool
is_escaped(const char *string, const char *quote)
{
	const char *at = quote;

	while (at > string && at[-1] == '\\')
		at--;
	return (quote - at) % 2 == 1;
}

/* The quote that closes the string which begins at `at`, or the end. */
static size_t
closing_quote(struct text source, size_t at)
{
	const char *string = source.bytes + at;
	const char *end = source.bytes + source.length;
	const char *quote = memchr(string, '"', (size_t)(end - string));

	while (quote != NULL && is_escaped(string, quote))
		quote = memchr(quote + 1, '"', (size_t)(end - quote - 1));
	return quote == NULL ? source.length : (size_t)(quote - source.bytes);
}

static enum status
check_depth_and_count(struct text source, struct fault *fault)
{
	/* Each value but the first has a comma or a bracket before it. */
	size_t values = 1;
	unsigned depth = 0;

	for (size_t at = 0; at < source.length; at++) {
		char byte = source.bytes[at];

		if (byte == '"') {
			at = closing_quote(source, at + 1);
		} else if (byte == ',') {
			values++;
		} else if (byte == '[' || byte == '{') {
			values++;
			if (++depth > LIMIT_JSON_DEPTH)
				return json_refuse_at(
					source, at,
					"is nested too deep; flatten it",
					fault);
		} else if ((byte == ']' || byte == '}') && depth > 0) {
			depth--;
		}
	}
	if (values <= LIMIT_JSON_VALUES)
		return STATUS_OK;
	fault_set(fault, "", "has more than %d values; send it in parts",
		  LIMIT_JSON_VALUES);
	return STATUS_TOO_LARGE;
}

enum status
json_check_limits(struct text source, struct fault *fault)
{
	const char *nul = source.length == 0
				  ? NULL
				  : memchr(source.bytes, '\0', source.length);

	if (nul != NULL)
		return json_refuse_at(source, (size_t)(nul - source.bytes),
				      "is the character U+0000; leave it out",
				      fault);
	return check_depth_and_count(source, fault);
}
