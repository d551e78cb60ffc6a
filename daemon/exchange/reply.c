/*
 * reply: a parcel, a merged view or an act's answer; or a problem, and then
 * nothing else. Ends the exchange.
 */
#include "daemon/discovery/finish.h"
#include "daemon/exchange/routes.h"
#include "eenplan/base/log.h"
#include "eenplan/wire/problem.h"

static struct text
answer_of(const struct exchange *exchange)
{
	return route_answers(exchange->route) ? parcel_text(exchange->parcel)
					      : exchange->answer;
}

static struct text
problem_of(const struct exchange *exchange)
{
	struct buf out;
	buf_init(&out, exchange->arena, 512);
	problem_encode(&out, &(struct problem){.status = exchange->status,
					       .request = exchange->request->id,
					       .fault = exchange->fault,
					       .found = exchange->found});
	return buf_text(&out);
}

static void
left_the_gate(void *context)
{
	const struct node_gate_pass *pass = context;
	gate_leave(pass->gate, pass->pass);
}

static void
finish_sessions(void *context, unsigned worker)
{
	struct node *node = context;
	sessions_finish(node->workers[worker].store,
			node->settings.organisation);
}

/* Not before: who waits for the answer has as much to finish. */
static void
closing_left(void *context)
{
	struct node *node = context;
	if (workers_submit(node->pool, finish_sessions, node) != STATUS_OK)
		log_warning("a closed session is finished with the next",
			    "why=busy");
}

/* Give back everything but what the request itself owns. */
static void
release(struct exchange *exchange)
{
	exchange_close_snapshot(exchange);
	if (exchange->in_transaction)
		store_rollback(exchange->place->store);
	policy_free(exchange->policy);
	policy_free(exchange->act_policy);
	for (size_t i = 0; i < exchange->subject_count; i++)
		box_key_wipe(&exchange->subjects[i].resident.log_key);
	for (size_t i = 0; i < exchange->member_count; i++)
		box_key_wipe(&exchange->members[i].resident.log_key);
	for (size_t i = 0; i < exchange->act_subject_count; i++)
		box_key_wipe(&exchange->act_subjects[i].log_key);
	for (size_t i = 0; i < exchange->event_count; i++)
		box_key_wipe(&exchange->events[i].subject.key);
}

void
step_reply(struct exchange *exchange)
{
	bool well = exchange->status == STATUS_OK;
	struct http_reply reply = {
		.status = well && exchange->answer_status != 0
				  ? exchange->answer_status
				  : status_http(exchange->status),
		.content_type = !well ? PROBLEM_CONTENT_TYPE
				: exchange->answer_type != NULL
					? exchange->answer_type
					: "application/json",
		.body = well ? answer_of(exchange) : problem_of(exchange),
	};
	if (exchange->in_gate) {
		reply.sent = left_the_gate;
		reply.sent_context =
			&exchange->node->passes[exchange->gate_pass];
	} else if (well && exchange->closed_session) {
		reply.sent = closing_left;
		reply.sent_context = exchange->node;
	}
	release(exchange);
	http_reply(exchange->request, &reply);
}
