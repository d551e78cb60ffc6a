#include "daemon/store/conferences.h"

#include <string.h>

#include "daemon/store/commas.h"
#include "daemon/store/lookup.h"
#include "daemon/store/records.h"
#include "eenplan/base/limits.h"

enum status
store_conference_add(struct store *store,
		     const struct store_conference *conference)
{
	struct query query;

	query_start(&query, store, QUERY_CONFERENCE_ADD);
	query_put_text(&query, conference->id);
	query_put_text(&query, conference->household);
	query_put_text(&query, conference->place);
	query_put_day(&query, conference->day);
	query_put_text(&query, conference->time);
	query_put_text(&query, conference_state_word(conference->state));
	query_put_text(&query, conference->user);
	query_put_integer(&query, conference->planned_ms);
	return query_run(&query, NULL);
}

static void
read_conference(struct query *query, struct arena *arena, void *row_out)
{
	struct store_conference *conference = row_out;

	conference->id = query_text(query, arena);
	conference->household = query_text(query, arena);
	conference->place = query_text(query, arena);
	conference->day = query_day(query);
	conference->time = query_text(query, arena);
	if (!conference_state_of_word(query_text(query, arena),
				      &conference->state))
		query_fail(query, STATUS_STORAGE, "a conference's state");
	conference->user = query_text(query, arena);
	conference->planned_ms = query_integer(query);
	conference->held_ms = query_integer(query);
	conference->ended_ms = query_integer(query);
	conference->reason = query_text_or_null(query, arena);
}

enum status
store_conference_find(struct store *store, struct arena *arena,
		      const char *name, struct store_conference *conference_out)
{
	static const struct lookup conferences = {
		.by_id = QUERY_CONFERENCE_BY_ID,
		.by_handle = QUERY_CONFERENCE_BY_ID, /* they have none */
		.by_prefix = QUERY_CONFERENCE_BY_PREFIX,
		.read = read_conference,
	};

	return lookup_find(store, &conferences, arena, name, conference_out);
}

enum status
store_conference_change(struct store *store,
			const struct store_conference *conference)
{
	struct query query;

	query_start(&query, store, QUERY_CONFERENCE_CHANGE);
	query_put_text(&query, conference->place);
	query_put_day(&query, conference->day);
	query_put_text(&query, conference->time);
	query_put_text(&query, conference_state_word(conference->state));
	query_put_integer(&query, conference->held_ms);
	query_put_integer(&query, conference->ended_ms);
	query_put_text(&query, conference->reason);
	query_put_text(&query, conference->id);
	return query_run(&query, NULL);
}

enum status
store_conferences(struct store *store, struct arena *arena,
		  const char *household, bool over_too,
		  struct store_conference **conferences_out, size_t *count_out)
{
	struct query query;

	*conferences_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_CONFERENCES);
	query_put_text(&query, household);
	query_put_integer(&query, over_too);
	query_put_integer(&query, LIMIT_CONFERENCES_LISTED);
	while (query_next(&query))
		read_conference(
			&query, arena,
			QUERY_ADD_ROW(arena, *conferences_out, *count_out));
	return query_finish(&query);
}

/* The next number of one of the two lists below. */
static enum status
next_number(struct store *store, enum query_name last, const char *conference,
	    int64_t *number_out)
{
	struct query query;

	query_start(&query, store, last);
	query_put_text(&query, conference);
	if (query_next(&query))
		*number_out = query_integer(&query) + 1;
	return query_finish(&query);
}

static enum status
remove_numbered(struct store *store, enum query_name remove,
		const char *conference, int64_t number)
{
	struct query query;

	query_start(&query, store, remove);
	query_put_text(&query, conference);
	query_put_integer(&query, number);
	return query_run(&query, NULL);
}

/* --- who takes part --- */

enum status
store_seat_add(struct store *store, const char *conference,
	       struct store_seat *seat)
{
	struct query query;
	enum status status =
		next_number(store, QUERY_SEAT_LAST, conference, &seat->number);

	if (status != STATUS_OK)
		return status;
	query_start(&query, store, QUERY_SEAT_ADD);
	query_put_text(&query, conference);
	query_put_integer(&query, seat->number);
	query_put_text(&query, conference_who_word(seat->who));
	query_put_text(&query, seat->party);
	query_put_text(&query, seat->role);
	query_put_text(&query, seat->name);
	return query_run(&query, NULL);
}

enum status
store_seat_came(struct store *store, const char *conference, int64_t number,
		bool came)
{
	struct query query;

	query_start(&query, store, QUERY_SEAT_CAME);
	query_put_integer(&query, came ? STORE_CAME : STORE_CAME_NOT);
	query_put_text(&query, conference);
	query_put_integer(&query, number);
	return query_run(&query, NULL);
}

enum status
store_seat_remove(struct store *store, const char *conference, int64_t number)
{
	return remove_numbered(store, QUERY_SEAT_REMOVE, conference, number);
}

static void
read_seat(struct query *query, struct arena *arena, struct store_seat *seat)
{
	seat->number = query_integer(query);
	if (!conference_who_of_word(query_text(query, arena), &seat->who))
		query_fail(query, STATUS_STORAGE, "a conference's seat");
	seat->party = query_text_or_null(query, arena);
	seat->role = query_text(query, arena);
	seat->name = query_text_or_null(query, arena);
	seat->came = (enum store_came)query_integer(query);
}

enum status
store_seats(struct store *store, struct arena *arena, const char *conference,
	    struct store_seat **seats_out, size_t *count_out)
{
	struct query query;

	*seats_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_SEATS);
	query_put_text(&query, conference);
	while (query_next(&query))
		read_seat(&query, arena,
			  QUERY_ADD_ROW(arena, *seats_out, *count_out));
	return query_finish(&query);
}

/* --- what it is about --- */

enum status
store_topic_add(struct store *store, const char *conference,
		struct store_topic *topic)
{
	struct query query;
	struct arena *arena = arena_new();
	const char *categories;
	enum status status = commas_join(arena, topic->categories,
					 topic->category_count, &categories);

	if (status == STATUS_OK)
		status = next_number(store, QUERY_TOPIC_LAST, conference,
				     &topic->number);
	if (status == STATUS_OK) {
		query_start(&query, store, QUERY_TOPIC_ADD);
		query_put_text(&query, conference);
		query_put_integer(&query, topic->number);
		query_put_text(&query, topic->resident);
		query_put_text(&query, topic->topic);
		query_put_text(&query, categories);
		query_put_text(&query, topic->law);
		query_put_text(&query, topic->sensitivity);
		status = query_run(&query, NULL);
	}
	arena_free(arena);
	return status;
}

enum status
store_topic_remove(struct store *store, const char *conference, int64_t number)
{
	return remove_numbered(store, QUERY_TOPIC_REMOVE, conference, number);
}

enum status
store_topics(struct store *store, struct arena *arena, const char *conference,
	     struct store_topic **topics_out, size_t *count_out)
{
	struct query query;

	*topics_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_TOPICS);
	query_put_text(&query, conference);
	while (query_next(&query)) {
		struct store_topic *topic =
			QUERY_ADD_ROW(arena, *topics_out, *count_out);

		topic->number = query_integer(&query);
		topic->resident = query_text(&query, arena);
		topic->topic = query_text(&query, arena);
		topic->categories =
			commas_split(arena, query_text(&query, arena),
				     &topic->category_count);
		topic->law = query_text(&query, arena);
		topic->sensitivity = query_text(&query, arena);
	}
	return query_finish(&query);
}

/* --- what came of it --- */

enum status
store_conference_consents(struct store *store, struct arena *arena,
			  const char *conference, const char *const **ids_out,
			  size_t *count_out)
{
	struct query query;
	const char **ids = NULL;

	*count_out = 0;
	query_start(&query, store, QUERY_CONFERENCE_CONSENTS);
	query_put_text(&query, conference);
	while (query_next(&query))
		*QUERY_ADD_ROW(arena, ids, *count_out) =
			query_text(&query, arena);
	*ids_out = ids;
	return query_finish(&query);
}

/* --- its records --- */

/* What is on file of it. */
struct kept {
	struct record record;
	bool is_wanted;
};

static enum status
read_kept(struct store *store, struct arena *arena, const char *source,
	  struct kept **kept_out, size_t *count_out)
{
	struct query query;

	*kept_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_CONFERENCE_RECORDS);
	query_put_text(&query, source);
	while (query_next(&query))
		records_read(
			&query, arena,
			&QUERY_ADD_ROW(arena, *kept_out, *count_out)->record);
	return query_finish(&query);
}

static struct kept *
find_kept(struct kept *kept, size_t count, const char *origin)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(kept[i].record.origin, origin) == 0)
			return &kept[i];
	return NULL;
}

static enum status
add_record(struct store *store, struct arena *arena, const char *source,
	   struct store_conference_record *wanted)
{
	char *id = arena_alloc(arena, UUID_TEXT_BYTES);
	enum status status = records_make_room(store, wanted->resident);

	random_uuid(id);
	wanted->record.id = id;
	wanted->changed = true;
	return status == STATUS_OK
		       ? records_insert(store, arena, &wanted->record, source,
					wanted->resident)
		       : status;
}

/* The place of the next slice from `at` on, but for who was invited. */
static size_t
next_slice(const struct record *record, size_t at)
{
	while (at < record->slice_count &&
	       text_equals(record_slice_key(record, at),
			   text_of(CONFERENCE_INVITED)))
		at++;
	return at;
}

static bool
says_the_same(const struct record *one, const struct record *other)
{
	size_t i = next_slice(one, 0), k = next_slice(other, 0);

	while (i < one->slice_count && k < other->slice_count &&
	       text_equals(record_slice_member(one, i),
			   record_slice_member(other, k))) {
		i = next_slice(one, i + 1);
		k = next_slice(other, k + 1);
	}
	return i == one->slice_count && k == other->slice_count &&
	       strcmp(one->law, other->law) == 0 &&
	       strcmp(one->sensitivity, other->sensitivity) == 0;
}

static enum status
change_record(struct store *store, struct arena *arena, struct kept *kept,
	      struct store_conference_record *wanted)
{
	kept->is_wanted = true;
	wanted->record.id = kept->record.id;
	wanted->changed = !says_the_same(&kept->record, &wanted->record);
	if (!wanted->changed &&
	    text_equals(kept->record.fields, wanted->record.fields))
		return STATUS_OK;
	return records_update(store, arena, &wanted->record,
			      wanted->record.origin, wanted->resident);
}

static enum status
remove_record(struct store *store, const char *origin)
{
	struct query query;

	query_start(&query, store, QUERY_RECORD_REMOVE);
	query_put_text(&query, origin);
	return query_run(&query, NULL);
}

enum status
store_conference_publish(struct store *store, struct arena *arena,
			 const char *conference,
			 struct store_conference_record *records, size_t count)
{
	const char *source =
		arena_printf(arena, CONFERENCE_ORIGIN "%s", conference);
	struct kept *kept, *same;
	size_t kept_count;
	enum status status =
		read_kept(store, arena, source, &kept, &kept_count);

	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		same = find_kept(kept, kept_count, records[i].record.origin);
		status =
			same != NULL
				? change_record(store, arena, same, &records[i])
				: add_record(store, arena, source, &records[i]);
	}
	for (size_t i = 0; i < kept_count && status == STATUS_OK; i++)
		if (!kept[i].is_wanted)
			status = remove_record(store, kept[i].record.origin);
	return status;
}
