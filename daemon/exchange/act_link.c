#include "daemon/discovery/link.h"
#include "daemon/exchange/act.h"
#include "daemon/exchange/mandates.h"
#include "eenplan/base/log.h"

enum status
act_link_token(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"partner", JSON_KIND_STRING, true, 0},
		{"resident", JSON_KIND_STRING, true, 0},
	};
	struct store_partner partner;
	const struct store_resident *resident;
	char token[LINK_TOKEN_TEXT_BYTES];
	int64_t expires_ms;
	exchange->act_event = "link";
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = act_find_partner(
			exchange, json_get_string(exchange->body, "partner"),
			&partner);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	if (status == STATUS_OK)
		status = act_resident(exchange, "resident", &resident);
	if (status == STATUS_OK)
		status = link_issue(exchange->place->store, resident->id,
				    partner.id, exchange->now_ms, token,
				    &expires_ms);
	if (status != STATUS_OK)
		return status;
	exchange->act_partner = partner.id;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_member_time(&answer.writer, "expires", expires_ms);
	json_member_string(&answer.writer, "partner", partner.id);
	json_member_string(&answer.writer, "token", token);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}

static enum status
read_acceptance(struct exchange *exchange, struct store_partner *partner_out,
		struct link_acceptance *acceptance)
{
	static const struct json_shape shape[] = {
		{"partner", JSON_KIND_STRING, true, 0},
		{"resident", JSON_KIND_STRING, true, 0},
		{"token", JSON_KIND_STRING, true, 0},
	};
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status != STATUS_OK)
		return status;
	if (!link_token_read(json_get_string(exchange->body, "token"),
			     acceptance->request.token)) {
		fault_set(&exchange->fault, "/token",
			  "isn't a link token: read it again, every symbol");
		return STATUS_INVALID;
	}
	return act_find_partner(exchange,
				json_get_string(exchange->body, "partner"),
				partner_out);
}

static void
answer_with_link(struct exchange *exchange, const char *partner,
		 const char *resident)
{
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "link");
	json_open_object(&answer.writer);
	json_member_string(&answer.writer, "partner", partner);
	json_member_string(&answer.writer, "resident", resident);
	json_member_time(&answer.writer, "since", exchange->now_ms);
	json_close_object(&answer.writer);
	act_answer_end(exchange, &answer);
}

enum status
act_link_accept(struct exchange *exchange)
{
	struct store_partner partner;
	const struct store_resident *resident;
	char *reference = arena_alloc(exchange->arena, UUID_TEXT_BYTES);
	struct link_acceptance acceptance = {
		.caller = exchange->place->caller,
		.partner = &partner,
		.request_id = exchange->request->id,
		.deadline_ms = exchange->node->settings.call_ms,
		.request = {.link = reference},
	};
	exchange->act_event = "link";
	enum status status = read_acceptance(exchange, &partner, &acceptance);
	if (status == STATUS_OK)
		status = act_resident(exchange, "resident", &resident);
	/* No transaction is open while we wait for somebody else's node. */
	if (status == STATUS_OK) {
		link_reference(acceptance.request.token, reference);
		status = link_accept(&acceptance, exchange->arena);
	}
	wipe(acceptance.request.token, sizeof(acceptance.request.token));
	if (status == STATUS_OK)
		status = act_begin(exchange);
	if (status == STATUS_OK)
		status = store_link_add(exchange->place->store, partner.id,
					reference, resident->id,
					exchange->now_ms);
	if (status == STATUS_OK)
		status = mandates_follow_link(exchange, resident->id);
	exchange->act_partner = partner.id;
	if (status == STATUS_OK)
		answer_with_link(exchange, partner.id, resident->id);
	return status;
}

/* A token that is none counts as a guess. */
static enum status
redeem(struct exchange *exchange, const struct link_request *request,
       const char **resident_out)
{
	struct tries *tries = exchange->node->link_tries;
	const char *partner = exchange->asker.organisation;
	enum status status = tries_take(tries, partner, exchange->now_ms);
	if (status != STATUS_OK) {
		log_warning("partner tries too many link tokens", "peer=%s",
			    partner);
		return status;
	}
	status = act_begin(exchange);
	if (status == STATUS_OK)
		status = link_redeem(exchange->place->store, exchange->arena,
				     partner, request, exchange->now_ms,
				     resident_out);
	if (status != STATUS_GONE)
		tries_give_back(tries, partner);
	return status;
}

/* The partner's node redeems a token that we issued. */
enum status
act_link_redeem(struct exchange *exchange)
{
	struct link_request request;
	const char *resident_id;
	exchange->act_event = "link";
	enum status status =
		link_request_decode(exchange->body, &request, &exchange->fault);
	if (status == STATUS_OK)
		status = redeem(exchange, &request, &resident_id);
	wipe(request.token, sizeof(request.token));
	if (status != STATUS_OK)
		return status;
	struct store_resident *resident =
		ARENA_NEW(exchange->arena, struct store_resident);
	status = store_resident_find(exchange->place->store, exchange->arena,
				     resident_id, resident);
	if (status != STATUS_OK)
		return status;
	exchange->act_subjects = resident;
	exchange->act_subject_count = 1;
	status = mandates_follow_link(exchange, resident->id);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_member_string(&answer.writer, "link", request.link);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}
