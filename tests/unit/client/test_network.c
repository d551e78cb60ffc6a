#include <string.h>

#include "client/plan.h"
#include "support.h"

static struct arena *arena;
static struct page page;

static const char *
print_string(const char *json)
{
	page_init(&page, arena);
	page.width = 80;
	plan_print(&page, support_json(arena, text_of(json)), PLAN_NETWORK);
	return support_text(&page);
}

/* Fragments of Jannie, who is "m1", beside Noor, who has none. */
static const char *
print(const char *fragments)
{
	return print_string(arena_printf(
		arena,
		"{\"members\":[{\"id\":\"m1\",\"name\":\"Jannie\"},"
		"{\"id\":\"m2\",\"name\":\"Noor\"}],\"fragments\":[%s]}",
		fragments));
}

#define WORKER(name, line)                                                     \
	"{\"category\":\"involvement\",\"subject\":\"m1\",\"source_name\":"    \
	"\"Wijkteam\",\"fields\":{\"worker\":\"" name "\",\"line\":" line "}}"
#define FRIEND(name, phase)                                                    \
	"{\"category\":\"informal_support\",\"subject\":\"m1\","               \
	"\"source_name\":\"Welzijn\",\"fields\":{\"name\":\"" name             \
	"\",\"phone\":\"06-1\",\"relation\":\"neighbour\","                    \
	"\"role\":\"volunteer\",\"phase\":\"" phase "\"}}"

LEAK_FREE_TEST(network, survives_views_with_nothing_in_them)
{
	static const char *const rows[] = {
		"{}",
		"{\"fragments\":[{}],\"members\":[{}],\"missing\":[{}]}",
		"{\"fragments\":[1,\"x\",null],\"members\":\"x\"}",
		"{\"members\":[{\"id\":\"m\"}],\"fragments\":[{\"category\":"
		"\"involvement\",\"subject\":\"m\",\"fields\":[1]},"
		"{\"category\":\"informal_support\",\"subject\":\"m\","
		"\"fields\":{\"phase\":7,\"name\":7}}]}",
	};

	support_speak_english();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		arena = arena_new();
		cr_assert_not_null(
			strstr(print_string(rows[i]), "Who coordinates"));
		arena_free(arena);
	}
}

LEAK_FREE_TEST(network, has_who_is_near_before_who_is_paid_and_by_line)
{
	static const char *const order[] = {"Around Jannie", "Tilly",
					    "Anouk",	     "Fatima",
					    "Ilse",	     "Nobody knows"};
	const char *at;

	support_speak_english();
	arena = arena_new();
	at = print(WORKER("Nobody knows", "\"7\"") "," WORKER(
		"Ilse",
		"\"2\"") "," WORKER("Fatima",
				    "\"1\"") "," WORKER("Anouk",
							"\"0\"") "," FRIEND("Ti"
									    "ll"
									    "y",
									    "du"
									    "ri"
									    "n"
									    "g"));
	for (size_t i = 0; i < COUNT_OF(order); i++) {
		const char *next = strstr(at, order[i]);
		cr_assert_not_null(next, "%s isn't behind: %s", order[i], at);
		at = next;
	}
	cr_expect_not_null(strstr(at, "Around Noor"));
	cr_expect_not_null(strstr(at, "Nobody is shown."));
	arena_free(arena);
}

LEAK_FREE_TEST(network, marks_the_phases_that_are_noted_and_no_other)
{
	static const struct {
		const char *phase;
		size_t marks;
	} rows[] = {
		{"before", 1},	   {"during,after", 2},
		{"duringly", 0},   {"after,before,during", 3},
		{"before, no", 1}, {"", 0},
	};

	support_speak_english();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		size_t marks = 0;

		arena = arena_new();
		for (const char *at = print(arena_printf(
			     arena, FRIEND("Tilly", "%s"), rows[i].phase));
		     (at = strstr(at, "yes")); at++)
			marks++;
		cr_expect_eq(marks, rows[i].marks, "%s", rows[i].phase);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(network, says_how_to_reach_each_and_nothing_else_of_the_plan)
{
	const char *text;

	support_speak_english();
	arena = arena_new();
	text = print(FRIEND(
		"Tilly", "during") ","
				   "{\"category\":\"goal\",\"subject\":\"m1\","
				   "\"fields\":{\"text\":\"walk\"}}");
	cr_expect_not_null(strstr(text, "06-1"));
	cr_expect_not_null(strstr(text, "Tilly, volunteer, neighbour"));
	cr_expect_null(strstr(text, "walk"));
	arena_free(arena);
}

LEAK_FREE_TEST(network, says_until_when_somebody_was_there)
{
	static const struct {
		const char *fields;
		bool ended;
	} rows[] = {
		{"\"until\":\"2026-11-20\"", true},
		{"\"until\":\"2026-11-21\"", true},
		{"\"until\":\"2026-11-22\"", false},
		{"\"status\":\"completed\"", false},
	};

	support_speak_english();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		arena = arena_new();
		cr_expect_eq(
			strstr(print_string(arena_printf(
				       arena,
				       "{\"time\":\"2026-11-21T10:00:00.000Z\","
				       "\"members\":[{\"id\":\"m\"}],"
				       "\"fragments\":[{\"category\":"
				       "\"informal_support\",\"subject\":"
				       "\"m\",\"fields\":{\"role\":\"carer\","
				       "%s}}]}",
				       rows[i].fields)),
			       "carer, until") != NULL,
			rows[i].ended, "%s", rows[i].fields);
		arena_free(arena);
	}
}
