#include "eenplan/wire/record.h"

#include "reading.h"

static struct record
record_of(struct arena *arena, const char *source)
{
	struct record record = {0};

	record_set_fields(arena, &record, reading_json(arena, source));
	return record;
}

LEAK_FREE_TEST(record, leaves_out_nulls_and_empty_strings)
{
	struct arena *arena = arena_new();
	struct record record =
		record_of(arena, "{\"b\":\"\",\"a\":null,\"c\":\"x\"}");

	cr_assert(text_is(record.fields, "{\"c\":\"x\"}"));
	cr_assert_eq(record.slice_count, 1);
	arena_free(arena);
}

LEAK_FREE_TEST(record, of_no_fields_is_an_empty_object)
{
	struct arena *arena = arena_new();
	struct record record = record_of(arena, "{}");

	cr_assert(text_is(record.fields, "{}"));
	cr_assert_eq(record.slice_count, 0);
	arena_free(arena);
}

LEAK_FREE_TEST(record, does_not_depend_on_the_order_of_members)
{
	struct arena *arena = arena_new();
	struct record one =
		record_of(arena, "{\"text\":\"a\",\"due\":\"2026-12-01\"}");
	struct record other =
		record_of(arena, "{\"due\":\"2026-12-01\",\"text\":\"a\"}");

	cr_assert(text_equals(one.fields, other.fields));
	arena_free(arena);
}

LEAK_FREE_TEST(record, slices_are_its_members_quotes_and_all)
{
	static const char *const keys[] = {"due", "list", "te\"xt"};
	static const char *const members[] = {
		"\"due\":\"\\\"é\\n\"",
		"\"list\":[1,{\"a\":true}]",
		"\"te\\\"xt\":\"x\"",
	};
	struct arena *arena = arena_new();
	struct record record = record_of(
		arena, "{\"te\\\"xt\":\"x\",\"list\":[1,{\"a\":true}],"
		       "\"due\":\"\\\"é\\n\"}");

	cr_assert_eq(record.slice_count, 3);
	for (size_t at = 0; at < 3; at++)
		cr_expect(
			text_is(record_slice_member(&record, at), members[at]),
			"%s",
			arena_text(arena, record_slice_member(&record, at)));
	for (size_t at = 0; at < 2; at++)
		cr_expect(text_is(record_slice_key(&record, at), keys[at]));
	arena_free(arena);
}
