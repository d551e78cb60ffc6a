#include "client/missing.h"

#include <string.h>

#include "client/cell.h"
#include "client/i18n.h"
#include "client/wording.h"

static const struct {
	const char *reason;
	const char *title;
} reasons[] = {
	{"unreachable",
	 N_("Couldn't be reached: what they know is not in this plan")},
	{"held", N_("Not asked: they told that this resident died; record "
		    "whether it is so")},
	{"refused", N_("Refused by the resident")},
	{"withheld", N_("Withheld")},
};

/* NULL for `reason`: one that isn't in the table. */
static bool
has_reason(const struct json *item, const char *reason)
{
	const char *own = json_get_string(item, "reason");

	if (reason)
		return own && strcmp(own, reason) == 0;
	for (size_t i = 0; own && i < COUNT_OF(reasons); i++)
		if (strcmp(own, reasons[i].reason) == 0)
			return false;
	return true;
}

static const char *
title_of(const char *reason)
{
	for (size_t i = 0; reason && i < COUNT_OF(reasons); i++)
		if (strcmp(reasons[i].reason, reason) == 0)
			return gettext(reasons[i].title);
	return _("For another reason");
}

static bool
same_string(const struct json *one, const struct json *other, const char *key)
{
	const char *first = json_get_string(one, key);
	const char *second = json_get_string(other, key);

	if (!first || !second)
		return first == second;
	return strcmp(first, second) == 0;
}

static bool
same_strings(const struct json *one, const struct json *other)
{
	const struct json *first = json_first(one);
	const struct json *second = json_first(other);

	for (; first && second; first = first->next, second = second->next)
		if (first->kind != JSON_KIND_STRING ||
		    second->kind != JSON_KIND_STRING ||
		    strcmp(first->as.string, second->as.string) != 0)
			return false;
	return first == second;
}

/* Would they differ in their category only? Then one line is enough. */
static bool
belong_together(const struct json *one, const struct json *other)
{
	return same_string(one, other, "source") &&
	       same_string(one, other, "source_name") &&
	       same_string(one, other, "subject") &&
	       same_string(one, other, "reason") &&
	       same_strings(json_member(one, "basis"),
			    json_member(other, "basis"));
}

static bool
was_shown(const struct json *items, const struct json *item)
{
	for (const struct json *earlier = json_first(items); earlier != item;
	     earlier = earlier->next)
		if (belong_together(earlier, item))
			return true;
	return false;
}

static bool
has_word(const struct buf *list, const char *word)
{
	struct text text = buf_text(list);

	return memmem(text.bytes, text.length, word, strlen(word)) != NULL;
}

static const char *
categories_like(struct arena *arena, const struct json *item)
{
	struct buf out;

	buf_init(&out, arena, 64);
	for (const struct json *other = item; other; other = other->next) {
		const char *category = wording_label(
			WORDING_CATEGORY, json_get_string(other, "category"));
		if (!category || !belong_together(item, other) ||
		    has_word(&out, category))
			continue;
		buf_printf(&out, "%s%s", out.length > 0 ? ", " : "", category);
	}
	return buf_string(&out);
}

/*
 * An unreachable partner's are unknown to the node as well. Who was asked for a
 * few may have nothing of them: that looks the same from here.
 */
static const char *
what(struct arena *arena, const struct json *view, const struct json *item)
{
	const char *categories = categories_like(arena, item);

	if (*categories || has_reason(item, "unreachable"))
		return categories;
	return json_member(view, "categories")
		       ? _("(nothing, or what isn't told)")
		       : _("(what isn't told)");
}

static void
print_reason(struct page *page, const struct json *view, const char *reason)
{
	const struct json *items = json_member(view, "missing");
	struct table *table = table_new(page);

	table_column(table, _("Source"), TABLE_TEXT);
	table_column(table, _("About"), TABLE_TEXT);
	table_column(table, _("What"), TABLE_TEXT);
	table_column(table, _("Why"), TABLE_TEXT);
	for (const struct json *item = json_first(items); item;
	     item = item->next) {
		const struct json *basis = json_member(item, "basis");
		if (!has_reason(item, reason) || was_shown(items, item))
			continue;
		table_row(table);
		table_put(table, cell_of_source(page->arena, item));
		table_put(
			table,
			cell_of_member(view, json_get_string(item, "subject")));
		table_put(table, what(page->arena, view, item));
		table_put(table, wording_joined(page->arena, basis));
	}
	if (table_rows(table) == 0)
		return;
	page_heading(page, "%s", title_of(reason));
	table_print(table, PAGE_INDENT);
}

void
missing_print(struct page *page, const struct json *view)
{
	page_title(page, "%s", _("What is not shown, and why"));
	if (json_count(json_member(view, "missing")) == 0) {
		page_say(page, 0, "%s",
			 _("Nothing that you may know of is left out."));
		return;
	}
	for (size_t i = 0; i < COUNT_OF(reasons); i++)
		print_reason(page, view, reasons[i].reason);
	print_reason(page, view, NULL);
}

size_t
missing_unreachable(const struct json *view)
{
	const struct json *items = json_member(view, "missing");
	size_t count = 0;

	for (const struct json *item = json_first(items); item;
	     item = item->next)
		count += has_reason(item, "unreachable");
	return count;
}
