#include <string.h>

#include "client/measure.h"
#include "client/table.h"
#include "support.h"

static struct table *
sample(struct page *page)
{
	struct table *table = table_new(page);

	table_column(table, "Date", TABLE_WHOLE);
	table_column(table, "Empty", TABLE_TEXT);
	table_column(table, "What", TABLE_TEXT);
	table_column(table, "Count", TABLE_NUMBER);
	return table;
}

static void
add(struct table *table, const char *date, const char *what, const char *count)
{
	table_row(table);
	table_put(table, date);
	table_put(table, NULL);
	table_put(table, what);
	table_put(table, count);
}

static void
start(struct page *page, struct arena *arena, size_t width)
{
	support_speak_english();
	page_init(page, arena);
	page->width = width;
}

LEAK_FREE_TEST(table, prints_nothing_without_rows)
{
	struct arena *arena = arena_new();
	struct page page;

	start(&page, arena, 80);
	table_print(sample(&page), 2);
	cr_assert_eq(page.out.length, 0);
	arena_free(arena);
}

LEAK_FREE_TEST(table, leaves_out_empty_columns_and_trailing_spaces)
{
	struct arena *arena = arena_new();
	struct page page;
	struct table *table;

	start(&page, arena, 80);
	table = sample(&page);
	add(table, "1 mei 2026", "één", "1");
	add(table, "2 mei 2026", "twee", "10");
	table_print(table, 2);
	cr_assert_str_eq(support_text(&page), "  DATE        WHAT  COUNT\n"
					      "  1 mei 2026  één       1\n"
					      "  2 mei 2026  twee     10\n");
	arena_free(arena);
}

LEAK_FREE_TEST(table, wraps_texts_but_never_dates)
{
	struct arena *arena = arena_new();
	struct page page;
	struct table *table;

	start(&page, arena, 30);
	table = sample(&page);
	add(table, "1 mei 2026", "een twee drie vier", "1");
	table_print(table, 0);
	cr_assert_str_eq(support_text(&page), "DATE        WHAT         COUNT\n"
					      "1 mei 2026  een twee         1\n"
					      "            drie vier\n");
	arena_free(arena);
}

LEAK_FREE_TEST(table, stays_within_its_width)
{
	struct arena *arena = arena_new();
	struct page page;
	const char *line;

	for (size_t width = 40; width <= 200; width += 5) {
		struct table *table;
		start(&page, arena, width);
		table = sample(&page);
		add(table, "1 mei 2026",
		    "een heel lange zin over onvoorstelbaar veel "
		    "arbeidsongeschiktheidsverzekeringen en zo voort",
		    "1");
		table_print(table, 2);
		line = strtok(arena_string(arena, support_text(&page)), "\n");
		for (; line; line = strtok(NULL, "\n"))
			cr_assert_leq(measure_width(line), width);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(table, lets_no_escape_through)
{
	struct arena *arena = arena_new();
	struct page page;
	struct table *table;

	start(&page, arena, 80);
	table = sample(&page);
	add(table, "x",
	    "\033[2J\xC2\x9B"
	    "1m",
	    "1");
	table_print(table, 0);
	cr_assert_null(strchr(support_text(&page), '\033'));
	cr_assert_null(strstr(support_text(&page), "\xC2\x9B"));
	arena_free(arena);
}

LEAK_FREE_TEST(table, colours_only_when_the_page_does)
{
	struct arena *arena = arena_new();
	struct page page;
	struct table *table;

	start(&page, arena, 80);
	page.colour = true;
	table = table_new_pairs(&page);
	table_pair(table, "Label", "value");
	table_pair(table, "Gone", "");
	cr_assert_eq(table_rows(table), 1);
	table_print(table, 0);
	cr_assert_not_null(strstr(support_text(&page), "\033[2mLabel"));
	arena_free(arena);
}
