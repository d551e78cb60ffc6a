/*
 * eenplan discover PARTNER | list | show
 */
#include <string.h>

#include "client/body.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/table.h"
#include "client/watched.h"
#include "client/wording.h"

static const char *
partner_of(const struct json *one)
{
	const char *name = json_get_string(one, "partner_name");

	return name ? name : json_get_string(one, "partner");
}

static bool
is_mode(const struct json *one, const char *mode)
{
	const char *word = json_get_string(one, "mode");

	return word && strcmp(word, mode) == 0;
}

/* --- what was found --- */

static void
print_clients(struct page *page, const struct json *reply)
{
	const struct json *clients = json_member(reply, "clients");
	struct table *table = table_new(page);

	table_column(table, _("Client"), TABLE_WHOLE);
	table_column(table, _("Name"), TABLE_TEXT);
	for (const struct json *one = json_first(clients); one;
	     one = one->next) {
		table_row(table);
		table_put(table, json_get_string(one, "handle"));
		table_put(table, json_get_string(one, "name"));
	}
	table_print(table, PAGE_INDENT);
}

/* How many, of what may be said. */
static void
print_count(struct page *page, const struct json *reply)
{
	const char *shared = json_get_string(reply, "shared");

	page_say(page, 0, _("Clients that you share with %s: %s"),
		 partner_of(reply), shared ? shared : _("not known here"));
}

static void
print_found(struct page *page, const struct json *reply)
{
	size_t count = json_count(json_member(reply, "clients"));

	if (is_mode(reply, "size")) {
		print_count(page, reply);
		return;
	}
	if (count == 0) {
		page_say(page, 0,
			 _("You share no client with %s of those whom both may "
			   "tell of."),
			 partner_of(reply));
		return;
	}
	page_say(page, 0,
		 ngettext("You share %zu client with %s:",
			  "You share %zu clients with %s:",
			  (unsigned long)count),
		 count, partner_of(reply));
	print_clients(page, reply);
}

static void
print_contact(struct page *page, const struct json *reply)
{
	const char *contact = json_get_string(reply, "contact");

	if (contact)
		page_say(page, 0, _("To talk about them, contact %s: %s"),
			 partner_of(reply), contact);
}

static void
print_stage(struct page *page, const struct json *reply)
{
	const char *stage = json_get_string(reply, "stage");

	if (stage && strcmp(stage, "closed") != 0)
		page_alert(page, "%s: %s", _("State"),
			   wording_label(WORDING_STAGE, stage));
}

static void
print_result(struct page *page, const struct json *reply)
{
	bool is_any = json_count(json_member(reply, "clients")) > 0;

	print_found(page, reply);
	if (is_any)
		print_contact(page, reply);
	print_stage(page, reply);
	if (!is_mode(reply, "mutual"))
		return;
	page_say(page, 0, "%s",
		 is_any ? _("They know the same, and you are linked for these "
			    "clients. What may be shared still depends on "
			    "policy and consent.")
			: _("They know the same."));
}

/* --- commands --- */

enum exit_code
discover_run(struct client *client)
{
	const char *const *values = client->options->values;
	const struct body_member members[] = {
		{"mode", values[OPTION_MODE]},
		{"partner", client->options->arguments[0]},
		{"purpose", values[OPTION_FOR]},
		{"role", values[OPTION_ROLE]},
	};
	const struct json *reply;
	enum exit_code code;

	if (!values[OPTION_FOR]) {
		message_error("%s", _("say what it is for, such as: --for "
				      "coordination"));
		return EXIT_CODE_USAGE;
	}
	code = watched_ask(
		client,
		(struct node_request){.route = NODE_DISCOVER,
				      .body = body_of(client->arena, members,
						      COUNT_OF(members))},
		client->options->arguments[0], &reply);
	if (code != EXIT_CODE_OK)
		return code;
	if (command_wants_json(client))
		page_json(client->page, reply);
	else
		print_result(client->page, reply);
	return code;
}

enum exit_code
discover_show(struct client *client)
{
	const struct body_member member = {"session",
					   client->options->arguments[0]};
	const struct json *reply;
	enum exit_code code = node_ask_and_show(
		client,
		&(struct node_request){
			.route = NODE_DISCOVERY_SHOW,
			.body = body_of(client->arena, &member, 1)},
		&reply);

	if (reply)
		print_result(client->page, reply);
	return code;
}

static void
add_session(struct page *page, struct table *table, const struct json *one)
{
	struct arena *arena = page->arena;
	const char *begun = wording_time(arena, json_get_string(one, "begun"));
	const char *by = json_get_bool(one, "ours", false)
				 ? json_get_string(one, "user")
				 : _("the partner");

	table_row(table);
	table_put(table,
		  wording_short_id(arena, json_get_string(one, "session")));
	table_put(table, partner_of(one));
	table_put(table, arena_printf(arena, _("%s, by %s"), begun, by));
	table_put(table, wording_label(WORDING_PURPOSE,
				       json_get_string(one, "purpose")));
	table_put(table,
		  wording_label(WORDING_MODE, json_get_string(one, "mode")));
	table_put(table, json_get_string(one, "shared"));
	table_put(table,
		  wording_label(WORDING_STAGE, json_get_string(one, "stage")));
}

enum exit_code
discover_list(struct client *client)
{
	const struct json *reply, *all;
	enum exit_code code = node_ask_and_show(
		client, &(struct node_request){.route = NODE_DISCOVERY_LIST},
		&reply);
	struct table *table;

	if (!reply)
		return code;
	all = json_member(reply, "discoveries");
	if (json_count(all) == 0)
		page_say(client->page, 0, "%s",
			 _("Joint clients were never looked for."));
	table = table_new(client->page);
	table_column(table, _("Session"), TABLE_WHOLE);
	table_column(table, _("Partner"), TABLE_TEXT);
	table_column(table, _("Begun"), TABLE_TEXT);
	table_column(table, _("For"), TABLE_TEXT);
	table_column(table, _("Who learns"), TABLE_TEXT);
	table_column(table, _("Shared"), TABLE_NUMBER);
	table_column(table, _("State"), TABLE_TEXT);
	for (const struct json *one = json_first(all); one; one = one->next)
		add_session(client->page, table, one);
	table_print(table, 0);
	return code;
}
