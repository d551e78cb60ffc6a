#include "daemon/store/lookups.h"

#include <string.h>

#include "daemon/store/identifier.h"
#include "daemon/store/lookup.h"

enum status
store_lookup_add(struct store *store, const struct store_lookup *lookup)
{
	struct query query;

	query_start(&query, store, QUERY_LOOKUP_ADD);
	query_put_text(&query, lookup->id);
	query_put_text(&query, lookup->partner);
	query_put_integer(&query, lookup->ours);
	query_put_text(&query, lookup->user);
	query_put_text(&query, lookup->role);
	query_put_text(&query, lookup->purpose);
	query_put_text(&query, lookup->identifier);
	query_put_text(&query, lookup->month);
	query_put_integer(&query, lookup->residents);
	query_put_integer(&query, lookup->asked_ms);

	return query_add(&query);
}

enum status
store_lookup_find(struct store *store, struct arena *arena, const char *partner,
		  const char *id, struct store_lookup *lookup_out)
{
	struct query query;

	query_start(&query, store, QUERY_LOOKUP_GET);
	query_put_text(&query, id);
	query_put_text(&query, partner);

	bool is_found = query_next(&query);

	if (is_found) {
		lookup_out->id = query_text(&query, arena);
		lookup_out->partner = query_text(&query, arena);
		lookup_out->ours = query_integer(&query) != 0;
		lookup_out->user = query_text(&query, arena);
		lookup_out->role = query_text(&query, arena);
		lookup_out->purpose = query_text(&query, arena);
		lookup_out->identifier = query_text(&query, arena);
		lookup_out->month = query_text(&query, arena);
		lookup_out->residents = query_integer(&query);
		lookup_out->asked_ms = query_integer(&query);
		lookup_out->claimed = query_integer(&query) != 0;
	}

	return query_finish_found(&query, is_found);
}

enum status
store_lookup_claim(struct store *store, const char *id)
{
	struct query query;

	query_start(&query, store, QUERY_LOOKUP_CLAIM);
	query_put_text(&query, id);

	return query_add(&query);
}

enum status
store_lookup_count(struct store *store, const char *partner, const char *user,
		   int64_t since_ms, int64_t *count_out)
{
	struct query query;

	*count_out = 0;
	query_start(&query, store,
		    partner == NULL ? QUERY_LOOKUP_COUNT_OF
				    : QUERY_LOOKUP_COUNT_FROM);
	query_put_text(&query, partner == NULL ? user : partner);
	query_put_integer(&query, since_ms);
	if (query_next(&query))
		*count_out = query_integer(&query);
	return query_finish(&query);
}

/* --- keys --- */

void
store_lookup_seed(const struct store *store, const char *month,
		  uint8_t seed_out[32])
{
	char label[64] = "lookup ";
	struct box_key seed;

	strncat(label, month, sizeof(label) - sizeof("lookup "));
	box_key_derive(&store->discovery_key, label, &seed);
	memcpy(seed_out, seed.bytes, sizeof(seed.bytes));
	box_key_wipe(&seed);
}

static void
read_key(struct query *query, struct arena *arena, void *key_out)
{
	*(struct text *)key_out = query_bytes(query, arena);
}

enum status
store_lookup_pin(struct store *store, const char *partner, const char *month,
		 struct text key)
{
	struct arena *arena = arena_new();
	struct text pinned;
	struct query query;
	enum status status;

	query_start(&query, store, QUERY_LOOKUP_PIN);
	query_put_text(&query, partner);
	query_put_text(&query, month);
	query_put_blob(&query, key);
	status = query_run(&query, NULL);
	if (status == STATUS_OK) {
		query_start(&query, store, QUERY_LOOKUP_PINNED);
		query_put_text(&query, partner);
		query_put_text(&query, month);
		if (query_next(&query))
			read_key(&query, arena, &pinned);
		else
			pinned = (struct text){"", 0};
		status = query_finish(&query);
	}
	if (status == STATUS_OK && !text_equals(pinned, key))
		status = STATUS_TAMPERED;
	arena_free(arena);
	return status;
}

/* --- tags --- */

static void
put_scope(struct query *query, const struct store_lookup_scope *scope)
{
	query_put_text(query, scope->partner);
	query_put_text(query, scope->purpose);
	query_put_text(query, scope->identifier);
	query_put_text(query, scope->month);
}

enum status
store_lookup_untagged(struct store *store, struct arena *arena,
		      const struct store_lookup_scope *scope, size_t most,
		      struct store_untagged **untagged_out, size_t *count_out)
{
	struct query query;

	*untagged_out = NULL;
	*count_out = 0;
	query_start(&query, store,
		    identifier_is_bsn(scope->identifier)
			    ? QUERY_UNTAGGED_BSN
			    : QUERY_UNTAGGED_TOKEN);
	put_scope(&query, scope);
	query_put_integer(&query, (int64_t)most);
	while (query_next(&query)) {
		struct store_untagged *one =
			QUERY_ADD_ROW(arena, *untagged_out, *count_out);

		one->resident = query_text(&query, arena);
		one->identifier = identifier_read(
			&query, arena, scope->identifier, one->resident);
	}
	return query_finish(&query);
}

enum status
store_lookup_tag_add(struct store *store,
		     const struct store_lookup_scope *scope,
		     const char *resident, struct text tag)
{
	struct query query;

	query_start(&query, store, QUERY_LOOKUP_TAG_ADD);
	put_scope(&query, scope);
	query_put_text(&query, resident);
	query_put_blob(&query, tag);
	return query_run(&query, NULL);
}

enum status
store_lookup_tagged(struct store *store, struct arena *arena,
		    const struct store_lookup_scope *scope, struct text tag,
		    const char **resident_out)
{
	struct query query;

	query_start(&query, store, QUERY_LOOKUP_TAGGED);
	put_scope(&query, scope);
	query_put_blob(&query, tag);

	bool is_found = query_next(&query);

	if (is_found)
		*resident_out = query_text(&query, arena);

	return query_finish_found(&query, is_found);
}

enum status
store_lookup_forget(struct store *store, const char *month)
{
	struct query query;

	query_start(&query, store, QUERY_LOOKUP_FORGET);
	query_put_text(&query, month);
	return query_run(&query, NULL);
}

enum status
store_identifier(struct store *store, struct arena *arena,
		 const char *identifier, const char *resident,
		 const char **value_out)
{
	struct query query;

	*value_out = NULL;
	query_start(&query, store,
		    identifier_is_bsn(identifier) ? QUERY_RESIDENT_BSN
						  : QUERY_RESIDENT_TOKEN);
	query_put_text(&query, resident);
	if (query_next(&query))
		*value_out =
			identifier_read(&query, arena, identifier, resident);
	return query_finish(&query);
}
