/*
 * fetch, decide, minimise: the choke point of every answer about a resident,
 * to a partner or to our own users.
 */
#include "daemon/exchange/routes.h"
#include "daemon/exchange/subjects.h"

/* Whom the asker means by `subject->reference`, unknown without a link. */
static enum status
read_linked(struct exchange *exchange, struct arena *arena,
	    struct subject *subject)
{
	struct store *store = exchange->place->store;
	enum status status = exchange_open_snapshot(exchange);
	if (status == STATUS_OK)
		status = store_linked_resident(
			store, arena, exchange->asker.organisation,
			subject->reference, &subject->resident);
	if (status == STATUS_OK)
		status = subjects_read(store, arena,
				       policy_vocabulary(exchange->policy),
				       subject);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status
find_linked_file(struct exchange *exchange, const char *reference,
		 const struct file **file_out)
{
	struct file_cache *files = exchange->place->files;
	const char *partner = exchange->asker.organisation;
	*file_out = file_cache_find(files, partner, reference);
	if (*file_out != NULL)
		return STATUS_OK;
	struct file *file = file_new(partner, reference);
	file->subject.reference = file->reference;
	enum status status = read_linked(exchange, file->arena, &file->subject);
	if (status != STATUS_OK) {
		file_free(file);
		return status;
	}
	file_cache_keep(files, file);
	*file_out = file;
	return STATUS_OK;
}

/* Loops keep what they read; a worker answers too seldom for that. */
static enum status
fetch_one(struct exchange *exchange, const char *reference,
	  struct subject *subject)
{
	subject->reference = reference;
	if (exchange->on_worker)
		return read_linked(exchange, exchange->arena, subject);
	const struct file *file;
	enum status status = find_linked_file(exchange, reference, &file);
	if (status != STATUS_OK)
		return status;
	*subject = file->subject;
	subject->reference = reference;
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
		enum status status = fetch_one(exchange, query->subjects[i],
					       &exchange->subjects[i]);
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
		enum status status = subjects_read(
			exchange->place->store, exchange->arena,
			policy_vocabulary(exchange->policy), subject);
		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

static enum status
fetch_household(struct exchange *exchange)
{
	struct store *store = exchange->place->store;
	enum status status = exchange_open_snapshot(exchange);
	if (status == STATUS_OK)
		status = store_household_find(store, exchange->arena,
					      exchange->wanted_household,
					      &exchange->household);
	if (status == STATUS_OK)
		status = store_members(
			store, exchange->arena, exchange->household.id,
			&exchange->members, &exchange->member_count);
	return status == STATUS_OK ? fetch_members(exchange) : status;
}

void
exchange_enter_gate(struct exchange *exchange)
{
	if (exchange->in_gate)
		return;
	exchange->gate_pass = gate_enter(exchange->node->gate);
	exchange->in_gate = true;
}

enum status
exchange_open_snapshot(struct exchange *exchange)
{
	if (exchange->in_snapshot)
		return STATUS_OK;
	/* Before the snapshot: a withdrawal that commits later waits for us. */
	exchange_enter_gate(exchange);
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
	enum status status = route_answers(exchange->route)
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
