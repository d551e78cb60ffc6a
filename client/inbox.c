/*
 * eenplan inbox, eenplan inbox seen
 */
#include <string.h>

#include "client/body.h"
#include "client/i18n.h"
#include "client/node.h"
#include "client/notices.h"
#include "client/table.h"
#include "client/wording.h"

static const char *
households_of(struct arena *arena, const struct json *news)
{
	struct buf out;

	buf_init(&out, arena, 64);
	for (const struct json *one =
		     json_first(json_member(news, "households"));
	     one; one = one->next)
		buf_printf(&out, "%s%s", out.length > 0 ? ", " : "",
			   json_get_string(one, "handle"));
	return buf_string(&out);
}

static const char *
seen_of(struct arena *arena, const struct json *news)
{
	const char *by = json_get_string(news, "seen_by");

	return by ? arena_printf(
			    arena, _("%s, by %s"),
			    wording_time(arena, json_get_string(news, "seen")),
			    by)
		  : _("no");
}

/* By name, and by what to call them in the next command. */
static const char *
resident_of(struct arena *arena, const struct json *news)
{
	const struct json *resident = json_member(news, "resident");
	const char *handle = json_get_string(resident, "handle");
	const char *name = json_get_string(resident, "name");

	if (!name || !handle)
		return name ? name : handle;
	return arena_printf(arena, "%s (%s)", name, handle);
}

static void
add_news(struct page *page, struct table *table, const struct json *news,
	 bool with_seen)
{
	struct arena *arena = page->arena;
	const char *kind = json_get_string(news, "kind");
	bool is_signal = kind && strcmp(kind, "signal") == 0;

	table_row(table);
	table_put(table, wording_short_id(arena, json_get_string(news, "id")));
	table_put_cell(table, (struct table_cell){
				      wording_label(WORDING_LETTER, kind),
				      is_signal ? PAGE_ALERT : PAGE_PLAIN});
	table_put(table, notices_partner(news));
	table_put(table, resident_of(arena, news));
	table_put(table, households_of(arena, news));
	table_put(table,
		  wording_time(arena, json_get_string(news, "received")));
	if (with_seen)
		table_put(table, seen_of(arena, news));
}

static void
print_inbox(struct page *page, const struct json *news, bool with_seen)
{
	struct table *table = table_new(page);

	if (json_count(news) == 0) {
		page_say(page, 0, "%s",
			 _("No partner has told of anything new."));
		return;
	}
	table_column(table, _("Id"), TABLE_WHOLE);
	table_column(table, _("What"), TABLE_TEXT);
	table_column(table, _("At"), TABLE_TEXT);
	table_column(table, _("Resident"), TABLE_TEXT);
	table_column(table, _("Household"), TABLE_TEXT);
	table_column(table, _("Received"), TABLE_TEXT);
	if (with_seen)
		table_column(table, _("Seen"), TABLE_TEXT);
	for (const struct json *one = json_first(news); one; one = one->next)
		add_news(page, table, one, with_seen);
	table_print(table, 0);
	page_gap(page);
	page_say(page, 0, "%s",
		 _("Read a signal with eenplan view HOUSEHOLD --for signal, a "
		   "change with --for coordination or what you need it for; "
		   "then eenplan inbox seen ID"));
}

enum exit_code
inbox_show(struct client *client)
{
	bool all = client->options->values[OPTION_ALL] != NULL;
	const struct json *reply;
	enum exit_code code = node_ask_and_show(
		client,
		&(struct node_request){
			.route = NODE_INBOX,
			.body = body_of_flag(client->arena, "all", all)},
		&reply);

	if (reply)
		print_inbox(client->page, json_member(reply, "news"), all);
	return code;
}

enum exit_code
inbox_seen(struct client *client)
{
	const struct body_member member = {"news",
					   client->options->arguments[0]};
	const struct json *reply;
	enum exit_code code = node_ask_and_show(
		client,
		&(struct node_request){
			.route = NODE_INBOX_SEE,
			.body = body_of(client->arena, &member, 1)},
		&reply);

	if (reply && !command_is_quiet(client))
		page_say(client->page, 0, _("Marked as seen: %ld"),
			 (long)json_get_integer(reply, "news", 0));
	return code;
}
