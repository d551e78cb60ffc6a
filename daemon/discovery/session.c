#include "daemon/discovery/session.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "eenplan/base/log.h"

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

static void
fill_entries(struct masking *masking, struct arena *arena,
	     const struct store_place *places, size_t count)
{
	const struct session *session = masking->session;
	for (size_t i = 0; i < count; i++) {
		const struct store_place *place = &places[i];
		struct psi_entry *entry =
			&masking->entries[place->place - masking->first];
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
	struct masking *masking = context;
	psi_mask(&masking->session->secret, (size_t)masking->first + first,
		 masking->entries + first, end - first, masking->points + first,
		 masking->inputs + first);
}

enum status
masking_begin(struct masking *masking, struct session *session,
	      struct store *store, struct arena *arena)
{
	struct arena *own = arena_new(); /* wiped: it has numbers in it */
	struct store_place *places;
	size_t place_count;
	*masking = (struct masking){
		.session = session,
		.first = session->row.masked,
		.count =
			session_piece(session->row.masked, session->row.length),
	};
	masking->entries = ARENA_ARRAY(arena, masking->count, struct psi_entry);
	masking->points = ARENA_ARRAY(arena, masking->count, struct psi_point);
	masking->inputs =
		ARENA_ARRAY(arena, masking->count, struct merkle_hash);
	enum status status =
		store_places(store, own, &session->row, masking->first,
			     masking->first + (int64_t)masking->count, true,
			     &places, &place_count);
	if (status == STATUS_OK)
		fill_entries(masking, own, places, place_count);
	arena_free(own);
	if (status == STATUS_OK)
		crew_begin(&masking->crew, session->threads, mask_part, masking,
			   masking->count);
	return status;
}

void
masking_end(struct masking *masking)
{
	crew_end(&masking->crew);
	wipe(masking->entries, masking->count * sizeof(*masking->entries));
}

enum status
masking_keep(struct masking *masking, struct store *store)
{
	struct store_discovery *row = &masking->session->row;
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

static int
compare_points(const void *one, const void *other)
{
	return memcmp(one, other, PSI_POINT_BYTES);
}

static bool
has_twice(struct arena *arena, struct text list)
{
	size_t count = list.length / PSI_POINT_BYTES;
	struct psi_point *points = ARENA_ARRAY(arena, count, struct psi_point);
	memcpy(points, list.bytes, list.length);
	qsort(points, count, sizeof(*points), compare_points);
	for (size_t i = 1; i < count; i++)
		if (compare_points(&points[i - 1], &points[i]) == 0)
			return true;
	return false;
}

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

/* --- their list --- */

static void
raise_part(void *context, size_t first, size_t end)
{
	struct raising *raising = context;
	size_t bad;
	if (psi_raise(&raising->session->secret, raising->points + first,
		      end - first, raising->raised + first, &bad))
		return;
	size_t known = atomic_load(&raising->bad);
	while (first + bad < known &&
	       !atomic_compare_exchange_weak(&raising->bad, &known,
					     first + bad))
		continue;
}

enum status
raising_begin(struct raising *raising, struct session *session,
	      struct arena *arena, int64_t first, struct text bytes,
	      struct fault *fault)
{
	size_t count = session_piece(first, session->row.their_length);
	if (bytes.length != count * PSI_POINT_BYTES) {
		fault_set(fault, "",
			  "must be %zu points of %d bytes, as was committed to",
			  count, PSI_POINT_BYTES);
		return STATUS_INVALID;
	}
	*raising = (struct raising){
		.session = session,
		.first = first,
		.count = count,
		.bytes = bytes,
		.points = (const struct psi_point *)bytes.bytes,
		.raised = ARENA_ARRAY(arena, count, struct psi_point),
		.bad = count,
	};
	crew_begin(&raising->crew, session->threads, raise_part, raising,
		   count);
	return STATUS_OK;
}

enum status
raising_end(struct raising *raising, struct fault *fault)
{
	crew_end(&raising->crew);
	if (raising->bad == raising->count)
		return STATUS_OK;
	fault_set(fault, "",
		  "number %lld isn't the canonical form of a point, or is the "
		  "identity",
		  (long long)raising->first + (long long)raising->bad);
	return STATUS_INVALID;
}

enum status
raising_keep(const struct raising *raising, struct store *store)
{
	const char *id = raising->session->row.id;
	const struct text raised = {(const char *)raising->raised,
				    raising->count * sizeof(struct psi_point)};
	enum status status = store_piece_add(store, id, STORE_LIST_POINTS,
					     raising->first, raising->bytes);
	return status == STATUS_OK
		       ? store_piece_add(store, id, STORE_LIST_RAISED,
					 raising->first, raised)
		       : status;
}

static enum status
check_bytes(struct arena *arena, struct text list,
	    const struct discovery_commitment *theirs, struct fault *fault)
{
	uint8_t root[DIGEST_BYTES];
	if (list.length != (size_t)theirs->count * PSI_POINT_BYTES) {
		fault_set(fault, "", "comes before all points are here");
		return STATUS_CONFLICT;
	}
	session_root(list, root);
	if (memcmp(root, theirs->root, sizeof(root)) != 0)
		fault_set(fault, "",
			  "the points aren't the list that was committed to");
	else if (has_twice(arena, list))
		fault_set(fault, "", "has a point twice");
	else
		return STATUS_OK;
	return STATUS_INVALID;
}

enum status
session_check_list(const struct session *session, struct store *store,
		   const struct discovery_commitment *theirs,
		   struct fault *fault)
{
	struct arena *arena = arena_new();
	struct text list;
	enum status status = store_list_read(store, arena, session->row.id,
					     STORE_LIST_POINTS, &list);
	if (status == STATUS_OK)
		status = check_bytes(arena, list, theirs, fault);
	arena_free(arena);
	return status;
}

/* --- what both have --- */

struct tagging {
	struct psi_tag *tags;
	size_t count, room;
};

static void
tag_points(void *context, struct text points)
{
	struct tagging *tagging = context;
	const struct psi_point *raised = (const struct psi_point *)points.bytes;
	size_t count = points.length / sizeof(*raised);
	for (size_t i = 0; i < count && tagging->count < tagging->room; i++)
		tagging->tags[tagging->count++] = psi_tag_of(&raised[i]);
}

/* Of all of their points, masked twice, in their order. */
static enum status
make_tags(const struct session *session, struct store *store,
	  struct arena *arena, struct tagging *tagging_out)
{
	size_t length = (size_t)session->row.their_length;
	*tagging_out = (struct tagging){
		.tags = ARENA_ARRAY(arena, length, struct psi_tag),
		.room = length,
	};
	return store_list_each(store, session->row.id, STORE_LIST_RAISED,
			       tag_points, tagging_out);
}

enum status
session_tags(const struct session *session, struct store *store,
	     struct arena *arena, struct text *tags_out)
{
	struct tagging made;
	enum status status = make_tags(session, store, arena, &made);
	if (session->mode == DISCOVERY_SIZE)
		psi_tags_sort(made.tags, made.count);
	*tags_out = (struct text){(const char *)made.tags,
				  made.count * sizeof(*made.tags)};
	return status;
}

/* `matches_out` are the caller's; what finding them takes is not. */
static enum status
find_matches(const struct session *session, struct store *store,
	     struct arena *arena, struct text theirs,
	     struct psi_match **matches_out, size_t *count_out,
	     struct fault *fault)
{
	struct arena *own = arena_new();
	size_t length = (size_t)session->row.length;
	struct tagging ours;
	enum status status = make_tags(session, store, own, &ours);
	struct psi_match *found =
		ARENA_ARRAY(own, length < ours.count ? length : ours.count,
			    struct psi_match);
	*count_out = 0;
	if (status == STATUS_OK &&
	    !psi_join(own, (const struct psi_tag *)theirs.bytes, length,
		      ours.tags, ours.count, found, count_out)) {
		fault_set(fault, "", "somebody is in a list twice");
		status = STATUS_INVALID;
	}
	*matches_out = ARENA_ARRAY(arena, *count_out, struct psi_match);
	if (*count_out > 0)
		memcpy(*matches_out, found, *count_out * sizeof(*found));
	arena_free(own);
	return status;
}

static enum status
make_pairs(const struct session *session, struct store *store,
	   const struct psi_match *found, size_t count,
	   struct session_match *matches)
{
	struct arena *arena = arena_new();
	struct text list;
	enum status status = store_list_read(store, arena, session->row.id,
					     STORE_LIST_RAISED, &list);
	const struct psi_point *raised = (const struct psi_point *)list.bytes;
	for (size_t i = 0; i < count && status == STATUS_OK; i++) {
		matches[i].place = found[i].left;
		psi_pair(&raised[found[i].right], session->row.id,
			 matches[i].pair);
	}
	arena_free(arena);
	return status;
}

enum status
session_join(const struct session *session, struct store *store,
	     struct arena *arena, struct text theirs,
	     struct session_match **matches_out, size_t *count_out,
	     struct fault *fault)
{
	struct psi_match *found;
	size_t length = (size_t)session->row.length;
	if (theirs.length != length * PSI_TAG_BYTES) {
		fault_set(fault, "", "must be %zu tags of %d bytes", length,
			  PSI_TAG_BYTES);
		return STATUS_INVALID;
	}
	enum status status = find_matches(session, store, arena, theirs, &found,
					  count_out, fault);
	*matches_out = ARENA_ARRAY(arena, *count_out, struct session_match);
	return status == STATUS_OK && session->mode != DISCOVERY_SIZE &&
			       *count_out > 0
		       ? make_pairs(session, store, found, *count_out,
				    *matches_out)
		       : status;
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
