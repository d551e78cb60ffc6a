/*
 * eenplan staff list | lend | accept | end
 */
#include "client/body.h"
#include "client/i18n.h"
#include "client/node.h"
#include "client/table.h"
#include "client/wording.h"

/* "lent to Welzijn Samen", "borrowed from Thuiszorg De Linde" */
static const char *
direction(struct arena *arena, const struct json *loan)
{
	const char *side = json_get_string(loan, "side");
	const char *name = json_get_string(loan, "partner_name");

	if (!name)
		name = json_get_string(loan, "partner");
	return arena_printf(arena,
			    side && *side == 'l' ? _("lent to %s")
						 : _("borrowed from %s"),
			    name ? name : "");
}

/* The state, and whether the partner has confirmed what it was told last. */
static const char *
state(struct arena *arena, const struct json *loan)
{
	const char *word =
		wording_label(WORDING_LOAN, json_get_string(loan, "state"));

	if (json_get_bool(loan, "told", true))
		return word;
	return arena_printf(arena, _("%s; the partner hasn't confirmed it yet"),
			    word ? word : "");
}

static void
add_loan(struct page *page, struct table *table, const struct json *loan)
{
	struct arena *arena = page->arena;
	const char *ended = json_get_string(loan, "ended");

	table_row(table);
	table_put(table, wording_short_id(arena, json_get_string(loan, "id")));
	table_put(table, json_get_string(loan, "name"));
	table_put(table, json_get_string(loan, "user"));
	table_put(table, direction(arena, loan));
	table_put(table,
		  wording_label(WORDING_ROLE, json_get_string(loan, "role")));
	table_put(table, wording_time(arena, json_get_string(loan, "from")));
	table_put(table,
		  wording_time(arena,
			       ended ? ended : json_get_string(loan, "until")));
	table_put(table, state(arena, loan));
}

static struct table *
loan_table(struct page *page)
{
	struct table *table = table_new(page);

	table_column(table, _("Id"), TABLE_WHOLE);
	table_column(table, _("Name"), TABLE_TEXT);
	table_column(table, _("User there"), TABLE_TEXT);
	table_column(table, _("Lent"), TABLE_TEXT);
	table_column(table, _("Role"), TABLE_TEXT);
	table_column(table, _("From"), TABLE_WHOLE);
	table_column(table, _("Until"), TABLE_WHOLE);
	table_column(table, _("State"), TABLE_TEXT);
	return table;
}

/* The loan as it is now; with --quiet only its id. */
static enum exit_code
send(struct client *client, enum node_route route, struct text body,
     const struct json **loan_out)
{
	const struct json *reply;
	enum exit_code code = node_ask_and_show(
		client, &(struct node_request){.route = route, .body = body},
		&reply);
	struct table *table;

	*loan_out = NULL;
	if (!reply)
		return code;
	if (command_is_quiet(client)) {
		page_say(client->page, 0, "%s",
			 json_get_string(json_member(reply, "loan"), "id"));
		return code;
	}
	*loan_out = json_member(reply, "loan");
	table = loan_table(client->page);
	add_loan(client->page, table, *loan_out);
	table_print(table, 0);
	page_gap(client->page);
	return code;
}

enum exit_code
staff_lend(struct client *client)
{
	const struct options *options = client->options;
	const char *const *values = options->values;
	const struct body_member members[] = {
		{"from", values[OPTION_FROM]},
		{"person", options->arguments[0]},
		{"to", options->arguments[1]},
		{"until", values[OPTION_UNTIL]},
	};
	const struct json *loan;
	enum exit_code code =
		send(client, NODE_STAFF_LEND,
		     body_of(client->arena, members, COUNT_OF(members)), &loan);

	if (loan)
		page_say(client->page, 0, "%s",
			 _("Offered. Nobody has access by it until the "
			   "partner accepts it, with eenplan staff accept."));
	return code;
}

enum exit_code
staff_accept(struct client *client)
{
	const struct options *options = client->options;
	const struct body_member members[] = {
		{"loan", options->arguments[0]},
		{"role", options->values[OPTION_ROLE]},
	};
	const struct json *loan;
	enum exit_code code =
		send(client, NODE_STAFF_ACCEPT,
		     body_of(client->arena, members, COUNT_OF(members)), &loan);

	if (loan)
		page_say(client->page, 0,
			 _("Accepted. Issue a certificate of your own users' "
			   "authority to the user %s; it opens nothing outside "
			   "that period."),
			 json_get_string(loan, "user"));
	return code;
}

enum exit_code
staff_end(struct client *client)
{
	const struct body_member member = {"loan",
					   client->options->arguments[0]};
	const struct json *loan;
	enum exit_code code = send(client, NODE_STAFF_END,
				   body_of(client->arena, &member, 1), &loan);
	const char *side = json_get_string(loan, "side");

	if (loan)
		page_say(client->page, 0, "%s",
			 side && *side == 'l'
				 ? _("Ended. The partner is told; access ends "
				     "when its node has confirmed it, which "
				     "eenplan staff list --all shows.")
				 : _("Ended, and access with it."));
	return code;
}

enum exit_code
staff_list(struct client *client)
{
	const struct json *reply;
	enum exit_code code = node_ask_and_show(
		client,
		&(struct node_request){
			.route = NODE_STAFF_LIST,
			.body = body_of_flag(
				client->arena, "all",
				client->options->values[OPTION_ALL] != NULL)},
		&reply);
	struct table *table;

	if (!reply)
		return code;
	table = loan_table(client->page);
	for (const struct json *loan = json_first(json_member(reply, "loans"));
	     loan; loan = loan->next)
		add_loan(client->page, table, loan);
	if (table_rows(table) == 0)
		page_say(client->page, 0, "%s", _("Nobody is lent."));
	table_print(table, 0);
	return code;
}
