/*
 * eenplan audit reconcile
 */
#include <string.h>

#include "client/body.h"
#include "client/i18n.h"
#include "client/node.h"
#include "client/table.h"
#include "client/wording.h"

static const char *
what_is_missing(const struct json *orphan)
{
	const char *event = json_get_string(orphan, "event");

	return event && strcmp(event, "ask") == 0 ? _("that it was asked")
						  : _("that it was answered");
}

static void
print_orphans(struct page *page, const struct json *orphans)
{
	struct table *table = table_new(page);

	table_column(table, _("Request"), TABLE_WHOLE);
	table_column(table, _("What isn't logged"), TABLE_TEXT);
	table_column(table, _("Where"), TABLE_TEXT);
	for (const struct json *one = json_first(orphans); one;
	     one = one->next) {
		table_row(table);
		table_put(table, json_get_string(one, "request"));
		table_put(table, what_is_missing(one));
		table_put(table, json_get_string(one, "missing_at"));
	}
	table_print(table, 0);
}

static void
print_report(struct page *page, const struct json *report)
{
	const char *name = json_get_string(report, "partner_name");

	if (json_get_bool(report, "sound", false))
		page_say(page, 0,
			 _("Our access log and that of %s match since %s: we "
			   "asked %ld times and answered %ld times."),
			 name,
			 wording_date(page->arena,
				      json_get_string(report, "since")),
			 (long)json_get_integer(report, "asked", 0),
			 (long)json_get_integer(report, "answered", 0));
	else
		page_say(page, 0,
			 _("Our access log and that of %s do NOT match: an "
			   "entry was dropped, or somebody asked in another's "
			   "name."),
			 name);
	if (json_count(json_member(report, "orphans")) > 0)
		print_orphans(page, json_member(report, "orphans"));
}

enum exit_code
audit_reconcile(struct client *client)
{
	const struct body_member members[] = {
		{"partner", client->options->arguments[0]},
		{"since", client->options->values[OPTION_SINCE]}};

	return node_ask_whether(
		client,
		&(struct node_request){.route = NODE_AUDIT_RECONCILE,
				       .body = body_of(client->arena, members,
						       COUNT_OF(members)),
				       .is_long = true},
		"sound", print_report);
}
