#include "daemon/store/discovery.h"

#include <string.h>

#include "daemon/store/lookup.h"
#include "eenplan/base/limits.h"

enum status
store_discovery_add(struct store *store, struct arena *arena,
		    const struct store_discovery *session,
		    const struct psi_secret *secret)
{
	struct text box;
	struct query query;
	enum status status = box_seal(
		arena, &store->discovery_key, text_of(session->id),
		(struct text){(const char *)secret, sizeof(*secret)}, &box);

	if (status != STATUS_OK)
		return status;
	query_start(&query, store, QUERY_DISCOVERY_ADD);
	query_put_text(&query, session->id);
	query_put_text(&query, session->partner);
	query_put_integer(&query, session->ours);
	query_put_text(&query, session->user);
	query_put_text(&query, session->role);
	query_put_text(&query, session->purpose);
	query_put_text(&query, session->mode);
	query_put_text(&query, session->identifier);
	query_put_integer(&query, session->begun_ms);
	query_put_integer(&query, session->ends_ms);
	query_put_text(&query, session->stage);
	query_put_integer(&query, session->known_ms);
	query_put_integer(&query, session->people);
	query_put_integer(&query, session->length);
	query_put_integer(&query, session->masked);
	query_put_integer(&query, session->their_length);
	query_put_integer(&query, session->matches);
	query_put_blob(&query, box);
	return query_add(&query);
}

static void
read_session(struct query *query, struct arena *arena, void *row_out)
{
	struct store_discovery *session = row_out;

	session->id = query_text(query, arena);
	session->partner = query_text(query, arena);
	session->ours = query_integer(query) != 0;
	session->user = query_text(query, arena);
	session->role = query_text(query, arena);
	session->purpose = query_text(query, arena);
	session->mode = query_text(query, arena);
	session->identifier = query_text(query, arena);
	session->begun_ms = query_integer(query);
	session->ends_ms = query_integer(query);
	session->stage = query_text(query, arena);
	session->known_ms = query_integer(query);
	session->people = query_integer(query);
	session->length = query_integer(query);
	session->masked = query_integer(query);
	session->their_length = query_integer(query);
	session->matches = query_integer(query);
}

enum status
store_discovery_find(struct store *store, struct arena *arena, const char *id,
		     struct store_discovery *session_out)
{
	/* Sessions have no handles: their id twice. */
	static const struct lookup lookup = {
		.by_id = QUERY_DISCOVERY_BY_ID,
		.by_handle = QUERY_DISCOVERY_BY_ID,
		.by_prefix = QUERY_DISCOVERY_BY_PREFIX,
		.read = read_session,
	};

	return lookup_find(store, &lookup, arena, id, session_out);
}

enum status
store_discovery_open(struct store *store, struct arena *arena,
		     const struct store_discovery *like, int64_t now_ms,
		     struct store_discovery *session_out)
{
	struct query query;

	query_start(&query, store, QUERY_DISCOVERY_OPEN);
	query_put_text(&query, like->partner);
	query_put_text(&query, like->purpose);
	query_put_text(&query, like->mode);
	query_put_integer(&query, now_ms);

	bool is_found = query_next(&query);

	if (is_found)
		read_session(&query, arena, session_out);

	return query_finish_found(&query, is_found);
}

/* Ends `query`. */
static enum status
read_all(struct query *query, struct arena *arena,
	 struct store_discovery **sessions_out, size_t *count_out)
{
	*sessions_out = NULL;
	*count_out = 0;
	while (query_next(query))
		read_session(query, arena,
			     QUERY_ADD_ROW(arena, *sessions_out, *count_out));
	return query_finish(query);
}

enum status
store_discoveries(struct store *store, struct arena *arena,
		  struct store_discovery **sessions_out, size_t *count_out)
{
	struct query query;

	query_start(&query, store, QUERY_DISCOVERIES);
	query_put_integer(&query, LIMIT_DISCOVERY_LISTED);
	return read_all(&query, arena, sessions_out, count_out);
}

enum status
store_discoveries_unfinished(struct store *store, struct arena *arena,
			     struct store_discovery **sessions_out,
			     size_t *count_out)
{
	struct query query;

	query_start(&query, store, QUERY_DISCOVERIES_UNFINISHED);
	return read_all(&query, arena, sessions_out, count_out);
}

enum status
store_discovery_change(struct store *store,
		       const struct store_discovery *session)
{
	struct query query;

	query_start(&query, store, QUERY_DISCOVERY_CHANGE);
	query_put_text(&query, session->stage);
	query_put_integer(&query, session->known_ms);
	query_put_integer(&query, session->people);
	query_put_integer(&query, session->length);
	query_put_integer(&query, session->masked);
	query_put_integer(&query, session->their_length);
	query_put_integer(&query, session->matches);
	query_put_text(&query, session->id);
	return query_run(&query, NULL);
}

static void
read_bytes(struct query *query, struct arena *arena, void *bytes_out)
{
	*(struct text *)bytes_out = query_bytes(query, arena);
}

enum status
store_discovery_secret(struct store *store, struct arena *arena, const char *id,
		       struct psi_secret *secret_out)
{
	struct text box, plain;
	enum status status = lookup_row(store, QUERY_DISCOVERY_SECRET,
					read_bytes, arena, id, &box);

	if (status == STATUS_OK)
		status = box_open(arena, &store->discovery_key, text_of(id),
				  box, &plain);
	if (status == STATUS_OK && plain.length != sizeof(*secret_out))
		status = STATUS_TAMPERED;
	if (status == STATUS_OK)
		memcpy(secret_out, plain.bytes, sizeof(*secret_out));
	return status;
}

enum status
store_discovery_keep_openings(struct store *store, struct arena *arena,
			      const char *id, struct text openings)
{
	struct text box;
	struct query query;
	enum status status = box_seal(arena, &store->discovery_key, text_of(id),
				      openings, &box);

	if (status != STATUS_OK)
		return status;
	query_start(&query, store, QUERY_DISCOVERY_KEEP_OPENINGS);
	query_put_blob(&query, box);
	query_put_text(&query, id);
	return query_run(&query, NULL);
}

enum status
store_discovery_openings(struct store *store, struct arena *arena,
			 const char *id, struct text *openings_out)
{
	struct text box;
	enum status status = lookup_row(store, QUERY_DISCOVERY_OPENINGS,
					read_bytes, arena, id, &box);

	return status == STATUS_OK ? box_open(arena, &store->discovery_key,
					      text_of(id), box, openings_out)
				   : status;
}

enum status
store_discovery_wipe(struct store *store, const char *id)
{
	static const enum query_name forget[] = {
		QUERY_DISCOVERY_FORGET_SECRET,
		QUERY_DISCOVERY_FORGET_PLACES,
		QUERY_DISCOVERY_FORGET_PIECES,
	};
	enum status status = STATUS_OK;

	for (size_t i = 0; i < COUNT_OF(forget) && status == STATUS_OK; i++) {
		struct query query;

		query_start(&query, store, forget[i]);
		query_put_text(&query, id);
		status = query_run(&query, NULL);
	}
	return status;
}

enum status
store_discoveries_expire(struct store *store, int64_t now_ms)
{
	struct arena *arena = arena_new();
	struct store_discovery *sessions = NULL;
	size_t count = 0;
	struct query query;
	bool is_ours;
	enum status status = query_scope_begin(store, &is_ours);

	if (status == STATUS_OK) {
		query_start(&query, store, QUERY_DISCOVERIES_OVER);
		query_put_integer(&query, now_ms);
		status = read_all(&query, arena, &sessions, &count);
		for (size_t i = 0; i < count && status == STATUS_OK; i++) {
			sessions[i].stage = "expired";
			status = store_discovery_change(store, &sessions[i]);
			if (status == STATUS_OK)
				status = store_discovery_wipe(store,
							      sessions[i].id);
		}
		status = query_scope_end(store, is_ours, status);
	}
	arena_free(arena);
	return status;
}

enum status
store_discovery_last(struct store *store, const char *partner,
		     const char *purpose, int64_t *known_ms_out)
{
	struct query query;

	query_start(&query, store, QUERY_DISCOVERY_LAST);
	query_put_text(&query, partner);
	query_put_text(&query, purpose);
	return query_number(&query, known_ms_out);
}

enum status
store_discovery_tries(struct store *store, const char *partner,
		      int64_t since_ms, int64_t *count_out)
{
	struct query query;

	query_start(&query, store, QUERY_DISCOVERY_TRIES);
	query_put_text(&query, partner);
	query_put_integer(&query, since_ms);
	return query_number(&query, count_out);
}

/* --- papers --- */

enum status
store_paper_add(struct store *store, const char *session,
		enum store_paper paper, const char *jws,
		struct text certificate)
{
	struct query query;

	query_start(&query, store, QUERY_PAPER_ADD);
	query_put_text(&query, session);
	query_put_integer(&query, paper);
	query_put_text(&query, jws);
	query_put_blob(&query, certificate);

	return query_add(&query);
}

enum status
store_paper_find(struct store *store, struct arena *arena, const char *session,
		 enum store_paper paper, const char **jws_out,
		 struct text *certificate_out)
{
	struct query query;

	query_start(&query, store, QUERY_PAPER_GET);
	query_put_text(&query, session);
	query_put_integer(&query, paper);

	bool is_found = query_next(&query);

	if (is_found) {
		*jws_out = query_text(&query, arena);
		*certificate_out = query_bytes(&query, arena);
	}

	return query_finish_found(&query, is_found);
}
