/*
 * eenplan partner list | check
 */
#include "client/body.h"
#include "client/i18n.h"
#include "client/node.h"
#include "client/table.h"
#include "client/wording.h"

static void
print_list(struct page *page, const struct json *partners)
{
	struct table *table = table_new(page);

	table_column(table, _("Partner"), TABLE_WHOLE);
	table_column(table, _("Name"), TABLE_TEXT);
	table_column(table, _("Domain"), TABLE_TEXT);
	table_column(table, _("Address"), TABLE_TEXT);
	for (const struct json *one = json_first(partners); one;
	     one = one->next) {
		const char *domain = json_get_string(one, "domain");
		table_row(table);
		table_put(table, json_get_string(one, "id"));
		table_put(table, json_get_string(one, "name"));
		table_put(table, wording_label(WORDING_DOMAIN, domain));
		table_put(table, json_get_string(one, "url"));
	}
	if (table_rows(table) == 0)
		page_say(page, 0, "%s", _("This node has no partners yet."));
	table_print(table, 0);
}

enum exit_code
partner_list(struct client *client)
{
	const struct json *reply;
	enum exit_code code = node_ask_and_show(
		client, &(struct node_request){.route = NODE_PARTNER_LIST},
		&reply);

	if (reply)
		print_list(client->page, json_member(reply, "partners"));
	return code;
}

static struct table_cell
answer(const struct json *partner, const char *key)
{
	return json_get_bool(partner, key, false)
		       ? (struct table_cell){_("yes"), PAGE_GOOD}
		       : (struct table_cell){_("no"), PAGE_ALERT};
}

static const char *
elapsed(struct arena *arena, const struct json *partner)
{
	int64_t elapsed_ms = json_get_integer(partner, "elapsed_ms", -1);

	return elapsed_ms < 0 ? NULL
			      : arena_printf(arena, "%ld ms", (long)elapsed_ms);
}

static void
print_check(struct page *page, const struct json *partners)
{
	struct table *table = table_new(page);

	table_column(table, _("Partner"), TABLE_WHOLE);
	table_column(table, _("Name"), TABLE_TEXT);
	table_column(table, _("Reachable"), TABLE_WHOLE);
	table_column(table, _("Knows us"), TABLE_WHOLE);
	table_column(table, _("Took"), TABLE_NUMBER);
	table_column(table, _("Why"), TABLE_TEXT);
	table_column(table, _("Certificate until"), TABLE_TEXT);
	for (const struct json *one = json_first(partners); one;
	     one = one->next) {
		const char *until = json_get_string(one, "certificate_until");
		table_row(table);
		table_put(table, json_get_string(one, "id"));
		table_put(table, json_get_string(one, "name"));
		table_put_cell(table, answer(one, "reachable"));
		table_put_cell(table, answer(one, "enrolled"));
		table_put(table, elapsed(page->arena, one));
		table_put(table, json_get_string(one, "reason"));
		table_put(table, wording_date(page->arena, until));
	}
	table_print(table, 0);
}

static bool
all_well(const struct json *partners)
{
	for (const struct json *one = json_first(partners); one;
	     one = one->next)
		if (!json_get_bool(one, "reachable", false) ||
		    !json_get_bool(one, "enrolled", false))
			return false;
	return true;
}

enum exit_code
partner_check(struct client *client)
{
	const struct body_member member = {"partner",
					   client->options->arguments[0]};
	const struct json *reply;
	const struct json *partners;
	enum exit_code code =
		node_ask(client,
			 &(struct node_request){
				 .route = NODE_PARTNER_CHECK,
				 .body = body_of(client->arena, &member, 1)},
			 &reply);

	if (code != EXIT_CODE_OK)
		return code;
	partners = json_member(reply, "partners");
	if (command_wants_json(client))
		page_json(client->page, reply);
	else
		print_check(client->page, partners);
	return all_well(partners) ? EXIT_CODE_OK : EXIT_CODE_NOT_SOUND;
}
