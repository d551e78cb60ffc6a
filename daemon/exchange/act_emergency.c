/*
 * Emergencies: opened by one of our own users with a reason, and judged by a
 * privacy officer, who also sees and judges those that partners opened about
 * our residents. A judgement stays here: the other side has its own.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/emergency.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

#define MINUTE_MS (60 * 1000LL)
#define DAY_MS	  (24 * 60 * MINUTE_MS)

static enum status
refuse(struct exchange *exchange, const char *where, const char *text)
{
	fault_set(&exchange->fault, where, "%s", text);
	return STATUS_INVALID;
}

/* A text of the user's own that must say why. */
static enum status
check_words(struct exchange *exchange, const char *key)
{
	if (statement_is_reason(json_get_string(exchange->body, key)))
		return STATUS_OK;
	return refuse(exchange, arena_printf(exchange->arena, "/%s", key),
		      arena_printf(exchange->arena,
				   "must say why, on one line of %d to %d "
				   "characters",
				   LIMIT_REASON_LEAST_CHARACTERS,
				   LIMIT_REASON_CHARACTERS));
}

/* --- open --- */

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
		status = check_words(exchange, "reason");
	if (status != STATUS_OK)
		return status;
	*minutes_out = json_get_integer(exchange->body, "minutes", most);
	if (*minutes_out >= 1 && *minutes_out <= most)
		return STATUS_OK;
	return refuse(exchange, "/minutes",
		      arena_printf(exchange->arena,
				   "must be 1 to %lld at this node",
				   (long long)most));
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
	return refuse(exchange, "",
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

/* --- review --- */

/* `given` is by resident; of each the empty category first. */
static enum status
put_residents(struct exchange *exchange, struct json_writer *writer,
	      const struct store_emergency_given *given, size_t count)
{
	json_key(writer, "residents");
	json_open_array(writer);
	for (size_t i = 0; i < count;) {
		const char *id = given[i].resident;
		const char **categories =
			ARENA_ARRAY(exchange->arena, count, const char *);
		size_t category_count = 0;
		struct store_resident resident;
		enum status status = store_resident_find(
			exchange->place->store, exchange->arena, id, &resident);
		if (status != STATUS_OK)
			return status;
		box_key_wipe(&resident.log_key);
		for (; i < count && strcmp(given[i].resident, id) == 0; i++)
			if (given[i].category[0] != '\0')
				categories[category_count++] =
					given[i].category;
		json_open_object(writer);
		json_member_strings(writer, "categories", categories,
				    category_count);
		json_member_string(writer, "handle", resident.handle);
		json_member_string(writer, "id", resident.id);
		json_close_object(writer);
	}
	json_close_array(writer);
	return STATUS_OK;
}

static void
put_judgement(struct json_writer *writer,
	      const struct store_emergency *emergency)
{
	if (emergency->judged_ms == 0)
		return;
	json_member_time(writer, "judged", emergency->judged_ms);
	json_member_string(writer, "judged_by", emergency->judged_by);
}

static enum status
put_emergency(struct exchange *exchange, struct json_writer *writer,
	      const struct store_emergency *emergency)
{
	struct store_emergency_given *given;
	size_t count;
	enum status status =
		store_emergency_given(exchange->place->store, exchange->arena,
				      emergency->id, &given, &count);
	if (status != STATUS_OK)
		return status;
	json_open_object(writer);
	json_member_string_if(writer, "household", emergency->household);
	json_member_string(writer, "id", emergency->id);
	put_judgement(writer, emergency);
	json_member_string_if(writer, "note", emergency->note);
	json_member_time(writer, "opened", emergency->opened_ms);
	json_member_string(writer, "organisation", emergency->organisation);
	json_member_string_if(
		writer, "organisation_name",
		act_organisation_name(exchange, emergency->organisation));
	json_member_string(writer, "reason", emergency->reason);
	status = put_residents(exchange, writer, given, count);
	json_member_string(writer, "role", emergency->role);
	json_member_string(writer, "state", emergency_state(emergency));
	json_member_time(writer, "until", emergency->until_ms);
	json_member_string(writer, "user", emergency->user);
	json_close_object(writer);
	return status;
}

enum status
act_emergency_review(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"all", JSON_KIND_BOOL, false, 0},
	};
	struct store *store = exchange->place->store;
	struct store_emergency *emergencies;
	size_t count;
	int64_t waiting;
	exchange->act_event = "audit";
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = store_emergencies(
			store, exchange->arena,
			json_get_bool(exchange->body, "all", false),
			&emergencies, &count);
	if (status == STATUS_OK)
		status = store_emergency_count_waiting(store, &waiting);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "emergencies");
	json_open_array(&answer.writer);
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = put_emergency(exchange, &answer.writer,
				       &emergencies[i]);
	json_close_array(&answer.writer);
	json_member_integer(&answer.writer, "waiting", waiting);
	act_answer_end(exchange, &answer);
	return status;
}

/* --- judge --- */

static enum status
read_judgement(struct exchange *exchange, const char **judgement_out)
{
	static const struct json_shape shape[] = {
		{"emergency", JSON_KIND_STRING, true, 0},
		{"judgement", JSON_KIND_STRING, true, 0},
		{"note", JSON_KIND_STRING, true, LIMIT_TEXT_BYTES},
	};
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = check_words(exchange, "note");
	if (status != STATUS_OK)
		return status;
	*judgement_out = json_get_string(exchange->body, "judgement");
	if (strcmp(*judgement_out, "justified") == 0 ||
	    strcmp(*judgement_out, "unjustified") == 0)
		return STATUS_OK;
	return refuse(exchange, "/judgement",
		      "must be justified or unjustified");
}

/* Which one, and may this officer? */
static enum status
find_to_judge(struct exchange *exchange, struct store_emergency *emergency)
{
	enum status status = store_emergency_find(
		exchange->place->store, exchange->arena,
		json_get_string(exchange->body, "emergency"), emergency);
	if (status != STATUS_OK)
		return status;
	if (strcmp(emergency->organisation,
		   exchange->node->settings.organisation) == 0 &&
	    strcmp(emergency->user, exchange->asker.user) == 0) {
		fault_set(&exchange->fault, "/emergency",
			  "was opened by you: another privacy officer judges "
			  "it");
		return STATUS_FORBIDDEN;
	}
	if (emergency->judged_ms != 0) {
		fault_set(&exchange->fault, "/emergency",
			  "was judged before, and that is final");
		return STATUS_CONFLICT;
	}
	return STATUS_OK;
}

/* Each of those whom it was about hears of the judgement in their own log. */
static enum status
note_subjects(struct exchange *exchange, const char *emergency)
{
	struct store *store = exchange->place->store;
	struct store_emergency_given *given;
	size_t count;
	enum status status = store_emergency_given(store, exchange->arena,
						   emergency, &given, &count);
	if (status != STATUS_OK)
		return status;
	exchange->act_subjects =
		ARENA_ARRAY(exchange->arena, count, struct store_resident);
	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		if (given[i].category[0] == '\0')
			status = store_resident_find(
				store, exchange->arena, given[i].resident,
				&exchange->act_subjects
					 [exchange->act_subject_count++]);
	return status;
}

enum status
act_emergency_judge(struct exchange *exchange)
{
	struct store_emergency emergency;
	const char *judgement;
	exchange->act_event = "judgement";
	enum status status = read_judgement(exchange, &judgement);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	if (status == STATUS_OK)
		status = find_to_judge(exchange, &emergency);
	if (status == STATUS_OK)
		status = note_subjects(exchange, emergency.id);
	if (status != STATUS_OK)
		return status;
	emergency.judgement = judgement;
	emergency.judged_by = exchange->asker.user;
	emergency.judged_ms = exchange->now_ms;
	emergency.note = json_get_string(exchange->body, "note");
	exchange->emergency = emergency;
	exchange->act_outcome = judgement;
	exchange->act_reason = emergency.note;
	status = store_emergency_judge(exchange->place->store, &emergency);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "emergencies");
	json_open_array(&answer.writer);
	status = put_emergency(exchange, &answer.writer, &emergency);
	json_close_array(&answer.writer);
	act_answer_end(exchange, &answer);
	return status;
}
