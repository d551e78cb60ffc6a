#include <string.h>

#include "daemon/store/residents.h"
#include "daemon/store/store.h"
#include "eenplan/base/limits.h"

struct token {
	const char *resident;
	const char *partner;
	int64_t expires_ms;
	const char *reference; /* NULL: not used yet */
};

enum status
store_token_add(struct store *store, const uint8_t token_digest[DIGEST_BYTES],
		const char *resident, const char *partner, int64_t expires_ms)
{
	struct query query;

	query_start(&query, store, QUERY_TOKEN_ADD);
	query_put_blob(&query,
		       (struct text){(const char *)token_digest, DIGEST_BYTES});
	query_put_text(&query, resident);
	query_put_text(&query, partner);
	query_put_integer(&query, expires_ms);
	return query_run(&query, NULL);
}

static enum status
token_get(struct store *store, struct arena *arena, struct text digest,
	  struct token *token_out)
{
	struct query query;

	query_start(&query, store, QUERY_TOKEN_GET);
	query_put_blob(&query, digest);

	bool is_found = query_next(&query);

	if (is_found) {
		token_out->resident = query_text(&query, arena);
		token_out->partner = query_text(&query, arena);
		token_out->expires_ms = query_integer(&query);
		token_out->reference = query_text_or_null(&query, arena);
	}

	enum status status = query_finish(&query);

	return status == STATUS_OK && !is_found ? STATUS_GONE : status;
}

static enum status
token_use(struct store *store, struct text digest, const char *reference)
{
	struct query query;

	query_start(&query, store, QUERY_TOKEN_USE);
	query_put_text(&query, reference);
	query_put_blob(&query, digest);
	return query_run(&query, NULL);
}

/* What a lost answer may still ask for has had as long again. */
static enum status
forget_old_tokens(struct store *store, int64_t now_ms)
{
	struct query query;

	query_start(&query, store, QUERY_TOKENS_FORGET);
	query_put_integer(&query, now_ms - LIMIT_LINK_TOKEN_LIFETIME_MS);
	return query_run(&query, NULL);
}

/* Nothing is written before it is certain that all of it may be. */
static enum status
redeem(struct store *store, const struct token *token, struct text digest,
       const struct store_link *link)
{
	enum status status;

	if (strcmp(token->partner, link->partner) != 0)
		return STATUS_GONE;
	if (token->reference != NULL)
		return strcmp(token->reference, link->reference) == 0
			       ? STATUS_OK
			       : STATUS_GONE;
	if (token->expires_ms <= link->made_ms)
		return STATUS_GONE;
	status = store_link_add(store, link->partner, link->reference,
				token->resident, link->made_ms);
	if (status == STATUS_CONFLICT)
		return STATUS_GONE;
	if (status == STATUS_OK)
		status = token_use(store, digest, link->reference);
	if (status == STATUS_OK)
		status = forget_old_tokens(store, link->made_ms);
	return status;
}

enum status
store_token_redeem(struct store *store, struct arena *arena,
		   const uint8_t token_digest[DIGEST_BYTES],
		   const char *partner, const char *reference, int64_t now_ms,
		   const char **resident_out)
{
	struct text digest = {(const char *)token_digest, DIGEST_BYTES};
	struct store_link link = {
		.partner = partner, .reference = reference, .made_ms = now_ms};
	struct token token = {0};
	bool is_ours;
	enum status status = query_scope_begin(store, &is_ours);

	if (status != STATUS_OK)
		return status;
	status = token_get(store, arena, digest, &token);
	if (status == STATUS_OK)
		status = redeem(store, &token, digest, &link);
	status = query_scope_end(store, is_ours, status);
	if (status == STATUS_OK)
		*resident_out = token.resident;
	return status;
}

enum status
store_link_add(struct store *store, const char *partner, const char *reference,
	       const char *resident, int64_t made_ms)
{
	struct query query;
	uint64_t changes = 0;

	query_start(&query, store, QUERY_LINK_ADD);
	query_put_text(&query, partner);
	query_put_text(&query, reference);
	query_put_text(&query, resident);
	query_put_integer(&query, made_ms);

	enum status status = query_run(&query, &changes);

	return status == STATUS_OK && changes == 0 ? STATUS_CONFLICT : status;
}

/*
 * The work of finding somebody, for a reference that means nobody: the same
 * search for a resident, and a box of the same size that is opened.
 */
static enum status
look_for_nobody(struct store *store, struct arena *arena)
{
	struct text box = {store->nobody_box, sizeof(store->nobody_box)};
	struct store_resident nobody;
	struct text plain;
	enum status status =
		lookup_row(store, QUERY_RESIDENT_BY_ID, residents_read, arena,
			   STORE_NOBODY, &nobody);

	if (status != STATUS_NOT_FOUND)
		return status;
	status = box_open(arena, &store->log_key_key, text_of(STORE_NOBODY),
			  box, &plain);
	return status == STATUS_OK ? STATUS_NOT_FOUND : status;
}

static enum status
find_resident(struct store *store, struct arena *arena, enum query_name name,
	      const struct store_link *link,
	      struct store_resident *resident_out)
{
	struct query query;

	query_start(&query, store, name);
	query_put_text(&query, link->partner);
	query_put_text(&query, link->reference);

	bool is_found = query_next(&query);

	if (is_found)
		residents_read(&query, arena, resident_out);

	enum status status = query_finish(&query);

	return status == STATUS_OK && !is_found ? look_for_nobody(store, arena)
						: status;
}

enum status
store_linked_resident(struct store *store, struct arena *arena,
		      const char *partner, const char *reference,
		      struct store_resident *resident_out)
{
	const struct store_link link = {.partner = partner,
					.reference = reference};

	return find_resident(store, arena, QUERY_LINKED_RESIDENT, &link,
			     resident_out);
}

enum status
store_meant_resident(struct store *store, struct arena *arena,
		     const char *partner, const char *reference,
		     struct store_resident *resident_out)
{
	const struct store_link link = {.partner = partner,
					.reference = reference};

	return find_resident(store, arena, QUERY_MEANT_RESIDENT, &link,
			     resident_out);
}

enum status
store_link_hold(struct store *store, const char *partner, const char *reference,
		int64_t held_ms)
{
	struct query query;

	query_start(&query, store, QUERY_LINK_HOLD);
	query_put_integer(&query, held_ms);
	query_put_text(&query, partner);
	query_put_text(&query, reference);
	return query_run(&query, NULL);
}

enum status
store_links_release(struct store *store, const char *resident)
{
	struct query query;

	query_start(&query, store, QUERY_LINKS_RELEASE);
	query_put_text(&query, resident);
	return query_run(&query, NULL);
}

enum status
store_links(struct store *store, struct arena *arena, const char *resident,
	    struct store_link **links_out, size_t *count_out)
{
	struct query query;

	*links_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_LINKS);
	query_put_text(&query, resident);
	while (query_next(&query)) {
		struct store_link *link =
			QUERY_ADD_ROW(arena, *links_out, *count_out);

		link->partner = query_text(&query, arena);
		link->reference = query_text(&query, arena);
		link->resident = query_text(&query, arena);
		link->made_ms = query_integer(&query);
		link->held_ms = query_integer(&query);
	}
	return query_finish(&query);
}
