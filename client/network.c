#include "client/network.h"

#include <string.h>

#include "client/cell.h"
#include "client/i18n.h"
#include "client/wording.h"
#include "eenplan/wire/entry.h"

/*
 * The order in which they are shown: who is near, and then who works for an
 * organisation; last those of whom nobody noted the line.
 */
static const struct {
	const char *category, *line;
} places[] = {
	{"informal_support", "0"}, {"involvement", "0"}, {"involvement", "1"},
	{"involvement", "2"},	   {"involvement", ""},
};

static const struct {
	const char *word, *title;
} phases[] = {
	{"before", N_("Before")},
	{"during", N_("During")},
	{"after", N_("After")},
};

static bool
is_of(const struct json *fragment, const char *key, const char *value)
{
	const char *own = json_get_string(fragment, key);

	return own && value && strcmp(own, value) == 0;
}

static bool
is_informal(const struct json *fragment)
{
	return is_of(fragment, "category", "informal_support");
}

static bool
stands_at(const struct json *fragment, size_t place)
{
	const char *line =
		json_get_string(json_member(fragment, "fields"), "line");

	if (!is_of(fragment, "category", places[place].category))
		return false;
	if (is_informal(fragment))
		return true;
	if (*places[place].line)
		return line && strcmp(line, places[place].line) == 0;
	return !line || strlen(line) != 1 || !strchr("012", *line);
}

static bool
is_in_phase(const struct json *fields, const char *phase)
{
	const char *at = json_get_string(fields, "phase");
	size_t length = strlen(phase);

	while (at && *at) {
		size_t word = strcspn(at, ",");

		if (word == length && strncmp(at, phase, length) == 0)
			return true;
		at += word + (at[word] == ',');
	}
	return false;
}

static void
add_words(struct buf *out, const char *words)
{
	if (words && *words)
		buf_printf(out, "%s%s", out->length > 0 ? ", " : "", words);
}

/*
 * "Tilly de Graaf, volunteer, neighbour, until 1 May 2026", or what there is of
 * it. That somebody near belongs to the network says nothing new.
 */
static const char *
who_of(struct arena *arena, const struct json *fragment, int32_t today)
{
	const struct json *fields = json_member(fragment, "fields");
	const char *role = json_get_string(fields, "role");
	const char *until = json_get_string(fields, "until");
	struct buf out;

	buf_init(&out, arena, 64);
	add_words(&out,
		  json_get_string(fields,
				  is_informal(fragment) ? "name" : "worker"));
	if (role && strcmp(role, "network") != 0)
		add_words(&out, cell_of_field(arena, "role",
					      json_member(fields, "role")));
	if (is_informal(fragment))
		add_words(&out, cell_of_field(arena, "relation",
					      json_member(fields, "relation")));
	if (until && entry_is_over(fields, today))
		add_words(&out, arena_printf(arena, _("until %s"),
					     wording_date(arena, until)));
	return buf_string(&out);
}

static void
add_row(struct page *page, struct table *table, const struct json *fragment,
	size_t place, int32_t today)
{
	const struct json *fields = json_member(fragment, "fields");
	const char *line = places[place].line;

	table_row(table);
	table_put(table, *line ? wording_label(WORDING_LINE, line) : NULL);
	table_put(table, who_of(page->arena, fragment, today));
	for (size_t i = 0; i < COUNT_OF(phases); i++)
		table_put(table, is_in_phase(fields, phases[i].word) ? _("yes")
								     : NULL);
	table_put(table,
		  json_get_string(fields,
				  is_informal(fragment) ? "phone" : "contact"));
	table_put_cell(table, (struct table_cell){
				      cell_of_source(page->arena, fragment),
				      PAGE_FAINT});
}

static struct table *
network_table(struct page *page)
{
	struct table *table = table_new(page);

	table_column(table, _("Line"), TABLE_WHOLE);
	table_column(table, _("Who"), TABLE_TEXT);
	for (size_t i = 0; i < COUNT_OF(phases); i++)
		table_column(table, gettext(phases[i].title), TABLE_WHOLE);
	table_column(table, _("Contact"), TABLE_TEXT);
	table_column(table, _("Source"), TABLE_TEXT);
	return table;
}

static void
print_member(struct page *page, const struct json *view,
	     const struct json *member)
{
	struct table *table = network_table(page);
	int32_t today = cell_day_of(view);
	const char *id = json_get_string(member, "id");
	const char *name = json_get_string(member, "name");

	for (size_t i = 0; i < COUNT_OF(places); i++)
		for (const struct json *fragment =
			     json_first(json_member(view, "fragments"));
		     fragment; fragment = fragment->next)
			if (stands_at(fragment, i) &&
			    is_of(fragment, "subject", id))
				add_row(page, table, fragment, i, today);
	page_title(page, _("Around %s"), name ? name : id ? id : "");
	if (table_rows(table) == 0)
		page_say(page, 0, "%s", _("Nobody is shown."));
	table_print(table, 0);
}

void
network_print(struct page *page, const struct json *view)
{
	for (const struct json *member =
		     json_first(json_member(view, "members"));
	     member; member = member->next)
		print_member(page, view, member);
}
