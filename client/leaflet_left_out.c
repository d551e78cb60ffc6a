#include <string.h>

#include "client/cell.h"
#include "client/i18n.h"
#include "client/leaflet_part.h"
#include "client/markup.h"
#include "client/wording.h"

/* A list of names may not be said twice: one line for each. */
struct lines {
	struct buf said; /* "\nline\n" of each */
	size_t count;
};

static void
put_line(struct lines *lines, const char *title, const char *text,
	 struct buf *out)
{
	const char *line = arena_printf(lines->said.arena, "\n%s\n", text);

	if (memmem(lines->said.bytes, lines->said.length, line, strlen(line)))
		return;
	if (lines->count++ == 0)
		markup_element(out, "<p>", title, "</p>\n<ul>\n");
	markup_element(out, "<li>", text, "</li>\n");
	buf_add_string(&lines->said, line);
}

static bool
is_unreachable(const struct json *item)
{
	const char *reason = json_get_string(item, "reason");

	return reason && strcmp(reason, "unreachable") == 0;
}

/*
 * "Thuiszorg De Linde: goals, for Jannie". Whom it is about is only said of a
 * source that has a name: with one that hasn't, it would tell the others that
 * somebody has such help.
 */
static const char *
withheld_line(const struct leaflet *leaflet, const struct json *item)
{
	struct arena *arena = leaflet->arena;
	const char *source = cell_of_source(arena, item);
	const char *what = wording_label(WORDING_CATEGORY,
					 json_get_string(item, "category"));
	const char *name = cell_name_of_member(
		leaflet->view, json_get_string(item, "subject"));

	what = what ? what : _("what it is, isn't said");
	return name && json_get_string(item, "source_name")
		       ? arena_printf(arena, _("%s: %s, of %s"), source, what,
				      name)
		       : arena_printf(arena, "%s: %s", source, what);
}

static size_t
put_unreachable(const struct leaflet *leaflet, struct buf *out)
{
	struct lines lines = {.count = 0};

	buf_init(&lines.said, leaflet->arena, 256);
	for (const struct json *item =
		     json_first(json_member(leaflet->view, "missing"));
	     item; item = item->next)
		if (is_unreachable(item) && !leaflet_keeps_silent(item))
			put_line(&lines,
				 _("These didn't answer when the page was "
				   "made. What they know is not here:"),
				 cell_of_source(leaflet->arena, item), out);
	if (lines.count > 0)
		buf_add_string(out, "</ul>\n");
	return lines.count;
}

/*
 * Refused and withheld are one list: who said no is theirs to tell. A category
 * that has no place here isn't named, since its name alone tells too much.
 */
static size_t
put_withheld(const struct leaflet *leaflet, struct buf *out)
{
	struct lines lines = {.count = 0};

	buf_init(&lines.said, leaflet->arena, 256);
	for (const struct json *item =
		     json_first(json_member(leaflet->view, "missing"));
	     item; item = item->next) {
		const char *category = json_get_string(item, "category");

		if (is_unreachable(item) || leaflet_keeps_silent(item) ||
		    (category && !leaflet_has_place(category)))
			continue;
		put_line(&lines,
			 _("These keep something to themselves. That may be "
			   "because one of us wants it so, or because the law "
			   "does. Who said no is not here: that is theirs to "
			   "tell."),
			 withheld_line(leaflet, item), out);
	}
	if (lines.count > 0)
		buf_add_string(out, "</ul>\n");
	return lines.count;
}

void
leaflet_put_left_out(const struct leaflet *leaflet, struct buf *out)
{
	size_t shown;

	/* The same words for everybody, whatever there is. */
	markup_element(
		out, "<p>",
		_("This page lies where everybody can read it. So these are "
		  "never on it, also when they exist: illness and medicines, "
		  "worries and signals, money, police and court, and notes of "
		  "conversations. Each of us can ask for what is known of "
		  "themselves."),
		"</p>\n");
	shown = put_unreachable(leaflet, out);
	shown += put_withheld(leaflet, out);
	if (shown == 0)
		markup_element(out, "<p>",
			       _("Nothing else that may be said here is left "
				 "out."),
			       "</p>\n");
}
