#include "daemon/exchange/act.h"

#include <string.h>

#include "daemon/exchange/policies.h"
#include "daemon/exchange/routes.h"
#include "daemon/exchange/staff.h"
#include "daemon/exchange/subjects.h"
#include "daemon/store/log_keys.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"
#include "eenplan/wire/statement.h"

enum status
step_act(struct exchange *exchange)
{
	return exchange->route->act(exchange);
}

static void
put_in_force(struct exchange *exchange)
{
	node_set_policy(exchange->node, exchange->act_policy,
			exchange->act_policy_number);
	log_info("policy in force", "digest=%s version=%lld by=%s",
		 policy_digest(exchange->act_policy),
		 (long long)exchange->act_policy_number, exchange->asker.user);
}

/* Not vital: what is in the journal is overwritten with the next commits. */
static void
purge(struct exchange *exchange)
{
	enum status status = store_purge(exchange->place->store);
	if (status != STATUS_OK)
		log_warning("a destroyed key may stay in the database's "
			    "journal until the next changes",
			    "why=%s", status_code(status));
}

enum status
step_settle(struct exchange *exchange)
{
	if (!exchange->in_transaction)
		return staff_check(exchange);
	exchange->in_transaction = false;
	enum status status = store_commit(exchange->place->store);
	if (status == STATUS_OK && exchange->act_policy != NULL)
		put_in_force(exchange);
	node_wrote(exchange->node);
	if (exchange->wrote_letters)
		outbox_wake(exchange->node->outbox);
	if (status == STATUS_OK && exchange->act_destroys)
		purge(exchange);
	if (status != STATUS_OK) {
		store_rollback(exchange->place->store);
		if (exchange->act_policy != NULL)
			policies_take_back(exchange->node,
					   exchange->place->store);
		return status;
	}
	if (!exchange->settle_at_gate)
		return STATUS_OK;
	status = gate_wait_for_earlier(exchange->node->gate,
				       exchange->node->settings.drain_ms);
	if (status != STATUS_OK)
		log_error("a change is in force, but not acknowledged: an "
			  "answer decided before it is still leaving",
			  NULL);
	return status;
}

enum status
act_begin(struct exchange *exchange)
{
	enum status status = store_begin(exchange->place->store);
	exchange->in_transaction = status == STATUS_OK;
	return status == STATUS_OK ? staff_check(exchange) : status;
}

enum status
act_check_policy(struct exchange *exchange)
{
	struct store_policy in_force;
	enum status status = store_policy_in_force(exchange->place->store,
						   exchange->arena, &in_force);
	if (status == STATUS_OK &&
	    strcmp(in_force.digest, policy_digest(exchange->policy)) != 0)
		return STATUS_BUSY;
	return status;
}

enum status
act_resident(struct exchange *exchange, const char *key,
	     const struct store_resident **resident_out)
{
	struct store_resident *resident =
		ARENA_NEW(exchange->arena, struct store_resident);
	enum status status = store_resident_find(
		exchange->place->store, exchange->arena,
		json_get_string(exchange->body, key), resident);
	if (status != STATUS_OK) {
		fault_set(
			&exchange->fault,
			arena_printf(exchange->arena, "/%s", key),
			status == STATUS_AMBIGUOUS
				? N_("fits more than one resident: give more "
				     "of the id")
				: N_("no resident of this node has that id or "
				     "handle"));
		return status;
	}
	exchange->act_subjects = resident;
	exchange->act_subject_count = 1;
	*resident_out = resident;
	return STATUS_OK;
}

enum status
act_check_alive(struct exchange *exchange,
		const struct store_resident *resident)
{
	struct circumstances circumstances;
	enum status status =
		store_circumstances(exchange->place->store, exchange->arena,
				    resident, &circumstances);
	if (status == STATUS_OK && circumstances.deceased) {
		fault_set(&exchange->fault, "/resident",
			  "has died: nothing is written into their plan");
		return STATUS_CONFLICT;
	}
	return status;
}

enum status
act_judge_for(struct exchange *exchange, const struct act_question *question,
	      const struct policy_prepared **prepared_out,
	      struct verdict *verdict_out)
{
	const struct vocabulary *vocabulary =
		policy_vocabulary(exchange->policy);
	struct subject *subject = ARENA_NEW(exchange->arena, struct subject);
	struct policy_asker ids;
	enum status status = judge_asker(vocabulary, question->asker, &ids,
					 &exchange->fault);
	subject->resident = *question->resident;
	subject->reference = question->reference;
	if (status == STATUS_OK)
		status = subjects_read(exchange->place->store, exchange->arena,
				       vocabulary, subject);
	if (status != STATUS_OK)
		return status;
	subject->records = question->records;
	subject->record_count = question->count;
	*prepared_out = policy_prepare(exchange->arena, exchange->policy, &ids);
	*verdict_out = judge(exchange->arena, exchange->policy, *prepared_out,
			     question->asker, subject);
	return STATUS_OK;
}

enum status
act_judge(struct exchange *exchange, const struct store_resident *resident,
	  const struct record *records, size_t count,
	  struct verdict *verdict_out)
{
	const struct act_question question = {.asker = &exchange->asker,
					      .resident = resident,
					      .reference = resident->id,
					      .records = records,
					      .count = count};
	return act_judge_for(exchange, &question, &exchange->prepared,
			     verdict_out);
}

static enum status
check_judgement(struct exchange *exchange, const struct judgement *judgement)
{
	const struct record *record = judgement->record;
	for (size_t i = 0; i < record->slice_count; i++) {
		struct text key = record_slice_key(record, i);
		int field = vocabulary_field_find(
			policy_vocabulary(exchange->policy),
			judgement->item.category, key);
		if (field != VOCABULARY_UNKNOWN &&
		    (judgement->fields >> field & 1) != 0)
			continue;
		fault_set(&exchange->fault, "/fields",
			  "has %.*s, which your role may not see of a %s here, "
			  "and so may not write",
			  (int)key.length, key.bytes, record->category);
		return STATUS_FORBIDDEN;
	}
	return STATUS_OK;
}

enum status
act_check_sight(struct exchange *exchange,
		const struct store_resident *resident,
		const struct record *records, size_t count)
{
	struct verdict verdict;
	enum status status =
		act_judge(exchange, resident, records, count, &verdict);
	if (status == STATUS_OK && verdict.count != count) {
		fault_set(
			&exchange->fault, "/fields",
			"may not be seen here by anybody, and so not written");
		return STATUS_FORBIDDEN;
	}
	for (size_t i = 0; status == STATUS_OK && i < verdict.count; i++)
		status = check_judgement(exchange, &verdict.judgements[i]);
	return status;
}

enum status
act_only_resident(struct exchange *exchange,
		  const struct store_resident **resident_out)
{
	static const struct json_shape shape[] = {
		{"resident", JSON_KIND_STRING, true, 0},
	};
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	return status == STATUS_OK
		       ? act_resident(exchange, "resident", resident_out)
		       : status;
}

enum status
act_consents(struct exchange *exchange,
	     const struct store_resident **resident_out,
	     struct consent **consents_out, size_t *count_out)
{
	static const struct json_shape shape[] = {
		{"all", JSON_KIND_BOOL, false, 0},
		{"resident", JSON_KIND_STRING, true, 0},
	};
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = act_resident(exchange, "resident", resident_out);
	if (status != STATUS_OK)
		return status;
	return store_consents(exchange->place->store, exchange->arena,
			      (*resident_out)->id,
			      json_get_bool(exchange->body, "all", false),
			      consents_out, count_out);
}

enum status
act_find_partner(struct exchange *exchange, const char *id,
		 struct store_partner *partner_out)
{
	enum status status = store_partner_find(
		exchange->place->store, exchange->arena, id, partner_out);
	if (status != STATUS_NOT_ENROLLED)
		return status;
	fault_set(&exchange->fault, "/partner",
		  "no such partner is enrolled: see 'eenplan partner list'");
	return STATUS_NOT_FOUND;
}

const char *
act_organisation_name(struct exchange *exchange, const char *id)
{
	if (strcmp(id, exchange->node->settings.organisation) == 0)
		return exchange->node->settings.name;
	struct store_partner partner;
	return store_partner_find(exchange->place->store, exchange->arena, id,
				  &partner) == STATUS_OK
		       ? partner.name
		       : NULL;
}

enum status
act_refuse(struct exchange *exchange, const char *where, const char *format,
	   ...)
{
	va_list arguments;
	va_start(arguments, format);
	fault_set_v(&exchange->fault, where, format, arguments);
	va_end(arguments);
	return STATUS_INVALID;
}

enum status
act_check_words(struct exchange *exchange, const char *key)
{
	if (statement_is_reason(json_get_string(exchange->body, key)))
		return STATUS_OK;
	return act_refuse(exchange, arena_printf(exchange->arena, "/%s", key),
			  "must be one line of %d to %d characters, without "
			  "a BSN",
			  LIMIT_REASON_LEAST_CHARACTERS,
			  LIMIT_REASON_CHARACTERS);
}

void
act_note_members(struct exchange *exchange)
{
	exchange->act_subjects = ARENA_ARRAY(
		exchange->arena, exchange->member_count, struct store_resident);
	for (size_t i = 0; i < exchange->member_count; i++)
		exchange->act_subjects[i] = exchange->members[i].resident;
	exchange->act_subject_count = exchange->member_count;
}

void
act_put_resident(struct json_writer *writer,
		 const struct store_resident *resident)
{
	json_member_string(writer, "handle", resident->handle);
	json_member_string(writer, "id", resident->id);
	json_member_string_if(writer, "name", resident->name);
}

void
act_answer_begin(struct exchange *exchange, struct act_answer *answer)
{
	buf_init(&answer->out, exchange->arena, 1024);
	json_begin(&answer->writer, &answer->out);
	json_open_object(&answer->writer);
}

void
act_answer_end(struct exchange *exchange, struct act_answer *answer)
{
	json_close_object(&answer->writer);
	exchange->answer = buf_text(&answer->out);
}

enum status
act_read_log(struct exchange *exchange, const struct store_resident *resident,
	     audit_visitor *visit, void *context)
{
	struct store_log_key *keys;
	size_t count;
	enum status status =
		store_log_keys_of(exchange->place->store, exchange->arena,
				  resident, &keys, &count);
	if (status != STATUS_OK)
		return status;
	struct audit_subject *subjects =
		ARENA_ARRAY(exchange->arena, count, struct audit_subject);
	for (size_t i = 0; i < count; i++) {
		memcpy(subjects[i].key_id, keys[i].id, sizeof(keys[i].id));
		subjects[i].key = keys[i].key;
	}
	status = audit_read_subject(&exchange->node->settings.audit, subjects,
				    count, visit, context);
	for (size_t i = 0; i < count; i++)
		box_key_wipe(&subjects[i].key);
	store_log_keys_wipe(keys, count);
	return status;
}
