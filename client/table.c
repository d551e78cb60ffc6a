#include "client/table.h"

#include <assert.h>
#include <libsmartcols/libsmartcols.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

#include "client/measure.h"
#include "client/safe.h"
#include "eenplan/base/limits.h"

#define GAP	    "  "
#define GAP_COLUMNS 2
#define HANG	    2

/* Words up to this wide stay whole, if that fits; else the next. */
static const size_t word_caps[] = {24, 18, 16, 14, 12, 10};

struct row {
	struct row *next;
	struct table_cell cells[LIMIT_TABLE_COLUMNS];
};

/* How wide a column would like to be, may be, and will be. */
struct span {
	size_t wanted;
	size_t least;
	size_t given;
	bool used;
};

struct column {
	const char *title;
	enum table_trait trait;
};

struct table {
	struct page *page;
	struct column columns[LIMIT_TABLE_COLUMNS];
	size_t column_count;
	struct row *first;
	struct row *last;
	size_t row_count;
	size_t put; /* cells of the last row that are there */
	bool titles_hidden;
};

struct table *
table_new(struct page *page)
{
	struct table *table = ARENA_NEW(page->arena, struct table);

	table->page = page;
	return table;
}

struct table *
table_new_pairs(struct page *page)
{
	struct table *table = table_new(page);

	table_column(table, "", TABLE_WHOLE);
	table_column(table, "", TABLE_TEXT);
	table->titles_hidden = true;
	return table;
}

void
table_column(struct table *table, const char *title, enum table_trait trait)
{
	assert(table->column_count < LIMIT_TABLE_COLUMNS && !table->first);
	table->columns[table->column_count++] = (struct column){title, trait};
}

void
table_row(struct table *table)
{
	struct row *row = ARENA_NEW(table->page->arena, struct row);

	for (size_t i = 0; i < table->column_count; i++)
		row->cells[i].text = "";
	if (table->last)
		table->last->next = row;
	else
		table->first = row;
	table->last = row;
	table->row_count++;
	table->put = 0;
}

void
table_put_cell(struct table *table, struct table_cell cell)
{
	assert(table->last && table->put < table->column_count);
	cell.text = safe_text(table->page->arena, cell.text ? cell.text : "");
	table->last->cells[table->put++] = cell;
}

void
table_put(struct table *table, const char *text)
{
	table_put_cell(table, (struct table_cell){.text = text});
}

void
table_pair(struct table *table, const char *label, const char *value)
{
	if (!value || !*value)
		return;
	table_row(table);
	table_put_cell(table, (struct table_cell){label, PAGE_FAINT});
	table_put(table, value);
}

size_t
table_rows(const struct table *table)
{
	return table->row_count;
}

static size_t
larger(size_t one, size_t other)
{
	return one > other ? one : other;
}

static size_t
smaller(size_t one, size_t other)
{
	return one < other ? one : other;
}

static struct span
measure_column(const struct table *table, size_t at, size_t cap)
{
	const struct column *column = &table->columns[at];
	struct span span = {0};
	size_t word = 0;

	for (const struct row *row = table->first; row; row = row->next) {
		const char *text = row->cells[at].text;
		span.used = span.used || *text;
		span.wanted = larger(span.wanted, measure_width(text));
		word = larger(word, measure_longest_word(text));
	}
	/* In the first column the lines below the first are moved in. */
	span.least =
		column->trait != TABLE_TEXT
			? span.wanted
			: smaller(span.wanted,
				  smaller(word, cap) + (at == 0 ? HANG : 0));
	if (!table->titles_hidden) {
		size_t title = measure_width(column->title);
		span.wanted = larger(span.wanted, title);
		span.least = larger(span.least, title);
	}
	return span;
}

/* Each column as it likes, but none wider than `level` if it can be less. */
static size_t
level_columns(struct span *spans, size_t count, size_t level)
{
	size_t total = 0;

	for (size_t i = 0; i < count; i++) {
		if (!spans[i].used)
			continue;
		spans[i].given =
			smaller(spans[i].wanted, larger(level, spans[i].least));
		total += spans[i].given + (total > 0 ? GAP_COLUMNS : 0);
	}
	return total;
}

static void
measure_columns(const struct table *table, size_t room, struct span *spans)
{
	for (size_t cap = 0; cap < COUNT_OF(word_caps); cap++) {
		for (size_t i = 0; i < table->column_count; i++)
			spans[i] = measure_column(table, i, word_caps[cap]);
		if (level_columns(spans, table->column_count, 0) <= room)
			return;
	}
}

static void
give_widths(const struct table *table, size_t room, struct span *spans)
{
	size_t count = table->column_count;
	size_t level = room;

	measure_columns(table, room, spans);
	while (level > 1 && level_columns(spans, count, level) > room)
		level--;
	/* What the last step left over goes to the first that lacks it. */
	for (size_t i = 0; i < count; i++) {
		size_t total = level_columns(spans, count, level);
		if (spans[i].used && total < room &&
		    spans[i].given < spans[i].wanted)
			spans[i].least = smaller(spans[i].wanted,
						 spans[i].given + room - total);
	}
	level_columns(spans, count, level);
}

static const char *
upper_case(struct arena *arena, const char *title)
{
	size_t room = strlen(title) + 1;
	wchar_t *wide = ARENA_ARRAY(arena, room, wchar_t);
	char *out = arena_alloc(arena, room * MB_CUR_MAX);

	if (mbstowcs(wide, title, room) == (size_t)-1)
		return title;
	for (wchar_t *at = wide; *at; at++)
		*at = (wchar_t)towupper((wint_t)*at);
	wcstombs(out, wide, room * MB_CUR_MAX);
	return out;
}

static void
set_column(const struct table *table, struct libscols_table *drawing, size_t at,
	   size_t width)
{
	const struct column *column = &table->columns[at];
	int flags = SCOLS_FL_WRAP |
		    (column->trait == TABLE_NUMBER ? SCOLS_FL_RIGHT : 0);
	struct libscols_column *drawn = scols_table_new_column(
		drawing, upper_case(table->page->arena, column->title),
		(double)width, flags);

	scols_column_set_safechars(drawn, "\n");
	scols_column_set_wrapfunc(drawn, scols_wrapnl_chunksize,
				  scols_wrapnl_nextchunk, NULL);
	if (table->page->colour)
		scols_cell_set_color(scols_column_get_header(drawn),
				     page_escape(table->page, PAGE_FAINT));
}

static void
set_row(const struct table *table, struct libscols_table *drawing,
	const struct row *row, const struct span *spans)
{
	struct libscols_line *line = scols_table_new_line(drawing, NULL);
	size_t place = 0;

	for (size_t i = 0; i < table->column_count; i++) {
		const struct table_cell *cell = &row->cells[i];
		if (!spans[i].used)
			continue;
		/* Where a row begins must show, however it is wrapped. */
		scols_line_set_data(
			line, place,
			measure_wrap_hanging(table->page->arena, cell->text,
					     spans[i].given,
					     place == 0 ? HANG : 0));
		if (table->page->colour && cell->style != PAGE_PLAIN)
			scols_cell_set_color(
				scols_line_get_cell(line, place),
				page_escape(table->page, cell->style));
		place++;
	}
}

static struct libscols_table *
draw(const struct table *table, const struct span *spans, size_t room)
{
	struct libscols_table *drawing = scols_new_table();
	size_t total = 0;

	if (!drawing)
		abort();
	scols_table_set_column_separator(drawing, GAP);
	scols_table_enable_noheadings(drawing, table->titles_hidden);
	scols_table_enable_colors(drawing, table->page->colour);
	for (size_t i = 0; i < table->column_count; i++) {
		if (!spans[i].used)
			continue;
		set_column(table, drawing, i, spans[i].given);
		total += spans[i].given + GAP_COLUMNS;
	}
	scols_table_set_termforce(drawing, SCOLS_TERMFORCE_ALWAYS);
	scols_table_set_termwidth(drawing, larger(room, total) + 1);
	for (const struct row *row = table->first; row; row = row->next)
		set_row(table, drawing, row, spans);
	return drawing;
}

/* The library fills each line up to its width. */
static void
strip_trailing_spaces(char *lines)
{
	char *out = lines;
	char *content = lines;

	for (; *lines; lines++) {
		if (*lines == '\n')
			out = content;
		*out++ = *lines;
		if (*lines != ' ')
			content = out;
	}
	*content = '\0';
}

void
table_print(const struct table *table, size_t indent)
{
	size_t room = table->page->width - indent;
	struct span spans[LIMIT_TABLE_COLUMNS] = {{0}};
	struct libscols_table *drawing;
	char *lines = NULL;

	if (table->row_count == 0)
		return;
	give_widths(table, room, spans);
	drawing = draw(table, spans, room);
	if (scols_print_table_to_string(drawing, &lines) == 0 && lines) {
		strip_trailing_spaces(lines);
		page_add_lines(table->page, indent, lines);
	}
	free(lines);
	scols_unref_table(drawing);
}
