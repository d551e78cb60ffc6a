/*
 * eenplan import
 */
#include <stdio.h>
#include <string.h>

#include "client/file.h"
#include "client/i18n.h"
#include "client/import_page.h"
#include "client/message.h"
#include "client/watched.h"
#include "eenplan/base/limits.h"

#define FHIR_TYPE "application/fhir+json"

/* A law is a word of the vocabulary; anything else would need escaping. */
static bool
is_word(const char *law)
{
	return *law && law[strspn(law, "abcdefghijklmnopqrstuvwxyz"
				       "0123456789_-")] == '\0';
}

static enum exit_code
send(struct client *client, const char *path, struct text document,
     const struct json **reply_out)
{
	const char *law = client->options->values[OPTION_LAW];
	const struct node_request request = {
		.route = NODE_IMPORT,
		.query =
			law ? arena_printf(client->arena, "law=%s", law) : NULL,
		.type = FHIR_TYPE,
		.body = document};

	return watched_ask(client, request, path, reply_out);
}

static enum exit_code
import_file(struct client *client, const char *path)
{
	const struct json *reply;
	struct fault fault = {0};
	struct text document;
	enum exit_code code;

	if (file_read(client->arena, path, (size_t)LIMIT_IMPORT_BYTES,
		      &document, &fault) != STATUS_OK) {
		message_error("%s", fault.told);
		return EXIT_CODE_USAGE;
	}
	code = send(client, path, document, &reply);
	if (code != EXIT_CODE_OK)
		message_hint(_("nothing of %s was imported"), path);
	else if (command_wants_json(client))
		page_json(client->page, reply);
	else if (!command_is_quiet(client))
		import_page_print(client->page, path, reply);
	return code;
}

/* Each file has its own memory and page, however many there are. */
static enum exit_code
import_alone(struct client *client, const char *path, bool is_first)
{
	struct arena *arena = arena_new();
	struct client alone = *client;
	struct page page = *client->page;
	enum exit_code code;

	alone.arena = arena;
	alone.page = &page;
	page.arena = arena;
	buf_init(&page.out, arena, 4096);
	if (!is_first && !command_wants_json(client))
		buf_add_char(&page.out, '\n');
	code = import_file(&alone, path);
	client->node = alone.node;
	if (page_flush(&page, stdout) != STATUS_OK)
		code = EXIT_CODE_USAGE;
	arena_free(arena);
	return code;
}

enum exit_code
import_run(struct client *client)
{
	const char *law = client->options->values[OPTION_LAW];
	enum exit_code worst = EXIT_CODE_OK;

	if (law && !is_word(law)) {
		message_error("%s", _("--law needs a word such as wmo or zvw"));
		return EXIT_CODE_USAGE;
	}
	for (size_t i = 0; i < client->options->argument_count; i++) {
		enum exit_code code = import_alone(
			client, client->options->arguments[i], i == 0);
		/* A file that is refused says nothing about the next one. */
		if (code > worst)
			worst = code;
		if (code != EXIT_CODE_OK && code != EXIT_CODE_BAD_INPUT)
			break;
	}
	return worst;
}
