#include "client/conference_page.h"

#include <string.h>

#include "client/cell.h"
#include "client/conferences.h"
#include "client/i18n.h"
#include "client/missing.h"
#include "client/table.h"
#include "client/wording.h"

static bool
is(const struct json *object, const char *key, const char *word)
{
	const char *value = json_get_string(object, key);

	return value && strcmp(value, word) == 0;
}

static const char *
number_of(struct arena *arena, const struct json *object)
{
	return arena_printf(arena, "%d",
			    (int)json_get_integer(object, "number", 0));
}

/* The name of a resident, or their handle. */
static const char *
resident_of(const struct json *object)
{
	const char *name = json_get_string(object, "resident_name");

	return name ? name : json_get_string(object, "handle");
}

static const char *
name_of_seat(const struct json *seat)
{
	const char *name = json_get_string(seat, "name");
	const char *organisation = json_get_string(seat, "organisation");

	if (is(seat, "who", "resident"))
		return resident_of(seat);
	if (name)
		return name;
	return organisation ? organisation : json_get_string(seat, "party");
}

static const char *
role_of_seat(const struct json *seat)
{
	return wording_label(WORDING_ROLE, json_get_string(seat, "role"));
}

static const char *
when_of(struct arena *arena, const struct json *conference)
{
	return arena_printf(
		arena, "%s %s",
		wording_date(arena, json_get_string(conference, "date")),
		json_get_string(conference, "time"));
}

static const char *
household_of(const struct json *conference)
{
	const struct json *household = json_member(conference, "household");
	const char *name = json_get_string(household, "name");

	return name ? name : json_get_string(household, "handle");
}

/* --- the whole of one --- */

static void
print_head(struct page *page, const struct json *conference)
{
	struct arena *arena = page->arena;
	struct table *table = table_new_pairs(page);

	page_heading(
		page, _("Case conference %s"),
		wording_short_id(arena, json_get_string(conference, "id")));
	table_pair(table, _("Household"), household_of(conference));
	table_pair(table, _("When"), when_of(arena, conference));
	table_pair(table, _("Where"), json_get_string(conference, "place"));
	table_pair(table, _("State"),
		   wording_label(WORDING_STATUS,
				 json_get_string(conference, "state")));
	table_pair(table, _("Why"), json_get_string(conference, "reason"));
	table_pair(table, _("Planned by"), json_get_string(conference, "user"));
	table_print(table, PAGE_INDENT);
}

static const char *
came_of(const struct json *seat)
{
	const struct json *came = json_member(seat, "came");

	if (!came)
		return NULL;
	return came->as.boolean ? _("yes") : _("no");
}

static void
print_seats(struct page *page, const struct json *conference)
{
	struct table *table = table_new(page);

	page_heading(page, "%s", _("Who takes part"));
	table_column(table, _("No."), TABLE_NUMBER);
	table_column(table, _("Who"), TABLE_TEXT);
	table_column(table, _("Role"), TABLE_TEXT);
	table_column(table, _("Organisation"), TABLE_TEXT);
	table_column(table, _("Was there"), TABLE_TEXT);
	for (const struct json *seat =
		     json_first(json_member(conference, "seats"));
	     seat; seat = seat->next) {
		table_row(table);
		table_put(table, number_of(page->arena, seat));
		table_put(table, name_of_seat(seat));
		table_put(table, role_of_seat(seat));
		table_put(table, json_get_string(seat, "organisation"));
		table_put(table, came_of(seat));
	}
	if (table_rows(table) == 0)
		page_say(page, PAGE_INDENT, "%s",
			 _("Nobody yet: see eenplan conference invite."));
	table_print(table, PAGE_INDENT);
}

static void
print_topics(struct page *page, const struct json *conference)
{
	struct table *table = table_new(page);

	page_heading(page, "%s", _("What about"));
	table_column(table, _("No."), TABLE_NUMBER);
	table_column(table, _("About"), TABLE_TEXT);
	table_column(table, _("Topic"), TABLE_TEXT);
	table_column(table, _("Data"), TABLE_TEXT);
	for (const struct json *topic =
		     json_first(json_member(conference, "topics"));
	     topic; topic = topic->next) {
		table_row(table);
		table_put(table, number_of(page->arena, topic));
		table_put(table, resident_of(topic));
		table_put(table, json_get_string(topic, "topic"));
		table_put(table,
			  wording_labels(page->arena, WORDING_CATEGORY,
					 json_member(topic, "categories")));
	}
	if (table_rows(table) == 0)
		page_say(page, PAGE_INDENT, "%s",
			 _("Nothing yet: see eenplan conference agenda."));
	table_print(table, PAGE_INDENT);
}

static void
add_agreement(struct page *page, struct table *table,
	      const struct json *fragment)
{
	const struct json *fields = json_member(fragment, "fields");

	table_row(table);
	table_put(table, json_get_string(fields, "text"));
	table_put(table, json_get_string(fields, "owner"));
	table_put(table,
		  wording_date(page->arena, json_get_string(fields, "due")));
	table_put(table, wording_label(WORDING_STATUS,
				       json_get_string(fields, "status")));
}

static void
print_agreements(struct page *page, const struct json *conference)
{
	struct table *table = table_new(page);

	table_column(table, _("Agreement"), TABLE_TEXT);
	table_column(table, _("Owner"), TABLE_TEXT);
	table_column(table, _("Due"), TABLE_WHOLE);
	table_column(table, _("Status"), TABLE_TEXT);
	for (const struct json *parcel =
		     json_first(json_member(conference, "agreed"));
	     parcel; parcel = parcel->next)
		for (const struct json *fragment =
			     json_first(json_member(parcel, "fragments"));
		     fragment; fragment = fragment->next)
			add_agreement(page, table, fragment);
	if (table_rows(table) == 0)
		return;
	page_heading(page, "%s", _("What was agreed there"));
	table_print(table, PAGE_INDENT);
}

static void
print_consents(struct page *page, const struct json *conference)
{
	const struct json *consents = json_member(conference, "consents");

	if (json_count(consents) == 0)
		return;
	page_heading(page, "%s", _("What was said there of consent"));
	for (const struct json *one = json_first(consents); one;
	     one = one->next)
		page_say(page, PAGE_INDENT, _("Consent %s"),
			 wording_short_id(page->arena, one->as.string));
}

void
conference_page_show(struct page *page, const struct json *conference)
{
	print_head(page, conference);
	print_seats(page, conference);
	print_topics(page, conference);
	print_agreements(page, conference);
	print_consents(page, conference);
}

void
conference_page_list(struct page *page, const struct json *conferences)
{
	struct arena *arena = page->arena;
	struct table *table = table_new(page);

	table_column(table, _("Number"), TABLE_WHOLE);
	table_column(table, _("When"), TABLE_WHOLE);
	table_column(table, _("Where"), TABLE_TEXT);
	table_column(table, _("Household"), TABLE_TEXT);
	table_column(table, _("State"), TABLE_TEXT);
	for (const struct json *one = json_first(conferences); one;
	     one = one->next) {
		table_row(table);
		table_put(table,
			  wording_short_id(arena, json_get_string(one, "id")));
		table_put(table, when_of(arena, one));
		table_put(table, json_get_string(one, "place"));
		table_put(table, household_of(one));
		table_put(table, wording_label(WORDING_STATUS,
					       json_get_string(one, "state")));
	}
	if (table_rows(table) == 0)
		page_say(page, 0, "%s", _("There are no such conferences."));
	table_print(table, 0);
}

/* --- the agenda --- */

/* "may be shared, which names it": each kind of consent that is missing. */
static void
add_missing(struct buf *out, const struct json *category)
{
	for (const struct json *kind =
		     json_first(json_member(category, "missing"));
	     kind; kind = kind->next)
		buf_printf(
			out, ", %s",
			wording_label(WORDING_CONSENT_KIND, kind->as.string));
	for (const struct json *kind =
		     json_first(json_member(category, "naming"));
	     kind; kind = kind->next) {
		buf_add_string(out, ", ");
		buf_printf(
			out, _("%s, by a consent that names it"),
			wording_label(WORDING_CONSENT_KIND, kind->as.string));
	}
}

/* "medication: not asked yet, may be shared (AVG 9(2)(a))" */
static void
add_why(struct arena *arena, struct buf *out, const struct json *category)
{
	const char *articles =
		wording_joined(arena, json_member(category, "basis"));
	const char *why = is(category, "reason", "refused") ? _("refused")
			  : is(category, "reason", "unknown")
				  ? _("no consent yet")
				  : _("the law keeps it from them");

	buf_printf(out, "%s%s: %s", out->length ? "; " : "",
		   wording_label(WORDING_CATEGORY,
				 json_get_string(category, "category")),
		   why);
	if (is(category, "reason", "unknown"))
		add_missing(out, category);
	if (*articles)
		buf_printf(out, " (%s)", articles);
}

static const char *
why_not(struct arena *arena, const struct json *hearing)
{
	struct buf out;

	if (is(hearing, "reason", "self"))
		return _("it is about them");
	if (is(hearing, "reason", "theirs"))
		return _("no policy says it: whom it is about may tell");
	if (is(hearing, "reason", "no_link"))
		return _("their node isn't linked with this resident");
	if (is(hearing, "reason", "forbidden"))
		return _("no rule knows their role");
	buf_init(&out, arena, 128);
	for (const struct json *category =
		     json_first(json_member(hearing, "categories"));
	     category; category = category->next)
		if (!is(category, "hears", "all"))
			add_why(arena, &out, category);
	return buf_string(&out);
}

static struct table_cell
hears_of(const struct json *hearing)
{
	if (is(hearing, "hears", "all"))
		return (struct table_cell){_("all of it"), PAGE_GOOD};
	if (is(hearing, "hears", "some"))
		return (struct table_cell){_("some of it"), PAGE_ALERT};
	return (struct table_cell){_("nothing"), PAGE_ALERT};
}

static const struct json *
seat_of(const struct json *conference, int64_t number)
{
	const struct json *seat = json_first(json_member(conference, "seats"));

	while (seat && json_get_integer(seat, "number", 0) != number)
		seat = seat->next;
	return seat;
}

static void
print_hearings(struct page *page, const struct json *conference,
	       const struct json *hearings, int64_t topic)
{
	struct table *table = table_new(page);

	table_column(table, _("Who"), TABLE_TEXT);
	table_column(table, _("Role"), TABLE_TEXT);
	table_column(table, _("May hear"), TABLE_WHOLE);
	table_column(table, _("Why"), TABLE_TEXT);
	for (const struct json *one = json_first(hearings); one;
	     one = one->next) {
		const struct json *seat =
			seat_of(conference, json_get_integer(one, "seat", 0));

		if (json_get_integer(one, "topic", 0) != topic || !seat)
			continue;
		table_row(table);
		table_put(table, name_of_seat(seat));
		table_put(table, role_of_seat(seat));
		table_put_cell(table, hears_of(one));
		table_put(table, why_not(page->arena, one));
	}
	table_print(table, PAGE_INDENT);
}

void
conference_page_agenda(struct page *page, const struct json *conference,
		       const struct json *hearings)
{
	print_head(page, conference);
	for (const struct json *topic =
		     json_first(json_member(conference, "topics"));
	     topic; topic = topic->next) {
		page_heading(page, "%s. %s", number_of(page->arena, topic),
			     json_get_string(topic, "topic"));
		page_say(page, PAGE_INDENT, _("About %s: %s."),
			 resident_of(topic),
			 wording_labels(page->arena, WORDING_CATEGORY,
					json_member(topic, "categories")));
		print_hearings(page, conference, hearings,
			       json_get_integer(topic, "number", 0));
	}
	if (json_count(json_member(conference, "topics")) == 0)
		page_say(page, 0, "%s",
			 _("Nothing is on the agenda yet: see eenplan "
			   "conference agenda --help."));
}

/* --- as one of them --- */

static void
put_all(struct json_writer *writer, const struct json *gets, const char *list)
{
	json_key(writer, list);
	json_open_array(writer);
	for (const struct json *parcel = json_first(gets); parcel;
	     parcel = parcel->next)
		for (const struct json *item =
			     json_first(json_member(parcel, list));
		     item; item = item->next)
			json_put_value(writer, item);
	json_close_array(writer);
}

/* As a view would have it. */
static const struct json *
view_of(struct arena *arena, const struct json *conference,
	const struct json *gets)
{
	struct json_writer writer;
	const struct json *view;
	struct buf out;

	buf_init(&out, arena, 1024);
	json_begin(&writer, &out);
	json_open_object(&writer);
	put_all(&writer, gets, "fragments");
	json_key(&writer, "members");
	json_put_value(&writer, json_member(conference, "members"));
	put_all(&writer, gets, "withheld");
	json_close_object(&writer);
	return json_read(arena, buf_text(&out), buf_text(&out).length, &view,
			 NULL) == STATUS_OK
		       ? view
		       : NULL;
}

static void
print_withheld(struct page *page, const struct json *view)
{
	for (const struct json *one = json_first(json_member(view, "withheld"));
	     one; one = one->next)
		page_say(
			page, PAGE_INDENT, _("Not shown: %s, of %s (%s)."),
			wording_label(WORDING_CATEGORY,
				      json_get_string(one, "category")),
			cell_of_member(view, json_get_string(one, "subject")),
			wording_joined(page->arena, json_member(one, "basis")));
}

void
conference_page_as(struct page *page, const struct json *conference, int64_t as,
		   const struct json *gets)
{
	const struct json *seat = seat_of(conference, as);
	const struct json *view = view_of(page->arena, conference, gets);
	struct conferences seen = conferences_gather(page->arena, view);

	page_title(page, _("As %s would see it"), name_of_seat(seat));
	conferences_print(page, &seen);
	if (seen.count == 0)
		page_say(page, 0, "%s",
			 is(seat, "who", "user") || is(seat, "who", "partner")
				 ? _("Nothing.")
				 : _("They don't ask by a node: at the table "
				     "everybody tells what is theirs."));
	print_withheld(page, view);
}
