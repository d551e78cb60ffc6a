/*
 * eenplan: how an organisation's own people talk to their node.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>

#include "client/i18n.h"
#include "client/message.h"
#include "client/node.h"
#include "client/usage.h"
#include "eenplan/version.h"

static bool
is_help(const char *word)
{
	return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 ||
	       strcmp(word, "help") == 0;
}

/* `eenplan --version`, `eenplan --help`, `eenplan consent --help`. */
static bool
says_about_itself(struct page *page, const char *const *words, size_t count)
{
	bool family = count > 1 && command_is_family(words[0]);

	if (count == 1 && strcmp(words[0], "--version") == 0)
		page_say(page, 0, "eenplan %s", EENPLAN_VERSION);
	else if (count == 1 && is_help(words[0]))
		usage_print_all(page, NULL);
	else if (family && is_help(words[1]))
		usage_print_all(page, words[0]);
	else
		return false;
	return true;
}

static enum exit_code
refuse_usage(const struct fault *fault)
{
	message_error("%s", fault->told);
	return EXIT_CODE_USAGE;
}

static bool
has_sound_arguments(const struct command *command,
		    const struct options *options, struct fault *fault)
{
	const char *format = options->values[OPTION_FORMAT];
	const char *gap = *command->verb ? " " : "";

	if (options->argument_count < command->least)
		fault_set(fault, "",
			  _("something is missing: eenplan %s%s%s %s"),
			  command->family, gap, command->verb,
			  command->arguments);
	else if (options->argument_count > command->most)
		fault_set(fault, "", _("that is too much: eenplan %s%s%s %s"),
			  command->family, gap, command->verb,
			  command->arguments);
	else if (format && !command_knows_format(command, format))
		fault_set(fault, "",
			  _("--format is one of %s here, nothing else"),
			  command_formats(command));
	return !fault_is_set(fault);
}

static enum exit_code
run(struct client *client, const char *const *words, size_t count)
{
	struct fault fault = {0};
	struct options *options = ARENA_NEW(client->arena, struct options);
	const struct command *command;
	size_t used = 0;

	if (says_about_itself(client->page, words, count))
		return EXIT_CODE_OK;
	command = command_find(words, count, &used, &fault);
	if (!command)
		return refuse_usage(&fault);
	if (options_parse(client->arena, command->options, words + used,
			  count - used, options, &fault) != STATUS_OK)
		return refuse_usage(&fault);
	if (options->values[OPTION_HELP]) {
		usage_print_command(client->page, command);
		return EXIT_CODE_OK;
	}
	if (!has_sound_arguments(command, options, &fault))
		return refuse_usage(&fault);
	client->options = options;
	return command->run(client);
}

int
main(int argc, char **argv)
{
	struct arena *arena = arena_new();
	struct page page;
	struct client client = {.arena = arena, .page = &page};
	enum exit_code code;

	signal(SIGPIPE, SIG_IGN);
	i18n_start();
	page_init(&page, arena);
	page_fit(&page, stdout);
	code = run(&client, (const char *const *)argv + 1,
		   argc > 0 ? (size_t)argc - 1 : 0);
	if (page_flush(&page, stdout) != STATUS_OK) {
		message_error(_("the output can't be written: %s"),
			      strerror(errno));
		code = EXIT_CODE_USAGE;
	}
	node_close(client.node);
	arena_free(arena);
	return (int)code;
}
