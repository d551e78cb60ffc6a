/*
 * A question of our user to a partner's specialist: it goes to their node at
 * once, or isn't asked; what they answered is fetched when our user looks.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/consultations.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/half_year.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"
#include "eenplan/seal/digest.h"
#include "eenplan/seal/identity.h"
#include "eenplan/wire/statement.h"

#define SPECIALIST_WHERE "/specialist"
#define RESIDENT_WHERE	 "/resident"

/* --- whom it is put to --- */

struct party {
	const char *user;
	struct store_partner partner;
};

enum status
consultation_is_elsewhere(struct exchange *exchange, const char *specialist,
			  bool *is_elsewhere_out)
{
	struct store_user user;
	enum status status = store_user_find(
		exchange->place->store, exchange->arena, specialist, &user);
	*is_elsewhere_out =
		status != STATUS_OK && strrchr(specialist, '@') != NULL;
	return status == STATUS_NOT_ENROLLED ? STATUS_OK : status;
}

static enum status
find_party(struct exchange *exchange, const char *specialist,
	   struct party *party_out)
{
	const char *at = strrchr(specialist, '@');
	party_out->user = arena_printf(exchange->arena, "%.*s",
				       (int)(at - specialist), specialist);
	const char *why = NULL;
	enum status status = STATUS_OK;
	if (!identity_is_user_name(party_out->user))
		why = N_("is no USER@ORGANISATION");
	else if (strcmp(at + 1, exchange->node->settings.organisation) == 0)
		why = N_("is of your own organisation: leave out @ and what "
			 "follows");
	else
		status = store_partner_find(exchange->place->store,
					    exchange->arena, at + 1,
					    &party_out->partner);
	if (status == STATUS_NOT_ENROLLED)
		why = N_("is of no partner of this node: see 'eenplan partner "
			 "list'");
	if (why == NULL)
		return status;
	fault_say(&exchange->fault, SPECIALIST_WHERE, why);
	return STATUS_INVALID;
}

/* The first link with them that isn't held. */
static enum status
find_link(struct exchange *exchange, const struct store_resident *resident,
	  const struct party *party, const char **reference_out)
{
	struct store_link *links;
	size_t count;
	enum status status =
		store_links(exchange->place->store, exchange->arena,
			    resident->id, &links, &count);
	*reference_out = NULL;
	for (size_t i = 0; status == STATUS_OK && i < count; i++)
		if (*reference_out == NULL && links[i].held_ms == 0 &&
		    strcmp(links[i].partner, party->partner.id) == 0)
			*reference_out = links[i].reference;
	if (status != STATUS_OK || *reference_out != NULL)
		return status;
	fault_set(&exchange->fault, RESIDENT_WHERE,
		  "isn't linked with that organisation: make a link first, "
		  "with 'eenplan link', or ask about nobody, with -");
	return STATUS_CONFLICT;
}

/* --- what goes there --- */

static enum status
cut_question(struct exchange *exchange, const struct party *party,
	     const struct store_resident *resident,
	     const struct store_consultation *consultation,
	     struct consult_question *question)
{
	const struct asker to = {
		.organisation = party->partner.id,
		.domain = party->partner.domain,
		.user = party->user,
		.role = HOURS_ROLE,
		.purpose = CONSULT_PURPOSE,
		.day = exchange->asker.day,
	};
	enum status status =
		find_link(exchange, resident, party, &question->link);
	if (status != STATUS_OK)
		return status;
	const struct consultation_cut cut = {.to = &to,
					     .resident = resident,
					     .reference = question->link,
					     .consultation = consultation};
	status = consultation_cut(exchange, &cut, &question->text.shown);
	if (status == STATUS_FORBIDDEN)
		fault_set(&exchange->fault, RESIDENT_WHERE,
			  "may not be asked about there: the policy lets it "
			  "only with consent for consultation, which isn't "
			  "recorded here; ask about nobody, with -");
	return status;
}

/*
 * A question that was asked before has the id that it had then: by its words,
 * who asks whom, about whom, and the day.
 */
static const char *
id_of(struct exchange *exchange, const struct store_consultation *consultation)
{
	struct arena *arena = exchange->arena;
	const struct text parts[] = {
		text_of("eenplan consultation\n"),
		text_of(arena_printf(
			arena, "%s\n%s\n%s\n%s\n%d\n",
			exchange->node->settings.organisation,
			consultation->user, consultation->specialist,
			consultation->resident == NULL ? ""
						       : consultation->resident,
			exchange->asker.day)),
		text_of(consultation->question),
	};
	uint8_t digest[DIGEST_BYTES];
	char hex[DIGEST_HEX_BYTES];
	digest_of(parts, COUNT_OF(parts), digest);
	digest[6] = (digest[6] & 0x0f) | 0x80;
	digest[8] = (digest[8] & 0x3f) | 0x80;
	digest_hex(digest, hex);
	return arena_printf(arena, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8,
			    hex + 12, hex + 16, hex + 20);
}

/* Our user asks, in their role, for this purpose; in both logs. */
static enum status
sign_statement(struct exchange *exchange, const char **authorization_out)
{
	const struct statement want = {
		.user = exchange->asker.user,
		.role = exchange->asker.role,
		.purpose = CONSULT_PURPOSE,
		.plan = exchange->request->id,
	};
	const char *jws;
	enum status status =
		statement_issue(exchange->node->issuer, exchange->arena, &want,
				exchange->now_ms, &jws);
	if (status != STATUS_OK)
		return status;
	exchange->statement_digest = statement_digest(exchange->arena, jws);
	*authorization_out =
		arena_printf(exchange->arena, STATEMENT_SCHEME " %s", jws);
	return STATUS_OK;
}

/* --- what comes back --- */

/* The partner's words are for its own log: ours say what can be done. */
static enum status
refuse(struct exchange *exchange, const struct call *call,
       const struct store_consultation *consultation)
{
	char again[CLOCK_DATE_BYTES];
	switch (call->http_status) {
	case 404:
	case 403:
		if (consultation->resident == NULL)
			break;
		fault_set(&exchange->fault, RESIDENT_WHERE,
			  "may not be asked about there: that organisation "
			  "takes such a question only with a link and with "
			  "consent, recorded there too; ask about nobody, with "
			  "-");
		return STATUS_FORBIDDEN;
	case 409:
		clock_format_date(
			half_year_first_day(
				half_year_of_day(exchange->asker.day) + 1),
			again);
		fault_set(&exchange->fault, SPECIALIST_WHERE,
			  "has no hours for consultation left: nothing was "
			  "asked. There are hours again from %s; or ask "
			  "somebody else",
			  again);
		return STATUS_CONFLICT;
	case 422:
		return act_refuse(exchange, SPECIALIST_WHERE,
				  "is no specialist of that organisation");
	default: break;
	}
	fault_set(&exchange->fault, SPECIALIST_WHERE,
		  "is of an organisation that takes no question now: nothing "
		  "was asked");
	return call->http_status == 503 ? STATUS_BUSY : STATUS_UNREACHABLE;
}

static enum status
read_due(struct exchange *exchange, const struct call *call,
	 struct store_consultation *consultation)
{
	const struct json *value;
	struct fault fault = {0};
	if (call->status != STATUS_OK) {
		fault_set(&exchange->fault, SPECIALIST_WHERE,
			  "is of an organisation whose node gives no answer: "
			  "ask again later, in the same words, and it is the "
			  "same question");
		return call->status;
	}
	if (call->http_status != 200)
		return refuse(exchange, call, consultation);
	if (json_read(exchange->arena, call->reply, LIMIT_REQUEST_BYTES, &value,
		      &fault) == STATUS_OK &&
	    consult_due_decode(value, &consultation->due_day, &fault) ==
		    STATUS_OK)
		return STATUS_OK;
	log_warning("partner's answer can't be read", "where=\"%s\" why=\"%s\"",
		    fault.where, fault.text);
	return STATUS_UNREACHABLE;
}

/* No transaction is open while we wait for somebody else's node. */
static enum status
put_question(struct exchange *exchange, const struct party *party,
	     const struct consult_question *question,
	     struct store_consultation *consultation)
{
	struct call call = {
		.organisation = party->partner.id,
		.url = arena_printf(exchange->arena, "%s/v1/consult",
				    party->partner.url),
		.request_id = exchange->request->id,
	};
	struct buf body;
	buf_init(&body, exchange->arena, 2048);
	consult_question_encode(&body, question);
	call.body = buf_text(&body);
	enum status status = sign_statement(exchange, &call.authorization);
	if (status != STATUS_OK)
		return status;
	caller_perform(exchange->place->caller, exchange->arena, &call, 1,
		       exchange->node->settings.call_ms);
	status = read_due(exchange, &call, consultation);
	if (status != STATUS_OK)
		log_warning("question not taken",
			    "peer=%s status=%s http=%d why=\"%s\"",
			    party->partner.id, status_code(status),
			    call.http_status, call.reason);
	return status;
}

enum status
consultation_ask_partner(struct exchange *exchange,
			 struct store_consultation *consultation)
{
	struct store *store = exchange->place->store;
	const struct store_resident *resident;
	struct store_consultation before;
	struct consult_question question = {0};
	struct party party;
	enum status status =
		find_party(exchange, consultation->specialist, &party);
	if (status != STATUS_OK)
		return status;
	consultation->specialist = consultation_person(
		exchange->arena, party.partner.id, party.user);
	status = consultation_find_resident(exchange, consultation, &resident);
	if (status == STATUS_OK && resident != NULL)
		status = cut_question(exchange, &party, resident, consultation,
				      &question);
	if (status != STATUS_OK)
		return status;
	consultation->id = id_of(exchange, consultation);
	question.id = consultation->id;
	question.specialist = party.user;
	if (resident == NULL)
		question.text.words = consultation->question;
	status = store_consultation_find(store, exchange->arena,
					 consultation->id, &before);
	if (status == STATUS_OK) {
		consultation_answer_with(exchange, &before, NULL);
		return STATUS_OK;
	}
	if (status == STATUS_NOT_FOUND)
		status =
			put_question(exchange, &party, &question, consultation);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	if (status == STATUS_OK)
		status = store_consultation_add(store, consultation);
	if (status == STATUS_OK)
		consultation_answer_with(exchange, consultation, NULL);
	return status;
}

/* --- fetching answers --- */

struct errand {
	struct store_partner partner;
	const char *ids[LIMIT_CONSULT_IDS];
	size_t count;
};

/* Of whom the store says "ggz/selma"; NULL: of one of ours. */
static const char *
organisation_of(struct arena *arena, const char *person)
{
	const char *end = strchr(person, '/');
	return end == NULL ? NULL
			   : arena_printf(arena, "%.*s", (int)(end - person),
					  person);
}

/* The errand to `organisation`, which may be new; NULL: it is no partner now,
 * or has been given as many as it can take at once. */
static struct errand *
errand_to(struct exchange *exchange, struct errand *errands, size_t *count,
	  const char *organisation)
{
	for (size_t i = 0; i < *count; i++)
		if (strcmp(errands[i].partner.id, organisation) == 0)
			return errands[i].count < LIMIT_CONSULT_IDS
				       ? &errands[i]
				       : NULL;
	struct errand *errand = &errands[*count];
	if (*count == LIMIT_PARTNERS ||
	    store_partner_find(exchange->place->store, exchange->arena,
			       organisation, &errand->partner) != STATUS_OK)
		return NULL;
	(*count)++;
	return errand;
}

static struct errand *
list_errands(struct exchange *exchange,
	     const struct consultation_waiting *waiting, size_t *count_out)
{
	struct errand *errands =
		ARENA_ARRAY(exchange->arena, waiting->count, struct errand);
	*count_out = 0;
	for (size_t i = 0; i < waiting->count; i++) {
		const struct store_consultation *one = &waiting->items[i];
		const char *organisation =
			organisation_of(exchange->arena, one->specialist);
		if (one->answered_ms != 0 || organisation == NULL ||
		    strcmp(one->user, exchange->asker.user) != 0)
			continue;
		struct errand *errand =
			errand_to(exchange, errands, count_out, organisation);
		if (errand != NULL)
			errand->ids[errand->count++] = one->id;
	}
	return errands;
}

static bool
was_asked(const struct errand *errand, const char *id)
{
	for (size_t i = 0; i < errand->count; i++)
		if (strcmp(errand->ids[i], id) == 0)
			return true;
	return false;
}

/* What came in twice, or for what wasn't asked after, changes nothing. */
static enum status
keep_answers(struct exchange *exchange, const struct errand *errand,
	     const struct consult_answer *answers, size_t count)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		if (!was_asked(errand, answers[i].id))
			continue;
		if (!exchange->in_transaction)
			status = act_begin(exchange);
		if (status != STATUS_OK)
			return status;
		status = store_consultation_answer(
			exchange->place->store,
			&(struct store_consultation){
				.id = answers[i].id,
				.answer = answers[i].text.words,
				.answered_ms = answers[i].answered_ms,
				.minutes = answers[i].minutes});
		if (status == STATUS_CONFLICT)
			status = STATUS_OK;
	}
	return status;
}

/* False, and why is logged: nothing that can be read came. */
static bool
read_answers(struct exchange *exchange, const struct call *call,
	     struct consult_answer **answers_out, size_t *count_out)
{
	const struct json *value;
	struct fault fault = {0};
	if (call->status == STATUS_OK && call->http_status == 200 &&
	    json_read(exchange->arena, call->reply, LIMIT_REPLY_BYTES, &value,
		      &fault) == STATUS_OK &&
	    consult_answers_decode(exchange->arena, value, answers_out,
				   count_out, &fault) == STATUS_OK)
		return true;
	log_warning("partner gave no answers to questions",
		    "peer=%s http=%d why=\"%s%s\"", call->organisation,
		    call->http_status, call->reason, fault.text);
	return false;
}

static struct call
call_for(struct exchange *exchange, const struct errand *errand,
	 const char *authorization)
{
	struct buf body;
	buf_init(&body, exchange->arena, 1024);
	consult_ids_encode(&body, errand->ids, errand->count);
	return (struct call){
		.organisation = errand->partner.id,
		.url = arena_printf(exchange->arena, "%s/v1/consult/answers",
				    errand->partner.url),
		.request_id = exchange->request->id,
		.authorization = authorization,
		.body = buf_text(&body),
	};
}

enum status
consultation_collect(struct exchange *exchange,
		     const struct consultation_waiting *waiting,
		     const char *const **silent_out, size_t *silent_count_out)
{
	size_t count;
	struct errand *errands = list_errands(exchange, waiting, &count);
	struct call *calls = ARENA_ARRAY(exchange->arena, count, struct call);
	const char **silent = ARENA_ARRAY(exchange->arena, count, const char *);
	const char *authorization = NULL;
	*silent_out = silent;
	*silent_count_out = 0;
	enum status status = count == 0
				     ? STATUS_OK
				     : sign_statement(exchange, &authorization);
	if (count == 0 || status != STATUS_OK)
		return status;
	exchange->act_event = "ask"; /* theirs says "answer" */
	for (size_t i = 0; i < count; i++)
		calls[i] = call_for(exchange, &errands[i], authorization);
	caller_perform(exchange->place->caller, exchange->arena, calls, count,
		       exchange->node->settings.call_ms);
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		struct consult_answer *answers;
		size_t answer_count;
		if (read_answers(exchange, &calls[i], &answers, &answer_count))
			status = keep_answers(exchange, &errands[i], answers,
					      answer_count);
		else
			silent[(*silent_count_out)++] = errands[i].partner.name;
	}
	return status;
}
