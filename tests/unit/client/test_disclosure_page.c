#include "client/disclosure_page.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "support.h"

static struct arena *arena;

static struct disclosure
statement(void)
{
	const struct json *json = support_json(
		arena,
		support_file(arena, "tests/fixtures/client/statement.json"));
	struct disclosure disclosure;
	struct fault fault = {0};

	cr_assert_eq(disclosure_decode(arena, json, &disclosure, &fault),
		     STATUS_OK, "%s %s", fault.where, fault.text);
	return disclosure;
}

static const char *
print(const struct disclosure *disclosure)
{
	struct page page;

	page_init(&page, arena);
	page.width = 200; /* paper isn't as wide as that */
	disclosure_page_print(&page, disclosure);
	return support_text(&page);
}

static void
assert_has(const char *text, const char *words)
{
	cr_assert_not_null(strstr(text, words), "it lacks \"%s\":\n%s", words,
			   text);
}

LEAK_FREE_TEST(disclosure_page, says_that_there_is_nothing)
{
	struct disclosure disclosure;
	const char *text;

	support_speak_english();
	arena = arena_new();
	disclosure = statement();
	disclosure.line_count = 0;
	disclosure.partner_count = 0;
	disclosure.from_day = CLOCK_DAY_NONE;
	disclosure.until_day = CLOCK_DAY_NONE;
	text = print(&disclosure);
	assert_has(text, "nobody made anything available");
	assert_has(text, "all that is in our log");
	cr_expect_null(strstr(text, "Other organisations"));
	cr_expect_null(strstr(text, "complete"));
	cr_expect_null(strstr(text, "NOT"));
	arena_free(arena);
}

LEAK_FREE_TEST(disclosure_page, says_first_what_is_wrong_or_missing)
{
	struct disclosure disclosure;
	const char *text;

	support_speak_english();
	arena = arena_new();
	disclosure = statement();
	text = print(&disclosure);
	cr_assert_lt(strstr(text, "It isn't complete"),
		     strstr(text, "What other organisations asked us"));
	cr_assert_lt(strstr(text, "in only one of two logs"),
		     strstr(text, "What other organisations asked us"));
	arena_free(arena);
}

LEAK_FREE_TEST(disclosure_page, cannot_be_steered_by_what_a_node_says)
{
	struct disclosure disclosure;

	support_speak_english();
	arena = arena_new();
	disclosure = statement();
	disclosure.lines[0].user_name = "x\033[2Jy";
	disclosure.node_name = "x\033[2Jy";
	cr_expect_null(strstr(print(&disclosure), "\033"));
	arena_free(arena);
}

LEAK_FREE_TEST(disclosure_page, is_plain_dutch_for_the_resident)
{
	struct disclosure disclosure;
	struct page page;

	support_speak_dutch();
	arena = arena_new();
	disclosure = statement();
	page_init(&page, arena);
	disclosure_page_print(&page, &disclosure);
	support_assert_golden(&page, "tests/fixtures/client/statement.nl.txt");
	arena_free(arena);
}

LEAK_FREE_TEST(disclosure_page, has_rules_for_the_officer)
{
	struct disclosure disclosure;
	struct page page;

	support_speak_english();
	arena = arena_new();
	disclosure = statement();
	disclosure.is_handout = false;
	page_init(&page, arena);
	disclosure_page_print(&page, &disclosure);
	support_assert_golden(&page, "tests/fixtures/client/statement.en.txt");
	arena_free(arena);
}
