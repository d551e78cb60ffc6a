/*
 * Our log and a partner's, held against each other: both sides of it. See
 * reconcile.h.
 */
#include "daemon/exchange/act.h"
#include "daemon/exchange/reconcile.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"

#define DAY_MS (24 * 3600 * 1000LL)

static struct reconcile_means
means_of(struct exchange *exchange)
{
	return (struct reconcile_means){
		.arena = exchange->arena,
		.node = exchange->node,
		.store = exchange->place->store,
		.caller = exchange->place->caller,
	};
}

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
	const struct reconcile_means means = means_of(exchange);
	status = reconcile_gather(&means, &ours);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	put_comparison(&answer.writer, &theirs, &ours);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}

/* --- our officer asks --- */

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

static void
put_orphans(struct json_writer *writer, const struct reconcile_finding *finding)
{
	json_key(writer, "orphans");
	json_open_array(writer);
	for (size_t i = 0; i < finding->orphan_count; i++) {
		const struct reconcile_orphan *orphan = &finding->orphans[i];
		json_open_object(writer);
		json_member_string(writer, "event", orphan->event);
		json_member_string(writer, "missing_at", orphan->missing_at);
		json_member_string(writer, "request", orphan->request);
		json_close_object(writer);
	}
	json_close_array(writer);
}

static void
answer_with(struct exchange *exchange, const struct store_partner *partner,
	    int64_t from_ms, const struct reconcile_finding *finding)
{
	struct act_answer answer;
	struct json_writer *writer = &answer.writer;
	act_answer_begin(exchange, &answer);
	json_member_integer(writer, "answered", (int64_t)finding->answered);
	json_member_integer(writer, "asked", (int64_t)finding->asked);
	json_member_integer(writer, "found", (int64_t)finding->found);
	put_orphans(writer, finding);
	json_member_string(writer, "partner", partner->id);
	json_member_string(writer, "partner_name", partner->name);
	json_member_time(writer, "since", from_ms);
	json_member_bool(writer, "sound", finding->found == 0);
	act_answer_end(exchange, &answer);
	reconcile_tell(partner->id, finding);
}

static enum status
compare_now(struct exchange *exchange)
{
	const struct reconcile_means means = means_of(exchange);
	struct reconcile_finding finding;
	struct store_partner partner;
	int64_t from_ms = 0;
	enum status status = act_find_partner(
		exchange, json_get_string(exchange->body, "partner"), &partner);
	if (status == STATUS_OK)
		status = read_since(exchange, &from_ms);
	if (status == STATUS_OK)
		status = reconcile_with(&means, &partner, from_ms,
					exchange->now_ms, exchange->request->id,
					&finding);
	if (status == STATUS_OK)
		answer_with(exchange, &partner, from_ms, &finding);
	if (status == STATUS_TOO_LARGE)
		fault_set(&exchange->fault, "/since",
			  "leaves a moment with more requests than can be "
			  "compared at once");
	return status;
}

enum status
act_audit_reconcile(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"partner", JSON_KIND_STRING, false, 0},
		{"since", JSON_KIND_STRING, false, 0},
	};
	exchange->act_event = "audit";
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status != STATUS_OK)
		return status;
	if (json_member(exchange->body, "partner") != NULL)
		return compare_now(exchange);
	if (json_member(exchange->body, "since") == NULL)
		return act_reconciled(exchange);
	return act_refuse(exchange, "/since", "goes with a partner");
}
