/*
 * eenplan emergency review | judge
 */
#include <string.h>

#include "client/body.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/node.h"
#include "client/table.h"
#include "client/wording.h"

static const char *
who(struct arena *arena, const struct json *one)
{
	const char *name = json_get_string(one, "organisation_name");

	if (!name)
		name = json_get_string(one, "organisation");
	return arena_printf(
		arena, _("%s as %s, of %s"), json_get_string(one, "user"),
		wording_label(WORDING_ROLE, json_get_string(one, "role")),
		name ? name : "?");
}

/* "wt-1 (contact), wt-2 (nothing)" */
static const char *
about_whom(struct arena *arena, const struct json *residents)
{
	struct buf out;

	buf_init(&out, arena, 256);
	for (const struct json *one = json_first(residents); one;
	     one = one->next) {
		const struct json *categories = json_member(one, "categories");

		buf_printf(&out, "%s%s (%s)", out.length > 0 ? ", " : "",
			   json_get_string(one, "handle"),
			   json_count(categories) > 0
				   ? wording_labels(arena, WORDING_CATEGORY,
						    categories)
				   : _("nothing"));
	}
	return out.length > 0 ? buf_string(&out)
			      : _("nobody whom this node knows");
}

static const char *
state_of(struct arena *arena, const struct json *one)
{
	const char *state =
		wording_label(WORDING_JUDGEMENT, json_get_string(one, "state"));
	const char *by = json_get_string(one, "judged_by");

	if (!by)
		return state;
	return arena_printf(
		arena, _("%s, by %s on %s"), state, by,
		wording_time(arena, json_get_string(one, "judged")));
}

static void
print_emergency(struct page *page, const struct json *one)
{
	struct arena *arena = page->arena;
	struct table *table = table_new_pairs(page);
	bool waits = json_get_string(one, "judged") == NULL;

	page_heading(page, _("Emergency %s"),
		     wording_short_id(arena, json_get_string(one, "id")));
	table_row(table);
	table_put_cell(table, (struct table_cell){_("State"), PAGE_FAINT});
	table_put_cell(table,
		       (struct table_cell){state_of(arena, one),
					   waits ? PAGE_ALERT : PAGE_PLAIN});
	table_pair(table, _("Opened"),
		   wording_time(arena, json_get_string(one, "opened")));
	table_pair(table, _("Until"),
		   wording_time(arena, json_get_string(one, "until")));
	table_pair(table, _("Who"), who(arena, one));
	table_pair(table, _("Why"), json_get_string(one, "reason"));
	table_pair(table, _("Household"),
		   wording_short_id(arena, json_get_string(one, "household")));
	table_pair(table, _("About"),
		   about_whom(arena, json_member(one, "residents")));
	table_pair(table, _("Note"), json_get_string(one, "note"));
	table_print(table, PAGE_INDENT);
}

static void
print_review(struct page *page, const struct json *reply)
{
	const struct json *emergencies = json_member(reply, "emergencies");
	long waiting = (long)json_get_integer(reply, "waiting", 0);

	if (waiting == 0)
		page_say(page, 0, "%s", _("No emergency waits to be judged."));
	else
		page_alert(page,
			   ngettext("%ld emergency waits to be judged.",
				    "%ld emergencies wait to be judged.",
				    (unsigned long)waiting),
			   waiting);
	for (const struct json *one = json_first(emergencies); one;
	     one = one->next)
		print_emergency(page, one);
	if (waiting == 0)
		return;
	page_gap(page);
	page_say(page, 0, "%s",
		 _("Judge each: eenplan emergency judge ID justified|"
		   "unjustified --note TEXT"));
}

static struct text
encode_all(struct client *client)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, client->arena, 32);
	json_begin(&writer, &out);
	json_open_object(&writer);
	if (client->options->values[OPTION_ALL])
		json_member_bool(&writer, "all", true);
	json_close_object(&writer);
	return buf_text(&out);
}

enum exit_code
emergency_review(struct client *client)
{
	const struct json *reply;
	enum exit_code code = node_ask_and_show(
		client,
		&(struct node_request){.route = NODE_EMERGENCY_REVIEW,
				       .body = encode_all(client)},
		&reply);

	if (reply)
		print_review(client->page, reply);
	return code;
}

enum exit_code
emergency_judge(struct client *client)
{
	const char *const *arguments = client->options->arguments;
	const char *note = client->options->values[OPTION_NOTE];
	const struct body_member members[] = {{"emergency", arguments[0]},
					      {"judgement", arguments[1]},
					      {"note", note}};
	const struct json *reply;
	enum exit_code code;

	if (!note) {
		message_error("%s", _("say why you judge so: --note TEXT"));
		return EXIT_CODE_USAGE;
	}
	code = node_ask_and_show(
		client,
		&(struct node_request){.route = NODE_EMERGENCY_JUDGE,
				       .body = body_of(client->arena, members,
						       COUNT_OF(members))},
		&reply);
	if (!reply)
		return code;
	print_emergency(client->page,
			json_first(json_member(reply, "emergencies")));
	page_gap(client->page);
	page_say(client->page, 0, "%s",
		 _("The judgement is final, and stays at this node. If it is "
		   "about a partner's user, tell the partner."));
	return code;
}
