#include "eenplan/wire/query.h"

#include "reading.h"

static const struct {
	const char *source;
	const char *where;
} refused[] = {
	{"[]", ""},
	{"{}", "subjects"},
	{"{\"subjects\":[]}", "/subjects"},
	{"{\"statement\":\"s\",\"subjects\":[\"" UUID_ONE "\"]}", "statement"},
	{"{\"subjects\":[7]}", "/subjects"},
	{"{\"subjects\":[\"Patient/p1\"]}", "/subjects"},
	{"{\"subjects\":"
	 "[\"AAAAAAAA-1111-4111-8111-111111111111\"]}",
	 "/subjects"},
	{"{\"subjects\":"
	 "[\"" UUID_ONE "\",\"" UUID_ONE "\"]}",
	 "/subjects"},
	{"{\"subjects\":[\"" UUID_ONE "\"],\"categories\":[\"\"]}",
	 "/categories"},
	{"{\"subjects\":[\"" UUID_ONE "\"],\"categories\":[\"goal\",\"goal\"]}",
	 "/categories"},
	{"{\"subjects\":[\"" UUID_ONE "\"],\"bsn\":\"999912045\"}", "bsn"},
};

LEAK_FREE_TEST(query, refuses_what_is_no_query_and_says_where)
{
	for (size_t at = 0; at < COUNT_OF(refused); at++) {
		struct arena *arena = arena_new();
		struct query query;
		struct fault fault;

		fault_clear(&fault);
		cr_expect_eq(
			query_decode(arena,
				     reading_json(arena, refused[at].source),
				     &query, &fault),
			STATUS_INVALID, "%s", refused[at].source);
		cr_expect(fault_is_set(&fault), "%s", refused[at].source);
		cr_expect(strstr(fault.where, refused[at].where) != NULL ||
				  strstr(fault.text, refused[at].where) != NULL,
			  "%s: %s %s", refused[at].source, fault.where,
			  fault.text);
		cr_expect_null(strstr(fault.text, "999912045"));
		arena_free(arena);
	}
}

LEAK_FREE_TEST(query, refuses_one_subject_more_than_the_limit)
{
	struct arena *arena = arena_new();
	struct query query = {.subjects = NULL};
	const char *subjects[LIMIT_SUBJECTS + 1];
	struct fault fault;
	struct buf out;

	for (size_t at = 0; at < COUNT_OF(subjects); at++)
		subjects[at] = arena_printf(
			arena, "%08zx-1111-4111-8111-111111111111", at);
	query.subjects = subjects;
	for (size_t count = LIMIT_SUBJECTS; count <= LIMIT_SUBJECTS + 1;
	     count++) {
		struct query got;

		query.subject_count = count;
		buf_init(&out, arena, 0);
		query_encode(&out, &query);
		fault_clear(&fault);
		cr_expect_eq(query_decode(arena,
					  reading_json(arena, buf_string(&out)),
					  &got, &fault),
			     count == LIMIT_SUBJECTS ? STATUS_OK
						     : STATUS_INVALID);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(query, comes_back_as_it_went)
{
	static const char *const subjects[] = {UUID_ONE, UUID_TWO};
	static const char *const categories[] = {"goal", "agreement"};
	struct arena *arena = arena_new();
	struct query sent = {
		.subjects = subjects,
		.subject_count = 2,
		.categories = categories,
		.category_count = 2,
	};
	struct query got;
	struct fault fault;
	struct buf out;

	buf_init(&out, arena, 0);
	query_encode(&out, &sent);
	cr_assert_str_eq(buf_string(&out),
			 "{\"categories\":[\"goal\",\"agreement\"],"
			 "\"subjects\":[\"" UUID_ONE "\",\"" UUID_TWO "\"]}");
	fault_clear(&fault);
	cr_assert_eq(query_decode(arena, reading_json(arena, buf_string(&out)),
				  &got, &fault),
		     STATUS_OK);
	cr_assert_eq(got.subject_count, 2);
	cr_assert_str_eq(got.subjects[1], UUID_TWO);
	cr_assert_eq(got.category_count, 2);
	cr_assert_str_eq(got.categories[0], "goal");
	arena_free(arena);
}
