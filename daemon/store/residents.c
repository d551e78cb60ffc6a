#include <string.h>

#include "daemon/store/residents.h"
#include "daemon/store/store.h"
#include "eenplan/base/log.h"

/* Enough that no two residents of a node share one; short enough to type. */
#define PSEUDONYM_BYTES 15

static void
read_log_key(struct query *query, struct arena *arena,
	     struct store_resident *resident)
{
	struct text box = query_bytes(query, arena);
	struct text plain;
	enum status status = box_open(arena, &query->store->log_key_key,
				      text_of(resident->id), box, &plain);

	if (status == STATUS_OK && plain.length != BOX_KEY_BYTES)
		status = STATUS_TAMPERED;
	if (status == STATUS_OK)
		memcpy(resident->log_key.bytes, plain.bytes, BOX_KEY_BYTES);
	else
		query_fail(query, status, "the seal of a log key");
}

static void
read_log_key_id(struct query *query, struct arena *arena,
		struct store_resident *resident)
{
	const char *id = query_text(query, arena);

	if (strlen(id) == UUID_TEXT_BYTES - 1)
		memcpy(resident->log_key_id, id, UUID_TEXT_BYTES);
	else
		query_fail(query, STATUS_STORAGE, "the id of a log key");
}

void
residents_read(struct query *query, struct arena *arena, void *row_out)
{
	struct store_resident *resident = row_out;

	resident->id = query_text(query, arena);
	resident->handle = query_text(query, arena);
	resident->name = query_text_or_null(query, arena);
	resident->birth_day = query_day(query);
	resident->deceased = query_integer(query) != 0;
	read_log_key_id(query, arena, resident);
	read_log_key(query, arena, resident);
}

enum status
store_resident_find(struct store *store, struct arena *arena, const char *name,
		    struct store_resident *resident_out)
{
	static const struct lookup residents = {
		.by_id = QUERY_RESIDENT_BY_ID,
		.by_handle = QUERY_RESIDENT_BY_HANDLE,
		.by_prefix = QUERY_RESIDENT_BY_PREFIX,
		.read = residents_read,
	};

	return lookup_find(store, &residents, arena, name, resident_out);
}

enum status
store_resident_of_origin(struct store *store, struct arena *arena,
			 const char *origin,
			 struct store_resident *resident_out)
{
	return lookup_row(store, QUERY_RESIDENT_OF_ORIGIN, residents_read,
			  arena, origin, resident_out);
}

static void
read_bsn(struct query *query, struct arena *arena, void *bsn_out)
{
	*(struct text *)bsn_out = query_bytes(query, arena);
}

enum status
store_resident_bsn(struct store *store, struct arena *arena,
		   const char *resident, char **bsn_out)
{
	struct text box, plain;
	enum status status = lookup_row(store, QUERY_RESIDENT_BSN, read_bsn,
					arena, resident, &box);

	if (status != STATUS_OK)
		return status;
	if (box.length == 0) {
		*bsn_out = NULL;
		return STATUS_OK;
	}
	status = box_open(arena, &store->bsn_key, text_of(resident), box,
			  &plain);
	if (status != STATUS_OK) {
		log_error("stored data can't be read",
			  "what=\"the seal of a BSN\" status=%s",
			  status_code(status));
		return status;
	}
	*bsn_out = arena_text(arena, plain);
	return STATUS_OK;
}

static void
read_origin(struct query *query, struct arena *arena, void *origin_out)
{
	*(const char **)origin_out = query_text(query, arena);
}

enum status
store_resident_origin(struct store *store, struct arena *arena,
		      const char *resident, const char **origin_out)
{
	return lookup_row(store, QUERY_RESIDENT_ORIGIN, read_origin, arena,
			  resident, origin_out);
}

const char *
store_resident_pseudonym(const struct store *store, struct arena *arena,
			 const char *resident)
{
	uint8_t tag[DIGEST_BYTES];

	digest_tag(store->pseudonym_key.bytes, text_of(resident), tag);
	return base64url_encode(
		arena, (struct text){(const char *)tag, PSEUDONYM_BYTES});
}
