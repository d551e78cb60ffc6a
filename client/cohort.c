/*
 * eenplan cohort make | add | list
 */
#include <string.h>

#include "client/body.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/node.h"
#include "client/table.h"
#include "client/wording.h"

static void
add_cohort(struct page *page, struct table *table, const struct json *cohort)
{
	table_row(table);
	table_put(table, json_get_string(cohort, "name"));
	table_put(table,
		  arena_printf(page->arena, _("%ld of %ld"),
			       (long)json_get_integer(cohort, "residents", 0),
			       (long)json_get_integer(cohort, "cap", 0)));
	table_put(table, json_get_string(cohort, "made_by"));
	table_put(table,
		  wording_time(page->arena, json_get_string(cohort, "made")));
}

static struct table *
cohort_table(struct page *page)
{
	struct table *table = table_new(page);

	table_column(table, _("Cohort"), TABLE_TEXT);
	table_column(table, _("Residents"), TABLE_WHOLE);
	table_column(table, _("By"), TABLE_TEXT);
	table_column(table, _("Since"), TABLE_WHOLE);
	return table;
}

static enum exit_code
send_cohort(struct client *client, enum node_route route, struct text body)
{
	const struct json *reply;
	enum exit_code code = node_ask_and_show(
		client, &(struct node_request){.route = route, .body = body},
		&reply);
	struct table *table;

	if (!reply)
		return code;
	table = cohort_table(client->page);
	add_cohort(client->page, table, json_member(reply, "cohort"));
	table_print(table, 0);
	return code;
}

enum exit_code
cohort_make(struct client *client)
{
	const char *cap = client->options->values[OPTION_CAP];
	struct json_writer writer;
	struct buf out;

	buf_init(&out, client->arena, 128);
	json_begin(&writer, &out);
	json_open_object(&writer);
	if (cap && (strlen(cap) > 6 || !*cap ||
		    strspn(cap, "0123456789") != strlen(cap))) {
		message_error("%s", _("--cap needs a number such as 10"));
		return EXIT_CODE_USAGE;
	}
	if (cap) {
		json_key(&writer, "cap");
		json_put_raw(&writer, text_of(cap));
	}
	json_member_string(&writer, "name", client->options->arguments[0]);
	json_close_object(&writer);
	return send_cohort(client, NODE_COHORT_MAKE, buf_text(&out));
}

enum exit_code
cohort_add(struct client *client)
{
	const struct body_member members[] = {
		{"cohort", client->options->arguments[0]},
		{"resident", client->options->arguments[1]},
	};

	return send_cohort(client, NODE_COHORT_ADD,
			   body_of(client->arena, members, COUNT_OF(members)));
}

enum exit_code
cohort_list(struct client *client)
{
	const struct json *reply;
	enum exit_code code = node_ask_and_show(
		client, &(struct node_request){.route = NODE_COHORT_LIST},
		&reply);
	struct table *table;

	if (!reply)
		return code;
	table = cohort_table(client->page);
	for (const struct json *cohort =
		     json_first(json_member(reply, "cohorts"));
	     cohort; cohort = cohort->next)
		add_cohort(client->page, table, cohort);
	if (table_rows(table) == 0)
		page_say(client->page, 0, "%s", _("There are no cohorts."));
	table_print(table, 0);
	return code;
}
