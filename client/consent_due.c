/*
 * eenplan consent due: what residents are to be asked again
 */
#include <stdlib.h>
#include <string.h>

#include "client/consent_page.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/node.h"
#include "client/table.h"
#include "client/wording.h"
#include "eenplan/base/limits.h"

static const char *
when_of(struct arena *arena, const struct json *due)
{
	const char *why = json_get_string(due, "why");
	const char *day = wording_date(arena, json_get_string(due, "day"));

	if (why && strcmp(why, "ends") == 0)
		return arena_printf(arena, _("ends on %s"), day ? day : "");
	if (why && strcmp(why, "ended") == 0)
		return arena_printf(arena, _("ended on %s"), day ? day : "");
	return arena_printf(arena, _("not enough from %s on"), day ? day : "");
}

static void
add_due(struct page *page, struct table *table, const struct json *due,
	bool with_elsewhere)
{
	const struct json *consent = json_member(due, "consent");
	const char *who = json_get_string(due, "who");
	struct arena *arena = page->arena;

	table_row(table);
	table_put(table,
		  wording_short_id(arena, json_get_string(consent, "id")));
	table_put(table, when_of(arena, due));
	table_put(table, wording_label(WORDING_CONSENT_KIND,
				       json_get_string(consent, "kind")));
	table_put(table, consent_page_recipient(arena, consent));
	table_put(table,
		  wording_labels_or_all(arena, WORDING_CATEGORY,
					json_member(consent, "categories")));
	table_put(table, who ? gettext(who) : NULL);
	if (with_elsewhere)
		table_put(table, consent_page_elsewhere(arena, consent));
}

static bool
is_any_elsewhere(struct arena *arena, const struct json *due)
{
	for (const struct json *one = json_first(due); one; one = one->next)
		if (consent_page_elsewhere(arena, json_member(one, "consent")))
			return true;
	return false;
}

static void
print_consents(struct page *page, const struct json *consents)
{
	bool with_elsewhere = is_any_elsewhere(page->arena, consents);
	struct table *table = table_new(page);

	table_column(table, _("Consent"), TABLE_WHOLE);
	table_column(table, _("When"), TABLE_TEXT);
	table_column(table, _("Kind"), TABLE_TEXT);
	table_column(table, _("To"), TABLE_TEXT);
	table_column(table, _("Categories"), TABLE_TEXT);
	table_column(table, _("Who may give it"), TABLE_TEXT);
	if (with_elsewhere)
		table_column(table, _("Elsewhere"), TABLE_TEXT);
	for (const struct json *one = json_first(consents); one;
	     one = one->next)
		add_due(page, table, one, with_elsewhere);
	table_print(table, PAGE_INDENT);
}

static void
print_asked(struct page *page, const struct json *asked)
{
	const char *first =
		wording_date(page->arena, json_get_string(asked, "first"));

	if (!asked)
		return;
	if (first)
		page_say(page, PAGE_INDENT,
			 _("Who else comes was told on %s. Ask that again, "
			   "and note the day: with eenplan plan change "
			   "where it was written here, in your own system "
			   "where it was imported."),
			 first);
	else
		page_say(page, PAGE_INDENT, "%s",
			 _("When it was told who else comes isn't known. Ask "
			   "that again, and note the day: with eenplan plan "
			   "change where it was written here, in your own "
			   "system where it was imported."));
}

static void
print_resident(struct page *page, const struct json *one)
{
	const struct json *resident = json_member(one, "resident");
	const struct json *household = json_member(one, "household");
	const char *name = json_get_string(resident, "name");
	const char *handle = json_get_string(resident, "handle");
	const char *home = json_get_string(household, "handle");

	page_heading(page, "%s%s%s%s%s%s", name ? name : "", name ? " (" : "",
		     handle ? handle : "", name ? ")" : "", home ? ", " : "",
		     home ? home : "");
	print_consents(page, json_member(one, "consents"));
	print_asked(page, json_member(one, "asked"));
}

static void
print_due(struct page *page, const struct json *reply)
{
	const struct json *due = json_member(reply, "due");

	if (json_count(due) == 0) {
		page_say(page, 0, "%s", _("Nothing is to be asked again."));
		return;
	}
	for (const struct json *one = json_first(due); one; one = one->next)
		print_resident(page, one);
	if (json_get_bool(reply, "more", false))
		page_say(page, 0, "%s",
			 _("There are more; ask for one household."));
	page_gap(page);
	page_say(page, 0, "%s",
		 _("Who consents anew: eenplan consent renew RESIDENT "
		   "--consent ID --until DATE"));
}

static struct text
encode(struct client *client, long within)
{
	const struct options *options = client->options;
	struct json_writer writer;
	struct buf out;

	buf_init(&out, client->arena, 128);
	json_begin(&writer, &out);
	json_open_object(&writer);
	if (options->argument_count > 0)
		json_member_string(&writer, "household", options->arguments[0]);
	if (within >= 0)
		json_member_integer(&writer, "within", within);
	json_close_object(&writer);
	return buf_text(&out);
}

/* -1: not given. */
static bool
read_within(const char *days, long *within_out)
{
	char *end;

	*within_out = -1;
	if (!days)
		return true;
	*within_out = strtol(days, &end, 10);
	if (*days >= '0' && *days <= '9' && *end == '\0' &&
	    *within_out <= LIMIT_ASK_DAYS)
		return true;
	message_error(_("--within needs a number of days from 0 to %d"),
		      LIMIT_ASK_DAYS);
	return false;
}

enum exit_code
consent_due(struct client *client)
{
	const struct json *reply;
	enum exit_code code;
	long within;

	if (!read_within(client->options->values[OPTION_WITHIN], &within))
		return EXIT_CODE_USAGE;
	code = node_ask_and_show(
		client,
		&(struct node_request){.route = NODE_CONSENT_DUE,
				       .body = encode(client, within)},
		&reply);
	if (reply)
		print_due(client->page, reply);
	return code;
}
