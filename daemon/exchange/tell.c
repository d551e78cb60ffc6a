/*
 * What a node tells without touching anybody's data.
 */
#include "daemon/exchange/act.h"
#include "daemon/store/letters.h"
#include "daemon/store/reconciled.h"
#include "eenplan/base/limits.h"
#include "eenplan/wire/problem.h"

/* For our own people: a dead letter waits for one of them. */
static void
put_letters(struct exchange *exchange, struct json_writer *writer)
{
	struct store_letter_counts counts;
	if (exchange->request->listener != NODE_USERS ||
	    store_letter_count(exchange->place->store, &counts) != STATUS_OK)
		return;
	json_key(writer, "letters");
	json_open_object(writer);
	json_member_integer(writer, "dead", counts.dead);
	json_member_integer(writer, "waiting", counts.waiting);
	json_close_object(writer);
}

/* A count only: whose they are is for the privacy officer. */
static void
put_emergencies(struct exchange *exchange, struct json_writer *writer)
{
	int64_t waiting;
	if (exchange->request->listener != NODE_USERS ||
	    store_emergency_count_waiting(exchange->place->store, &waiting) !=
		    STATUS_OK)
		return;
	json_key(writer, "emergencies");
	json_open_object(writer);
	json_member_integer(writer, "waiting", waiting);
	json_close_object(writer);
}

/* What the last nights found, as counts: 'eenplan audit reconcile' has more. */
static void
put_reconciled(struct exchange *exchange, struct json_writer *writer)
{
	struct store_reconciled *nights;
	size_t count;
	int64_t orphans, undone = 0;
	if (exchange->request->listener != NODE_USERS ||
	    store_reconciled_list(exchange->place->store, exchange->arena,
				  &nights, &count) != STATUS_OK ||
	    store_orphan_count(exchange->place->store,
			       exchange->now_ms - LIMIT_RECONCILE_ALARM_MS,
			       &orphans) != STATUS_OK)
		return;
	for (size_t i = 0; i < count; i++)
		undone += nights[i].trouble != NULL;
	json_key(writer, "reconciled");
	json_open_object(writer);
	json_member_integer(writer, "orphans", orphans);
	json_member_integer(writer, "undone", undone);
	json_close_object(writer);
}

enum status
tell_health(struct exchange *exchange)
{
	struct node *node = exchange->node;
	bool log = audit_is_writable(node->audit);
	bool store = store_is_writable(exchange->place->store);
	struct act_answer answer;
	struct json_writer *writer = &answer.writer;
	act_answer_begin(exchange, &answer);
	json_member_time(writer, "certificate_until",
			 tls_valid_until_ms(node->settings.tls[NODE_PARTNERS]));
	put_emergencies(exchange, writer);
	put_letters(exchange, writer);
	json_member_bool(writer, "log", log);
	json_member_string(writer, "name", node->settings.name);
	json_member_string(writer, "organisation", node->settings.organisation);
	json_member_string(writer, "policy", policy_digest(exchange->policy));
	put_reconciled(exchange, writer);
	json_member_string(writer, "status", log && store ? "well" : "unwell");
	json_member_bool(writer, "store", store);
	json_member_time(writer, "time", exchange->now_ms);
	act_answer_end(exchange, &answer);
	exchange->answer_status = log && store ? 200 : 503;
	return STATUS_OK;
}

enum status
tell_ping(struct exchange *exchange)
{
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_member_time(&answer.writer, "certificate_until",
			 tls_valid_until_ms(
				 exchange->node->settings.tls[NODE_PARTNERS]));
	json_member_time(&answer.writer, "time", exchange->now_ms);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}

enum status
tell_progress(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"request", JSON_KIND_STRING, true, 0},
	};
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status != STATUS_OK)
		return status;
	struct progress_state state;
	if (!progress_find(exchange->node->progress,
			   json_get_string(exchange->body, "request"), &state))
		return STATUS_NOT_FOUND;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_member_integer(&answer.writer, "done", (int64_t)state.done);
	json_member_integer(&answer.writer, "of", (int64_t)state.of);
	json_member_string(&answer.writer, "step", state.step);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}

enum status
tell_partner_list(struct exchange *exchange)
{
	struct store_partner *partners;
	size_t count;
	enum status status = store_partner_list(
		exchange->place->store, exchange->arena, &partners, &count);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	struct json_writer *writer = &answer.writer;
	act_answer_begin(exchange, &answer);
	json_key(writer, "partners");
	json_open_array(writer);
	for (size_t i = 0; i < count; i++) {
		json_open_object(writer);
		json_member_string(writer, "domain", partners[i].domain);
		json_member_string(writer, "id", partners[i].id);
		json_member_string(writer, "name", partners[i].name);
		json_member_string(writer, "url", partners[i].url);
		json_close_object(writer);
	}
	json_close_array(writer);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}

/* The partners to check: all, or the one that the body names. */
static enum status
partners_to_check(struct exchange *exchange,
		  struct store_partner **partners_out, size_t *count_out)
{
	static const struct json_shape shape[] = {
		{"partner", JSON_KIND_STRING, false, 0},
	};
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status != STATUS_OK)
		return status;
	const char *wanted = json_get_string(exchange->body, "partner");
	if (wanted == NULL)
		return store_partner_list(exchange->place->store,
					  exchange->arena, partners_out,
					  count_out);
	*partners_out = ARENA_NEW(exchange->arena, struct store_partner);
	*count_out = 1;
	return act_find_partner(exchange, wanted, *partners_out);
}

static void
put_check(struct exchange *exchange, struct json_writer *writer,
	  const struct store_partner *partner, const struct call *call)
{
	bool enrolled = call->status == STATUS_OK && call->http_status == 200;
	const struct json *value = NULL;
	struct problem problem = {.status = STATUS_REFUSED};
	if (call->status == STATUS_OK &&
	    json_read(exchange->arena, call->reply, LIMIT_REPLY_BYTES, &value,
		      NULL) == STATUS_OK &&
	    !enrolled && problem_decode(value, &problem) != STATUS_OK)
		problem.status = STATUS_REFUSED;
	json_open_object(writer);
	if (enrolled)
		json_member_string_if(
			writer, "certificate_until",
			json_get_string(value, "certificate_until"));
	json_member_integer(writer, "elapsed_ms", call->elapsed_ms);
	json_member_bool(writer, "enrolled", enrolled);
	json_member_string(writer, "id", partner->id);
	json_member_string(writer, "name", partner->name);
	json_member_bool(writer, "reachable", call->status == STATUS_OK);
	if (call->status != STATUS_OK)
		json_member_string(writer, "reason", call->reason);
	else if (!enrolled)
		json_member_string(writer, "reason",
				   status_sentence(problem.status));
	json_close_object(writer);
}

enum status
tell_partner_check(struct exchange *exchange)
{
	struct store_partner *partners;
	size_t count;
	enum status status = partners_to_check(exchange, &partners, &count);
	if (status != STATUS_OK)
		return status;
	struct call *calls = ARENA_ARRAY(exchange->arena, count, struct call);
	for (size_t i = 0; i < count; i++)
		calls[i] = (struct call){
			.organisation = partners[i].id,
			.url = arena_printf(exchange->arena, "%s/v1/ping",
					    partners[i].url),
			.request_id = exchange->request->id,
			.body = text_of("{}"),
		};
	caller_perform(exchange->place->caller, exchange->arena, calls, count,
		       exchange->node->settings.call_ms);
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "partners");
	json_open_array(&answer.writer);
	for (size_t i = 0; i < count; i++)
		put_check(exchange, &answer.writer, &partners[i], &calls[i]);
	json_close_array(&answer.writer);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}
