/*
 * Their list: masked once more by us, and held against what they committed to;
 * and what both lists have.
 */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/discovery/crew.h"
#include "daemon/discovery/session.h"

/* --- their list, as it came --- */

enum status
session_take_points(const struct session *session, struct store *store,
		    int64_t first, struct text bytes, struct fault *fault)
{
	size_t count = session_piece(first, session->row.their_length);
	if (bytes.length == count * PSI_POINT_BYTES)
		return store_piece_add(store, session->row.id,
				       STORE_LIST_POINTS, first, bytes);
	fault_set(fault, "",
		  "must be %zu points of %d bytes, as was committed to", count,
		  PSI_POINT_BYTES);
	return STATUS_INVALID;
}

enum status
session_points(const struct session *session, struct store *store,
	       enum store_list list, int64_t *count_out)
{
	int64_t bytes = 0;
	enum status status =
		store_list_length(store, session->row.id, list, &bytes);
	*count_out = bytes / PSI_POINT_BYTES;
	return status;
}

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

/* --- masked once more --- */

/* One piece, by a crew. */
struct raise {
	const struct session *session;
	const struct raising *raising;
	const struct psi_point *points;
	atomic_size_t bad; /* the first that is no point; their count: none */
};

static void
raise_part(void *context, size_t first, size_t end)
{
	struct raise *raise = context;
	size_t bad;
	if (psi_raise(&raise->session->secret, raise->points + first,
		      end - first, raise->raising->raised + first, &bad))
		return;
	size_t known = atomic_load(&raise->bad);
	while (first + bad < known &&
	       !atomic_compare_exchange_weak(&raise->bad, &known, first + bad))
		continue;
}

static enum status
raise_piece(const struct raising *raising, const struct session *session,
	    struct text points, struct fault *fault)
{
	struct raise raise = {
		.session = session,
		.raising = raising,
		.points = (const struct psi_point *)points.bytes,
		.bad = raising->count,
	};
	crew_run(session->threads, raise_part, &raise, raising->count);
	if (raise.bad == raising->count)
		return STATUS_OK;
	fault_set(fault, "",
		  "number %lld isn't the canonical form of a point, or is the "
		  "identity",
		  (long long)raising->first + (long long)raise.bad);
	return STATUS_INVALID;
}

enum status
raising_make(struct raising *raising, const struct session *session,
	     struct store *store, struct arena *arena, int64_t first,
	     struct fault *fault)
{
	struct text points;
	enum status status =
		store_piece_find(store, arena, session->row.id,
				 STORE_LIST_POINTS, first, &points);
	if (status != STATUS_OK)
		return status;
	size_t count = points.length / PSI_POINT_BYTES;
	*raising = (struct raising){
		.first = first,
		.count = count,
		.raised = ARENA_ARRAY(arena, count, struct psi_point),
	};
	return raise_piece(raising, session, points, fault);
}

enum status
raising_keep(const struct raising *raising, const struct session *session,
	     struct store *store)
{
	const struct text raised = {(const char *)raising->raised,
				    raising->count * sizeof(struct psi_point)};
	return store_piece_add(store, session->row.id, STORE_LIST_RAISED,
			       raising->first, raised);
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
