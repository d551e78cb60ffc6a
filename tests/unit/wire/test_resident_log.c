#include "eenplan/wire/resident_log.h"

#include "reading.h"

#define TIMES "'from':'2026-11-20T00:00:00Z','until':'2026-11-21T00:00:00Z'"
#define LINK  "'links':['" UUID_ONE "']"
#define ENTRY(side, categories, more)                                          \
	"{'entries':[{'categories':[" categories "],'emergency':false,"        \
	"'request':'q','side':'" side "','time':'2026-11-20T10:00:00Z'" more   \
	"}],'more':false,'unknown':[]}"

LEAK_FREE_TEST(resident_log, asks_of_somebody_in_some_time)
{
	static const char *const wrong[] = {
		"{}",
		"{'answered':[],'asked':[],'links':[]," TIMES "}",
		"{'answered':[],'asked':[],'links':['wt-1']," TIMES "}",
		"{'answered':[],'asked':[1]," LINK "," TIMES "}",
		"{'answered':[],'asked':[],'bsn':'1'," LINK "," TIMES "}",
		"{'answered':[],'asked':[]," LINK
		",'from':'soon','until':'2026-11-21T00:00:00Z'}",
		"{'answered':[],'asked':[]," LINK
		",'from':'2026-11-22T00:00:00Z',"
		"'until':'2026-11-21T00:00:00Z'}",
	};
	struct arena *arena = arena_new();
	struct resident_log_question question;
	struct fault fault = {0};

	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		cr_expect_eq(resident_log_question_decode(
				     arena, reading_quoted(arena, wrong[i]),
				     &question, &fault),
			     STATUS_INVALID, "%s", wrong[i]);
	arena_free(arena);
}

LEAK_FREE_TEST(resident_log, asks_after_no_more_than_it_may)
{
	struct arena *arena = arena_new();
	struct resident_log_question question;
	struct fault fault = {0};
	struct buf out;

	buf_init(&out, arena, 65536);
	buf_add_string(&out, "{\"answered\":[],\"asked\":[\"a\"");
	for (unsigned i = 0; i < LIMIT_RECONCILE_IDS; i++)
		buf_printf(&out, ",\"b%u\"", i);
	buf_add_string(&out, "],\"from\":\"2026-11-20T00:00:00Z\",\"links\":"
			     "[\"" UUID_ONE
			     "\"],\"until\":\"2026-11-21T00:00:00Z\"}");
	cr_expect_eq(resident_log_question_decode(
			     arena, reading_json(arena, buf_string(&out)),
			     &question, &fault),
		     STATUS_INVALID);
	cr_expect_str_eq(fault.where, "/asked");
	arena_free(arena);
}

LEAK_FREE_TEST(resident_log, reads_a_question_as_it_was_written)
{
	static const char *const links[] = {UUID_ONE, UUID_TWO};
	static const char *const asked[] = {"q1"};
	const struct resident_log_question question = {
		.links = links,
		.link_count = 2,
		.asked = asked,
		.asked_count = 1,
		.from_ms = 1000,
		.until_ms = 2000,
	};
	struct arena *arena = arena_new();
	struct resident_log_question again;
	struct fault fault = {0};
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 512);
	json_begin(&writer, &out);
	resident_log_question_encode(&writer, &question);
	cr_assert_eq(resident_log_question_decode(
			     arena, reading_json(arena, buf_string(&out)),
			     &again, &fault),
		     STATUS_OK, "%s %s", fault.where, fault.text);
	cr_expect_eq(again.link_count, 2);
	cr_expect_str_eq(again.links[1], UUID_TWO);
	cr_expect_str_eq(again.asked[0], "q1");
	cr_expect_eq(again.answered_count, 0);
	cr_expect_eq(again.from_ms, 1000);
	cr_expect_eq(again.until_ms, 2000);
	arena_free(arena);
}

LEAK_FREE_TEST(resident_log, takes_no_word_of_what_went_elsewhere)
{
	static const char *const wrong[] = {
		"{}",
		"{'entries':[{}],'more':false,'unknown':[]}",
		"{'entries':[],'more':false,'unknown':[1]}",
		ENTRY("saw", "'goal'", ""),
		ENTRY("asked", "'goal'", ""),
		ENTRY("gave", "'goal'", ",'withheld':['diagnosis']"),
		ENTRY("gave", "'goal'", ",'organisation':'ggz'"),
	};
	struct arena *arena = arena_new();
	struct resident_log_reply reply;
	struct fault fault = {0};

	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		cr_expect_eq(resident_log_reply_decode(
				     arena, reading_quoted(arena, wrong[i]),
				     &reply, &fault),
			     STATUS_INVALID, "%s", wrong[i]);
	arena_free(arena);
}

LEAK_FREE_TEST(resident_log, reads_a_reply_as_it_was_written)
{
	static const char *const goal[] = {"goal"};
	static const char *const unknown[] = {"q9"};
	struct resident_log_entry entries[] = {
		{.gave = true,
		 .is_emergency = true,
		 .request = "q1",
		 .time_ms = 5000,
		 .user = "fatima",
		 .categories = goal,
		 .category_count = 1},
		{.request = "q2", .time_ms = 6000, .purpose = "assessment"},
	};
	const struct resident_log_reply reply = {.entries = entries,
						 .entry_count = 2,
						 .has_more = true,
						 .unknown = unknown,
						 .unknown_count = 1};
	struct arena *arena = arena_new();
	struct resident_log_reply again;
	struct fault fault = {0};
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 512);
	json_begin(&writer, &out);
	resident_log_reply_encode(&writer, &reply);
	cr_assert_eq(resident_log_reply_decode(
			     arena, reading_json(arena, buf_string(&out)),
			     &again, &fault),
		     STATUS_OK, "%s %s", fault.where, fault.text);
	cr_assert_eq(again.entry_count, 2);
	cr_expect(again.entries[0].gave && again.entries[0].is_emergency);
	cr_expect_str_eq(again.entries[0].categories[0], "goal");
	cr_expect_null(again.entries[0].role);
	cr_expect_not(again.entries[1].gave);
	cr_expect_eq(again.entries[1].time_ms, 6000);
	cr_expect(again.has_more);
	cr_expect_str_eq(again.unknown[0], "q9");
	arena_free(arena);
}
