/*
 * What an auditor may see of our list: who stands at the places that are drawn,
 * with the proofs.
 */
#include <string.h>

#include "daemon/discovery/session.h"

/* How many of a list's places are opened at first; there are more in a list
 * of few people among many. */
#define OPENED_FIRST (2 * LIMIT_DISCOVERY_SAMPLE)

static enum status
read_list(const struct session *session, struct store *store,
	  struct arena *arena, enum store_list list, struct text *bytes_out)
{
	enum status status =
		store_list_read(store, arena, session->row.id, list, bytes_out);
	size_t length = (size_t)session->row.length;
	_Static_assert(PSI_POINT_BYTES == sizeof(struct merkle_hash),
		       "either list has so many bytes for a place");
	return status == STATUS_OK &&
			       bytes_out->length != length * PSI_POINT_BYTES
		       ? STATUS_STORAGE
		       : status;
}

/* "NL-35a,NL-35b" */
static const char *const *
split(struct arena *arena, const char *joined, size_t *count_out)
{
	char *word = arena_string(arena, joined);
	const char **words =
		ARENA_ARRAY(arena, strlen(joined) / 2 + 1, const char *);
	char *rest = NULL;
	*count_out = 0;
	for (word = strtok_r(word, ",", &rest); word != NULL;
	     word = strtok_r(NULL, ",", &rest))
		words[(*count_out)++] = word;
	return words;
}

static void
open_person(const struct session *session, struct arena *arena,
	    const struct store_place *place, struct discovery_opening *opening)
{
	if (place->identifier == NULL)
		return;
	struct text secret = psi_identifier_encode(arena, session->identifier,
						   place->identifier);
	opening->entry.is_person = true;
	psi_person_derive(secret, text_of(session->info),
			  &opening->entry.person);
	opening->resident = place->resident;
	opening->rules = split(arena, place->rules, &opening->rule_count);
	opening->consents =
		split(arena, place->consents, &opening->consent_count);
}

static enum status
open_place(const struct session *session, struct store *store,
	   struct arena *arena, struct text points, uint32_t number,
	   struct discovery_opening *opening)
{
	struct store_place *places;
	size_t count;
	*opening = (struct discovery_opening){.place = number};
	opening->points.place = opening->inputs.place = number;
	psi_salt(&session->secret, number, opening->salt);
	memcpy(opening->masked.bytes,
	       points.bytes + (size_t)number * PSI_POINT_BYTES,
	       PSI_POINT_BYTES);
	enum status status = store_places(store, arena, &session->row, number,
					  number + 1, true, &places, &count);
	if (status == STATUS_OK && count == 1)
		open_person(session, arena, &places[0], opening);
	return status;
}

static struct discovery_opening *
add_opening(struct arena *arena, struct discovery_openings *openings,
	    size_t *room)
{
	const size_t size = sizeof(*openings->items);
	if (openings->count == *room) {
		struct discovery_opening *items = ARENA_ARRAY(
			arena, *room == 0 ? OPENED_FIRST : 2 * *room,
			struct discovery_opening);
		if (*room > 0)
			memcpy(items, openings->items, *room * size);
		openings->items = items;
		*room = *room == 0 ? OPENED_FIRST : 2 * *room;
	}
	return &openings->items[openings->count++];
}

/* Until enough people were drawn, or none are left. */
static enum status
draw(const struct session *session, struct store *store, struct arena *arena,
     struct text points, struct psi_sample *sample,
     struct discovery_openings *openings)
{
	enum status status = STATUS_OK;
	size_t people = 0, room = 0;
	uint32_t number;
	while (status == STATUS_OK && people < LIMIT_DISCOVERY_SAMPLE &&
	       psi_sample_next(sample, &number)) {
		struct discovery_opening *opening =
			add_opening(arena, openings, &room);
		status = open_place(session, store, arena, points, number,
				    opening);
		people += opening->entry.is_person;
	}
	return status;
}

static enum status
draw_places(const struct session *session, struct store *store,
	    struct arena *arena, struct text points,
	    const struct discovery_nonces *nonces,
	    struct discovery_openings *openings)
{
	struct arena *own = arena_new();
	struct psi_sample sample;
	uint8_t root[DIGEST_BYTES];
	session_root(points, root);
	psi_sample_begin(&sample, own, (size_t)session->row.length, root,
			 nonces->asker, nonces->partner);
	enum status status =
		draw(session, store, arena, points, &sample, openings);
	arena_free(own);
	return status;
}

static struct psi_path *
path_of(struct discovery_opening *opening, enum store_list list)
{
	return list == STORE_LIST_MASKED ? &opening->points : &opening->inputs;
}

static void
find_paths(const struct merkle_hash *leaves, size_t length,
	   struct discovery_openings *openings, enum store_list list)
{
	struct arena *own = arena_new();
	struct psi_path *paths =
		ARENA_ARRAY(own, openings->count, struct psi_path);
	for (size_t i = 0; i < openings->count; i++)
		paths[i] = *path_of(&openings->items[i], list);
	psi_find_paths(leaves, length, paths, openings->count);
	for (size_t i = 0; i < openings->count; i++)
		*path_of(&openings->items[i], list) = paths[i];
	arena_free(own);
}

static struct merkle_hash *
make_leaves(struct arena *arena, struct text points)
{
	size_t count = points.length / PSI_POINT_BYTES;
	struct merkle_hash *leaves =
		ARENA_ARRAY(arena, count, struct merkle_hash);
	for (size_t i = 0; i < count; i++)
		leaves[i] = merkle_leaf((struct text){
			points.bytes + i * PSI_POINT_BYTES, PSI_POINT_BYTES});
	return leaves;
}

/* One list after the other: both would be twice the memory. */
static enum status
open_points(const struct session *session, struct store *store,
	    struct arena *arena, const struct discovery_nonces *nonces,
	    struct discovery_openings *openings)
{
	struct arena *own = arena_new();
	struct text points;
	enum status status =
		read_list(session, store, own, STORE_LIST_MASKED, &points);
	if (status == STATUS_OK)
		status = draw_places(session, store, arena, points, nonces,
				     openings);
	if (status == STATUS_OK)
		find_paths(make_leaves(own, points),
			   (size_t)session->row.length, openings,
			   STORE_LIST_MASKED);
	arena_free(own);
	return status;
}

static enum status
open_inputs(const struct session *session, struct store *store,
	    struct discovery_openings *openings)
{
	struct arena *own = arena_new();
	struct text leaves;
	enum status status =
		read_list(session, store, own, STORE_LIST_INPUTS, &leaves);
	if (status == STATUS_OK)
		find_paths((const struct merkle_hash *)leaves.bytes,
			   (size_t)session->row.length, openings,
			   STORE_LIST_INPUTS);
	arena_free(own);
	return status;
}

static enum status
prove(const struct session *session, struct arena *arena,
      struct discovery_openings *openings)
{
	size_t count = openings->count;
	struct psi_point *from = ARENA_ARRAY(arena, count, struct psi_point);
	struct psi_point *to = ARENA_ARRAY(arena, count, struct psi_point);
	struct psi_scalar random;
	struct psi_point key;
	for (size_t i = 0; i < count; i++) {
		psi_entry_point(&openings->items[i].entry,
				openings->items[i].salt, &from[i]);
		to[i] = openings->items[i].masked;
	}
	psi_point_of_scalar(&session->secret.scalar, &key);
	psi_scalar_random(&random);
	const struct psi_claim claim = {&key, from, to, count};
	bool made = psi_proof_make(PSI_OPRF, &session->secret.scalar, &claim,
				   &random, &openings->proof);
	psi_scalar_wipe(&random);
	return made ? STATUS_OK : STATUS_CRYPTO;
}

enum status
session_make_openings(const struct session *session, struct store *store,
		      struct arena *arena,
		      const struct discovery_nonces *nonces,
		      struct text *openings_out)
{
	struct arena *own = arena_new(); /* wiped: it has numbers in it */
	struct discovery_openings openings = {.items = NULL};
	enum status status =
		open_points(session, store, own, nonces, &openings);
	if (status == STATUS_OK)
		status = open_inputs(session, store, &openings);
	if (status == STATUS_OK)
		status = prove(session, own, &openings);
	if (status == STATUS_OK)
		*openings_out = discovery_openings_encode(arena, &openings);
	arena_free(own);
	return status;
}
