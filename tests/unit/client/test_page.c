#include <errno.h>
#include <string.h>

#include "client/page.h"
#include "support.h"

static struct page page;

static struct arena *
start(void)
{
	struct arena *arena = arena_new();

	support_speak_english();
	page_init(&page, arena);
	return arena;
}

LEAK_FREE_TEST(page, reports_a_full_disk)
{
	struct arena *arena = start();
	FILE *full = fopen("/dev/full", "w");

	cr_assert_not_null(full);
	page_say(&page, 0, "x");
	cr_assert_eq(page_flush(&page, full), STATUS_STORAGE);
	cr_assert_eq(errno, ENOSPC);
	fclose(full);
	arena_free(arena);
}

LEAK_FREE_TEST(page, writes_json_that_cannot_steer_a_terminal)
{
	struct arena *arena = start();

	page_json(&page, support_json(arena, text_of("{\"b\":[],\"a\":[1,{"
						     "\"x\":\"\\u009b\"}]}")));
	cr_assert_str_eq(support_text(&page), "{\n"
					      "  \"b\": [],\n"
					      "  \"a\": [\n"
					      "    1,\n"
					      "    {\n"
					      "      \"x\": \"\\u009b\"\n"
					      "    }\n"
					      "  ]\n"
					      "}\n");
	arena_free(arena);
}

LEAK_FREE_TEST(page, wraps_and_indents_paragraphs)
{
	struct arena *arena = start();

	page.width = 12;
	page_gap(&page);
	page_say(&page, 2, "%s", "een twee drie");
	page_gap(&page);
	page_gap(&page);
	page_say(&page, 0, "%s", "a\nb\033");
	cr_assert_str_eq(support_text(&page),
			 "  een twee\n  drie\n\na b\xEF\xBF\xBD\n");
	arena_free(arena);
}

LEAK_FREE_TEST(page, underlines_titles_by_their_width)
{
	struct arena *arena = start();

	page_title(&page, "%s", "één");
	page.utf8 = false;
	page_title(&page, "%s", "ja");
	cr_assert_str_eq(support_text(&page), "één\n───\n\nja\n--\n");
	arena_free(arena);
}

LEAK_FREE_TEST(page, has_no_escapes_without_colour)
{
	struct arena *arena = start();

	page_heading(&page, "%s", "x");
	cr_assert_str_eq(support_text(&page), "x\n");
	page.colour = true;
	page_heading(&page, "%s", "y");
	cr_assert_not_null(strstr(support_text(&page), "\033[1my\033[0m"));
	arena_free(arena);
}
