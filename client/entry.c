/*
 * eenplan plan kinds | add | change | close | list | history
 */
#include "eenplan/wire/entry.h"

#include <string.h>

#include "client/body.h"
#include "client/entry_page.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/node.h"

/* "field=value" → a member; what stands on the command line is the user's own
 * text, so only its shape is checked here. */
static bool
put_field(struct json_writer *writer, struct arena *arena, const char *argument)
{
	const char *equals = strchr(argument, '=');

	if (!equals || equals == argument) {
		message_error("%s",
			      _("write each field as FIELD=VALUE, such as "
				"due=2026-12-01"));
		return false;
	}
	json_key(writer,
		 arena_text(arena, (struct text){argument,
						 (size_t)(equals - argument)}));
	json_put_string(writer, equals + 1);
	return true;
}

/* The arguments from `first` on, as the member "fields". */
static bool
put_fields(struct json_writer *writer, const struct client *client,
	   size_t first)
{
	const struct options *options = client->options;

	json_key(writer, "fields");
	json_open_object(writer);
	for (size_t i = first; i < options->argument_count; i++)
		if (!put_field(writer, client->arena, options->arguments[i]))
			return false;
	json_close_object(writer);
	return true;
}

static enum exit_code
send(struct client *client, enum node_route route, struct text body)
{
	const struct json *reply, *entry;
	enum exit_code code = node_ask_and_show(
		client, &(struct node_request){.route = route, .body = body},
		&reply);

	if (!reply)
		return code;
	entry = json_member(reply, "entry");
	if (command_is_quiet(client))
		page_say(client->page, 0, "%s", json_get_string(entry, "id"));
	else
		entry_page_say(client->page, entry);
	return code;
}

enum exit_code
plan_kinds(struct client *client)
{
	const struct options *options = client->options;
	const struct entry_kind *kind = NULL;

	if (options->argument_count > 0) {
		kind = entry_kind_find(options->arguments[0]);
		if (!kind) {
			message_error(_("nothing of that name is written into "
					"a plan; these are: %s"),
				      entry_categories(client->arena));
			return EXIT_CODE_USAGE;
		}
	}
	if (command_wants_json(client))
		entry_page_kinds_json(client->page, kind);
	else
		entry_page_kinds(client->page, kind);
	return EXIT_CODE_OK;
}

enum exit_code
plan_add(struct client *client)
{
	const struct options *options = client->options;
	const char *const *values = options->values;
	struct json_writer writer;
	struct buf out;

	buf_init(&out, client->arena, 512);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "category", options->arguments[0]);
	if (!put_fields(&writer, client, 2))
		return EXIT_CODE_USAGE;
	json_member_string_if(&writer, "law", values[OPTION_LAW]);
	body_add_list(&writer, client->arena, "others", values[OPTION_ALSO]);
	json_member_string(&writer, "resident", options->arguments[1]);
	json_member_string_if(&writer, "sensitivity",
			      values[OPTION_SENSITIVITY]);
	json_close_object(&writer);
	return send(client, NODE_PLAN_ADD, buf_text(&out));
}

/* change and close: the entry's id, and then fields. */
static enum exit_code
send_change(struct client *client, enum node_route route)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, client->arena, 512);
	json_begin(&writer, &out);
	json_open_object(&writer);
	if (!put_fields(&writer, client, 1))
		return EXIT_CODE_USAGE;
	json_member_string(&writer, "record", client->options->arguments[0]);
	json_close_object(&writer);
	return send(client, route, buf_text(&out));
}

enum exit_code
plan_change(struct client *client)
{
	return send_change(client, NODE_PLAN_CHANGE);
}

enum exit_code
plan_close(struct client *client)
{
	return send_change(client, NODE_PLAN_CLOSE);
}

enum exit_code
plan_list(struct client *client)
{
	const char *const *values = client->options->values;
	const struct json *reply;
	struct json_writer writer;
	enum exit_code code;
	struct buf out;

	buf_init(&out, client->arena, 256);
	json_begin(&writer, &out);
	json_open_object(&writer);
	if (values[OPTION_ALL])
		json_member_bool(&writer, "all", true);
	body_add_list(&writer, client->arena, "categories",
		      body_unless_any(values[OPTION_CATEGORY]));
	json_member_string(&writer, "household", client->options->arguments[0]);
	if (values[OPTION_OVERDUE])
		json_member_bool(&writer, "overdue", true);
	json_member_string_if(&writer, "role", values[OPTION_ROLE]);
	json_close_object(&writer);
	code = node_ask_and_show(client,
				 &(struct node_request){.route = NODE_PLAN_LIST,
							.body = buf_text(&out)},
				 &reply);
	if (reply)
		entry_page_list(client->page, reply);
	return code;
}

enum exit_code
plan_history(struct client *client)
{
	const struct body_member members[] = {
		{"record", client->options->arguments[0]},
	};
	const struct json *reply;
	enum exit_code code = node_ask_and_show(
		client,
		&(struct node_request){
			.route = NODE_PLAN_HISTORY,
			.body = body_of(client->arena, members,
					COUNT_OF(members)),
		},
		&reply);

	if (reply)
		entry_page_history(client->page, reply);
	return code;
}
