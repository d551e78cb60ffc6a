#include "client/overlaps.h"

#include <string.h>

#include "client/cell.h"
#include "client/i18n.h"
#include "client/table.h"
#include "client/wording.h"

static const struct {
	const char *word, *sentence;
} kinds[] = {
#define VIEW_OVERLAP(name, word, sentence) {word, sentence},
#include "eenplan/wire/view_overlap.def"
#undef VIEW_OVERLAP
};

static const char *
sentence_of(const char *word)
{
	for (size_t i = 0; word && i < COUNT_OF(kinds); i++)
		if (strcmp(kinds[i].word, word) == 0)
			return gettext(kinds[i].sentence);
	return word;
}

/* A kind of help by its label, a day as people write it, else as it stands. */
static const char *
what_of(struct arena *arena, const struct json *overlap)
{
	const char *what = json_get_string(overlap, "what");

	return what ? wording_date(arena, wording_label(WORDING_SERVICE, what))
		    : NULL;
}

/* "Petra Postma (Thuiszorg De Linde, 088-0000201)" */
static void
add_party(struct buf *out, struct arena *arena, const struct json *party)
{
	const char *who = json_get_string(party, "who");
	const char *contact = json_get_string(party, "contact");
	const char *source = cell_of_source(arena, party);

	if (out->length > 0)
		buf_add_string(out, _(" with "));
	if (who)
		buf_printf(out, "%s (%s%s%s)", who, source, contact ? ", " : "",
			   contact ? contact : "");
	else
		buf_add_string(out, source);
}

static const char *
parties_of(struct arena *arena, const struct json *overlap)
{
	struct buf out;

	buf_init(&out, arena, 128);
	for (const struct json *party =
		     json_first(json_member(overlap, "parties"));
	     party; party = party->next)
		add_party(&out, arena, party);
	return buf_string(&out);
}

void
overlaps_print(struct page *page, const struct json *view)
{
	struct table *table = table_new(page);

	table_column(table, _("What doesn't fit"), TABLE_TEXT);
	table_column(table, _("About"), TABLE_TEXT);
	table_column(table, _("Which"), TABLE_TEXT);
	table_column(table, _("Who should talk"), TABLE_TEXT);
	for (const struct json *overlap =
		     json_first(json_member(view, "overlaps"));
	     overlap; overlap = overlap->next) {
		table_row(table);
		table_put(table, sentence_of(json_get_string(overlap, "kind")));
		table_put(table,
			  cell_of_member(view,
					 json_get_string(overlap, "subject")));
		table_put(table, what_of(page->arena, overlap));
		table_put(table, parties_of(page->arena, overlap));
	}
	if (table_rows(table) == 0)
		return;
	page_title(page, "%s", _("To talk about"));
	table_print(table, PAGE_INDENT);
}
