/*
 * The decisions in the access log, made again under a policy that the privacy
 * officer sends: who would have gained by it, and who would have lost.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/replay_groups.h"
#include "daemon/exchange/sent_policy.h"
#include "eenplan/base/clock.h"
#include "eenplan/policy/replay.h"

#define DAY_MS (24 * 3600 * 1000LL)

struct judging {
	struct exchange *exchange;
	const struct policy *policy;
	struct replay_groups *groups;
	const struct audit_event *event; /* the one that is judged */
	struct replay_tally tally;
	uint64_t entries; /* that were judged */
	uint64_t older;	  /* that don't have what was decided */
	uint64_t erased;
	bool gains;
	bool loses;
};

static void
count_change(void *context, const struct replay_change *change)
{
	struct judging *judging = context;
	const struct audit_event *event = judging->event;
	const struct replay_group seen = {
		.organisation = event->organisation,
		.domain = change->to,
		.role = event->role,
		.purpose = event->purpose,
		.category = change->category,
		.gained = change->gained,
		.lost = change->lost,
	};

	judging->gains = judging->gains || *change->gained != '\0';
	judging->loses = judging->loses || *change->lost != '\0';
	replay_groups_add(judging->groups, &seen);
}

static enum status
find_key(void *context, const char *key_id, struct box_key *key_out)
{
	const struct judging *judging = context;

	return node_log_key(judging->exchange->node,
			    judging->exchange->place->store, key_id, key_out);
}

/* Was something decided, so that an entry without it lacks it? */
static bool
was_decided(const struct audit_event *event)
{
	return event->outcome != NULL &&
	       (strcmp(event->outcome, "permitted") == 0 ||
		strcmp(event->outcome, "withheld") == 0);
}

static bool
judge_event(void *context, struct arena *arena, const struct audit_event *event)
{
	struct judging *judging = context;

	if (event == NULL) {
		judging->erased++;
		return true;
	}
	if (event->decided == NULL || event->role == NULL ||
	    event->purpose == NULL || event->organisation == NULL) {
		judging->older += was_decided(event);
		return true;
	}

	const struct replay_entry entry = {
		.minutes = event->decided,
		.role = event->role,
		.purpose = event->purpose,
		.day = clock_day_of_ms(event->time_ms),
	};

	judging->event = event;
	if (replay_judge(arena, judging->policy, &entry, count_change, judging,
			 &judging->tally) == STATUS_OK)
		judging->entries++;
	else
		judging->older++;
	return true;
}

static const char *
verdict_of(const struct judging *judging)
{
	return judging->gains && judging->loses ? "both"
	       : judging->gains			? "more"
	       : judging->loses			? "less"
						: "same";
}

static void
put_groups(struct json_writer *writer, const struct judging *judging)
{
	size_t count;
	const struct replay_group *list =
		replay_groups_list(judging->groups, &count);

	json_key(writer, "groups");
	json_open_array(writer);
	for (size_t i = 0; i < count; i++) {
		const struct replay_group *group = &list[i];

		json_open_object(writer);
		json_member_string(writer, "category", group->category);
		json_member_integer(writer, "decisions",
				    (int64_t)group->decisions);
		json_member_string(writer, "domain", group->domain);
		json_member_string(writer, "gained", group->gained);
		json_member_string(writer, "lost", group->lost);
		json_member_string(writer, "organisation", group->organisation);
		json_member_string_if(
			writer, "organisation_name",
			act_organisation_name(judging->exchange,
					      group->organisation));
		json_member_string(writer, "purpose", group->purpose);
		json_member_string(writer, "role", group->role);
		json_close_object(writer);
	}
	json_close_array(writer);
}

static void
answer_with(const struct judging *judging)
{
	const struct replay_tally *tally = &judging->tally;
	struct act_answer answer;
	struct json_writer *writer = &answer.writer;

	act_answer_begin(judging->exchange, &answer);
	json_member_integer(writer, "changed", (int64_t)tally->changed);
	json_member_string(writer, "digest", policy_digest(judging->policy));
	json_member_integer(writer, "entries", (int64_t)judging->entries);
	put_groups(writer, judging);
	json_key(writer, "not_judged");
	json_open_object(writer);
	json_member_integer(writer, "erased", (int64_t)judging->erased);
	json_member_integer(writer, "older", (int64_t)judging->older);
	json_member_integer(writer, "unknown_words", (int64_t)tally->strange);
	json_member_integer(writer, "unwritten", (int64_t)tally->unwritten);
	json_close_object(writer);
	json_member_string(writer, "running",
			   policy_digest(judging->exchange->policy));
	json_member_integer(writer, "same", (int64_t)tally->same);
	json_member_integer(writer, "unlisted",
			    (int64_t)replay_groups_unlisted(judging->groups));
	json_member_string(writer, "verdict", verdict_of(judging));
	act_answer_end(judging->exchange, &answer);
}

static enum status
read_since(struct exchange *exchange, int64_t *since_ms_out)
{
	const char *since = json_get_string(exchange->body, "since");
	int32_t day;

	*since_ms_out = 0;
	if (since == NULL)
		return STATUS_OK;
	if (!clock_parse_date(since, &day)) {
		fault_set(&exchange->fault, "/since",
			  "must be a date such as 2026-11-21");
		return STATUS_INVALID;
	}
	*since_ms_out = day * DAY_MS;
	return STATUS_OK;
}

static enum status
judge_log(struct exchange *exchange, const struct policy *policy,
	  int64_t since_ms)
{
	static const char *const events[] = {"answer", "ask", "emergency"};
	struct judging judging = {
		.exchange = exchange,
		.policy = policy,
		.groups = replay_groups_new(exchange->arena),
	};
	struct audit_selection selection = {
		.since_ms = since_ms,
		.events = events,
		.event_count = COUNT_OF(events),
		.context = &judging,
		.find_key = find_key,
		.visit = judge_event,
	};
	enum status status = audit_read_everybody(
		&exchange->node->settings.audit, &selection);

	if (status == STATUS_OK)
		answer_with(&judging);
	return status;
}

enum status
act_policy_replay(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		SENT_POLICY_FILES,
		{"since", JSON_KIND_STRING, false, 0},
	};
	struct policy *policy = NULL;
	int64_t since_ms;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);

	exchange->act_event = "audit";
	if (status == STATUS_OK)
		status = read_since(exchange, &since_ms);
	if (status == STATUS_OK)
		status = sent_policy_load(exchange, &policy);
	if (status == STATUS_OK)
		status = judge_log(exchange, policy, since_ms);
	policy_free(policy);
	return status;
}
