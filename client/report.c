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

/* A value, or why there is none. */
static const char *
value_or_why(struct arena *arena, const struct json *report,
	     const struct json *figure)
{
	const char *value = figures_value(arena, figure);

	return value ? value : figures_why_not(arena, report, figure);
}

static void
add_row(struct page *page, struct table *table, const struct json *report,
	const struct json *figure)
{
	const struct json *baseline = figures_baseline(report, figure);

	table_row(table);
	table_put(table, figures_label(figure));
	table_put(table, figures_law(figure));
	table_put(table, value_or_why(page->arena, report, baseline));
	table_put(table, figures_value(page->arena, figure));
	table_put(table, figures_change(page->arena, figure, baseline));
	table_put(table, figures_residents(page->arena, figure));
	table_put(table, figures_why_not(page->arena, report, figure));
}

static void
print_head(struct page *page, const struct json *report)
{
	const struct json *reference = json_member(report, "reference");
	const char *cohort = json_get_string(report, "cohort");

	page_title(page, _("Report from %s until %s"),
		   wording_date(page->arena, json_get_string(report, "from")),
		   wording_date(page->arena, json_get_string(report, "until")));
	if (reference)
		page_say(page, 0, _("Baseline: from %s until %s"),
			 wording_date(page->arena,
				      json_get_string(reference, "from")),
			 wording_date(page->arena,
				      json_get_string(reference, "until")));
	if (cohort)
		page_say(page, 0, _("Cohort: %s"), cohort);
}

static void
print_report(struct page *page, const struct json *report)
{
	struct table *table = table_new(page);
	const char *note;

	table_column(table, _("Figure"), TABLE_TEXT);
	table_column(table, _("Law"), TABLE_TEXT);
	table_column(table, _("Baseline"), TABLE_TEXT);
	table_column(table, _("Value"), TABLE_NUMBER);
	table_column(table, _("Change"), TABLE_NUMBER);
	table_column(table, _("Residents"), TABLE_NUMBER);
	table_column(table, _("Not given"), TABLE_TEXT);
	for (const struct json *figure =
		     json_first(json_member(report, "figures"));
	     figure; figure = figure->next)
		add_row(page, table, report, figure);
	print_head(page, report);
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
	bool has_baseline = json_member(report, "reference") != NULL;

	buf_add_string(out, "measure,law,unit,value,residents,why");
	buf_add_string(out, has_baseline ? ",baseline\n" : "\n");
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
		buf_printf(out, "%s,%s", residents ? residents : "",
			   why ? why : "");
		if (has_baseline) {
			const char *then = json_get_string(
				figures_baseline(report, figure), "value");

			buf_printf(out, ",%s", then ? then : "");
		}
		buf_add_char(out, '\n');
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
		{"baseline_from", values[OPTION_BASELINE_FROM]},
		{"baseline_until", values[OPTION_BASELINE_UNTIL]},
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
	if (!values[OPTION_BASELINE_FROM] != !values[OPTION_BASELINE_UNTIL]) {
		message_error("%s", _("a baseline has a first day and a last: "
				      "--baseline-from 2025-01-01 "
				      "--baseline-until 2025-06-30"));
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
