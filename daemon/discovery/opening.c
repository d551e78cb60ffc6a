/*
 * What an auditor may see of our list: who stands at the places that are drawn,
 * with the proofs.
 */
#include <string.h>

#include "daemon/discovery/session.h"

/* Both lists as they are on file, to walk their trees. */
struct lists {
	struct text points;
	struct merkle_hash *point_leaves;
	struct merkle_hash *input_leaves;
	size_t length;
};

static enum status
read_lists(const struct session *session, struct store *store,
	   struct arena *arena, struct lists *lists_out)
{
	const char *id = session->row.id;
	struct text inputs;
	enum status status = store_list_read(
		store, arena, id, STORE_LIST_MASKED, &lists_out->points);
	if (status == STATUS_OK)
		status = store_list_read(store, arena, id, STORE_LIST_INPUTS,
					 &inputs);
	if (status != STATUS_OK)
		return status;
	size_t length = (size_t)session->row.length;
	if (lists_out->points.length != length * PSI_POINT_BYTES ||
	    inputs.length != length * DIGEST_BYTES)
		return STATUS_STORAGE;
	lists_out->length = length;
	lists_out->input_leaves =
		ARENA_ARRAY(arena, length, struct merkle_hash);
	memcpy(lists_out->input_leaves, inputs.bytes, inputs.length);
	lists_out->point_leaves =
		ARENA_ARRAY(arena, length, struct merkle_hash);
	for (size_t i = 0; i < length; i++)
		lists_out->point_leaves[i] = merkle_leaf((struct text){
			lists_out->points.bytes + i * PSI_POINT_BYTES,
			PSI_POINT_BYTES});
	return STATUS_OK;
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
	   struct arena *arena, const struct lists *lists, uint32_t number,
	   struct discovery_opening *opening)
{
	struct store_place *places;
	size_t count;
	*opening = (struct discovery_opening){.place = number};
	opening->points.place = opening->inputs.place = number;
	psi_salt(&session->secret, number, opening->salt);
	memcpy(opening->masked.bytes,
	       lists->points.bytes + (size_t)number * PSI_POINT_BYTES,
	       PSI_POINT_BYTES);
	enum status status = store_places(store, arena, &session->row, number,
					  number + 1, true, &places, &count);
	if (status == STATUS_OK && count == 1)
		open_person(session, arena, &places[0], opening);
	return status;
}

/* Until enough people were drawn, or none are left. */
static enum status
draw(const struct session *session, struct store *store, struct arena *arena,
     const struct lists *lists, struct psi_sample *sample,
     struct discovery_openings *openings)
{
	enum status status = STATUS_OK;
	size_t people = 0;
	uint32_t number;
	openings->items =
		ARENA_ARRAY(arena, lists->length, struct discovery_opening);
	while (status == STATUS_OK && people < LIMIT_DISCOVERY_SAMPLE &&
	       psi_sample_next(sample, &number)) {
		struct discovery_opening *opening =
			&openings->items[openings->count++];
		status = open_place(session, store, arena, lists, number,
				    opening);
		people += opening->entry.is_person;
	}
	return status;
}

static void
find_paths(struct arena *arena, const struct lists *lists,
	   struct discovery_openings *openings)
{
	struct psi_path *paths =
		ARENA_ARRAY(arena, openings->count, struct psi_path);
	for (size_t i = 0; i < openings->count; i++)
		paths[i] = openings->items[i].points;
	psi_find_paths(lists->point_leaves, lists->length, paths,
		       openings->count);
	for (size_t i = 0; i < openings->count; i++) {
		openings->items[i].points = paths[i];
		paths[i] = openings->items[i].inputs;
	}
	psi_find_paths(lists->input_leaves, lists->length, paths,
		       openings->count);
	for (size_t i = 0; i < openings->count; i++)
		openings->items[i].inputs = paths[i];
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
	struct psi_sample sample;
	struct lists lists;
	uint8_t root[DIGEST_BYTES];
	enum status status = read_lists(session, store, own, &lists);
	if (status == STATUS_OK) {
		session_root(lists.points, root);
		psi_sample_begin(&sample, own, lists.length, root,
				 nonces->asker, nonces->partner);
		status = draw(session, store, own, &lists, &sample, &openings);
	}
	if (status == STATUS_OK)
		status = prove(session, own, &openings);
	if (status == STATUS_OK) {
		find_paths(own, &lists, &openings);
		*openings_out = discovery_openings_encode(arena, &openings);
	}
	arena_free(own);
	return status;
}
