#include "client/section.h"

#include <string.h>

#include "client/cell.h"
#include "client/i18n.h"
#include "client/wording.h"

/* With fewer columns the law of each line would squeeze its content. */
#define WIDTH_FOR_LAW 110

static const char *
category_of(const struct json *fragment)
{
	const char *category = json_get_string(fragment, "category");

	return category ? category : "";
}

static const char *
sort_key(const struct json *fragment, const char *field)
{
	const char *key =
		json_get_string(json_member(fragment, "fields"), field);

	return key ? key : "";
}

/* What has no key comes last, either way. */
static bool
comes_before(const struct json *one, const struct json *other,
	     const struct layout_section *section)
{
	const char *first = sort_key(one, section->sort);
	const char *second = sort_key(other, section->sort);
	int order = strcmp(first, second);

	if (!*first || !*second)
		return *first && !*second;
	return section->order == LAYOUT_RISING ? order < 0 : order > 0;
}

/* By insertion: stable, and a section is short. */
static void
sort_fragments(const struct json **fragments, size_t count,
	       const struct layout_section *section)
{
	if (!section->sort)
		return;
	for (size_t i = 1; i < count; i++) {
		const struct json *moved = fragments[i];
		size_t at = i;
		while (at > 0 &&
		       comes_before(moved, fragments[at - 1], section)) {
			fragments[at] = fragments[at - 1];
			at--;
		}
		fragments[at] = moved;
	}
}

/* Everybody has the same telephone number of somebody: it is said once. */
struct rows {
	const struct section_input *input;
	const char **contents; /* of each fragment, to compare */
};

static struct rows
rows_of(struct arena *arena, const struct section_input *input)
{
	struct rows rows = {
		.input = input,
		.contents = ARENA_ARRAY(arena, input->count, const char *)};

	for (size_t i = 0; i < input->count; i++) {
		const struct json *fields =
			json_member(input->fragments[i], "fields");
		const char *content = cell_value(arena, fields);
		rows.contents[i] = content ? content : "";
	}
	return rows;
}

static bool
was_said(const struct rows *rows, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (strcmp(rows->contents[i], rows->contents[at]) == 0)
			return true;
	return false;
}

static const char *
sources_of(struct arena *arena, const struct rows *rows, size_t at)
{
	const struct json *const *fragments = rows->input->fragments;
	struct buf names;

	buf_init(&names, arena, 64);
	buf_add_string(&names, cell_of_source(arena, fragments[at]));
	for (size_t i = at + 1; i < rows->input->count; i++)
		if (strcmp(rows->contents[i], rows->contents[at]) == 0)
			buf_printf(&names, ", %s",
				   cell_of_source(arena, fragments[i]));
	return buf_string(&names);
}

static struct table *
rows_table(struct page *page, const struct layout_section *section)
{
	struct table *table = table_new(page);

	for (size_t i = 0; i < layout_column_count(section); i++) {
		enum layout_kind kind = section->columns[i].kind;
		table_column(table, gettext(section->columns[i].title),
			     kind == LAYOUT_DATE || kind == LAYOUT_WHOLE
				     ? TABLE_WHOLE
				     : TABLE_TEXT);
	}
	table_column(table, _("More"), TABLE_TEXT);
	if (page->width >= WIDTH_FOR_LAW)
		table_column(table, _("Law"), TABLE_TEXT);
	table_column(table, _("Source"), TABLE_TEXT);
	return table;
}

static void
add_row(struct page *page, struct table *table,
	const struct layout_section *section, const struct rows *rows,
	size_t at)
{
	const struct json *fragment = rows->input->fragments[at];
	const char *law = json_get_string(fragment, "law");

	table_row(table);
	for (size_t i = 0; i < layout_column_count(section); i++)
		table_put_cell(table,
			       cell_of(page, fragment, &section->columns[i],
				       rows->input->today));
	table_put(table, cell_of_rest(page->arena, fragment, section));
	if (page->width >= WIDTH_FOR_LAW)
		table_put(table, wording_label(WORDING_DOMAIN, law));
	table_put_cell(table,
		       (struct table_cell){sources_of(page->arena, rows, at),
					   PAGE_FAINT});
}

static void
print_rows(struct page *page, const struct layout_section *section,
	   const struct section_input *input)
{
	struct table *table = rows_table(page, section);
	struct rows rows = rows_of(page->arena, input);

	for (size_t i = 0; i < input->count; i++)
		if (!was_said(&rows, i))
			add_row(page, table, section, &rows, i);
	table_print(table, PAGE_INDENT);
}

static void
print_card(struct page *page, const struct layout_section *section,
	   const struct json *fragment, int32_t today)
{
	struct table *table = table_new_pairs(page);

	for (size_t i = 0; i < layout_column_count(section); i++) {
		const struct layout_column *column = &section->columns[i];
		table_pair(table, gettext(column->title),
			   cell_of(page, fragment, column, today).text);
	}
	for (const struct json *field = cell_fields(fragment); field;
	     field = field->next)
		if (!layout_shows(section, field->key))
			table_pair(
				table, wording_label(WORDING_FIELD, field->key),
				wording_date(page->arena,
					     cell_value(page->arena, field)));
	table_pair(table, _("Source"), cell_of_source(page->arena, fragment));
	table_print(table, PAGE_INDENT);
}

static void
print_section(struct page *page, const struct layout_section *section,
	      const struct section_input *input)
{
	page_heading(page, "%s",
		     section->title ? gettext(section->title)
				    : wording_label(WORDING_CATEGORY,
						    section->category));
	if (section->shape == LAYOUT_ROWS) {
		print_rows(page, section, input);
		return;
	}
	for (size_t i = 0; i < input->count; i++) {
		if (i > 0)
			page_gap(page);
		print_card(page, section, input->fragments[i], input->today);
	}
}

/* Take the fragments of the section's category out of `left`. */
static void
print_category(struct page *page, const struct layout_section *section,
	       const struct json **left, const struct section_input *input)
{
	const struct json **taken =
		ARENA_ARRAY(page->arena, input->count, const struct json *);
	struct section_input part = {.fragments = taken, .today = input->today};

	for (size_t i = 0; i < input->count; i++) {
		if (!left[i] ||
		    strcmp(category_of(left[i]), section->category) != 0)
			continue;
		taken[part.count++] = left[i];
		left[i] = NULL;
	}
	if (part.count == 0)
		return;
	sort_fragments(taken, part.count, section);
	print_section(page, section, &part);
}

void
section_print_all(struct page *page, const struct section_input *input)
{
	const struct json **left =
		ARENA_ARRAY(page->arena, input->count, const struct json *);

	for (size_t i = 0; i < input->count; i++)
		left[i] = input->fragments[i];
	for (size_t i = 0; i < layout_section_count; i++)
		print_category(page, &layout_sections[i], left, input);
	for (size_t i = 0; i < input->count; i++) {
		struct layout_section unknown = {.shape = LAYOUT_CARDS};
		if (!left[i])
			continue;
		unknown.category = category_of(left[i]);
		print_category(page, &unknown, left, input);
	}
}
