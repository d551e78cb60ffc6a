/*
 * Our log and a partner's, held against each other: both sides of it. See
 * reconcile.h.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/reconcile.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

#define DAY_MS (24 * 3600 * 1000LL)

/* --- the partner's node compares --- */

/* Those of `ids` that `known` doesn't have. */
static void
put_unknown(struct json_writer *writer, const struct reconcile_ids *ids,
	    const struct reconcile_ids *known)
{
	json_open_array(writer);
	for (size_t i = 0; i < ids->count; i++)
		if (!reconcile_has(known, ids->items[i]))
			json_put_string(writer, ids->items[i]);
	json_close_array(writer);
}

static void
put_comparison(struct json_writer *writer, const struct reconcile_side *theirs,
	       const struct reconcile_side *ours)
{
	json_key(writer, "answered");
	json_open_object(writer);
	json_key(writer, "extra");
	put_unknown(writer, &ours->asked, &theirs->answered);
	json_key(writer, "unknown");
	put_unknown(writer, &theirs->answered, &ours->all_asked);
	json_close_object(writer);
	json_key(writer, "asked");
	json_open_object(writer);
	json_key(writer, "extra");
	put_unknown(writer, &ours->answered, &theirs->asked);
	json_key(writer, "unknown");
	put_unknown(writer, &theirs->asked, &ours->all_answered);
	json_close_object(writer);
}

enum status
act_reconcile_answer(struct exchange *exchange)
{
	struct reconcile_side theirs;
	exchange->act_event = "audit";
	enum status status = reconcile_decode(exchange->arena, exchange->body,
					      &theirs, &exchange->fault);
	if (status != STATUS_OK)
		return status;
	/* At the edges the clocks of two nodes may differ. */
	struct reconcile_side ours = {
		.partner = exchange->asker.organisation,
		.from_ms = theirs.from_ms + LIMIT_RECONCILE_MARGIN_MS,
		.until_ms = theirs.until_ms - LIMIT_RECONCILE_MARGIN_MS,
	};
	status = reconcile_gather(exchange, &ours);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	put_comparison(&answer.writer, &theirs, &ours);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}

/* --- our officer asks --- */

struct reconciling {
	struct exchange *exchange;
	struct store_partner partner;
	struct reconcile_side ours;
	struct act_answer answer;
	size_t orphans;
};

static enum status
read_since(struct exchange *exchange, int64_t *from_ms_out)
{
	const char *since = json_get_string(exchange->body, "since");
	int32_t day = clock_day_of_ms(exchange->now_ms) - 1;
	if (since != NULL && !clock_parse_date(since, &day)) {
		fault_set(&exchange->fault, "/since",
			  "must be a date such as 2026-11-21");
		return STATUS_INVALID;
	}
	*from_ms_out = day * DAY_MS;
	return STATUS_OK;
}

static enum status
read_wish(struct reconciling *reconciling)
{
	static const struct json_shape shape[] = {
		{"partner", JSON_KIND_STRING, true, 0},
		{"since", JSON_KIND_STRING, false, 0},
	};
	struct exchange *exchange = reconciling->exchange;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = store_partner_find(
			exchange->place->store, exchange->arena,
			json_get_string(exchange->body, "partner"),
			&reconciling->partner);
	if (status == STATUS_NOT_ENROLLED) {
		fault_set(&exchange->fault, "/partner",
			  "no such partner is enrolled: see 'eenplan partner "
			  "list'");
		return STATUS_NOT_FOUND;
	}
	if (status == STATUS_OK)
		status = read_since(exchange, &reconciling->ours.from_ms);
	reconciling->ours.partner = reconciling->partner.id;
	reconciling->ours.until_ms = exchange->now_ms;
	return status;
}

static enum status
ask_partner(struct reconciling *reconciling, const struct json **reply_out)
{
	struct exchange *exchange = reconciling->exchange;
	struct json_writer writer;
	struct buf body;
	buf_init(&body, exchange->arena, 4096);
	json_begin(&writer, &body);
	reconcile_encode(&writer, &reconciling->ours);
	if (reconciling->ours.asked.count > LIMIT_RECONCILE_IDS ||
	    reconciling->ours.answered.count > LIMIT_RECONCILE_IDS) {
		fault_set(&exchange->fault, "/since",
			  "leaves more requests than can be compared at once: "
			  "give a later date");
		return STATUS_TOO_LARGE;
	}
	struct call call = {
		.organisation = reconciling->partner.id,
		.url = arena_printf(exchange->arena, "%s/v1/log/reconcile",
				    reconciling->partner.url),
		.request_id = exchange->request->id,
		.body = buf_text(&body),
	};
	caller_perform(exchange->place->caller, exchange->arena, &call, 1,
		       exchange->node->settings.call_ms);
	if (call.status != STATUS_OK)
		return call.status;
	if (call.http_status != status_http(STATUS_OK) ||
	    json_read(exchange->arena, call.reply, LIMIT_RECONCILE_BYTES,
		      reply_out, NULL) != STATUS_OK)
		return STATUS_REFUSED;
	return STATUS_OK;
}

static void
put_orphan(struct reconciling *reconciling, const char *event,
	   const char *missing_at, const char *request)
{
	struct json_writer *writer = &reconciling->answer.writer;
	json_open_object(writer);
	json_member_string(writer, "event", event);
	json_member_string(writer, "missing_at", missing_at);
	json_member_string(writer, "request", request);
	json_close_object(writer);
	reconciling->orphans++;
}

/*
 * `list` are ids by which somebody has `event` without its counterpart; of
 * what is missing with us, `known` is what we do have, if only to ourselves.
 */
static void
put_orphans(struct reconciling *reconciling, const struct json *list,
	    const char *event, const char *missing_at,
	    const struct reconcile_ids *known)
{
	for (const struct json *one = json_first(list); one != NULL;
	     one = one->next)
		if (one->kind == JSON_KIND_STRING &&
		    (known == NULL || !reconcile_has(known, one->as.string)))
			put_orphan(reconciling, event, missing_at,
				   one->as.string);
}

static void
put_all(struct reconciling *reconciling, const struct json *reply)
{
	const struct json *asked = json_member(reply, "asked");
	const struct json *answered = json_member(reply, "answered");
	const char *self = reconciling->exchange->node->settings.organisation;
	const char *partner = reconciling->partner.id;
	const struct reconcile_side *ours = &reconciling->ours;
	put_orphans(reconciling, json_member(asked, "unknown"), "answer",
		    partner, NULL);
	put_orphans(reconciling, json_member(asked, "extra"), "ask", self,
		    &ours->all_asked);
	put_orphans(reconciling, json_member(answered, "unknown"), "ask",
		    partner, NULL);
	put_orphans(reconciling, json_member(answered, "extra"), "answer", self,
		    &ours->all_answered);
}

static void
answer_with(struct reconciling *reconciling, const struct json *reply)
{
	struct exchange *exchange = reconciling->exchange;
	struct json_writer *writer = &reconciling->answer.writer;
	act_answer_begin(exchange, &reconciling->answer);
	json_member_integer(writer, "answered",
			    (int64_t)reconciling->ours.answered.count);
	json_member_integer(writer, "asked",
			    (int64_t)reconciling->ours.asked.count);
	json_key(writer, "orphans");
	json_open_array(writer);
	put_all(reconciling, reply);
	json_close_array(writer);
	json_member_string(writer, "partner", reconciling->partner.id);
	json_member_string(writer, "partner_name", reconciling->partner.name);
	json_member_time(writer, "since", reconciling->ours.from_ms);
	json_member_bool(writer, "sound", reconciling->orphans == 0);
	act_answer_end(exchange, &reconciling->answer);
	if (reconciling->orphans > 0)
		log_error("access logs don't match: see 'eenplan audit "
			  "reconcile'",
			  "peer=%s orphans=%zu", reconciling->partner.id,
			  reconciling->orphans);
}

enum status
act_audit_reconcile(struct exchange *exchange)
{
	struct reconciling reconciling = {.exchange = exchange};
	const struct json *reply;
	exchange->act_event = "audit";
	enum status status = read_wish(&reconciling);
	if (status == STATUS_OK)
		status = reconcile_gather(exchange, &reconciling.ours);
	if (status == STATUS_OK)
		status = ask_partner(&reconciling, &reply);
	if (status == STATUS_OK)
		answer_with(&reconciling, reply);
	return status;
}
