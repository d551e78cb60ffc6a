/*
 * The manual and the completion against the tables that the program is made of.
 */
#include <ctype.h>
#include <string.h>

#include "client/command.h"
#include "client/exit.h"
#include "client/i18n.h"
#include "support.h"

/* Runs of blanks as one space, so that line breaks don't matter. */
static const char *
squeezed(struct arena *arena, const char *path)
{
	const char *from = support_file(arena, path).bytes;
	char *to = arena_string(arena, from);
	char *start = to;

	for (; *from; from++) {
		bool blank = isspace((unsigned char)*from);
		if (blank && to > start && to[-1] == ' ')
			continue;
		*to++ = blank ? ' ' : *from;
	}
	*to = '\0';
	return start;
}

LEAK_FREE_TEST(documents, manual_tells_every_command_and_option)
{
	struct arena *arena = arena_new();
	const char *manual = squeezed(arena, "packaging/eenplan.1.scd");

	for (size_t i = 0; i < command_count; i++) {
		const struct command *one = &command_table[i];
		const char *name =
			arena_printf(arena, "*%s%s%s*", one->family,
				     *one->verb ? " " : "", one->verb);
		cr_assert_not_null(strstr(manual, name), "%s", name);
	}
	for (int i = 0; i < OPTION_COUNT; i++) {
		const char *name =
			arena_printf(arena, "*--%s*", options_text(i)->word);
		cr_assert_not_null(strstr(manual, name), "%s", name);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(documents, manual_tells_every_exit_code_in_the_same_words)
{
	struct arena *arena = arena_new();
	const char *manual = squeezed(arena, "packaging/eenplan.1.scd");

#define EXIT(name, number, sentence)                                           \
	cr_assert_not_null(strstr(manual, arena_printf(arena, "*%d* %s",       \
						       number, sentence)),     \
			   "%d: %s", number, sentence);
#include "client/exit.def"
#undef EXIT
	arena_free(arena);
}

LEAK_FREE_TEST(documents, completion_knows_every_command_and_option)
{
	struct arena *arena = arena_new();
	const char *script =
		squeezed(arena, "packaging/completions/eenplan.bash");

	for (size_t i = 0; i < command_count; i++) {
		cr_assert_not_null(strstr(script, command_table[i].family));
		cr_assert_not_null(strstr(script, command_table[i].verb));
	}
	for (int i = 0; i < OPTION_COUNT; i++)
		cr_assert_not_null(
			strstr(script, arena_printf(arena, "--%s",
						    options_text(i)->word)),
			"%s", options_text(i)->word);
	arena_free(arena);
}
