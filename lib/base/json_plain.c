#include "lib/base/json_plain.h"

#include <string.h>

#include "eenplan/base/limits.h"
#include "lib/base/json_escape.h"

/* Every key is compared with all before it. */
#define MEMBERS_MAX 32
/* Of an integer: any so long fits. */
#define DIGITS_MAX 18

struct plain {
	struct arena *arena;
	const char *at;
	const char *end;
	size_t values; /* counted as json_check_limits does */
	unsigned depth;
};

static bool read_value(struct plain *plain, struct json *ours);

static void
skip_space(struct plain *plain)
{
	while (plain->at < plain->end &&
	       (*plain->at == ' ' || *plain->at == '\n' || *plain->at == '\r' ||
		*plain->at == '\t'))
		plain->at++;
}

/* Is `byte` next, after white space? Then it is behind us. */
static bool
take(struct plain *plain, char byte)
{
	skip_space(plain);
	if (plain->at == plain->end || *plain->at != byte)
		return false;
	plain->at++;
	return true;
}

/* --- strings --- */

/* False: \u, or none. */
static bool
unescape(char escape, char *byte_out)
{
	static const char escapes[] = "\"\\/bfnrt";
	static const char meant[] = "\"\\/\b\f\n\r\t";
	const char *found = escape == '\0' ? NULL : strchr(escapes, escape);

	if (found == NULL)
		return false;
	*byte_out = meant[found - escapes];
	return true;
}

/* The closing quote of the string in which we are; NULL: not plain. */
static const char *
find_end(const struct plain *plain, bool *has_escapes_out)
{
	struct text rest = {plain->at, (size_t)(plain->end - plain->at)};
	size_t at = json_escape_next(rest, 0);

	*has_escapes_out = false;
	while (rest.length - at > 1 && rest.bytes[at] == '\\') {
		*has_escapes_out = true;
		at = json_escape_next(rest, at + 2);
	}
	return at < rest.length && rest.bytes[at] == '"' ? rest.bytes + at
							 : NULL;
}

/* In place: what is meant is never longer than how it is written. */
static bool
unescape_all(char *string, size_t length)
{
	char *out = string;

	for (size_t at = 0; at < length; at++) {
		if (string[at] != '\\')
			*out++ = string[at];
		else if (!unescape(string[++at], out++))
			return false;
	}
	*out = '\0';
	return true;
}

/* What is behind an opening quote; NULL: not plain. */
static const char *
read_string(struct plain *plain)
{
	bool has_escapes;
	const char *end = find_end(plain, &has_escapes);

	if (end == NULL)
		return NULL;

	struct text raw = {plain->at, (size_t)(end - plain->at)};
	char *string = arena_text(plain->arena, raw);

	plain->at = end + 1;
	if (has_escapes && !unescape_all(string, raw.length))
		return NULL;
	return string;
}

/* --- what is no container --- */

static bool
read_integer(struct plain *plain, struct json *ours)
{
	bool is_negative = *plain->at == '-';
	const char *first = plain->at + (is_negative ? 1 : 0);
	const char *at = first;
	int64_t integer = 0;

	while (at < plain->end && *at >= '0' && *at <= '9' &&
	       at - first < DIGITS_MAX)
		integer = integer * 10 + (*at++ - '0');
	/* A longer one, a fraction, or a zero in front or with a sign. */
	if (at == first || (*first == '0' && (at - first > 1 || is_negative)) ||
	    (at < plain->end && strchr("0123456789.eE", *at) != NULL))
		return false;
	plain->at = at;
	ours->kind = JSON_KIND_INTEGER;
	ours->as.integer = is_negative ? -integer : integer;
	return true;
}

static bool
read_word(struct plain *plain, const char *word)
{
	size_t length = strlen(word);

	if ((size_t)(plain->end - plain->at) < length ||
	    memcmp(plain->at, word, length) != 0)
		return false;
	plain->at += length;
	return true;
}

static bool
read_bool(struct plain *plain, struct json *ours)
{
	ours->kind = JSON_KIND_BOOL;
	ours->as.boolean = *plain->at == 't';
	return read_word(plain, ours->as.boolean ? "true" : "false");
}

static bool
read_text(struct plain *plain, struct json *ours)
{
	plain->at++;
	ours->kind = JSON_KIND_STRING;
	ours->as.string = read_string(plain);
	return ours->as.string != NULL;
}

/* --- containers --- */

static bool
enter(struct plain *plain)
{
	plain->at++;
	plain->values++;
	return ++plain->depth <= LIMIT_JSON_DEPTH;
}

static bool
leave(struct plain *plain, char bracket)
{
	plain->depth--;
	return take(plain, bracket);
}

static bool
comes_another(struct plain *plain)
{
	bool comes = take(plain, ',');

	plain->values += comes;
	return comes;
}

static bool
read_array(struct plain *plain, struct json *ours)
{
	const struct json **next = &ours->as.children.first;

	ours->kind = JSON_KIND_ARRAY;
	if (!enter(plain))
		return false;
	if (take(plain, ']')) {
		plain->depth--;
		return true;
	}
	do {
		struct json *element = ARENA_NEW(plain->arena, struct json);

		*next = element;
		next = &element->next;
		ours->as.children.count++;
		if (!read_value(plain, element))
			return false;
	} while (comes_another(plain));
	return leave(plain, ']');
}

/* False: not plain, or a key that the object has already. */
static bool
read_key(struct plain *plain, const struct json *object, struct json *member)
{
	if (object->as.children.count == MEMBERS_MAX || !take(plain, '"'))
		return false;
	member->key = read_string(plain);
	return member->key != NULL &&
	       json_member(object, member->key) == NULL && take(plain, ':');
}

static bool
read_object(struct plain *plain, struct json *ours)
{
	const struct json **next = &ours->as.children.first;

	ours->kind = JSON_KIND_OBJECT;
	if (!enter(plain))
		return false;
	if (take(plain, '}')) {
		plain->depth--;
		return true;
	}
	do {
		struct json *member = ARENA_NEW(plain->arena, struct json);

		if (!read_key(plain, ours, member))
			return false;
		*next = member;
		next = &member->next;
		ours->as.children.count++;
		if (!read_value(plain, member))
			return false;
	} while (comes_another(plain));
	return leave(plain, '}');
}

/* Recurses, at most LIMIT_JSON_DEPTH deep. */
static bool
read_value(struct plain *plain, struct json *ours)
{
	skip_space(plain);
	if (plain->at == plain->end || plain->values > LIMIT_JSON_VALUES)
		return false;
	switch (*plain->at) {
	case '{': return read_object(plain, ours);
	case '[': return read_array(plain, ours);
	case '"': return read_text(plain, ours);
	case 't':
	case 'f': return read_bool(plain, ours);
	case 'n': return read_word(plain, "null");
	default: return read_integer(plain, ours);
	}
}

bool
json_plain_read(struct arena *arena, struct text source,
		const struct json **value_out)
{
	struct plain plain = {.arena = arena,
			      .at = source.bytes,
			      .end = source.bytes + source.length,
			      .values = 1};

	if (source.length > LIMIT_JSON_PLAIN_BYTES || !text_is_utf8(source))
		return false;

	struct arena_mark mark = arena_mark(arena);
	struct json *value = ARENA_NEW(arena, struct json);
	bool is_plain =
		read_value(&plain, value) && plain.values <= LIMIT_JSON_VALUES;

	skip_space(&plain);
	if (!is_plain || plain.at < plain.end) {
		arena_rewind(arena, &mark);
		return false;
	}
	*value_out = value;
	return true;
}
