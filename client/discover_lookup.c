/*
 * eenplan discover lookup
 */
#include "client/body.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/node.h"
#include "client/table.h"

static struct text
body_for(struct client *client)
{
	const struct options *options = client->options;
	const char *role = options->values[OPTION_ROLE];
	struct json_writer writer;
	struct buf out;

	buf_init(&out, client->arena, 256);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "partner", options->arguments[0]);
	json_member_string(&writer, "purpose", options->values[OPTION_FOR]);
	json_member_strings(&writer, "residents", options->arguments + 1,
			    options->argument_count - 1);
	json_member_string_if(&writer, "role", role);
	json_close_object(&writer);
	return buf_text(&out);
}

static void
print_found(struct page *page, const struct json *reply)
{
	const char *name = json_get_string(reply, "partner_name");
	const char *contact = json_get_string(reply, "contact");
	struct table *table = table_new(page);
	bool any = false;

	table_column(table, _("Client"), TABLE_WHOLE);
	table_column(table, _("Name"), TABLE_TEXT);
	table_column(table, _("Known there"), TABLE_TEXT);
	for (const struct json *one = json_first(json_member(reply, "clients"));
	     one; one = one->next) {
		bool found = json_get_bool(one, "found", false);

		any |= found;
		table_row(table);
		table_put(table, json_get_string(one, "handle"));
		table_put(table, json_get_string(one, "name"));
		table_put(table, found ? _("yes, and you are linked")
				       : _("not that may be told"));
	}
	table_print(table, 0);
	if (any && contact)
		page_say(page, 0, _("To talk about them, contact %s: %s"), name,
			 contact);
}

enum exit_code
discover_lookup(struct client *client)
{
	const struct json *reply;
	enum exit_code code;

	if (!client->options->values[OPTION_FOR]) {
		message_error("%s", _("say what it is for, such as: --for "
				      "coordination"));
		return EXIT_CODE_USAGE;
	}
	code = node_ask_and_show(
		client,
		&(struct node_request){.route = NODE_LOOKUP,
				       .body = body_for(client),
				       .is_long = true},
		&reply);
	if (reply)
		print_found(client->page, reply);
	return code;
}
