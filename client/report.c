/*
 * eenplan report | cohort make | add | list
 */
#include <string.h>

#include "client/body.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/node.h"
#include "client/table.h"
#include "client/wording.h"

static const struct {
	const char *word, *text;
} measures[] = {
#define REPORT_MEASURE(name, word, unit, who, text) {word, text},
#include "eenplan/wire/report.def"
#undef REPORT_MEASURE
};

static const char *
measure_text(const char *word)
{
	for (size_t i = 0; word && i < COUNT_OF(measures); i++)
		if (strcmp(measures[i].word, word) == 0)
			return gettext(measures[i].text);
	return word;
}

/* What stands where a figure isn't given. */
static const char *
why_not(struct arena *arena, const struct json *report,
	const struct json *figure)
{
	const char *why = json_get_string(figure, "why");
	long floor = (long)json_get_integer(report, "floor", 0);

	if (!why)
		return NULL;
	return strcmp(why, "few") == 0
		       ? arena_printf(arena, _("fewer than %ld residents"),
				      floor)
		       : _("too close to an earlier report");
}

static const char *
residents_of(struct arena *arena, const struct json *figure)
{
	const struct json *residents = json_member(figure, "residents");

	return residents
		       ? arena_printf(arena, "%ld", (long)residents->as.integer)
		       : NULL;
}

static const char *
in_words(struct arena *arena, const struct json *figure)
{
	const char *value = json_get_string(figure, "value");
	const char *unit = json_get_string(figure, "unit");

	if (!value || !unit || strcmp(unit, "euros") != 0)
		return value;
	return arena_printf(arena, "EUR %s", value);
}

static void
print_report(struct page *page, const struct json *report)
{
	struct table *table = table_new(page);
	const char *cohort = json_get_string(report, "cohort");

	table_column(table, _("Figure"), TABLE_TEXT);
	table_column(table, _("Law"), TABLE_TEXT);
	table_column(table, _("Value"), TABLE_NUMBER);
	table_column(table, _("Residents"), TABLE_NUMBER);
	table_column(table, _("Not given"), TABLE_TEXT);
	for (const struct json *figure =
		     json_first(json_member(report, "figures"));
	     figure; figure = figure->next) {
		table_row(table);
		table_put(table,
			  measure_text(json_get_string(figure, "measure")));
		table_put(table, wording_label(WORDING_DOMAIN,
					       json_get_string(figure, "law")));
		table_put(table, in_words(page->arena, figure));
		table_put(table, residents_of(page->arena, figure));
		table_put(table, why_not(page->arena, report, figure));
	}
	page_title(page, _("Report from %s until %s"),
		   wording_date(page->arena, json_get_string(report, "from")),
		   wording_date(page->arena, json_get_string(report, "until")));
	if (cohort)
		page_say(page, 0, _("Cohort: %s"), cohort);
	table_print(table, 0);
}

/* RFC 4180 with LF; only words of the table and numbers stand in it. */
static void
print_csv(struct page *page, const struct json *report)
{
	struct buf *out = &page->out;

	buf_add_string(out, "measure,law,unit,value,residents,why\n");
	for (const struct json *figure =
		     json_first(json_member(report, "figures"));
	     figure; figure = figure->next) {
		static const char *const keys[] = {"measure", "law", "unit",
						   "value"};
		const char *residents = residents_of(page->arena, figure);
		const char *why = json_get_string(figure, "why");

		for (size_t i = 0; i < COUNT_OF(keys); i++) {
			const char *text = json_get_string(figure, keys[i]);

			buf_printf(out, "%s,", text ? text : "");
		}
		buf_printf(out, "%s,%s\n", residents ? residents : "",
			   why ? why : "");
	}
}

enum exit_code
report_run(struct client *client)
{
	const char *const *values = client->options->values;
	const struct body_member members[] = {
		{"cohort", values[OPTION_COHORT]},
		{"from", values[OPTION_FROM]},
		{"until", values[OPTION_UNTIL]},
	};
	const char *format = values[OPTION_FORMAT];
	const struct json *report;
	enum exit_code code;

	if (!values[OPTION_FROM] || !values[OPTION_UNTIL]) {
		message_error("%s", _("say over which days: --from 2026-01-01 "
				      "--until 2026-06-30"));
		return EXIT_CODE_USAGE;
	}
	code = node_ask_and_show(
		client,
		&(struct node_request){.route = NODE_REPORT,
				       .body = body_of(client->arena, members,
						       COUNT_OF(members))},
		&report);
	if (!report)
		return code;
	if (format && strcmp(format, "csv") == 0)
		print_csv(client->page, report);
	else
		print_report(client->page, report);
	return code;
}

/* --- cohorts --- */

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
