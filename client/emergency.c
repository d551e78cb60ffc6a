/*
 * eenplan emergency open | view
 */
#include "client/body.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/node.h"
#include "client/typed.h"
#include "client/view.h"

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

enum exit_code
emergency_open(struct client *client)
{
	const char *const *values = client->options->values;
	const char *reason;
	const struct json *opened;
	struct json_writer writer;
	int64_t minutes = -1;
	struct buf out;
	enum exit_code code;

	if (!values[OPTION_REASON]) {
		message_error("%s", _("say why this can't wait: --reason TEXT, "
				      "or --reason - to type it"));
		return EXIT_CODE_USAGE;
	}
	reason = typed_words(client->arena, values[OPTION_REASON]);
	if (!reason || (values[OPTION_MINUTES] &&
			!typed_minutes(values[OPTION_MINUTES], &minutes)))
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
