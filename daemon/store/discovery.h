/*
 * Sessions in which joint clients are looked for with a partner, so that
 * either side goes on where it was after a crash. A part of the facade
 * store.h.
 *
 * While a session is under way its secret is sealed, and there is whom its
 * list is about; when it ends both are gone, and what was signed stays.
 */
#ifndef EENPLAN_DAEMON_STORE_DISCOVERY_H
#define EENPLAN_DAEMON_STORE_DISCOVERY_H

#include "daemon/store/store.h"
#include "eenplan/psi/bulk.h"

struct store_discovery {
	const char *id; /* UUID */
	const char *partner;
	bool ours;	  /* we asked */
	const char *user; /* of who asked */
	const char *role;
	const char *purpose;
	const char *mode;	/* discovery.def */
	const char *identifier; /* identifier.def */
	int64_t begun_ms;
	int64_t ends_ms; /* what isn't done by then is over */
	/* What changes. */
	const char *stage; /* of stages.def */
	int64_t known_ms;  /* since when a side may know of matches; 0: none */
	int64_t people, length, masked; /* of our list: who, places, so far */
	int64_t their_length;		/* 0: not known yet */
	int64_t matches;		/* -1: not known to us */
};

/* STATUS_CONFLICT: there is one of that id. Seals `secret`. */
enum status store_discovery_add(struct store *store, struct arena *arena,
				const struct store_discovery *session,
				const struct psi_secret *secret) MUST_CHECK;
/* STATUS_NOT_FOUND; by the beginning of its id as well. */
enum status store_discovery_find(
	struct store *store, struct arena *arena, const char *id,
	struct store_discovery *session_out) MUST_CHECK;
/* That we began with the partner, for the purpose, and that isn't over. */
enum status store_discovery_open(
	struct store *store, struct arena *arena,
	const struct store_discovery *like, int64_t now_ms,
	struct store_discovery *session_out) MUST_CHECK;
/* The latest first. */
enum status store_discoveries(struct store *store, struct arena *arena,
			      struct store_discovery **sessions_out,
			      size_t *count_out) MUST_CHECK;
/* Closed by both, and not wiped yet. */
enum status store_discoveries_unfinished(struct store *store,
					 struct arena *arena,
					 struct store_discovery **sessions_out,
					 size_t *count_out) MUST_CHECK;
/* What changes, as it is now. */
enum status store_discovery_change(
	struct store *store, const struct store_discovery *session) MUST_CHECK;
/* STATUS_NOT_FOUND: it was wiped. Wipe it. */
enum status store_discovery_secret(struct store *store, struct arena *arena,
				   const char *id,
				   struct psi_secret *secret_out) MUST_CHECK;
/* What an auditor may see of our list (discovery_opening.h), sealed. */
enum status store_discovery_keep_openings(struct store *store,
					  struct arena *arena, const char *id,
					  struct text openings) MUST_CHECK;
/* STATUS_NOT_FOUND: it wasn't closed. */
enum status store_discovery_openings(struct store *store, struct arena *arena,
				     const char *id,
				     struct text *openings_out) MUST_CHECK;
/* The secret, the places and the pieces go; papers and matches stay. */
enum status store_discovery_wipe(struct store *store,
				 const char *id) MUST_CHECK;
/* Wipe what wasn't done in time, and call it that. */
enum status store_discoveries_expire(struct store *store,
				     int64_t now_ms) MUST_CHECK;
/* When the last run with the partner for the purpose became known; 0: none. */
enum status store_discovery_last(struct store *store, const char *partner,
				 const char *purpose,
				 int64_t *known_ms_out) MUST_CHECK;
/* How many this partner began since then. */
enum status store_discovery_tries(struct store *store, const char *partner,
				  int64_t since_ms,
				  int64_t *count_out) MUST_CHECK;

/* --- what was signed in it --- */

enum store_paper {
	STORE_PAPER_CONTRACT,
	STORE_PAPER_AGREEMENT,
	STORE_PAPER_ASKER_COMMITMENT,
	STORE_PAPER_PARTNER_COMMITMENT,
	STORE_PAPER_ASKER_CLOSING,
	STORE_PAPER_PARTNER_CLOSING,
};
/* STATUS_CONFLICT: there is one. `certificate` signed it (DER). */
enum status store_paper_add(struct store *store, const char *session,
			    enum store_paper paper, const char *jws,
			    struct text certificate) MUST_CHECK;
/* STATUS_NOT_FOUND. */
enum status store_paper_find(struct store *store, struct arena *arena,
			     const char *session, enum store_paper paper,
			     const char **jws_out,
			     struct text *certificate_out) MUST_CHECK;

/* --- who stands where in our list --- */

struct store_place {
	int64_t place;
	const char *resident;	/* local id */
	const char *rules;	/* that let them be in it, with commas */
	const char *consents;	/* ids of those that decided, with commas */
	const char *identifier; /* BSN or token, when it was asked for */
};
enum status store_place_add(struct store *store, const char *session,
			    const struct store_place *place) MUST_CHECK;
/*
 * From `first` up to `end`, by place. With identifiers, which are read anew, as
 * they are now; NULL: there is none any more. Wipe them.
 */
enum status store_places(struct store *store, struct arena *arena,
			 const struct store_discovery *session, int64_t first,
			 int64_t end, bool with_identifiers,
			 struct store_place **places_out,
			 size_t *count_out) MUST_CHECK;
/* What the resident can be found by from now on, instead of a number. */
enum status store_discovery_token_set(struct store *store, struct arena *arena,
				      const char *resident, const char *token,
				      int64_t now_ms) MUST_CHECK;
/* What a judgement of a resident begins with. */
struct store_candidate {
	const char *id;
	int32_t birth_day;
	bool deceased;
};
/* Who may be in a list: residents with such an identifier, by id, from behind
 * `after` on, at most `most`. */
enum status store_discovery_candidates(struct store *store, struct arena *arena,
				       const char *identifier,
				       const char *after, size_t most,
				       struct store_candidate **candidates_out,
				       size_t *count_out) MUST_CHECK;
/* Who is in a list, at the places from `first` up to `end`; in no order. */
enum status store_discovery_placed(struct store *store, struct arena *arena,
				   const char *session, int64_t first,
				   int64_t end,
				   struct store_candidate **candidates_out,
				   size_t *count_out) MUST_CHECK;

/* --- the lists themselves, by pieces --- */

enum store_list {
	STORE_LIST_MASKED, /* our points */
	STORE_LIST_INPUTS, /* our commitments to who stands where */
	STORE_LIST_POINTS, /* theirs */
	STORE_LIST_RAISED, /* theirs, masked once more by us */
	STORE_LIST_TAGS,   /* theirs, of our points */
};
/* STATUS_CONFLICT: there is a piece that begins there. */
enum status store_piece_add(struct store *store, const char *session,
			    enum store_list list, int64_t first,
			    struct text bytes) MUST_CHECK;
/* STATUS_NOT_FOUND. */
enum status store_piece_find(struct store *store, struct arena *arena,
			     const char *session, enum store_list list,
			     int64_t first, struct text *bytes_out) MUST_CHECK;
/* Each piece in turn; `take` borrows it. A list is never here twice. */
typedef void store_piece_taker(void *context, struct text piece);
enum status store_list_each(struct store *store, const char *session,
			    enum store_list list, store_piece_taker *take,
			    void *context) MUST_CHECK;
/* The bytes of all its pieces. */
enum status store_list_length(struct store *store, const char *session,
			      enum store_list list,
			      int64_t *length_out) MUST_CHECK;
/* All pieces one after the other, and no more memory than they are. */
enum status store_list_read(struct store *store, struct arena *arena,
			    const char *session, enum store_list list,
			    struct text *bytes_out) MUST_CHECK;

/* --- who was found, by local id --- */

enum status store_match_add(struct store *store, const char *session,
			    const char *resident) MUST_CHECK;
enum status store_matches(struct store *store, struct arena *arena,
			  const char *session,
			  struct store_resident **residents_out,
			  size_t *count_out) MUST_CHECK;

#endif
