/*
 * Words onto lines: what the files that print the tree (print_*.c) share.
 *
 * Nothing is written beyond column 80 if it can stand on the next line, and
 * no line ends in space. Comments come out by themselves, at the place that
 * they belong to (remark.h).
 */
#ifndef EENPLAN_POLICY_PRINTER_H
#define EENPLAN_POLICY_PRINTER_H

#include "eenplan/base/buf.h"
#include "lib/policy/ast.h"
#include "lib/policy/remark.h"

#define PRINTER_COLUMNS 80
#define PRINTER_INDENT	2

struct printer {
	struct buf *out;
	struct remarks *remarks;
	enum vocabulary_language written; /* the file's */
	enum vocabulary_language language;
	bool may_fold; /* a line that is too long goes on in the next */
	size_t column; /* characters on this line */
	size_t indent; /* where the next line goes on */
	size_t keep;   /* columns behind the next word, on its line */
	size_t space;  /* before the next word, if it is on this line */
	struct remark_run trailing; /* what must end this line */
};

/* What is written next begins a line, `indent` columns from the left. */
void printer_begin_line(struct printer *printer, size_t indent);
/* The same, below the comments of what begins at `place`. */
void printer_begin_line_at(struct printer *printer, size_t indent,
			   struct place place);
void printer_gap(struct printer *printer);
/*
 * Begin a rule, never, test or section at `place` with an empty line and the
 * comments above it; and end it with those that close it.
 */
void printer_begin_item(struct printer *printer, struct place place);
void printer_end_item(struct printer *printer, struct place place);
/* The comments at the end of the file. */
void printer_finish(struct printer *printer);
/*
 * Begin a line with the keyword of a part, in a column of its own. `place`
 * is where the part began, or not set.
 */
void printer_begin_part(struct printer *printer, enum keyword keyword,
			struct place place);
/* "and" before a condition at `place`, at the right of that column. */
void printer_begin_and(struct printer *printer, struct place place);

/* One space and `word`, on the next line if there is no room. */
void printer_put(struct printer *printer, const char *word);
void printer_put_keyword(struct printer *printer, enum keyword keyword);
/* The same, with the comments of `place`, where the keyword was written. */
void printer_put_keyword_at(struct printer *printer, enum keyword keyword,
			    struct place place);
/* What stands at `place`, as it was written, with its comments. */
void printer_put_place(struct printer *printer, struct place place);
/* Without a space or a new line before it. */
void printer_put_comma(struct printer *printer);
/* Spaces, instead of one, before the next word on this line. */
void printer_space(struct printer *printer, size_t count);
/*
 * What follows the next word, `width` columns, stays on its line. A comment
 * that is due ends the line before it.
 */
void printer_keep(struct printer *printer, size_t width);
/* "a, b, c" */
void printer_put_words(struct printer *printer, const struct ast_list *list);
/* The same, or "any", or "any except a, b". */
void printer_put_some(struct printer *printer, const struct ast_list *list);

/* Columns that `text` takes. */
size_t printer_width(struct text text);
/* Where the words of a part begin. */
size_t printer_part_column(const struct printer *printer);

/* --- one file each --- */

void print_rule(struct printer *printer, const struct ast_rule *rule);
void print_lead(struct printer *printer, const struct ast_lead *lead);
void print_never(struct printer *printer, const struct ast_never *never);
void print_test(struct printer *printer, const struct ast_test *test);
void print_entries(struct printer *printer, const struct ast_entry *entries);

#endif
