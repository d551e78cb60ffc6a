#include "client/conferences.h"

#include <string.h>

#include "client/cell.h"
#include "client/i18n.h"
#include "client/table.h"
#include "client/wording.h"
#include "eenplan/base/clock.h"
#include "eenplan/wire/conference.h"

static bool
is_same(const char *one, const char *other)
{
	return one && other && strcmp(one, other) == 0;
}

bool
conferences_is_of(const struct json *fragment)
{
	return is_same(json_get_string(fragment, "category"),
		       CONFERENCE_CATEGORY);
}

/* --- gathering --- */

static const char *
field(const struct json *fragment, const char *key)
{
	return json_get_string(json_member(fragment, "fields"), key);
}

/* Every list has room for as many as there are fragments. */
static struct conference_seen *
seen_of(struct arena *arena, struct conferences *seen, const char *id,
	const char *source, size_t room)
{
	struct conference_seen *added;

	for (size_t i = 0; i < seen->count; i++)
		if (is_same(seen->all[i].id, id) &&
		    (seen->all[i].source == source ||
		     is_same(seen->all[i].source, source)))
			return &seen->all[i];
	added = &seen->all[seen->count++];
	*added = (struct conference_seen){
		.id = id,
		.source = source,
		.parts = ARENA_ARRAY(arena, room, struct conference_part),
		.subjects = ARENA_ARRAY(arena, room, struct conference_subject),
	};
	return added;
}

static void
add_word(struct buf *out, const char *word)
{
	if (word && *word)
		buf_printf(out, "%s%s", out->length ? ", " : "", word);
}

/* A resident's seat has no name of its own: it stands in their own file. */
static const char *
who_of(struct arena *arena, const struct json *fragment, const char *about)
{
	const char *role = field(fragment, CONFERENCE_ROLE);
	const char *name = field(fragment, CONFERENCE_PARTICIPANT);
	const char *kind = field(fragment, CONFERENCE_KIND);
	struct buf out;

	buf_init(&out, arena, 64);
	if (is_same(role, "resident"))
		return about;
	add_word(&out, name);
	add_word(&out, wording_label(WORDING_ROLE, role));
	add_word(&out, field(fragment, CONFERENCE_ORGANISATION));
	if (out.length == 0 && kind)
		return arena_printf(arena, _("%s (not named)"),
				    wording_label(WORDING_DOMAIN, kind));
	return buf_string(&out);
}

/* Who comes for several of the household stands in the file of each;
 * by name, since records have no order. */
static void
add_part(struct arena *arena, struct conference_seen *seen,
	 const struct json *fragment, const char *about)
{
	const char *who = who_of(arena, fragment, about);
	size_t at;

	for (size_t i = 0; i < seen->part_count; i++)
		if (is_same(seen->parts[i].who, who))
			return;
	if (!*who)
		return;
	at = seen->part_count++;
	for (; at > 0 && strcmp(who, seen->parts[at - 1].who) < 0; at--)
		seen->parts[at] = seen->parts[at - 1];
	seen->parts[at] =
		(struct conference_part){who, field(fragment, CONFERENCE_CAME)};
}

static bool
is_part(const struct json *fragment)
{
	return field(fragment, CONFERENCE_ROLE) ||
	       field(fragment, CONFERENCE_PARTICIPANT) ||
	       field(fragment, CONFERENCE_KIND);
}

static void
take(struct arena *arena, struct conference_seen *seen,
     const struct json *fragment, const char *about)
{
	const char *topic = field(fragment, CONFERENCE_TOPIC);

	if (topic) {
		const char *data = field(fragment, CONFERENCE_CATEGORIES);
		seen->subjects[seen->subject_count++] =
			(struct conference_subject){topic, about,
						    data ? data : ""};
		return;
	}
	if (is_part(fragment)) {
		add_part(arena, seen, fragment, about);
		return;
	}
	if (!seen->date) {
		seen->date = field(fragment, CONFERENCE_DATE);
		seen->time = field(fragment, CONFERENCE_TIME);
		seen->place = field(fragment, CONFERENCE_PLACE);
		seen->state = field(fragment, CONFERENCE_STATE);
	}
}

static const char *
when(struct arena *arena, const struct conference_seen *seen)
{
	return arena_printf(arena, "%s %s", seen->date ? seen->date : "9999",
			    seen->time ? seen->time : "");
}

/* By insertion: a household has few. */
static void
sort(struct arena *arena, struct conferences *seen)
{
	for (size_t i = 1; i < seen->count; i++) {
		struct conference_seen moved = seen->all[i];
		size_t at = i;
		for (; at > 0 && strcmp(when(arena, &moved),
					when(arena, &seen->all[at - 1])) < 0;
		     at--)
			seen->all[at] = seen->all[at - 1];
		seen->all[at] = moved;
	}
}

/* NULL: it is one's own, and nobody else's. */
static const char *
source_of(struct arena *arena, const struct json *fragment)
{
	return json_member(fragment, "source") ? cell_of_source(arena, fragment)
					       : NULL;
}

struct conferences
conferences_gather(struct arena *arena, const struct json *view)
{
	const struct json *fragments = json_member(view, "fragments");
	size_t room = json_count(fragments) + 1;
	struct conferences seen = {
		.all = ARENA_ARRAY(arena, room, struct conference_seen)};

	for (const struct json *fragment = json_first(fragments); fragment;
	     fragment = fragment->next) {
		const char *id = field(fragment, CONFERENCE_ID);
		const char *about = cell_name_of_member(
			view, json_get_string(fragment, "subject"));

		if (!conferences_is_of(fragment))
			continue;
		take(arena,
		     seen_of(arena, &seen, id ? id : "",
			     source_of(arena, fragment), room),
		     fragment, about ? about : "");
	}
	sort(arena, &seen);
	return seen;
}

bool
conferences_is_coming(const struct conference_seen *seen, int32_t today)
{
	int32_t day;

	return is_same(seen->state, "planned") && seen->date &&
	       clock_parse_date(seen->date, &day) && day >= today;
}

const char *
conferences_data(struct arena *arena, const char *categories)
{
	struct buf out;

	buf_init(&out, arena, 64);
	while (*categories) {
		size_t length = strcspn(categories, ",");
		const char *word =
			arena_text(arena, (struct text){categories, length});

		add_word(&out, wording_label(WORDING_CATEGORY, word));
		categories += length + (categories[length] == ',');
	}
	return buf_string(&out);
}

/* --- on the page --- */

static void
print_subjects(struct page *page, struct table *table,
	       const struct conference_seen *seen)
{
	for (size_t i = 0; i < seen->subject_count; i++) {
		const struct conference_subject *one = &seen->subjects[i];
		const char *data =
			conferences_data(page->arena, one->categories);

		table_pair(table, i == 0 ? _("What about") : "",
			   *one->about
				   ? arena_printf(page->arena, "%s: %s (%s)",
						  one->about, one->topic, data)
				   : arena_printf(page->arena, "%s (%s)",
						  one->topic, data));
	}
}

static void
print_parts(struct page *page, struct table *table,
	    const struct conference_seen *seen)
{
	for (size_t i = 0; i < seen->part_count; i++) {
		const struct conference_part *part = &seen->parts[i];
		const char *who = part->who;

		if (is_same(part->came, "no"))
			who = arena_printf(page->arena, _("%s (was not there)"),
					   who);
		table_pair(table, i == 0 ? _("Who takes part") : "", who);
	}
}

static void
print_one(struct page *page, const struct conference_seen *seen)
{
	struct arena *arena = page->arena;
	struct table *table = table_new_pairs(page);

	if (seen->date)
		table_pair(table, _("When"),
			   arena_printf(arena, "%s %s",
					wording_date(arena, seen->date),
					seen->time ? seen->time : ""));
	table_pair(table, _("Where"), seen->place);
	table_pair(table, _("State"),
		   wording_label(WORDING_STATUS, seen->state));
	print_parts(page, table, seen);
	print_subjects(page, table, seen);
	table_pair(table, _("Source"), seen->source);
	table_print(table, PAGE_INDENT);
}

void
conferences_print(struct page *page, const struct conferences *seen)
{
	if (seen->count == 0)
		return;
	page_heading(page, "%s", _("Case conferences"));
	for (size_t i = 0; i < seen->count; i++) {
		if (i > 0)
			page_gap(page);
		print_one(page, &seen->all[i]);
	}
}
