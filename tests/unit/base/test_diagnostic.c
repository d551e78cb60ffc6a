#include "eenplan/base/diagnostic.h"

#include <string.h>

#include "leak_free.h"

static const struct diagnostic gaol = {
	.file = "care.policy",
	.line = 12,
	.column = 11,
	.width = 4,
	.source = "  permit  gaol",
	.text = "there is no category \"gaol\"",
	.hint = "did you mean \"goal\"?",
};

static const char *
print_one(struct arena *arena, const struct diagnostic *item, bool colour)
{
	struct diagnostics list;
	struct buf out;

	diagnostics_init(&list, arena, 10);
	diagnostics_add(&list, item);
	buf_init(&out, arena, 0);
	diagnostics_print(&list, &out, colour);
	return buf_string(&out);
}

LEAK_FREE_TEST(diagnostic, points_at_the_mistake)
{
	struct arena *arena = arena_new();

	cr_expect_str_eq(print_one(arena, &gaol, false),
			 "care.policy:12:11: there is no category \"gaol\"\n"
			 "   12 |   permit  gaol\n"
			 "      |           ^~~~\n"
			 "      | did you mean \"goal\"?\n");
	arena_free(arena);
}

LEAK_FREE_TEST(diagnostic, counts_characters_and_keeps_tabs)
{
	struct arena *arena = arena_new();
	struct diagnostic item = gaol;

	item.source = "\té gaol";
	item.column = 4;
	item.hint = NULL;
	item.severity = DIAGNOSTIC_WARNING;
	cr_expect_str_eq(
		print_one(arena, &item, false),
		"care.policy:12:4: warning: there is no category \"gaol\"\n"
		"   12 | \té gaol\n"
		"      | \t  ^~~~\n");
	arena_free(arena);
}

LEAK_FREE_TEST(diagnostic, speaks_of_a_file_as_a_whole)
{
	struct arena *arena = arena_new();
	struct diagnostic item = {.file = "a.policy", .text = "can't be read"};

	cr_expect_str_eq(print_one(arena, &item, false),
			 "a.policy: can't be read\n");
	arena_free(arena);
}

LEAK_FREE_TEST(diagnostic, keeps_escapes_of_a_file_off_the_terminal)
{
	struct arena *arena = arena_new();
	struct diagnostic item = gaol;

	item.source = "\033[2J";
	item.text = "there is no word \"\033[2J\"";
	item.hint = "\033]0;x\a";
	cr_expect_null(strchr(print_one(arena, &item, false), '\033'));
	cr_expect_not_null(strchr(print_one(arena, &gaol, true), '\033'));
	arena_free(arena);
}

LEAK_FREE_TEST(diagnostic, lists_in_the_order_of_the_file_up_to_its_limit)
{
	struct arena *arena = arena_new();
	struct diagnostics list;
	struct buf out;

	diagnostics_init(&list, arena, 20);
	for (unsigned i = 0; i < 30; i++) {
		char text[] = "a0";
		struct diagnostic item = {.file = "f",
					  .line = 30 - i % 20,
					  .column = 1,
					  .text = text};

		item.severity = i < 25 ? DIAGNOSTIC_WARNING : DIAGNOSTIC_ERROR;
		text[1] = (char)('a' + i);
		diagnostics_add(&list, &item);
	}
	cr_expect_eq(list.count, 20);
	cr_expect_eq(list.unlisted, 10);
	cr_expect_eq(list.errors, 5);
	cr_expect(diagnostics_has_errors(&list));
	buf_init(&out, arena, 0);
	diagnostics_print(&list, &out, false);

	const char *printed = buf_string(&out);

	cr_expect_eq(strncmp(printed,
			     "f:11:1: warning: at\nf:12:1: warning: as\n", 40),
		     0);
	cr_expect_not_null(strstr(printed, "10 more are not listed\n"));
	arena_free(arena);
}

LEAK_FREE_TEST(diagnostic, has_no_errors_when_all_are_warnings)
{
	struct arena *arena = arena_new();
	struct diagnostics list;
	struct diagnostic item = {
		.severity = DIAGNOSTIC_WARNING, .file = "f", .text = "is odd"};

	diagnostics_init(&list, arena, 20);
	cr_expect_not(diagnostics_has_errors(&list));
	diagnostics_add(&list, &item);
	cr_expect_not(diagnostics_has_errors(&list));
	arena_free(arena);
}

LEAK_FREE_TEST(diagnostic, finds_the_near_word_and_no_far_one)
{
	static const char *const words[] = {"goal", "agreement", "contact",
					    "contact_moment", "wmo"};
	static const struct {
		const char *word;
		const char *near;
	} rows[] = {
		{"gaol", "goal"},
		{"goals", "goal"},
		{"gol", "goal"},
		{"agreemnet", "agreement"},
		{"agrement", "agreement"},
		{"contakt", "contact"},
		{"contactmoment", "contact_moment"},
		{"wno", "wmo"},
		{"x", NULL},
		{"", NULL},
		{"diagnosis", NULL},
		{"cat", NULL},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *near = diagnostic_near_word(rows[i].word, words,
							COUNT_OF(words));

		if (rows[i].near == NULL)
			cr_expect_null(near, "\"%s\"", rows[i].word);
		else
			cr_expect_str_eq(near, rows[i].near);
	}
}

LEAK_FREE_TEST(diagnostic, passes_over_words_of_any_length)
{
	char wide[1000];
	const char *words[] = {wide, "goal"};

	memset(wide, 'g', sizeof(wide) - 1);
	wide[sizeof(wide) - 1] = '\0';
	cr_expect_null(diagnostic_near_word(wide, words, 2));
	cr_expect_str_eq(diagnostic_near_word("goa", words, 2), "goal");
}
