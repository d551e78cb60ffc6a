/*
 * One of our own users opens an emergency, with a reason.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/emergency.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

#define MINUTE_MS (60 * 1000LL)
#define DAY_MS	  (24 * 60 * MINUTE_MS)

static enum status
read_wish(struct exchange *exchange, int64_t *minutes_out)
{
	static const struct json_shape shape[] = {
		{"household", JSON_KIND_STRING, true, 0},
		{"minutes", JSON_KIND_INTEGER, false, 0},
		{"reason", JSON_KIND_STRING, true, LIMIT_TEXT_BYTES},
		{"role", JSON_KIND_STRING, false, 0},
	};
	int64_t most = exchange->node->settings.emergency_minutes;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = act_check_words(exchange, "reason");
	if (status != STATUS_OK)
		return status;
	*minutes_out = json_get_integer(exchange->body, "minutes", most);
	if (*minutes_out >= 1 && *minutes_out <= most)
		return STATUS_OK;
	return act_refuse(exchange, "/minutes",
			  "must be 1 to %lld at this node", (long long)most);
}

static enum status
find_household(struct exchange *exchange)
{
	struct store *store = exchange->place->store;
	enum status status = store_household_find(
		store, exchange->arena,
		json_get_string(exchange->body, "household"),
		&exchange->household);
	if (status == STATUS_OK)
		status = store_members(
			store, exchange->arena, exchange->household.id,
			&exchange->members, &exchange->member_count);
	if (status != STATUS_OK)
		return status;
	exchange->act_subjects = ARENA_ARRAY(
		exchange->arena, exchange->member_count, struct store_resident);
	for (size_t i = 0; i < exchange->member_count; i++)
		exchange->act_subjects[i] = exchange->members[i].resident;
	exchange->act_subject_count = exchange->member_count;
	return STATUS_OK;
}

/* In the transaction that adds one more: nobody opens two at once. */
static enum status
check_quota(struct exchange *exchange)
{
	int64_t count;
	enum status status = store_emergency_count_of(
		exchange->place->store, exchange->node->settings.organisation,
		exchange->asker.user, exchange->now_ms - DAY_MS, &count);
	if (status != STATUS_OK || count < LIMIT_EMERGENCIES_PER_DAY)
		return status;
	log_warning("user opens too many emergencies", "user=%s most=%d",
		    exchange->asker.user, LIMIT_EMERGENCIES_PER_DAY);
	fault_set(&exchange->fault, "",
		  "you opened %d emergencies in 24 hours, which is the most "
		  "that one user can",
		  LIMIT_EMERGENCIES_PER_DAY);
	return STATUS_TOO_OFTEN;
}

static enum status
check_policy_has_emergencies(struct exchange *exchange)
{
	if (vocabulary_find(policy_vocabulary(exchange->policy),
			    VOCABULARY_PURPOSE,
			    STATEMENT_EMERGENCY) != VOCABULARY_UNKNOWN)
		return STATUS_OK;
	return act_refuse(exchange, "",
			  "this node's policy has no purpose \"emergency\", so "
			  "nothing is shared for it");
}

static enum status
add(struct exchange *exchange, int64_t minutes)
{
	char *id = arena_alloc(exchange->arena, UUID_TEXT_BYTES);
	random_uuid(id);
	/* Ask statements have whole seconds: both nodes have the same end. */
	int64_t now_ms = exchange->now_ms / 1000 * 1000;
	exchange->emergency = (struct store_emergency){
		.id = id,
		.organisation = exchange->node->settings.organisation,
		.statement = id,
		.user = exchange->asker.user,
		.role = exchange->asker.role,
		.household = exchange->household.id,
		.plan = exchange->household.plan,
		.reason = json_get_string(exchange->body, "reason"),
		.opened_ms = now_ms,
		.until_ms = now_ms + minutes * MINUTE_MS,
	};
	exchange->asker.purpose = STATEMENT_EMERGENCY;
	return store_emergency_add(exchange->place->store,
				   &exchange->emergency);
}

/* Also of members about whom nothing is then seen: it was about them. */
static enum status
add_members(struct exchange *exchange)
{
	enum status status = STATUS_OK;
	for (size_t i = 0; i < exchange->member_count && status == STATUS_OK;
	     i++)
		status = store_emergency_give(
			exchange->place->store, exchange->emergency.id,
			&(struct store_emergency_given){
				.resident = exchange->members[i].resident.id,
				.category = ""});
	return status;
}

enum status
act_emergency_open(struct exchange *exchange)
{
	int64_t minutes;
	exchange->act_event = "emergency";
	enum status status = read_wish(exchange, &minutes);
	if (status == STATUS_OK)
		status = check_policy_has_emergencies(exchange);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	if (status == STATUS_OK)
		status = find_household(exchange);
	if (status == STATUS_OK)
		status = check_quota(exchange);
	if (status == STATUS_OK)
		status = add(exchange, minutes);
	if (status == STATUS_OK)
		status = add_members(exchange);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_member_string(&answer.writer, "emergency", exchange->emergency.id);
	json_member_string(&answer.writer, "household", exchange->household.id);
	json_member_string(&answer.writer, "role", exchange->asker.role);
	json_member_time(&answer.writer, "until", exchange->emergency.until_ms);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}
