#include "client/usage.h"

#include <string.h>

#include "client/i18n.h"
#include "client/table.h"

static const char *
command_name(struct page *page, const struct command *command)
{
	return arena_printf(page->arena, "%s%s%s", command->family,
			    *command->verb ? " " : "", command->verb);
}

static void
print_exit_codes(struct page *page)
{
	struct table *table = table_new_pairs(page);

#define EXIT(name, number, sentence)                                           \
	table_pair(table, arena_printf(page->arena, "%d", number), _(sentence));
#include "client/exit.def"
#undef EXIT
	page_heading(page, "%s", _("How it ends (exit codes)"));
	table_print(table, PAGE_INDENT);
}

void
usage_print_all(struct page *page, const char *family)
{
	struct table *table = table_new_pairs(page);

	if (family)
		page_say(page, 0, _("Usage: eenplan %s COMMAND [OPTION…]"),
			 family);
	else
		page_say(page, 0, "%s", _("Usage: eenplan COMMAND [OPTION…]"));
	page_gap(page);
	page_say(page, 0, "%s",
		 _("One household, one plan, one coordinator: what several "
		   "organisations may share, side by side."));
	for (size_t i = 0; i < command_count; i++) {
		const struct command *command = &command_table[i];
		if (!family || strcmp(family, command->family) == 0)
			table_pair(table, command_name(page, command),
				   gettext(command->purpose));
	}
	page_heading(page, "%s", _("Commands"));
	table_print(table, PAGE_INDENT);
	if (!family)
		print_exit_codes(page);
	page_gap(page);
	page_say(page, 0, "%s",
		 _("Each command has its own --help. The manual: man "
		   "eenplan."));
}

static void
print_options(struct page *page, option_set wanted)
{
	struct table *table = table_new_pairs(page);

	for (int i = 0; i < OPTION_COUNT; i++) {
		const struct option_text *text = options_text(i);
		if (!(wanted & OPTION_OF(i)))
			continue;
		table_pair(table,
			   arena_printf(page->arena, "--%s%s%s", text->word,
					text->argument ? " " : "",
					text->argument ? text->argument : ""),
			   gettext(text->purpose));
	}
	page_heading(page, "%s", _("Options"));
	table_print(table, PAGE_INDENT);
}

void
usage_print_command(struct page *page, const struct command *command)
{
	page_say(page, 0, _("Usage: eenplan %s %s%s[OPTION…]"),
		 command_name(page, command), command->arguments,
		 *command->arguments ? " " : "");
	page_gap(page);
	page_say(page, 0, "%s", gettext(command->purpose));
	print_options(page, command->options);
	page_heading(page, "%s", _("Example"));
	page_say(page, PAGE_INDENT, "%s", command->example);
}
