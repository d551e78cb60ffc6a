/*
 * THE STORY: one request, from who asks to what is answered, as a list of
 * steps.
 *
 * Each step reads only fields above its own in struct exchange and fills
 * exactly its own group. On the first failure the story goes on at `record`,
 * then `reply`. Invariants that are structure here, not memory:
 *
 *  1. What leaves about a resident is a parcel, and only minimise makes one.
 *  2. If record fails, the reply has no data.
 *  3. No decision means deny: a record without a judgement isn't cut.
 */
#ifndef EENPLAN_DAEMON_EXCHANGE_EXCHANGE_H
#define EENPLAN_DAEMON_EXCHANGE_EXCHANGE_H

#include "daemon/exchange/judge.h"
#include "daemon/exchange/minimise.h"
#include "daemon/exchange/node.h"
#include "daemon/federate/fan_out.h"
#include "daemon/store/emergencies.h"
#include "eenplan/wire/query.h"
#include "eenplan/wire/view.h"

struct exchange;
struct route;

/* What our own users work with our own part of the plan for. */
#define OWN_PURPOSE "coordination"

/* A step's name is for the log of what failed. */
struct step {
	const char *name;
	enum status (*run)(struct exchange *exchange);
};

struct exchange {
	/* from the start */
	struct node *node;
	struct node_place *place;
	struct http_request *request;
	struct arena *arena;
	const struct route *route;
	bool on_worker; /* may wait; else on a loop's thread */
	int64_t now_ms;
	enum status status;		 /* of the first failure */
	struct fault fault;		 /* about the sender's own input */
	const struct diagnostics *found; /* mistakes in files that were sent */

	/* identify: a proven and enrolled asker */
	struct policy *policy; /* held until the end */
	struct asker asker;
	struct store_user user; /* users' listener */
	const char *lent_by;	/* the organisation whose user it is; or NULL */

	/* parse: what they want */
	const struct json *body;
	struct query query;	      /* ANSWER */
	const char *wanted_household; /* ASK */

	/* verify (ANSWER), permit (ASK, ACT): in which role, for what */
	const char *statement_digest;
	/* claim (urgent), act: the emergency; its reason is NULL: none */
	struct store_emergency emergency;
	const struct policy_prepared *prepared;

	/* fetch: what is on file */
	bool in_gate;
	bool in_snapshot;
	unsigned gate_pass;
	struct store_household household; /* ASK */
	struct store_member *members;
	size_t member_count;
	struct subject *subjects;
	size_t subject_count;

	/* decide */
	struct verdict *verdicts;

	/* minimise */
	struct parcel *parcel;

	/* fan_out (ASK) */
	struct merge_source *sources;
	size_t source_count;

	/* merge (ASK), act (ACT) */
	struct view view;
	struct text answer;
	int answer_status;	 /* 0: 200 */
	const char *answer_type; /* NULL: JSON */

	/* act: what record must know of it */
	const char *act_event;	      /* word of audit/events.def */
	const char *act_outcome;      /* NULL: the status */
	const char *act_reason;	      /* in the user's own words */
	const char *act_partner;      /* with whom, where we began it */
	const char *const *act_rules; /* by which it was allowed */
	size_t act_rule_count;
	struct store_resident *act_subjects; /* none: about nobody */
	size_t act_subject_count;
	const char *const *act_categories;
	size_t act_category_count;
	bool in_transaction; /* for settle to commit */
	bool settle_at_gate; /* nothing decided before may leave after */
	bool wrote_letters;  /* for the outbox to look at, then */
	bool closed_session; /* of joint clients: for a worker to finish */
	bool act_destroys;   /* for settle to have off the disk, too */
	struct policy
		*act_policy; /* held; for settle to put in force, or NULL */
	int64_t act_policy_number;
	const char *act_policy_before; /* digest of the one that it replaces */

	/* record */
	struct audit_event *events;
	size_t event_count;
};

/* The http_handler of a node: `context` is the struct node. */
void exchange_begin(void *context, struct http_request *request);
/* An http_pause: what this loop has answered may be logged now. */
void exchange_pause(void *context, unsigned loop);

/* Before the first read of a consent; until the reply has left. */
void exchange_enter_gate(struct exchange *exchange);
/*
 * One unchanging view of the store, inside the gate: from the first reading
 * until fetch is done, so that an answer reads in one transaction.
 */
enum status exchange_open_snapshot(struct exchange *exchange) MUST_CHECK;
/* If one is open. */
void exchange_close_snapshot(struct exchange *exchange);

/* The steps, one file each or a few that belong together. */
enum status step_identify(struct exchange *exchange) MUST_CHECK;
enum status step_parse(struct exchange *exchange) MUST_CHECK;
enum status step_verify(struct exchange *exchange) MUST_CHECK;
enum status step_permit(struct exchange *exchange) MUST_CHECK;
enum status step_fetch(struct exchange *exchange) MUST_CHECK;
enum status step_claim(struct exchange *exchange) MUST_CHECK;
enum status step_decide(struct exchange *exchange) MUST_CHECK;
enum status step_minimise(struct exchange *exchange) MUST_CHECK;
enum status step_fan_out(struct exchange *exchange) MUST_CHECK;
enum status step_merge(struct exchange *exchange) MUST_CHECK;
enum status step_merge_own(struct exchange *exchange) MUST_CHECK;
enum status step_act(struct exchange *exchange) MUST_CHECK;
enum status step_note(struct exchange *exchange) MUST_CHECK;
enum status step_settle(struct exchange *exchange) MUST_CHECK;
/* Fill `events` from what happened so far. Cannot fail. */
void step_record_prepare(struct exchange *exchange);
/* Send the answer or the problem, and end the exchange. */
void step_reply(struct exchange *exchange);

#endif
