/*
 * A partner's user asks a specialist of ours. The question is taken if the
 * specialist has hours, and, where it is about a resident, if what is answered
 * may go back; the answer goes when they ask after it, if it still may.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/consultations.h"
#include "daemon/exchange/routes.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"
#include "eenplan/base/strings.h"

/* May this partner's user ask such things at all? */
static enum status
check_asker(struct exchange *exchange)
{
	const struct asker *asker = &exchange->asker;
	enum status status = tries_take(exchange->node->consult_tries,
					asker->organisation, exchange->now_ms);
	if (status != STATUS_OK) {
		log_warning("partner asks specialists too often", "peer=%s",
			    asker->organisation);
		return status;
	}
	if (strcmp(asker->purpose, CONSULT_PURPOSE) == 0 &&
	    route_permits(ROUTE_CONSULTATION_ASK, asker->role))
		return STATUS_OK;
	fault_set(&exchange->fault, "header Authorization",
		  "is of another purpose than consultation, or of a role that "
		  "doesn't ask specialists");
	return STATUS_INVALID;
}

static const char *
person_of(struct exchange *exchange)
{
	return consultation_person(exchange->arena,
				   exchange->asker.organisation,
				   exchange->asker.user);
}

/* --- a question --- */

static enum status
check_specialist(struct exchange *exchange, const char *specialist)
{
	struct store_user user;
	enum status status = store_user_find(
		exchange->place->store, exchange->arena, specialist, &user);
	if (status == STATUS_NOT_ENROLLED ||
	    (status == STATUS_OK && !store_user_has(&user, HOURS_ROLE)))
		return act_refuse(exchange, "/specialist",
				  "is no specialist of this node");
	return status;
}

/* How much they have used is nobody's business elsewhere. */
static enum status
check_hours(struct exchange *exchange, const char *specialist)
{
	struct hours hours;
	enum status status = hours_read(exchange, specialist, &hours);
	if (status == STATUS_OK)
		status = hours_check_left(exchange, &hours, "/specialist");
	if (status == STATUS_CONFLICT)
		fault_set(&exchange->fault, "/specialist", "has no hours left");
	return status;
}

/*
 * Whom the link means, if an answer about them may go back: else NOT_FOUND,
 * whatever is in the way.
 */
static enum status
find_resident(struct exchange *exchange, const char *link,
	      struct store_consultation *consultation)
{
	struct store_resident *resident =
		ARENA_NEW(exchange->arena, struct store_resident);
	const struct store_consultation answered = {.id = consultation->id,
						    .answer = "-"};
	const struct consultation_cut cut = {.to = &exchange->asker,
					     .resident = resident,
					     .reference = link,
					     .consultation = &answered};
	struct text shown;
	if (link == NULL)
		return STATUS_OK;
	enum status status = store_linked_resident(
		exchange->place->store, exchange->arena,
		exchange->asker.organisation, link, resident);
	if (status != STATUS_OK)
		return status;
	exchange->act_subjects = resident;
	exchange->act_subject_count = 1;
	consultation->resident = resident->id;
	status = consultation_cut(exchange, &cut, &shown);
	return status == STATUS_FORBIDDEN ? STATUS_NOT_FOUND : status;
}

/* It came before: the same answer, and nothing is kept twice. */
static enum status
take_again(struct exchange *exchange, const struct store_consultation *before,
	   const struct consult_question *question)
{
	if (strcmp(before->user, person_of(exchange)) == 0 &&
	    strcmp(before->specialist, question->specialist) == 0 &&
	    strcmp(before->question, question->text.words) == 0)
		return STATUS_OK;
	fault_set(&exchange->fault, "/id",
		  "is that of another question: write a new one");
	return STATUS_CONFLICT;
}

static enum status
take(struct exchange *exchange, const struct consult_question *question,
     struct store_consultation *consultation)
{
	struct store *store = exchange->place->store;
	struct store_consultation before;
	enum status status = store_consultation_find(store, exchange->arena,
						     question->id, &before);
	if (status == STATUS_OK) {
		consultation->due_day = before.due_day;
		return take_again(exchange, &before, question);
	}
	if (status != STATUS_NOT_FOUND)
		return status;
	status = check_specialist(exchange, question->specialist);
	if (status == STATUS_OK)
		status = check_hours(exchange, question->specialist);
	if (status == STATUS_OK)
		status = find_resident(exchange, question->link, consultation);
	return status == STATUS_OK ? store_consultation_add(store, consultation)
				   : status;
}

enum status
act_consult(struct exchange *exchange)
{
	struct consult_question question;
	struct buf out;
	exchange->act_event = "change";
	enum status status = check_asker(exchange);
	if (status == STATUS_OK)
		status =
			consult_question_decode(exchange->arena, exchange->body,
						&question, &exchange->fault);
	if (status != STATUS_OK)
		return status;
	struct store_consultation consultation = {
		.id = question.id,
		.user = person_of(exchange),
		.specialist = question.specialist,
		.question = question.text.words,
		.asked_ms = exchange->now_ms,
		.due_day = clock_working_day_after(
			exchange->asker.day,
			exchange->node->settings.answer_days),
	};
	status = act_begin(exchange);
	if (status == STATUS_OK)
		status = take(exchange, &question, &consultation);
	if (status != STATUS_OK)
		return status;
	buf_init(&out, exchange->arena, 64);
	consult_due_encode(&out, consultation.due_day);
	exchange->answer = buf_text(&out);
	return STATUS_OK;
}

/* --- what was answered --- */

struct reply {
	struct consult_answer *answers;
	size_t count;
	const char **rules; /* of all, for the log */
	size_t rule_count;
};

static enum status
add_answer(struct exchange *exchange, struct reply *reply,
	   const struct store_consultation *answered, struct text shown)
{
	reply->answers[reply->count++] = (struct consult_answer){
		.id = answered->id,
		.answered_ms = answered->answered_ms,
		.minutes = answered->minutes,
		.text = {.words = answered->resident == NULL ? answered->answer
							     : NULL,
			 .shown = shown},
	};
	for (size_t i = 0;
	     answered->resident != NULL && i < exchange->act_rule_count &&
	     reply->rule_count < LIMIT_CONSULT_IDS;
	     i++)
		reply->rules[reply->rule_count++] = exchange->act_rules[i];
	return STATUS_OK;
}

/* How this partner calls them; NULL: it doesn't, now. */
static enum status
reference_of(struct exchange *exchange, const char *resident,
	     const char **reference_out)
{
	struct store_link *links;
	size_t count;
	enum status status =
		store_links(exchange->place->store, exchange->arena, resident,
			    &links, &count);
	*reference_out = NULL;
	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		if (links[i].held_ms == 0 &&
		    strcmp(links[i].partner, exchange->asker.organisation) == 0)
			*reference_out = links[i].reference;
	return status;
}

/* Nothing about a resident whose consent, or whose link, is no more. */
static enum status
give_about(struct exchange *exchange, struct reply *reply,
	   const struct store_consultation *answered)
{
	struct store_resident *resident =
		&exchange->act_subjects[exchange->act_subject_count];
	const struct store_consultation only_answer = {
		.id = answered->id, .answer = answered->answer};
	struct consultation_cut cut = {.to = &exchange->asker,
				       .resident = resident,
				       .consultation = &only_answer};
	struct text shown;
	enum status status =
		store_resident_find(exchange->place->store, exchange->arena,
				    answered->resident, resident);
	if (status == STATUS_OK)
		status = reference_of(exchange, resident->id, &cut.reference);
	if (status != STATUS_OK)
		return status;
	exchange->act_subject_count++;
	if (cut.reference == NULL)
		return STATUS_OK;
	status = consultation_cut(exchange, &cut, &shown);
	if (status == STATUS_OK)
		return add_answer(exchange, reply, answered, shown);
	return status == STATUS_FORBIDDEN ? STATUS_OK : status;
}

/* Another's, and one that waits, are told like none. */
static enum status
give(struct exchange *exchange, struct reply *reply, const char *id)
{
	struct store_consultation found;
	enum status status = store_consultation_find(
		exchange->place->store, exchange->arena, id, &found);
	if (status == STATUS_NOT_FOUND)
		return STATUS_OK;
	if (status != STATUS_OK || found.answered_ms == 0 ||
	    strcmp(found.user, person_of(exchange)) != 0)
		return status;
	return found.resident == NULL
		       ? add_answer(exchange, reply, &found, (struct text){0})
		       : give_about(exchange, reply, &found);
}

enum status
act_consult_answers(struct exchange *exchange)
{
	const char *const *ids;
	size_t count;
	struct buf out;
	exchange->act_event = "answer";
	enum status status = check_asker(exchange);
	if (status == STATUS_OK)
		status = consult_ids_decode(exchange->arena, exchange->body,
					    &ids, &count, &exchange->fault);
	if (status != STATUS_OK)
		return status;
	struct reply reply = {
		.answers = ARENA_ARRAY(exchange->arena, count,
				       struct consult_answer),
		.rules = ARENA_ARRAY(exchange->arena, LIMIT_CONSULT_IDS,
				     const char *),
	};
	exchange->act_subjects =
		ARENA_ARRAY(exchange->arena, count, struct store_resident);
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = give(exchange, &reply, ids[i]);
	exchange->act_rules = reply.rules;
	exchange->act_rule_count =
		strings_sort_unique(reply.rules, reply.rule_count);
	buf_init(&out, exchange->arena, 1024);
	consult_answers_encode(&out, reply.answers, reply.count);
	exchange->answer = buf_text(&out);
	return status;
}
