/*
 * Our own user, at the desk: does a partner know one of these residents? Only
 * of who may be told of to that partner, a few a day, and the partner learns
 * nothing of who isn't known there.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/discover_ask.h"
#include "daemon/exchange/lookup.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

#define DAY_MS	  (24 * 3600 * 1000LL)
#define SECOND_MS 1000

/* One of those who are asked about. */
struct looked_up {
	struct psi_person person; /* wiped at the end */
	struct psi_scalar blind;
	uint8_t output[PSI_HASH_BYTES];
	bool found;
};

struct looking {
	struct exchange *exchange;
	struct discovery discovery; /* for its calls */
	struct lookup_scope scope;
	struct lookup_question question;
	struct looked_up *people;
	struct psi_point *blinded;
	struct lookup_answer answer;
	const char *contact;
	char id[UUID_TEXT_BYTES];
};

/* --- about whom --- */

static enum status
find_one(struct looking *looking, const char *name, struct looked_up *person)
{
	struct exchange *exchange = looking->exchange;
	struct store *store = exchange->place->store;
	struct store_resident *resident =
		&exchange->act_subjects[exchange->act_subject_count];
	const char *identifier;
	bool may;
	enum status status =
		store_resident_find(store, exchange->arena, name, resident);
	if (status != STATUS_OK) {
		fault_set(&exchange->fault, "/residents",
			  "no resident of this node has that id or handle, or "
			  "more than one has");
		return status;
	}
	exchange->act_subject_count++;
	status = discover_judge(exchange, &looking->discovery.scope, resident,
				&may);
	if (status == STATUS_OK && !may) {
		fault_set(
			&exchange->fault, "/residents",
			"%s may not be told of to this partner: consent to be "
			"found, for this purpose, is missing here",
			resident->handle);
		return STATUS_FORBIDDEN;
	}
	if (status == STATUS_OK)
		status = store_identifier(
			store, exchange->arena,
			psi_identifier_word(looking->scope.identifier),
			resident->id, &identifier);
	if (status == STATUS_OK && identifier == NULL) {
		fault_set(&exchange->fault, "/residents",
			  "%s has no %s here, by which they could be found",
			  resident->handle,
			  psi_identifier_word(looking->scope.identifier));
		return STATUS_INVALID;
	}
	if (status == STATUS_OK)
		person->person = lookup_person(exchange->arena, &looking->scope,
					       identifier);
	return status;
}

static enum status
find_all(struct looking *looking)
{
	struct exchange *exchange = looking->exchange;
	const struct json *names = json_member(exchange->body, "residents");
	size_t count = json_count(names);
	enum status status = STATUS_OK;
	if (count < 1 || count > LIMIT_LOOKUP_RESIDENTS)
		return act_refuse(exchange, "/residents",
				  "must be one resident, or a few");
	looking->question.count = count;
	looking->people = ARENA_ARRAY(exchange->arena, count, struct looked_up);
	looking->blinded =
		ARENA_ARRAY(exchange->arena, count, struct psi_point);
	exchange->act_subjects =
		ARENA_ARRAY(exchange->arena, count, struct store_resident);
	for (const struct json *one = json_first(names);
	     one != NULL && status == STATUS_OK; one = one->next) {
		if (one->kind != JSON_KIND_STRING)
			return act_refuse(exchange, "/residents",
					  "must be ids or handles");
		status =
			find_one(looking, one->as.string,
				 &looking->people[exchange->act_subject_count]);
	}
	return status;
}

/* --- the request --- */

static enum status
read_request(struct looking *looking)
{
	static const struct json_shape shape[] = {
		{"partner", JSON_KIND_STRING, true, 0},
		{"purpose", JSON_KIND_STRING, true, 0},
		{"residents", JSON_KIND_ARRAY, true, LIMIT_LOOKUP_RESIDENTS},
		{"role", JSON_KIND_STRING, false, 0},
	};
	struct exchange *exchange = looking->exchange;
	struct store_partner *partner = &looking->discovery.partner;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = act_find_partner(
			exchange, json_get_string(exchange->body, "partner"),
			partner);
	if (status != STATUS_OK)
		return status;
	exchange->act_partner = partner->id;
	looking->scope = (struct lookup_scope){
		.asker = exchange->node->settings.organisation,
		.partner = partner->id,
		.purpose = json_get_string(exchange->body, "purpose"),
		.month = lookup_month(exchange->arena, exchange->now_ms),
		.identifier = discover_identifier(exchange, partner),
	};
	looking->discovery.scope = (struct discover_scope){
		.partner = partner,
		.role = exchange->asker.role,
		.purpose = looking->scope.purpose,
		.identifier = psi_identifier_word(looking->scope.identifier),
	};
	exchange->asker.purpose = looking->scope.purpose;
	return STATUS_OK;
}

/* Counted before anything is asked, whatever comes of it. */
static enum status
take_quota(struct looking *looking)
{
	struct exchange *exchange = looking->exchange;
	struct store *store = exchange->place->store;
	const struct store_lookup lookup = {
		.id = looking->id,
		.partner = looking->scope.partner,
		.ours = true,
		.user = exchange->asker.user,
		.role = exchange->asker.role,
		.purpose = looking->scope.purpose,
		.identifier = psi_identifier_word(looking->scope.identifier),
		.month = looking->scope.month,
		.residents = (int64_t)looking->question.count,
		.asked_ms = exchange->now_ms,
	};
	int64_t count;
	enum status status = store_begin(store);
	if (status != STATUS_OK)
		return status;
	status = store_lookup_count(store, NULL, exchange->asker.user,
				    exchange->now_ms - DAY_MS, &count);
	if (status == STATUS_OK &&
	    count + lookup.residents > LIMIT_LOOKUPS_OF_USER) {
		fault_set(&exchange->fault, "/residents",
			  "is more than one user may look up in a day, which "
			  "is %d",
			  LIMIT_LOOKUPS_OF_USER);
		status = STATUS_TOO_OFTEN;
	}
	if (status == STATUS_OK)
		status = store_lookup_add(store, &lookup);
	return store_end(store, status);
}

/* --- ask --- */

static enum status
blind_all(struct looking *looking)
{
	for (size_t i = 0; i < looking->question.count; i++) {
		struct looked_up *one = &looking->people[i];
		const struct text input = {(const char *)one->person.bytes,
					   sizeof(one->person.bytes)};
		psi_scalar_random(&one->blind);
		if (!voprf_blind(PSI_VOPRF, input, &one->blind,
				 &looking->blinded[i]))
			return STATUS_CRYPTO;
	}
	return STATUS_OK;
}

static enum status
refuse_theirs(struct looking *looking, const char *text)
{
	fault_say(&looking->exchange->fault, "/partner", text);
	return STATUS_REFUSED;
}

/* By its key of the month, and no other for anybody. */
static enum status
check_answer(struct looking *looking)
{
	const struct lookup_answer *answer = &looking->answer;
	const struct discovery_head *head = &answer->head;
	const struct psi_claim claim = {&answer->key, looking->blinded,
					answer->evaluated, answer->count};
	if (strcmp(head->sender, looking->scope.partner) != 0 ||
	    strcmp(head->recipient, looking->scope.asker) != 0 ||
	    strcmp(head->session, looking->id) != 0 ||
	    strcmp(answer->month, looking->scope.month) != 0 ||
	    answer->count != looking->question.count)
		return refuse_theirs(looking, "answers another question");
	if (!psi_proof_verify(PSI_VOPRF, &claim, &answer->proof))
		return refuse_theirs(looking,
				     "doesn't prove that it used its key");
	enum status status =
		store_lookup_pin(looking->exchange->place->store,
				 looking->scope.partner, looking->scope.month,
				 (struct text){(const char *)answer->key.bytes,
					       sizeof(answer->key.bytes)});
	return status == STATUS_TAMPERED
		       ? refuse_theirs(looking,
				       "used another key than before in this "
				       "month, with which it could tell who is "
				       "looked up")
		       : status;
}

static enum status
ask(struct looking *looking)
{
	struct exchange *exchange = looking->exchange;
	struct discover_letter letter = {
		.path = "lookups",
		.member = "question",
		.names_itself = true,
		.wanted = "answer",
		.type = LOOKUP_ANSWER_TYPE,
	};
	struct lookup_question *question = &looking->question;
	struct paper paper;
	question->head = (struct discovery_head){
		looking->id, looking->scope.asker, looking->scope.partner};
	question->user = exchange->asker.user;
	question->role = exchange->asker.role;
	question->purpose = looking->scope.purpose;
	question->law = exchange->node->settings.law;
	question->identifier = looking->scope.identifier;
	question->month = looking->scope.month;
	question->issued_ms = exchange->now_ms / SECOND_MS * SECOND_MS;
	question->blinded = looking->blinded;
	enum status status = paper_sign(
		exchange->node->settings.store.signer, exchange->arena,
		LOOKUP_QUESTION_TYPE,
		lookup_question_encode(exchange->arena, question), &paper);
	if (status != STATUS_OK)
		return status;
	letter.jws = paper.jws;
	status = discover_call_paper(&looking->discovery, &letter);
	if (status == STATUS_OK)
		status = lookup_answer_decode(exchange->arena, letter.payload,
					      &looking->answer,
					      &exchange->fault);
	return status == STATUS_OK ? check_answer(looking) : status;
}

/* --- claim --- */

static enum status
finish_all(struct looking *looking, struct lookup_tag *tags)
{
	for (size_t i = 0; i < looking->question.count; i++) {
		struct looked_up *one = &looking->people[i];
		const struct text input = {(const char *)one->person.bytes,
					   sizeof(one->person.bytes)};
		if (!voprf_finalize(input, &one->blind,
				    &looking->answer.evaluated[i], one->output))
			return refuse_theirs(looking,
					     "answers with what is no point");
		tags[i] = lookup_tag_of(one->output);
	}
	return STATUS_OK;
}

static enum status
read_found(struct looking *looking, const struct json *value)
{
	static const struct json_shape shape[] = {
		{"contact", JSON_KIND_STRING, false, LIMIT_TEXT_BYTES},
		{"found", JSON_KIND_ARRAY, true, LIMIT_LOOKUP_RESIDENTS},
	};
	const struct json *found = json_member(value, "found");
	size_t i = 0;
	if (json_check_shape(value, shape, COUNT_OF(shape), "", NULL) !=
		    STATUS_OK ||
	    json_count(found) != looking->question.count)
		return refuse_theirs(looking, "answers another question");
	for (const struct json *one = json_first(found); one != NULL;
	     one = one->next)
		looking->people[i++].found =
			one->kind == JSON_KIND_INTEGER && one->as.integer == 1;
	looking->contact = json_get_string(value, "contact");
	return STATUS_OK;
}

static enum status
claim_all(struct looking *looking)
{
	struct exchange *exchange = looking->exchange;
	struct lookup_tag *tags = ARENA_ARRAY(
		exchange->arena, looking->question.count, struct lookup_tag);
	const struct json *value;
	enum status status = finish_all(looking, tags);
	if (status == STATUS_OK)
		status = discover_call_value(
			&looking->discovery, "claims",
			lookup_claim_encode(exchange->arena, looking->id, tags,
					    looking->question.count),
			&value);
	return status == STATUS_OK ? read_found(looking, value) : status;
}

/* --- what came of it --- */

static enum status
keep_found(struct looking *looking)
{
	struct exchange *exchange = looking->exchange;
	enum status status = act_begin(exchange);
	for (size_t i = 0; i < looking->question.count && status == STATUS_OK;
	     i++)
		if (looking->people[i].found)
			status = lookup_link(exchange, looking->scope.partner,
					     exchange->act_subjects[i].id,
					     looking->people[i].output,
					     looking->id);
	return status;
}

static void
answer_with(struct looking *looking)
{
	struct exchange *exchange = looking->exchange;
	struct act_answer answer;
	struct json_writer *writer = &answer.writer;
	act_answer_begin(exchange, &answer);
	json_key(writer, "clients");
	json_open_array(writer);
	for (size_t i = 0; i < looking->question.count; i++) {
		json_open_object(writer);
		json_member_bool(writer, "found", looking->people[i].found);
		act_put_resident(writer, &exchange->act_subjects[i]);
		json_close_object(writer);
	}
	json_close_array(writer);
	json_member_string_if(writer, "contact", looking->contact);
	json_member_string(writer, "partner", looking->discovery.partner.id);
	json_member_string(writer, "partner_name",
			   looking->discovery.partner.name);
	json_member_string(writer, "purpose", looking->scope.purpose);
	act_answer_end(exchange, &answer);
}

static void
wipe_all(struct looking *looking)
{
	if (looking->people != NULL)
		wipe(looking->people,
		     looking->question.count * sizeof(*looking->people));
}

static const struct lookup_step {
	const char *name;
	enum status (*run)(struct looking *looking);
} steps[] = {
	{"request", read_request}, /* with which partner, for what */
	{"find", find_all},	   /* whom of ours, if they may be told of */
	{"quota", take_quota},	   /* of this user, for a day */
	{"blind", blind_all},	   /* so that the partner learns nothing */
	{"ask", ask},		   /* evaluated, and proved */
	{"claim", claim_all},	   /* whom of them it knows */
	{"keep", keep_found},	   /* a link for each */
};

enum status
act_lookup(struct exchange *exchange)
{
	struct looking looking = {.exchange = exchange,
				  .discovery = {.exchange = exchange}};
	enum status status = STATUS_OK;
	random_uuid(looking.id);
	exchange->act_event = DISCOVER_EVENT;
	exchange->act_outcome = "looked-up";
	/* A withdrawal waits until what follows from it has left. */
	exchange_enter_gate(exchange);
	policy_free(exchange->policy);
	exchange->policy = node_policy(exchange->node);
	for (size_t i = 0; i < COUNT_OF(steps) && status == STATUS_OK; i++)
		status = steps[i].run(&looking);
	if (status == STATUS_OK)
		answer_with(&looking);
	wipe_all(&looking);
	return status;
}
