#include "client/cell.h"

#include <string.h>

#include "client/i18n.h"
#include "client/measure.h"
#include "client/wording.h"
#include "eenplan/base/clock.h"
#include "eenplan/wire/conference.h"
#include "eenplan/wire/entry.h"

static const char *
encoded(struct arena *arena, const struct json *value)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 64);
	json_begin(&writer, &out);
	json_put_value(&writer, value);
	return buf_string(&out);
}

const struct json *
cell_fields(const struct json *fragment)
{
	const struct json *fields = json_member(fragment, "fields");

	return fields && fields->kind == JSON_KIND_OBJECT ? json_first(fields)
							  : NULL;
}

const char *
cell_value(struct arena *arena, const struct json *value)
{
	if (!value)
		return NULL;
	switch (value->kind) {
	case JSON_KIND_NULL: return NULL;
	case JSON_KIND_STRING:
		return *value->as.string ? value->as.string : NULL;
	case JSON_KIND_BOOL: return value->as.boolean ? _("yes") : _("no");
	case JSON_KIND_INTEGER:
	case JSON_KIND_REAL:
	case JSON_KIND_ARRAY:
	case JSON_KIND_OBJECT: return encoded(arena, value);
	}
	return NULL;
}

static const char *
field_of(struct arena *arena, const struct json *fragment, const char *field)
{
	if (!field)
		return NULL;
	return cell_value(arena,
			  json_member(json_member(fragment, "fields"), field));
}

static const char *
joined(struct arena *arena, const char *first, const char *by,
       const char *second)
{
	if (!first || !second)
		return first ? first : second;
	return arena_printf(arena, "%s%s%s", first, by, second);
}

static const char *
period(struct page *page, const char *from, const char *until)
{
	const char *dash = page_symbol(page, "–", "-");

	if (!from && !until)
		return NULL;
	from = wording_date(page->arena, from);
	until = wording_date(page->arena, until);
	if (!until)
		return arena_printf(page->arena, _("since %s"), from);
	if (!from)
		return arena_printf(page->arena, _("until %s"), until);
	return arena_printf(page->arena, "%s" MEASURE_NO_BREAK "%s %s", from,
			    dash, until);
}

static void
mark_overdue(struct arena *arena, struct table_cell *cell)
{
	cell->text = arena_printf(arena, _("%s overdue"), cell->text);
	cell->style = PAGE_ALERT;
}

static const char *
unless_source(const struct json *fragment, const char *organisation)
{
	const char *source = json_get_string(fragment, "source_name");

	return organisation && source && strcmp(organisation, source) == 0
		       ? NULL
		       : organisation;
}

/* Some fields hold words of a list, wherever they stand. */
static const char *
labelled(const char *field, const char *value)
{
	static const struct {
		const char *field;
		enum wording_list list;
	} fields[] = {
		{"kind", WORDING_SERVICE},	{"kind", WORDING_CHOICE},
		{"phase", WORDING_PHASE},	{"preferred", WORDING_CHANNEL},
		{"line", WORDING_LINE},		{"priority", WORDING_LEVEL},
		{"relation", WORDING_RELATION}, {"role", WORDING_ROLE},
		{"severity", WORDING_LEVEL},	{"status", WORDING_STATUS},
		{"direction", WORDING_CHOICE},	{"informed", WORDING_CHOICE},
		{"moment", WORDING_CHOICE},	{"way", WORDING_CHOICE},
		{"works", WORDING_CHOICE},
	};

	for (size_t i = 0; field && i < COUNT_OF(fields); i++) {
		const char *label;

		if (strcmp(fields[i].field, field) != 0)
			continue;
		label = wording_label(fields[i].list, value);
		if (label != value)
			return label;
	}
	return value;
}

const char *
cell_of_field(struct arena *arena, const char *field, const struct json *value)
{
	const char *text = cell_value(arena, value);

	if (text && strcmp(field, CONFERENCE_ID) == 0)
		return wording_short_id(arena, text);
	return text ? wording_date(arena, labelled(field, text)) : NULL;
}

struct table_cell
cell_of(struct page *page, const struct json *fragment,
	const struct layout_column *column, int32_t today)
{
	struct arena *arena = page->arena;
	const char *first = field_of(arena, fragment, column->field);
	const char *second = field_of(arena, fragment, column->second);
	struct table_cell cell = {NULL, PAGE_PLAIN};

	switch (column->kind) {
	case LAYOUT_TEXT:
	case LAYOUT_WHOLE:
		cell.text = joined(arena, labelled(column->field, first), ", ",
				   labelled(column->second, second));
		break;
	case LAYOUT_DATE: cell.text = wording_date(arena, first); break;
	case LAYOUT_ACTION:
		cell.text = joined(arena, first, ": ", second);
		break;
	case LAYOUT_DUE:
		cell.text = second ? period(page, second, first)
				   : wording_date(arena, first);
		if (entry_is_overdue(json_member(fragment, "fields"), today))
			mark_overdue(arena, &cell);
		break;
	case LAYOUT_PERIOD: cell.text = period(page, first, second); break;
	case LAYOUT_ORGANISATION:
		cell.text = unless_source(fragment, first);
		break;
	}
	return cell;
}

const char *
cell_of_rest(struct arena *arena, const struct json *fragment,
	     const struct layout_section *section)
{
	struct buf out;

	buf_init(&out, arena, 64);
	for (const struct json *field = cell_fields(fragment); field;
	     field = field->next) {
		const char *value = cell_of_field(arena, field->key, field);
		if (!value || layout_shows(section, field->key))
			continue;
		buf_printf(&out, "%s%s: %s", out.length > 0 ? "; " : "",
			   wording_label(WORDING_FIELD, field->key), value);
	}
	return buf_string(&out);
}

const char *
cell_of_source(struct arena *arena, const struct json *item)
{
	const char *name = json_get_string(item, "source_name");
	const char *source = json_get_string(item, "source");

	if (name)
		return name;
	return source ? arena_printf(arena, _("%s (not named)"),
				     wording_label(WORDING_DOMAIN, source))
		      : _("(not named)");
}

const char *
cell_name_of_member(const struct json *view, const char *id)
{
	for (const struct json *member =
		     json_first(json_member(view, "members"));
	     id && member; member = member->next) {
		const char *own = json_get_string(member, "id");

		if (own && strcmp(own, id) == 0)
			return json_get_string(member, "name");
	}
	return NULL;
}

int32_t
cell_day_of(const struct json *view)
{
	const char *time = json_get_string(view, "time");
	int64_t time_ms;

	return time && clock_parse_time(time, &time_ms)
		       ? clock_day_of_ms(time_ms)
		       : CLOCK_DAY_NONE;
}

const char *
cell_of_member(const struct json *view, const char *id)
{
	const char *name = cell_name_of_member(view, id);

	return name ? name : id;
}
