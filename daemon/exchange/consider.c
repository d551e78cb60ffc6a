/*
 * fetch, decide, minimise: the choke point of every answer about a resident,
 * to a partner or to our own users.
 */
#include "daemon/exchange/routes.h"

static enum status
fetch_file(struct exchange *exchange, struct subject *subject)
{
	struct store *store = exchange->place->store;
	const char *resident = subject->resident.id;
	struct record *records;
	struct consent *consents;
	const struct store_wanted wanted = {exchange->query.categories,
					    exchange->query.category_count};
	enum status status =
		store_records(store, exchange->arena, resident, &wanted,
			      &records, &subject->record_count);
	if (status == STATUS_OK)
		status = store_consents(store, exchange->arena, resident, false,
					&consents, &subject->consent_count);
	if (status != STATUS_OK)
		return status;
	subject->records = records;
	subject->consents = consents;
	subject->known = true;
	return STATUS_OK;
}

/* A partner's references: those that it has no link for stay unknown. */
static enum status
fetch_linked(struct exchange *exchange)
{
	const struct query *query = &exchange->query;
	exchange->subjects = ARENA_ARRAY(exchange->arena, query->subject_count,
					 struct subject);
	exchange->subject_count = query->subject_count;
	for (size_t i = 0; i < query->subject_count; i++) {
		struct subject *subject = &exchange->subjects[i];
		subject->reference = query->subjects[i];
		enum status status = store_linked_resident(
			exchange->place->store, exchange->arena,
			exchange->asker.organisation, subject->reference,
			&subject->resident);
		if (status == STATUS_OK)
			status = fetch_file(exchange, subject);
		else if (status == STATUS_NOT_FOUND)
			status = STATUS_OK;
		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

static enum status
fetch_members(struct exchange *exchange)
{
	exchange->subjects = ARENA_ARRAY(
		exchange->arena, exchange->member_count, struct subject);
	exchange->subject_count = exchange->member_count;
	for (size_t i = 0; i < exchange->member_count; i++) {
		struct subject *subject = &exchange->subjects[i];
		subject->resident = exchange->members[i].resident;
		subject->reference = subject->resident.id;
		enum status status = fetch_file(exchange, subject);
		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

static enum status
fetch_household(struct exchange *exchange)
{
	struct store *store = exchange->place->store;
	enum status status = store_household_find(store, exchange->arena,
						  exchange->wanted_household,
						  &exchange->household);
	if (status == STATUS_OK)
		status = store_members(
			store, exchange->arena, exchange->household.id,
			&exchange->members, &exchange->member_count);
	return status == STATUS_OK ? fetch_members(exchange) : status;
}

enum status
exchange_open_snapshot(struct exchange *exchange)
{
	if (exchange->in_snapshot)
		return STATUS_OK;
	/* Before the snapshot: a withdrawal that commits later waits for us. */
	exchange->gate_pass = gate_enter(exchange->node->gate);
	exchange->in_gate = true;
	enum status status = store_begin(exchange->place->store);
	exchange->in_snapshot = status == STATUS_OK;
	return status;
}

void
exchange_close_snapshot(struct exchange *exchange)
{
	if (exchange->in_snapshot)
		store_rollback(exchange->place->store);
	exchange->in_snapshot = false;
}

enum status
step_fetch(struct exchange *exchange)
{
	enum status status = exchange_open_snapshot(exchange);
	if (status != STATUS_OK)
		return status;
	status = exchange->route->story == STORY_ANSWER
			 ? fetch_linked(exchange)
			 : fetch_household(exchange);
	exchange_close_snapshot(exchange);
	return status;
}

enum status
step_decide(struct exchange *exchange)
{
	exchange->verdicts = ARENA_ARRAY(
		exchange->arena, exchange->subject_count, struct verdict);
	for (size_t i = 0; i < exchange->subject_count; i++)
		exchange->verdicts[i] = judge(
			exchange->arena, exchange->policy, exchange->prepared,
			&exchange->asker, &exchange->subjects[i]);
	return STATUS_OK;
}

enum status
step_minimise(struct exchange *exchange)
{
	exchange->parcel = minimise(
		exchange->arena, exchange->policy, exchange->prepared,
		exchange->verdicts, exchange->subject_count,
		exchange->query.categories, exchange->query.category_count);
	return STATUS_OK;
}
