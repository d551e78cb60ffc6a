#include <string.h>

#include "client/cell.h"
#include "client/i18n.h"
#include "client/leaflet_part.h"

/* Everything else that a view may have stays off the page. */
static const char *const places[] = {
	"involvement", "informal_support",
	"service",     "want_can_need",
	"goal",	       "plan",
	"agreement",   "case_conference",
};

/* Who lives with a reporter of violence must not find that out here. */
static const char *const silent_laws[] = {"veilig_thuis", "child_protection"};

bool
leaflet_has_place(const char *category)
{
	for (size_t i = 0; category && i < COUNT_OF(places); i++)
		if (strcmp(category, places[i]) == 0)
			return true;
	return false;
}

bool
leaflet_keeps_silent(const struct json *item)
{
	static const char *const members[] = {"law", "source"};

	for (size_t m = 0; m < COUNT_OF(members); m++) {
		const char *word = json_get_string(item, members[m]);
		for (size_t i = 0; word && i < COUNT_OF(silent_laws); i++)
			if (strcmp(word, silent_laws[i]) == 0)
				return true;
	}
	return false;
}

static bool
has_name(const struct buf *names, const char *name)
{
	const char *at = names->bytes;
	const char *end = names->bytes + names->length;
	size_t length = strlen(name);

	while ((at = memmem(at, (size_t)(end - at), name, length))) {
		bool begins = at == names->bytes ||
			      (at - names->bytes > 1 && at[-2] == ',');
		bool ends = at + length == end || at[length] == ',';
		if (begins && ends)
			return true;
		at++;
	}
	return false;
}

bool
leaflet_add_name(struct buf *names, const char *name)
{
	if (!name || !*name || has_name(names, name))
		return false;
	buf_printf(names, "%s%s", names->length > 0 ? ", " : "", name);
	return true;
}

const char *
leaflet_about(const struct leaflet *leaflet, const struct leaflet_item *item)
{
	size_t members = json_count(json_member(leaflet->view, "members"));

	return item->people > 1 && item->people == members ? _("all of us")
							   : item->about;
}

static const char *
key_of(struct arena *arena, const struct json *fragment,
       const struct leaflet_wish *wish)
{
	const struct json *fields = json_member(fragment, "fields");
	struct buf key;

	buf_init(&key, arena, 128);
	buf_add_string(&key, cell_of_source(arena, fragment));
	for (size_t i = 0; i < LEAFLET_KEYS && wish->keys[i]; i++) {
		const char *value = json_get_string(fields, wish->keys[i]);
		buf_printf(&key, "\n%s", value ? value : "");
	}
	return buf_string(&key);
}

static bool
is_wished(const struct json *fragment, const struct leaflet_wish *wish)
{
	const char *category = json_get_string(fragment, "category");
	const char *subject = json_get_string(fragment, "subject");

	return category && strcmp(category, wish->category) == 0 &&
	       (!wish->subject ||
		(subject && strcmp(subject, wish->subject) == 0)) &&
	       !leaflet_keeps_silent(fragment);
}

static struct leaflet_item
item_of(const struct leaflet *leaflet, const struct json *fragment,
	const char *key)
{
	const struct json *fields = json_member(fragment, "fields");
	const char *due = json_get_string(fields, "due");
	const char *name = cell_name_of_member(
		leaflet->view, json_get_string(fragment, "subject"));

	return (struct leaflet_item){
		.fields = fields,
		.source = cell_of_source(leaflet->arena, fragment),
		.is_masked = !json_get_string(fragment, "source_name"),
		.due = due ? due : "",
		.about = name ? name : "",
		.people = name && *name,
		.key = key,
	};
}

/* The same about another member, or from the same source again. */
static bool
joins_another(const struct leaflet *leaflet, struct leaflet_items *items,
	      const struct leaflet_item *item)
{
	for (size_t i = 0; i < items->count; i++) {
		struct leaflet_item *known = &items->all[i];
		struct buf names;

		if (strcmp(known->key, item->key) != 0)
			continue;
		buf_init(&names, leaflet->arena, 64);
		buf_add_string(&names, known->about);
		known->people += leaflet_add_name(&names, item->about);
		known->about = buf_string(&names);
		return true;
	}
	return false;
}

static bool
comes_before(const struct leaflet_item *one, const struct leaflet_item *other)
{
	if (!*one->due || !*other->due)
		return *one->due && !*other->due;
	return strcmp(one->due, other->due) < 0;
}

/* By insertion: stable, and a household's list is short. */
static void
insert(struct leaflet_items *items, struct leaflet_item item)
{
	size_t at = items->count++;

	for (; at > 0 && comes_before(&item, &items->all[at - 1]); at--)
		items->all[at] = items->all[at - 1];
	items->all[at] = item;
}

struct leaflet_items
leaflet_gather(const struct leaflet *leaflet, const struct leaflet_wish *wish)
{
	const struct json *fragments = json_member(leaflet->view, "fragments");
	struct leaflet_items items = {
		.all = ARENA_ARRAY(leaflet->arena, json_count(fragments) + 1,
				   struct leaflet_item)};

	for (const struct json *fragment = json_first(fragments); fragment;
	     fragment = fragment->next) {
		struct leaflet_item item;

		if (!is_wished(fragment, wish))
			continue;
		item = item_of(leaflet, fragment,
			       key_of(leaflet->arena, fragment, wish));
		if (!joins_another(leaflet, &items, &item))
			insert(&items, item);
	}
	return items;
}
