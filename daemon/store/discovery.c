#include "daemon/store/discovery.h"

#include <string.h>

#include "daemon/store/lookup.h"
#include "daemon/store/residents.h"
#include "eenplan/base/limits.h"
#include "eenplan/base/log.h"

enum status
store_discovery_add(struct store *store, struct arena *arena,
		    const struct store_discovery *session,
		    const struct psi_secret *secret)
{
	struct text box;
	struct query query;
	uint64_t changes = 0;
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
	status = query_run(&query, &changes);
	return status == STATUS_OK && changes == 0 ? STATUS_CONFLICT : status;
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

	enum status status = query_finish(&query);

	return status == STATUS_OK && !is_found ? STATUS_NOT_FOUND : status;
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

/* Ends `query`. */
static enum status
read_number(struct query *query, int64_t *number_out)
{
	*number_out = 0;
	if (query_next(query))
		*number_out = query_integer(query);
	return query_finish(query);
}

enum status
store_discovery_last(struct store *store, const char *partner,
		     const char *purpose, int64_t *known_ms_out)
{
	struct query query;

	query_start(&query, store, QUERY_DISCOVERY_LAST);
	query_put_text(&query, partner);
	query_put_text(&query, purpose);
	return read_number(&query, known_ms_out);
}

enum status
store_discovery_tries(struct store *store, const char *partner,
		      int64_t since_ms, int64_t *count_out)
{
	struct query query;

	query_start(&query, store, QUERY_DISCOVERY_TRIES);
	query_put_text(&query, partner);
	query_put_integer(&query, since_ms);
	return read_number(&query, count_out);
}

/* --- papers --- */

enum status
store_paper_add(struct store *store, const char *session,
		enum store_paper paper, const char *jws,
		struct text certificate)
{
	struct query query;
	uint64_t changes = 0;

	query_start(&query, store, QUERY_PAPER_ADD);
	query_put_text(&query, session);
	query_put_integer(&query, paper);
	query_put_text(&query, jws);
	query_put_blob(&query, certificate);

	enum status status = query_run(&query, &changes);

	return status == STATUS_OK && changes == 0 ? STATUS_CONFLICT : status;
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

	enum status status = query_finish(&query);

	return status == STATUS_OK && !is_found ? STATUS_NOT_FOUND : status;
}

/* --- places --- */

enum status
store_place_add(struct store *store, const char *session,
		const struct store_place *place)
{
	struct query query;

	query_start(&query, store, QUERY_PLACE_ADD);
	query_put_text(&query, session);
	query_put_integer(&query, place->place);
	query_put_text(&query, place->resident);
	query_put_text(&query, place->rules);
	query_put_text(&query, place->consents);
	return query_run(&query, NULL);
}

static void
open_identifier(struct query *query, struct arena *arena,
		const struct box_key *key, struct store_place *place)
{
	struct text box = query_bytes(query, arena);
	struct text plain;

	if (box.length == 0)
		return;
	if (box_open(arena, key, text_of(place->resident), box, &plain) ==
	    STATUS_OK)
		place->identifier = arena_text(arena, plain);
	else
		query_fail(query, STATUS_TAMPERED, "the seal of an identifier");
}

static bool
is_bsn(const char *identifier)
{
	return strcmp(identifier, psi_identifier_word(PSI_IDENTIFIER_BSN)) == 0;
}

enum status
store_places(struct store *store, struct arena *arena,
	     const struct store_discovery *session, int64_t first, int64_t end,
	     bool with_identifiers, struct store_place **places_out,
	     size_t *count_out)
{
	bool by_bsn = is_bsn(session->identifier);
	struct query query;

	*places_out = NULL;
	*count_out = 0;
	query_start(&query, store,
		    !with_identifiers ? QUERY_PLACES
		    : by_bsn	      ? QUERY_PLACES_BSN
				      : QUERY_PLACES_TOKEN);
	query_put_text(&query, session->id);
	query_put_integer(&query, first);
	query_put_integer(&query, end);
	while (query_next(&query)) {
		struct store_place *place =
			QUERY_ADD_ROW(arena, *places_out, *count_out);

		place->place = query_integer(&query);
		place->resident = query_text(&query, arena);
		place->rules = query_text(&query, arena);
		place->consents = query_text(&query, arena);
		open_identifier(&query, arena,
				by_bsn ? &store->bsn_key
				       : &store->discovery_key,
				place);
	}
	return query_finish(&query);
}

/* Ends `query`. */
static enum status
read_residents(struct query *query, struct arena *arena,
	       struct store_resident **residents_out, size_t *count_out)
{
	*residents_out = NULL;
	*count_out = 0;
	while (query_next(query))
		residents_read(
			query, arena,
			QUERY_ADD_ROW(arena, *residents_out, *count_out));
	return query_finish(query);
}

enum status
store_discovery_candidates(struct store *store, struct arena *arena,
			   const char *identifier, const char *after,
			   size_t most, struct store_resident **residents_out,
			   size_t *count_out)
{
	struct query query;

	query_start(&query, store,
		    is_bsn(identifier) ? QUERY_CANDIDATES_BSN
				       : QUERY_CANDIDATES_TOKEN);
	query_put_text(&query, after);
	query_put_integer(&query, (int64_t)most);
	return read_residents(&query, arena, residents_out, count_out);
}

enum status
store_discovery_token_set(struct store *store, struct arena *arena,
			  const char *resident, const char *token,
			  int64_t now_ms)
{
	struct text box;
	struct query query;
	enum status status = box_seal(arena, &store->discovery_key,
				      text_of(resident), text_of(token), &box);

	if (status != STATUS_OK)
		return status;
	query_start(&query, store, QUERY_DISCOVERY_TOKEN_SET);
	query_put_text(&query, resident);
	query_put_blob(&query, box);
	query_put_integer(&query, now_ms);
	return query_run(&query, NULL);
}

/* --- pieces --- */

enum status
store_piece_add(struct store *store, const char *session, enum store_list list,
		int64_t first, struct text bytes)
{
	struct query query;
	uint64_t changes = 0;

	query_start(&query, store, QUERY_PIECE_ADD);
	query_put_text(&query, session);
	query_put_integer(&query, list);
	query_put_integer(&query, first);
	query_put_blob(&query, bytes);

	enum status status = query_run(&query, &changes);

	return status == STATUS_OK && changes == 0 ? STATUS_CONFLICT : status;
}

enum status
store_piece_find(struct store *store, struct arena *arena, const char *session,
		 enum store_list list, int64_t first, struct text *bytes_out)
{
	struct query query;

	query_start(&query, store, QUERY_PIECE_GET);
	query_put_text(&query, session);
	query_put_integer(&query, list);
	query_put_integer(&query, first);

	bool is_found = query_next(&query);

	if (is_found)
		*bytes_out = query_bytes(&query, arena);

	enum status status = query_finish(&query);

	return status == STATUS_OK && !is_found ? STATUS_NOT_FOUND : status;
}

enum status
store_list_each(struct store *store, const char *session, enum store_list list,
		store_piece_taker *take, void *context)
{
	struct query query;

	query_start(&query, store, QUERY_PIECES);
	query_put_text(&query, session);
	query_put_integer(&query, list);
	while (query_next(&query)) {
		struct arena *arena = arena_new();

		take(context, query_bytes(&query, arena));
		arena_free(arena);
	}
	return query_finish(&query);
}

static enum status
list_length(struct store *store, const char *session, enum store_list list,
	    int64_t *length_out)
{
	struct query query;

	query_start(&query, store, QUERY_PIECES_LENGTH);
	query_put_text(&query, session);
	query_put_integer(&query, list);
	return read_number(&query, length_out);
}

struct filling {
	char *bytes;
	size_t length, room;
};

static void
fill(void *context, struct text piece)
{
	struct filling *filling = context;
	size_t left = filling->room - filling->length;
	size_t length = piece.length < left ? piece.length : left;

	memcpy(filling->bytes + filling->length, piece.bytes, length);
	filling->length += length;
}

enum status
store_list_read(struct store *store, struct arena *arena, const char *session,
		enum store_list list, struct text *bytes_out)
{
	struct filling filling = {.bytes = NULL};
	int64_t length;
	enum status status = list_length(store, session, list, &length);

	if (status != STATUS_OK)
		return status;
	filling.room = (size_t)length;
	filling.bytes = arena_alloc(arena, filling.room + 1);
	status = store_list_each(store, session, list, fill, &filling);
	*bytes_out = (struct text){filling.bytes, filling.length};
	return status;
}

/* --- matches --- */

enum status
store_match_add(struct store *store, const char *session, const char *resident)
{
	struct query query;

	query_start(&query, store, QUERY_MATCH_ADD);
	query_put_text(&query, session);
	query_put_text(&query, resident);
	return query_run(&query, NULL);
}

enum status
store_matches(struct store *store, struct arena *arena, const char *session,
	      struct store_resident **residents_out, size_t *count_out)
{
	struct query query;

	query_start(&query, store, QUERY_MATCHES);
	query_put_text(&query, session);
	return read_residents(&query, arena, residents_out, count_out);
}
