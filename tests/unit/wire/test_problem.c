#include "eenplan/wire/findings.h"
#include "eenplan/wire/problem.h"

#include "dutch.h"
#include "reading.h"

LEAK_FREE_TEST(problem, refuses_what_others_call_a_problem)
{
	static const char *const sources[] = {
		"[]",
		"{}",
		"{\"title\":\"Not found\",\"status\":404}",
		"{\"code\":\"teapot\",\"request\":\"r\",\"status\":418,"
		"\"title\":\"t\",\"type\":\"u\"}",
		"{\"code\":\"busy\",\"request\":\"r\",\"status\":503,"
		"\"title\":\"t\",\"type\":\"u\",\"stack\":\"x\"}",
	};

	for (size_t at = 0; at < COUNT_OF(sources); at++) {
		struct arena *arena = arena_new();
		struct problem problem;

		cr_expect_eq(problem_decode(reading_json(arena, sources[at]),
					    &problem),
			     STATUS_INVALID, "%s", sources[at]);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(problem, says_nothing_of_a_fault_that_there_is_not)
{
	struct arena *arena = arena_new();
	struct problem problem = {.status = STATUS_NOT_FOUND, .request = "r"};
	struct buf out;

	buf_init(&out, arena, 0);
	problem_encode(&out, &problem);
	cr_assert_str_eq(
		buf_string(&out),
		"{\"code\":\"not-found\",\"request\":\"r\",\"status\":404,"
		"\"title\":\"Nothing of that name is known at this node.\","
		"\"type\":\"urn:eenplan:problem:not-found\"}");
	arena_free(arena);
}

LEAK_FREE_TEST(problem, carries_what_was_found_in_files)
{
	struct arena *arena = arena_new();
	struct diagnostics found, again;
	struct problem problem = {
		.status = STATUS_INVALID, .request = "r", .found = &found};
	const struct json *document;
	struct buf out;

	diagnostics_init(&found, arena, 10);
	diagnostics_init(&again, arena, 10);
	diagnostics_add(&found, &(struct diagnostic){.file = "own.policy",
						     .line = 3,
						     .column = 11,
						     .width = 4,
						     .text = "no such word"});
	buf_init(&out, arena, 0);
	problem_encode(&out, &problem);
	document = reading_json(arena, buf_string(&out));
	cr_assert_eq(problem_decode(document, &problem), STATUS_OK);
	cr_assert_eq(findings_decode(document, &again), STATUS_OK);
	cr_assert_eq(again.count, 1);
	cr_expect_str_eq(again.items[0].text, "no such word");
	arena_free(arena);
}

LEAK_FREE_TEST(problem, every_status_comes_back_as_it_went)
{
	for (int at = STATUS_OK; at <= STATUS_INTERNAL; at++) {
		struct arena *arena = arena_new();
		struct problem sent = {.status = (enum status)at,
				       .request = UUID_ONE};
		struct problem got;
		struct buf out;

		fault_set(&sent.fault, "/subjects", "has %d elements", 65);
		buf_init(&out, arena, 0);
		problem_encode(&out, &sent);
		cr_assert_eq(
			problem_decode(reading_json(arena, buf_string(&out)),
				       &got),
			STATUS_OK);
		cr_expect_eq(got.status, sent.status);
		cr_expect_str_eq(got.request, UUID_ONE);
		cr_expect_str_eq(got.fault.where, "/subjects");
		cr_expect_str_eq(got.fault.text, "has 65 elements");
		arena_free(arena);
	}
}

LEAK_FREE_TEST(problem, is_told_in_the_tongue_of_its_fault_by_the_same_keys)
{
	struct arena *arena = arena_new();
	struct problem problem = {.status = STATUS_NOT_FOUND,
				  .request = "r",
				  .fault.tongue = TONGUE_DUTCH};
	struct problem again;
	struct buf out;

	dutch_start();
	buf_init(&out, arena, 0);
	fault_say(&problem.fault, "/record", "is closed already");
	problem_encode(&out, &problem);
	cr_assert_str_eq(
		buf_string(&out),
		"{\"code\":\"not-found\",\"detail\":\"is al afgesloten\","
		"\"request\":\"r\",\"status\":404,"
		"\"title\":\"Onder die naam is bij dit knooppunt niets "
		"bekend.\","
		"\"type\":\"urn:eenplan:problem:not-found\","
		"\"where\":\"/record\"}");
	cr_assert_eq(
		problem_decode(reading_json(arena, buf_string(&out)), &again),
		STATUS_OK);
	cr_expect_eq(again.status, STATUS_NOT_FOUND);
	cr_expect_str_eq(again.fault.told, "is al afgesloten");
	arena_free(arena);
}
