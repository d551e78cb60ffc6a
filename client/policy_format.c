/*
 * eenplan policy format
 */
#include <string.h>

#include "client/command.h"
#include "client/file.h"
#include "client/finding.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/safe.h"
#include "eenplan/policy/print.h"

struct formatting {
	struct client *client;
	struct diagnostics found;
	enum policy_print_language language;
	bool checks; /* only say which files aren't in form */
	bool writes;
};

static bool
read_language(const struct options *options, struct formatting *formatting)
{
	const char *language = options->values[OPTION_LANGUAGE];

	formatting->language = POLICY_PRINT_AS_WRITTEN;
	if (!language)
		return true;
	if (strcmp(language, "en") == 0)
		formatting->language = POLICY_PRINT_ENGLISH;
	else if (strcmp(language, "nl") == 0)
		formatting->language = POLICY_PRINT_DUTCH;
	else
		return false;
	return true;
}

static void
print_lines(struct page *page, struct text printed)
{
	const char *line = arena_text(page->arena, printed);

	while (*line) {
		size_t length = strcspn(line, "\n");
		const char *text =
			arena_text(page->arena, (struct text){line, length});

		buf_printf(&page->out, "%s\n", safe_text(page->arena, text));
		line += length + 1;
	}
}

/* As it is on the disk, and as it should be. */
static enum exit_code
deliver(struct formatting *formatting, const char *path, struct text written,
	struct text printed)
{
	struct client *client = formatting->client;
	bool is_same = text_equals(written, printed);
	struct fault fault;

	fault_clear(&fault);
	if (formatting->checks) {
		if (!is_same)
			page_say(client->page, 0,
				 _("%s isn't in its canonical form."),
				 safe_text(client->arena, path));
		return is_same ? EXIT_CODE_OK : EXIT_CODE_NOT_SOUND;
	}
	if (!formatting->writes) {
		print_lines(client->page, printed);
		return EXIT_CODE_OK;
	}
	if (is_same)
		return EXIT_CODE_OK;
	if (file_replace(client->arena, path, printed, &fault) != STATUS_OK) {
		message_error("%s", fault.told);
		return EXIT_CODE_USAGE;
	}
	page_say(client->page, 0, _("%s is now in its canonical form."),
		 safe_text(client->arena, path));
	return EXIT_CODE_OK;
}

static enum exit_code
format_file(struct formatting *formatting, const char *path)
{
	struct arena *arena = formatting->client->arena;
	struct policy_source source = {.name = path};
	struct text printed;
	struct fault fault;

	fault_clear(&fault);
	if (file_read(arena, path, LIMIT_POLICY_FILE_BYTES, &source.text,
		      &fault) != STATUS_OK) {
		message_error("%s", fault.told);
		return EXIT_CODE_USAGE;
	}
	if (!policy_print(arena, &source, formatting->language,
			  &formatting->found, &printed))
		return EXIT_CODE_NOT_SOUND;
	return deliver(formatting, path, source.text, printed);
}

/* Every file that the arguments stand for; "-" is standard input. */
static enum exit_code
format_paths(struct formatting *formatting)
{
	const struct options *options = formatting->client->options;
	enum exit_code worst = EXIT_CODE_OK;
	const char *const *files;
	size_t count;

	if (!policy_list_files(formatting->client->arena, options->arguments,
			       options->argument_count, &formatting->found,
			       &files, &count))
		return EXIT_CODE_USAGE;
	for (size_t i = 0; i < count; i++) {
		enum exit_code code = format_file(formatting, files[i]);

		if (code > worst)
			worst = code;
	}
	return worst;
}

enum exit_code
policy_format(struct client *client)
{
	const struct options *options = client->options;
	struct formatting formatting = {
		.client = client,
		.checks = options->values[OPTION_CHECK] != NULL,
		.writes = options->values[OPTION_WRITE] != NULL};
	enum exit_code code;

	if (!read_language(options, &formatting)) {
		message_error("%s", _("--language is en or nl"));
		return EXIT_CODE_USAGE;
	}
	if (formatting.checks && formatting.writes) {
		message_error("%s",
			      _("--check and --write exclude each other"));
		return EXIT_CODE_USAGE;
	}
	diagnostics_init(&formatting.found, client->arena, LIMIT_POLICY_ERRORS);
	code = format_paths(&formatting);
	if (formatting.found.count > 0)
		message_lines(
			finding_lines(client->arena, &formatting.found, false));
	return code;
}
