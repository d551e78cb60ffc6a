#include <string.h>

#include "client/missing.h"
#include "client/plan.h"
#include "support.h"

#define FIXTURES "tests/fixtures/client/"

static struct arena *arena;
static struct page page;

static const char *
print(struct text json, size_t width, enum plan_part part)
{
	page_init(&page, arena);
	page.width = width;
	plan_print(&page, support_json(arena, json), part);
	return support_text(&page);
}

static const char *
print_string(const char *json)
{
	return print(text_of(json), 80, PLAN_WHOLE);
}

LEAK_FREE_TEST(plan, survives_replies_with_nothing_in_them)
{
	static const char *const rows[] = {
		"{}",
		"{\"coordinator\":null,\"fragments\":[],\"members\":[],"
		"\"missing\":[]}",
		"{\"fragments\":[{}],\"members\":[{}],\"missing\":[{}]}",
		"{\"fragments\":[1,\"x\",null],\"members\":\"x\","
		"\"missing\":{}}",
		"{\"fragments\":[{\"category\":\"goal\",\"fields\":[1],"
		"\"subject\":7,\"duties\":[1]}],\"household\":[],"
		"\"time\":\"never\"}",
	};

	support_speak_english();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		arena = arena_new();
		cr_assert_not_null(
			strstr(print_string(rows[i]), "Who coordinates"));
		arena_free(arena);
	}
}

LEAK_FREE_TEST(plan, lets_no_terminal_sequence_through)
{
	support_speak_english();
	arena = arena_new();
	print_string("{\"household\":{\"name\":\"\\u001b[2Jx\"},"
		     "\"members\":[{\"id\":\"m\",\"name\":\"\\u009b1m\"}],"
		     "\"fragments\":[{\"subject\":\"m\",\"category\":"
		     "\"\\u001b]0;\",\"source\":\"\\u001b\",\"fields\":"
		     "{\"\\u001b\":\"\\u202e\"}}],"
		     "\"missing\":[{\"source\":\"\\u001b\",\"reason\":"
		     "\"\\u001b\",\"basis\":[\"\\u001b\"]}]}");
	cr_assert_null(strchr(support_text(&page), '\033'));
	cr_assert_null(strstr(support_text(&page), "\xC2\x9B"));
	cr_assert_null(strstr(support_text(&page), "\xE2\x80\xAE"));
	arena_free(arena);
}

LEAK_FREE_TEST(plan, marks_only_what_is_over_and_not_done)
{
	static const struct {
		const char *due;
		const char *status;
		bool overdue;
	} rows[] = {
		{"2026-11-20", "active", true},
		{"2026-11-20", "in-progress", true},
		{"2026-11-20", "completed", false},
		{"2026-11-20", "cancelled", false},
		{"2026-11-21", "active", false},
		{"2026-11-22", "active", false},
		{"soon", "active", false},
	};

	support_speak_english();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		arena = arena_new();
		print_string(arena_printf(
			arena,
			"{\"time\":\"2026-11-21T10:00:00.000Z\",\"fragments\":"
			"[{\"category\":\"agreement\",\"fields\":{\"due\":"
			"\"%s\",\"status\":\"%s\",\"text\":\"x\"}}]}",
			rows[i].due, rows[i].status));
		cr_assert_eq(strstr(support_text(&page), "overdue") != NULL,
			     rows[i].overdue, "row %zu", i);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(plan, never_drops_a_field_or_a_category_it_does_not_know)
{
	support_speak_english();
	arena = arena_new();
	print_string("{\"fragments\":["
		     "{\"category\":\"goal\",\"fields\":{\"text\":\"walk\","
		     "\"colour\":\"green\"}},"
		     "{\"category\":\"weather\",\"fields\":{\"sky\":\"blue\","
		     "\"wind\":7}}]}");
	cr_assert_not_null(strstr(support_text(&page), "colour: green"));
	cr_assert_not_null(strstr(support_text(&page), "weather"));
	cr_assert_not_null(strstr(support_text(&page), "sky     blue"));
	cr_assert_not_null(strstr(support_text(&page), "wind    7"));
	arena_free(arena);
}

LEAK_FREE_TEST(plan, shows_everything_that_any_field_of_a_view_says)
{
	const struct json *view;
	const char *text;

	support_speak_english();
	arena = arena_new();
	view = support_json(arena, support_file(arena, FIXTURES "view.json"));
	text = print(support_file(arena, FIXTURES "view.json"), 500,
		     PLAN_WHOLE);
	for (const struct json *fragment =
		     json_first(json_member(view, "fragments"));
	     fragment; fragment = fragment->next) {
		const struct json *fields = json_member(fragment, "fields");
		const char *own = json_get_string(fields, "text");
		const char *worker = json_get_string(fields, "worker");
		const char *need = json_get_string(fields, "need");
		cr_assert(!own || strstr(text, own), "%s", own);
		cr_assert(!worker || strstr(text, worker), "%s", worker);
		cr_assert(!need || strstr(text, need), "%s", need);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(plan, says_beside_what_help_is_given)
{
	static const struct {
		const char *fields, *shown;
	} rows[] = {
		{"\"intensity\":\"weekly\",\"adds_to\":\"a niece cooks\"",
		 "weekly, beside: a niece cooks"},
		{"\"adds_to\":\"a niece cooks\"", " beside: a niece cooks"},
		{"\"intensity\":\"weekly\"", "weekly"},
	};

	support_speak_english();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		arena = arena_new();
		print_string(arena_printf(
			arena,
			"{\"fragments\":[{\"category\":\"service\","
			"\"fields\":{\"kind\":\"meals\",%s}}]}",
			rows[i].fields));
		cr_assert_not_null(strstr(support_text(&page), rows[i].shown),
				   "%s", rows[i].shown);
		arena_free(arena);
	}
}

/* Who was asked for one thing may well have nothing of it. */
LEAK_FREE_TEST(plan, does_not_take_nothing_of_a_few_for_something_withheld)
{
	static const char missing[] =
		"\"missing\":[{\"reason\":\"withheld\",\"source\":\"a\"}]}";
	const char *text;

	support_speak_english();
	arena = arena_new();
	text = print_string(
		arena_printf(arena, "{\"categories\":[\"goal\"],%s", missing));
	cr_assert_not_null(strstr(text, "Asked for nothing but: goals."));
	cr_assert_not_null(strstr(text, "(nothing, or what isn't told)"));
	text = print_string(arena_printf(arena, "{%s", missing));
	cr_assert_null(strstr(text, "Asked for nothing but"));
	cr_assert_not_null(strstr(text, " (what isn't told)"));
	arena_free(arena);
}

LEAK_FREE_TEST(plan, counts_who_could_not_be_reached)
{
	arena = arena_new();
	cr_assert_eq(missing_unreachable(support_json(
			     arena, support_file(arena, FIXTURES "view.json"))),
		     1);
	cr_assert_eq(missing_unreachable(support_json(arena, text_of("{}"))),
		     0);
	arena_free(arena);
}

LEAK_FREE_TEST(plan, reads_well_in_english)
{
	static const struct {
		size_t width;
		enum plan_part part;
		const char *golden;
	} rows[] = {
		{80, PLAN_WHOLE, FIXTURES "view.en.80.txt"},
		{200, PLAN_WHOLE, FIXTURES "view.en.200.txt"},
		{80, PLAN_MISSING_ONLY, FIXTURES "missing.en.80.txt"},
	};

	support_speak_english();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		arena = arena_new();
		print(support_file(arena, FIXTURES "view.json"), rows[i].width,
		      rows[i].part);
		support_assert_golden(&page, rows[i].golden);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(plan, reads_well_in_dutch)
{
	support_speak_dutch();
	arena = arena_new();
	print(support_file(arena, FIXTURES "view.json"), 80, PLAN_WHOLE);
	support_assert_golden(&page, FIXTURES "view.nl.80.txt");
	print(support_file(arena, FIXTURES "view.json"), 200, PLAN_WHOLE);
	support_assert_golden(&page, FIXTURES "view.nl.200.txt");
	arena_free(arena);
}

LEAK_FREE_TEST(plan, of_an_emergency_says_so_first_and_no_other_does)
{
	support_speak_english();
	arena = arena_new();
	cr_expect_null(strstr(print_string("{}"), "EMERGENCY"));
	cr_expect_eq(strncmp(print_string("{\"emergency\":{\"id\":\"x\","
					  "\"until\":"
					  "\"2026-11-21T12:00:00Z\"}}"),
			     "EMERGENCY until ", 16),
		     0);
	arena_free(arena);
}
