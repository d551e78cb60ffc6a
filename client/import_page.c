#include "client/import_page.h"

#include "client/i18n.h"
#include "client/table.h"
#include "client/wording.h"

static const char *
count_of(struct arena *arena, const struct json *value)
{
	return value && value->kind == JSON_KIND_INTEGER
		       ? arena_printf(arena, "%ld", (long)value->as.integer)
		       : NULL;
}

static void
print_counts(struct page *page, const struct json *report)
{
	static const struct {
		const char *key;
		const char *label;
	} counts[] = {
		{"residents", N_("Residents")},
		{"households", N_("Households")},
		{"records", N_("Records")},
		{"consents", N_("Consents")},
		{"updated", N_("Updated")},
		{"unchanged", N_("Unchanged")},
	};
	struct table *table = table_new(page);

	for (size_t i = 0; i < COUNT_OF(counts); i++)
		table_column(table, gettext(counts[i].label), TABLE_NUMBER);
	table_row(table);
	for (size_t i = 0; i < COUNT_OF(counts); i++)
		table_put(table, count_of(page->arena,
					  json_member(report, counts[i].key)));
	table_print(table, PAGE_INDENT);
}

static void
print_categories(struct page *page, const struct json *categories)
{
	struct table *table = table_new(page);

	table_column(table, _("Category"), TABLE_TEXT);
	table_column(table, _("Records"), TABLE_NUMBER);
	for (const struct json *one = json_first(categories); one;
	     one = one->next) {
		table_row(table);
		table_put(table, wording_label(WORDING_CATEGORY, one->key));
		table_put(table, count_of(page->arena, one));
	}
	if (table_rows(table) == 0)
		return;
	page_gap(page);
	table_print(table, PAGE_INDENT);
}

static void
print_notes(struct page *page, const struct json *notes)
{
	struct table *table = table_new(page);

	table_column(table, _("What"), TABLE_TEXT);
	table_column(table, _("Why"), TABLE_TEXT);
	table_column(table, _("Times"), TABLE_NUMBER);
	for (const struct json *note = json_first(notes); note;
	     note = note->next) {
		const struct json *count = json_member(note, "count");
		table_row(table);
		table_put(table, json_get_string(note, "what"));
		table_put(table, tongue_say(TONGUE_OF_PROCESS,
					    json_get_string(note, "why")));
		table_put(table, count_of(page->arena, count));
	}
	if (table_rows(table) == 0)
		return;
	page_heading(page, "%s", _("Not taken over, or not shareable"));
	table_print(table, PAGE_INDENT);
}

void
import_page_print(struct page *page, const char *path,
		  const struct json *report)
{
	page_title(page, _("Imported %s"), path);
	print_counts(page, report);
	print_categories(page, json_member(report, "categories"));
	print_notes(page, json_member(report, "notes"));
}
