/*
 * eenplan hours show | add | correct
 */
#include "client/hours.h"

#include <stdlib.h>
#include <string.h>

#include "client/body.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/node.h"
#include "client/table.h"
#include "client/typed.h"
#include "client/wording.h"

/* --- on the page --- */

const char *
hours_text(struct arena *arena, int64_t minutes)
{
	return arena_printf(
		arena, _("%s%lld h %02d min"), minutes < 0 ? "-" : "",
		(long long)llabs(minutes) / 60, (int)(llabs(minutes) % 60));
}

void
hours_print_warning(struct page *page, const struct json *hours)
{
	struct arena *arena = page->arena;

	if (!hours || !json_get_bool(hours, "warning", false))
		return;
	page_gap(page);
	page_alert(page, _("%s has %s left in %s, of %s."),
		   json_get_string(hours, "specialist"),
		   hours_text(arena, json_get_integer(hours, "left", 0)),
		   json_get_string(hours, "period"),
		   hours_text(arena, json_get_integer(hours, "most", 0)));
}

static void
print_totals(struct page *page, const struct json *all)
{
	struct arena *arena = page->arena;
	struct table *table = table_new(page);

	table_column(table, _("Specialist"), TABLE_WHOLE);
	table_column(table, _("Period"), TABLE_WHOLE);
	table_column(table, _("Hours used"), TABLE_NUMBER);
	table_column(table, _("Left"), TABLE_NUMBER);
	table_column(table, _("Of"), TABLE_NUMBER);
	for (const struct json *one = json_first(all); one; one = one->next) {
		bool warns = json_get_bool(one, "warning", false);
		const char *left =
			hours_text(arena, json_get_integer(one, "left", 0));
		table_row(table);
		table_put(table, json_get_string(one, "specialist"));
		table_put(table, json_get_string(one, "period"));
		table_put(table,
			  hours_text(arena, json_get_integer(one, "used", 0)));
		table_put_cell(table,
			       (struct table_cell){left, warns ? PAGE_ALERT
							       : PAGE_PLAIN});
		table_put(table,
			  hours_text(arena, json_get_integer(one, "most", 0)));
	}
	table_print(table, 0);
}

static void
print_lines(struct page *page, const struct json *lines)
{
	struct arena *arena = page->arena;
	struct table *table = table_new(page);

	if (json_count(lines) == 0)
		return;
	table_column(table, _("Booked"), TABLE_WHOLE);
	table_column(table, _("Time spent"), TABLE_NUMBER);
	table_column(table, _("What for"), TABLE_TEXT);
	for (const struct json *line = json_first(lines); line;
	     line = line->next) {
		const char *reason = json_get_string(line, "reason");
		const char *id = json_get_string(line, "consultation");
		table_row(table);
		table_put(table,
			  wording_time(arena, json_get_string(line, "booked")));
		table_put(table,
			  hours_text(arena,
				     json_get_integer(line, "minutes", 0)));
		table_put(table,
			  reason ? reason
				 : arena_printf(arena, _("consultation %s"),
						wording_short_id(arena, id)));
	}
	page_gap(page);
	table_print(table, PAGE_INDENT);
}

static void
print_hours(struct page *page, const struct json *all)
{
	if (json_count(all) == 0) {
		page_say(page, 0, "%s", _("This node has no specialists."));
		return;
	}
	print_totals(page, all);
	for (const struct json *one = json_first(all); one; one = one->next) {
		print_lines(page, json_member(one, "lines"));
		hours_print_warning(page, one);
	}
}

/* --- commands --- */

static enum exit_code
send(struct client *client, enum node_route route, struct text body)
{
	const struct json *reply;
	enum exit_code code = node_ask_and_show(
		client, &(struct node_request){.route = route, .body = body},
		&reply);

	if (reply)
		print_hours(client->page, json_member(reply, "hours"));
	return code;
}

enum exit_code
hours_show(struct client *client)
{
	const struct options *options = client->options;
	const struct body_member members[] = {
		{"period", options->values[OPTION_PERIOD]},
		{"specialist",
		 options->argument_count > 0 ? options->arguments[0] : NULL},
	};

	return send(client, NODE_HOURS_SHOW,
		    body_of(client->arena, members, COUNT_OF(members)));
}

/* `sign` is -1 for what is taken off. */
static enum exit_code
book(struct client *client, int sign)
{
	const char *const *values = client->options->values;
	struct json_writer writer;
	const char *reason;
	int64_t minutes;
	struct buf out;

	if (!values[OPTION_REASON]) {
		message_error("%s", _("say what for: --reason TEXT"));
		return EXIT_CODE_USAGE;
	}
	if (!typed_minutes(client->options->arguments[0], &minutes))
		return EXIT_CODE_USAGE;
	reason = typed_words(client->arena, values[OPTION_REASON]);
	if (!reason)
		return EXIT_CODE_USAGE;
	buf_init(&out, client->arena, 1024);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_integer(&writer, "minutes", sign * minutes);
	json_member_string_if(&writer, "period", values[OPTION_PERIOD]);
	json_member_string(&writer, "reason", reason);
	json_close_object(&writer);
	return send(client, NODE_HOURS_BOOK, buf_text(&out));
}

enum exit_code
hours_add(struct client *client)
{
	return book(client, 1);
}

enum exit_code
hours_correct(struct client *client)
{
	return book(client, -1);
}
