#include "daemon/exchange/disclosure_match.h"

#include <string.h>

#include "daemon/federate/resident_logs.h"
#include "eenplan/base/limits.h"
#include "leak_free.h"

#define SETTLED_MS 1000
#define UNTIL_MS   2000

/* One line between us and `thuiszorg`, and what is said of it. */
struct pair {
	struct arena *arena;
	struct disclosure_line line;
	struct disclosure_other other;
	struct disclosure disclosure;
	struct resident_log_question question;
	struct resident_log_reply reply;
	int64_t left_out;
	const struct resident_log_entry **strange;
	size_t strange_count;
};

static void
pair_open(struct pair *pair, const char *event, int64_t time_ms)
{
	bool is_ask = strcmp(event, "ask") == 0;

	*pair = (struct pair){.arena = arena_new()};
	pair->other = (struct disclosure_other){
		.organisation = "thuiszorg",
		.gave = is_ask,
		.match = DISCLOSURE_MATCH_UNCHECKED,
	};
	pair->line = (struct disclosure_line){
		.event = event,
		.request = "q1",
		.time_ms = time_ms,
		.organisation = is_ask ? "wijkteam" : "thuiszorg",
		.others = &pair->other,
		.other_count = 1,
	};
	pair->disclosure.lines = &pair->line;
	pair->disclosure.line_count = 1;
	pair->question.until_ms = UNTIL_MS;
	disclosure_match_ids(pair->arena, &pair->disclosure, "thuiszorg",
			     &pair->question, &pair->left_out);
}

static void
match(struct pair *pair)
{
	disclosure_match(pair->arena, &pair->disclosure,
			 &(struct disclosure_matching){
				 .partner = "thuiszorg",
				 .question = &pair->question,
				 .reply = &pair->reply,
				 .settled_ms = SETTLED_MS,
			 },
			 &pair->strange, &pair->strange_count);
}

static const char *const goal[] = {"goal"};
static const char *const two[] = {"agreement", "goal"};
static const char *const q1[] = {"q1"};

LEAK_FREE_TEST(disclosure_match, names_what_the_partner_never_logged)
{
	struct pair pair;

	pair_open(&pair, "answer", 10);
	cr_assert_eq(pair.question.answered_count, 1);
	cr_expect_eq(pair.question.asked_count, 0);
	pair.reply =
		(struct resident_log_reply){.unknown = q1, .unknown_count = 1};
	match(&pair);
	cr_expect_eq(pair.line.others[0].match, DISCLOSURE_MATCH_OURS);
	cr_expect(disclosure_has_orphans(&pair.disclosure));
	arena_free(pair.arena);
}

LEAK_FREE_TEST(disclosure_match, accuses_nobody_of_what_may_be_under_way)
{
	struct pair pair;

	pair_open(&pair, "ask", SETTLED_MS);
	pair.reply =
		(struct resident_log_reply){.unknown = q1, .unknown_count = 1};
	match(&pair);
	cr_expect_eq(pair.line.others[0].match, DISCLOSURE_MATCH_UNCHECKED);
	arena_free(pair.arena);
}

LEAK_FREE_TEST(disclosure_match, takes_silence_for_nothing_given)
{
	struct pair pair;

	pair_open(&pair, "ask", 10);
	cr_assert_eq(pair.question.asked_count, 1);
	match(&pair);
	cr_expect_eq(pair.line.others[0].match, DISCLOSURE_MATCH_BOTH);
	cr_expect(pair.line.others[0].says);
	cr_expect_eq(pair.line.others[0].categories.count, 0);
	arena_free(pair.arena);
}

LEAK_FREE_TEST(disclosure_match, takes_no_silence_of_who_was_cut_off)
{
	struct pair pair;

	pair_open(&pair, "ask", 10);
	pair.reply.has_more = true;
	match(&pair);
	cr_expect_eq(pair.line.others[0].match, DISCLOSURE_MATCH_BOTH);
	cr_expect_not(pair.line.others[0].says);
	arena_free(pair.arena);
}

LEAK_FREE_TEST(disclosure_match, gathers_what_one_request_gave)
{
	struct resident_log_entry entries[] = {
		{.gave = true,
		 .request = "q1",
		 .time_ms = 10,
		 .categories = goal,
		 .category_count = 1},
		{.gave = true,
		 .request = "q1",
		 .time_ms = 10,
		 .categories = two,
		 .category_count = 2},
	};
	struct pair pair;

	pair_open(&pair, "ask", 10);
	pair.reply = (struct resident_log_reply){.entries = entries,
						 .entry_count = 2};
	match(&pair);
	cr_expect_eq(pair.line.others[0].match, DISCLOSURE_MATCH_BOTH);
	cr_assert_eq(pair.line.others[0].categories.count, 2);
	cr_expect_str_eq(pair.line.others[0].categories.items[0], "agreement");
	cr_expect_eq(pair.strange_count, 0);
	arena_free(pair.arena);
}

LEAK_FREE_TEST(disclosure_match, gives_no_line_to_the_other_side)
{
	/* That its user asked, under the id of what ours asked. */
	struct resident_log_entry entry = {.request = "q1", .time_ms = 10};
	struct pair pair;

	pair_open(&pair, "ask", 10);
	pair.reply = (struct resident_log_reply){.entries = &entry,
						 .entry_count = 1};
	match(&pair);
	cr_assert_eq(pair.strange_count, 1);
	cr_expect_eq(pair.strange[0], &entry);
	arena_free(pair.arena);
}

LEAK_FREE_TEST(disclosure_match, finds_a_partner_whose_answer_came_too_late)
{
	struct resident_log_entry entry = {.gave = true,
					   .request = "q1",
					   .time_ms = 10,
					   .categories = goal,
					   .category_count = 1};
	struct pair pair;

	pair_open(&pair, "ask", 10);
	pair.line.other_count = 0;
	pair.reply = (struct resident_log_reply){.entries = &entry,
						 .entry_count = 1};
	match(&pair);
	cr_assert_eq(pair.line.other_count, 1);
	cr_expect_str_eq(pair.line.others[0].organisation, "thuiszorg");
	cr_expect_eq(pair.line.others[0].match, DISCLOSURE_MATCH_BOTH);
	cr_expect_eq(pair.strange_count, 0);
	arena_free(pair.arena);
}

LEAK_FREE_TEST(disclosure_match, leaves_out_what_is_of_another_time)
{
	struct resident_log_entry entries[] = {
		{.gave = true, .request = "early", .time_ms = 4},
		{.gave = true, .request = "settled", .time_ms = 900},
		{.gave = true, .request = "under way", .time_ms = SETTLED_MS},
		{.gave = true, .request = "late", .time_ms = UNTIL_MS},
	};
	struct pair pair;

	pair_open(&pair, "ask", 10);
	pair.question.from_ms = 5;
	pair.reply = (struct resident_log_reply){.entries = entries,
						 .entry_count = 4};
	match(&pair);
	cr_assert_eq(pair.strange_count, 1);
	cr_expect_str_eq(pair.strange[0]->request, "settled");
	arena_free(pair.arena);
}

LEAK_FREE_TEST(disclosure_match, asks_after_the_latest_and_counts_the_rest)
{
	struct arena *arena = arena_new();
	size_t count = LIMIT_RECONCILE_IDS + 3;
	struct disclosure_line *lines =
		ARENA_ARRAY(arena, count, struct disclosure_line);
	struct disclosure disclosure = {.lines = lines, .line_count = count};
	struct resident_log_question question = {0};
	int64_t left_out;

	for (size_t i = 0; i < count; i++) {
		struct disclosure_other *other =
			ARENA_NEW(arena, struct disclosure_other);

		*other = (struct disclosure_other){
			.organisation = "thuiszorg",
			.gave = true,
			.match = DISCLOSURE_MATCH_UNCHECKED};
		lines[i] = (struct disclosure_line){
			.event = "ask",
			.request = arena_printf(arena, "q%zu", i),
			.others = other,
			.other_count = 1};
	}
	disclosure_match_ids(arena, &disclosure, "thuiszorg", &question,
			     &left_out);
	cr_expect_eq(question.asked_count, LIMIT_RECONCILE_IDS);
	cr_expect_eq(left_out, 3);
	cr_expect_str_eq(question.asked[0],
			 arena_printf(arena, "q%zu", count - 1));
	disclosure_match_ids(arena, &disclosure, "ggz", &question, &left_out);
	cr_expect_eq(question.asked_count, 0);
	cr_expect_eq(left_out, 0);
	arena_free(arena);
}

LEAK_FREE_TEST(resident_logs, says_why_a_partner_did_not_answer)
{
	static const struct {
		enum status called;
		int http_status;
		enum disclosure_reach reach;
	} rows[] = {
		{STATUS_UNREACHABLE, 0, DISCLOSURE_REACH_UNREACHABLE},
		{STATUS_TIMEOUT, 0, DISCLOSURE_REACH_UNREACHABLE},
		{STATUS_REFUSED, 0, DISCLOSURE_REACH_REFUSED},
		{STATUS_OK, 404, DISCLOSURE_REACH_TOO_OLD},
		{STATUS_OK, 403, DISCLOSURE_REACH_REFUSED},
		{STATUS_OK, 422, DISCLOSURE_REACH_REFUSED},
		{STATUS_OK, 503, DISCLOSURE_REACH_UNREACHABLE},
		{STATUS_OK, 200, DISCLOSURE_REACH_ASKED},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++)
		cr_expect_eq(resident_logs_reach(rows[i].called,
						 rows[i].http_status),
			     rows[i].reach, "%zu", i);
}
