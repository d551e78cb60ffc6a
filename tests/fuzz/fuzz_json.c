/*
 * The strict JSON reader. What it accepts is UTF-8 without a NUL, is one whole
 * value (white space around it changes nothing; cut short or with more behind
 * it, it is refused), is refused as a second value of the same key, and reads
 * back as it was written.
 */
#include <math.h>
#include <string.h>

#include "eenplan/base/limits.h"
#include "eenplan/seal/jcs.h"
#include "tests/fuzz/must.h"

static enum status
read_again(struct arena *arena, struct text source,
	   const struct json **value_out)
{
	return json_read(arena, source, LIMIT_REPLY_BYTES, value_out, NULL);
}

static struct text
canonical(struct arena *arena, const struct json *value)
{
	struct buf out;

	buf_init(&out, arena, 0);
	jcs_write(&out, value);
	MUST(text_is_utf8(buf_text(&out)));
	return buf_text(&out);
}

static struct text
written(struct arena *arena, const struct json *value)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 0);
	json_begin(&writer, &out);
	json_put_value(&writer, value);
	return buf_text(&out);
}

static struct text
around(struct arena *arena, const char *before, struct text source,
       const char *behind)
{
	struct buf out;

	buf_init(&out, arena, 0);
	buf_add_string(&out, before);
	buf_add_text(&out, source);
	buf_add_string(&out, behind);
	return buf_text(&out);
}

static void
check_members(const struct json *object)
{
	for (const struct json *member = json_first(object); member != NULL;
	     member = member->next)
		MUST(json_member(object, member->key) == member);
}

/* Is there a number that is written as an integer which int64 cannot hold? */
static bool
check_tree(const struct json *value, unsigned depth)
{
	bool is_wide =
		value->kind == JSON_KIND_REAL && fabs(value->as.real) >= 0x1p63;
	size_t count = 0;

	if (value->kind == JSON_KIND_INTEGER)
		is_wide = fabs((double)value->as.integer) >= 0x1p63;
	if (value->kind == JSON_KIND_REAL)
		MUST(isfinite(value->as.real));
	if (value->kind == JSON_KIND_OBJECT)
		check_members(value);
	for (const struct json *child = json_first(value); child != NULL;
	     child = child->next, count++)
		is_wide |= check_tree(child, depth + 1);
	MUST(count == json_count(value));
	MUST(depth < LIMIT_JSON_DEPTH || count == 0);
	return is_wide;
}

static void
check_round_trips(struct arena *arena, const struct json *value)
{
	struct text once = canonical(arena, value);
	const struct json *again;

	MUST(read_again(arena, once, &again) == STATUS_OK);
	MUST(text_equals(once, canonical(arena, again)));
	MUST(read_again(arena, written(arena, value), &again) == STATUS_OK);
	MUST(text_equals(once, canonical(arena, again)));
}

static void
check_one_whole_value(struct arena *arena, struct text source,
		      const struct json *value)
{
	struct text cut = source;
	const struct json *again;

	MUST(read_again(arena, around(arena, " ", source, "\r\n\t"), &again) ==
	     STATUS_OK);
	MUST(text_equals(canonical(arena, value), canonical(arena, again)));
	MUST(read_again(arena, around(arena, "", source, " ]"), &again) ==
	     STATUS_MALFORMED);
	MUST(read_again(arena, around(arena, "{\"a\":0,\"a\":", source, "}"),
			&again) == STATUS_MALFORMED);
	while (cut.length > 0 && strchr(" \t\r\n", cut.bytes[cut.length - 1]))
		cut.length--;
	cut.length--;
	if (value->kind == JSON_KIND_STRING || value->kind == JSON_KIND_ARRAY ||
	    value->kind == JSON_KIND_OBJECT)
		MUST(read_again(arena, cut, &again) == STATUS_MALFORMED);
}

static bool
is_same(const struct json *one, const struct json *other)
{
	const struct json *left = json_first(one), *right = json_first(other);

	if (one->kind != other->kind || json_count(one) != json_count(other))
		return false;
	for (; left != NULL; left = left->next, right = right->next)
		if (!is_same(left, right) ||
		    (one->kind == JSON_KIND_OBJECT &&
		     strcmp(left->key, right->key) != 0))
			return false;
	if (one->kind == JSON_KIND_STRING)
		return strcmp(one->as.string, other->as.string) == 0;
	if (one->kind == JSON_KIND_INTEGER)
		return one->as.integer == other->as.integer;
	return true;
}

static bool
is_deepest(const struct json *value, unsigned depth)
{
	if (depth == LIMIT_JSON_DEPTH)
		return true;
	for (const struct json *child = json_first(value); child != NULL;
	     child = child->next)
		if (is_deepest(child, depth + 1))
			return true;
	return false;
}

/* Beside an escape that isn't plain, Jansson reads it all. */
static void
check_both_ways(struct arena *arena, struct text source,
		const struct json *value)
{
	const struct json *jansson;
	enum status status = read_again(
		arena, around(arena, "[", source, ",\"\\u0041\"]"), &jansson);

	if (status == STATUS_OK)
		MUST(is_same(value, json_first(jansson)));
	else
		MUST(is_deepest(value, 1));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct text source = {(const char *)data, size};
	struct fault fault = {0};
	const struct json *value = NULL;
	enum status status =
		json_read(arena, source, LIMIT_REQUEST_BYTES, &value, &fault);

	MUST((status == STATUS_OK) == (value != NULL));
	MUST((status == STATUS_OK) == !fault_is_set(&fault));
	MUST(text_is_utf8(text_of(fault.text)));
	if (status == STATUS_OK) {
		check_both_ways(arena, source, value);
		MUST(text_is_utf8(source));
		MUST(memchr(data, '\0', size) == NULL);
		check_one_whole_value(arena, source, value);
		if (!check_tree(value, 0))
			check_round_trips(arena, value);
	}
	arena_free(arena);
	return 0;
}
