#include "client/duties.h"

#include <string.h>

#include "client/cell.h"
#include "client/i18n.h"
#include "client/wording.h"
#include "eenplan/base/limits.h"

struct duty_list {
	const char *words[LIMIT_DUTIES];
	size_t count;
};

/* What the page itself already does is no news to its reader. */
static bool
is_for_reader(const char *duty)
{
	return strcmp(duty, "mask_kind") != 0;
}

static void
note(struct duty_list *list, const char *duty)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->words[i], duty) == 0)
			return;
	if (list->count < LIMIT_DUTIES && is_for_reader(duty))
		list->words[list->count++] = duty;
}

static bool
asks(const struct json *fragment, const char *duty)
{
	for (const struct json *own =
		     json_first(json_member(fragment, "duties"));
	     own; own = own->next)
		if (own->kind == JSON_KIND_STRING &&
		    strcmp(own->as.string, duty) == 0)
			return true;
	return false;
}

static const char *
sources_asking(struct arena *arena, const struct json *fragments,
	       const char *duty)
{
	struct buf names;

	buf_init(&names, arena, 64);
	for (const struct json *fragment = json_first(fragments); fragment;
	     fragment = fragment->next) {
		const char *name = cell_of_source(arena, fragment);
		if (!asks(fragment, duty) ||
		    memmem(names.bytes, names.length, name, strlen(name)))
			continue;
		buf_printf(&names, "%s%s", names.length > 0 ? ", " : "", name);
	}
	return buf_string(&names);
}

void
duties_print(struct page *page, const struct json *view)
{
	const struct json *fragments = json_member(view, "fragments");
	struct table *table = table_new(page);
	struct duty_list list = {.count = 0};

	for (const struct json *fragment = json_first(fragments); fragment;
	     fragment = fragment->next)
		for (const struct json *duty =
			     json_first(json_member(fragment, "duties"));
		     duty; duty = duty->next)
			if (duty->kind == JSON_KIND_STRING)
				note(&list, duty->as.string);
	if (list.count == 0)
		return;
	table_column(table, _("Source"), TABLE_TEXT);
	table_column(table, _("Asks"), TABLE_TEXT);
	for (size_t i = 0; i < list.count; i++) {
		table_row(table);
		table_put(table, sources_asking(page->arena, fragments,
						list.words[i]));
		table_put(table, wording_label(WORDING_DUTY, list.words[i]));
	}
	page_title(page, "%s", _("Keep in mind"));
	table_print(table, PAGE_INDENT);
}
