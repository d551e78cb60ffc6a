/*
 * eenplan emergency open | view
 */
#include <stdlib.h>
#include <string.h>

#include "client/body.h"
#include "client/file.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/node.h"
#include "client/view.h"
#include "eenplan/base/limits.h"

static enum exit_code
ask_view(struct client *client, const char *household, const char *role)
{
	const struct body_member members[] = {{"household", household},
					      {"role", role}};
	const struct node_request request = {
		.route = NODE_EMERGENCY_VIEW,
		.body = body_of(client->arena, members, COUNT_OF(members)),
	};
	const struct json *view;
	enum exit_code code = node_ask(client, &request, &view);

	return code == EXIT_CODE_OK ? view_show(client, view) : code;
}

enum exit_code
emergency_view(struct client *client)
{
	return ask_view(client, client->options->arguments[0],
			client->options->values[OPTION_ROLE]);
}

/* The argument, or the first line of standard input: an argument can be seen
 * by others on the same machine. NULL: that can't be read, which was said. */
static const char *
read_reason(struct client *client)
{
	const char *argument = client->options->values[OPTION_REASON];
	struct fault fault = {0};
	struct text text;
	char *reason;

	if (!argument) {
		message_error("%s", _("say why this can't wait: --reason TEXT, "
				      "or --reason - to type it"));
		return NULL;
	}
	if (strcmp(argument, "-") != 0)
		return argument;
	if (file_read(client->arena, argument, LIMIT_TEXT_BYTES, &text,
		      &fault) != STATUS_OK) {
		message_error("%s", fault.text);
		return NULL;
	}
	reason = arena_text(client->arena, text);
	reason[strcspn(reason, "\r\n")] = '\0';
	return reason;
}

/* False: it is no number of minutes, which was said. -1: none is given. */
static bool
read_minutes(struct client *client, int64_t *minutes_out)
{
	const char *argument = client->options->values[OPTION_MINUTES];
	size_t digits = argument ? strspn(argument, "0123456789") : 0;

	*minutes_out = argument ? atol(argument) : -1;
	if (!argument || (digits > 0 && digits < 6 && argument[digits] == '\0'))
		return true;
	message_error("%s", _("--minutes takes a number, such as 30"));
	return false;
}

enum exit_code
emergency_open(struct client *client)
{
	const char *reason = read_reason(client);
	const struct json *opened;
	struct json_writer writer;
	int64_t minutes;
	struct buf out;
	enum exit_code code;

	if (!reason || !read_minutes(client, &minutes))
		return EXIT_CODE_USAGE;
	buf_init(&out, client->arena, 1024);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "household", client->options->arguments[0]);
	if (minutes >= 0)
		json_member_integer(&writer, "minutes", minutes);
	json_member_string(&writer, "reason", reason);
	json_member_string_if(&writer, "role",
			      client->options->values[OPTION_ROLE]);
	json_close_object(&writer);
	code = node_ask(client,
			&(struct node_request){.route = NODE_EMERGENCY_OPEN,
					       .body = buf_text(&out)},
			&opened);
	return code == EXIT_CODE_OK
		       ? ask_view(client, json_get_string(opened, "household"),
				  json_get_string(opened, "role"))
		       : code;
}
