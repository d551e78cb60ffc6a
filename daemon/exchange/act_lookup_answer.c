/*
 * A partner's user looks up residents of theirs: their question is evaluated,
 * which tells us nothing, and what they can claim of it is looked for among
 * our residents. Who isn't known, who may not be told of and who didn't consent
 * are the same answer.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/discover_theirs.h"
#include "daemon/exchange/lookup.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

#define DAY_MS	 (24 * 3600 * 1000LL)
#define TAG_PAGE 1024

/* --- the question --- */

static enum status
read_question(struct exchange *exchange, struct lookup_question *question_out)
{
	static const struct json_shape shape[] = {
		{"question", JSON_KIND_STRING, true,
		 LIMIT_DISCOVERY_PAPER_BYTES},
	};
	const struct paper_peer peer = theirs_peer(exchange);
	struct text payload;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status =
			paper_open(exchange->arena, &peer, LOOKUP_QUESTION_TYPE,
				   json_get_string(exchange->body, "question"),
				   &payload, &exchange->fault);
	if (status == STATUS_OK)
		status = lookup_question_decode(exchange->arena, payload,
						question_out, &exchange->fault);
	return status == STATUS_OK
		       ? paper_check_head(&peer, &question_out->head, NULL,
					  &exchange->fault)
		       : status;
}

static enum status
check_quota(struct exchange *exchange, const struct lookup_question *question)
{
	int64_t count;
	enum status status = store_lookup_count(
		exchange->place->store, exchange->asker.organisation, NULL,
		exchange->now_ms - DAY_MS, &count);
	if (status != STATUS_OK ||
	    count + (int64_t)question->count <= LIMIT_LOOKUPS_OF_PARTNER)
		return status;
	log_warning("partner looks up too many residents", "peer=%s",
		    exchange->asker.organisation);
	return STATUS_TOO_OFTEN;
}

static enum status
check_question(struct exchange *exchange,
	       const struct lookup_question *question,
	       const struct store_partner *partner)
{
	const struct discover_scope scope = {
		.partner = partner,
		.role = question->role,
		.purpose = question->purpose,
		.identifier = psi_identifier_word(question->identifier),
	};
	int64_t age_ms = exchange->now_ms - question->issued_ms;
	const char *const *basis;
	size_t basis_count;
	if (age_ms < -LIMIT_STATEMENT_CLOCK_SKEW_MS ||
	    age_ms > LIMIT_LOOKUP_MS ||
	    strcmp(question->month,
		   lookup_month(exchange->arena, exchange->now_ms)) != 0)
		return theirs_refuse(exchange, STATUS_INVALID,
				     "isn't of now, by this node's clock");
	if (strcmp(question->law, partner->domain) != 0)
		return theirs_refuse(exchange, STATUS_INVALID,
				     "names another law than the one that you "
				     "are enrolled under");
	if (question->identifier != discover_identifier(exchange, partner))
		return theirs_refuse(exchange, STATUS_FORBIDDEN,
				     "asks by an identifier that isn't used "
				     "with you");
	enum status status =
		discover_check_scope(exchange, &scope, &basis, &basis_count);
	return status == STATUS_OK ? check_quota(exchange, question) : status;
}

static enum status
evaluate(struct exchange *exchange, const struct lookup_question *question,
	 struct lookup_answer *answer)
{
	struct psi_point *to =
		ARENA_ARRAY(exchange->arena, question->count, struct psi_point);
	struct psi_scalar key, random;
	enum status status = lookup_key(exchange->place->store, question->month,
					&key, &answer->key);
	if (status != STATUS_OK)
		return status;
	bool are_points = true;
	for (size_t i = 0; i < question->count && are_points; i++)
		are_points =
			voprf_evaluate(&key, &question->blinded[i], &to[i]);
	const struct psi_claim claim = {&answer->key, question->blinded, to,
					question->count};
	psi_scalar_random(&random);
	if (are_points &&
	    !psi_proof_make(PSI_VOPRF, &key, &claim, &random, &answer->proof))
		status = STATUS_CRYPTO;
	psi_scalar_wipe(&key);
	psi_scalar_wipe(&random);
	answer->evaluated = to;
	answer->count = question->count;
	return are_points ? status
			  : theirs_refuse(exchange, STATUS_INVALID,
					  "has something that is no point");
}

static enum status
sign_answer(struct exchange *exchange, struct lookup_answer *answer,
	    const struct lookup_question *question)
{
	struct paper paper;
	answer->month = question->month;
	answer->head = (struct discovery_head){
		.session = question->head.session,
		.sender = exchange->node->settings.organisation,
		.recipient = question->head.sender,
	};
	enum status status = paper_sign(
		exchange->node->settings.store.signer, exchange->arena,
		LOOKUP_ANSWER_TYPE,
		lookup_answer_encode(exchange->arena, answer), &paper);
	if (status == STATUS_OK)
		theirs_answer_paper(exchange, "answer", paper.jws);
	return status;
}

static enum status
keep_question(struct exchange *exchange, const struct lookup_question *question)
{
	const struct store_lookup lookup = {
		.id = question->head.session,
		.partner = question->head.sender,
		.user = question->user,
		.role = question->role,
		.purpose = question->purpose,
		.identifier = psi_identifier_word(question->identifier),
		.month = question->month,
		.residents = (int64_t)question->count,
		.asked_ms = exchange->now_ms,
	};
	enum status status = act_begin(exchange);
	if (status == STATUS_OK)
		status = store_lookup_add(exchange->place->store, &lookup);
	return status == STATUS_CONFLICT
		       ? theirs_refuse(exchange, status,
				       "was asked before: ask anew")
		       : status;
}

enum status
act_lookup_question(struct exchange *exchange)
{
	struct lookup_question question;
	struct lookup_answer answer = {.count = 0};
	struct store_partner partner;
	exchange->act_event = DISCOVER_EVENT;
	exchange->act_outcome = "looked-up";
	enum status status = read_question(exchange, &question);
	if (status != STATUS_OK)
		return status;
	exchange->asker.user = question.user;
	exchange->asker.role = question.role;
	exchange->asker.purpose = question.purpose;
	status = store_partner_find(exchange->place->store, exchange->arena,
				    exchange->asker.organisation, &partner);
	if (status == STATUS_OK)
		status = check_question(exchange, &question, &partner);
	if (status == STATUS_OK)
		status = evaluate(exchange, &question, &answer);
	if (status == STATUS_OK)
		status = keep_question(exchange, &question);
	return status == STATUS_OK ? sign_answer(exchange, &answer, &question)
				   : status;
}

/* --- the claim --- */

/* What somebody's look-up gives: the same at the asker. */
static enum status
output_of(struct exchange *exchange, const struct lookup_scope *scope,
	  const struct psi_scalar *key, const char *identifier,
	  uint8_t output[PSI_HASH_BYTES])
{
	struct arena *arena = arena_new();
	struct psi_person person = lookup_person(arena, scope, identifier);
	const struct text input = {(const char *)person.bytes,
				   sizeof(person.bytes)};
	bool is_done = voprf_hash(PSI_VOPRF, key, input, output);
	wipe(&person, sizeof(person));
	arena_free(arena);
	(void)exchange;
	return is_done ? STATUS_OK : STATUS_CRYPTO;
}

/* Those who have none yet this month; in the exchange's transaction. */
static enum status
make_tags(struct exchange *exchange, const struct lookup_scope *scope,
	  const struct store_lookup_scope *rows, const struct psi_scalar *key)
{
	struct store *store = exchange->place->store;
	enum status status = store_lookup_forget(store, scope->month);
	size_t count = TAG_PAGE;
	while (count == TAG_PAGE && status == STATUS_OK) {
		struct arena *arena = arena_new();
		struct store_untagged *all;
		status = store_lookup_untagged(store, arena, rows, TAG_PAGE,
					       &all, &count);
		for (size_t i = 0; i < count && status == STATUS_OK; i++) {
			uint8_t output[PSI_HASH_BYTES];
			struct lookup_tag tag;
			status = output_of(exchange, scope, key,
					   all[i].identifier, output);
			if (status != STATUS_OK)
				break;
			tag = lookup_tag_of(output);
			status = store_lookup_tag_add(
				store, rows, all[i].resident,
				(struct text){(const char *)tag.bytes,
					      sizeof(tag.bytes)});
			wipe(output, sizeof(output));
		}
		arena_free(arena);
	}
	return status;
}

struct claim {
	struct store_lookup lookup;
	struct store_partner partner;
	struct lookup_scope scope;
	struct store_lookup_scope rows;
	struct lookup_tag *tags;
	size_t count;
	bool *found;
	struct psi_scalar key;
};

static enum status
find_claimed(struct exchange *exchange, const struct claim *claim, size_t index,
	     struct store_resident *resident, bool *is_found)
{
	const struct discover_scope scope = {
		.partner = &claim->partner,
		.role = claim->lookup.role,
		.purpose = claim->lookup.purpose,
		.identifier = claim->lookup.identifier,
	};
	const char *id;
	enum status status = store_lookup_tagged(
		exchange->place->store, exchange->arena, &claim->rows,
		(struct text){(const char *)claim->tags[index].bytes,
			      sizeof(claim->tags[index].bytes)},
		&id);
	*is_found = false;
	if (status == STATUS_NOT_FOUND)
		return STATUS_OK;
	if (status == STATUS_OK)
		status = store_resident_find(exchange->place->store,
					     exchange->arena, id, resident);
	return status == STATUS_OK
		       ? discover_judge(exchange, &scope, resident, is_found)
		       : status;
}

static enum status
link_claimed(struct exchange *exchange, const struct claim *claim,
	     const struct store_resident *resident)
{
	const char *identifier;
	uint8_t output[PSI_HASH_BYTES];
	enum status status = store_identifier(
		exchange->place->store, exchange->arena,
		claim->lookup.identifier, resident->id, &identifier);
	if (status == STATUS_OK && identifier == NULL)
		return STATUS_CONFLICT;
	if (status == STATUS_OK)
		status = output_of(exchange, &claim->scope, &claim->key,
				   identifier, output);
	return status == STATUS_OK
		       ? lookup_link(exchange, claim->partner.id, resident->id,
				     output, claim->lookup.id)
		       : status;
}

static enum status
find_all(struct exchange *exchange, struct claim *claim)
{
	enum status status = STATUS_OK;
	exchange->act_subjects = ARENA_ARRAY(exchange->arena, claim->count,
					     struct store_resident);
	claim->found = ARENA_ARRAY(exchange->arena, claim->count, bool);
	for (size_t i = 0; i < claim->count && status == STATUS_OK; i++) {
		struct store_resident *resident =
			&exchange->act_subjects[exchange->act_subject_count];
		status = find_claimed(exchange, claim, i, resident,
				      &claim->found[i]);
		if (status != STATUS_OK || !claim->found[i])
			continue;
		exchange->act_subject_count++;
		status = link_claimed(exchange, claim, resident);
	}
	return status;
}

static enum status
open_claim(struct exchange *exchange, struct claim *claim)
{
	struct store *store = exchange->place->store;
	const char *partner = exchange->asker.organisation;
	const char *id;
	enum status status = lookup_claim_decode(
		exchange->arena, exchange->body, &id, &claim->tags,
		&claim->count, &exchange->fault);
	if (status == STATUS_OK)
		status = store_partner_find(store, exchange->arena, partner,
					    &claim->partner);
	if (status == STATUS_OK)
		status = store_lookup_find(store, exchange->arena, partner, id,
					   &claim->lookup);
	if (status != STATUS_OK)
		return status;
	exchange->asker.user = claim->lookup.user;
	exchange->asker.role = claim->lookup.role;
	exchange->asker.purpose = claim->lookup.purpose;
	if ((int64_t)claim->count > claim->lookup.residents ||
	    claim->lookup.claimed ||
	    exchange->now_ms - claim->lookup.asked_ms > LIMIT_LOOKUP_MS)
		return theirs_refuse(exchange, STATUS_CONFLICT,
				     "was claimed, is too old, or asked about "
				     "fewer: ask anew");
	claim->scope = (struct lookup_scope){
		.asker = partner,
		.partner = exchange->node->settings.organisation,
		.purpose = claim->lookup.purpose,
		.month = claim->lookup.month,
	};
	claim->rows = (struct store_lookup_scope){
		.partner = partner,
		.purpose = claim->lookup.purpose,
		.identifier = claim->lookup.identifier,
		.month = claim->lookup.month,
	};
	return psi_identifier_of_word(claim->lookup.identifier,
				      &claim->scope.identifier)
		       ? STATUS_OK
		       : STATUS_STORAGE;
}

static void
answer_claim(struct exchange *exchange, const struct claim *claim)
{
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_member_string_if(&answer.writer, "contact",
			      exchange->node->settings.contact);
	json_key(&answer.writer, "found");
	json_open_array(&answer.writer);
	/* 0 or 1: as many bytes, whoever it is. */
	for (size_t i = 0; i < claim->count; i++)
		json_put_integer(&answer.writer, claim->found[i]);
	json_close_array(&answer.writer);
	act_answer_end(exchange, &answer);
}

enum status
act_lookup_claim(struct exchange *exchange)
{
	struct claim claim = {.count = 0};
	struct psi_point public;
	exchange->act_event = DISCOVER_EVENT;
	/* A withdrawal waits until this has left; and a policy, too. */
	exchange_enter_gate(exchange);
	policy_free(exchange->policy);
	exchange->policy = node_policy(exchange->node);
	enum status status = open_claim(exchange, &claim);
	if (status == STATUS_OK)
		status = lookup_key(exchange->place->store, claim.lookup.month,
				    &claim.key, &public);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	if (status == STATUS_OK)
		status = store_lookup_claim(exchange->place->store,
					    claim.lookup.id);
	if (status == STATUS_OK)
		status = make_tags(exchange, &claim.scope, &claim.rows,
				   &claim.key);
	if (status == STATUS_OK)
		status = find_all(exchange, &claim);
	if (status == STATUS_OK)
		answer_claim(exchange, &claim);
	psi_scalar_wipe(&claim.key);
	return status;
}
