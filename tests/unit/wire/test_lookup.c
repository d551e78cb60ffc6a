#include "eenplan/wire/lookup.h"

#include <string.h>

#include "eenplan/base/limits.h"
#include "leak_free.h"

#define LOOKUP "22222222-2222-4222-8222-222222222222"

static struct psi_point points[LIMIT_LOOKUP_RESIDENTS + 1];

static struct lookup_question
sample(size_t count)
{
	memset(points, 0x5a, sizeof(points));
	return (struct lookup_question){
		.head = {LOOKUP, "wijkteam", "thuiszorg"},
		.user = "fatima",
		.role = "coordinator",
		.purpose = "coordination",
		.law = "wmo",
		.identifier = PSI_IDENTIFIER_TOKEN,
		.month = "2026-11",
		.issued_ms = 1795000000000,
		.blinded = points,
		.count = count,
	};
}

LEAK_FREE_TEST(lookup, reads_a_question_as_it_was_written)
{
	struct arena *arena = arena_new();
	struct lookup_question question = sample(3), again;
	struct fault fault = {0};
	struct text text = lookup_question_encode(arena, &question);

	cr_assert_eq(lookup_question_decode(arena, text, &again, &fault),
		     STATUS_OK, "%s %s", fault.where, fault.text);
	cr_expect_eq(again.count, 3);
	cr_expect_arr_eq(again.blinded, points, 3 * sizeof(*points));
	cr_expect_str_eq(again.month, "2026-11");
	cr_expect_eq(again.identifier, PSI_IDENTIFIER_TOKEN);
	cr_expect_eq(again.issued_ms, question.issued_ms);
	cr_expect(text_equals(text, lookup_question_encode(arena, &again)));
	arena_free(arena);
}

static const char *
where_of(struct arena *arena, const struct lookup_question *question)
{
	struct lookup_question again;
	struct fault *fault = ARENA_NEW(arena, struct fault);

	return lookup_question_decode(arena,
				      lookup_question_encode(arena, question),
				      &again, fault) == STATUS_OK
		       ? NULL
		       : fault->where;
}

LEAK_FREE_TEST(lookup, refuses_too_many_none_and_no_month)
{
	struct arena *arena = arena_new();
	struct lookup_question question = sample(LIMIT_LOOKUP_RESIDENTS);

	cr_expect_null(where_of(arena, &question));
	question = sample(LIMIT_LOOKUP_RESIDENTS + 1);
	cr_expect_str_eq(where_of(arena, &question), "/blinded");
	question = sample(0);
	cr_expect_str_eq(where_of(arena, &question), "/blinded");
	question = sample(1);
	question.month = "2026-1x";
	cr_expect_str_eq(where_of(arena, &question), "/month");
	question = sample(1);
	question.head.session = "no uuid";
	cr_expect_str_eq(where_of(arena, &question), "/jti");
	question = sample(1);
	question.user = "";
	cr_expect_not_null(where_of(arena, &question));
	arena_free(arena);
}

LEAK_FREE_TEST(lookup, reads_an_answer_and_refuses_half_a_proof)
{
	struct arena *arena = arena_new();
	struct fault fault = {0};
	struct lookup_answer answer = {
		.head = {LOOKUP, "thuiszorg", "wijkteam"},
		.month = "2026-11",
		.evaluated = points,
		.count = 2,
	};
	struct lookup_answer again;
	char *text;

	memset(&answer.proof, 7, sizeof(answer.proof));
	memset(&answer.key, 8, sizeof(answer.key));
	text = arena_text(arena, lookup_answer_encode(arena, &answer));
	cr_assert_eq(lookup_answer_decode(arena, text_of(text), &again, &fault),
		     STATUS_OK);
	cr_expect_arr_eq(&again.proof, &answer.proof, sizeof(answer.proof));
	cr_expect_arr_eq(&again.key, &answer.key, sizeof(answer.key));
	cr_expect_eq(again.count, 2);

	char *comma = strrchr(text, ',');

	strcpy(comma, "]}");
	cr_expect_eq(lookup_answer_decode(arena, text_of(text), &again, &fault),
		     STATUS_INVALID);
	cr_expect_str_eq(fault.where, "/proof");
	arena_free(arena);
}

LEAK_FREE_TEST(lookup, claims_by_tags_that_follow_from_the_output)
{
	static const uint8_t output[PSI_HASH_BYTES] = {1, 2, 3};
	struct arena *arena = arena_new();
	struct lookup_tag tags[2] = {lookup_tag_of(output), {{9}}};
	const struct json *value;
	struct lookup_tag *again;
	struct fault fault = {0};
	const char *id;
	size_t count;

	cr_assert_eq(json_read(arena,
			       lookup_claim_encode(arena, LOOKUP, tags, 2),
			       4096, &value, &fault),
		     STATUS_OK);
	cr_assert_eq(
		lookup_claim_decode(arena, value, &id, &again, &count, &fault),
		STATUS_OK);
	cr_expect_str_eq(id, LOOKUP);
	cr_expect_eq(count, 2);
	cr_expect_arr_eq(again, tags, sizeof(tags));
	arena_free(arena);
}
