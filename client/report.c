/*
 * eenplan report
 */
#include <string.h>

#include "client/body.h"
#include "client/figures.h"
#include "client/i18n.h"
#include "client/message.h"
#include "client/node.h"
#include "client/report_page.h"
#include "client/table.h"
#include "client/wording.h"

static void
print_report(struct page *page, const struct json *report)
{
	struct table *table = table_new(page);
	const char *cohort = json_get_string(report, "cohort");
	const char *note;

	table_column(table, _("Figure"), TABLE_TEXT);
	table_column(table, _("Law"), TABLE_TEXT);
	table_column(table, _("Value"), TABLE_NUMBER);
	table_column(table, _("Residents"), TABLE_NUMBER);
	table_column(table, _("Not given"), TABLE_TEXT);
	for (const struct json *figure =
		     json_first(json_member(report, "figures"));
	     figure; figure = figure->next) {
		table_row(table);
		table_put(table, figures_label(figure));
		table_put(table, figures_law(figure));
		table_put(table, figures_value(page->arena, figure));
		table_put(table, figures_residents(page->arena, figure));
		table_put(table, figures_why_not(page->arena, report, figure));
	}
	page_title(page, _("Report from %s until %s"),
		   wording_date(page->arena, json_get_string(report, "from")),
		   wording_date(page->arena, json_get_string(report, "until")));
	if (cohort)
		page_say(page, 0, _("Cohort: %s"), cohort);
	table_print(table, 0);
	page_gap(page);
	for (size_t i = 0; (note = figures_note(page->arena, report, i)); i++)
		page_say(page, 0, "%s", note);
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
		const char *residents = figures_residents(page->arena, figure);
		const char *why = json_get_string(figure, "why");

		for (size_t i = 0; i < COUNT_OF(keys); i++) {
			const char *text = json_get_string(figure, keys[i]);

			buf_printf(out, "%s,", text ? text : "");
		}
		buf_printf(out, "%s,%s\n", residents ? residents : "",
			   why ? why : "");
	}
}

static void
print_html(struct page *page, const struct json *report)
{
	struct buf out;

	buf_init(&out, page->arena, 1 << 16);
	report_page_write(report, &out);
	buf_add_text(&page->out, buf_text(&out));
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
	if (command_wants_html(client))
		print_html(client->page, report);
	else if (format && strcmp(format, "csv") == 0)
		print_csv(client->page, report);
	else
		print_report(client->page, report);
	return code;
}
