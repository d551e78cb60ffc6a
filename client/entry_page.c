#include "client/entry_page.h"

#include <string.h>

#include "client/cell.h"
#include "client/conferences.h"
#include "client/i18n.h"
#include "client/table.h"
#include "client/wording.h"

/* "Owner: …", behind what is there. */
static void
add_field(struct buf *out, struct arena *arena, const char *name,
	  const struct json *value)
{
	const char *text = cell_of_field(arena, name, value);

	if (text)
		buf_printf(out, "%s%s: %s", out->length ? "; " : "",
			   wording_label(WORDING_FIELD, name), text);
}

/* In the order in which a reader wants them: that of the table of entries. */
static const char *
fields_in_words(struct arena *arena, const char *category,
		const struct json *fields)
{
	const struct entry_kind *kind = entry_kind_find(category);
	const struct entry_field *known = NULL;
	size_t count = 0;
	struct buf out;

	buf_init(&out, arena, 256);
	if (kind)
		known = entry_fields(kind, &count);
	for (size_t i = 0; i < count; i++)
		add_field(&out, arena, known[i].name,
			  json_member(fields, known[i].name));
	for (const struct json *field = kind ? NULL : json_first(fields); field;
	     field = field->next)
		add_field(&out, arena, field->key, field);
	return buf_string(&out);
}

void
entry_page_say(struct page *page, const struct json *entry)
{
	const char *category = json_get_string(entry, "category");
	struct table *table = table_new_pairs(page);

	table_pair(table, _("What"), wording_label(WORDING_CATEGORY, category));
	for (const struct json *field = cell_fields(entry); field;
	     field = field->next)
		table_pair(table, wording_label(WORDING_FIELD, field->key),
			   cell_of_field(page->arena, field->key, field));
	table_pair(
		table, _("Law"),
		wording_label(WORDING_DOMAIN, json_get_string(entry, "law")));
	table_pair(table, _("Number"), json_get_string(entry, "id"));
	table_print(table, 0);
}

/* --- the list --- */

static struct table_cell
state_of(const struct json *fragment, int32_t today)
{
	const struct json *fields = json_member(fragment, "fields");

	if (entry_is_overdue(fields, today))
		return (struct table_cell){_("overdue"), PAGE_ALERT};
	if (entry_is_over(fields, today))
		return (struct table_cell){_("over"), PAGE_FAINT};
	return (struct table_cell){NULL, PAGE_PLAIN};
}

static void
add_row(struct page *page, struct table *table, const struct json *view,
	const struct json *fragment)
{
	const char *category = json_get_string(fragment, "category");
	const char *id = json_get_string(fragment, "record");

	table_row(table);
	table_put(table, id ? wording_short_id(page->arena, id) : NULL);
	table_put(table,
		  cell_of_member(view, json_get_string(fragment, "subject")));
	table_put(table, wording_label(WORDING_CATEGORY, category));
	table_put(table, fields_in_words(page->arena, category,
					 json_member(fragment, "fields")));
	table_put_cell(table, state_of(fragment, cell_day_of(view)));
	table_put(table, wording_label(WORDING_DOMAIN,
				       json_get_string(fragment, "law")));
}

void
entry_page_list(struct page *page, const struct json *view)
{
	const struct json *household = json_member(view, "household");
	const char *name = json_get_string(household, "name");
	struct conferences seen = conferences_gather(page->arena, view);
	struct table *table = table_new(page);

	table_column(table, _("Number"), TABLE_WHOLE);
	table_column(table, _("Whose"), TABLE_TEXT);
	table_column(table, _("Kind"), TABLE_TEXT);
	table_column(table, _("What"), TABLE_TEXT);
	table_column(table, _("State"), TABLE_WHOLE);
	table_column(table, _("Law"), TABLE_TEXT);
	for (const struct json *fragment =
		     json_first(json_member(view, "fragments"));
	     fragment; fragment = fragment->next)
		if (!conferences_is_of(fragment))
			add_row(page, table, view, fragment);
	page_title(page, _("Our part of the plan of %s"), name ? name : "");
	if (table_rows(table) == 0 && seen.count == 0)
		page_say(page, 0, "%s", _("Nothing of it is here."));
	table_print(table, 0);
	conferences_print(page, &seen);
}

/* --- history --- */

static const char *
what_was_done(const char *what)
{
	if (!what)
		return NULL;
	return strcmp(what, "add") == 0	     ? _("written")
	       : strcmp(what, "change") == 0 ? _("changed")
					     : _("closed");
}

void
entry_page_history(struct page *page, const struct json *reply)
{
	struct table *table = table_new(page);

	table_column(table, _("When"), TABLE_WHOLE);
	table_column(table, _("Who"), TABLE_TEXT);
	table_column(table, _("Did"), TABLE_TEXT);
	table_column(table, _("What"), TABLE_TEXT);
	for (const struct json *version =
		     json_first(json_member(reply, "versions"));
	     version; version = version->next) {
		const struct json *fragment = json_first(json_member(
			json_member(version, "shown"), "fragments"));

		table_row(table);
		table_put(table,
			  wording_time(page->arena,
				       json_get_string(version, "changed")));
		table_put(table, json_get_string(version, "user"));
		table_put(table,
			  what_was_done(json_get_string(version, "what")));
		table_put(table,
			  fragment ? fields_in_words(
					     page->arena,
					     json_get_string(fragment,
							     "category"),
					     json_member(fragment, "fields"))
				   : _("not shown to you"));
	}
	table_print(table, 0);
}

/* --- kinds --- */

static const char *
presence_word(enum entry_presence presence)
{
	switch (presence) {
	case ENTRY_REQUIRED: return _("needed");
	case ENTRY_OPTIONAL: return NULL;
	case ENTRY_TODAY: return _("today, unless you say it");
	}
	return NULL;
}

static const char *
value_words(struct arena *arena, const struct entry_field *field)
{
	const char *text = gettext(entry_type_text(field->type));

	return *field->of ? arena_printf(arena, "%s: %s", text,
					 entry_field_of(arena, field))
			  : text;
}

static void
print_fields(struct page *page, const struct entry_kind *kind)
{
	size_t count;
	const struct entry_field *fields = entry_fields(kind, &count);
	struct table *table = table_new(page);

	table_column(table, _("Field"), TABLE_WHOLE);
	table_column(table, _("Meaning"), TABLE_TEXT);
	table_column(table, _("Value"), TABLE_TEXT);
	table_column(table, "", TABLE_TEXT);
	for (size_t i = 0; i < count; i++) {
		table_row(table);
		table_put(table, fields[i].name);
		table_put(table, wording_label(WORDING_FIELD, fields[i].name));
		table_put(table, value_words(page->arena, &fields[i]));
		table_put(table, presence_word(fields[i].presence));
	}
	page_heading(page, "%s", kind->category);
	table_print(table, PAGE_INDENT);
}

void
entry_page_kinds(struct page *page, const struct entry_kind *kind)
{
	size_t count;
	const struct entry_kind *kinds = entry_kinds(&count);

	if (kind) {
		print_fields(page, kind);
		return;
	}
	for (size_t i = 0; i < count; i++)
		print_fields(page, &kinds[i]);
}

static void
put_kind(struct json_writer *writer, const struct entry_kind *kind)
{
	static const char *const presences[] = {
		[ENTRY_REQUIRED] = "required",
		[ENTRY_OPTIONAL] = "optional",
		[ENTRY_TODAY] = "today",
	};
	size_t count;
	const struct entry_field *fields = entry_fields(kind, &count);

	json_open_object(writer);
	json_member_string(writer, "category", kind->category);
	if (*kind->closing)
		json_member_string(writer, "closed_by", kind->closing);
	json_key(writer, "fields");
	json_open_array(writer);
	for (size_t i = 0; i < count; i++) {
		json_open_object(writer);
		json_member_string(writer, "field", fields[i].name);
		json_member_string(writer, "of", fields[i].of);
		json_member_string(writer, "presence",
				   presences[fields[i].presence]);
		json_member_string(writer, "type",
				   entry_type_word(fields[i].type));
		json_close_object(writer);
	}
	json_close_array(writer);
	json_close_object(writer);
}

void
entry_page_kinds_json(struct page *page, const struct entry_kind *kind)
{
	size_t count;
	const struct entry_kind *kinds = entry_kinds(&count);
	const struct json *value;
	struct json_writer writer;
	struct buf out;

	buf_init(&out, page->arena, 4096);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_key(&writer, "kinds");
	json_open_array(&writer);
	for (size_t i = 0; i < count; i++)
		if (!kind || kind == &kinds[i])
			put_kind(&writer, &kinds[i]);
	json_close_array(&writer);
	json_close_object(&writer);
	if (json_read(page->arena, buf_text(&out), out.length, &value, NULL) ==
	    STATUS_OK)
		page_json(page, value);
}
