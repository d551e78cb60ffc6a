#include "lib/policy/printer.h"

#include <string.h>

#define REMARK_SPACE   2
#define KEYWORD_MARGIN 2

size_t
printer_width(struct text text)
{
	size_t width = 0;

	for (size_t i = 0; i < text.length; i++)
		width += ((unsigned char)text.bytes[i] & 0xC0) != 0x80;
	return width;
}

/* --- lines --- */

static void
add_spaces(struct printer *printer, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buf_add_char(printer->out, ' ');
	printer->column += count;
}

static void
add_text(struct printer *printer, struct text text)
{
	buf_add_text(printer->out, text);
	printer->column += printer_width(text);
}

static void
end_line(struct printer *printer)
{
	if (printer->column == 0)
		return;
	if (printer->trailing.count > 0) {
		add_spaces(printer, REMARK_SPACE);
		add_text(printer, printer->trailing.first->text);
		printer->trailing.count = 0;
	}
	buf_add_char(printer->out, '\n');
	printer->column = 0;
	printer->space = 0;
}

void
printer_begin_line(struct printer *printer, size_t indent)
{
	end_line(printer);
	printer->indent = indent;
}

void
printer_gap(struct printer *printer)
{
	const struct buf *out = printer->out;

	end_line(printer);
	if (out->length > 0 &&
	    !(out->length > 1 && out->bytes[out->length - 2] == '\n'))
		buf_add_char(printer->out, '\n');
}

static void
put_remarks(struct printer *printer, struct remark_run run, bool keeps_gaps)
{
	end_line(printer);
	for (size_t i = 0; i < run.count; i++) {
		const struct remark *remark = &run.first[i];

		if (keeps_gaps && remark->gap_before)
			printer_gap(printer);
		add_spaces(printer, printer->indent);
		add_text(printer, remark->text);
		end_line(printer);
		if (keeps_gaps && remark->gap_after)
			printer_gap(printer);
	}
}

void
printer_begin_line_at(struct printer *printer, size_t indent,
		      struct place place)
{
	printer_begin_line(printer, indent);
	remarks_note(printer->remarks, place, false);
	put_remarks(printer, remarks_take_leading(printer->remarks, place),
		    false);
}

/* --- items and parts --- */

void
printer_begin_item(struct printer *printer, struct place place)
{
	remarks_note(printer->remarks, place, true);
	printer_gap(printer);
	printer->indent = 0;
	put_remarks(printer, remarks_take_leading(printer->remarks, place),
		    true);
}

void
printer_end_item(struct printer *printer, struct place place)
{
	printer_begin_line(printer, PRINTER_INDENT);
	put_remarks(printer, remarks_take_closing(printer->remarks, place),
		    false);
}

void
printer_finish(struct printer *printer)
{
	struct remark_run last = printer->remarks->last;

	end_line(printer);
	printer->indent = 0;
	if (last.count > 0 && printer->remarks->is_settled)
		printer_gap(printer);
	put_remarks(printer, last, true);
	/* An empty line ends no file. */
	while (printer->out->length > 1 &&
	       printer->out->bytes[printer->out->length - 2] == '\n')
		printer->out->length--;
}

/* A part's column is as wide as the widest of their keywords needs. */
size_t
printer_part_column(const struct printer *printer)
{
	static const enum keyword keywords[] = {
		KEYWORD_PERMIT, KEYWORD_FORBID, KEYWORD_FIELDS, KEYWORD_FROM,
		KEYWORD_TO,	KEYWORD_AS,	KEYWORD_FOR,	KEYWORD_WHEN,
		KEYWORD_UNLESS, KEYWORD_DUTY,	KEYWORD_BASIS};
	size_t widest = 0;

	for (size_t i = 0; i < COUNT_OF(keywords); i++) {
		size_t width = strlen(
			keyword_spelling(keywords[i], printer->language));

		if (width > widest)
			widest = width;
	}
	return PRINTER_INDENT + widest + KEYWORD_MARGIN;
}

static void
begin_column(struct printer *printer, struct place place)
{
	if (place_is_set(place))
		printer_begin_line_at(printer, PRINTER_INDENT, place);
	else
		printer_begin_line(printer, PRINTER_INDENT);
	printer->indent = printer_part_column(printer);
}

/*
 * Of a keyword of two words, such as "valid from", the second stands among
 * the words; but "sta toe" is one thing.
 */
void
printer_begin_part(struct printer *printer, enum keyword keyword,
		   struct place place)
{
	const char *spelling = keyword_spelling(keyword, printer->language);
	size_t length = keyword == KEYWORD_VALID_FROM ? strcspn(spelling, " ")
						      : strlen(spelling);

	begin_column(printer, place);
	add_spaces(printer, PRINTER_INDENT);
	add_text(printer, (struct text){spelling, length});
	printer->space = printer->column < printer->indent
				 ? printer->indent - printer->column
				 : 1;
	if (place_is_set(place))
		printer->trailing =
			remarks_take_trailing(printer->remarks, place);
	if (spelling[length] != '\0')
		printer_put(printer, spelling + length + 1);
}

void
printer_begin_and(struct printer *printer, struct place place)
{
	const char *and = keyword_spelling(KEYWORD_AND, printer->language);

	begin_column(printer, place);
	add_spaces(printer, printer->indent - KEYWORD_MARGIN - strlen(and));
	add_text(printer, text_of(and));
	printer->space = KEYWORD_MARGIN;
}

/* --- words --- */

static void
put_text(struct printer *printer, struct text text)
{
	size_t space = printer->space > 0 ? printer->space : 1;
	size_t comma = 1;

	if ((printer->may_fold && printer->column > printer->indent &&
	     printer->column + space + printer_width(text) + printer->keep +
			     comma >
		     PRINTER_COLUMNS))
		end_line(printer);
	add_spaces(printer, printer->column == 0 ? printer->indent : space);
	add_text(printer, text);
	printer->space = 0;
	printer->keep = 0;
}

void
printer_put(struct printer *printer, const char *word)
{
	put_text(printer, text_of(word));
}

void
printer_put_keyword(struct printer *printer, enum keyword keyword)
{
	printer_put(printer, keyword_spelling(keyword, printer->language));
}

/* A comment that belongs to what was put last ends its line. */
static void
end_remarked_line(struct printer *printer)
{
	if (printer->trailing.count > 0)
		end_line(printer);
}

/* `text`, between the comments of `place`. */
static void
put_text_at(struct printer *printer, struct text text, struct place place)
{
	struct remark_run leading;

	remarks_note(printer->remarks, place, false);
	leading = remarks_take_leading(printer->remarks, place);
	if (leading.count > 0)
		put_remarks(printer, leading, false);
	end_remarked_line(printer);
	put_text(printer, text);
	printer->trailing = remarks_take_trailing(printer->remarks, place);
}

void
printer_put_keyword_at(struct printer *printer, enum keyword keyword,
		       struct place place)
{
	put_text_at(printer,
		    text_of(keyword_spelling(keyword, printer->language)),
		    place);
}

void
printer_put_place(struct printer *printer, struct place place)
{
	struct text text = {place.source->text.bytes + place.offset,
			    place.length};

	put_text_at(printer, text, place);
}

void
printer_put_comma(struct printer *printer)
{
	add_text(printer, text_of(","));
}

void
printer_space(struct printer *printer, size_t count)
{
	printer->space = count;
}

void
printer_keep(struct printer *printer, size_t width)
{
	end_remarked_line(printer);
	printer->keep = width;
}

void
printer_put_words(struct printer *printer, const struct ast_list *list)
{
	for (const struct ast_word *word = list->first; word != NULL;
	     word = word->next) {
		printer_put_place(printer, word->at);
		if (word->next != NULL)
			printer_put_comma(printer);
	}
}

void
printer_put_some(struct printer *printer, const struct ast_list *list)
{
	if (list->any)
		printer_put_keyword(printer, KEYWORD_ANY);
	if (list->any && list->count > 0)
		printer_put_keyword(printer, KEYWORD_EXCEPT);
	printer_put_words(printer, list);
}
