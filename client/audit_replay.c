/*
 * eenplan audit replay
 */
#include "client/body.h"
#include "client/i18n.h"
#include "client/node.h"
#include "client/table.h"
#include "client/wording.h"

static void
print_differing(struct page *page, const struct json *decisions)
{
	struct table *table = table_new(page);

	table_column(table, _("When"), TABLE_WHOLE);
	table_column(table, _("Request"), TABLE_WHOLE);
	table_column(table, _("Policy"), TABLE_WHOLE);
	table_column(table, _("Why"), TABLE_TEXT);
	for (const struct json *one = json_first(decisions); one;
	     one = one->next) {
		table_row(table);
		table_put(table, wording_time(page->arena,
					      json_get_string(one, "time")));
		table_put(table, json_get_string(one, "request"));
		table_put(table,
			  wording_short_id(page->arena,
					   json_get_string(one, "policy")));
		table_put(table, wording_label(WORDING_REPLAY,
					       json_get_string(one, "why")));
	}
	table_print(table, PAGE_INDENT);
}

/* What was not judged, and why. */
static void
print_rest(struct page *page, const struct json *rest)
{
	long erased = (long)json_get_integer(rest, "erased", 0);
	long no_policy = (long)json_get_integer(rest, "no_policy", 0);
	long other_age = (long)json_get_integer(rest, "other_age", 0);

	if (erased > 0)
		page_say(page, PAGE_INDENT,
			 ngettext("%ld entry is erased, and wasn't judged.",
				  "%ld entries are erased, and weren't judged.",
				  (unsigned long)erased),
			 erased);
	if (no_policy > 0)
		page_say(page, PAGE_INDENT,
			 ngettext("%ld entry names a policy that isn't on "
				  "file, and couldn't be judged.",
				  "%ld entries name a policy that isn't on "
				  "file, and couldn't be judged.",
				  (unsigned long)no_policy),
			 no_policy);
	if (other_age > 0)
		page_say(page, PAGE_INDENT,
			 ngettext("%ld entry was judged with the consents that "
				  "it names: the date of birth was corrected "
				  "since.",
				  "%ld entries were judged with the consents "
				  "that they name: the date of birth was "
				  "corrected since.",
				  (unsigned long)other_age),
			 other_age);
}

static void
print_report(struct page *page, const struct json *report)
{
	long entries = (long)json_get_integer(report, "entries", 0);
	long differing = (long)json_get_integer(report, "differing", 0);

	if (differing == 0)
		page_say(page, 0,
			 ngettext("%ld logged decision comes out as it was, "
				  "under the policy and with the consents of "
				  "then.",
				  "%ld logged decisions come out as they were, "
				  "under the policies and with the consents of "
				  "then.",
				  (unsigned long)entries),
			 entries);
	else
		page_say(page, 0,
			 ngettext("%ld logged decision does NOT come out as it "
				  "was, under the policy and with the consents "
				  "of then.",
				  "%ld logged decisions do NOT come out as "
				  "they were, under the policies and with the "
				  "consents of then.",
				  (unsigned long)differing),
			 differing);
	if (differing > 0)
		print_differing(page, json_member(report, "decisions"));
	print_rest(page, json_member(report, "not_judged"));
}

enum exit_code
audit_replay(struct client *client)
{
	const struct body_member member = {
		"since", client->options->values[OPTION_SINCE]};

	return node_ask_whether(
		client,
		&(struct node_request){
			.route = NODE_AUDIT_REPLAY,
			.body = body_of(client->arena, &member, 1),
			.is_long = true},
		"sound", print_report);
}
