/*
 * eenplan outbox, eenplan outbox retry
 */
#include <string.h>

#include "client/body.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/node.h"
#include "client/notices.h"
#include "client/table.h"
#include "client/wording.h"

static void
add_letter(struct page *page, struct table *table, const struct json *letter)
{
	struct arena *arena = page->arena;
	const char *kind = json_get_string(letter, "kind");
	const char *state = json_get_string(letter, "state");
	bool is_dead = state && strcmp(state, "dead") == 0;

	table_row(table);
	table_put(table,
		  wording_short_id(arena, json_get_string(letter, "id")));
	table_put(table, notices_partner(letter));
	table_put(table, wording_label(WORDING_LETTER, kind));
	table_put(table,
		  wording_time(arena, json_get_string(letter, "written")));
	table_put(table,
		  arena_printf(arena, "%ld",
			       (long)json_get_integer(letter, "tries", 0)));
	table_put(table, wording_time(arena, json_get_string(letter, "next")));
	table_put_cell(table,
		       (struct table_cell){notices_letter_state(arena, letter),
					   is_dead ? PAGE_ALERT : PAGE_PLAIN});
}

static void
print_outbox(struct page *page, const struct json *reply)
{
	const struct json *letters = json_member(reply, "letters");
	int64_t dead = json_get_integer(reply, "dead", 0);
	int64_t waiting = json_get_integer(reply, "waiting", 0);
	struct table *table = table_new(page);

	table_column(table, _("Letter"), TABLE_WHOLE);
	table_column(table, _("Partner"), TABLE_TEXT);
	table_column(table, _("About"), TABLE_TEXT);
	table_column(table, _("Written"), TABLE_TEXT);
	table_column(table, _("Failed tries"), TABLE_NUMBER);
	table_column(table, _("Next"), TABLE_TEXT);
	table_column(table, _("State"), TABLE_TEXT);
	for (const struct json *one = json_first(letters); one; one = one->next)
		add_letter(page, table, one);
	table_print(table, 0);
	if (dead == 0 && waiting == 0)
		page_say(page, 0, "%s",
			 _("Every letter was confirmed by its partner."));
	if (dead > 0)
		page_say(page, 0, "%s",
			 _("Nobody brings the dead letters any more: find out "
			   "why, then eenplan outbox retry --dead"));
}

enum exit_code
outbox_show(struct client *client)
{
	bool all = client->options->values[OPTION_ALL] != NULL;
	const struct json *reply;
	enum exit_code code = node_ask(
		client,
		&(struct node_request){
			.route = NODE_OUTBOX,
			.body = body_of_flag(client->arena, "all", all)},
		&reply);

	if (code != EXIT_CODE_OK)
		return code;
	if (command_wants_json(client))
		page_json(client->page, reply);
	else
		print_outbox(client->page, reply);
	return json_get_integer(reply, "dead", 0) == 0 ? EXIT_CODE_OK
						       : EXIT_CODE_NOT_SOUND;
}

enum exit_code
outbox_retry(struct client *client)
{
	const struct options *options = client->options;
	bool dead = options->values[OPTION_DEAD] != NULL;
	const struct body_member member = {"letter",
					   dead ? NULL : options->arguments[0]};
	const struct json *reply;
	enum exit_code code;

	if (dead == (options->argument_count > 0)) {
		message_error("%s", _("give the id of one letter, or --dead "
				      "for all that are dead"));
		return EXIT_CODE_USAGE;
	}
	code = node_ask_and_show(
		client,
		&(struct node_request){
			.route = NODE_OUTBOX_RETRY,
			.body = dead ? body_of_flag(client->arena, "dead", true)
				     : body_of(client->arena, &member, 1)},
		&reply);
	if (reply && !command_is_quiet(client))
		page_say(client->page, 0, _("Letters sent again: %ld"),
			 (long)json_get_integer(reply, "letters", 0));
	return code;
}
