/*
 * Are a resident's consent records what this node signed when they were
 * recorded, all of them? Held against their signed documents, and those
 * against the access log, which keeps the digest of each chain's end.
 */
#include <string.h>

#include "daemon/exchange/act.h"
#include "daemon/exchange/own_documents.h"

/* The end of the resident's chain, as the access log has it. */
struct head {
	const char *digest;
	int64_t time_ms;
};

struct chain_check {
	struct exchange *exchange;
	const struct store_resident *resident;
	struct own_documents own;
	struct store_document *documents;
	size_t document_count;
	struct consent *records; /* superseded ones too */
	size_t record_count;
	struct consent *in_force;
	size_t in_force_count;
	const struct head *heads; /* oldest first */
	size_t head_count;
	struct json_writer *writer;
	size_t faults;
};

/* --- what is found --- */

static void
report(struct chain_check *check, const char *what, const char *consent,
       size_t seq)
{
	json_open_object(check->writer);
	json_member_string_if(check->writer, "consent", consent);
	if (seq > 0)
		json_member_integer(check->writer, "seq", (int64_t)seq);
	json_member_string(check->writer, "what", what);
	json_close_object(check->writer);
	check->faults++;
}

static const struct consent *
find_record(const struct consent *records, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(records[i].id, id) == 0)
			return &records[i];
	return NULL;
}

static bool
says_the_same(struct arena *arena, const struct consent *one,
	      const struct consent *other)
{
	struct json_writer writer;
	struct buf first, second;
	buf_init(&first, arena, 512);
	json_begin(&writer, &first);
	consent_encode(&writer, one);
	buf_init(&second, arena, 512);
	json_begin(&writer, &second);
	consent_encode(&writer, other);
	return text_equals(buf_text(&first), buf_text(&second));
}

/* Documents up to the first bad one, each beside its record. */
static void
check_records(struct chain_check *check,
	      const struct consent_chain_report *chain)
{
	for (size_t i = 0; i < chain->at; i++) {
		const struct consent *signed_one = &chain->documents[i].consent;
		const struct consent *record = find_record(
			check->records, check->record_count, signed_one->id);
		if (record == NULL)
			report(check, "dropped", signed_one->id, i + 1);
		else if (!says_the_same(check->exchange->arena, record,
					signed_one))
			report(check, "differs", signed_one->id, i + 1);
	}
}

static bool
has_document(const struct chain_check *check, const char *consent)
{
	for (size_t i = 0; i < check->document_count; i++)
		if (strcmp(check->documents[i].consent, consent) == 0)
			return true;
	return false;
}

static bool
is_replaced(const struct chain_check *check, const char *id)
{
	for (size_t i = 0; i < check->record_count; i++) {
		const char *replaces = check->records[i].supersedes;
		if (replaces != NULL && strcmp(replaces, id) == 0)
			return true;
	}
	return false;
}

/* Also that a record is in force exactly when no other one replaces it. */
static void
check_documents(struct chain_check *check)
{
	for (size_t i = 0; i < check->record_count; i++) {
		const char *id = check->records[i].id;
		bool is_in_force =
			find_record(check->in_force, check->in_force_count,
				    id) != NULL;
		if (!has_document(check, id))
			report(check, "unsigned", id, 0);
		else if (is_in_force == is_replaced(check, id))
			report(check, "differs", id, 0);
	}
}

/* Where `digest` stands among the documents from `from` on; else their count.
 */
static size_t
find_head(const struct chain_check *check, const char *digest, size_t from)
{
	for (; from < check->document_count; from++) {
		char own[DIGEST_HEX_BYTES];
		consent_chain_digest(text_of(check->documents[from].jws), own);
		if (strcmp(own, digest) == 0)
			break;
	}
	return from;
}

/* Each end of the chain that the log knows must still be in it, in order. */
static void
check_heads(struct chain_check *check)
{
	size_t from = 0;
	for (size_t i = 0; i < check->head_count; i++) {
		const struct head *head = &check->heads[i];
		size_t at = find_head(check, head->digest, from);
		if (at < check->document_count) {
			from = at;
			continue;
		}
		json_open_object(check->writer);
		json_member_time(check->writer, "logged", head->time_ms);
		json_member_string(check->writer, "what", "cut-off");
		json_close_object(check->writer);
		check->faults++;
	}
}

static void
run_checks(struct chain_check *check)
{
	struct consent_chain_report found;
	own_documents_verify(&check->own, check->exchange->arena,
			     check->resident->id, check->documents,
			     check->document_count, &found);
	if (found.fault != CONSENT_CHAIN_SOUND)
		report(check, consent_chain_word(found.fault),
		       check->documents[found.at].consent, found.at + 1);
	check_records(check, &found);
	check_documents(check);
	check_heads(check);
}

/* --- what is read for it --- */

struct heads {
	struct arena *arena;
	struct head *items;
	size_t count;
	size_t room;
};

static bool
note_head(void *context, const struct audit_entry *entry)
{
	struct heads *heads = context;
	const char *digest = entry->event.consent_head;
	if (digest == NULL ||
	    (heads->count > 0 &&
	     strcmp(heads->items[heads->count - 1].digest, digest) == 0))
		return true;
	if (heads->count == heads->room) {
		size_t room = 2 * heads->room + 16;
		struct head *items =
			ARENA_ARRAY(heads->arena, room, struct head);
		if (heads->count > 0)
			memcpy(items, heads->items,
			       heads->count * sizeof(*items));
		heads->items = items;
		heads->room = room;
	}
	heads->items[heads->count++] = (struct head){
		arena_string(heads->arena, digest), entry->event.time_ms};
	return true;
}

static enum status
read_heads(struct chain_check *check)
{
	struct exchange *exchange = check->exchange;
	struct heads heads = {.arena = exchange->arena};
	enum status status =
		act_read_log(exchange, check->resident, note_head, &heads);
	check->heads = heads.items;
	check->head_count = heads.count;
	return status;
}

/*
 * Under the writers' lock, after the log: a record that was logged by then is
 * here, since it is committed before its own transaction ends.
 */
static enum status
read_store(struct chain_check *check)
{
	struct exchange *exchange = check->exchange;
	struct store *store = exchange->place->store;
	enum status status = store_begin(store);
	if (status == STATUS_OK)
		status = store_documents(store, exchange->arena,
					 check->resident->id, &check->documents,
					 &check->document_count);
	if (status == STATUS_OK)
		status = store_consents(store, exchange->arena,
					check->resident->id, true,
					&check->records, &check->record_count);
	if (status == STATUS_OK)
		status = store_consents(
			store, exchange->arena, check->resident->id, false,
			&check->in_force, &check->in_force_count);
	store_rollback(store);
	return status;
}

static void
answer_with(struct chain_check *check)
{
	struct act_answer answer;
	struct json_writer *writer = &answer.writer;
	act_answer_begin(check->exchange, &answer);
	check->writer = writer;
	json_member_integer(writer, "documents",
			    (int64_t)check->document_count);
	json_key(writer, "faults");
	json_open_array(writer);
	run_checks(check);
	json_close_array(writer);
	json_member_integer(writer, "logged", (int64_t)check->head_count);
	json_member_integer(writer, "records", (int64_t)check->record_count);
	json_member_bool(writer, "sound", check->faults == 0);
	act_answer_end(check->exchange, &answer);
}

enum status
act_consent_verify(struct exchange *exchange)
{
	struct chain_check check = {.exchange = exchange};
	enum status status = act_only_resident(exchange, &check.resident);
	if (status == STATUS_OK)
		status = own_documents_open(exchange->node,
					    exchange->place->store, &check.own);
	if (status == STATUS_OK)
		status = read_heads(&check);
	if (status == STATUS_OK)
		status = read_store(&check);
	if (status == STATUS_OK)
		answer_with(&check);
	own_documents_close(&check.own);
	return status;
}
