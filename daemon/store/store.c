#include "daemon/store/store.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/store/log_keys.h"
#include "daemon/store/query.h"
#include "daemon/store/schema.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/log.h"

/* Sealed in `meta`: it opens with the right key file and no other. */
#define KEY_CHECK "key-check"
/* Sealed in `meta`: the id and then the bytes of the node's log key. */
#define NODE_KEY	  "node-log-key"
#define NODE_KEY_SINCE	  "node-log-key-since" /* a time */
#define NODE_KEY_ID_BYTES (UUID_TEXT_BYTES - 1)
#define NODE_KEY_BYTES	  (NODE_KEY_ID_BYTES + BOX_KEY_BYTES)

static enum status
meta_get(struct store *store, struct arena *arena, const char *name,
	 struct text *value_out)
{
	struct query query;

	query_start(&query, store, QUERY_META_GET);
	query_put_text(&query, name);

	bool is_found = query_next(&query);

	if (is_found)
		*value_out = query_bytes(&query, arena);

	enum status status = query_finish(&query);

	return status == STATUS_OK && !is_found ? STATUS_NOT_FOUND : status;
}

static enum status
meta_set(struct store *store, const char *name, struct text value)
{
	struct query query;

	query_start(&query, store, QUERY_META_SET);
	query_put_text(&query, name);
	query_put_blob(&query, value);
	return query_run(&query, NULL);
}

static bool
is_new(struct store *store)
{
	struct query query;
	int64_t count = -1;

	query_start(&query, store, QUERY_META_COUNT);
	if (query_next(&query))
		count = query_integer(&query);
	return query_finish(&query) == STATUS_OK && count == 0;
}

static enum status
seal_into_meta(struct store *store, struct arena *arena,
	       const struct box_key *key, const char *name, struct text plain)
{
	struct text box;
	enum status status = box_seal(arena, key, text_of(name), plain, &box);

	return status == STATUS_OK ? meta_set(store, name, box) : status;
}

static enum status
make_node_key(struct store *store, struct arena *arena)
{
	char plain[UUID_TEXT_BYTES + BOX_KEY_BYTES];
	char since[CLOCK_TIME_BYTES];
	struct box_key log_key;

	random_uuid(plain);
	box_key_random(&log_key);
	memcpy(plain + NODE_KEY_ID_BYTES, log_key.bytes, BOX_KEY_BYTES);
	clock_format_time(clock_now_ms(), since);

	enum status status =
		seal_into_meta(store, arena, &store->log_key_key, NODE_KEY,
			       (struct text){plain, NODE_KEY_BYTES});

	if (status == STATUS_OK)
		status = meta_set(store, NODE_KEY_SINCE, text_of(since));
	wipe(plain, sizeof(plain));
	box_key_wipe(&log_key);
	return status;
}

/* A database that was just made is bound to its key file for ever. */
static enum status
bind_to_key(struct store *store, struct arena *arena,
	    const struct box_key *check_key)
{
	enum status status = seal_into_meta(store, arena, check_key, KEY_CHECK,
					    text_of(KEY_CHECK));

	return status == STATUS_OK ? make_node_key(store, arena) : status;
}

static enum status
bind_if_new(struct store *store, struct arena *arena,
	    const struct box_key *check_key)
{
	enum status status = store_begin(store);

	if (status != STATUS_OK)
		return status;
	if (is_new(store))
		status = bind_to_key(store, arena, check_key);
	return query_scope_end(store, true, status);
}

static enum status
open_from_meta(struct store *store, struct arena *arena,
	       const struct box_key *key, const char *name,
	       struct text *plain_out)
{
	struct text box;
	enum status status = meta_get(store, arena, name, &box);

	if (status == STATUS_NOT_FOUND)
		return STATUS_TAMPERED;
	if (status != STATUS_OK)
		return status;
	return box_open(arena, key, text_of(name), box, plain_out);
}

static enum status
read_node_subject(struct store *store, struct arena *arena)
{
	struct store_resident *subject = &store->node_subject;
	struct text plain;
	enum status status = open_from_meta(store, arena, &store->log_key_key,
					    NODE_KEY, &plain);

	if (status != STATUS_OK)
		return status;
	if (plain.length != NODE_KEY_BYTES)
		return STATUS_TAMPERED;
	subject->birth_day = CLOCK_DAY_NONE;
	memcpy(subject->log_key_id, plain.bytes, NODE_KEY_ID_BYTES);
	memcpy(subject->log_key.bytes, plain.bytes + NODE_KEY_ID_BYTES,
	       BOX_KEY_BYTES);
	return STATUS_OK;
}

static enum status
make_nobody(struct store *store, struct arena *arena)
{
	const struct box_key *key = &store->node_subject.log_key;
	struct text plain = {(const char *)key->bytes, BOX_KEY_BYTES};
	struct text box;
	enum status status = box_seal(arena, &store->log_key_key,
				      text_of(STORE_NOBODY), plain, &box);

	if (status == STATUS_OK && box.length != sizeof(store->nobody_box))
		status = STATUS_INTERNAL;
	if (status == STATUS_OK)
		memcpy(store->nobody_box, box.bytes, box.length);
	return status;
}

static enum status
check_key_file(struct store *store, const struct box_key *key)
{
	struct arena *arena = arena_new();
	struct box_key check_key;
	struct text plain;
	enum status status = STATUS_OK;

	box_key_derive(key, "store-check", &check_key);
	box_key_derive(key, "store-bsn", &store->bsn_key);
	box_key_derive(key, "store-log-key", &store->log_key_key);
	box_key_derive(key, "store-pseudonym", &store->pseudonym_key);
	box_key_derive(key, "store-discovery", &store->discovery_key);
	if (store->mode == STORE_WRITE)
		status = bind_if_new(store, arena, &check_key);
	if (status == STATUS_OK)
		status = open_from_meta(store, arena, &check_key, KEY_CHECK,
					&plain);
	if (status == STATUS_OK)
		status = read_node_subject(store, arena);
	if (status == STATUS_OK)
		status = make_nobody(store, arena);
	if (status == STATUS_TAMPERED)
		log_error("store doesn't open with this key file",
			  "do=\"give the key file that it was made with\"");
	box_key_wipe(&check_key);
	arena_free(arena);
	return status;
}

enum status
store_open(const struct store_settings *settings, enum store_mode mode,
	   struct store **store_out)
{
	struct store *store = calloc(1, sizeof(*store));
	enum status status;

	if (store == NULL) {
		log_error("store can't be opened", "reason=\"out of memory\"");
		return STATUS_STORAGE;
	}
	store->driver = &sqlite_driver;
	store->mode = mode;
	store->signer = settings->signer;
	status = store->driver->open(settings->path, mode == STORE_WRITE,
				     &store->connection);
	if (status == STATUS_OK)
		status = schema_bring_up(store);
	if (status == STATUS_OK)
		status = check_key_file(store, settings->key);
	if (status != STATUS_OK) {
		store_close(store);
		return status;
	}
	*store_out = store;
	return STATUS_OK;
}

void
store_close(struct store *store)
{
	if (store == NULL)
		return;
	for (size_t i = 0; i < QUERY_COUNT; i++)
		store->driver->finalize(store->statements[i]);
	store->driver->close(store->connection);
	wipe(store, sizeof(*store));
	free(store);
}

enum status
store_begin(struct store *store)
{
	enum status status;

	assert(!store->in_transaction);
	status = store->driver->begin(store->connection);
	store->in_transaction = status == STATUS_OK;
	return status;
}

enum status
store_begin_reading(struct store *store)
{
	enum status status;

	assert(!store->in_transaction);
	status = store->driver->execute(store->connection, "BEGIN");
	store->in_transaction = status == STATUS_OK;
	return status;
}

enum status
store_commit(struct store *store)
{
	enum status status = store->failed;

	assert(store->in_transaction);
	if (status == STATUS_OK)
		status = store->driver->commit(store->connection);
	if (status != STATUS_OK)
		store_rollback(store);
	store->in_transaction = false;
	return status;
}

void
store_rollback(struct store *store)
{
	if (!store->in_transaction)
		return;
	store->driver->rollback(store->connection);
	store->in_transaction = false;
	store->failed = STATUS_OK;
}

enum status
store_end(struct store *store, enum status status)
{
	if (status == STATUS_OK)
		return store_commit(store);
	store_rollback(store);
	return status;
}

enum status
store_purge(struct store *store)
{
	assert(!store->in_transaction);
	return store->driver->purge(store->connection);
}

bool
store_is_writable(struct store *store)
{
	char now[CLOCK_TIME_BYTES];
	enum status status;

	if (store->in_transaction)
		return store->failed == STATUS_OK;
	clock_format_time(clock_now_ms(), now);
	status = meta_set(store, "last-probe", text_of(now));
	/* whoever keeps us waiting is writing */
	return status == STATUS_OK || status == STATUS_BUSY;
}

enum status
store_node_log_key(struct store *store, struct arena *arena,
		   struct store_resident *subject_out)
{
	(void)arena;
	*subject_out = store->node_subject;
	return STATUS_OK;
}

/* A key that says no time is from before there were any. */
static enum status
node_key_is_old(struct store *store, struct arena *arena, int64_t before_ms,
		bool *is_old_out)
{
	struct text since;
	int64_t since_ms;
	enum status status = meta_get(store, arena, NODE_KEY_SINCE, &since);

	*is_old_out = status == STATUS_NOT_FOUND ||
		      (status == STATUS_OK &&
		       clock_parse_time(arena_text(arena, since), &since_ms) &&
		       since_ms < before_ms);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* What make_nobody sealed for STORE_NOBODY is the box of this key. */
static enum status
set_node_key_aside(struct store *store, int64_t now_ms)
{
	struct query query;

	query_start(&query, store, QUERY_LOG_KEY_PAST_ADD);
	query_put_text(&query, store->node_subject.log_key_id);
	query_put_text(&query, STORE_NOBODY);
	query_put_blob(&query, (struct text){store->nobody_box,
					     sizeof(store->nobody_box)});
	query_put_integer(&query, now_ms);
	return query_run(&query, NULL);
}

static enum status
renew_node_key(struct store *store, struct arena *arena, int64_t now_ms)
{
	enum status status = set_node_key_aside(store, now_ms);

	if (status == STATUS_OK)
		status = make_node_key(store, arena);
	if (status == STATUS_OK)
		status = read_node_subject(store, arena);
	return status == STATUS_OK ? make_nobody(store, arena) : status;
}

enum status
store_node_log_key_renew(struct store *store, int64_t before_ms, int64_t now_ms)
{
	struct arena *arena = arena_new();
	bool is_old = false;
	enum status status = store_begin(store);

	if (status == STATUS_OK) {
		status = node_key_is_old(store, arena, before_ms, &is_old);
		if (status == STATUS_OK && is_old)
			status = renew_node_key(store, arena, now_ms);
		status = query_scope_end(store, true, status);
	}
	arena_free(arena);
	return status;
}
