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
	bool has_days = json_member(json_first(orphans), "day") != NULL;
	struct table *table = table_new(page);

	if (has_days)
		table_column(table, _("Day"), TABLE_WHOLE);
	table_column(table, _("Request"), TABLE_WHOLE);
	table_column(table, _("What isn't logged"), TABLE_TEXT);
	table_column(table, _("Where"), TABLE_TEXT);
	for (const struct json *one = json_first(orphans); one;
	     one = one->next) {
		table_row(table);
		if (has_days)
			table_put(table,
				  wording_date(page->arena,
					       json_get_string(one, "day")));
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

/* --- what the nights found --- */

static struct table_cell
found_with(struct arena *arena, const struct json *night)
{
	long orphans = (long)json_get_integer(night, "orphans", 0);

	if (!json_member(night, "day"))
		return (struct table_cell){NULL, PAGE_PLAIN};
	if (orphans == 0)
		return (struct table_cell){_("they match"), PAGE_GOOD};
	return (struct table_cell){
		arena_printf(arena,
			     ngettext("%ld is in only one of them",
				      "%ld are in only one of them",
				      (unsigned long)orphans),
			     orphans),
		PAGE_ALERT};
}

/* In which words a node says that it can't. */
static const char *
trouble_with(const struct json *night)
{
	const char *code = json_get_string(night, "trouble");

	return code ? gettext(status_sentence(status_of_code(code))) : NULL;
}

static void
print_nights(struct page *page, const struct json *nights)
{
	struct arena *arena = page->arena;
	struct table *table = table_new(page);

	table_column(table, _("Partner"), TABLE_TEXT);
	table_column(table, _("Last day"), TABLE_WHOLE);
	table_column(table, _("Asked"), TABLE_NUMBER);
	table_column(table, _("Answered"), TABLE_NUMBER);
	table_column(table, _("Found"), TABLE_TEXT);
	table_column(table, _("Not done since then"), TABLE_TEXT);
	for (const struct json *one = json_first(nights); one;
	     one = one->next) {
		const char *name = json_get_string(one, "partner_name");
		const char *day = json_get_string(one, "day");

		table_row(table);
		table_put(table, name ? name : json_get_string(one, "partner"));
		table_put(table,
			  day ? wording_date(arena, day) : _("none yet"));
		table_put(table, day ? arena_printf(arena, "%ld",
						    (long)json_get_integer(
							    one, "asked", 0))
				     : NULL);
		table_put(table, day ? arena_printf(arena, "%ld",
						    (long)json_get_integer(
							    one, "answered", 0))
				     : NULL);
		table_put_cell(table, found_with(arena, one));
		table_put_cell(table, (struct table_cell){trouble_with(one),
							  PAGE_ALERT});
	}
	table_print(table, 0);
}

static void
print_reconciled(struct page *page, const struct json *report)
{
	long known = (long)json_get_integer(report, "known", 0);
	const struct json *orphans = json_member(report, "orphans");
	const struct json *nights = json_member(report, "nights");

	if (!json_member(report, "hour"))
		page_say(
			page, 0, "%s",
			_("This node doesn't compare access logs by night: its "
			  "configuration says so."));
	else if (json_count(nights) == 0)
		page_say(page, 0,
			 _("No night has compared access logs yet: it is done "
			   "each day from %ld:00 UTC on."),
			 (long)json_get_integer(report, "hour", 0));
	if (json_count(nights) > 0)
		print_nights(page, nights);
	if (known == 0)
		return;
	page_say(page, 0,
		 ngettext("%ld request is in only one of two access logs: an "
			  "entry was dropped, or somebody asked in another's "
			  "name.",
			  "%ld requests are in only one of two access logs: "
			  "entries were dropped, or somebody asked in "
			  "another's name.",
			  (unsigned long)known),
		 known);
	print_orphans(page, orphans);
}

enum exit_code
audit_reconcile(struct client *client)
{
	const char *partner = client->options->arguments[0];
	const struct body_member members[] = {
		{"partner", partner},
		{"since", client->options->values[OPTION_SINCE]}};

	return node_ask_whether(
		client,
		&(struct node_request){.route = NODE_AUDIT_RECONCILE,
				       .body = body_of(client->arena, members,
						       COUNT_OF(members)),
				       .is_long = true},
		"sound", partner ? print_report : print_reconciled);
}
