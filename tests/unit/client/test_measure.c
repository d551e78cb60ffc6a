#include "client/measure.h"
#include "support.h"

LEAK_FREE_TEST(measure, counts_columns_and_not_bytes)
{
	support_speak_english();
	cr_assert_eq(measure_width(""), 0);
	cr_assert_eq(measure_width("één"), 3);
	cr_assert_eq(measure_width("李"), 2);
	cr_assert_eq(measure_width("e\xCC\x81"), 1);
	cr_assert_eq(measure_longest_word("een lang woord"), 5);
}

LEAK_FREE_TEST(measure, breaks_at_spaces_and_only_then_inside_words)
{
	static const struct {
		const char *text;
		size_t width;
		const char *lines;
	} rows[] = {
		{"", 5, ""},
		{"een twee", 8, "een twee"},
		{"een twee", 7, "een\ntwee"},
		{"een  twee ", 8, "een twee"},
		{"donderdag", 4, "dond\nerda\ng"},
		{"op donderdag", 4, "op\ndond\nerda\ng"},
		{"één één", 3, "één\néén"},
		{"李李李", 4, "李李\n李"},
		{"1" MEASURE_NO_BREAK "mei 2026", 5, "1 mei\n2026"},
		{"x", 0, "x"},
	};
	struct arena *arena = arena_new();

	support_speak_english();
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		cr_assert_str_eq(
			measure_wrap(arena, rows[i].text, rows[i].width),
			rows[i].lines, "row %zu", i);
	arena_free(arena);
}

LEAK_FREE_TEST(measure, hangs_all_lines_but_the_first)
{
	struct arena *arena = arena_new();

	support_speak_english();
	cr_assert_str_eq(measure_wrap_hanging(arena, "een twee drie", 6, 2),
			 "een\n  twee\n  drie");
	cr_assert_str_eq(measure_wrap_hanging(arena, "0 informeel", 20, 2),
			 "0 informeel");
	arena_free(arena);
}
