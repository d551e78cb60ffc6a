#include "daemon/plan/conference.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"

#define FIELDS_MAX 12

/* --- whom it concerns --- */

bool
conference_is_linked(const struct conference_member *member,
		     const char *partner)
{
	for (size_t i = 0; i < member->partner_count; i++)
		if (strcmp(member->partners[i], partner) == 0)
			return true;
	return false;
}

static bool
sits(const struct conference_member *member, const struct store_seat *seat)
{
	return seat->who == CONFERENCE_MEMBER &&
	       strcmp(seat->party, member->resident.id) == 0;
}

static bool
comes_for(const struct conference_member *member, const struct store_seat *seat)
{
	return seat->who == CONFERENCE_OTHERS &&
	       conference_is_linked(member, seat->party);
}

static bool
is_about(const struct conference_member *member,
	 const struct store_topic *topic)
{
	return strcmp(topic->resident, member->resident.id) == 0;
}

bool
conference_concerns(const struct conference_sheet *sheet,
		    const struct conference_member *member)
{
	for (size_t i = 0; i < sheet->topic_count; i++)
		if (is_about(member, &sheet->topics[i]))
			return true;
	for (size_t i = 0; i < sheet->seat_count; i++)
		if (sits(member, &sheet->seats[i]) ||
		    comes_for(member, &sheet->seats[i]))
			return true;
	return false;
}

const struct conference_member *
conference_member_find(const struct conference_sheet *sheet,
		       const char *resident)
{
	for (size_t i = 0; i < sheet->member_count; i++)
		if (strcmp(sheet->members[i].resident.id, resident) == 0)
			return &sheet->members[i];
	return NULL;
}

const struct store_seat *
conference_seat_find(const struct conference_sheet *sheet, int64_t number)
{
	for (size_t i = 0; i < sheet->seat_count; i++)
		if (sheet->seats[i].number == number)
			return &sheet->seats[i];
	return NULL;
}

const struct store_topic *
conference_topic_find(const struct conference_sheet *sheet, int64_t number)
{
	for (size_t i = 0; i < sheet->topic_count; i++)
		if (sheet->topics[i].number == number)
			return &sheet->topics[i];
	return NULL;
}

/* --- its records --- */

struct writing {
	struct arena *arena;
	const struct conference_sheet *sheet;
	const struct conference_host *host;
	int64_t now_ms;
	const char *invited;
	const struct conference_member *member;
	struct store_conference_record *records;
	size_t count;
};

struct field {
	const char *key;
	const char *value; /* NULL: it isn't there */
};

/* Ids of organisations, each once. */
static const char *
invited(struct arena *arena, const struct conference_sheet *sheet)
{
	struct buf out;
	buf_init(&out, arena, 128);
	for (size_t i = 0; i < sheet->seat_count; i++) {
		const struct store_seat *seat = &sheet->seats[i];
		bool is_first = seat->who == CONFERENCE_OTHERS;
		for (size_t k = 0; k < i && is_first; k++)
			is_first =
				sheet->seats[k].who != CONFERENCE_OTHERS ||
				strcmp(sheet->seats[k].party, seat->party) != 0;
		if (is_first)
			buf_printf(&out, "%s%s", out.length > 0 ? "," : "",
				   seat->party);
	}
	return buf_string(&out);
}

static struct record *
add(struct writing *writing, const char *what, const struct field *fields,
    size_t count)
{
	const struct store_conference *conference = &writing->sheet->conference;
	struct store_conference_record *added =
		&writing->records[writing->count++];
	struct json members[FIELDS_MAX + 2] = {0};
	struct json object = {.kind = JSON_KIND_OBJECT};
	size_t used = 0;
	members[used++] = (struct json){.kind = JSON_KIND_STRING,
					.key = CONFERENCE_ID,
					.as.string = conference->id};
	members[used++] = (struct json){.kind = JSON_KIND_STRING,
					.key = CONFERENCE_INVITED,
					.as.string = writing->invited};
	for (size_t i = 0; i < count; i++)
		if (fields[i].value != NULL)
			members[used++] =
				(struct json){.kind = JSON_KIND_STRING,
					      .key = fields[i].key,
					      .as.string = fields[i].value};
	for (size_t i = 0; i + 1 < used; i++)
		members[i].next = &members[i + 1];
	object.as.children.first = members;
	object.as.children.count = used;
	*added = (struct store_conference_record){
		.resident = writing->member->resident.id,
		.record = {
			.origin = arena_printf(writing->arena,
					       CONFERENCE_ORIGIN "%s#%s/%s",
					       conference->id, what,
					       writing->member->resident.id),
			.category = CONFERENCE_CATEGORY,
			.law = writing->host->law,
			.sensitivity =
				vocabulary_word(writing->host->vocabulary,
						VOCABULARY_SENSITIVITY, 0),
			.changed_ms = writing->now_ms,
		}};
	record_set_fields(writing->arena, &added->record, &object);
	return &added->record;
}

static const char *
yes_or_no(bool is_so)
{
	return is_so ? "yes" : "no";
}

/* NULL: it isn't known yet. */
static const char *
came(const struct store_seat *seat)
{
	return seat->came == STORE_CAME_UNKNOWN
		       ? NULL
		       : yes_or_no(seat->came == STORE_CAME);
}

/* Was the member there? NULL: it wasn't held yet. */
static const char *
present(const struct writing *writing)
{
	const struct conference_sheet *sheet = writing->sheet;
	if (sheet->conference.held_ms == 0)
		return NULL;
	for (size_t i = 0; i < sheet->seat_count; i++)
		if (sits(writing->member, &sheet->seats[i]))
			return came(&sheet->seats[i]);
	return yes_or_no(false);
}

static void
add_conference(struct writing *writing)
{
	const struct store_conference *conference = &writing->sheet->conference;
	char *date = arena_alloc(writing->arena, CLOCK_DATE_BYTES);
	clock_format_date(conference->day, date);
	const struct field fields[] = {
		{CONFERENCE_PLACE, conference->place},
		{CONFERENCE_DATE, date},
		{CONFERENCE_TIME, conference->time},
		{CONFERENCE_STATE, conference_state_word(conference->state)},
		{CONFERENCE_PRESENT, present(writing)},
	};
	(void)add(writing, "when", fields, COUNT_OF(fields));
}

static const char *
commas(struct arena *arena, const char *const *words, size_t count)
{
	struct buf out;
	buf_init(&out, arena, 64);
	for (size_t i = 0; i < count; i++)
		buf_printf(&out, "%s%s", i > 0 ? "," : "", words[i]);
	return buf_string(&out);
}

static void
add_topic(struct writing *writing, const struct store_topic *topic)
{
	const struct field fields[] = {
		{CONFERENCE_TOPIC, topic->topic},
		{CONFERENCE_CATEGORIES,
		 commas(writing->arena, topic->categories,
			topic->category_count)},
	};
	struct record *record = add(writing,
				    arena_printf(writing->arena, "topic%lld",
						 (long long)topic->number),
				    fields, COUNT_OF(fields));
	record->law = topic->law;
	record->sensitivity = topic->sensitivity;
}

/* "care", "support", or that it is one. */
static const char *
kind_of(const struct vocabulary *vocabulary, const char *law)
{
	int domain = law == NULL ? VOCABULARY_UNKNOWN
				 : vocabulary_find(vocabulary,
						   VOCABULARY_DOMAIN, law);
	int group = domain == VOCABULARY_UNKNOWN
			    ? VOCABULARY_UNKNOWN
			    : vocabulary_group_of(vocabulary, domain);
	return group == VOCABULARY_UNKNOWN
		       ? "any"
		       : vocabulary_word(vocabulary, VOCABULARY_GROUP, group);
}

static void
add_seat(struct writing *writing, const struct store_seat *seat,
	 const struct store_partner *partner)
{
	bool is_ours = seat->who == CONFERENCE_USER;
	bool is_partners = seat->who == CONFERENCE_OTHERS;
	const struct field fields[] = {
		{CONFERENCE_PARTICIPANT,
		 is_ours || is_partners ? seat->name : NULL},
		{CONFERENCE_ORGANISATION, is_ours	? writing->host->name
					  : is_partners ? partner->name
							: NULL},
		{CONFERENCE_ROLE, seat->role},
		{CONFERENCE_KIND,
		 is_partners
			 ? kind_of(writing->host->vocabulary, partner->domain)
			 : NULL},
		{CONFERENCE_CAME, came(seat)},
		{CONFERENCE_DOMAIN, is_partners ? partner->domain : "own"},
		{CONFERENCE_PARTNER, is_partners ? partner->id : NULL},
	};
	(void)add(writing,
		  arena_printf(writing->arena, "seat%lld",
			       (long long)seat->number),
		  fields, COUNT_OF(fields));
}

/* Does this seat stand in the member's file? */
static bool
shows_seat(const struct conference_member *member,
	   const struct store_seat *seat)
{
	switch (seat->who) {
	case CONFERENCE_USER:
	case CONFERENCE_NEARBY: return true;
	case CONFERENCE_OTHERS: return comes_for(member, seat);
	case CONFERENCE_MEMBER: return sits(member, seat);
	}
	return false;
}

static void
add_file(struct writing *writing)
{
	const struct conference_sheet *sheet = writing->sheet;
	add_conference(writing);
	for (size_t i = 0; i < sheet->topic_count; i++)
		if (is_about(writing->member, &sheet->topics[i]))
			add_topic(writing, &sheet->topics[i]);
	for (size_t i = 0; i < sheet->seat_count; i++)
		if (shows_seat(writing->member, &sheet->seats[i]))
			add_seat(writing, &sheet->seats[i],
				 &sheet->partners[i]);
}

void
conference_records(struct arena *arena, const struct conference_sheet *sheet,
		   const struct conference_host *host, int64_t now_ms,
		   struct store_conference_record **records_out,
		   size_t *count_out)
{
	size_t most = sheet->member_count *
		      (1 + sheet->seat_count + sheet->topic_count);
	struct writing writing = {
		.arena = arena,
		.sheet = sheet,
		.host = host,
		.now_ms = now_ms,
		.invited = invited(arena, sheet),
		.records = ARENA_ARRAY(arena, most + 1,
				       struct store_conference_record),
	};
	for (size_t i = 0; i < sheet->member_count; i++) {
		writing.member = &sheet->members[i];
		if (conference_concerns(sheet, writing.member))
			add_file(&writing);
	}
	*records_out = writing.records;
	*count_out = writing.count;
}
