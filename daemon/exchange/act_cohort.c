/*
 * Cohorts: the residents of a pilot, and no more than it may have.
 */
#include "daemon/exchange/act.h"
#include "daemon/store/reports.h"
#include "eenplan/base/limits.h"

static void
put_cohort(struct json_writer *writer, const struct store_cohort *cohort)
{
	json_open_object(writer);
	json_member_integer(writer, "cap", cohort->cap);
	json_member_time(writer, "made", cohort->made_ms);
	json_member_string(writer, "made_by", cohort->made_by);
	json_member_string(writer, "name", cohort->name);
	json_member_integer(writer, "residents", cohort->count);
	json_close_object(writer);
}

static enum status
answer_with(struct exchange *exchange, const char *name)
{
	struct store_cohort cohort;
	enum status status = store_cohort_find(exchange->place->store,
					       exchange->arena, name, &cohort);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "cohort");
	put_cohort(&answer.writer, &cohort);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}

enum status
act_cohort_make(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"cap", JSON_KIND_INTEGER, false, 0},
		{"name", JSON_KIND_STRING, true, LIMIT_COHORT_NAME_BYTES},
	};
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status != STATUS_OK)
		return status;
	const struct store_cohort cohort = {
		.name = json_get_string(exchange->body, "name"),
		.cap = json_get_integer(exchange->body, "cap",
					LIMIT_COHORT_USUAL),
		.made_by = exchange->asker.user,
		.made_ms = exchange->now_ms,
	};
	if (cohort.name[0] == '\0' || cohort.cap < 1 ||
	    cohort.cap > LIMIT_COHORT) {
		fault_set(&exchange->fault,
			  cohort.name[0] == '\0' ? "/name" : "/cap",
			  "a cohort needs a name, and room for 1 to %d "
			  "residents",
			  LIMIT_COHORT);
		return STATUS_INVALID;
	}
	status = act_begin(exchange);
	if (status == STATUS_OK)
		status = store_cohort_make(exchange->place->store, &cohort);
	if (status == STATUS_CONFLICT)
		fault_set(&exchange->fault, "/name",
			  "is the name of another cohort; take another");
	if (status != STATUS_OK)
		return status;
	exchange->act_event = "change";
	return answer_with(exchange, cohort.name);
}

enum status
act_cohort_add(struct exchange *exchange)
{
	static const struct json_shape shape[] = {
		{"cohort", JSON_KIND_STRING, true, LIMIT_COHORT_NAME_BYTES},
		{"resident", JSON_KIND_STRING, true, 0},
	};
	const struct store_resident *resident;
	enum status status = json_check_shape(
		exchange->body, shape, COUNT_OF(shape), "", &exchange->fault);
	if (status == STATUS_OK)
		status = act_begin(exchange);
	if (status == STATUS_OK)
		status = act_resident(exchange, "resident", &resident);
	if (status != STATUS_OK)
		return status;
	const char *name = json_get_string(exchange->body, "cohort");
	status = store_cohort_add(exchange->place->store, exchange->arena, name,
				  resident->id, exchange->now_ms);
	if (status == STATUS_NOT_FOUND)
		fault_set(
			&exchange->fault, "/cohort",
			"no cohort of this node has that name; make it first");
	if (status == STATUS_TOO_LARGE)
		fault_set(&exchange->fault, "/cohort",
			  "is full: it has as many residents as it may have");
	if (status == STATUS_CONFLICT)
		fault_set(&exchange->fault, "/resident",
			  "is in that cohort already");
	if (status == STATUS_TOO_LARGE)
		status = STATUS_CONFLICT;
	if (status != STATUS_OK)
		return status;
	exchange->act_event = "change";
	return answer_with(exchange, name);
}

enum status
tell_cohort_list(struct exchange *exchange)
{
	struct store_cohort *cohorts;
	size_t count;
	enum status status = store_cohort_list(
		exchange->place->store, exchange->arena, &cohorts, &count);
	if (status != STATUS_OK)
		return status;
	struct act_answer answer;
	act_answer_begin(exchange, &answer);
	json_key(&answer.writer, "cohorts");
	json_open_array(&answer.writer);
	for (size_t i = 0; i < count; i++)
		put_cohort(&answer.writer, &cohorts[i]);
	json_close_array(&answer.writer);
	act_answer_end(exchange, &answer);
	return STATUS_OK;
}
