/*
 * What our own users do with consultations: ask a specialist, of ours or of a
 * partner; answer; list.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/consultations.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"

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

/* One of ours: what is asked, and that there are hours for it. */
static enum status
ask_our_own(struct exchange *exchange, struct store_consultation *consultation)
{
	const struct store_resident *resident;
	struct hours hours;
	enum status status = act_begin(exchange);
	if (status == STATUS_OK)
		status = check_specialist(exchange, consultation->specialist);
	if (status == STATUS_OK)
		status = consultation_find_resident(exchange, consultation,
						    &resident);
	if (status == STATUS_OK)
		status = hours_read(exchange, consultation->specialist, &hours);
	if (status == STATUS_OK)
		status = hours_check_left(exchange, &hours, "/specialist");
	if (status == STATUS_OK)
		status = store_consultation_add(exchange->place->store,
						consultation);
	if (status == STATUS_OK)
		consultation_answer_with(exchange, consultation, &hours);
	return status;
}

enum status
act_consultation_ask(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"question", JSON_KIND_STRING, true, LIMIT_TEXT_BYTES},
		{"resident", JSON_KIND_STRING, false, 0},
		{"specialist", JSON_KIND_STRING, true, 0},
	};
	bool is_elsewhere = false;
	exchange->act_event = "change";
	exchange->asker.purpose = CONSULT_PURPOSE;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = act_check_words(exchange, "question");
	if (status == STATUS_OK)
		status = consultation_is_elsewhere(
			exchange, json_get_string(exchange->body, "specialist"),
			&is_elsewhere);
	if (status != STATUS_OK)
		return status;
	struct store_consultation consultation = begin(exchange);
	return is_elsewhere ? consultation_ask_partner(exchange, &consultation)
			    : ask_our_own(exchange, &consultation);
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
		fault_set(
			&exchange->fault, "/consultation",
			status == STATUS_AMBIGUOUS
				? N_("fits more than one: give more of the id")
				: N_("no consultation that you are asked has "
				     "that id"));
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
			  "must be the minutes it took, 1 to %d",
			  LIMIT_CONSULTATION_MINUTES);
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
	exchange->asker.purpose = CONSULT_PURPOSE;
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
		status = consultation_check_sight(exchange, &consultation,
						  resident);
	if (status == STATUS_OK)
		status = keep_answer(exchange, &consultation, &hours);
	if (status == STATUS_OK)
		consultation_answer_with(exchange, &consultation, &hours);
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
	       consultation_is_late(exchange, consultation);
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
		status = consultation_check_sight(exchange, consultation,
						  resident);
	if (status == STATUS_FORBIDDEN) {
		fault_forget(&exchange->fault);
		exchange->act_subject_count = told;
		return STATUS_OK;
	}
	if (status == STATUS_OK)
		consultation_put(writer, exchange, consultation,
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

static enum status
read_all(struct exchange *exchange, struct store_consultation **all_out,
	 size_t *count_out)
{
	return store_consultations_of(exchange->place->store, exchange->arena,
				      exchange->asker.user, all_out, count_out);
}

enum status
act_consultation_list(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"late", JSON_KIND_BOOL, false, 0},
		{"open", JSON_KIND_BOOL, false, 0},
	};
	struct consultation_waiting waiting;
	struct store_consultation *consultations;
	const char *const *silent;
	size_t silent_count, count;
	exchange->asker.purpose = CONSULT_PURPOSE;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = read_all(exchange, &consultations, &count);
	if (status != STATUS_OK)
		return status;
	waiting = (struct consultation_waiting){consultations, count};
	status = consultation_collect(exchange, &waiting, &silent,
				      &silent_count);
	if (status == STATUS_OK && exchange->in_transaction)
		status = read_all(exchange, &consultations, &count);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "consultations");
	json_open_array(&answer.writer);
	status = put_all(exchange, &answer.writer, consultations, count);
	json_close_array(&answer.writer);
	json_member_strings(&answer.writer, "silent", silent, silent_count);
	act_answer_end(exchange, &answer);
	return status;
}
