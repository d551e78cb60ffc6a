#include "daemon/exchange/consultations.h"

#include <string.h>

#include "daemon/exchange/act.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"

#define ELSEWHERE '/'

static const char *const categories[] = {CONSULT_CATEGORY};

/* --- what the policy lets somebody read --- */

struct record
consultation_record(struct exchange *exchange,
		    const struct store_consultation *consultation)
{
	struct record record = {
		.id = consultation->id,
		.category = CONSULT_CATEGORY,
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
	json_member_string_if(&writer, CONSULT_ANSWER, consultation->answer);
	json_member_string_if(&writer, CONSULT_QUESTION,
			      consultation->question);
	json_close_object(&writer);
	if (json_read(exchange->arena, buf_text(&out), LIMIT_REQUEST_BYTES,
		      &fields, NULL) == STATUS_OK)
		record_set_fields(exchange->arena, &record, fields);
	return record;
}

enum status
consultation_check_sight(struct exchange *exchange,
			 const struct store_consultation *consultation,
			 const struct store_resident *resident)
{
	if (resident == NULL)
		return STATUS_OK;
	struct record record = consultation_record(exchange, consultation);
	exchange->act_categories = categories;
	exchange->act_category_count = COUNT_OF(categories);
	return act_check_sight(exchange, resident, &record, 1);
}

enum status
consultation_find_resident(struct exchange *exchange,
			   struct store_consultation *consultation,
			   const struct store_resident **resident_out)
{
	*resident_out = NULL;
	if (json_member(exchange->body, "resident") == NULL)
		return STATUS_OK;
	enum status status = act_resident(exchange, "resident", resident_out);
	if (status == STATUS_OK)
		status = act_check_alive(exchange, *resident_out);
	if (status != STATUS_OK)
		return status;
	consultation->resident = (*resident_out)->id;
	return consultation_check_sight(exchange, consultation, *resident_out);
}

/* --- what is told of one --- */

bool
consultation_is_late(const struct exchange *exchange,
		     const struct store_consultation *consultation)
{
	int32_t day = consultation->answered_ms == 0
			      ? exchange->asker.day
			      : clock_day_of_ms(consultation->answered_ms);
	return day > consultation->due_day;
}

static void
put_answer(struct json_writer *writer,
	   const struct store_consultation *consultation)
{
	if (consultation->answered_ms == 0)
		return;
	json_member_string(writer, "answer", consultation->answer);
	json_member_time(writer, "answered", consultation->answered_ms);
}

void
consultation_put(struct json_writer *writer, const struct exchange *exchange,
		 const struct store_consultation *consultation,
		 const char *handle)
{
	struct arena *arena = exchange->arena;
	json_open_object(writer);
	put_answer(writer, consultation);
	json_member_time(writer, "asked", consultation->asked_ms);
	json_member_day(writer, "due", consultation->due_day);
	json_member_string_if(writer, "handle", handle);
	json_member_string(writer, "id", consultation->id);
	json_member_bool(writer, "late",
			 consultation_is_late(exchange, consultation));
	if (consultation->answered_ms != 0)
		json_member_integer(writer, "minutes", consultation->minutes);
	json_member_string(writer, "question", consultation->question);
	json_member_string_if(writer, "resident", consultation->resident);
	json_member_string(
		writer, "specialist",
		consultation_person_shown(arena, consultation->specialist));
	json_member_string(
		writer, "user",
		consultation_person_shown(arena, consultation->user));
	if (consultation->answered_ms != 0)
		json_member_integer(
			writer, "working_days",
			clock_working_days_between(
				clock_day_of_ms(consultation->asked_ms),
				clock_day_of_ms(consultation->answered_ms)));
	json_close_object(writer);
}

void
consultation_answer_with(struct exchange *exchange,
			 const struct store_consultation *consultation,
			 const struct hours *hours)
{
	const char *handle = exchange->act_subject_count == 0
				     ? NULL
				     : exchange->act_subjects[0].handle;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "consultation");
	consultation_put(&answer.writer, exchange, consultation, handle);
	if (hours != NULL) {
		json_key(&answer.writer, "hours");
		json_open_object(&answer.writer);
		hours_put(&answer.writer, exchange, hours);
		json_close_object(&answer.writer);
	}
	act_answer_end(exchange, &answer);
}

/* --- people of partners --- */

const char *
consultation_person(struct arena *arena, const char *organisation,
		    const char *user)
{
	return arena_printf(arena, "%s%c%s", organisation, ELSEWHERE, user);
}

const char *
consultation_person_shown(struct arena *arena, const char *person)
{
	const char *user = strchr(person, ELSEWHERE);
	return user == NULL ? person
			    : arena_printf(arena, "%s@%.*s", user + 1,
					   (int)(user - person), person);
}

enum status
consultation_cut(struct exchange *exchange, const struct consultation_cut *cut,
		 struct text *shown_out)
{
	struct record *record = ARENA_NEW(exchange->arena, struct record);
	struct verdict *verdict = ARENA_NEW(exchange->arena, struct verdict);
	const struct policy_prepared *prepared;
	const struct act_question question = {.asker = cut->to,
					      .resident = cut->resident,
					      .reference = cut->reference,
					      .records = record,
					      .count = 1};
	*record = consultation_record(exchange, cut->consultation);
	exchange->act_categories = categories;
	exchange->act_category_count = COUNT_OF(categories);
	enum status status =
		act_judge_for(exchange, &question, &prepared, verdict);
	if (status != STATUS_OK)
		return status;
	const struct parcel *parcel =
		minimise(exchange->arena, exchange->policy, prepared, verdict,
			 1, NULL, 0);
	const struct parcel_account *account = parcel_account(parcel, 0);
	exchange->act_rules = account->rules;
	exchange->act_rule_count = account->rule_count;
	*shown_out = parcel_text(parcel);
	return account->shared_count > 0 ? STATUS_OK : STATUS_FORBIDDEN;
}
