/*
 * eenplan household list | show
 */
#include "client/body.h"
#include "client/i18n.h"
#include "client/node.h"
#include "client/notices.h"
#include "client/plan.h"
#include "client/table.h"
#include "client/wording.h"

static const char *
number(struct arena *arena, const struct json *object, const char *key)
{
	int64_t value = json_get_integer(object, key, -1);

	return value < 0 ? NULL : arena_printf(arena, "%ld", (long)value);
}

static void
print_list(struct page *page, const struct json *households)
{
	struct table *table = table_new(page);

	table_column(table, _("Household"), TABLE_WHOLE);
	table_column(table, _("Name"), TABLE_TEXT);
	table_column(table, _("Members"), TABLE_NUMBER);
	table_column(table, _("Coordinator"), TABLE_TEXT);
	table_column(table, _("Id"), TABLE_WHOLE);
	for (const struct json *one = json_first(households); one;
	     one = one->next) {
		const struct json *who = json_member(one, "coordinator");
		table_row(table);
		table_put(table, json_get_string(one, "handle"));
		table_put(table, json_get_string(one, "name"));
		table_put(table, number(page->arena, one, "members"));
		table_put(table, json_get_string(who, "name"));
		table_put(table, wording_short_id(page->arena,
						  json_get_string(one, "id")));
	}
	if (table_rows(table) == 0)
		page_say(page, 0, "%s",
			 _("This node has no households yet; eenplan import "
			   "brings them in."));
	table_print(table, 0);
}

enum exit_code
household_list(struct client *client)
{
	const struct json *reply;
	enum exit_code code = node_ask_and_show(
		client, &(struct node_request){.route = NODE_HOUSEHOLD_LIST},
		&reply);

	if (reply)
		print_list(client->page, json_member(reply, "households"));
	return code;
}

static const char *
links_of(struct arena *arena, const struct json *member)
{
	struct buf out;

	buf_init(&out, arena, 64);
	for (const struct json *link = json_first(json_member(member, "links"));
	     link; link = link->next) {
		const char *name = notices_partner(link);
		if (name)
			buf_printf(&out, "%s%s", out.length > 0 ? ", " : "",
				   name);
	}
	return buf_string(&out);
}

static const char *
handle_of(struct arena *arena, const struct json *one)
{
	const char *handle = json_get_string(one, "handle");

	return handle ? handle
		      : wording_short_id(arena, json_get_string(one, "id"));
}

static void
print_members(struct page *page, const struct json *members)
{
	struct table *table = table_new(page);

	table_column(table, _("Resident"), TABLE_WHOLE);
	table_column(table, _("Name"), TABLE_TEXT);
	table_column(table, _("Age"), TABLE_NUMBER);
	table_column(table, _("Relation"), TABLE_TEXT);
	table_column(table, _("Records"), TABLE_NUMBER);
	table_column(table, _("Linked with"), TABLE_TEXT);
	for (const struct json *one = json_first(members); one;
	     one = one->next) {
		const char *relation = json_get_string(one, "relation");
		table_row(table);
		table_put(table, handle_of(page->arena, one));
		table_put(table, json_get_string(one, "name"));
		table_put(table, number(page->arena, one, "age"));
		table_put(table, wording_label(WORDING_RELATION, relation));
		table_put(table, number(page->arena, one, "records"));
		table_put(table, links_of(page->arena, one));
	}
	page_heading(page, "%s", _("Members"));
	table_print(table, PAGE_INDENT);
}

static void
print_household(struct page *page, const struct json *reply)
{
	const struct json *household = json_member(reply, "household");
	const char *name = json_get_string(household, "name");

	if (!name)
		name = handle_of(page->arena, household);
	page_title(page, _("Household %s"), name ? name : "");
	plan_print_coordinator(page, json_member(reply, "coordinator"));
	print_members(page, json_member(reply, "members"));
}

enum exit_code
household_show(struct client *client)
{
	const struct body_member members[] = {
		{"household", client->options->arguments[0]}};
	const struct json *reply;
	enum exit_code code = node_ask_and_show(
		client,
		&(struct node_request){.route = NODE_HOUSEHOLD_SHOW,
				       .body = body_of(client->arena, members,
						       COUNT_OF(members))},
		&reply);

	if (!reply)
		return code;
	print_household(client->page, reply);
	notices_print_due(client->page, reply, client->options->arguments[0]);
	notices_print_news(client->page, reply);
	return code;
}
