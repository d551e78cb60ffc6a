/*
 * eenplan audit verify | who
 */
#include "client/body.h"
#include "client/i18n.h"
#include "client/node.h"
#include "client/table.h"
#include "client/wording.h"

/* With fewer columns a table would be all wrapping: a few lines an entry. */
#define WIDTH_FOR_TABLE 110

static void
print_verdict(struct page *page, const struct json *report)
{
	long entries = (long)json_get_integer(report, "entries", 0);
	long covered = (long)json_get_integer(report, "head_entries", 0);
	const char *root = json_get_string(report, "root");
	const char *fault = json_get_string(report, "fault");

	if (json_get_bool(report, "intact", false))
		page_say(page, 0,
			 ngettext("The access log is intact: %ld entry, "
				  "recomputed.",
				  "The access log is intact: %ld entries, "
				  "recomputed.",
				  (unsigned long)entries),
			 entries);
	else
		page_say(page, 0,
			 _("The access log is NOT intact: the first bad entry "
			   "is number %ld."),
			 (long)json_get_integer(report, "first_bad", 0));
	if (fault)
		page_say(page, PAGE_INDENT, "%s", fault);
	page_say(page, PAGE_INDENT,
		 json_get_bool(report, "head_signed", false)
			 ? _("The signed head covers %ld of them.")
			 : _("The head isn't signed; it covers %ld of them."),
		 covered);
	if (root)
		page_say(page, PAGE_INDENT, _("Root: %s"), root);
}

enum exit_code
audit_verify(struct client *client)
{
	return node_ask_whether(
		client,
		&(struct node_request){.route = NODE_AUDIT_VERIFY,
				       .body = text_of("{}"),
				       .is_long = true},
		"intact", print_verdict);
}

static const char *
who(struct arena *arena, const struct json *entry)
{
	const char *name = json_get_string(entry, "organisation_name");
	const char *user = json_get_string(entry, "user");

	if (!name)
		name = json_get_string(entry, "organisation");
	if (!name)
		return user;
	return user ? arena_printf(arena, "%s, %s", name, user) : name;
}

static const char *
why(struct arena *arena, const struct json *entry)
{
	const char *role =
		wording_label(WORDING_ROLE, json_get_string(entry, "role"));
	const char *purpose = wording_label(WORDING_PURPOSE,
					    json_get_string(entry, "purpose"));

	if (!purpose)
		return role;
	return role ? arena_printf(arena, _("%s, as %s"), purpose, role)
		    : purpose;
}

static const char *
what(struct arena *arena, const struct json *entry)
{
	const char *given = wording_labels(arena, WORDING_CATEGORY,
					   json_member(entry, "categories"));
	const char *withheld = wording_labels(arena, WORDING_CATEGORY,
					      json_member(entry, "withheld"));

	/* Who got nothing is told by the outcome; all that there is, by nobody.
	 */
	if (!*withheld || !*given)
		return given;
	return arena_printf(arena, _("%s; not: %s"), given, withheld);
}

static const char *
happened(struct arena *arena, const struct json *entry)
{
	const char *event =
		wording_label(WORDING_EVENT, json_get_string(entry, "event"));
	const char *outcome = wording_label(WORDING_OUTCOME,
					    json_get_string(entry, "outcome"));

	return event && outcome ? arena_printf(arena, "%s: %s", event, outcome)
	       : event		? event
				: outcome;
}

/* What happened; of an emergency also why, and what came of it. */
static const char *
told(struct arena *arena, const struct json *entry)
{
	const char *event = happened(arena, entry);
	const char *reason = json_get_string(entry, "reason");
	const char *judgement = wording_label(
		WORDING_JUDGEMENT, json_get_string(entry, "judgement"));

	if (!json_member(entry, "emergency") || !reason)
		return event;
	return arena_printf(arena, _("%s. Why: %s. It %s."), event, reason,
			    judgement ? judgement : _("isn't on the list"));
}

static bool
is_emergency(const struct json *entry)
{
	return json_member(entry, "emergency") != NULL;
}

static void
print_as_table(struct page *page, const struct json *entries)
{
	struct arena *arena = page->arena;
	struct table *table = table_new(page);

	table_column(table, _("When"), TABLE_WHOLE);
	table_column(table, _("Who"), TABLE_TEXT);
	table_column(table, _("What for"), TABLE_TEXT);
	table_column(table, _("What happened"), TABLE_TEXT);
	table_column(table, _("What"), TABLE_TEXT);
	table_column(table, _("Rules"), TABLE_TEXT);
	for (const struct json *one = json_first(entries); one;
	     one = one->next) {
		table_row(table);
		table_put(table,
			  wording_time(arena, json_get_string(one, "time")));
		table_put(table, who(arena, one));
		table_put(table, why(arena, one));
		table_put_cell(table, (struct table_cell){
					      told(arena, one),
					      is_emergency(one) ? PAGE_ALERT
								: PAGE_PLAIN});
		table_put(table, what(arena, one));
		table_put(table,
			  wording_joined(arena, json_member(one, "rules")));
	}
	table_print(table, 0);
}

static void
print_as_lines(struct page *page, const struct json *entries)
{
	struct arena *arena = page->arena;

	for (const struct json *one = json_first(entries); one;
	     one = one->next) {
		const char *about = what(arena, one);
		const char *what_for = why(arena, one);

		page_say(page, 0, "%s  %s",
			 wording_time(arena, json_get_string(one, "time")),
			 who(arena, one));
		if (what_for)
			page_say(page, PAGE_INDENT, "%s (%s)", told(arena, one),
				 what_for);
		else
			page_say(page, PAGE_INDENT, "%s", told(arena, one));
		if (*about)
			page_say(page, PAGE_INDENT, "%s", about);
	}
}

enum exit_code
audit_who(struct client *client)
{
	const struct body_member member = {"resident",
					   client->options->arguments[0]};
	const struct json *reply;
	const struct json *entries;
	const char *name;
	enum exit_code code = node_ask_and_show(
		client,
		&(struct node_request){
			.route = NODE_AUDIT_WHO,
			.body = body_of(client->arena, &member, 1),
			.is_long = true},
		&reply);

	if (!reply)
		return code;
	entries = json_member(reply, "entries");
	name = json_get_string(json_member(reply, "resident"), "name");
	page_title(client->page, _("Who has seen the data of %s"),
		   name ? name : client->options->arguments[0]);
	if (json_count(entries) == 0)
		page_say(client->page, 0, "%s",
			 _("Nobody, as far as this node's log goes."));
	if (client->page->width < WIDTH_FOR_TABLE)
		print_as_lines(client->page, entries);
	else
		print_as_table(client->page, entries);
	return code;
}
