/*
 * One side of a session in which joint clients are looked for: what it has to
 * compute, piece by piece, and what it must be shown before it believes. Both
 * sides do the same; who asks whom is the exchange's affair.
 */
#ifndef EENPLAN_DAEMON_DISCOVERY_SESSION_H
#define EENPLAN_DAEMON_DISCOVERY_SESSION_H

#include "daemon/discovery/paper.h"
#include "daemon/store/discovery.h"
#include "eenplan/wire/discovery_opening.h"

struct session {
	struct store_discovery row;
	struct psi_secret secret; /* wiped by session_close */
	const char *info;	  /* what people are derived for */
	enum discovery_mode mode;
	enum psi_identifier identifier;
	unsigned threads;
};

/*
 * Take up what is on file. `self` is our organisation. STATUS_NOT_FOUND: its
 * secret is wiped, so nothing goes on.
 */
enum status session_open(struct store *store, struct arena *arena,
			 const struct store_discovery *row, const char *self,
			 unsigned threads,
			 struct session *session_out) MUST_CHECK;
void session_close(struct session *session);

/* How many places the piece has that begins at `first`, in a list that long. */
size_t session_piece(int64_t first, int64_t length);

/* --- masking our own list --- */

struct masking {
	int64_t first;
	size_t count;
	struct psi_point *points;
	struct merkle_hash *inputs;
};
/* Read who is in the next piece that isn't masked, and mask it, into `arena`.
 * Then in the caller's transaction: keep it. */
enum status masking_make(struct masking *masking, const struct session *session,
			 struct store *store, struct arena *arena) MUST_CHECK;
enum status masking_keep(const struct masking *masking, struct session *session,
			 struct store *store) MUST_CHECK;

/*
 * What we commit to, once all is masked. Its strings are the caller's.
 * STATUS_STORAGE: not all of our list is on file.
 */
enum status session_commit(const struct session *session, struct store *store,
			   struct discovery_commitment *commitment) MUST_CHECK;

/* --- their list --- */

/*
 * Keep a piece of their points as it came. STATUS_INVALID: it hasn't the bytes
 * that the piece at `first` of a list that long has.
 */
enum status session_take_points(const struct session *session,
				struct store *store, int64_t first,
				struct text bytes,
				struct fault *fault) MUST_CHECK;
/*
 * Is their whole list here, and the one that they committed to? STATUS_CONFLICT
 * and STATUS_INVALID: it isn't.
 */
enum status session_check_list(const struct session *session,
			       struct store *store,
			       const struct discovery_commitment *theirs,
			       struct fault *fault) MUST_CHECK;

/* How many of their points are on file: as they came (STORE_LIST_POINTS), or
 * masked once more (STORE_LIST_RAISED). */
enum status session_points(const struct session *session, struct store *store,
			   enum store_list list, int64_t *count_out) MUST_CHECK;
struct raising {
	int64_t first;
	size_t count;
	struct psi_point *raised;
};
/*
 * Mask the piece of their points that begins at `first` once more, into
 * `arena`. STATUS_INVALID: one isn't a point, or is the identity. Then in the
 * caller's transaction: keep it.
 */
enum status raising_make(struct raising *raising, const struct session *session,
			 struct store *store, struct arena *arena,
			 int64_t first, struct fault *fault) MUST_CHECK;
enum status raising_keep(const struct raising *raising,
			 const struct session *session,
			 struct store *store) MUST_CHECK;

/* Of a list of masked points. */
void session_root(struct text list, uint8_t out[DIGEST_BYTES]);

/* --- what both have --- */

/* Our tags of their list: in its order, or sorted where only sizes count. */
enum status session_tags(const struct session *session, struct store *store,
			 struct arena *arena, struct text *tags_out) MUST_CHECK;

struct session_match {
	int64_t place;			/* in our list */
	uint8_t pair[PSI_PERSON_BYTES]; /* the same at both */
};
/*
 * `theirs` are their tags of our list. With sizes alone, matches are only
 * counted. STATUS_INVALID: not the right bytes, or somebody is there twice.
 */
enum status session_join(const struct session *session, struct store *store,
			 struct arena *arena, struct text theirs,
			 struct session_match **matches_out, size_t *count_out,
			 struct fault *fault) MUST_CHECK;

/* --- the end --- */

/* What our commitment has the digest of, and our closing shows. */
void session_nonce(const struct session *session, uint8_t out[DIGEST_BYTES]);
/*
 * Of everything that was signed and both lists of tags, the asker's first; the
 * same at both sides.
 */
enum status session_transcript(const struct session *session,
			       struct store *store, struct arena *arena,
			       struct text asker_tags, struct text partner_tags,
			       uint8_t out[DIGEST_BYTES]) MUST_CHECK;

/*
 * What an auditor may see of our list, once both nonces are known, as
 * discovery_opening.h has it. While the secret is there.
 */
enum status session_make_openings(const struct session *session,
				  struct store *store, struct arena *arena,
				  const struct discovery_nonces *nonces,
				  struct text *openings_out) MUST_CHECK;

#endif
