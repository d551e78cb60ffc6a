#include "daemon/exchange/conferences.h"

#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/news.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/strings.h"
#include "eenplan/wire/statement.h"

struct conference_host
conferences_host(const struct exchange *exchange)
{
	return (struct conference_host){
		.name = exchange->node->settings.name,
		.law = exchange->node->settings.law,
		.vocabulary = policy_vocabulary(exchange->policy),
	};
}

/* --- reading --- */

static enum status
read_partners(struct exchange *exchange, struct conference_member *member)
{
	struct store_link *links;
	size_t count;
	enum status status =
		store_links(exchange->place->store, exchange->arena,
			    member->resident.id, &links, &count);
	const char **partners =
		ARENA_ARRAY(exchange->arena, count, const char *);
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		partners[i] = links[i].partner;
	member->partners = partners;
	member->partner_count = count;
	return status;
}

static enum status
read_member(struct exchange *exchange, const struct store_member *from,
	    struct conference_member *member)
{
	struct circumstances circumstances;
	member->resident = from->resident;
	enum status status =
		store_circumstances(exchange->place->store, exchange->arena,
				    &from->resident, &circumstances);
	member->resident.deceased = circumstances.deceased;
	return status == STATUS_OK ? read_partners(exchange, member) : status;
}

static enum status
read_members(struct exchange *exchange, struct conference_sheet *sheet)
{
	enum status status = store_members(
		exchange->place->store, exchange->arena, sheet->household.id,
		&exchange->members, &exchange->member_count);
	size_t count = status == STATUS_OK ? exchange->member_count : 0;
	sheet->members =
		ARENA_ARRAY(exchange->arena, count, struct conference_member);
	sheet->member_count = count;
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = read_member(exchange, &exchange->members[i],
				     &sheet->members[i]);
	return status;
}

static enum status
read_partner(struct exchange *exchange, const char *id,
	     struct store_partner *partner)
{
	enum status status = store_partner_find(exchange->place->store,
						exchange->arena, id, partner);
	if (status != STATUS_NOT_ENROLLED)
		return status;
	*partner = (struct store_partner){.id = id, .name = id};
	return STATUS_OK;
}

static enum status
read_seats(struct exchange *exchange, struct conference_sheet *sheet)
{
	enum status status = store_seats(exchange->place->store,
					 exchange->arena, sheet->conference.id,
					 &sheet->seats, &sheet->seat_count);
	size_t count = status == STATUS_OK ? sheet->seat_count : 0;
	sheet->partners =
		ARENA_ARRAY(exchange->arena, count, struct store_partner);
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		if (sheet->seats[i].who == CONFERENCE_OTHERS)
			status = read_partner(exchange, sheet->seats[i].party,
					      &sheet->partners[i]);
	return status;
}

/* --- who may --- */

/* Whom the log tells of it: whom it concerns, or all, while that is nobody. */
static void
note_subjects(struct exchange *exchange, const struct conference_sheet *sheet)
{
	static const char *const categories[] = {CONFERENCE_CATEGORY};
	struct store_resident *subjects = ARENA_ARRAY(
		exchange->arena, sheet->member_count, struct store_resident);
	size_t count = 0;
	for (size_t i = 0; i < sheet->member_count; i++)
		if (conference_concerns(sheet, &sheet->members[i]))
			subjects[count++] = sheet->members[i].resident;
	if (count == 0)
		for (; count < sheet->member_count; count++)
			subjects[count] = sheet->members[count].resident;
	exchange->act_subjects = subjects;
	exchange->act_subject_count = count;
	exchange->act_categories = categories;
	exchange->act_category_count = COUNT_OF(categories);
}

/* Of the dead nobody sees or writes anything any more. */
static enum status
check_sight(struct exchange *exchange, const struct conference_sheet *sheet,
	    const struct store_conference_record *made, size_t count)
{
	struct record *records =
		ARENA_ARRAY(exchange->arena, count, struct record);
	enum status status = STATUS_OK;
	for (size_t i = 0; i < sheet->member_count && status == STATUS_OK;
	     i++) {
		const struct store_resident *resident =
			&sheet->members[i].resident;
		size_t theirs = 0;
		for (size_t k = 0; k < count; k++)
			if (strcmp(made[k].resident, resident->id) == 0)
				records[theirs++] = made[k].record;
		if (theirs > 0 && !resident->deceased)
			status = act_check_sight(exchange, resident, records,
						 theirs);
	}
	return status;
}

static enum status
make_records(struct exchange *exchange, const struct conference_sheet *sheet,
	     struct store_conference_record **records_out, size_t *count_out)
{
	const struct conference_host host = conferences_host(exchange);
	conference_records(exchange->arena, sheet, &host, exchange->now_ms,
			   records_out, count_out);
	exchange->asker.purpose = CONFERENCE_PURPOSE;
	return check_sight(exchange, sheet, *records_out, *count_out);
}

static enum status
read_sheet(struct exchange *exchange, const struct store_conference *conference,
	   struct conference_sheet *sheet)
{
	struct store *store = exchange->place->store;
	*sheet = (struct conference_sheet){.conference = *conference};
	enum status status =
		store_household_find(store, exchange->arena,
				     conference->household, &sheet->household);
	if (status == STATUS_OK)
		status = read_members(exchange, sheet);
	if (status == STATUS_OK)
		status = read_seats(exchange, sheet);
	if (status == STATUS_OK)
		status = store_topics(store, exchange->arena, conference->id,
				      &sheet->topics, &sheet->topic_count);
	if (status == STATUS_OK)
		note_subjects(exchange, sheet);
	return status;
}

enum status
conferences_read(struct exchange *exchange,
		 const struct store_conference *conference,
		 struct conference_sheet *sheet_out)
{
	struct store_conference_record *records;
	size_t count;
	enum status status = read_sheet(exchange, conference, sheet_out);
	return status == STATUS_OK
		       ? make_records(exchange, sheet_out, &records, &count)
		       : status;
}

enum status
conferences_open(struct exchange *exchange, struct conference_sheet *sheet_out)
{
	struct store_conference conference;
	enum status status = store_conference_find(
		exchange->place->store, exchange->arena,
		json_get_string(exchange->body, "conference"), &conference);
	if (status == STATUS_OK)
		return conferences_read(exchange, &conference, sheet_out);
	fault_set(&exchange->fault, "/conference",
		  status == STATUS_AMBIGUOUS
			  ? N_("fits more than one: give more of the id")
			  : N_("no case conference of this node has that id; "
			       "see 'eenplan conference list'"));
	return status;
}

/* --- keeping --- */

static enum status
tell_partners(struct exchange *exchange, const struct store_resident *resident,
	      const struct store_conference_record *records, size_t count)
{
	const char **ids = ARENA_ARRAY(exchange->arena, count, const char *);
	size_t changed = 0;
	for (size_t i = 0; i < count; i++)
		if (records[i].changed &&
		    strcmp(records[i].resident, resident->id) == 0)
			ids[changed++] = records[i].record.id;
	if (changed == 0)
		return STATUS_OK;
	const struct news_of news = {
		.records = ids, .count = strings_sort_unique(ids, changed)};
	return news_write(exchange, resident, &news);
}

enum status
conferences_publish(struct exchange *exchange, struct conference_sheet *sheet)
{
	struct store_conference_record *records = NULL;
	size_t count = 0;
	const struct store_conference conference = sheet->conference;
	enum status status = read_sheet(exchange, &conference, sheet);
	exchange->act_event = "conference";
	if (status == STATUS_OK)
		status = act_check_policy(exchange);
	if (status == STATUS_OK)
		status = make_records(exchange, sheet, &records, &count);
	if (status == STATUS_OK)
		status = store_conference_publish(
			exchange->place->store, exchange->arena, conference.id,
			records, count);
	if (status == STATUS_TOO_LARGE)
		fault_set(&exchange->fault, "/conference",
			  "concerns somebody who has the largest number of "
			  "records already");
	for (size_t i = 0; i < sheet->member_count && status == STATUS_OK; i++)
		status = tell_partners(exchange, &sheet->members[i].resident,
				       records, count);
	return status;
}

/* --- checks --- */

enum status
conferences_check_planned(struct exchange *exchange,
			  const struct store_conference *conference)
{
	static const char *const said[] = {
		[CONFERENCE_HELD] =
			N_("was held already: what is agreed or consented "
			   "there can be written until it is closed"),
		[CONFERENCE_CLOSED] = N_("is closed: plan another"),
		[CONFERENCE_CANCELLED] = N_("was cancelled: plan another"),
	};
	if (conference->state == CONFERENCE_PLANNED)
		return STATUS_OK;
	fault_say(&exchange->fault, "/conference", said[conference->state]);
	return STATUS_CONFLICT;
}

enum status
conferences_open_planned(struct exchange *exchange,
			 const struct json_shape *shape, size_t count,
			 struct conference_sheet *sheet_out)
{
	enum status status = json_check_shape(exchange->body, shape, count, "",
					      &exchange->fault);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	if (status == STATUS_OK)
		status = conferences_open(exchange, sheet_out);
	return status == STATUS_OK ? conferences_check_planned(
					     exchange, &sheet_out->conference)
				   : status;
}

static bool
is_born(const struct conference_member *member, int32_t day)
{
	return member->resident.birth_day == CLOCK_DAY_NONE ||
	       member->resident.birth_day <= day;
}

enum status
conferences_check_day(struct exchange *exchange,
		      const struct conference_sheet *sheet, int32_t day)
{
	bool is_any_born = false;
	for (size_t i = 0; i < sheet->member_count; i++) {
		const struct conference_member *member = &sheet->members[i];
		is_any_born = is_any_born || is_born(member, day);
		if (!is_born(member, day) && conference_concerns(sheet, member))
			return act_refuse(exchange, "/on",
					  "is before a resident was born whom "
					  "it is about");
	}
	if (is_any_born || sheet->member_count == 0)
		return STATUS_OK;
	return act_refuse(exchange, "/on",
			  "is before anybody of the household was born");
}

enum status
conferences_check_text(struct exchange *exchange, const char *key)
{
	const char *text = json_get_string(exchange->body, key);
	if (text == NULL ||
	    statement_is_line(text, 1, LIMIT_CONFERENCE_CHARACTERS))
		return STATUS_OK;
	return act_refuse(exchange, arena_printf(exchange->arena, "/%s", key),
			  "must be one line of 1 to %d characters, without "
			  "a BSN",
			  LIMIT_CONFERENCE_CHARACTERS);
}

static bool
is_member(struct exchange *exchange, const char *household,
	  const char *resident)
{
	struct store_member *members;
	size_t count;
	if (store_members(exchange->place->store, exchange->arena, household,
			  &members, &count) != STATUS_OK)
		return false;
	for (size_t i = 0; i < count; i++)
		if (strcmp(members[i].resident.id, resident) == 0)
			return true;
	return false;
}

enum status
conferences_of_resident(struct exchange *exchange, const char *name,
			const char *resident, const char *where,
			const char **id_out)
{
	struct store_conference conference;
	*id_out = NULL;
	enum status status = store_conference_find(
		exchange->place->store, exchange->arena, name, &conference);
	if (status == STATUS_NOT_FOUND || status == STATUS_AMBIGUOUS ||
	    (status == STATUS_OK &&
	     !is_member(exchange, conference.household, resident)))
		return act_refuse(exchange, where,
				  "is no case conference about this resident's "
				  "household; see 'eenplan conference list'");
	if (status != STATUS_OK)
		return status;
	if (conference.day > exchange->asker.day)
		return act_refuse(exchange, where,
				  "is still to come: nothing is said there "
				  "before its day");
	if (conference.ended_ms != 0)
		return act_refuse(
			exchange, where,
			conference.state == CONFERENCE_CLOSED
				? N_("is closed: nothing is added to it any "
				     "more")
				: N_("was cancelled: nothing was said there"));
	*id_out = conference.id;
	return STATUS_OK;
}

enum status
conferences_name(struct exchange *exchange,
		 const struct store_resident *resident,
		 const struct json **changes)
{
	const char *name = json_get_string(*changes, CONFERENCE_ID);
	struct json *object = ARENA_NEW(exchange->arena, struct json);
	struct json *members =
		ARENA_ARRAY(exchange->arena, json_count(*changes), struct json);
	size_t count = 0;
	const char *id;
	if (name == NULL || name[0] == '\0')
		return STATUS_OK;
	enum status status = conferences_of_resident(
		exchange, name, resident->id, "/fields/" CONFERENCE_ID, &id);
	if (status != STATUS_OK)
		return status;
	for (const struct json *member = json_first(*changes); member != NULL;
	     member = member->next) {
		members[count] = *member;
		if (strcmp(member->key, CONFERENCE_ID) == 0)
			members[count].as.string = id;
		if (count > 0)
			members[count - 1].next = &members[count];
		count++;
	}
	*object = **changes;
	object->as.children.first = members;
	*changes = object;
	return STATUS_OK;
}

static bool
is_planned(struct arena *arena, const struct record *record)
{
	const struct json *fields;
	if (strcmp(record->category, CONFERENCE_CATEGORY) != 0 ||
	    json_read(arena, record->fields, LIMIT_REQUEST_BYTES, &fields,
		      NULL) != STATUS_OK)
		return false;
	const char *state = json_get_string(fields, CONFERENCE_STATE);
	return state != NULL &&
	       strcmp(state, conference_state_word(CONFERENCE_PLANNED)) == 0;
}

enum status
conferences_tell(struct exchange *exchange,
		 const struct store_resident *resident)
{
	struct record *records;
	size_t count, kept = 0;
	enum status status =
		store_records(exchange->place->store, exchange->arena,
			      resident->id, &records, &count);
	if (status != STATUS_OK)
		return status;
	const char **ids = ARENA_ARRAY(exchange->arena, count, const char *);
	for (size_t i = 0; i < count; i++)
		if (is_planned(exchange->arena, &records[i]))
			ids[kept++] = records[i].id;
	if (kept == 0)
		return STATUS_OK;
	const struct news_of news = {.records = ids,
				     .count = strings_sort_unique(ids, kept)};
	return news_write(exchange, resident, &news);
}
