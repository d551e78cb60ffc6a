#include "daemon/store/log_keys.h"

#include <string.h>

#include "daemon/store/query.h"
#include "eenplan/base/limits.h"

static enum status
open_key(struct store *store, struct arena *arena, const char *sealed_for,
	 struct text box, struct box_key *key_out)
{
	struct text plain;
	enum status status = box_open(arena, &store->log_key_key,
				      text_of(sealed_for), box, &plain);

	if (status != STATUS_OK || plain.length != BOX_KEY_BYTES)
		return STATUS_TAMPERED;
	memcpy(key_out->bytes, plain.bytes, BOX_KEY_BYTES);
	return STATUS_OK;
}

/* The row's columns: whom it was sealed for, and the box; both null: gone. */
static enum status
read_past_key(struct query *query, struct arena *arena, struct box_key *key_out)
{
	const char *owner = query_text_or_null(query, arena);
	struct text box = query_bytes(query, arena);

	if (owner == NULL || box.length == 0)
		return STATUS_GONE;
	return open_key(query->store, arena, owner, box, key_out);
}

static enum status
find_key(struct store *store, struct arena *arena, enum query_name name,
	 const char *key_id, struct box_key *key_out)
{
	struct query query;
	enum status found = STATUS_NOT_FOUND;

	query_start(&query, store, name);
	query_put_text(&query, key_id);
	if (query_next(&query))
		found = read_past_key(&query, arena, key_out);

	enum status status = query_finish(&query);

	return status == STATUS_OK ? found : status;
}

enum status
store_log_key(struct store *store, const char *key_id, struct box_key *key_out)
{
	struct arena *arena = arena_new();
	enum status status =
		find_key(store, arena, QUERY_LOG_KEY_PRESENT, key_id, key_out);

	if (status == STATUS_NOT_FOUND)
		status = find_key(store, arena, QUERY_LOG_KEY_PAST, key_id,
				  key_out);
	if (status == STATUS_NOT_FOUND &&
	    strcmp(store->node_subject.log_key_id, key_id) == 0) {
		*key_out = store->node_subject.log_key;
		status = STATUS_OK;
	}
	arena_free(arena);
	return status;
}

static void
read_key_of(struct query *query, struct arena *arena, const char *resident,
	    struct store_log_key *key)
{
	const char *id = query_text(query, arena);
	struct text box = query_bytes(query, arena);

	if (strlen(id) != UUID_TEXT_BYTES - 1)
		query_fail(query, STATUS_STORAGE, "the id of a log key");
	else if (open_key(query->store, arena, resident, box, &key->key) !=
		 STATUS_OK)
		query_fail(query, STATUS_TAMPERED, "the seal of a log key");
	else
		memcpy(key->id, id, UUID_TEXT_BYTES);
}

enum status
store_log_keys_of(struct store *store, struct arena *arena,
		  const struct store_resident *resident,
		  struct store_log_key **keys_out, size_t *count_out)
{
	struct store_log_key *keys = NULL;
	struct query query;
	size_t count = 0;

	query_start(&query, store, QUERY_LOG_KEYS_OF);
	query_put_text(&query, resident->id);
	while (query_next(&query))
		read_key_of(&query, arena, resident->id,
			    QUERY_ADD_ROW(arena, keys, count));

	struct store_log_key *present = QUERY_ADD_ROW(arena, keys, count);

	memcpy(present->id, resident->log_key_id, sizeof(present->id));
	present->key = resident->log_key;
	*keys_out = keys;
	*count_out = count;
	return query_finish(&query);
}

void
store_log_keys_wipe(struct store_log_key *keys, size_t count)
{
	for (size_t i = 0; i < count; i++)
		box_key_wipe(&keys[i].key);
}

/* The key that `resident` has becomes one of before. */
static enum status
set_aside(struct store *store, const char *resident, int64_t now_ms)
{
	struct query query;

	query_start(&query, store, QUERY_LOG_KEY_SET_ASIDE);
	query_put_integer(&query, now_ms);
	query_put_text(&query, resident);
	return query_run(&query, NULL);
}

/* `resident` has its id; its key becomes the new one. */
static enum status
make_new(struct store *store, struct arena *arena,
	 struct store_resident *resident, int64_t now_ms)
{
	struct text plain = {(const char *)resident->log_key.bytes,
			     BOX_KEY_BYTES};
	struct query query;
	struct text box;

	random_uuid(resident->log_key_id);
	box_key_random(&resident->log_key);

	enum status status = box_seal(arena, &store->log_key_key,
				      text_of(resident->id), plain, &box);

	if (status != STATUS_OK)
		return status;
	query_start(&query, store, QUERY_LOG_KEY_REPLACE);
	query_put_text(&query, resident->log_key_id);
	query_put_blob(&query, box);
	query_put_integer(&query, now_ms);
	query_put_text(&query, resident->id);
	return query_run(&query, NULL);
}

static enum status
replace_key(struct store *store, struct arena *arena,
	    struct store_resident *resident, int64_t now_ms)
{
	enum status status = set_aside(store, resident->id, now_ms);

	return status == STATUS_OK ? make_new(store, arena, resident, now_ms)
				   : status;
}

enum status
store_log_keys_erase(struct store *store, struct store_resident *resident,
		     int64_t now_ms)
{
	struct arena *arena = arena_new();
	struct query query;
	enum status status = replace_key(store, arena, resident, now_ms);

	arena_free(arena);
	if (status != STATUS_OK)
		return status;
	query_start(&query, store, QUERY_LOG_KEYS_ERASE);
	query_put_integer(&query, now_ms);
	query_put_text(&query, STORE_LOG_KEY_ERASED);
	query_put_text(&query, resident->id);
	return query_run(&query, NULL);
}

enum status
store_log_keys_renew(struct store *store, int64_t before_ms, int64_t now_ms,
		     size_t *count_out)
{
	struct arena *arena = arena_new();
	const char **ids = NULL;
	size_t count = 0;
	struct query query;

	query_start(&query, store, QUERY_LOG_KEYS_OLD);
	query_put_integer(&query, before_ms);
	query_put_integer(&query, LIMIT_LOG_KEYS_AT_ONCE);
	while (query_next(&query))
		*QUERY_ADD_ROW(arena, ids, count) = query_text(&query, arena);

	enum status status = query_finish(&query);

	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		struct store_resident resident = {.id = ids[i]};

		status = replace_key(store, arena, &resident, now_ms);
		box_key_wipe(&resident.log_key);
	}
	*count_out = count;
	arena_free(arena);
	return status;
}

enum status
store_log_keys_expire(struct store *store, int64_t before_ms, int64_t now_ms,
		      uint64_t *count_out)
{
	struct query query;

	query_start(&query, store, QUERY_LOG_KEYS_EXPIRE);
	query_put_integer(&query, now_ms);
	query_put_text(&query, STORE_LOG_KEY_EXPIRED);
	query_put_integer(&query, before_ms);
	return query_run(&query, count_out);
}
