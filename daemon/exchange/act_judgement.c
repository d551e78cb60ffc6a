/*
 * The privacy officer's list of emergencies: those of our own users, and those
 * that partners' users opened about our residents. A judgement stays here: the
 * other side has its own officer.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/emergency.h"

/* One resident: the first `count` of `given` are about them. */
static enum status
put_resident(struct exchange *exchange, struct json_writer *writer,
	     const struct store_emergency_given *given, size_t count)
{
	struct store_resident resident;
	enum status status =
		store_resident_find(exchange->place->store, exchange->arena,
				    given->resident, &resident);
	if (status != STATUS_OK)
		return status;
	box_key_wipe(&resident.log_key);
	json_open_object(writer);
	json_key(writer, "categories");
	json_open_array(writer);
	for (size_t i = 0; i < count; i++)
		if (given[i].category[0] != '\0')
			json_put_string(writer, given[i].category);
	json_close_array(writer);
	json_member_string(writer, "handle", resident.handle);
	json_member_string(writer, "id", resident.id);
	json_close_object(writer);
	return STATUS_OK;
}

/* `given` is by resident. */
static enum status
put_residents(struct exchange *exchange, struct json_writer *writer,
	      const struct store_emergency_given *given, size_t count)
{
	enum status status = STATUS_OK;
	json_key(writer, "residents");
	json_open_array(writer);
	for (size_t i = 0, end; i < count && status == STATUS_OK; i = end) {
		for (end = i + 1; end < count; end++)
			if (strcmp(given[end].resident, given[i].resident) != 0)
				break;
		status = put_resident(exchange, writer, &given[i], end - i);
	}
	json_close_array(writer);
	return status;
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
		status = act_check_words(exchange, "note");
	if (status != STATUS_OK)
		return status;
	*judgement_out = json_get_string(exchange->body, "judgement");
	if (strcmp(*judgement_out, "justified") == 0 ||
	    strcmp(*judgement_out, "unjustified") == 0)
		return STATUS_OK;
	return act_refuse(exchange, "/judgement",
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
