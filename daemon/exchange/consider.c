/*
 * fetch, decide, minimise: the choke point of every answer about a resident,
 * to a partner or to our own users.
 */
#include "daemon/exchange/routes.h"

/* Everything on file: what wasn't asked for is left out when it is judged. */
static enum status
read_file(struct store *store, struct arena *arena, const char *resident,
	  struct file *file)
{
	struct record *records;
	struct consent *consents;
	enum status status = store_records(store, arena, resident, &records,
					   &file->record_count);
	if (status == STATUS_OK)
		status = store_consents(store, arena, resident, false,
					&consents, &file->consent_count);
	if (status != STATUS_OK)
		return status;
	file->records = records;
	file->consents = consents;
	file->is_found = true;
	return STATUS_OK;
}

static enum status
read_linked_file(struct exchange *exchange, struct file *file)
{
	struct store *store = exchange->place->store;
	enum status status = exchange_open_snapshot(exchange);
	if (status == STATUS_OK)
		status =
			store_linked_resident(store, file->arena, file->partner,
					      file->reference, &file->resident);
	if (status == STATUS_OK)
		status = read_file(store, file->arena, file->resident.id, file);
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
	enum status status = read_linked_file(exchange, file);
	if (status != STATUS_OK) {
		file_free(file);
		return status;
	}
	file_cache_keep(files, file);
	*file_out = file;
	return STATUS_OK;
}

/* Borrows from `file`. */
static struct subject
subject_of(const char *reference, const struct file *file)
{
	struct subject subject = {.reference = reference,
				  .known = file->is_found};
	if (!subject.known)
		return subject;
	subject.resident = file->resident;
	subject.records = file->records;
	subject.record_count = file->record_count;
	subject.consents = file->consents;
	subject.consent_count = file->consent_count;
	return subject;
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
		const char *reference = query->subjects[i];
		const struct file *file;
		enum status status =
			find_linked_file(exchange, reference, &file);
		if (status != STATUS_OK)
			return status;
		exchange->subjects[i] = subject_of(reference, file);
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
		struct file file = {.resident = exchange->members[i].resident};
		const char *id = file.resident.id;
		enum status status = read_file(exchange->place->store,
					       exchange->arena, id, &file);
		if (status != STATUS_OK)
			return status;
		exchange->subjects[i] = subject_of(id, &file);
		box_key_wipe(&file.resident.log_key);
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
	enum status status = exchange->route->story == STORY_ANSWER
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
