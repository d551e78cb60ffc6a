/*
 * A case conference as our own users read it.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/conferences.h"
#include "eenplan/base/limits.h"

#define AGREEMENT "agreement"

static void
put_resident(struct json_writer *writer, const struct conference_sheet *sheet,
	     const char *id)
{
	const struct conference_member *member =
		conference_member_find(sheet, id);
	json_member_string_if(writer, "handle",
			      member == NULL ? NULL : member->resident.handle);
	json_member_string_if(writer, "resident_name",
			      member == NULL ? NULL : member->resident.name);
}

static void
put_seat(struct json_writer *writer, const struct conference_sheet *sheet,
	 size_t index)
{
	const struct store_seat *seat = &sheet->seats[index];
	json_open_object(writer);
	if (seat->came != STORE_CAME_UNKNOWN)
		json_member_bool(writer, "came", seat->came == STORE_CAME);
	if (seat->who == CONFERENCE_MEMBER)
		put_resident(writer, sheet, seat->party);
	json_member_string_if(writer, "name", seat->name);
	json_member_integer(writer, "number", seat->number);
	json_member_string_if(writer, "organisation",
			      sheet->partners[index].name);
	json_member_string_if(writer, "party", seat->party);
	json_member_string(writer, "role", seat->role);
	json_member_string(writer, "who", conference_who_word(seat->who));
	json_close_object(writer);
}

static void
put_topic(struct json_writer *writer, const struct conference_sheet *sheet,
	  const struct store_topic *topic)
{
	json_open_object(writer);
	json_member_strings(writer, "categories", topic->categories,
			    topic->category_count);
	put_resident(writer, sheet, topic->resident);
	json_member_string(writer, "law", topic->law);
	json_member_integer(writer, "number", topic->number);
	json_member_string(writer, "resident", topic->resident);
	json_member_string(writer, "sensitivity", topic->sensitivity);
	json_member_string(writer, "topic", topic->topic);
	json_close_object(writer);
}

/* --- what came of it --- */

static bool
is_agreed_at(struct arena *arena, const struct record *record,
	     const char *conference)
{
	const struct json *fields;
	if (strcmp(record->category, AGREEMENT) != 0 ||
	    json_read(arena, record->fields, LIMIT_REQUEST_BYTES, &fields,
		      NULL) != STATUS_OK)
		return false;
	const char *at = json_get_string(fields, CONFERENCE_ID);
	return at != NULL && strcmp(at, conference) == 0;
}

/* As far as our user may see them, like any of ours. */
static enum status
put_agreements_of(struct exchange *exchange, struct json_writer *writer,
		  const struct store_resident *resident, const char *conference)
{
	struct verdict *verdict = ARENA_NEW(exchange->arena, struct verdict);
	struct record *records;
	size_t count, kept = 0;
	enum status status =
		store_records(exchange->place->store, exchange->arena,
			      resident->id, &records, &count);
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		if (is_agreed_at(exchange->arena, &records[i], conference))
			records[kept++] = records[i];
	if (status != STATUS_OK || kept == 0)
		return status;
	status = act_judge(exchange, resident, records, kept, verdict);
	if (status == STATUS_OK)
		json_put_raw(writer,
			     parcel_text(minimise(
				     exchange->arena, exchange->policy,
				     exchange->prepared, verdict, 1, NULL, 0)));
	return status;
}

static enum status
put_agreements(struct exchange *exchange, struct json_writer *writer,
	       const struct conference_sheet *sheet)
{
	enum status status = STATUS_OK;
	json_key(writer, "agreed");
	json_open_array(writer);
	for (size_t i = 0; i < sheet->member_count && status == STATUS_OK; i++)
		status = put_agreements_of(exchange, writer,
					   &sheet->members[i].resident,
					   sheet->conference.id);
	json_close_array(writer);
	return status;
}

static enum status
put_consents(struct exchange *exchange, struct json_writer *writer,
	     const char *conference)
{
	const char *const *ids;
	size_t count;
	enum status status = store_conference_consents(
		exchange->place->store, exchange->arena, conference, &ids,
		&count);
	if (status == STATUS_OK)
		json_member_strings(writer, "consents", ids, count);
	return status;
}

/* All of the household, and whom it concerns. */
static void
put_members(struct json_writer *writer, const struct conference_sheet *sheet)
{
	json_key(writer, "members");
	json_open_array(writer);
	for (size_t i = 0; i < sheet->member_count; i++) {
		const struct conference_member *member = &sheet->members[i];
		json_open_object(writer);
		json_member_bool(writer, "concerned",
				 conference_concerns(sheet, member));
		act_put_resident(writer, &member->resident);
		json_close_object(writer);
	}
	json_close_array(writer);
}

/* --- the whole --- */

static void
put_when(struct json_writer *writer, const struct conference_sheet *sheet)
{
	const struct store_conference *conference = &sheet->conference;
	json_member_day(writer, "date", conference->day);
	if (conference->ended_ms != 0)
		json_member_time(writer, "ended", conference->ended_ms);
	if (conference->held_ms != 0)
		json_member_time(writer, "held", conference->held_ms);
	json_key(writer, "household");
	json_open_object(writer);
	json_member_string(writer, "handle", sheet->household.handle);
	json_member_string(writer, "id", sheet->household.id);
	json_member_string(writer, "name", sheet->household.name);
	json_close_object(writer);
	json_member_string(writer, "id", conference->id);
	json_member_string(writer, "place", conference->place);
	json_member_time(writer, "planned", conference->planned_ms);
	json_member_string_if(writer, "reason", conference->reason);
}

enum status
conferences_put(struct exchange *exchange, struct json_writer *writer,
		const struct conference_sheet *sheet)
{
	json_open_object(writer);
	enum status status = put_agreements(exchange, writer, sheet);
	if (status == STATUS_OK)
		status = put_consents(exchange, writer, sheet->conference.id);
	put_when(writer, sheet);
	put_members(writer, sheet);
	json_key(writer, "seats");
	json_open_array(writer);
	for (size_t i = 0; i < sheet->seat_count; i++)
		put_seat(writer, sheet, i);
	json_close_array(writer);
	json_member_string(writer, "state",
			   conference_state_word(sheet->conference.state));
	json_member_string(writer, "time", sheet->conference.time);
	json_key(writer, "topics");
	json_open_array(writer);
	for (size_t i = 0; i < sheet->topic_count; i++)
		put_topic(writer, sheet, &sheet->topics[i]);
	json_close_array(writer);
	json_member_string(writer, "user", sheet->conference.user);
	json_close_object(writer);
	return status;
}

enum status
conferences_answer(struct exchange *exchange,
		   const struct conference_sheet *sheet)
{
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "conference");
	enum status status = conferences_put(exchange, &answer.writer, sheet);
	act_answer_end(exchange, &answer);
	return status;
}
