#include <string.h>

#include "client/cell.h"
#include "client/i18n.h"
#include "client/leaflet_part.h"
#include "client/markup.h"
#include "client/wording.h"
#include "eenplan/wire/entry.h"

static const char *
label_of(const struct leaflet *leaflet, const struct leaflet_item *item,
	 const char *field)
{
	return cell_of_field(leaflet->arena, field,
			     json_member(item->fields, field));
}

void
leaflet_put_coordinator(const struct leaflet *leaflet, struct buf *out)
{
	const struct json *who = json_member(leaflet->view, "coordinator");
	const char *name = json_get_string(who, "name");
	const char *organisation = json_get_string(who, "organisation");
	const char *contact = json_get_string(who, "contact");

	if (!name && !organisation) {
		markup_element(out, "<p>",
			       _("Nobody yet. We can ask those who help us who "
				 "it will be."),
			       "</p>\n");
		return;
	}
	buf_add_string(out, "<div class=\"card first\">\n");
	markup_element(out, "<p class=\"name\">", name ? name : organisation,
		       "</p>\n");
	markup_element_if(out, "<p>", name ? organisation : NULL, "</p>\n");
	if (contact && *contact) {
		buf_add_string(out, "<p>");
		leaflet_put_contact(out, contact);
		buf_add_string(out, "</p>\n");
	}
	markup_element(out, "<p>",
		       _("The coordinator makes sure that all help fits "
			 "together. We can always ask them anything."),
		       "</p>\n</div>\n");
}

/* "professional" tells a family nothing; who they work for does. */
static const char *
role_of(const struct leaflet *leaflet, const struct leaflet_item *item)
{
	const char *role = json_get_string(item->fields, "role");

	return role && strcmp(role, "professional") == 0
		       ? NULL
		       : label_of(leaflet, item, "role");
}

static void
put_whom(const struct leaflet *leaflet, const struct leaflet_item *item,
	 struct buf *out)
{
	const char *about = leaflet_about(leaflet, item);

	if (*about)
		markup_element(out, "<p class=\"quiet\">",
			       arena_printf(leaflet->arena, _("for %s"), about),
			       "</p>\n");
}

static void
put_contact(const struct leaflet_item *item, const char *field, struct buf *out)
{
	const char *contact = json_get_string(item->fields, field);

	if (!contact || !*contact)
		return;
	buf_add_string(out, "<p>");
	leaflet_put_contact(out, contact);
	buf_add_string(out, "</p>\n");
}

/* Where the source isn't named, nothing else may name it either. */
static const char *
organisation_of(const struct leaflet_item *item)
{
	const char *own = json_get_string(item->fields, "organisation");

	return own && *own && !item->is_masked ? own : item->source;
}

static void
put_worker(const struct leaflet *leaflet, const struct leaflet_item *item,
	   struct buf *out)
{
	const char *worker = json_get_string(item->fields, "worker");
	const char *organisation = organisation_of(item);
	const char *role = role_of(leaflet, item);
	bool is_named = worker && *worker;

	buf_add_string(out, "<li class=\"card\">\n");
	markup_element(out, "<p class=\"name\">",
		       is_named ? worker : organisation, "</p>\n");
	markup_element_if(out, "<p>", role, "</p>\n");
	markup_element_if(out, "<p>", is_named ? organisation : NULL, "</p>\n");
	put_contact(item, "contact", out);
	put_whom(leaflet, item, out);
	buf_add_string(out, "</li>\n");
}

static void
put_neighbour(const struct leaflet *leaflet, const struct leaflet_item *item,
	      struct buf *out)
{
	const char *name = label_of(leaflet, item, "name");
	const char *role = label_of(leaflet, item, "role");

	buf_add_string(out, "<li class=\"card\">\n");
	markup_element(out, "<p class=\"name\">",
		       name   ? name
		       : role ? role
			      : _("Somebody close to us"),
		       "</p>\n");
	markup_element_if(out, "<p>", name ? role : NULL, "</p>\n");
	markup_element_if(out, "<p>", label_of(leaflet, item, "availability"),
			  "</p>\n");
	put_contact(item, "phone", out);
	put_whom(leaflet, item, out);
	buf_add_string(out, "</li>\n");
}

static void
put_service(const struct leaflet *leaflet, const struct leaflet_item *item,
	    struct buf *out)
{
	const char *text = label_of(leaflet, item, "text");
	const char *kind = label_of(leaflet, item, "kind");
	const char *end = wording_date_in_full(
		leaflet->arena, json_get_string(item->fields, "end"));

	buf_add_string(out, "<li class=\"card\">\n");
	markup_element(out, "<p class=\"name\">",
		       text   ? text
		       : kind ? kind
			      : _("Help"),
		       "</p>\n");
	markup_element_if(out, "<p>", label_of(leaflet, item, "intensity"),
			  "</p>\n");
	if (end)
		markup_element(out, "<p>",
			       arena_printf(leaflet->arena, _("until %s"), end),
			       "</p>\n");
	leaflet_put_origin(leaflet, item, out);
	buf_add_string(out, "</li>\n");
}

static const struct {
	const char *title;
	struct leaflet_wish wish;
	void (*put)(const struct leaflet *leaflet,
		    const struct leaflet_item *item, struct buf *out);
} groups[] = {
	{N_("People from organisations"),
	 {"involvement", NULL, {"worker", "organisation", "contact", "role"}},
	 put_worker},
	{N_("People around us"),
	 {"informal_support", NULL, {"name", "role", "phone", "availability"}},
	 put_neighbour},
	{N_("The help that we get"),
	 {"service", NULL, {"text", "kind", "intensity", "end"}},
	 put_service},
};

void
leaflet_put_helpers(const struct leaflet *leaflet, struct buf *out)
{
	int32_t today = leaflet_today(leaflet->view);
	size_t shown = 0;

	for (size_t i = 0; i < COUNT_OF(groups); i++) {
		struct leaflet_items items =
			leaflet_gather(leaflet, &groups[i].wish);
		size_t here = 0;

		for (size_t k = 0; k < items.count; k++) {
			if (entry_is_over(items.all[k].fields, today))
				continue;
			if (here++ == 0)
				markup_element(out, "<h3>",
					       gettext(groups[i].title),
					       "</h3>\n<ul class=\"cards\" "
					       "role=\"list\">\n");
			groups[i].put(leaflet, &items.all[k], out);
		}
		if (here > 0)
			buf_add_string(out, "</ul>\n");
		shown += here;
	}
	if (shown == 0)
		leaflet_say_nothing(out);
}
