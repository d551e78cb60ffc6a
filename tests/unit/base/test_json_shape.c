#include <string.h>

#include "eenplan/base/json.h"
#include "eenplan/base/limits.h"
#include "leak_free.h"

static const struct json_shape shape[] = {
	{.key = "name", .kind = JSON_KIND_STRING, .required = true},
	{.key = "code", .kind = JSON_KIND_STRING, .max = 4},
	{.key = "count", .kind = JSON_KIND_INTEGER},
	{.key = "weight", .kind = JSON_KIND_REAL},
	{.key = "items", .kind = JSON_KIND_ARRAY, .max = 2},
	{.key = "all", .kind = JSON_KIND_ARRAY},
	{.key = "inner", .kind = JSON_KIND_OBJECT, .required = true},
	{.key = "flag", .kind = JSON_KIND_BOOL},
	{.key = "nothing", .kind = JSON_KIND_NULL},
};

static enum status
check(struct arena *arena, const char *source, struct fault *fault)
{
	const struct json *value;

	fault_clear(fault);
	cr_assert_eq(json_read(arena, text_of(source), LIMIT_REQUEST_BYTES,
			       &value, fault),
		     STATUS_OK);
	return json_check_shape(value, shape, COUNT_OF(shape), "/at", fault);
}

LEAK_FREE_TEST(json_shape, refuses_what_the_shape_does_not_say)
{
	static const struct {
		const char *source;
		const char *where;
		const char *text;
	} rows[] = {
		{"[]", "/at", "must be an object"},
		{"{}", "/at/name", "is missing"},
		{"{\"name\":\"x\"}", "/at/inner", "is missing"},
		{"{\"inner\":{},\"nme\":1}", "/at/nme",
		 "is not known here; leave it out or correct its name"},
		{"{\"name\":null}", "/at/name", "must be a string"},
		{"{\"inner\":[]}", "/at/inner", "must be an object"},
		{"{\"items\":{}}", "/at/items", "must be an array"},
		{"{\"count\":1.5}", "/at/count", "must be a whole number"},
		{"{\"count\":1e2}", "/at/count", "must be a whole number"},
		{"{\"weight\":\"1\"}", "/at/weight", "must be a number"},
		{"{\"flag\":0}", "/at/flag", "must be true or false"},
		{"{\"nothing\":0}", "/at/nothing", "must be null"},
		{"{\"code\":\"12345\"}", "/at/code",
		 "must be a string of at most 4 bytes"},
		{"{\"code\":\"ééé\"}", "/at/code",
		 "must be a string of at most 4 bytes"},
		{"{\"items\":[1,2,3]}", "/at/items",
		 "must be an array of at most 2 elements"},
	};
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct fault fault;

		cr_expect_eq(check(arena, rows[i].source, &fault),
			     STATUS_INVALID, "row %zu", i);
		cr_expect_str_eq(fault.where, rows[i].where, "row %zu", i);
		cr_expect_str_eq(fault.text, rows[i].text, "row %zu", i);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(json_shape, refuses_a_string_over_the_length_of_a_name)
{
	struct arena *arena = arena_new();
	char name[LIMIT_NAME_BYTES + 2] = "";
	struct fault fault;

	memset(name, 'n', LIMIT_NAME_BYTES);
	cr_expect_eq(check(arena,
			   arena_printf(arena, "{\"name\":\"%s\",\"inner\":{}}",
					name),
			   &fault),
		     STATUS_OK);
	name[LIMIT_NAME_BYTES] = 'n';
	cr_expect_eq(check(arena,
			   arena_printf(arena, "{\"name\":\"%s\",\"inner\":{}}",
					name),
			   &fault),
		     STATUS_INVALID);
	cr_expect_str_eq(fault.text, "must be a string of at most 128 bytes");
	arena_free(arena);
}

LEAK_FREE_TEST(json_shape, accepts_all_that_it_says)
{
	struct arena *arena = arena_new();
	struct fault fault;

	cr_expect_eq(check(arena,
			   "{\"inner\":{\"any\":1},\"name\":\"\",\"code\":"
			   "\"éé\",\"count\":-3,\"weight\":2,\"items\":[1,2],"
			   "\"all\":[1,2,3],\"flag\":false,\"nothing\":null}",
			   &fault),
		     STATUS_OK, "%s %s", fault.where, fault.text);
	arena_free(arena);
}
