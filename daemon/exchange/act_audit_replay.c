/*
 * The decisions in the access log, made again under the policy and the consents
 * of that moment: each must come out as it is recorded. What the consents were
 * then, the signed documents say and not the entry, which only must agree.
 */
#include <string.h>

#include "daemon/consent/hearing.h"
#include "daemon/exchange/act.h"
#include "daemon/exchange/past_consents.h"
#include "daemon/exchange/past_policies.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/policy/replay.h"

#define DAY_MS (24 * 3600 * 1000LL)

/* Why a decision doesn't come out as it was. */
enum why {
	WHY_NONE,
	WHY_POLICY,   /* its policy gives something else, by its own consents */
	WHY_CONSENTS, /* the signed ones of then are others than it has */
	WHY_CHAIN,    /* what was signed isn't there, or was altered */
	WHY_COUNT
};

static const char *const why_words[WHY_COUNT] = {
	[WHY_POLICY] = "policy",
	[WHY_CONSENTS] = "consents",
	[WHY_CHAIN] = "chain",
};

struct judging {
	struct exchange *exchange;
	int64_t since_ms;
	struct past_policies policies;
	struct past_consents *past;
	struct json_writer *writer; /* of the list of those that differ */
	const struct audit_event *event;
	const struct policy *policy; /* that was in force */
	const char *to;		     /* what kind of organisation asked */
	bool differs;
	struct replay_tally tally; /* of this entry */
	enum status failed;
	uint64_t entries; /* that were judged */
	uint64_t same;	  /* cells */
	uint64_t unwritten;
	uint64_t differing[WHY_COUNT];
	uint64_t erased;
	uint64_t older;	    /* that don't have what was decided */
	uint64_t unfound;   /* whose policy isn't on file */
	uint64_t other_age; /* heard as they are recorded: see judge_entry */
};

static void
note_change(void *context, const struct replay_change *change)
{
	struct judging *judging = context;
	(void)change;
	judging->differs = true;
}

static uint64_t
count_differing(const struct judging *judging)
{
	uint64_t count = 0;
	for (size_t why = 0; why < WHY_COUNT; why++)
		count += judging->differing[why];
	return count;
}

/* Which one, for who looks it up; not about whom. */
static void
put_differing(struct judging *judging, enum why why)
{
	const struct audit_event *event = judging->event;
	judging->differing[why]++;
	if (count_differing(judging) > LIMIT_REPLAY_DIFFERING)
		return;
	json_open_object(judging->writer);
	json_member_string(judging->writer, "policy", event->policy_digest);
	json_member_string(judging->writer, "request", event->request);
	json_member_time(judging->writer, "time", event->time_ms);
	json_member_string(judging->writer, "why", why_words[why]);
	json_close_object(judging->writer);
}

static bool
is_decision(const char *event)
{
	return strcmp(event, "answer") == 0 || strcmp(event, "ask") == 0 ||
	       strcmp(event, "emergency") == 0;
}

static bool
was_decided(const struct audit_event *event)
{
	return event->decided != NULL && event->role != NULL &&
	       event->purpose != NULL && event->policy_digest != NULL &&
	       event->resident != NULL && event->organisation != NULL;
}

static void
hear(void *context, int category, enum policy_consent_state states_out[])
{
	struct consent_facts facts;
	consent_hearing_facts(context, category, &facts);
	memcpy(states_out, facts.state, sizeof(facts.state));
}

/* With what `hearing` heard, or (NULL) the entry says. Does it come out? Its
 * own policy knew each of its words. */
static bool
comes_out(struct judging *judging, struct arena *arena,
	  struct consent_hearing *hearing)
{
	const struct audit_event *event = judging->event;
	const struct replay_entry entry = {
		.minutes = event->decided,
		.role = event->role,
		.purpose = event->purpose,
		.day = clock_day_of_ms(event->time_ms),
		.hear = hearing == NULL ? NULL : hear,
		.hear_context = hearing,
	};
	judging->differs = false;
	judging->tally = (struct replay_tally){0};
	return replay_judge(arena, judging->policy, &entry, note_change,
			    judging, &judging->tally) == STATUS_OK &&
	       !judging->differs && judging->tally.strange == 0 &&
	       judging->tally.unlike == 0;
}

/* With the first `count` documents and the circumstances of `time_ms`. */
static bool
comes_out_after(struct judging *judging, struct arena *arena,
		const struct past_range *range, size_t count, int64_t time_ms)
{
	const struct audit_event *event = judging->event;
	const struct consent_question question = {
		.organisation = event->organisation,
		.domain = judging->to,
		.role = event->role,
		.purpose = event->purpose,
		.day = clock_day_of_ms(event->time_ms),
	};
	const struct consent_file *file =
		past_consents_file(arena, range, count,
				   policy_vocabulary(judging->policy), time_ms);
	return comes_out(judging, arena,
			 consent_hearing_new(arena, file, &question));
}

/* By any of what can have been then. */
static bool
comes_out_then(struct judging *judging, struct arena *arena,
	       const struct past_range *range)
{
	int64_t time_ms = judging->event->time_ms;
	bool is_unsure = past_consents_unsure(range, time_ms);
	for (size_t count = range->most + 1; count-- > range->least;)
		if (comes_out_after(judging, arena, range, count, time_ms) ||
		    (is_unsure &&
		     (comes_out_after(judging, arena, range, count,
				      time_ms - LIMIT_REPLAY_MARGIN_MS) ||
		      comes_out_after(judging, arena, range, count,
				      time_ms + LIMIT_REPLAY_MARGIN_MS))))
			return true;
	return false;
}

/*
 * Who may give hangs on the age, too, and a date of birth has no history: where
 * it was corrected since, the consents can't be heard as they were then.
 */
static enum why
judge_entry(struct judging *judging, struct arena *arena)
{
	const struct audit_event *event = judging->event;
	struct past_range range;
	int age_years;
	if (!replay_head(arena, event->decided, &judging->to, &age_years) ||
	    !comes_out(judging, arena, NULL))
		return WHY_POLICY;
	enum status status = past_consents_at(judging->past, event->resident,
					      event->time_ms, &range);
	if (status == STATUS_TAMPERED || status == STATUS_NOT_FOUND)
		return WHY_CHAIN;
	if (status != STATUS_OK) {
		judging->failed = status;
		return WHY_NONE;
	}
	if (past_consents_age(&range, clock_day_of_ms(event->time_ms)) !=
	    age_years) {
		judging->other_age++;
		return WHY_NONE;
	}
	return comes_out_then(judging, arena, &range) ? WHY_NONE : WHY_CONSENTS;
}

static bool
judge_event(void *context, struct arena *arena, const struct audit_event *event)
{
	struct judging *judging = context;
	if (event == NULL)
		return true;
	past_consents_follow(judging->past, event);
	if (event->time_ms < judging->since_ms || !is_decision(event->event))
		return true;
	if (!was_decided(event)) {
		judging->older += event->decided != NULL;
		return true;
	}
	judging->policy =
		past_policies_find(&judging->policies, event->policy_digest);
	if (judging->policy == NULL) {
		judging->unfound++;
		return true;
	}
	judging->event = event;
	enum why why = judge_entry(judging, arena);
	judging->entries++;
	judging->same += judging->tally.same;
	judging->unwritten += judging->tally.unwritten;
	if (why != WHY_NONE)
		put_differing(judging, why);
	return judging->failed == STATUS_OK;
}

static void
count_erased(void *context, const char *event, const char *request,
	     int64_t time_ms)
{
	struct judging *judging = context;
	(void)request;
	judging->erased += time_ms >= judging->since_ms && is_decision(event);
}

static enum status
find_key(void *context, const char *key_id, struct box_key *key_out)
{
	const struct judging *judging = context;
	return node_log_key(judging->exchange->node,
			    judging->exchange->place->store, key_id, key_out);
}

static enum status
read_since(struct exchange *exchange, int64_t *since_ms_out)
{
	static const struct json_shape shape[] = {
		{"since", JSON_KIND_STRING, false, 0},
	};
	const char *since;
	int32_t day;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	*since_ms_out = 0;
	if (status != STATUS_OK)
		return status;
	since = json_get_string(exchange->body, "since");
	if (since == NULL)
		return STATUS_OK;
	if (!clock_parse_date(since, &day))
		return act_refuse(exchange, "/since",
				  "must be a date such as 2026-11-21");
	*since_ms_out = day * DAY_MS;
	return STATUS_OK;
}

static void
put_counts(const struct judging *judging)
{
	struct json_writer *writer = judging->writer;
	uint64_t differing = count_differing(judging);
	json_member_integer(writer, "differing", (int64_t)differing);
	json_member_integer(writer, "entries", (int64_t)judging->entries);
	json_key(writer, "not_judged");
	json_open_object(writer);
	json_member_integer(writer, "erased", (int64_t)judging->erased);
	json_member_integer(writer, "no_policy", (int64_t)judging->unfound);
	json_member_integer(writer, "older", (int64_t)judging->older);
	json_member_integer(writer, "other_age", (int64_t)judging->other_age);
	json_member_integer(writer, "unwritten", (int64_t)judging->unwritten);
	json_close_object(writer);
	json_member_integer(writer, "same", (int64_t)judging->same);
	json_member_bool(writer, "sound",
			 differing == 0 && judging->unfound == 0);
	json_key(writer, "why");
	json_open_object(writer);
	json_member_integer(writer, "chain",
			    (int64_t)judging->differing[WHY_CHAIN]);
	json_member_integer(writer, "consents",
			    (int64_t)judging->differing[WHY_CONSENTS]);
	json_member_integer(writer, "policy",
			    (int64_t)judging->differing[WHY_POLICY]);
	json_close_object(writer);
}

/* All of the log: what the consents were follows from the beginning. */
static enum status
judge_log(struct judging *judging, struct act_answer *answer)
{
	struct exchange *exchange = judging->exchange;
	struct audit_selection selection = {
		.since_ms = INT64_MIN,
		.context = judging,
		.find_key = find_key,
		.visit = judge_event,
		.erased = count_erased,
	};
	act_answer_begin(exchange, answer);
	json_key(&answer->writer, "decisions");
	json_open_array(&answer->writer);
	enum status status = audit_read_everybody(
		&exchange->node->settings.audit, &selection);
	json_close_array(&answer->writer);
	put_counts(judging);
	act_answer_end(exchange, answer);
	return status == STATUS_OK ? judging->failed : status;
}

enum status
act_audit_replay(struct exchange *exchange)
{
	struct act_answer answer;
	struct judging judging = {.exchange = exchange,
				  .policies = {exchange->place->store},
				  .writer = &answer.writer};
	exchange->act_event = "audit";
	enum status status = read_since(exchange, &judging.since_ms);
	if (status == STATUS_OK)
		status = past_consents_open(
			exchange->node, exchange->place->store, &judging.past);
	if (status == STATUS_OK)
		status = judge_log(&judging, &answer);
	past_consents_close(judging.past);
	past_policies_clear(&judging.policies);
	return status;
}
