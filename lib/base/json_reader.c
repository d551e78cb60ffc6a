/*
 * What is plain is read by json_plain.c; all else by Jansson, and it alone
 * refuses. Around it stands what it cannot know: our limits, measured before it
 * recurses or allocates; and an arena, so that nothing of a person's document
 * stays behind in freed memory.
 */
#include <jansson.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "eenplan/base/json.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/random.h"
#include "lib/base/json_limits.h"
#include "lib/base/json_plain.h"

/* Where Jansson's nodes live while this thread reads one document. */
static _Thread_local struct {
	struct arena *arena;
	bool is_full;
} scratch;

/* What Jansson says, and what the sender is told; the first that fits. */
static const struct {
	enum json_error_code code;
	bool is_ahead;	   /* of what it has read; else that was the last */
	const char *words; /* how Jansson's own sentence begins */
	const char *sentence;
} sentences[] = {
	{json_error_premature_end_of_input, true, "",
	 N_("ends too early; close every quote, bracket and brace")},
	{json_error_invalid_utf8, true, "",
	 N_("is not UTF-8; send the document as UTF-8")},
	{json_error_end_of_input_expected, false, "",
	 N_("comes after the value; send one value only")},
	{json_error_null_character, false, "",
	 N_("ends a string that has U+0000 in it; leave it out")},
	{json_error_null_byte_in_key, false, "",
	 N_("ends a key that has U+0000 in it; leave it out")},
	{json_error_duplicate_key, false, "",
	 N_("ends a key that its object has twice; keep one")},
	{json_error_numeric_overflow, false, "real",
	 N_("ends a number larger than any double; write it as a string")},
	{json_error_numeric_overflow, false, "",
	 N_("ends an integer beyond 64 bits; write it as a string")},
	{json_error_invalid_syntax, false, "invalid escape",
	 N_("is in no escape that JSON has; write \\\\ for a backslash and "
	    "\\u with four hexadecimal digits")},
	{json_error_invalid_syntax, false, "invalid Unicode",
	 N_("ends a string that has half of a surrogate pair; write both "
	    "halves")},
	{json_error_invalid_syntax, true, "control character",
	 N_("is a control character; write it as \\u00XX")},
	{json_error_invalid_syntax, true, "unexpected newline",
	 N_("is a control character; write it as \\u00XX")},
	{json_error_invalid_syntax, false, "string or '}' expected",
	 N_("is not a key; keys stand in quotes")},
	{json_error_invalid_syntax, false, "':' expected",
	 N_("must be the colon after a key")},
	{json_error_invalid_syntax, false, "'}' expected",
	 N_("must be a comma or the closing brace")},
	{json_error_invalid_syntax, false, "']' expected",
	 N_("must be a comma or the closing bracket")},
	{json_error_invalid_syntax, false, "",
	 N_("is not a JSON value, such as \"text\", 0.5, true or null")},
};

static void *
take_scratch(size_t size)
{
	if (size > LIMIT_ARENA_BYTES - arena_used(scratch.arena)) {
		scratch.is_full = true;
		return NULL;
	}
	return arena_alloc(scratch.arena, size);
}

static void
leave_scratch(void *node)
{
	(void)node; /* goes with its arena */
}

static void
prepare_jansson(void)
{
	size_t seed;

	/* Without /dev/urandom, as in a sandbox, Jansson's own seed would be
	 * the time: a sender could choose keys that all collide. */
	random_bytes(&seed, sizeof(seed));
	json_object_seed(seed);
	json_set_alloc_funcs(take_scratch, leave_scratch);
}

/* The last sentence stands for what no other one fits. */
static size_t
sentence_of(const json_error_t *error)
{
	enum json_error_code code = json_error_code(error);
	size_t i = 0;

	while (i + 1 < sizeof(sentences) / sizeof(sentences[0]) &&
	       (sentences[i].code != code ||
		strncmp(error->text, sentences[i].words,
			strlen(sentences[i].words)) != 0))
		i++;
	return i;
}

/* Where the last character begins that ends within `length` bytes. */
static size_t
last_character(struct text source, size_t length)
{
	while (length > 0 && (source.bytes[--length] & 0xC0) == 0x80)
		continue;
	return length;
}

static enum status
refuse_as_jansson(struct text source, const json_error_t *error,
		  struct fault *fault)
{
	size_t i = sentence_of(error);
	size_t read = (size_t)error->position;
	size_t place =
		sentences[i].is_ahead ? read : last_character(source, read);

	return json_refuse_at(source, place, sentences[i].sentence, fault);
}

static enum status
refuse_memory(struct fault *fault)
{
	fault_set(fault, "",
		  "takes more than %d MiB of memory to read; send it in parts",
		  LIMIT_ARENA_BYTES / 1024 / 1024);
	return STATUS_TOO_LARGE;
}

static struct text
text_of_string(const json_t *string)
{
	return (struct text){json_string_value(string),
			     json_string_length(string)};
}

static void copy_value(struct arena *arena, json_t *theirs, struct json *ours);

/* Room for the children of `parent`, linked one to the next. */
static struct json *
make_children(struct arena *arena, struct json *parent, size_t count)
{
	struct json *children =
		count > 0 ? ARENA_ARRAY(arena, count, struct json) : NULL;

	for (size_t i = 1; i < count; i++)
		children[i - 1].next = &children[i];
	parent->as.children.first = children;
	parent->as.children.count = count;
	return children;
}

static void
copy_elements(struct arena *arena, json_t *array, struct json *ours)
{
	size_t count = json_array_size(array);
	struct json *element = make_children(arena, ours, count);

	for (size_t i = 0; i < count; i++)
		copy_value(arena, json_array_get(array, i), &element[i]);
}

static void
copy_members(struct arena *arena, json_t *object, struct json *ours)
{
	struct json *member =
		make_children(arena, ours, json_object_size(object));

	for (void *at = json_object_iter(object); at != NULL;
	     at = json_object_iter_next(object, at), member++) {
		struct text key = {json_object_iter_key(at),
				   json_object_iter_key_len(at)};

		member->key = arena_text(arena, key);
		copy_value(arena, json_object_iter_value(at), member);
	}
}

static enum json_kind
kind_of(const json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT: return JSON_KIND_OBJECT;
	case JSON_ARRAY: return JSON_KIND_ARRAY;
	case JSON_STRING: return JSON_KIND_STRING;
	case JSON_INTEGER: return JSON_KIND_INTEGER;
	case JSON_REAL: return JSON_KIND_REAL;
	case JSON_TRUE:
	case JSON_FALSE: return JSON_KIND_BOOL;
	case JSON_NULL: return JSON_KIND_NULL;
	}
	abort();
}

/* Recurses, at most LIMIT_JSON_DEPTH deep. */
static void
copy_value(struct arena *arena, json_t *theirs, struct json *ours)
{
	ours->kind = kind_of(theirs);
	switch (ours->kind) {
	case JSON_KIND_NULL: break;
	case JSON_KIND_BOOL: ours->as.boolean = json_is_true(theirs); break;
	case JSON_KIND_INTEGER:
		ours->as.integer = json_integer_value(theirs);
		break;
	case JSON_KIND_REAL: ours->as.real = json_real_value(theirs); break;
	case JSON_KIND_STRING:
		ours->as.string = arena_text(arena, text_of_string(theirs));
		break;
	case JSON_KIND_ARRAY: copy_elements(arena, theirs, ours); break;
	case JSON_KIND_OBJECT: copy_members(arena, theirs, ours); break;
	}
}

static enum status
parse(struct arena *arena, struct text source, const struct json **value_out,
      struct fault *fault)
{
	json_error_t error;
	json_t *theirs =
		json_loadb(source.bytes, source.length,
			   JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);

	if (scratch.is_full)
		return refuse_memory(fault);
	if (theirs == NULL)
		return refuse_as_jansson(source, &error, fault);

	struct json *ours = ARENA_NEW(arena, struct json);

	copy_value(arena, theirs, ours);
	*value_out = ours;
	return STATUS_OK;
}

enum status
json_read(struct arena *arena, struct text source, size_t max_bytes,
	  const struct json **value_out, struct fault *fault)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	if (source.length > max_bytes) {
		fault_set(fault, "",
			  "is %zu bytes; at most %zu are accepted here",
			  source.length, max_bytes);
		return STATUS_TOO_LARGE;
	}
	if (source.length == 0)
		source.bytes = "";
	if (json_plain_read(arena, source, value_out))
		return STATUS_OK;

	enum status status = json_check_limits(source, fault);

	if (status != STATUS_OK)
		return status;
	pthread_once(&once, prepare_jansson);
	scratch.arena = arena_new();
	scratch.is_full = false;
	status = parse(arena, source, value_out, fault);
	arena_free(scratch.arena);
	scratch.arena = NULL;
	return status;
}
