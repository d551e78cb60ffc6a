#include "lib/policy/printer.h"

#define COLUMN_SPACE 2

/* What may stand behind a word, in the order in which it is printed. */
enum column {
	COLUMN_WORD,
	COLUMN_MARK,
	COLUMN_CONTAINS,
	COLUMN_ENGLISH,
	COLUMN_DUTCH,
	COLUMNS
};

/*
 * Columns of a section; a column that some entries don't have isn't aligned,
 * and has no width.
 */
struct layout {
	size_t width[COLUMNS];
};

static const enum keyword sections[VOCABULARY_LISTS] = {
	[VOCABULARY_DOMAIN] = KEYWORD_DOMAINS,
	[VOCABULARY_GROUP] = KEYWORD_GROUPS,
	[VOCABULARY_ROLE] = KEYWORD_ROLES,
	[VOCABULARY_PURPOSE] = KEYWORD_PURPOSES,
	[VOCABULARY_CATEGORY] = KEYWORD_CATEGORY,
	[VOCABULARY_SENSITIVITY] = KEYWORD_LEVELS,
	[VOCABULARY_CONSENT] = KEYWORD_CONSENTS,
	[VOCABULARY_DUTY] = KEYWORD_DUTIES,
	[VOCABULARY_BASIS] = KEYWORD_BASES,
};

static size_t
place_width(struct place place)
{
	return printer_width((struct text){
		place.source->text.bytes + place.offset, place.length});
}

/* The width of one column of `entry`; 0: it hasn't got it. */
static size_t
width_of(const struct printer *printer, const struct ast_entry *entry,
	 enum column column)
{
	switch (column) {
	case COLUMN_WORD: return place_width(entry->word);
	case COLUMN_MARK:
		return place_is_set(entry->mark)
			       ? printer_width(text_of(
					 keyword_spelling(entry->mark_keyword,
							  printer->language)))
			       : 0;
	case COLUMN_ENGLISH:
		return place_is_set(entry->label[VOCABULARY_ENGLISH])
			       ? place_width(entry->label[VOCABULARY_ENGLISH])
			       : 0;
	case COLUMN_CONTAINS:
	case COLUMN_DUTCH:
	case COLUMNS: return 0;
	}
	return 0;
}

/* Of the entries from `entry` up to the next section. */
static struct layout
lay_out(const struct printer *printer, const struct ast_entry *entry)
{
	struct layout layout = {{0}};
	const struct ast_entry *first = entry;

	for (;
	     entry != NULL && (entry == first || !place_is_set(entry->section));
	     entry = entry->next)
		for (int column = 0; column < COLUMNS; column++) {
			size_t width =
				width_of(printer, entry, (enum column)column);

			if (entry == first || width > layout.width[column])
				layout.width[column] = width;
		}
	for (entry = first;
	     entry != NULL && (entry == first || !place_is_set(entry->section));
	     entry = entry->next)
		for (int column = 0; column < COLUMNS; column++)
			if (width_of(printer, entry, (enum column)column) == 0)
				layout.width[column] = 0;
	return layout;
}

static void
pad(struct printer *printer, const struct ast_entry *entry,
    const struct layout *layout, enum column column)
{
	size_t width = width_of(printer, entry, column);

	printer_space(printer,
		      COLUMN_SPACE + (layout->width[column] > width
					      ? layout->width[column] - width
					      : 0));
}

static void
print_label(struct printer *printer, struct place label, const char *code)
{
	if (!place_is_set(label))
		return;
	printer_put(printer, code);
	printer_put_place(printer, label);
}

static void
print_entry(struct printer *printer, const struct ast_entry *entry,
	    const struct layout *layout)
{
	printer_put_place(printer, entry->word);
	pad(printer, entry, layout, COLUMN_WORD);
	if (place_is_set(entry->mark)) {
		printer_put_keyword_at(printer, entry->mark_keyword,
				       entry->mark);
		pad(printer, entry, layout, COLUMN_MARK);
	}
	if (place_is_set(entry->contains.at)) {
		printer_put_keyword_at(printer, KEYWORD_CONTAINS,
				       entry->contains.at);
		printer_put_words(printer, &entry->contains);
		printer_space(printer, COLUMN_SPACE);
	}
	print_label(printer, entry->label[VOCABULARY_ENGLISH], "en");
	pad(printer, entry, layout, COLUMN_ENGLISH);
	print_label(printer, entry->label[VOCABULARY_DUTCH], "nl");
}

static void
print_fields(struct printer *printer, const struct ast_entry *category)
{
	struct layout layout = lay_out(printer, category->fields);

	for (const struct ast_entry *field = category->fields; field != NULL;
	     field = field->next) {
		printer_begin_line(printer, PRINTER_INDENT);
		print_entry(printer, field, &layout);
	}
}

/* An entry is one line, however long its labels are. */
void
print_entries(struct printer *printer, const struct ast_entry *entries)
{
	struct layout layout = {{0}};
	struct place section = {0};

	printer->may_fold = false;
	for (const struct ast_entry *entry = entries; entry != NULL;
	     entry = entry->next) {
		if (place_is_set(entry->section)) {
			if (place_is_set(section))
				printer_end_item(printer, section);
			section = entry->section;
			layout = lay_out(printer, entry);
			printer_begin_item(printer, section);
			printer_put_keyword_at(printer, sections[entry->list],
					       section);
		}
		if (entry->list != VOCABULARY_CATEGORY)
			printer_begin_line(printer, PRINTER_INDENT);
		print_entry(printer, entry, &layout);
		if (entry->list == VOCABULARY_CATEGORY)
			print_fields(printer, entry);
	}
	if (place_is_set(section))
		printer_end_item(printer, section);
}
