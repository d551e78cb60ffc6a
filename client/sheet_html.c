#include "client/i18n.h"
#include "client/markup.h"
#include "client/policy_lead.h"
#include "client/sheet.h"
#include "eenplan/base/clock.h"

static const char style[] =
	":root{color-scheme:light dark;--line:#8a8a8a;--head:#eceff3;"
	"--free:#d9efdc;--asked:#fdf1cf;--stop:#f9dcdc}\n"
	"@media (prefers-color-scheme:dark){:root{--line:#6d6d6d;"
	"--head:#262b33;--free:#1f3b25;--asked:#423712;--stop:#4a2020}}\n"
	"body{font:15px/1.45 system-ui,sans-serif;margin:2rem}\n"
	"table{border-collapse:collapse;margin:0 0 2rem;font-size:.85em}\n"
	"caption{text-align:left;font-weight:bold;padding:.4em 0}\n"
	"th,td{border:1px solid var(--line);padding:.25em .5em;"
	"text-align:left;vertical-align:top}\n"
	"th{background:var(--head)}\n"
	"small{display:block}\n"
	".free{background:var(--free)}.asked{background:var(--asked)}"
	".stop{background:var(--stop)}\n"
	".wide{overflow-x:auto}\n"
	"@page{size:A4 landscape;margin:12mm}\n"
	"@media print{:root{color-scheme:light;--head:#eceff3;--free:#d9efdc;"
	"--asked:#fdf1cf;--stop:#f9dcdc}body{margin:0;font-size:9pt;"
	"-webkit-print-color-adjust:exact;print-color-adjust:exact}"
	".wide{overflow:visible}thead{display:table-header-group}"
	"tr,caption{break-inside:avoid}h2{break-after:avoid}}\n";

static const char *
label(const struct sheet *sheet, enum vocabulary_list list, size_t id)
{
	return vocabulary_label(sheet->words, list, (int)id, sheet->language);
}

static const struct matrix_entry *
find_entry(const struct sheet *sheet, size_t category, size_t role,
	   size_t purpose)
{
	for (size_t i = 0; i < sheet->matrix->entry_count; i++) {
		const struct matrix_entry *entry = &sheet->matrix->entries[i];

		if ((size_t)entry->category == category &&
		    (size_t)entry->role == role &&
		    (size_t)entry->purpose == purpose)
			return entry;
	}
	return NULL;
}

/* --- roles and categories, for one purpose --- */

static void
put_access(const struct sheet *sheet, const struct matrix_entry *entry,
	   struct buf *out)
{
	if (!entry) {
		buf_add_string(out, "<td></td>\n");
		return;
	}

	bool is_free = (entry->fields & ~entry->freely) == 0;

	buf_printf(out, "<td class=\"%s\">", is_free ? "free" : "asked");
	markup_text(out, cells_field_names(sheet->arena, sheet->words,
					   entry->category, entry->fields));
	if (!is_free) {
		markup_element(out, "<small>", _("consent"), ": ");
		markup_element(out, "", sheet_kinds(sheet, entry->kinds),
			       "</small>");
	}
	markup_element(out, "<small>", sheet_rules(sheet, entry),
		       "</small></td>\n");
}

static bool
purpose_is_used(const struct sheet *sheet, size_t purpose)
{
	for (size_t i = 0; i < sheet->matrix->entry_count; i++)
		if ((size_t)sheet->matrix->entries[i].purpose == purpose)
			return true;
	return false;
}

static void
put_purpose(const struct sheet *sheet, size_t purpose, struct buf *out)
{
	size_t roles = vocabulary_count(sheet->words, VOCABULARY_ROLE);
	size_t categories = vocabulary_count(sheet->words, VOCABULARY_CATEGORY);

	markup_element(out, "<div class=\"wide\"><table>\n<caption>",
		       label(sheet, VOCABULARY_PURPOSE, purpose),
		       "</caption>\n");
	markup_element(out, "<thead><tr><th scope=\"col\">", _("Category"),
		       "</th>");
	for (size_t role = 0; role < roles; role++)
		markup_element(out, "<th scope=\"col\">",
			       label(sheet, VOCABULARY_ROLE, role), "</th>");
	buf_add_string(out, "</tr></thead>\n<tbody>\n");
	for (size_t category = 0; category < categories; category++) {
		markup_element(out, "<tr><th scope=\"row\">",
			       label(sheet, VOCABULARY_CATEGORY, category),
			       "</th>\n");
		for (size_t role = 0; role < roles; role++)
			put_access(sheet,
				   find_entry(sheet, category, role, purpose),
				   out);
		buf_add_string(out, "</tr>\n");
	}
	buf_add_string(out, "</tbody></table></div>\n");
}

/* --- fields and rules, for one category --- */

static bool
category_has_rules(const struct sheet *sheet, size_t category)
{
	for (size_t i = 0; i < sheet->matrix->rule_count; i++)
		if (sheet->matrix->rules[i].fields[category] != 0)
			return true;
	return false;
}

static void
put_rule_heads(const struct sheet *sheet, size_t category, struct buf *out)
{
	for (size_t i = 0; i < sheet->matrix->rule_count; i++) {
		const struct matrix_rule *rule = &sheet->matrix->rules[i];

		if (rule->fields[category] == 0)
			continue;
		markup_element(out, "<th scope=\"col\">", rule->id, "");
		markup_element(out, "<small>", rule->title, "</small></th>");
	}
}

static void
put_field(const struct sheet *sheet, size_t category, size_t field,
	  struct buf *out)
{
	markup_element(out, "<tr><th scope=\"row\">",
		       vocabulary_field_label(sheet->words, (int)category,
					      (int)field, sheet->language),
		       "</th>");
	for (size_t i = 0; i < sheet->matrix->rule_count; i++) {
		const struct matrix_rule *rule = &sheet->matrix->rules[i];

		if (rule->fields[category] == 0)
			continue;
		if ((rule->fields[category] >> field & 1) == 0)
			buf_add_string(out, "<td></td>");
		else if (rule->is_permit)
			markup_element(out, "<td class=\"free\">", _("permits"),
				       "</td>");
		else
			markup_element(out, "<td class=\"stop\">", _("forbids"),
				       "</td>");
	}
	buf_add_string(out, "</tr>\n");
}

static void
put_category(const struct sheet *sheet, size_t category, struct buf *out)
{
	size_t fields = vocabulary_field_count(sheet->words, (int)category);

	markup_element(out, "<div class=\"wide\"><table>\n<caption>",
		       label(sheet, VOCABULARY_CATEGORY, category),
		       "</caption>\n");
	markup_element(out, "<thead><tr><th scope=\"col\">", _("Field"),
		       "</th>");
	put_rule_heads(sheet, category, out);
	buf_add_string(out, "</tr></thead>\n<tbody>\n");
	for (size_t field = 0; field < fields; field++)
		put_field(sheet, category, field, out);
	buf_add_string(out, "</tbody></table></div>\n");
}

/* --- the page --- */

static void
put_head(const struct sheet *sheet, struct buf *out)
{
	char day[CLOCK_DATE_BYTES];

	clock_format_date(sheet->day, day);
	buf_printf(out,
		   "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
		   "<meta charset=\"utf-8\">\n"
		   "<meta name=\"viewport\" content=\"width=device-width\">\n",
		   sheet->language == VOCABULARY_DUTCH ? "nl" : "en");
	markup_element(out, "<title>", _("Authorisation matrix"), "</title>\n");
	buf_printf(out, "<style>\n%s</style>\n</head>\n<body>\n", style);
	markup_element(out, "<h1>", _("Authorisation matrix"), "</h1>\n");
	markup_element(out, "<p>",
		       arena_printf(sheet->arena,
				    _("As it is on %s. Policy %.16s."), day,
				    policy_digest(sheet->policy)),
		       "</p>\n<p>");
	markup_element(
		out, "",
		_("A cell names the fields that can be seen, the consent "
		  "that some of them need, and the rules that permit "
		  "them. An empty cell: nothing is shared."),
		"</p>\n");
}

void
sheet_write_html(const struct sheet *sheet, struct buf *out)
{
	size_t purposes = vocabulary_count(sheet->words, VOCABULARY_PURPOSE);
	size_t categories = vocabulary_count(sheet->words, VOCABULARY_CATEGORY);

	put_head(sheet, out);
	markup_element(out, "<h2>", _("Roles and categories, by purpose"),
		       "</h2>\n");
	for (size_t i = 0; i < purposes; i++)
		if (purpose_is_used(sheet, i))
			put_purpose(sheet, i, out);
	markup_element(out, "<h2>", _("Fields and rules, by category"),
		       "</h2>\n");
	for (size_t i = 0; i < categories; i++)
		if (category_has_rules(sheet, i))
			put_category(sheet, i, out);
	policy_lead_write_html(sheet, out);
	buf_add_string(out, "</body>\n</html>\n");
}
