#include "eenplan/base/json.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "eenplan/base/limits.h"
#include "leak_free.h"

static const struct {
	const char *source;
	const char *where;
	const char *text;
} refused[] = {
	{"", "line 1, column 1", "ends too early"},
	{"  \n ", "line 2, column 2", "ends too early"},
	{"{", "line 1, column 2", "ends too early"},
	{"[", "line 1, column 2", "ends too early"},
	{"[1", "line 1, column 3", "ends too early"},
	{"[1,", "line 1, column 4", "ends too early"},
	{"{\"a\"", "line 1, column 5", "ends too early"},
	{"{\"a\":", "line 1, column 6", "ends too early"},
	{"{\"a\":1", "line 1, column 7", "ends too early"},
	{"\"secret", "line 1, column 8", "ends too early"},
	{"\"secret\\", "line 1, column 8", "in no escape that JSON has"},
	{"\"secret\\\"", "line 1, column 10", "ends too early"},
	{"[1,]", "line 1, column 4", "is not a JSON value"},
	{"[,1]", "line 1, column 2", "is not a JSON value"},
	{"[1 2]", "line 1, column 4", "closing bracket"},
	{"[1}", "line 1, column 3", "closing bracket"},
	{"{\"a\":1]", "line 1, column 7", "closing brace"},
	{"{\"a\":1,}", "line 1, column 8", "is not a key"},
	{"{a:1}", "line 1, column 2", "is not a key"},
	{"{1:1}", "line 1, column 2", "is not a key"},
	{"{'a':1}", "line 1, column 2", "is not a key"},
	{"{\"a\" 1}", "line 1, column 6", "colon"},
	{"{\"a\"::1}", "line 1, column 6", "is not a JSON value"},
	{"nul", "line 1, column 3", "is not a JSON value"},
	{"True", "line 1, column 4", "is not a JSON value"},
	{"secret", "line 1, column 6", "is not a JSON value"},
	{"NaN", "line 1, column 3", "is not a JSON value"},
	{"-Infinity", "line 1, column 1", "is not a JSON value"},
	{"nullx", "line 1, column 5", "is not a JSON value"},
	{"1 2", "line 1, column 3", "comes after the value"},
	{"{} {}", "line 1, column 4", "comes after the value"},
	{"[]]", "line 1, column 3", "comes after the value"},
	{"[1] // secret", "line 1, column 5", "comes after the value"},
	{"/**/1", "line 1, column 1", "is not a JSON value"},
	{"\xEF\xBB\xBF{}", "line 1, column 1", "is not a JSON value"},
	{"+1", "line 1, column 1", "is not a JSON value"},
	{".5", "line 1, column 1", "is not a JSON value"},
	{"-", "line 1, column 1", "is not a JSON value"},
	{"1.", "line 1, column 2", "is not a JSON value"},
	{"1.e5", "line 1, column 2", "is not a JSON value"},
	{"1e", "line 1, column 2", "is not a JSON value"},
	{"1e+", "line 1, column 3", "is not a JSON value"},
	{"-a", "line 1, column 1", "is not a JSON value"},
	{"01", "line 1, column 1", "is not a JSON value"},
	{"-01", "line 1, column 2", "is not a JSON value"},
	{"0x10", "line 1, column 2", "comes after the value"},
	{"1,5", "line 1, column 2", "comes after the value"},
	{"1e400", "line 1, column 5", "larger than any double"},
	{"[-1e999]", "line 1, column 7", "larger than any double"},
	{"\"\\x\"", "line 1, column 3", "in no escape that JSON has"},
	{"\"\\a\"", "line 1, column 3", "in no escape that JSON has"},
	{"\"\\U0041\"", "line 1, column 3", "in no escape that JSON has"},
	{"\"\\u004\"", "line 1, column 7", "in no escape that JSON has"},
	{"\"\\u004g\"", "line 1, column 7", "in no escape that JSON has"},
	{"\"\\u\"", "line 1, column 4", "in no escape that JSON has"},
	{"\"\\u0000\"", "line 1, column 8", "a string that has U+0000"},
	{"{\"a\\u0000b\":1}", "line 1, column 11", "a key that has U+0000"},
	{"\"\\uD800\"", "line 1, column 8", "half of a surrogate pair"},
	{"\"\\uDC00\"", "line 1, column 8", "half of a surrogate pair"},
	{"\"\\uD800\\uD800\"", "line 1, column 14", "half of a surrogate pair"},
	{"\"\\uD800\\u0041\"", "line 1, column 14", "half of a surrogate pair"},
	{"\"\\uD800x\"", "line 1, column 9", "half of a surrogate pair"},
	{"\"\\uD83D\\uDE\"", "line 1, column 12", "in no escape that JSON has"},
	{"\"a\nb\"", "line 1, column 3", "is a control character"},
	{"\"a\tb\"", "line 1, column 3", "is a control character"},
	{"\"a\\n\x01\"", "line 1, column 5", "is a control character"},
	{"\"secret\xFF\"", "line 1, column 8", "is not UTF-8"},
	{"[\n \"\xC0\xAF\"]", "line 2, column 3", "is not UTF-8"},
	{"\"\xED\xA0\x80\"", "line 1, column 2", "is not UTF-8"},
	{"\"\xF0\x9F\x98\"", "line 1, column 2", "is not UTF-8"},
	{"\xC3\xA9", "line 1, column 1", "is not a JSON value"},
	{"[\"é€😀\" x]", "line 1, column 8", "closing bracket"},
	{"{\"a\":1,\"a\":2}", "line 1, column 10",
	 "a key that its object has twice"},
	{"{\"a\":1,\n\"\\u0061\":2}", "line 2, column 8",
	 "a key that its object has twice"},
	{"[{\"\":1,\"\":1}]", "line 1, column 9",
	 "a key that its object has twice"},
	{"{\"o\":{\"k\":1,\"k\":1}}", "line 1, column 15",
	 "a key that its object has twice"},
	{"\v1", "line 1, column 1", "is not a JSON value"},
	{"[1]\f", "line 1, column 4", "comes after the value"},
	{"9223372036854775808", "line 1, column 19", "beyond 64 bits"},
	{"[1,-9223372036854775809]", "line 1, column 23", "beyond 64 bits"},
};

static enum status
read_string(struct arena *arena, const char *source,
	    const struct json **value_out, struct fault *fault)
{
	fault_clear(fault);
	*value_out = NULL;
	return json_read(arena, text_of(source), LIMIT_REQUEST_BYTES, value_out,
			 fault);
}

LEAK_FREE_TEST(json, refuses_what_is_not_json_and_says_where)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT_OF(refused); i++) {
		struct fault fault;
		const struct json *value;

		cr_expect_eq(
			read_string(arena, refused[i].source, &value, &fault),
			STATUS_MALFORMED, "row %zu: %s", i, refused[i].source);
		cr_expect_null(value, "row %zu: nothing may be written", i);
		cr_expect_str_eq(fault.where, refused[i].where, "row %zu: %s",
				 i, refused[i].source);
		cr_expect_not_null(strstr(fault.text, refused[i].text),
				   "row %zu: %s: %s", i, refused[i].source,
				   fault.text);
		cr_expect_null(strstr(fault.text, "secret"),
			       "row %zu: a value is quoted", i);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(json, refuses_a_nul_among_the_bytes)
{
	static const struct text sources[] = {
		{"\"a\0b\"", 5}, {"[1]\0", 4}, {"\0", 1}, {"{\"a\0\":1}", 8}};
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT_OF(sources); i++) {
		const struct json *value;
		struct fault fault = {0};

		cr_expect_eq(json_read(arena, sources[i], 100, &value, &fault),
			     STATUS_MALFORMED, "row %zu", i);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(json, refuses_more_bytes_than_the_caller_allows)
{
	struct arena *arena = arena_new();
	const struct json *value;
	struct fault fault = {0};

	cr_expect_eq(json_read(arena, text_of("[1,2]"), 4, &value, &fault),
		     STATUS_TOO_LARGE);
	cr_expect_str_eq(fault.text, "is 5 bytes; at most 4 are accepted here");
	cr_expect_eq(json_read(arena, text_of("[1,2]"), 5, &value, NULL),
		     STATUS_OK);
	arena_free(arena);
}

static struct text
nested(struct arena *arena, size_t depth, const char *open, const char *close)
{
	struct buf buf;

	buf_init(&buf, arena, 0);
	for (size_t i = 0; i < depth; i++)
		buf_add_string(&buf, open);
	buf_add_string(&buf, "1");
	for (size_t i = 0; i < depth; i++)
		buf_add_string(&buf, close);
	return buf_text(&buf);
}

LEAK_FREE_TEST(json, refuses_one_level_more_than_its_depth)
{
	struct arena *arena = arena_new();
	const struct json *value;
	struct fault fault = {0};
	size_t limit = LIMIT_JSON_DEPTH;

	cr_expect_eq(json_read(arena, nested(arena, limit, "[", "]"), 1000,
			       &value, NULL),
		     STATUS_OK);
	cr_expect_eq(json_read(arena, nested(arena, limit + 1, "[", "]"), 1000,
			       &value, &fault),
		     STATUS_MALFORMED);
	cr_expect_str_eq(fault.where, "line 1, column 33");
	cr_expect_eq(json_read(arena, nested(arena, limit, "{\"k\":", "}"),
			       1000, &value, NULL),
		     STATUS_OK);
	cr_expect_eq(json_read(arena, nested(arena, 100000, "{\"k\":", "}"),
			       LIMIT_IMPORT_BYTES, &value, NULL),
		     STATUS_MALFORMED);
	arena_free(arena);
}

LEAK_FREE_TEST(json, counts_depth_and_not_neighbours)
{
	struct arena *arena = arena_new();
	const struct json *value;
	struct buf buf;

	buf_init(&buf, arena, 0);
	buf_add_char(&buf, '[');
	for (int i = 0; i < 3 * LIMIT_JSON_DEPTH; i++)
		buf_add_string(&buf, i == 0 ? "{}" : ",{\"k\":[]}");
	buf_add_char(&buf, ']');
	cr_expect_eq(json_read(arena, buf_text(&buf), LIMIT_REQUEST_BYTES,
			       &value, NULL),
		     STATUS_OK);
	arena_free(arena);
}

LEAK_FREE_TEST(json, refuses_more_values_than_its_limit)
{
	size_t length = 2 * (size_t)LIMIT_JSON_VALUES + 1;
	char *source = malloc(length);
	struct fault fault = {0};

	for (size_t i = 0; i < length; i++)
		source[i] = i % 2 == 0 ? ',' : '1';
	source[0] = '[';
	source[length - 1] = ']';
	for (int more = 0; more < 2; more++) {
		struct arena *arena = arena_new();
		const struct json *value;
		/* the array is a value too; the first round has room for it */
		struct text text = {source, length - 2};

		source[length - 3] = ']';
		if (more == 1) {
			source[length - 3] = ',';
			text.length = length;
		}
		cr_expect_eq(json_read(arena, text, LIMIT_IMPORT_BYTES, &value,
				       &fault),
			     more == 0 ? STATUS_OK : STATUS_TOO_LARGE);
		arena_free(arena);
	}
	cr_expect_not_null(strstr(fault.text, "more than 2000000 values"));
	free(source);
}

LEAK_FREE_TEST(json, finds_one_key_twice_among_many)
{
	struct arena *arena = arena_new();

	for (int twice = 0; twice < 2; twice++) {
		const struct json *value;
		struct fault fault = {0};
		struct buf buf;

		buf_init(&buf, arena, 0);
		for (int i = 0; i < 5000; i++)
			buf_printf(&buf, "%s\"k%d\":%d", i == 0 ? "{" : ",",
				   twice == 1 && i == 4999 ? 17 : i, i);
		buf_add_char(&buf, '}');
		cr_expect_eq(json_read(arena, buf_text(&buf),
				       LIMIT_IMPORT_BYTES, &value, &fault),
			     twice == 1 ? STATUS_MALFORMED : STATUS_OK);
		cr_expect_eq(fault_is_set(&fault), twice == 1);
	}
	arena_free(arena);
}

/* In an array beside an escape with \\u, which isn't plain: Jansson reads it.
 */
static const struct json *
read_by_jansson(struct arena *arena, const char *source)
{
	const struct json *value;

	if (json_read(arena,
		      text_of(arena_printf(arena, "[%s,\"\\u0041\"]", source)),
		      LIMIT_REQUEST_BYTES, &value, NULL) != STATUS_OK)
		return NULL;
	return json_first(value);
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
	switch (one->kind) {
	case JSON_KIND_BOOL: return one->as.boolean == other->as.boolean;
	case JSON_KIND_INTEGER: return one->as.integer == other->as.integer;
	case JSON_KIND_REAL: return one->as.real == other->as.real;
	case JSON_KIND_STRING:
		return strcmp(one->as.string, other->as.string) == 0;
	case JSON_KIND_NULL:
	case JSON_KIND_ARRAY:
	case JSON_KIND_OBJECT: break;
	}
	return right == NULL;
}

/* Any of these bytes put anywhere into it, or any byte left out of it. */
static void
expect_same_both_ways(struct arena *arena, const char *source)
{
	struct fault fault;
	const struct json *value;
	enum status status = read_string(arena, source, &value, &fault);
	const struct json *jansson = read_by_jansson(arena, source);

	if (status != STATUS_OK)
		cr_expect_null(value);
	else if (jansson == NULL || !is_same(value, jansson))
		cr_expect_fail("read as two things: %s", source);
}

LEAK_FREE_TEST(json, reads_plain_documents_as_jansson_would)
{
	static const char document[] =
		"{ \"a\":[1,-20 ,0,[],{}],\"b\":\"\\\"\\\\x\\n\\/\",\"\":null,"
		"\"\xC3\xA9\":true,\"c\":{\"d\":false,\"e\":123456789012345678}"
		"}";
	static const char bytes[] = "\"\\{}[],:09-.eE tnu\n\t\x01\x7F\xC3\xA9";

	for (size_t at = 0; at < sizeof(document); at++) {
		struct arena *arena = arena_new();
		struct text before = {document, at};

		for (size_t i = 0; i < sizeof(bytes) - 1; i++)
			expect_same_both_ways(
				arena, arena_printf(arena, "%s%c%s",
						    arena_text(arena, before),
						    bytes[i], document + at));
		if (document[at] != '\0')
			expect_same_both_ways(
				arena, arena_printf(arena, "%s%s",
						    arena_text(arena, before),
						    document + at + 1));
		arena_free(arena);
	}
}

LEAK_FREE_TEST(json, leaves_nothing_behind_of_what_it_read_halfway)
{
	struct arena *arena = arena_new();
	const struct json *value;
	struct fault fault = {0};
	size_t used = arena_used(arena);

	for (size_t i = 0; i < COUNT_OF(refused); i++) {
		(void)read_string(arena, refused[i].source, &value, &fault);
		cr_expect_eq(arena_used(arena), used, "row %zu", i);
	}
	arena_free(arena);
}

/* What is accepted, and how it is written again. */
static const struct {
	const char *source;
	const char *written;
} accepted[] = {
	{"null", "null"},
	{" true ", "true"},
	{"false", "false"},
	{"[]", "[]"},
	{"{}", "{}"},
	{" [ ] ", "[]"},
	{"\t{\r\n}\n", "{}"},
	{"0", "0"},
	{"-0", "0"},
	{"-1", "-1"},
	{"123456789012345", "123456789012345"},
	{"1.5", "1.5"},
	{"-0.0", "0"},
	{"1e5", "100000"},
	{"1E+05", "100000"},
	{"1e-400", "0"},
	{"5e-324", "5e-324"},
	{"1.7976931348623157e308", "1.7976931348623157e+308"},
	{"0.1e1", "1"},
	{"1e21", "1e+21"},
	{"\"\"", "\"\""},
	{"\"a\"", "\"a\""},
	{"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\\"\\\\/\\b\\f\\n\\r\\t\""},
	{"\"\\u0041\\u00e9\\u20ac\\uD83D\\uDE00\"", "\"Aé€😀\""},
	{"\"\\uD83D\\uDE00x\\uFFFF\"", "\"😀x\xEF\xBF\xBF\""},
	{"\"é€😀\x7F\"", "\"é€😀\x7F\""},
	{"\"plain then \\u0041 then plain\"", "\"plain then A then plain\""},
	{"[\"a,[{\\\\\", \"]\\\"[\"]", "[\"a,[{\\\\\",\"]\\\"[\"]"},
	{"[1, 2.5,\"x\",null,true,{\"a\":[]}]",
	 "[1,2.5,\"x\",null,true,{\"a\":[]}]"},
	{"{\"\":1,\"a\":{\"\":2},\"b\":[[[]]]}",
	 "{\"\":1,\"a\":{\"\":2},\"b\":[[[]]]}"},
	{"{\"\\u0061\":1,\"b\":2}", "{\"a\":1,\"b\":2}"},
	{"{\"b\":1,\"a\":2,\"A\":3,\"ä\":4}",
	 "{\"b\":1,\"a\":2,\"A\":3,\"ä\":4}"},
};

LEAK_FREE_TEST(json, reads_what_it_writes_and_keeps_the_order_of_keys)
{
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT_OF(accepted); i++) {
		const struct json *value;
		struct json_writer writer;
		struct fault fault;
		struct buf out;

		cr_assert_eq(
			read_string(arena, accepted[i].source, &value, &fault),
			STATUS_OK, "row %zu: %s: %s", i, accepted[i].source,
			fault.text);
		buf_init(&out, arena, 0);
		json_begin(&writer, &out);
		json_put_value(&writer, value);
		cr_expect(text_is(buf_text(&out), accepted[i].written),
			  "row %zu: %s", i, accepted[i].source);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(json, tells_integers_from_reals)
{
	static const struct {
		const char *source;
		enum json_kind kind;
	} rows[] = {
		{"9223372036854775807", JSON_KIND_INTEGER},
		{"-9223372036854775808", JSON_KIND_INTEGER},
		{"9223372036854775808.0", JSON_KIND_REAL},
		{"9007199254740993", JSON_KIND_INTEGER},
		{"1.0", JSON_KIND_REAL},
		{"1e2", JSON_KIND_REAL},
	};
	struct arena *arena = arena_new();
	const struct json *value;
	struct fault fault;

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		cr_assert_eq(read_string(arena, rows[i].source, &value, &fault),
			     STATUS_OK, "row %zu", i);
		cr_expect_eq(value->kind, rows[i].kind, "row %zu", i);
	}
	cr_assert_eq(
		read_string(arena, "[9223372036854775807]", &value, &fault),
		STATUS_OK);
	cr_expect_eq(json_first(value)->as.integer, INT64_MAX);
	arena_free(arena);
}

/* Small on the wire, large in memory: refused, and the process goes on. */
LEAK_FREE_TEST(json, refuses_what_takes_too_much_memory_to_read)
{
	static const char element[] = "{\"a\":1},";
	size_t count = LIMIT_JSON_VALUES / 2 - 1;
	size_t length = 1 + count * (sizeof(element) - 1);
	char *source = malloc(length);
	struct arena *arena = arena_new();
	const struct json *value = NULL;
	struct fault fault = {0};
	char *at = source;

	*at++ = '[';
	for (size_t i = 0; i < count; i++, at += sizeof(element) - 1)
		memcpy(at, element, sizeof(element) - 1);
	at[-1] = ']';
	cr_expect_eq(json_read(arena, (struct text){source, length},
			       LIMIT_IMPORT_BYTES, &value, &fault),
		     STATUS_TOO_LARGE);
	cr_expect_null(value);
	cr_expect_not_null(strstr(fault.text, "MiB of memory"), "%s",
			   fault.text);
	cr_expect_eq(json_read(arena, text_of("[1]"), 9, &value, NULL),
		     STATUS_OK);
	arena_free(arena);
	free(source);
}

LEAK_FREE_TEST(json, does_not_outlive_its_source)
{
	struct arena *arena = arena_new();
	char source[] = "{\"key\":\"value\"}";
	const struct json *value;
	struct fault fault;

	cr_assert_eq(read_string(arena, source, &value, &fault), STATUS_OK);
	memset(source, 'x', sizeof(source));
	cr_expect_str_eq(json_get_string(value, "key"), "value");
	arena_free(arena);
}

static void *
read_many_times(void *name)
{
	const char *expected = name;

	for (int i = 0; i < 200; i++) {
		struct arena *arena = arena_new();
		const struct json *value = NULL;
		const char *source = arena_printf(
			arena, "{\"a\":[{\"b\":\"%s\"},%d]}", expected, i);

		if (json_read(arena, text_of(source), LIMIT_REQUEST_BYTES,
			      &value, NULL) != STATUS_OK)
			return name;

		const struct json *first = json_first(json_member(value, "a"));
		bool is_right =
			strcmp(json_get_string(first, "b"), expected) == 0 &&
			first->next->as.integer == i;

		arena_free(arena);
		if (!is_right)
			return name;
	}
	return NULL;
}

LEAK_FREE_TEST(json, reads_in_many_threads_at_once)
{
	static char names[4][8] = {"one", "two", "three", "four"};
	pthread_t threads[COUNT_OF(names)];

	for (size_t i = 0; i < COUNT_OF(names); i++)
		cr_assert_eq(pthread_create(&threads[i], NULL, read_many_times,
					    names[i]),
			     0);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		void *wrong;

		pthread_join(threads[i], &wrong);
		cr_expect_null(wrong, "thread %s", names[i]);
	}
}

LEAK_FREE_TEST(json, answers_for_members_that_are_not_there)
{
	struct arena *arena = arena_new();
	const struct json *value;
	struct fault fault;

	cr_assert_eq(read_string(arena,
				 "{\"s\":\"x\",\"i\":7,\"b\":true,\"a\":[1,2],"
				 "\"o\":{},\"n\":null}",
				 &value, &fault),
		     STATUS_OK);
	cr_expect_null(json_member(value, "z"));
	cr_expect_null(json_member(json_member(value, "a"), "z"));
	cr_expect_null(json_member(NULL, "z"));
	cr_expect_null(json_get_string(value, "i"));
	cr_expect_null(json_get_string(value, "n"));
	cr_expect_eq(json_get_integer(value, "s", -1), -1);
	cr_expect_eq(json_get_bool(value, "i", false), false);
	cr_expect_null(json_first(json_member(value, "s")));
	cr_expect_null(json_first(NULL));
	cr_expect_eq(json_count(json_member(value, "i")), 0);

	cr_expect_str_eq(json_get_string(value, "s"), "x");
	cr_expect_eq(json_get_integer(value, "i", -1), 7);
	cr_expect(json_get_bool(value, "b", false));
	cr_expect_eq(json_count(json_member(value, "a")), 2);
	cr_expect_eq(json_count(value), 6);
	cr_expect_eq(json_first(json_member(value, "a"))->next->as.integer, 2);
	arena_free(arena);
}
