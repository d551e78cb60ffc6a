/*
 * eenplan discover token
 */
#include "client/body.h"
#include "client/i18n.h"
#include "client/node.h"
#include "client/typed.h"

enum exit_code
discover_token(struct client *client)
{
	const struct options *options = client->options;
	bool is_noted = options->argument_count > 1;
	const struct body_member members[] = {
		{"resident", options->arguments[0]},
		{"token",
		 is_noted ? typed_words(client->arena, options->arguments[1])
			  : NULL},
	};
	const struct json *reply;
	enum exit_code code;

	if (is_noted && !members[1].value)
		return EXIT_CODE_USAGE;
	code = node_ask_and_show(
		client,
		&(struct node_request){.route = NODE_DISCOVERY_TOKEN,
				       .body = body_of(client->arena, members,
						       COUNT_OF(members))},
		&reply);
	if (!reply || (is_noted && command_is_quiet(client)))
		return code;
	page_say(client->page, 0, "%s",
		 is_noted ? _("Noted. Organisations that may not use a number "
			      "can find the resident by it, with consent.")
			  : json_get_string(reply, "token"));
	if (!is_noted && !command_is_quiet(client))
		page_say(client->page, 0, "%s",
			 _("Give this code to the resident, to show to the "
			   "other organisations that help them. They note it "
			   "with: eenplan discover token RESIDENT CODE"));
	return code;
}
