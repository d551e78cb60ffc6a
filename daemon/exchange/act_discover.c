/*
 * Our own users: which clients do we share with a partner, and what was found
 * before.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/discover_ask.h"
#include "eenplan/base/limits.h"

#define SECOND_MS 1000

static enum status
read_request(struct exchange *exchange, struct discovery *discovery)
{
	static const struct json_shape shape[] = {
		{"mode", JSON_KIND_STRING, false, 0},
		{"partner", JSON_KIND_STRING, true, 0},
		{"purpose", JSON_KIND_STRING, true, 0},
		{"role", JSON_KIND_STRING, false, 0},
	};
	struct store_discovery *row = &discovery->session.row;
	enum discovery_mode mode = DISCOVERY_MUTUAL;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status != STATUS_OK)
		return status;
	const char *word = json_get_string(exchange->body, "mode");
	if (word != NULL && !discovery_mode_of_word(word, &mode))
		return act_refuse(exchange, "/mode",
				  "must be mutual, oneway or size");
	status = act_find_partner(exchange,
				  json_get_string(exchange->body, "partner"),
				  &discovery->partner);
	if (status != STATUS_OK)
		return status;
	row->partner = discovery->partner.id;
	exchange->act_partner = row->partner;
	row->purpose = json_get_string(exchange->body, "purpose");
	row->mode = discovery_mode_word(mode);
	row->identifier = psi_identifier_word(
		discover_identifier(exchange, &discovery->partner));
	discovery->scope = (struct discover_scope){
		.partner = &discovery->partner,
		.role = exchange->asker.role,
		.purpose = row->purpose,
		.identifier = row->identifier,
	};
	exchange->asker.purpose = row->purpose;
	return STATUS_OK;
}

/* --- a new one --- */

static enum status
draft_contract(struct exchange *exchange, const struct store_discovery *row,
	       const char *const *basis, size_t basis_count,
	       struct paper *paper_out)
{
	struct discovery_contract contract = {
		.head = {.session = row->id,
			 .sender = exchange->node->settings.organisation,
			 .recipient = row->partner},
		.law = exchange->node->settings.law,
		.user = row->user,
		.role = row->role,
		.purpose = row->purpose,
		.basis = basis,
		.basis_count = basis_count,
		.most = LIMIT_DISCOVERY_PLACES,
		.quota_days = exchange->node->settings.discovery_days,
		.issued_ms = row->begun_ms,
		.expires_ms = row->ends_ms,
	};
	if (!discovery_mode_of_word(row->mode, &contract.mode) ||
	    !psi_identifier_of_word(row->identifier, &contract.identifier))
		return STATUS_INTERNAL;
	return paper_sign(exchange->node->settings.store.signer,
			  exchange->arena, DISCOVERY_CONTRACT_TYPE,
			  discovery_contract_encode(exchange->arena, &contract),
			  paper_out);
}

static enum status
keep_draft(struct exchange *exchange, struct store_discovery *row,
	   const struct discover_inputs *inputs, const struct paper *contract)
{
	struct store *store = exchange->place->store;
	enum status status = store_begin(store);
	if (status != STATUS_OK)
		return status;
	status = discover_begin(exchange, row, inputs);
	if (status == STATUS_OK)
		status = store_paper_add(store, row->id, STORE_PAPER_CONTRACT,
					 contract->jws, contract->certificate);
	return store_end(store, status);
}

static enum status
begin_new(struct exchange *exchange, struct discovery *discovery)
{
	struct store_discovery *row = &discovery->session.row;
	const struct progress_state state = {.step = "gathering"};
	char *id = arena_alloc(exchange->arena, UUID_TEXT_BYTES);
	const char *const *basis;
	size_t basis_count;
	struct discover_inputs inputs = {.arena = NULL};
	struct paper contract;
	random_uuid(id);
	row->id = id;
	row->ours = true;
	row->user = exchange->asker.user;
	row->role = exchange->asker.role;
	row->stage = DISCOVER_DRAFTED;
	/* Whole seconds, as contracts have them. */
	row->begun_ms = exchange->now_ms / SECOND_MS * SECOND_MS;
	row->ends_ms = row->begun_ms + LIMIT_DISCOVERY_SESSION_MS;
	progress_set(exchange->node->progress, exchange->request->id, &state);
	enum status status = discover_check_scope(exchange, &discovery->scope,
						  &basis, &basis_count);
	if (status == STATUS_OK)
		status = discover_check_quota(exchange, row->partner,
					      row->purpose);
	if (status == STATUS_OK)
		status = draft_contract(exchange, row, basis, basis_count,
					&contract);
	if (status == STATUS_OK)
		status = discover_gather(exchange, &discovery->scope, &inputs);
	if (status == STATUS_OK)
		status = keep_draft(exchange, row, &inputs, &contract);
	discover_inputs_free(&inputs);
	return status;
}

/* One that was begun and isn't over goes on; that is also what its quota
 * lets it do. */
static enum status
begin(struct exchange *exchange, struct discovery *discovery)
{
	struct store *store = exchange->place->store;
	struct store_discovery row;
	enum status status = store_discoveries_expire(store, exchange->now_ms);
	if (status == STATUS_OK)
		status = store_discovery_open(store, exchange->arena,
					      &discovery->session.row,
					      exchange->now_ms, &row);
	if (status == STATUS_NOT_FOUND) {
		status = begin_new(exchange, discovery);
		row = discovery->session.row;
	}
	if (status != STATUS_OK)
		return status;
	discovery->scope.role = row.role;
	discovery->scope.identifier = row.identifier;
	return session_open(store, exchange->arena, &row,
			    exchange->node->settings.organisation,
			    exchange->node->settings.discovery_threads,
			    &discovery->session);
}

/* --- what is told of one --- */

/* Whom to call there: the partner's own word, as it signed it. */
static const char *
contact_of(struct exchange *exchange, const struct store_discovery *row)
{
	struct discovery_agreement agreement;
	struct text payload;
	const char *jws;
	if (!row->ours ||
	    discover_read_paper(exchange, row->id, STORE_PAPER_AGREEMENT, &jws,
				&payload) != STATUS_OK ||
	    discovery_agreement_decode(exchange->arena, payload, &agreement,
				       NULL) != STATUS_OK)
		return NULL;
	return agreement.contact;
}

/* Small numbers could be somebody. */
static void
put_shared(struct json_writer *writer, const struct exchange *exchange,
	   int64_t matches)
{
	if (matches >= LIMIT_DISCOVERY_FEW)
		json_member_string(writer, "shared",
				   arena_printf(exchange->arena, "%lld",
						(long long)matches));
	else if (matches >= 0)
		json_member_string(writer, "shared",
				   arena_printf(exchange->arena, "<%d",
						LIMIT_DISCOVERY_FEW));
}

/* Into an open object. */
static void
put_session(struct json_writer *writer, struct exchange *exchange,
	    const struct store_discovery *row)
{
	json_member_time(writer, "begun", row->begun_ms);
	json_member_string_if(writer, "contact", contact_of(exchange, row));
	json_member_string(writer, "identifier", row->identifier);
	json_member_string(writer, "mode", row->mode);
	json_member_bool(writer, "ours", row->ours);
	json_member_string(writer, "partner", row->partner);
	json_member_string_if(writer, "partner_name",
			      act_organisation_name(exchange, row->partner));
	json_member_string(writer, "purpose", row->purpose);
	json_member_string(writer, "session", row->id);
	put_shared(writer, exchange, row->matches);
	json_member_string(writer, "stage", row->stage);
	json_member_string(writer, "user", row->user);
}

static void
put_clients(struct json_writer *writer, const struct exchange *exchange)
{
	json_key(writer, "clients");
	json_open_array(writer);
	for (size_t i = 0; i < exchange->act_subject_count; i++) {
		json_open_object(writer);
		act_put_resident(writer, &exchange->act_subjects[i]);
		json_close_object(writer);
	}
	json_close_array(writer);
}

static void
answer_with(struct exchange *exchange, const struct store_discovery *row)
{
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	if (strcmp(row->mode, discovery_mode_word(DISCOVERY_SIZE)) != 0)
		put_clients(&answer.writer, exchange);
	put_session(&answer.writer, exchange, row);
	act_answer_end(exchange, &answer);
}

enum status
act_discover(struct exchange *exchange)
{
	struct discovery discovery = {.exchange = exchange};
	exchange->act_event = DISCOVER_EVENT;
	enum status status = read_request(exchange, &discovery);
	if (status == STATUS_OK)
		status = begin(exchange, &discovery);
	if (status == STATUS_OK)
		status = discover_run(&discovery);
	if (status == STATUS_OK) {
		answer_with(exchange, &discovery.session.row);
		status = discover_log_many(exchange);
	}
	discover_leave(&discovery);
	return status;
}

/* --- what was found before --- */

enum status
tell_discovery_list(struct exchange *exchange)
{
	struct store_discovery *rows;
	struct act_answer answer;
	size_t count;
	enum status status = store_discoveries_expire(exchange->place->store,
						      exchange->now_ms);
	if (status == STATUS_OK)
		status = store_discoveries(exchange->place->store,
					   exchange->arena, &rows, &count);
	if (status != STATUS_OK)
		return status;
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "discoveries");
	json_open_array(&answer.writer);
	for (size_t i = 0; i < count; i++) {
		json_open_object(&answer.writer);
		put_session(&answer.writer, exchange, &rows[i]);
		json_close_object(&answer.writer);
	}
	json_close_array(&answer.writer);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}

/* Of those who were found, whom we may still tell the partner of. */
static enum status
keep_permitted(struct exchange *exchange, const struct store_discovery *row,
	       const struct store_partner *partner)
{
	const struct discover_scope scope = {
		.partner = partner,
		.role = row->role,
		.purpose = row->purpose,
		.identifier = row->identifier,
	};
	struct store_resident *residents = exchange->act_subjects;
	size_t count = exchange->act_subject_count;
	enum status status = STATUS_OK;
	exchange->act_subject_count = 0;
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		bool may = false;
		status = discover_judge(exchange, &scope, &residents[i], &may);
		if (may)
			residents[exchange->act_subject_count++] = residents[i];
	}
	return status;
}

enum status
act_discovery_show(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"session", JSON_KIND_STRING, true, 0},
	};
	struct store_discovery row;
	struct store_partner partner;
	exchange->act_event = DISCOVER_EVENT;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = store_discovery_find(
			exchange->place->store, exchange->arena,
			json_get_string(exchange->body, "session"), &row);
	if (status == STATUS_NOT_FOUND)
		fault_set(&exchange->fault, "/session",
			  "is none of this node: see 'eenplan discover list'");
	if (status == STATUS_OK)
		status = act_find_partner(exchange, row.partner, &partner);
	if (status == STATUS_OK)
		status = store_matches(exchange->place->store, exchange->arena,
				       row.id, &exchange->act_subjects,
				       &exchange->act_subject_count);
	if (status == STATUS_OK)
		status = keep_permitted(exchange, &row, &partner);
	if (status != STATUS_OK)
		return status;
	exchange->asker.purpose = row.purpose;
	exchange->act_partner = row.partner;
	answer_with(exchange, &row);
	return discover_log_many(exchange);
}
