/*
 * Consultations: a user of ours asks a specialist of ours, who answers and
 * books the time. Only those two read what is asked and answered. It is about
 * one resident, whose access log tells of it, or about nobody; and it is no
 * record, so that no partner's query comes near it.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/hours.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"

#define CONSULTATION_PURPOSE  "consultation"
#define CONSULTATION_CATEGORY "consultation"

static bool
is_late(const struct exchange *exchange,
	const struct store_consultation *consultation)
{
	int32_t day = consultation->answered_ms == 0
			      ? exchange->asker.day
			      : clock_day_of_ms(consultation->answered_ms);
	return day > consultation->due_day;
}

/* --- what the policy lets our user read and write --- */

/* As a record, for the policy to judge: what was asked, and what is answered,
 * if it is. */
static struct record
record_of(struct exchange *exchange,
	  const struct store_consultation *consultation)
{
	struct record record = {
		.id = consultation->id,
		.category = CONSULTATION_CATEGORY,
		.law = exchange->node->settings.law,
		.sensitivity =
			vocabulary_word(policy_vocabulary(exchange->policy),
					VOCABULARY_SENSITIVITY, 0),
		.changed_ms = exchange->now_ms,
	};
	struct json_writer writer;
	const struct json *fields;
	struct buf out;
	buf_init(&out, exchange->arena, 1024);
	json_begin(&writer, &out);
	json_open_object(&writer);
	json_member_string_if(&writer, "answer", consultation->answer);
	json_member_string(&writer, "question", consultation->question);
	json_close_object(&writer);
	if (json_read(exchange->arena, buf_text(&out), LIMIT_REQUEST_BYTES,
		      &fields, NULL) == STATUS_OK)
		record_set_fields(exchange->arena, &record, fields);
	return record;
}

/* STATUS_FORBIDDEN: the policy doesn't let our user read all of it. What is
 * about nobody is nobody's data. */
static enum status
check_consultation(struct exchange *exchange,
		   const struct store_consultation *consultation,
		   const struct store_resident *resident)
{
	static const char *const categories[] = {CONSULTATION_CATEGORY};
	if (resident == NULL)
		return STATUS_OK;
	struct record record = record_of(exchange, consultation);
	exchange->act_categories = categories;
	exchange->act_category_count = 1;
	return act_check_sight(exchange, resident, &record, 1);
}

/* --- what is told of one --- */

static void
put_answer(struct json_writer *writer,
	   const struct store_consultation *consultation)
{
	if (consultation->answered_ms == 0)
		return;
	json_member_string(writer, "answer", consultation->answer);
	json_member_time(writer, "answered", consultation->answered_ms);
}

/* `handle` of its resident, or NULL. */
static void
put_consultation(struct json_writer *writer, const struct exchange *exchange,
		 const struct store_consultation *consultation,
		 const char *handle)
{
	json_open_object(writer);
	put_answer(writer, consultation);
	json_member_time(writer, "asked", consultation->asked_ms);
	json_member_day(writer, "due", consultation->due_day);
	json_member_string_if(writer, "handle", handle);
	json_member_string(writer, "id", consultation->id);
	json_member_bool(writer, "late", is_late(exchange, consultation));
	if (consultation->answered_ms != 0)
		json_member_integer(writer, "minutes", consultation->minutes);
	json_member_string(writer, "question", consultation->question);
	json_member_string_if(writer, "resident", consultation->resident);
	json_member_string(writer, "specialist", consultation->specialist);
	json_member_string(writer, "user", consultation->user);
	if (consultation->answered_ms != 0)
		json_member_integer(
			writer, "working_days",
			clock_working_days_between(
				clock_day_of_ms(consultation->asked_ms),
				clock_day_of_ms(consultation->answered_ms)));
	json_close_object(writer);
}

/* Its resident, among the log entry's subjects once; NULL: about nobody. */
static enum status
note_subject(struct exchange *exchange, const char *resident,
	     const struct store_resident **subject_out)
{
	struct store_resident *subjects = exchange->act_subjects;
	*subject_out = NULL;
	if (resident == NULL)
		return STATUS_OK;
	for (size_t i = 0; i < exchange->act_subject_count; i++)
		if (strcmp(subjects[i].id, resident) == 0) {
			*subject_out = &subjects[i];
			return STATUS_OK;
		}
	struct store_resident *subject = &subjects[exchange->act_subject_count];
	enum status status = store_resident_find(
		exchange->place->store, exchange->arena, resident, subject);
	if (status != STATUS_OK)
		return status;
	exchange->act_subject_count++;
	*subject_out = subject;
	return STATUS_OK;
}

/* One, and the hours of who is asked. */
static void
answer_with(struct exchange *exchange,
	    const struct store_consultation *consultation,
	    const struct hours *hours)
{
	const char *handle = exchange->act_subject_count == 0
				     ? NULL
				     : exchange->act_subjects[0].handle;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "consultation");
	put_consultation(&answer.writer, exchange, consultation, handle);
	json_key(&answer.writer, "hours");
	json_open_object(&answer.writer);
	hours_put(&answer.writer, exchange, hours);
	json_close_object(&answer.writer);
	act_answer_end(exchange, &answer);
}

/* --- ask --- */

static enum status
check_specialist(struct exchange *exchange, const char *specialist)
{
	struct store_user user;
	enum status status = store_user_find(
		exchange->place->store, exchange->arena, specialist, &user);
	if (status != STATUS_OK && status != STATUS_NOT_ENROLLED)
		return status;
	if (status != STATUS_OK || !store_user_has(&user, HOURS_ROLE))
		return act_refuse(exchange, "/specialist",
				  "is no specialist of this node");
	if (strcmp(specialist, exchange->asker.user) == 0)
		return act_refuse(exchange, "/specialist",
				  "is you: ask somebody else");
	return STATUS_OK;
}

/* Whom it is about: nobody, unless the body says so. */
static enum status
find_resident(struct exchange *exchange,
	      struct store_consultation *consultation)
{
	const struct store_resident *resident;
	if (json_member(exchange->body, "resident") == NULL)
		return STATUS_OK;
	enum status status = act_resident(exchange, "resident", &resident);
	if (status == STATUS_OK)
		status = act_check_alive(exchange, resident);
	if (status != STATUS_OK)
		return status;
	consultation->resident = resident->id;
	return check_consultation(exchange, consultation, resident);
}

static struct store_consultation
begin(const struct exchange *exchange)
{
	char *id = arena_alloc(exchange->arena, UUID_TEXT_BYTES);
	random_uuid(id);
	return (struct store_consultation){
		.id = id,
		.user = exchange->asker.user,
		.specialist = json_get_string(exchange->body, "specialist"),
		.question = json_get_string(exchange->body, "question"),
		.asked_ms = exchange->now_ms,
		.due_day = clock_working_day_after(
			exchange->asker.day,
			exchange->node->settings.answer_days),
	};
}

enum status
act_consultation_ask(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"question", JSON_KIND_STRING, true, LIMIT_TEXT_BYTES},
		{"resident", JSON_KIND_STRING, false, 0},
		{"specialist", JSON_KIND_STRING, true, 0},
	};
	struct store_consultation consultation;
	struct hours hours;
	exchange->act_event = "change";
	exchange->asker.purpose = CONSULTATION_PURPOSE;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = act_check_words(exchange, "question");
	if (status == STATUS_OK)
		status = act_begin(exchange);
	if (status != STATUS_OK)
		return status;
	consultation = begin(exchange);
	status = check_specialist(exchange, consultation.specialist);
	if (status == STATUS_OK)
		status = find_resident(exchange, &consultation);
	if (status == STATUS_OK)
		status = hours_read(exchange, consultation.specialist, &hours);
	if (status == STATUS_OK)
		status = hours_check_left(exchange, &hours, "/specialist");
	if (status == STATUS_OK)
		status = store_consultation_add(exchange->place->store,
						&consultation);
	if (status == STATUS_OK)
		answer_with(exchange, &consultation, &hours);
	return status;
}

/* --- answer --- */

/* Somebody else's is not told from none. */
static enum status
find_asked(struct exchange *exchange, struct store_consultation *found_out)
{
	enum status status = store_consultation_find(
		exchange->place->store, exchange->arena,
		json_get_string(exchange->body, "consultation"), found_out);
	if (status == STATUS_OK &&
	    strcmp(found_out->specialist, exchange->asker.user) != 0)
		status = STATUS_NOT_FOUND;
	if (status == STATUS_OK && found_out->answered_ms != 0) {
		fault_set(&exchange->fault, "/consultation",
			  "is answered already, and an answer is final: let it "
			  "be asked anew");
		return STATUS_CONFLICT;
	}
	if (status == STATUS_NOT_FOUND || status == STATUS_AMBIGUOUS)
		fault_set(&exchange->fault, "/consultation",
			  status == STATUS_AMBIGUOUS
				  ? "fits more than one: give more of the id"
				  : "no consultation that you are asked has "
				    "that id");
	return status;
}

static enum status
read_answer(struct exchange *exchange, int64_t *minutes_out)
{
	static const struct json_shape shape[] = {
		{"answer", JSON_KIND_STRING, true, LIMIT_TEXT_BYTES},
		{"consultation", JSON_KIND_STRING, true, 0},
		{"minutes", JSON_KIND_INTEGER, true, 0},
	};
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = act_check_words(exchange, "answer");
	if (status != STATUS_OK)
		return status;
	*minutes_out = json_get_integer(exchange->body, "minutes", 0);
	if (*minutes_out >= 1 && *minutes_out <= LIMIT_CONSULTATION_MINUTES)
		return STATUS_OK;
	return act_refuse(exchange, "/minutes",
			  arena_printf(exchange->arena,
				       "must be the minutes it took, 1 to %d",
				       LIMIT_CONSULTATION_MINUTES));
}

/* The answer and the hours it took, or neither. */
static enum status
keep_answer(struct exchange *exchange,
	    const struct store_consultation *consultation, struct hours *hours)
{
	const struct store_hours_line line = {
		.minutes = consultation->minutes,
		.booked_ms = exchange->now_ms,
		.consultation = consultation->id,
	};
	enum status status =
		hours_read(exchange, consultation->specialist, hours);
	if (status == STATUS_OK)
		status = hours_book(exchange, hours, &line);
	if (status == STATUS_OK)
		status = store_consultation_answer(exchange->place->store,
						   consultation);
	return status;
}

enum status
act_consultation_answer(struct exchange *exchange)
{
	struct store_consultation consultation;
	struct hours hours;
	const struct store_resident *resident;
	int64_t minutes;
	exchange->act_event = "change";
	exchange->asker.purpose = CONSULTATION_PURPOSE;
	enum status status = read_answer(exchange, &minutes);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	if (status == STATUS_OK)
		status = find_asked(exchange, &consultation);
	if (status != STATUS_OK)
		return status;
	exchange->act_subjects =
		ARENA_NEW(exchange->arena, struct store_resident);
	consultation.answer = json_get_string(exchange->body, "answer");
	consultation.answered_ms = exchange->now_ms;
	consultation.minutes = minutes;
	status = note_subject(exchange, consultation.resident, &resident);
	if (status == STATUS_OK)
		status = check_consultation(exchange, &consultation, resident);
	if (status == STATUS_OK)
		status = keep_answer(exchange, &consultation, &hours);
	if (status == STATUS_OK)
		answer_with(exchange, &consultation, &hours);
	return status;
}

/* --- list --- */

static bool
is_wanted(const struct exchange *exchange,
	  const struct store_consultation *consultation)
{
	const struct json *body = exchange->body;
	if (json_get_bool(body, "open", false) &&
	    consultation->answered_ms != 0)
		return false;
	return !json_get_bool(body, "late", false) ||
	       is_late(exchange, consultation);
}

/* Not at all, where the policy keeps it from our user. */
static enum status
put_one(struct exchange *exchange, struct json_writer *writer,
	struct store_consultation *consultation)
{
	const struct store_resident *resident;
	size_t told = exchange->act_subject_count;
	enum status status =
		note_subject(exchange, consultation->resident, &resident);
	if (status == STATUS_OK)
		status = check_consultation(exchange, consultation, resident);
	if (status == STATUS_FORBIDDEN) {
		exchange->fault = (struct fault){0};
		exchange->act_subject_count = told;
		return STATUS_OK;
	}
	if (status == STATUS_OK)
		put_consultation(writer, exchange, consultation,
				 resident == NULL ? NULL : resident->handle);
	return status;
}

static enum status
put_all(struct exchange *exchange, struct json_writer *writer,
	struct store_consultation *consultations, size_t count)
{
	enum status status = STATUS_OK;
	exchange->act_subjects =
		ARENA_ARRAY(exchange->arena, count + 1, struct store_resident);
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		if (is_wanted(exchange, &consultations[i]))
			status = put_one(exchange, writer, &consultations[i]);
	return status;
}

enum status
act_consultation_list(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"late", JSON_KIND_BOOL, false, 0},
		{"open", JSON_KIND_BOOL, false, 0},
	};
	struct store_consultation *consultations;
	size_t count;
	exchange->asker.purpose = CONSULTATION_PURPOSE;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = store_consultations_of(
			exchange->place->store, exchange->arena,
			exchange->asker.user, &consultations, &count);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "consultations");
	json_open_array(&answer.writer);
	status = put_all(exchange, &answer.writer, consultations, count);
	json_close_array(&answer.writer);
	act_answer_end(exchange, &answer);
	return status;
}
