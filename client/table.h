/*
 * Tables that read well on 80 and on 200 columns.
 *
 * Columns without content vanish; what is too wide is wrapped at spaces, the
 * widest column first. The table library stays inside table.c.
 */
#ifndef EENPLAN_CLIENT_TABLE_H
#define EENPLAN_CLIENT_TABLE_H

#include "client/page.h"

enum table_trait {
	TABLE_TEXT,   /* wrapped where it must */
	TABLE_WHOLE,  /* a date or a name: never wrapped */
	TABLE_NUMBER, /* at the right, never wrapped */
};

struct table_cell {
	const char *text; /* NULL or "": empty */
	enum page_style style;
};

struct table;

/* In the page's arena. */
struct table *table_new(struct page *page);
/* A list of labels and values: two columns, no titles. */
struct table *table_new_pairs(struct page *page);

/* All columns before the first row; `title` is translated, and borrowed. */
void table_column(struct table *table, const char *title,
		  enum table_trait trait);
/* A new row; then a put for each column. */
void table_row(struct table *table);
void table_put(struct table *table, const char *text);
void table_put_cell(struct table *table, struct table_cell cell);
/* A row of a list; nothing at all when `value` is NULL or "". */
void table_pair(struct table *table, const char *label, const char *value);

size_t table_rows(const struct table *table);
void table_print(const struct table *table, size_t indent);

#endif
