/*
 * Eight stories, each a list of steps. DESIGN has two of them; ASK and OWN show
 * here that our own records pass through the same judging and cutting as what
 * leaves for a partner, the urgent ones that an emergency is no way around any
 * step, and ACT and TELL are what a node does for its users, and TAKE for a
 * partner's.
 */
#include "daemon/exchange/exchange.h"

#include <stdlib.h>

#include "daemon/exchange/routes.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/log.h"
#include "eenplan/wire/problem.h"

static enum status step_record(struct exchange *exchange);
#define RECORD                                                                 \
	{                                                                      \
		"record", step_record                                          \
	}
#define REPLY                                                                  \
	{                                                                      \
		"reply", NULL                                                  \
	}

static const struct step answer_steps[] = {
	{"identify",
	 step_identify}, /* a partner, by certificate and enrolment */
	{"parse", step_parse},
	{"verify",
	 step_verify}, /* the ask statement: who, in which role, why */
	{"fetch", step_fetch},
	{"decide", step_decide},
	{"minimise", step_minimise},
	RECORD,
	REPLY,
};

static const struct step ask_steps[] = {
	{"identify", step_identify}, /* one of our own users */
	{"parse", step_parse},
	{"permit", step_permit},
	{"fetch", step_fetch},	 /* our own records, */
	{"decide", step_decide}, /* judged and cut as for anybody else */
	{"minimise", step_minimise},
	{"fan_out", step_fan_out}, /* and the partners' */
	{"merge", step_merge},
	RECORD,
	REPLY,
};

static const struct step own_steps[] = {
	{"identify", step_identify},
	{"parse", step_parse},
	{"permit", step_permit},
	{"fetch", step_fetch},
	{"decide", step_decide},
	{"minimise", step_minimise},
	{"merge", step_merge_own}, /* ASK without partners */
	RECORD,
	REPLY,
};

static const struct step answer_urgent_steps[] = {
	{"identify", step_identify},
	{"parse", step_parse},
	{"verify", step_verify},
	{"fetch", step_fetch},
	{"claim", step_claim}, /* on our officer's list, or it was before */
	{"decide", step_decide},
	{"minimise", step_minimise},
	RECORD,
	{"note", step_note},	 /* what it gave, */
	{"settle", step_settle}, /* on that list before it leaves */
	REPLY,
};

static const struct step ask_urgent_steps[] = {
	{"identify", step_identify},
	{"parse", step_parse},
	{"permit", step_permit},
	{"fetch", step_fetch},
	{"claim", step_claim}, /* by the user's own emergency, if it is open */
	{"decide", step_decide},
	{"minimise", step_minimise},
	{"fan_out", step_fan_out},
	{"merge", step_merge},
	RECORD,
	{"note", step_note},
	{"settle", step_settle},
	REPLY,
};

static const struct step act_steps[] = {
	{"identify", step_identify},
	{"parse", step_parse},
	{"permit", step_permit},
	{"act", step_act}, /* leaves its transaction open */
	RECORD,
	{"settle", step_settle}, /* commits it: no log, no change either */
	REPLY,
};

static const struct step take_steps[] = {
	{"identify", step_identify}, {"parse", step_parse},
	{"verify", step_verify}, /* a partner's user, by their statement */
	{"act", step_act},	     RECORD,
	{"settle", step_settle},     REPLY,
};

static const struct step tell_steps[] = {
	{"identify", step_identify},
	{"parse", step_parse},
	{"permit", step_permit},
	{"act", step_act},
	REPLY,
};

static const struct story_plan {
	const struct step *steps;
	bool on_worker;
} plans[] = {
	[STORY_ANSWER] = {answer_steps, false},
	[STORY_ASK] = {ask_steps, true},
	[STORY_OWN] = {own_steps, true},
	[STORY_ANSWER_URGENT] = {answer_urgent_steps, true}, /* it writes */
	[STORY_ASK_URGENT] = {ask_urgent_steps, true},
	[STORY_ACT] = {act_steps, true},
	[STORY_TAKE] = {take_steps, true},
	[STORY_TELL] = {tell_steps, true},
};

/* After a failure: record, if it isn't behind us, and then the reply. */
static const struct step *
after_failure(const struct step *step)
{
	do
		step++;
	while (step->run != NULL && step->run != step_record);
	return step;
}

/*
 * Run on until the reply. On a loop's thread `record` hands the exchange over
 * to the log's writer, which goes on with the reply: nothing here may touch
 * the exchange after that.
 */
static void
run(struct exchange *exchange)
{
	const struct step *step = plans[exchange->route->story].steps;
	bool hands_over = !exchange->on_worker;
	while (step->run != NULL) {
		enum status status = step->run(exchange);
		if (step->run == step_record && hands_over)
			return;
		if (status == STATUS_OK) {
			step++;
			continue;
		}
		if (exchange->status == STATUS_OK)
			log_info("exchange ended early", "step=%s status=%s",
				 step->name, status_code(status));
		exchange->status = status;
		step = after_failure(step);
	}
	step_reply(exchange);
}

/*
 * What a loop answers, it logs in groups: a sync costs more than an answer. A
 * group is three quarters of those who ask, so that the others are answered
 * while the disk is busy. Who asks alone never waits for others.
 *
 * By the loop's thread and the writer's: what `holds_log` says is held already.
 */
static void
hold_the_log(struct exchange *exchange)
{
	struct node_place *place = exchange->place;
	if (atomic_load(&place->holds_log))
		return;
	audit_hold(exchange->node->audit, exchange->request->crowd * 3 / 4);
	if (atomic_exchange(&place->holds_log, true))
		audit_release(exchange->node->audit);
}

void
exchange_pause(void *context, unsigned loop)
{
	struct node *node = context;
	if (atomic_exchange(&node->loops[loop].holds_log, false))
		audit_release(node->audit);
}

static void
recorded(void *context, enum status result)
{
	struct exchange *exchange = context;
	if (result != STATUS_OK)
		exchange->status = STATUS_LOG_UNAVAILABLE;
	/* Who gets an answer soon asks again: what waits goes with that. */
	hold_the_log(exchange);
	step_reply(exchange);
}

static enum status
step_record(struct exchange *exchange)
{
	/* One that failed early may have left it open, and the store is ours
	 * no longer than this thread is. */
	exchange_close_snapshot(exchange);
	step_record_prepare(exchange);
	if (!exchange->on_worker) {
		audit_submit(exchange->node->audit, exchange->events,
			     exchange->event_count, recorded, exchange);
		return STATUS_OK;
	}
	if (audit_append(exchange->node->audit, exchange->events,
			 exchange->event_count) != STATUS_OK)
		return STATUS_LOG_UNAVAILABLE;
	return exchange->status;
}

static void
run_on_worker(void *context, unsigned worker)
{
	struct exchange *exchange = context;
	exchange->place = &exchange->node->workers[worker];
	log_set_request(exchange->request->id);
	run(exchange);
	log_set_request(NULL);
}

/*
 * Our own users choose; a partner's node gets the same bytes whatever it says,
 * and translates for its own user.
 */
static enum tongue
tongue_for(const struct http_request *request)
{
	return request->listener == NODE_USERS ? request->tongue
					       : TONGUE_OF_PROCESS;
}

/* No route, or nobody free: an answer without a story. */
static void
turn_away(struct http_request *request, enum status status)
{
	log_info("request turned away", "status=%s", status_code(status));
	struct buf out;
	buf_init(&out, request->arena, 512);
	problem_encode(&out,
		       &(struct problem){.status = status,
					 .request = request->id,
					 .fault.tongue = tongue_for(request)});
	http_reply(request,
		   &(struct http_reply){.status = status_http(status),
					.content_type = PROBLEM_CONTENT_TYPE,
					.body = buf_text(&out)});
}

static struct exchange *
exchange_new(struct node *node, struct http_request *request,
	     const struct route *route)
{
	struct exchange *exchange = ARENA_NEW(request->arena, struct exchange);
	exchange->node = node;
	exchange->place = &node->loops[request->loop];
	exchange->request = request;
	exchange->arena = request->arena;
	exchange->fault.tongue = tongue_for(request);
	exchange->route = route;
	exchange->on_worker = plans[route->story].on_worker;
	exchange->now_ms = clock_now_ms();
	return exchange;
}

void
exchange_begin(void *context, struct http_request *request)
{
	struct node *node = context;
	const struct route *route;
	log_set_request(request->id);
	enum status status = route_find(request, &route);
	if (status != STATUS_OK) {
		turn_away(request, status);
	} else {
		struct exchange *exchange = exchange_new(node, request, route);
		if (!exchange->on_worker) {
			hold_the_log(exchange);
			run(exchange);
		} else if (workers_submit(node->pool, run_on_worker,
					  exchange) != STATUS_OK) {
			turn_away(request, STATUS_BUSY);
		}
	}
	log_set_request(NULL);
}
