/*
 * eenplan link token | accept
 */
#include <string.h>

#include "client/body.h"
#include "client/file.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/node.h"
#include "client/wording.h"
#include "eenplan/base/limits.h"
#include "eenplan/wire/link.h"

enum exit_code
link_token(struct client *client)
{
	const char *const *arguments = client->options->arguments;
	const struct body_member members[] = {{"partner", arguments[1]},
					      {"resident", arguments[0]}};
	const struct json *reply;
	enum exit_code code = node_ask_and_show(
		client,
		&(struct node_request){.route = NODE_LINK_TOKEN,
				       .body = body_of(client->arena, members,
						       COUNT_OF(members))},
		&reply);
	const char *token = json_get_string(reply, "token");

	if (!reply)
		return code;
	page_say(client->page, 0, "%s", token ? token : "");
	if (command_is_quiet(client))
		return code;
	page_gap(client->page);
	page_say(
		client->page, 0,
		_("Give this code to %s, and to nobody else. It works once, "
		  "until %s. They enter it with: eenplan link accept"),
		arguments[1],
		wording_time(client->arena, json_get_string(reply, "expires")));
	return code;
}

/* The argument, or the first line of standard input: an argument can be seen
 * by others on the same machine. */
static const char *
read_token(struct client *client, const char *argument, struct fault *fault)
{
	uint8_t bytes[LINK_TOKEN_BYTES];
	struct text text = text_of(argument);
	char *token;

	if (strcmp(argument, "-") == 0 &&
	    file_read(client->arena, argument, LIMIT_NAME_BYTES, &text,
		      fault) != STATUS_OK)
		return NULL;
	token = arena_text(client->arena, text);
	token[strcspn(token, "\r\n")] = '\0';
	if (link_token_read(token, bytes))
		return token;
	fault_set(fault, "", "%s",
		  _("that is no link token; compare it letter by letter with "
		    "the code that the partner gave"));
	return NULL;
}

enum exit_code
link_accept(struct client *client)
{
	const char *const *arguments = client->options->arguments;
	struct fault fault = {0};
	const char *token = read_token(client, arguments[2], &fault);
	const struct body_member members[] = {{"partner", arguments[1]},
					      {"resident", arguments[0]},
					      {"token", token}};
	const struct json *reply;
	enum exit_code code;

	if (!token) {
		message_error("%s", fault.told);
		return EXIT_CODE_USAGE;
	}
	code = node_ask_and_show(
		client,
		&(struct node_request){.route = NODE_LINK_ACCEPT,
				       .body = body_of(client->arena, members,
						       COUNT_OF(members))},
		&reply);
	if (reply && !command_is_quiet(client))
		page_say(client->page, 0,
			 _("Linked: %s and this organisation now mean the same "
			   "resident. What may be shared still depends on "
			   "policy and consent."),
			 arguments[1]);
	return code;
}
