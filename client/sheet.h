/*
 * The authorisation matrix as a sheet: CSV, or one HTML page that needs
 * nothing else.
 */
#ifndef EENPLAN_CLIENT_SHEET_H
#define EENPLAN_CLIENT_SHEET_H

#include "client/page.h"
#include "eenplan/policy/matrix.h"

struct sheet {
	struct arena *arena;
	const struct policy *policy;
	const struct vocabulary *words;
	enum vocabulary_language language;
	const struct matrix *matrix;
	int32_t day;
};

/*
 * A row for each role, category, purpose and field, and for each kind of
 * organisation that may lead (RFC 4180, LF).
 */
void sheet_write_csv(const struct sheet *sheet, struct buf *out);
/*
 * A table for each purpose, and one of fields and rules for each category.
 * ASCII only; follows the reader's light or dark; prints on A4.
 */
void sheet_write_html(const struct sheet *sheet, struct buf *out);

/* "zvw, wlz", "share": the words of a set, and of the bits of `kinds`. */
const char *sheet_words(const struct sheet *sheet, enum vocabulary_list list,
			const struct cells_set *set);
const char *sheet_kinds(const struct sheet *sheet, unsigned kinds);
const char *sheet_rules(const struct sheet *sheet,
			const struct matrix_entry *entry);

#endif
