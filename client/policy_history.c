/*
 * eenplan policy history
 */
#include "client/i18n.h"
#include "client/kept_policy.h"
#include "client/node.h"
#include "client/table.h"
#include "client/wording.h"

/* Of a digest, what tells it from others in a table. */
#define DIGEST_SHOWN 12

static void
add_row(struct table *table, struct arena *arena, const struct json *one)
{
	const char *digest = json_get_string(one, "digest");
	long version = (long)json_get_integer(one, "version", 0);

	table_row(table);
	table_put(table, arena_printf(arena, "%ld", version));
	table_put(table, wording_time(arena, json_get_string(one, "since")));
	table_put(table, kept_policy_how(arena, one));
	table_put(table, kept_policy_shares(one));
	table_put(table, arena_printf(arena, "%.*s", DIGEST_SHOWN,
				      digest ? digest : ""));
}

static void
print_history(struct page *page, const struct json *policies)
{
	const struct json *latest = json_first(policies);
	struct table *table = table_new(page);

	table_column(table, _("Version"), TABLE_NUMBER);
	table_column(table, _("Since"), TABLE_WHOLE);
	table_column(table, _("How"), TABLE_TEXT);
	table_column(table, _("Shares"), TABLE_TEXT);
	table_column(table, _("Digest"), TABLE_WHOLE);
	for (const struct json *one = latest; one; one = one->next)
		add_row(table, page->arena, one);
	table_print(table, 0);
	if (!latest)
		return;
	page_gap(page);
	page_say(page, 0, _("Version %ld is in force."),
		 (long)json_get_integer(latest, "version", 0));
}

enum exit_code
policy_history_run(struct client *client)
{
	const struct json *reply;
	enum exit_code code = node_ask_and_show(
		client, &(struct node_request){.route = NODE_POLICY_HISTORY},
		&reply);

	if (reply)
		print_history(client->page, json_member(reply, "policies"));
	return code;
}
