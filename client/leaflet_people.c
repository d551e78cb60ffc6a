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

/* What there is to say where there is nobody to name. */
static const struct {
	const char *standing;
	const char *sentence;
} nobodies[] = {
	{"vacant",
	 N_("Nobody now: the last one stopped. Those who help us choose "
	    "another. We can ask them who it will be.")},
	{"conflict",
	 N_("That isn't clear: more than one organisation says that it is "
	    "theirs. They have to agree. We can ask them to.")},
	{"masked", N_("There is one, but who it is may not be said here.")},
};

static const char *
why_nobody(const struct json *coordinator)
{
	const char *standing = json_get_string(coordinator, "standing");

	for (size_t i = 0; standing && i < COUNT_OF(nobodies); i++)
		if (strcmp(standing, nobodies[i].standing) == 0)
			return gettext(nobodies[i].sentence);
	return standing && (json_get_string(coordinator, "name") ||
			    json_get_string(coordinator, "organisation"))
		       ? NULL
		       : _("Nobody yet. We can ask those who help us who it "
			   "will be.");
}

static void
put_contact(const struct json *object, const char *member, struct buf *out)
{
	const char *contact = json_get_string(object, member);

	if (!contact || !*contact)
		return;
	buf_add_string(out, "<p>");
	leaflet_put_contact(out, contact);
	buf_add_string(out, "</p>\n");
}

static void
put_coordinator(const struct json *who, struct buf *out)
{
	const char *name = json_get_string(who, "name");
	const char *organisation = json_get_string(who, "organisation");
	const char *standing = json_get_string(who, "standing");

	buf_add_string(out, "<div class=\"card first\">\n");
	markup_element(out, "<p class=\"name\">", name ? name : organisation,
		       "</p>\n");
	markup_element_if(out, "<p>", name ? organisation : NULL, "</p>\n");
	put_contact(who, "contact", out);
	markup_element(out, "<p>",
		       _("The coordinator makes sure that all help fits "
			 "together. We can always ask them anything."),
		       "</p>\n");
	if (strcmp(standing, "unconfirmed") == 0)
		markup_element(out, "<p class=\"quiet\">",
			       _("This isn't confirmed yet."), "</p>\n");
	buf_add_string(out, "</div>\n");
}

void
leaflet_put_coordinator(const struct leaflet *leaflet, struct buf *out)
{
	const struct json *who = json_member(leaflet->view, "coordinator");
	const char *why = why_nobody(who);

	if (why)
		markup_element(out, "<p>", why, "</p>\n");
	else
		put_coordinator(who, out);
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
	put_contact(item->fields, "contact", out);
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
	put_contact(item->fields, "phone", out);
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
	markup_element_if(
		out, arena_printf(leaflet->arena, "<p>%s ", _("It adds to:")),
		label_of(leaflet, item, "adds_to"), "</p>\n");
	if (end)
		markup_element(out, "<p>",
			       arena_printf(leaflet->arena, _("until %s"), end),
			       "</p>\n");
	leaflet_put_origin(leaflet, item, out);
	buf_add_string(out, "</li>\n");
}

/* Who is near comes first: what organisations do adds to that. */
static const struct {
	const char *title;
	struct leaflet_wish wish;
	void (*put)(const struct leaflet *leaflet,
		    const struct leaflet_item *item, struct buf *out);
} groups[] = {
	{N_("People around us"),
	 {"informal_support", NULL, {"name", "role", "phone", "availability"}},
	 put_neighbour},
	{N_("People from organisations"),
	 {"involvement", NULL, {"worker", "organisation", "contact", "role"}},
	 put_worker},
	{N_("The help that we get"),
	 {"service", NULL, {"text", "kind", "intensity", "end"}},
	 put_service},
};

void
leaflet_put_helpers(const struct leaflet *leaflet, struct buf *out)
{
	int32_t today = cell_day_of(leaflet->view);
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
