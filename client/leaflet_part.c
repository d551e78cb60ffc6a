#include "client/leaflet_part.h"

#include <string.h>

#include "client/i18n.h"
#include "client/markup.h"

void
leaflet_say_nothing(struct buf *out)
{
	markup_element(out, "<p class=\"quiet\">", _("Nothing is here now."),
		       "</p>\n");
}

void
leaflet_put_contact(struct buf *out, const char *contact)
{
	static const char digits[] = "0123456789";
	size_t length = strlen(contact);
	bool is_number = length > 5 &&
			 strspn(contact, "0123456789+- ()") == length &&
			 strpbrk(contact, digits);

	if (!is_number) {
		markup_element(out, "<span class=\"reach\">", contact,
			       "</span>");
		return;
	}
	buf_add_string(out, "<a class=\"reach\" href=\"tel:");
	for (const char *at = contact; *at; at++)
		if (strchr("0123456789+", *at))
			buf_add_char(out, *at);
	markup_element(out, "\">", contact, "</a>");
}

void
leaflet_put_origin(const struct leaflet *leaflet,
		   const struct leaflet_item *item, struct buf *out)
{
	const char *about = leaflet_about(leaflet, item);
	const char *text =
		*about ? arena_printf(leaflet->arena, _("for %s · from %s"),
				      about, item->source)
		       : arena_printf(leaflet->arena, _("from %s"),
				      item->source);

	markup_element(out, "<p class=\"quiet\">", text, "</p>\n");
}
