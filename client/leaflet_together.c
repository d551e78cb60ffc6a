#include <string.h>

#include "client/cell.h"
#include "client/conferences.h"
#include "client/i18n.h"
#include "client/leaflet_part.h"
#include "client/markup.h"
#include "client/wording.h"

/* Only what takes nothing but data that this page may have. */
static bool
may_be_said(struct arena *arena, const struct conference_subject *subject)
{
	const char *categories = subject->categories;

	while (*categories) {
		size_t length = strcspn(categories, ",");

		if (!leaflet_has_place(arena_text(
			    arena, (struct text){categories, length})))
			return false;
		categories += length + (categories[length] == ',');
	}
	return *subject->categories != '\0';
}

static void
put_when(const struct leaflet *leaflet, const struct conference_seen *seen,
	 struct buf *out)
{
	const char *day = wording_date_in_full(leaflet->arena, seen->date);

	markup_element(out, "<h3>",
		       seen->time ? arena_printf(leaflet->arena, _("%s at %s"),
						 day, seen->time)
				  : day,
		       "</h3>\n");
	markup_element_if(out, "<p>", seen->place, "</p>\n");
}

static void
put_parts(const struct conference_seen *seen, struct buf *out)
{
	if (seen->part_count == 0)
		return;
	markup_element(out, "<h4>", _("Who is there"), "</h4>\n<ul>\n");
	for (size_t i = 0; i < seen->part_count; i++)
		markup_element(out, "<li>", seen->parts[i].who, "</li>\n");
	buf_add_string(out, "</ul>\n");
}

static void
put_subjects(const struct leaflet *leaflet, const struct conference_seen *seen,
	     struct buf *out)
{
	bool is_whole = true;

	if (seen->subject_count == 0)
		return;
	markup_element(out, "<h4>", _("What we talk about"), "</h4>\n<ul>\n");
	for (size_t i = 0; i < seen->subject_count; i++) {
		const struct conference_subject *one = &seen->subjects[i];

		if (may_be_said(leaflet->arena, one))
			markup_element(out, "<li>", one->topic, "</li>\n");
		else
			is_whole = false;
	}
	if (!is_whole)
		markup_element(out, "<li>",
			       _("Something that is not on this page. Whoever "
				 "it is about knows."),
			       "</li>\n");
	buf_add_string(out, "</ul>\n");
}

void
leaflet_put_together(const struct leaflet *leaflet, struct buf *out)
{
	struct conferences seen =
		conferences_gather(leaflet->arena, leaflet->view);
	size_t shown = 0;

	for (size_t i = 0; i < seen.count; i++) {
		if (!conferences_is_coming(&seen.all[i],
					   cell_day_of(leaflet->view)))
			continue;
		if (shown++ == 0)
			buf_add_string(out, "<ul class=\"cards\" "
					    "role=\"list\">\n");
		buf_add_string(out, "<li class=\"card\">\n");
		put_when(leaflet, &seen.all[i], out);
		put_parts(&seen.all[i], out);
		put_subjects(leaflet, &seen.all[i], out);
		buf_add_string(out, "</li>\n");
	}
	if (shown > 0)
		buf_add_string(out, "</ul>\n");
	else
		leaflet_say_nothing(out);
}
