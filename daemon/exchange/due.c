#include "daemon/exchange/due.h"

#include "daemon/exchange/routes.h"

int32_t
due_asked_by(const struct exchange *exchange)
{
	return exchange->asker.day - exchange->node->settings.involvement_days;
}

bool
due_is_empty(const struct due *due)
{
	return due->consent_count == 0 && due->asked.count == 0;
}

/* Nothing is asked of the dead, and nothing about them any more. */
static enum status
read_asked(struct exchange *exchange, const struct store_resident *resident,
	   bool deceased, struct due *due)
{
	return deceased ? STATUS_OK
			: store_asked(exchange->place->store, resident->id,
				      due_asked_by(exchange), &due->asked);
}

static bool
lacks_givers_now(const struct due *due, int32_t day)
{
	for (size_t i = 0; i < due->consent_count; i++)
		if (due->consents[i].why == CONSENT_DUE_GIVER &&
		    due->consents[i].day <= day)
			return true;
	return false;
}

enum status
due_read(struct exchange *exchange, struct arena *arena,
	 const struct store_resident *resident, int32_t within_days,
	 struct due *due_out)
{
	struct store *store = exchange->place->store;
	struct circumstances circumstances;
	struct consent *consents;
	size_t count;
	*due_out = (struct due){0};
	enum status status =
		store_circumstances(store, arena, resident, &circumstances);
	if (status == STATUS_OK)
		status = store_consents(store, arena, resident->id, false,
					&consents, &count);
	if (status == STATUS_OK)
		status = read_asked(exchange, resident, circumstances.deceased,
				    due_out);
	if (status != STATUS_OK)
		return status;
	const struct consent_due_question question = {
		.file = consent_file_new(arena,
					 policy_vocabulary(exchange->policy),
					 &circumstances, consents, count),
		.records = consents,
		.count = count,
		.day = exchange->asker.day,
		.within_days = within_days,
	};
	due_out->consent_count =
		consent_due_list(arena, &question, &due_out->consents);
	due_out->review_day = lacks_givers_now(due_out, question.day)
				      ? question.day
				      : consent_due_review(&question);
	return STATUS_OK;
}

enum status
due_count(struct exchange *exchange, int64_t *count_out)
{
	enum status status = STATUS_OK;
	*count_out = -1;
	if (!route_permits(ROUTE_CONSENT_DUE, exchange->asker.role))
		return STATUS_OK;
	*count_out = 0;
	for (size_t i = 0; i < exchange->member_count && status == STATUS_OK;
	     i++) {
		struct arena *arena = arena_new();
		struct due due;
		status = due_read(exchange, arena,
				  &exchange->members[i].resident,
				  exchange->node->settings.consent_days, &due);
		if (status == STATUS_OK)
			*count_out += (int64_t)due.consent_count +
				      (due.asked.count > 0);
		arena_free(arena);
	}
	return status;
}
