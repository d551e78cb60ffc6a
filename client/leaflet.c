#include "client/leaflet.h"

#include "client/document.h"
#include "client/i18n.h"
#include "client/leaflet_part.h"
#include "client/markup.h"
#include "client/wording.h"

static const struct {
	const char *id;
	const char *title;
	void (*put)(const struct leaflet *leaflet, struct buf *out);
} sections[] = {
	{"coordinator", N_("Who is our coordinator"), leaflet_put_coordinator},
	{"helpers", N_("Who helps us"), leaflet_put_helpers},
	{"wants", N_("What do we want"), leaflet_put_wants},
	{"agreements", N_("What was agreed"), leaflet_put_agreements},
	{"together", N_("When do we sit together"), leaflet_put_together},
	{"left-out", N_("What is not here, and why"), leaflet_put_left_out},
};

static void
put_members(const struct leaflet *leaflet, struct buf *out)
{
	const struct json *members = json_member(leaflet->view, "members");

	if (json_count(members) == 0)
		return;
	markup_element(out, "<ul class=\"members\" role=\"list\" aria-label=\"",
		       _("Who we are"), "\">\n");
	for (const struct json *member = json_first(members); member;
	     member = member->next) {
		const char *name = json_get_string(member, "name");
		long age = (long)json_get_integer(member, "age", -1);

		if (!name)
			continue;
		markup_element(out, "<li><b>", name, "</b>");
		if (age >= 0)
			markup_element(
				out, " <span>",
				arena_printf(leaflet->arena,
					     ngettext("%ld year old",
						      "%ld years old",
						      (unsigned long)age),
					     age),
				"</span>");
		buf_add_string(out, "</li>\n");
	}
	buf_add_string(out, "</ul>\n");
}

static void
put_contents(struct buf *out)
{
	markup_element(out, "<nav aria-label=\"", _("On this page"),
		       "\">\n<ul role=\"list\">\n");
	for (size_t i = 0; i < COUNT_OF(sections); i++) {
		buf_printf(out, "<li><a href=\"#%s\">", sections[i].id);
		markup_element(out, "", gettext(sections[i].title),
			       "</a></li>\n");
	}
	buf_add_string(out, "</ul>\n</nav>\n");
}

static void
put_header(const struct leaflet *leaflet, const char *name, struct buf *out)
{
	document_put_skip("plan", _("To the plan"), out);
	buf_add_string(out, "<header>\n");
	markup_element_if(out, "<p class=\"household\">", name, "</p>\n");
	markup_element(out, "<h1>", _("Our plan"), "</h1>\n");
	markup_element(out, "<p class=\"lead\">",
		       _("This page is ours. It says who helps us, what we "
			 "want, and what was agreed."),
		       "</p>\n");
	put_members(leaflet, out);
	put_contents(out);
	buf_add_string(out, "</header>\n<main id=\"plan\">\n");
}

/* "fatima, coordinator": as the access log has it, so that it can be found. */
static void
put_maker(const struct leaflet *leaflet, struct buf *out)
{
	const struct json *view = leaflet->view;
	const char *role =
		wording_label(WORDING_ROLE, json_get_string(view, "role"));
	const char *purpose = wording_label(WORDING_PURPOSE,
					    json_get_string(view, "purpose"));
	const char *time = wording_time_in_full(leaflet->arena,
						json_get_string(view, "time"));
	struct buf who;

	buf_init(&who, leaflet->arena, 64);
	leaflet_add_name(&who, leaflet->maker);
	leaflet_add_name(&who, role);
	buf_add_string(out, "<ul class=\"facts\" role=\"list\">\n");
	markup_element_if(
		out,
		arena_printf(leaflet->arena, "<li><b>%s</b> ", _("Made by:")),
		buf_string(&who), "</li>\n");
	markup_element_if(
		out, arena_printf(leaflet->arena, "<li><b>%s</b> ", _("On:")),
		time, "</li>\n");
	markup_element_if(
		out, arena_printf(leaflet->arena, "<li><b>%s</b> ", _("For:")),
		purpose, "</li>\n");
	buf_add_string(out, "</ul>\n");
}

static void
put_footer(const struct leaflet *leaflet, struct buf *out)
{
	buf_add_string(out, "</main>\n<footer aria-labelledby=\"about\">\n");
	markup_element(out, "<h2 id=\"about\">", _("About this page"),
		       "</h2>\n");
	put_maker(leaflet, out);
	markup_element(out, "<p>",
		       _("It says what was known then. Is something wrong, or "
			 "do we want to share less? We can say so to our "
			 "coordinator, or to anybody who helps us. We can also "
			 "ask who has looked at what is known of us."),
		       "</p>\n</footer>\n");
}

void
leaflet_write(const struct leaflet *leaflet, struct buf *out)
{
	const char *name = json_get_string(
		json_member(leaflet->view, "household"), "name");

	document_open(&(struct document){.title = _("Our plan"),
					 .name = name,
					 .style = leaflet_style},
		      out);
	put_header(leaflet, name, out);
	for (size_t i = 0; i < COUNT_OF(sections); i++) {
		document_open_section(sections[i].id,
				      gettext(sections[i].title), out);
		sections[i].put(leaflet, out);
		document_close_section(out);
	}
	put_footer(leaflet, out);
	document_close(out);
}
