/*
 * eenplan coordinator show | history | offer | accept | vacancy
 */
#include <string.h>

#include "client/i18n.h"
#include "client/message.h"
#include "client/node.h"
#include "client/plan.h"
#include "client/table.h"
#include "client/wording.h"

static void
print_offer(struct page *page, const struct json *offer)
{
	const char *since =
		wording_time(page->arena, json_get_string(offer, "since"));
	const char *to = plan_organisation(json_get_string(offer, "to"));

	if (!offer)
		return;
	page_heading(page, "%s", _("Offered"));
	page_say(page, PAGE_INDENT, _("To %s, since %s."), to ? to : "",
		 since ? since : "");
	if (json_get_bool(offer, "to_us", false))
		page_say(page, PAGE_INDENT, "%s",
			 _("That is your organisation: eenplan coordinator "
			   "accept takes it, and with --decline refuses it."));
	else
		page_say(page, PAGE_INDENT, "%s",
			 _("Until that organisation answers, everything stays "
			   "as it is."));
}

static void
print_votes(struct page *page, const struct json *reply)
{
	const struct json *votes = json_member(reply, "votes");
	long needed = (long)json_get_integer(reply, "votes_needed", 0);
	struct table *table;

	if (json_count(votes) == 0)
		return;
	table = table_new(page);
	table_column(table, _("Vote by"), TABLE_TEXT);
	table_column(table, _("For"), TABLE_TEXT);
	for (const struct json *vote = json_first(votes); vote;
	     vote = vote->next) {
		table_row(table);
		table_put(table,
			  plan_organisation(json_get_string(vote, "by")));
		table_put(table,
			  plan_organisation(json_get_string(vote, "for")));
	}
	page_heading(page, "%s", _("Votes"));
	table_print(table, PAGE_INDENT);
	page_say(page, PAGE_INDENT,
		 ngettext("%ld vote for one organisation is needed; then it "
			  "accepts.",
			  "%ld votes for one organisation are needed; then it "
			  "accepts.",
			  (unsigned long)needed),
		 needed);
}

static void
print_state(struct page *page, const struct json *reply)
{
	const struct json *household = json_member(reply, "household");
	const char *name = json_get_string(household, "name");

	if (!name)
		name = json_get_string(household, "handle");
	page_title(page, _("One plan for %s"), name ? name : "");
	plan_print_coordinator(page, json_member(reply, "coordinator"));
	if (json_get_integer(reply, "rivals", 0) > 0)
		page_say(page, PAGE_INDENT, "%s",
			 _("Several have begun a plan for this household. All "
			   "but one lay theirs down: eenplan coordinator "
			   "vacancy HOUSEHOLD --lay-down"));
	print_offer(page, json_member(reply, "offer"));
	print_votes(page, reply);
}

/* The body: the household, options that are words, and flags that are set. */
static struct text
body(struct client *client, const enum option *words, size_t count,
     enum option flag)
{
	static const char *const keys[OPTION_COUNT] = {
		[OPTION_CONSENT] = "consent",	[OPTION_CONTACT] = "contact",
		[OPTION_DECLINE] = "decline",	[OPTION_TO] = "to",
		[OPTION_LAY_DOWN] = "lay_down",
	};
	const struct options *options = client->options;
	struct json_writer writer;
	struct buf out;

	buf_init(&out, client->arena, 128);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string(&writer, "household", options->arguments[0]);
	for (size_t i = 0; i < count; i++)
		json_member_string_if(&writer, keys[words[i]],
				      options->values[words[i]]);
	if (flag < OPTION_COUNT && options->values[flag])
		json_member_bool(&writer, keys[flag], true);
	json_close_object(&writer);
	return buf_text(&out);
}

static enum exit_code
ask_and_print(struct client *client, enum node_route route, struct text sent)
{
	const struct json *reply;
	enum exit_code code = node_ask_and_show(
		client, &(struct node_request){.route = route, .body = sent},
		&reply);

	if (reply && !command_is_quiet(client))
		print_state(client->page, reply);
	return code;
}

enum exit_code
coordinator_show(struct client *client)
{
	return ask_and_print(client, NODE_MANDATE_SHOW,
			     body(client, NULL, 0, OPTION_COUNT));
}

enum exit_code
coordinator_offer(struct client *client)
{
	static const enum option words[] = {OPTION_TO, OPTION_CONSENT};

	if (!client->options->values[OPTION_TO]) {
		message_error("%s", _("say to whom: --to ORGANISATION, by the "
				      "id that eenplan partner list shows"));
		return EXIT_CODE_USAGE;
	}
	return ask_and_print(
		client, NODE_MANDATE_OFFER,
		body(client, words, COUNT_OF(words), OPTION_COUNT));
}

enum exit_code
coordinator_accept(struct client *client)
{
	static const enum option words[] = {OPTION_CONSENT, OPTION_CONTACT};

	return ask_and_print(
		client, NODE_MANDATE_ACCEPT,
		body(client, words, COUNT_OF(words), OPTION_DECLINE));
}

enum exit_code
coordinator_vacancy(struct client *client)
{
	static const enum option words[] = {OPTION_TO, OPTION_CONSENT};
	const char *const *values = client->options->values;
	bool lays_down = values[OPTION_LAY_DOWN] != NULL;

	if (lays_down == (values[OPTION_TO] && values[OPTION_CONSENT])) {
		message_error("%s",
			      _("give --to ORGANISATION and --consent ID to "
				"vote, or --lay-down to stop coordinating"));
		return EXIT_CODE_USAGE;
	}
	return ask_and_print(
		client, NODE_MANDATE_VACANCY,
		body(client, words, COUNT_OF(words), OPTION_LAY_DOWN));
}

/* --- history --- */

static void
print_history(struct page *page, const struct json *reply)
{
	struct table *table = table_new(page);

	table_column(table, _("No."), TABLE_NUMBER);
	table_column(table, _("When"), TABLE_TEXT);
	table_column(table, _("Organisation"), TABLE_TEXT);
	table_column(table, _("What"), TABLE_TEXT);
	table_column(table, _("To"), TABLE_TEXT);
	table_column(table, _("State"), TABLE_TEXT);
	table_column(table, _("Signature"), TABLE_TEXT);
	for (const struct json *one =
		     json_first(json_member(reply, "documents"));
	     one; one = one->next) {
		table_row(table);
		table_put(table,
			  arena_printf(page->arena, "%ld",
				       (long)json_get_integer(one, "seq", 0)));
		table_put(table, wording_time(page->arena,
					      json_get_string(one, "from")));
		table_put(table, plan_organisation(
					 json_get_string(one, "organisation")));
		table_put(table, wording_label(WORDING_MANDATE,
					       json_get_string(one, "kind")));
		table_put(table,
			  plan_organisation(json_get_string(one, "successor")));
		table_put(table, wording_label(WORDING_FATE,
					       json_get_string(one, "fate")));
		table_put(table,
			  wording_label(WORDING_FATE,
					json_get_string(one, "signature")));
	}
	if (table_rows(table) == 0)
		page_say(page, 0, "%s",
			 _("Nobody has signed for this plan yet."));
	table_print(table, 0);
}

enum exit_code
coordinator_history(struct client *client)
{
	const struct json *reply;
	enum exit_code code =
		node_ask(client,
			 &(struct node_request){
				 .route = NODE_MANDATE_HISTORY,
				 .body = body(client, NULL, 0, OPTION_COUNT)},
			 &reply);

	if (code != EXIT_CODE_OK)
		return code;
	if (command_wants_json(client))
		page_json(client->page, reply);
	else
		print_history(client->page, reply);
	return json_get_bool(reply, "sound", false) ? EXIT_CODE_OK
						    : EXIT_CODE_NOT_SOUND;
}
