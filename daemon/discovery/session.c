#include "daemon/discovery/session.h"

#include <string.h>

#include "daemon/discovery/crew.h"

enum status
session_open(struct store *store, struct arena *arena,
	     const struct store_discovery *row, const char *self,
	     unsigned threads, struct session *session_out)
{
	*session_out = (struct session){.row = *row, .threads = threads};
	session_out->info = arena_printf(
		arena, "psi|%s|%s|%s|%s|v1", row->ours ? self : row->partner,
		row->ours ? row->partner : self, row->purpose, row->id);
	if (!discovery_mode_of_word(row->mode, &session_out->mode) ||
	    !psi_identifier_of_word(row->identifier, &session_out->identifier))
		return STATUS_STORAGE;
	return store_discovery_secret(store, arena, row->id,
				      &session_out->secret);
}

void
session_close(struct session *session)
{
	psi_secret_wipe(&session->secret);
}

size_t
session_piece(int64_t first, int64_t length)
{
	int64_t left = length - first;
	if (left <= 0)
		return 0;
	return left < LIMIT_DISCOVERY_PIECE ? (size_t)left
					    : LIMIT_DISCOVERY_PIECE;
}

/* --- masking our own list --- */

/* One piece, by a crew. */
struct mask {
	const struct session *session;
	const struct masking *masking;
	struct psi_entry *entries;
};

static void
fill_entries(const struct mask *mask, struct arena *arena,
	     const struct store_place *places, size_t count)
{
	const struct session *session = mask->session;
	for (size_t i = 0; i < count; i++) {
		const struct store_place *place = &places[i];
		struct psi_entry *entry =
			&mask->entries[place->place - mask->masking->first];
		/* Whose number was taken away meanwhile is nobody. */
		if (place->identifier == NULL)
			continue;
		struct text secret = psi_identifier_encode(
			arena, session->identifier, place->identifier);
		psi_person_derive(secret, text_of(session->info),
				  &entry->person);
		entry->is_person = true;
	}
}

static void
mask_part(void *context, size_t first, size_t end)
{
	const struct mask *mask = context;
	const struct masking *masking = mask->masking;
	psi_mask(&mask->session->secret, (size_t)masking->first + first,
		 mask->entries + first, end - first, masking->points + first,
		 masking->inputs + first);
}

/* `own` is wiped when it goes: it has numbers in it. */
static enum status
mask_piece(const struct masking *masking, const struct session *session,
	   struct store *store, struct arena *own)
{
	struct mask mask = {
		.session = session,
		.masking = masking,
		.entries = ARENA_ARRAY(own, masking->count, struct psi_entry),
	};
	struct store_place *places;
	size_t count;
	enum status status =
		store_places(store, own, &session->row, masking->first,
			     masking->first + (int64_t)masking->count, true,
			     &places, &count);
	if (status != STATUS_OK)
		return status;
	fill_entries(&mask, own, places, count);
	crew_run(session->threads, mask_part, &mask, masking->count);
	return STATUS_OK;
}

enum status
masking_make(struct masking *masking, const struct session *session,
	     struct store *store, struct arena *arena)
{
	struct arena *own = arena_new();
	int64_t first = session->row.masked;
	size_t count = session_piece(first, session->row.length);
	*masking = (struct masking){
		.first = first,
		.count = count,
		.points = ARENA_ARRAY(arena, count, struct psi_point),
		.inputs = ARENA_ARRAY(arena, count, struct merkle_hash),
	};
	enum status status = mask_piece(masking, session, store, own);
	arena_free(own);
	return status;
}

enum status
masking_keep(const struct masking *masking, struct session *session,
	     struct store *store)
{
	struct store_discovery *row = &session->row;
	const struct text points = {(const char *)masking->points,
				    masking->count * sizeof(struct psi_point)};
	const struct text inputs = {(const char *)masking->inputs,
				    masking->count *
					    sizeof(struct merkle_hash)};
	enum status status = store_piece_add(store, row->id, STORE_LIST_MASKED,
					     masking->first, points);
	if (status == STATUS_OK)
		status = store_piece_add(store, row->id, STORE_LIST_INPUTS,
					 masking->first, inputs);
	if (status != STATUS_OK)
		return status;
	row->masked += (int64_t)masking->count;
	return store_discovery_change(store, row);
}

/* --- commitments --- */

static void
append_points(void *context, struct text points)
{
	struct merkle_tree *tree = context;
	for (size_t at = 0; at < points.length; at += PSI_POINT_BYTES)
		merkle_append(tree,
			      merkle_leaf((struct text){points.bytes + at,
							PSI_POINT_BYTES}));
}

/* These are leaves already. */
static void
append_inputs(void *context, struct text leaves)
{
	struct merkle_tree *tree = context;
	struct merkle_hash leaf;
	for (size_t at = 0; at < leaves.length; at += sizeof(leaf)) {
		memcpy(leaf.bytes, leaves.bytes + at, sizeof(leaf));
		merkle_append(tree, leaf);
	}
}

static void
root_of(const struct merkle_tree *tree, uint8_t out[DIGEST_BYTES])
{
	struct merkle_hash root = merkle_root(tree);
	memcpy(out, root.bytes, DIGEST_BYTES);
}

void
session_root(struct text list, uint8_t out[DIGEST_BYTES])
{
	struct merkle_tree tree;
	merkle_init(&tree);
	append_points(&tree, list);
	root_of(&tree, out);
}

/* Of a list of ours, piece for piece. */
static enum status
commit_to(const struct session *session, struct store *store,
	  enum store_list list, store_piece_taker *append,
	  uint8_t root_out[DIGEST_BYTES])
{
	struct merkle_tree tree;
	merkle_init(&tree);
	enum status status =
		store_list_each(store, session->row.id, list, append, &tree);
	root_of(&tree, root_out);
	return status == STATUS_OK && tree.size != (uint64_t)session->row.length
		       ? STATUS_STORAGE
		       : status;
}

enum status
session_commit(const struct session *session, struct store *store,
	       struct discovery_commitment *commitment)
{
	uint8_t nonce[DIGEST_BYTES];
	struct psi_point key;
	enum status status = commit_to(session, store, STORE_LIST_MASKED,
				       append_points, commitment->root);
	if (status == STATUS_OK)
		status = commit_to(session, store, STORE_LIST_INPUTS,
				   append_inputs, commitment->inputs);
	if (status != STATUS_OK)
		return status;
	psi_point_of_scalar(&session->secret.scalar, &key);
	memcpy(commitment->key, key.bytes, sizeof(commitment->key));
	session_nonce(session, nonce);
	digest_of(&(struct text){(const char *)nonce, sizeof(nonce)}, 1,
		  commitment->nonce);
	commitment->count = session->row.length;
	return STATUS_OK;
}

/* --- the end --- */

void
session_nonce(const struct session *session, uint8_t out[DIGEST_BYTES])
{
	struct psi_person nonce;
	psi_person_derive((struct text){(const char *)session->secret.salts,
					sizeof(session->secret.salts)},
			  text_of("psi-nonce"), &nonce);
	memcpy(out, nonce.bytes, DIGEST_BYTES);
}

enum status
session_transcript(const struct session *session, struct store *store,
		   struct arena *arena, struct text asker_tags,
		   struct text partner_tags, uint8_t out[DIGEST_BYTES])
{
	static const enum store_paper papers[] = {
		STORE_PAPER_CONTRACT,
		STORE_PAPER_AGREEMENT,
		STORE_PAPER_ASKER_COMMITMENT,
		STORE_PAPER_PARTNER_COMMITMENT,
	};
	struct text parts[COUNT_OF(papers) + 3];
	size_t count = 0;
	parts[count++] = text_of("psi-transcript");
	for (size_t i = 0; i < COUNT_OF(papers); i++) {
		struct text payload, certificate;
		const char *jws;
		enum status status =
			store_paper_find(store, arena, session->row.id,
					 papers[i], &jws, &certificate);
		if (status == STATUS_OK)
			status = paper_payload(arena, jws, &payload);
		if (status != STATUS_OK)
			return status;
		parts[count++] = text_of(paper_digest(arena, payload));
	}
	parts[count++] = text_of(paper_digest(arena, asker_tags));
	parts[count++] = text_of(paper_digest(arena, partner_tags));
	digest_of(parts, count, out);
	return STATUS_OK;
}
