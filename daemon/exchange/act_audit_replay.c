/*
 * The decisions in the access log, made again under the policy of that moment
 * and with what the consents said then, as the minutes have it: each must come
 * out as it is recorded. One that doesn't was not decided by these rules.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/policy_shelf.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "eenplan/policy/replay.h"

#define DAY_MS (24 * 3600 * 1000LL)

struct judging {
	struct exchange *exchange;
	struct policy_shelf shelf;
	struct json_writer *writer; /* of the list of those that differ */
	const struct audit_event *event;
	bool differs;
	struct replay_tally tally;
	uint64_t entries; /* that were judged */
	uint64_t differing;
	uint64_t erased;
	uint64_t older;	  /* that don't have what was decided */
	uint64_t unfound; /* whose policy isn't on file */
};

static void
note_change(void *context, const struct replay_change *change)
{
	struct judging *judging = context;
	(void)change;
	judging->differs = true;
}

/* Which one, for who looks it up; not about whom. */
static void
put_differing(struct judging *judging)
{
	const struct audit_event *event = judging->event;
	judging->differing++;
	if (judging->differing > LIMIT_REPLAY_DIFFERING)
		return;
	json_open_object(judging->writer);
	json_member_string(judging->writer, "policy", event->policy_digest);
	json_member_string(judging->writer, "request", event->request);
	json_member_time(judging->writer, "time", event->time_ms);
	json_close_object(judging->writer);
}

static bool
was_decided(const struct audit_event *event)
{
	return event->decided != NULL && event->role != NULL &&
	       event->purpose != NULL && event->policy_digest != NULL;
}

static bool
judge_event(void *context, struct arena *arena, const struct audit_event *event)
{
	struct judging *judging = context;
	if (event == NULL) {
		judging->erased++;
		return true;
	}
	if (!was_decided(event)) {
		judging->older += event->decided != NULL;
		return true;
	}
	const struct policy *policy = policy_shelf_find(
		&judging->shelf, judging->exchange->place->store,
		event->policy_digest);
	if (policy == NULL) {
		judging->unfound++;
		return true;
	}
	const struct replay_entry entry = {
		.minutes = event->decided,
		.role = event->role,
		.purpose = event->purpose,
		.day = clock_day_of_ms(event->time_ms),
	};
	size_t strange = judging->tally.strange;
	judging->event = event;
	judging->differs = false;
	enum status status = replay_judge(arena, policy, &entry, note_change,
					  judging, &judging->tally);
	judging->entries++;
	/* Its own policy knew each of its words. */
	if (status != STATUS_OK || judging->differs ||
	    judging->tally.strange != strange)
		put_differing(judging);
	return true;
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
	json_member_integer(writer, "differing", (int64_t)judging->differing);
	json_member_integer(writer, "entries", (int64_t)judging->entries);
	json_key(writer, "not_judged");
	json_open_object(writer);
	json_member_integer(writer, "erased", (int64_t)judging->erased);
	json_member_integer(writer, "no_policy", (int64_t)judging->unfound);
	json_member_integer(writer, "older", (int64_t)judging->older);
	json_member_integer(writer, "unwritten",
			    (int64_t)judging->tally.unwritten);
	json_close_object(writer);
	json_member_integer(writer, "same", (int64_t)judging->tally.same);
	json_member_bool(writer, "sound",
			 judging->differing == 0 && judging->unfound == 0);
}

enum status
act_audit_replay(struct exchange *exchange)
{
	static const char *const events[] = {"answer", "ask", "emergency"};
	struct judging judging = {.exchange = exchange};
	struct audit_selection selection = {
		.events = events,
		.event_count = COUNT_OF(events),
		.context = &judging,
		.find_key = find_key,
		.visit = judge_event,
	};
	exchange->act_event = "audit";
	enum status status = read_since(exchange, &selection.since_ms);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	judging.writer = &answer.writer;
	json_key(&answer.writer, "decisions");
	json_open_array(&answer.writer);
	status = audit_read_everybody(&exchange->node->settings.audit,
				      &selection);
	json_close_array(&answer.writer);
	put_counts(&judging);
	act_answer_end(exchange, &answer);
	policy_shelf_clear(&judging.shelf);
	return status;
}
