/*
 * Of sessions in which joint clients are looked for: who stands where in our
 * list, both lists by pieces, and who was found.
 */
#include <string.h>

#include "daemon/store/discovery.h"
#include "daemon/store/identifier.h"
#include "daemon/store/residents.h"
#include "eenplan/base/limits.h"

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

enum status
store_places(struct store *store, struct arena *arena,
	     const struct store_discovery *session, int64_t first, int64_t end,
	     bool with_identifiers, struct store_place **places_out,
	     size_t *count_out)
{
	bool by_bsn = identifier_is_bsn(session->identifier);
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
		place->identifier = identifier_read(
			&query, arena, session->identifier, place->resident);
	}
	return query_finish(&query);
}

/* Ends `query`. */
static enum status
read_candidates(struct query *query, struct arena *arena,
		struct store_candidate **candidates_out, size_t *count_out)
{
	*candidates_out = NULL;
	*count_out = 0;
	while (query_next(query)) {
		struct store_candidate *candidate =
			QUERY_ADD_ROW(arena, *candidates_out, *count_out);

		candidate->id = query_text(query, arena);
		candidate->birth_day = query_day(query);
		candidate->deceased = query_integer(query) != 0;
	}
	return query_finish(query);
}

enum status
store_discovery_candidates(struct store *store, struct arena *arena,
			   const char *identifier, const char *after,
			   size_t most, struct store_candidate **candidates_out,
			   size_t *count_out)
{
	struct query query;

	query_start(&query, store,
		    identifier_is_bsn(identifier) ? QUERY_CANDIDATES_BSN
						  : QUERY_CANDIDATES_TOKEN);
	query_put_text(&query, after);
	query_put_integer(&query, (int64_t)most);
	return read_candidates(&query, arena, candidates_out, count_out);
}

enum status
store_discovery_placed(struct store *store, struct arena *arena,
		       const char *session, int64_t first, int64_t end,
		       struct store_candidate **candidates_out,
		       size_t *count_out)
{
	struct query query;

	query_start(&query, store, QUERY_PLACED);
	query_put_text(&query, session);
	query_put_integer(&query, first);
	query_put_integer(&query, end);
	return read_candidates(&query, arena, candidates_out, count_out);
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

	query_start(&query, store, QUERY_PIECE_ADD);
	query_put_text(&query, session);
	query_put_integer(&query, list);
	query_put_integer(&query, first);
	query_put_blob(&query, bytes);

	return query_add(&query);
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

	return query_finish_found(&query, is_found);
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

enum status
store_list_length(struct store *store, const char *session,
		  enum store_list list, int64_t *length_out)
{
	struct query query;

	query_start(&query, store, QUERY_PIECES_LENGTH);
	query_put_text(&query, session);
	query_put_integer(&query, list);
	return query_number(&query, length_out);
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
	enum status status = store_list_length(store, session, list, &length);

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

	*residents_out = NULL;
	*count_out = 0;
	query_start(&query, store, QUERY_MATCHES);
	query_put_text(&query, session);
	while (query_next(&query))
		residents_read(
			&query, arena,
			QUERY_ADD_ROW(arena, *residents_out, *count_out));
	return query_finish(&query);
}
