#include "lib/wire/words.h"

#include <string.h>

#include "eenplan/base/limits.h"

/* A SHA-256 in base64url without padding. */
#define THUMBPRINT_LENGTH 43

bool
words_is_uuid(const char *string)
{
	static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	size_t at;

	for (at = 0; shape[at] != '\0'; at++) {
		char c = string[at];
		bool is_hex = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');

		if (shape[at] == 'x' ? !is_hex : c != '-')
			return false;
	}
	return string[at] == '\0';
}

bool
words_is_thumbprint(const char *string)
{
	static const char alphabet[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		"0123456789-_";

	return strlen(string) == THUMBPRINT_LENGTH &&
	       strspn(string, alphabet) == THUMBPRINT_LENGTH;
}

enum status
words_read(struct arena *arena, struct text payload,
	   const struct words_document *document, const struct json **value_out,
	   struct fault *fault)
{
	enum status status = json_read(arena, payload, document->max_bytes,
				       value_out, fault);

	return status == STATUS_OK
		       ? json_check_shape(*value_out, document->shape,
					  document->count, "", fault)
		       : status;
}

static bool
is_among(const char *word, const char *const *words, size_t count)
{
	for (size_t at = 0; at < count; at++)
		if (strcmp(words[at], word) == 0)
			return true;
	return false;
}

/* `at` is its place in the list, of which `words` came before. */
static enum status
check_word(const struct json *word, const struct words_rule *rule,
	   const char *const *words, size_t at, struct fault *fault)
{
	const char *where = rule->where;

	if (word->kind != JSON_KIND_STRING)
		return words_refuse(fault, where,
				    "element %zu must be a string", at);
	if (rule->uuids && !words_is_uuid(word->as.string))
		return words_refuse(fault, where,
				    "element %zu must be a UUID in lower case",
				    at);
	if (word->as.string[0] == '\0')
		return words_refuse(fault, where,
				    "element %zu must not be empty", at);
	if (strnlen(word->as.string, LIMIT_NAME_BYTES + 1) > LIMIT_NAME_BYTES)
		return words_refuse(fault, where,
				    "element %zu is longer than a name may be",
				    at);
	if (is_among(word->as.string, words, at))
		return words_refuse(fault, where,
				    "element %zu repeats an earlier element",
				    at);
	return STATUS_OK;
}

enum status
words_decode(struct arena *arena, const struct json *list,
	     const struct words_rule *rule, const char *const **words_out,
	     size_t *count_out, struct fault *fault)
{
	size_t count = json_count(list);
	const char **words;
	size_t at = 0;

	if (count > rule->max_count) {
		fault_set(fault, rule->where, "has %zu elements, at most %zu",
			  count, rule->max_count);
		return STATUS_INVALID;
	}
	words = ARENA_ARRAY(arena, count, const char *);
	for (const struct json *word = json_first(list); word != NULL;
	     word = word->next, at++) {
		if (check_word(word, rule, words, at, fault) != STATUS_OK)
			return STATUS_INVALID;
		words[at] = word->as.string;
	}
	*words_out = words;
	*count_out = count;
	return STATUS_OK;
}

bool
words_find(const char *const *table, size_t count, const char *word,
	   size_t *place_out)
{
	for (size_t at = 0; at < count; at++) {
		if (strcmp(table[at], word) == 0) {
			*place_out = at;
			return true;
		}
	}
	return false;
}

enum status
words_refuse(struct fault *fault, const char *where, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fault_set_v(fault, where, format, arguments);
	va_end(arguments);
	return STATUS_INVALID;
}
