/*
 * A question to a partner's specialist, and the answer: what is refused, and
 * that what is written is read again.
 */
#include "eenplan/wire/consult.h"

#include <criterion/criterion.h>
#include <string.h>

#include "eenplan/base/arena.h"
#include "eenplan/base/limits.h"
#include "leak_free.h"

#define ID    "\"id\":\"11111111-1111-4111-8111-111111111111\""
#define LINK  "\"link\":\"22222222-2222-4222-8222-222222222222\""
#define WORDS "Wat werkt bij een gezin dat niet open doet?"
#define SHOWN_OF(category, field, words)                                       \
	"\"shown\":{\"fragments\":[{\"category\":\"" category                  \
	"\",\"duties\":[],\"fields\":{\"" field "\":\"" words                  \
	"\"},\"law\":\"wmo\",\"rule\":\"R\",\"subject\":"                      \
	"\"22222222-2222-4222-8222-222222222222\"}],\"withheld\":[]}"
#define SHOWN(field) SHOWN_OF("consultation", field, WORDS)

static struct arena *arena;

static const struct json *
parsed(const char *text)
{
	const struct json *value;

	cr_assert_eq(json_read(arena, text_of(text), LIMIT_REQUEST_BYTES,
			       &value, NULL),
		     STATUS_OK, "%s", text);
	return value;
}

LEAK_FREE_TEST(consult, refuses_a_question_that_is_none)
{
	static const struct {
		const char *text;
		const char *where;
	} rows[] = {
		{"{}", ""},
		{"{" ID ",\"question\":\"" WORDS "\"}", "specialist"},
		{"{" ID ",\"specialist\":\"selma\"}", "/shown"},
		{"{\"id\":\"1\",\"question\":\"" WORDS
		 "\",\"specialist\":\"selma\"}",
		 "/id"},
		{"{" ID ",\"question\":\"" WORDS
		 "\",\"specialist\":\"se lma\"}",
		 "/specialist"},
		{"{" ID ",\"question\":\"hoe?\",\"specialist\":\"selma\"}",
		 "/shown"},
		{"{" ID ",\"question\":\"Wat doen we met 999912340 nu?\","
		 "\"specialist\":\"selma\"}",
		 "/shown"},
		{"{" ID ",\"question\":\"" WORDS
		 "\",\"specialist\":\"selma\",\"more\":1}",
		 "more"},
		/* about whom, and plain words: these could be of anybody */
		{"{" ID "," LINK ",\"question\":\"" WORDS
		 "\",\"specialist\":\"selma\"}",
		 "/link"},
		{"{" ID "," SHOWN("question") ",\"specialist\":\"selma\"}",
		 "/link"},
		{"{" ID "," LINK ",\"question\":\"" WORDS
		 "\"," SHOWN("question") ",\"specialist\":\"selma\"}",
		 "/shown"},
		{"{" ID "," LINK
		 "," SHOWN("answer") ",\"specialist\":\"selma\"}",
		 "/shown"},
		{"{" ID "," LINK
		 "," SHOWN_OF("goal", "question",
			      WORDS) ",\"specialist\":\"selma\"}",
		 "/shown"},
		{"{" ID "," LINK ",\"shown\":{\"fragments\":[],"
		 "\"withheld\":[]},\"specialist\":\"selma\"}",
		 "/shown"},
		{"{" ID "," LINK ",\"shown\":{},\"specialist\":\"selma\"}", ""},
	};

	arena = arena_new();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct consult_question question;
		struct fault fault = {0};

		cr_expect_eq(consult_question_decode(arena,
						     parsed(rows[i].text),
						     &question, &fault),
			     STATUS_INVALID, "%s", rows[i].text);
		cr_expect_not_null(strstr(fault.where, rows[i].where),
				   "%s: %s %s", rows[i].text, fault.where,
				   fault.text);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(consult, reads_a_question_as_it_was_written)
{
	const struct consult_question questions[] = {
		{.id = "11111111-1111-4111-8111-111111111111",
		 .specialist = "selma",
		 .text = {.words = WORDS}},
		{.id = "11111111-1111-4111-8111-111111111111",
		 .link = "22222222-2222-4222-8222-222222222222",
		 .specialist = "selma",
		 .text = {.shown = text_of(
				  &SHOWN("question")[strlen("\"shown\":")])}},
	};

	arena = arena_new();
	for (size_t i = 0; i < COUNT_OF(questions); i++) {
		struct consult_question again;
		struct buf out;

		buf_init(&out, arena, 256);
		consult_question_encode(&out, &questions[i]);
		cr_assert_eq(consult_question_decode(arena,
						     parsed(buf_string(&out)),
						     &again, NULL),
			     STATUS_OK, "%s", buf_string(&out));
		cr_expect_str_eq(again.id, questions[i].id);
		cr_expect_eq(again.link == NULL, questions[i].link == NULL);
		cr_expect_str_eq(again.specialist, "selma");
		cr_expect_str_eq(again.text.words, WORDS);
	}
	arena_free(arena);
}

#define ANSWERED "\"answered\":\"2026-11-22T09:00:00.000Z\""

LEAK_FREE_TEST(consult, refuses_answers_that_are_none)
{
	static const char *const rows[] = {
		"{}",
		"{\"answers\":[{}]}",
		"{\"answers\":[{\"answer\":\"" WORDS "\"," ANSWERED "," ID
		",\"minutes\":0}]}",
		"{\"answers\":[{\"answer\":\"" WORDS "\"," ANSWERED "," ID
		",\"minutes\":1441}]}",
		"{\"answers\":[{\"answer\":\"" WORDS
		"\",\"answered\":\"gisteren\"," ID ",\"minutes\":5}]}",
		"{\"answers\":[{\"answer\":\"" WORDS
		"\",\"answered\":\"1969-12-31T00:00:00Z\"," ID
		",\"minutes\":5}]}",
		"{\"answers\":[{\"answer\":\"" WORDS "\"," ANSWERED
		",\"id\":\"x\",\"minutes\":5}]}",
		"{\"answers\":[{" ANSWERED "," ID ",\"minutes\":5}]}",
		"{\"answers\":[{" ANSWERED "," ID
		",\"minutes\":5," SHOWN("question") "}]}",
	};

	arena = arena_new();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct consult_answer *answers;
		size_t count;

		cr_expect_eq(consult_answers_decode(arena, parsed(rows[i]),
						    &answers, &count, NULL),
			     STATUS_INVALID, "%s", rows[i]);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(consult, reads_answers_as_they_were_written)
{
	const struct consult_answer written[] = {
		{.id = "11111111-1111-4111-8111-111111111111",
		 .answered_ms = 1795000000000,
		 .minutes = 45,
		 .text = {.words = WORDS}},
		{.id = "33333333-3333-4333-8333-333333333333",
		 .answered_ms = 1795000001000,
		 .minutes = 5,
		 .text = {.shown = text_of(
				  &SHOWN("answer")[strlen("\"shown\":")])}},
	};
	struct consult_answer *answers;
	struct buf out;
	size_t count;

	arena = arena_new();
	buf_init(&out, arena, 256);
	consult_answers_encode(&out, written, COUNT_OF(written));
	cr_assert_eq(consult_answers_decode(arena, parsed(buf_string(&out)),
					    &answers, &count, NULL),
		     STATUS_OK, "%s", buf_string(&out));
	cr_assert_eq(count, 2);
	for (size_t i = 0; i < count; i++) {
		cr_expect_str_eq(answers[i].id, written[i].id);
		cr_expect_eq(answers[i].answered_ms, written[i].answered_ms);
		cr_expect_eq(answers[i].minutes, written[i].minutes);
		cr_expect_str_eq(answers[i].text.words, WORDS);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(consult, asks_for_so_many_and_each_once)
{
	static const char *const two[] = {
		"11111111-1111-4111-8111-111111111111",
		"33333333-3333-4333-8333-333333333333",
	};
	const char *const twice[] = {two[0], two[0]};
	const char *many[LIMIT_CONSULT_IDS + 1];
	const char *const *ids;
	struct buf out;
	size_t count;

	arena = arena_new();
	for (size_t i = 0; i < COUNT_OF(many); i++)
		many[i] = arena_printf(arena, "11111111-1111-4111-8111-%012zu",
				       i);
	buf_init(&out, arena, 256);
	consult_ids_encode(&out, two, COUNT_OF(two));
	cr_assert_eq(consult_ids_decode(arena, parsed(buf_string(&out)), &ids,
					&count, NULL),
		     STATUS_OK);
	cr_assert_eq(count, 2);
	cr_expect_str_eq(ids[1], two[1]);
	buf_init(&out, arena, 256);
	consult_ids_encode(&out, twice, COUNT_OF(twice));
	cr_expect_eq(consult_ids_decode(arena, parsed(buf_string(&out)), &ids,
					&count, NULL),
		     STATUS_INVALID);
	buf_init(&out, arena, 256);
	consult_ids_encode(&out, many, COUNT_OF(many));
	cr_expect_eq(consult_ids_decode(arena, parsed(buf_string(&out)), &ids,
					&count, NULL),
		     STATUS_INVALID);
	arena_free(arena);
}

LEAK_FREE_TEST(consult, says_on_which_day_the_answer_is_due)
{
	struct buf out;
	int32_t day = 0;

	arena = arena_new();
	buf_init(&out, arena, 64);
	consult_due_encode(&out, 20600);
	cr_assert_eq(consult_due_decode(parsed(buf_string(&out)), &day, NULL),
		     STATUS_OK);
	cr_expect_eq(day, 20600);
	cr_expect_eq(
		consult_due_decode(parsed("{\"due\":\"soon\"}"), &day, NULL),
		STATUS_INVALID);
	cr_expect_eq(consult_due_decode(parsed("{}"), &day, NULL),
		     STATUS_INVALID);
	arena_free(arena);
}
