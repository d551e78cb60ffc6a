/*
 * Case conferences: planned, moved or cancelled, held, closed; and read.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/conferences.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"

/* --- when and where --- */

/* What the body says of it; what it doesn't say stays as it is. */
static enum status
take_when(struct exchange *exchange, struct store_conference *conference)
{
	const char *place = json_get_string(exchange->body, "place");
	const char *on = json_get_string(exchange->body, "on");
	const char *time = json_get_string(exchange->body, "time");
	enum status status = conferences_check_text(exchange, "place");
	if (status != STATUS_OK)
		return status;
	if (on != NULL && !clock_parse_date(on, &conference->day))
		return act_refuse(exchange, "/on",
				  "must be a date such as 2026-12-01");
	if (time != NULL && !clock_is_time_of_day(time))
		return act_refuse(exchange, "/time",
				  "must be a time such as 10:30");
	if (place != NULL)
		conference->place = place;
	if (time != NULL)
		conference->time = time;
	return STATUS_OK;
}

static enum status
find_household(struct exchange *exchange, struct store_household *household)
{
	enum status status = store_household_find(
		exchange->place->store, exchange->arena,
		json_get_string(exchange->body, "household"), household);
	if (status == STATUS_NOT_FOUND || status == STATUS_AMBIGUOUS)
		fault_set(
			&exchange->fault, "/household",
			status == STATUS_AMBIGUOUS
				? N_("fits more than one: give more of the id")
				: N_("no household of this node has that id or "
				     "handle"));
	return status;
}

static struct store_conference
begin(const struct exchange *exchange)
{
	char *id = arena_alloc(exchange->arena, UUID_TEXT_BYTES);
	random_uuid(id);
	return (struct store_conference){
		.id = id,
		.state = CONFERENCE_PLANNED,
		.user = exchange->asker.user,
		.planned_ms = exchange->now_ms,
	};
}

enum status
act_conference_plan(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"household", JSON_KIND_STRING, true, 0},
		{"on", JSON_KIND_STRING, true, 0},
		{"place", JSON_KIND_STRING, true, LIMIT_TEXT_BYTES},
		{"time", JSON_KIND_STRING, true, 0},
	};
	struct conference_sheet sheet = {.conference = begin(exchange)};
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = take_when(exchange, &sheet.conference);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	if (status == STATUS_OK)
		status = find_household(exchange, &sheet.household);
	if (status != STATUS_OK)
		return status;
	sheet.conference.household = sheet.household.id;
	status =
		store_conference_add(exchange->place->store, &sheet.conference);
	if (status == STATUS_OK)
		status = conferences_publish(exchange, &sheet);
	if (status == STATUS_OK)
		status = conferences_check_day(exchange, &sheet,
					       sheet.conference.day);
	return status == STATUS_OK ? conferences_answer(exchange, &sheet)
				   : status;
}

/* Write what `sheet` has become, and answer with it. */
static enum status
keep(struct exchange *exchange, struct conference_sheet *sheet)
{
	enum status status = store_conference_change(exchange->place->store,
						     &sheet->conference);
	if (status == STATUS_OK)
		status = conferences_publish(exchange, sheet);
	return status == STATUS_OK ? conferences_answer(exchange, sheet)
				   : status;
}

enum status
act_conference_move(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"conference", JSON_KIND_STRING, true, 0},
		{"on", JSON_KIND_STRING, false, 0},
		{"place", JSON_KIND_STRING, false, LIMIT_TEXT_BYTES},
		{"time", JSON_KIND_STRING, false, 0},
	};
	struct conference_sheet sheet;
	enum status status = conferences_open_planned(exchange, shape,
						      COUNT_OF(shape), &sheet);
	if (status == STATUS_OK)
		status = take_when(exchange, &sheet.conference);
	if (status == STATUS_OK)
		status = conferences_check_day(exchange, &sheet,
					       sheet.conference.day);
	return status == STATUS_OK ? keep(exchange, &sheet) : status;
}

enum status
act_conference_cancel(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"conference", JSON_KIND_STRING, true, 0},
		{"reason", JSON_KIND_STRING, true, LIMIT_TEXT_BYTES},
	};
	struct conference_sheet sheet;
	enum status status = conferences_open_planned(exchange, shape,
						      COUNT_OF(shape), &sheet);
	if (status == STATUS_OK)
		status = conferences_check_text(exchange, "reason");
	if (status != STATUS_OK)
		return status;
	sheet.conference.state = CONFERENCE_CANCELLED;
	sheet.conference.ended_ms = exchange->now_ms;
	sheet.conference.reason = json_get_string(exchange->body, "reason");
	return keep(exchange, &sheet);
}

/* --- held --- */

/* Did they come, by the numbers that the body has? */
static bool
is_named(const struct json *came, int64_t number)
{
	for (const struct json *one = json_first(came); one != NULL;
	     one = one->next)
		if (one->as.integer == number)
			return true;
	return false;
}

static enum status
check_came(struct exchange *exchange, const struct conference_sheet *sheet,
	   const struct json *came)
{
	if ((came == NULL) != json_get_bool(exchange->body, "all", false))
		return act_refuse(exchange, "/came",
				  "must say who came, unless all did");
	for (const struct json *one = json_first(came); one != NULL;
	     one = one->next)
		if (one->kind != JSON_KIND_INTEGER ||
		    conference_seat_find(sheet, one->as.integer) == NULL)
			return act_refuse(
				exchange, "/came",
				"has a number that nobody at this conference "
				"has; see 'eenplan conference show'. Invite "
				"whoever else came first");
	return STATUS_OK;
}

static enum status
check_can_be_held(struct exchange *exchange,
		  const struct conference_sheet *sheet)
{
	if (sheet->conference.day > exchange->asker.day)
		return act_refuse(exchange, "/conference",
				  "is still to come: hold it on its day, or "
				  "move it first");
	if (sheet->seat_count == 0)
		return act_refuse(exchange, "/conference",
				  "has nobody who takes part: invite who came "
				  "first");
	return STATUS_OK;
}

static enum status
note_who_came(struct exchange *exchange, const struct conference_sheet *sheet,
	      const struct json *came)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < sheet->seat_count && status == STATUS_OK; i++) {
		int64_t number = sheet->seats[i].number;
		status = store_seat_came(
			exchange->place->store, sheet->conference.id, number,
			came == NULL || is_named(came, number));
	}
	return status;
}

enum status
act_conference_hold(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"all", JSON_KIND_BOOL, false, 0},
		{"came", JSON_KIND_ARRAY, false, LIMIT_CONFERENCE_SEATS},
		{"conference", JSON_KIND_STRING, true, 0},
	};
	const struct json *came = json_member(exchange->body, "came");
	struct conference_sheet sheet;
	enum status status = conferences_open_planned(exchange, shape,
						      COUNT_OF(shape), &sheet);
	if (status == STATUS_OK)
		status = check_can_be_held(exchange, &sheet);
	if (status == STATUS_OK)
		status = check_came(exchange, &sheet, came);
	if (status == STATUS_OK)
		status = note_who_came(exchange, &sheet, came);
	if (status != STATUS_OK)
		return status;
	sheet.conference.state = CONFERENCE_HELD;
	sheet.conference.held_ms = exchange->now_ms;
	return keep(exchange, &sheet);
}

enum status
act_conference_close(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"conference", JSON_KIND_STRING, true, 0},
	};
	struct conference_sheet sheet;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	if (status == STATUS_OK)
		status = conferences_open(exchange, &sheet);
	if (status != STATUS_OK)
		return status;
	if (sheet.conference.state == CONFERENCE_PLANNED) {
		fault_set(&exchange->fault, "/conference",
			  "wasn't held: hold it first, or cancel it");
		return STATUS_CONFLICT;
	}
	if (sheet.conference.state != CONFERENCE_HELD)
		return conferences_check_planned(exchange, &sheet.conference);
	sheet.conference.state = CONFERENCE_CLOSED;
	sheet.conference.ended_ms = exchange->now_ms;
	return keep(exchange, &sheet);
}

/* --- list --- */

/* Residents of several conferences, each once. */
static void
add_subjects(struct exchange *exchange, struct store_resident **subjects,
	     size_t *count)
{
	struct store_resident *all = ARENA_ARRAY(
		exchange->arena, *count + exchange->act_subject_count,
		struct store_resident);
	size_t kept = *count;
	for (size_t i = 0; i < *count; i++)
		all[i] = (*subjects)[i];
	for (size_t i = 0; i < exchange->act_subject_count; i++) {
		bool is_new = true;
		for (size_t k = 0; k < *count && is_new; k++)
			is_new = strcmp(all[k].id,
					exchange->act_subjects[i].id) != 0;
		if (is_new)
			all[kept++] = exchange->act_subjects[i];
	}
	*subjects = all;
	*count = kept;
}

/* Those that the policy keeps from our user aren't listed, nor logged. */
static enum status
put_all(struct exchange *exchange, struct json_writer *writer,
	const struct store_conference *conferences, size_t count)
{
	struct store_resident *subjects = NULL;
	size_t subject_count = 0;
	enum status status = STATUS_OK;
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		struct conference_sheet sheet;
		status = conferences_read(exchange, &conferences[i], &sheet);
		if (status == STATUS_FORBIDDEN) {
			fault_forget(&exchange->fault);
			status = STATUS_OK;
			continue;
		}
		if (status == STATUS_OK)
			status = conferences_put(exchange, writer, &sheet);
		add_subjects(exchange, &subjects, &subject_count);
	}
	exchange->act_subjects = subjects;
	exchange->act_subject_count = subject_count;
	return status;
}

enum status
act_conference_list(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"all", JSON_KIND_BOOL, false, 0},
		{"household", JSON_KIND_STRING, false, 0},
	};
	struct store_household household = {.id = NULL};
	struct store_conference *conferences;
	size_t count;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK &&
	    json_member(exchange->body, "household") != NULL)
		status = find_household(exchange, &household);
	if (status == STATUS_OK)
		status = store_conferences(
			exchange->place->store, exchange->arena, household.id,
			json_get_bool(exchange->body, "all", false),
			&conferences, &count);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "conferences");
	json_open_array(&answer.writer);
	status = put_all(exchange, &answer.writer, conferences, count);
	json_close_array(&answer.writer);
	act_answer_end(exchange, &answer);
	return status;
}
