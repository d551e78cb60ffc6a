/*
 * Written by hand because a request's document is on the hot path: 800 bytes
 * took Jansson 11 µs, and its tree another few to copy; this reader takes
 * about 2. Jansson is its judge instead: the tests and the fuzzer hold that
 * both accept the same documents and read the same values.
 */
#include "eenplan/base/json.h"

#include <stdlib.h>
#include <string.h>

#include "eenplan/base/limits.h"
#include "lib/base/json_reader.h"

/* Objects of up to so many members are compared pair by pair. */
#define PAIRWISE_MAX 16

static bool read_value(struct json_reader *reader, struct json **value_out);

static bool
expect(struct json_reader *reader, char byte, const char *sentence)
{
	if (!json_reader_advance(reader))
		return false;
	if (*reader->at != byte)
		return json_reader_fail(reader, reader->at, sentence);
	reader->at++;
	return true;
}

static int
compare_keys(const void *one, const void *other)
{
	return strcmp((*(const struct json *const *)one)->key,
		      (*(const struct json *const *)other)->key);
}

static bool
sorted_keys_are_unique(struct arena *arena, const struct json *object)
{
	size_t count = object->as.children.count;
	const struct json **members =
		ARENA_ARRAY(arena, count, const struct json *);
	const struct json *member = object->as.children.first;

	for (size_t i = 0; i < count; i++, member = member->next)
		members[i] = member;
	qsort(members, count, sizeof(*members), compare_keys);
	for (size_t i = 1; i < count; i++)
		if (compare_keys(&members[i - 1], &members[i]) == 0)
			return false;
	return true;
}

static bool
keys_are_unique(struct arena *arena, const struct json *object)
{
	if (object->as.children.count > PAIRWISE_MAX)
		return sorted_keys_are_unique(arena, object);
	for (const struct json *one = object->as.children.first; one != NULL;
	     one = one->next)
		for (const struct json *other = one->next; other != NULL;
		     other = other->next)
			if (strcmp(one->key, other->key) == 0)
				return false;
	return true;
}

static bool
read_member(struct json_reader *reader, struct json **member_out)
{
	const char *key;

	if (!json_reader_advance(reader))
		return false;
	if (*reader->at != '"')
		return json_reader_fail(reader, reader->at,
					"is not a key; keys stand in quotes");
	if (!json_reader_string(reader, &key) ||
	    !expect(reader, ':', "must be the colon after a key") ||
	    !read_value(reader, member_out))
		return false;
	(*member_out)->key = key;
	return true;
}

/* Its elements, or its members when `close` is a brace. */
static bool
read_children(struct json_reader *reader, struct json *parent, char close)
{
	const struct json **next = &parent->as.children.first;
	struct json *child;

	reader->at++;
	if (!json_reader_advance(reader))
		return false;
	if (*reader->at == close) {
		reader->at++;
		return true;
	}
	for (;;) {
		if (close == '}' ? !read_member(reader, &child)
				 : !read_value(reader, &child))
			return false;
		*next = child;
		next = &child->next;
		parent->as.children.count++;
		if (!json_reader_advance(reader))
			return false;
		if (*reader->at != ',')
			break;
		reader->at++;
	}
	return expect(reader, close,
		      close == '}' ? "must be a comma or the closing brace"
				   : "must be a comma or the closing bracket");
}

static bool
read_container(struct json_reader *reader, struct json *value)
{
	bool is_object = *reader->at == '{';

	value->kind = is_object ? JSON_KIND_OBJECT : JSON_KIND_ARRAY;
	if (reader->depth == LIMIT_JSON_DEPTH)
		return json_reader_fail(reader, reader->at,
					"is nested too deep; flatten it");
	reader->depth++;
	if (!read_children(reader, value, is_object ? '}' : ']'))
		return false;
	reader->depth--;
	if (is_object && !keys_are_unique(reader->arena, value))
		return json_reader_fail(
			reader, reader->at - 1,
			"ends an object that has one key twice; keep one");
	return true;
}

static bool
skip_word(struct json_reader *reader, const char *word)
{
	size_t length = strlen(word);

	if ((size_t)(reader->end - reader->at) < length ||
	    memcmp(reader->at, word, length) != 0)
		return false;
	reader->at += length;
	return true;
}

static bool
read_word(struct json_reader *reader, struct json *value)
{
	value->kind = JSON_KIND_BOOL;
	if (skip_word(reader, "false"))
		return true;
	value->as.boolean = true;
	if (skip_word(reader, "true"))
		return true;
	value->kind = JSON_KIND_NULL;
	if (skip_word(reader, "null"))
		return true;
	return json_reader_fail(reader, reader->at,
				"is not a JSON value; strings stand in quotes");
}

static bool
has_room(struct json_reader *reader)
{
	if (reader->values++ < LIMIT_JSON_VALUES)
		return true;
	reader->status = STATUS_TOO_LARGE;
	fault_set(reader->fault, "",
		  "has more than %d values; send it in parts",
		  LIMIT_JSON_VALUES);
	return false;
}

/* Recurses, at most LIMIT_JSON_DEPTH deep. */
static bool
read_value(struct json_reader *reader, struct json **value_out)
{
	if (!json_reader_advance(reader) || !has_room(reader))
		return false;

	struct json *value = ARENA_NEW(reader->arena, struct json);
	char byte = *reader->at;

	*value_out = value;
	if (byte == '{' || byte == '[')
		return read_container(reader, value);
	if (byte == '"') {
		value->kind = JSON_KIND_STRING;
		return json_reader_string(reader, &value->as.string);
	}
	if (byte == '-' || (byte >= '0' && byte <= '9'))
		return json_reader_number(reader, value);
	return read_word(reader, value);
}

static bool
read_document(struct json_reader *reader, struct json **value_out)
{
	struct text source = {reader->start,
			      (size_t)(reader->end - reader->start)};
	size_t valid = text_utf8_length(source);

	if (valid < source.length)
		return json_reader_fail(
			reader, reader->start + valid,
			"is not UTF-8; send the document as UTF-8");
	if (!read_value(reader, value_out))
		return false;
	if (!json_reader_is_at_end(reader))
		return json_reader_fail(
			reader, reader->at,
			"comes after the value; send one value only");
	return true;
}

enum status
json_read(struct arena *arena, struct text source, size_t max_bytes,
	  const struct json **value_out, struct fault *fault)
{
	const char *start = source.length > 0 ? source.bytes : "";
	struct json_reader reader = {
		.arena = arena,
		.start = start,
		.at = start,
		.end = start + source.length,
		.fault = fault,
	};
	struct json *value;

	if (source.length > max_bytes) {
		fault_set(fault, "",
			  "is %zu bytes; at most %zu are accepted here",
			  source.length, max_bytes);
		return STATUS_TOO_LARGE;
	}
	if (!read_document(&reader, &value))
		return reader.status;
	*value_out = value;
	return STATUS_OK;
}
