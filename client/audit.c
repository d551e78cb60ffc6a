/*
 * eenplan audit verify | who | erase
 */
#include "client/body.h"
#include "client/confirm.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/table.h"
#include "client/watched.h"
#include "client/wording.h"

/* With fewer columns a table would be all wrapping: a few lines an entry. */
#define WIDTH_FOR_TABLE 110

/* Sound as far as the tree goes, but nobody can read them. */
static void
print_unread(struct page *page, const struct json *report)
{
	long erased = (long)json_get_integer(report, "erased", 0);
	long unknown = (long)json_get_integer(report, "unknown", 0);

	if (erased > 0)
		page_say(page, PAGE_INDENT,
			 ngettext("%ld entry is erased: its key was destroyed.",
				  "%ld entries are erased: their keys were "
				  "destroyed.",
				  (unsigned long)erased),
			 erased);
	if (unknown > 0)
		page_say(page, PAGE_INDENT,
			 ngettext("%ld entry, number %ld, is under a key that "
				  "the node's database doesn't know. A crash "
				  "can leave one; an older copy of the "
				  "database would, too.",
				  "%ld entries, the first of them number %ld, "
				  "are under keys that the node's database "
				  "doesn't know. A crash can leave a few; an "
				  "older copy of the database would, too.",
				  (unsigned long)unknown),
			 unknown,
			 (long)json_get_integer(report, "first_unknown", 0));
}

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
	print_unread(page, report);
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
	const struct json *report = NULL;
	enum exit_code code =
		watched_ask(client,
			    (struct node_request){.route = NODE_AUDIT_VERIFY,
						  .body = text_of("{}")},
			    _("access log"), &report);

	return code == EXIT_CODE_OK ? node_show_whether(client, report,
							"intact", print_verdict)
				    : code;
}

static const char *
who(struct arena *arena, const struct json *entry)
{
	const char *name = json_get_string(entry, "organisation_name");
	const char *user = json_get_string(entry, "user");
	const char *lender = json_get_string(entry, "lent_by_name");

	if (!name)
		name = json_get_string(entry, "organisation");
	if (!name || !user)
		return name ? name : user;
	if (!lender)
		lender = json_get_string(entry, "lent_by");
	return lender ? arena_printf(arena, _("%s, %s (lent by %s)"), name,
				     user, lender)
		      : arena_printf(arena, "%s, %s", name, user);
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

static enum exit_code
erase(struct client *client, const char *resident, const char *reason)
{
	const struct body_member members[] = {{"reason", reason},
					      {"resident", resident}};
	const struct json *reply;
	const struct json *about;
	enum exit_code code = node_ask_and_show(
		client,
		&(struct node_request){.route = NODE_AUDIT_ERASE,
				       .body = body_of(client->arena, members,
						       COUNT_OF(members)),
				       .is_long = true},
		&reply);
	long erased;

	if (!reply)
		return code;
	about = json_member(reply, "resident");
	erased = (long)json_get_integer(reply, "erased", 0);
	page_say(client->page, 0,
		 ngettext("%s is erased from the access log: %ld entry can't "
			  "be read any more, by nobody.",
			  "%s is erased from the access log: %ld entries can't "
			  "be read any more, by nobody.",
			  (unsigned long)erased),
		 json_get_string(about, "handle"), erased);
	page_say(client->page, PAGE_INDENT, "%s",
		 _("Copies of the database from before still have the keys: "
		   "destroy those as well."));
	return code;
}

enum exit_code
audit_erase(struct client *client)
{
	const char *resident = client->options->arguments[0];
	const char *reason = client->options->values[OPTION_REASON];

	if (!reason) {
		message_error("%s", _("say why it is erased: --reason TEXT"));
		return EXIT_CODE_USAGE;
	}
	if (!command_wants_json(client))
		page_say(client->page, 0,
			 _("This destroys what the access log says about %s, "
			   "for ever. "
			   "Nobody can tell any more who saw their data."),
			 resident);
	return confirm_ask(client, _("Erase it?"))
		       ? erase(client, resident, reason)
		       : EXIT_CODE_NOT_SOUND;
}
