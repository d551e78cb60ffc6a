/*
 * Letters between nodes, as they rest in the store: what we wrote to partners
 * until it is confirmed (the outbox), and what partners wrote to us (the
 * inbox). A part of the facade store.h.
 *
 * A letter waits, is confirmed, recalled, or dead; never two of these. A dead
 * one waits again when a person says so. Nothing here is ever removed: it shows
 * who was told what, and when.
 */
#ifndef EENPLAN_DAEMON_STORE_LETTERS_H
#define EENPLAN_DAEMON_STORE_LETTERS_H

#include "daemon/store/store.h"

/* --- the outbox --- */

struct store_letter {
	const char *id; /* UUID */
	const char *partner;
	const char *kind;     /* word of letter.def */
	const char *resident; /* local id; NULL: about nobody in particular */
	const char *about;    /* the record that it tells of, of a kind that
				 tells of one; or NULL */
	const char *content;  /* canonical JSON, not signed yet */
	int64_t written_ms;
	int64_t begun_ms;     /* written, or the last time that a person had it
				 sent again */
	int64_t tries;	      /* that failed since then */
	int64_t next_ms;      /* when it is tried next; 0: it doesn't wait */
	int64_t confirmed_ms; /* or recalled; 0: it isn't */
	const char *confirmation; /* the partner's JWS; or NULL */
	const char *why; /* the last try failed (letter.def); or NULL */
	/* Of a confirmed one that the partner decided about; else NULL: */
	const char *outcome; /* letter.def */
	const char *detail;  /* which word, for one */
	const char *receipt; /* the partner's, a receipt_file as JSON */
};

/* What a partner answered, and has signed. */
struct store_letter_answer {
	int64_t confirmed_ms;
	const char *confirmation; /* JWS */
	const char *outcome;	  /* these as in struct store_letter */
	const char *detail;
	const char *receipt;
};

/* "confirmed", "recalled", "waiting" or "dead". Static. */
const char *store_letter_state(const struct store_letter *letter);

/*
 * To be sent from the commit on: inside the caller's transaction, with what the
 * letter tells of. Takes id, partner, kind, resident, about, content and
 * written_ms.
 */
enum status store_letter_put(struct store *store,
			     const struct store_letter *letter) MUST_CHECK;
/*
 * What is to be tried by now, news after everything else, the longest due
 * first: at most `most`.
 */
enum status store_letters_due(struct store *store, struct arena *arena,
			      int64_t now_ms, size_t most,
			      struct store_letter **letters_out,
			      size_t *count_out) MUST_CHECK;
/* When the next one is due; 0: none waits. */
enum status store_letters_next(struct store *store,
			       int64_t *next_ms_out) MUST_CHECK;

/*
 * It is confirmed, and as its partner answers again, everything else that waits
 * for that partner is due at once.
 */
enum status store_letter_confirm(
	struct store *store, const struct store_letter *letter,
	const struct store_letter_answer *answer) MUST_CHECK;
/* One more try failed. It waits until `next_ms`; 0: it is dead. */
enum status store_letter_fail(struct store *store,
			      const struct store_letter *letter,
			      int64_t next_ms, const char *why) MUST_CHECK;
/* `partner` can't be reached: nothing for it is due before `next_ms`. */
enum status store_letters_hold(struct store *store, const char *partner,
			       int64_t next_ms) MUST_CHECK;
/*
 * It isn't sent any more, since what it would tell is over, or told by another.
 * It may have come, if a try failed.
 */
enum status store_letter_recall(struct store *store,
				const struct store_letter *letter,
				int64_t now_ms) MUST_CHECK;
/* It says no more than `kind` from now on. Takes a word of letter.def. */
enum status store_letter_lower(struct store *store,
			       const struct store_letter *letter,
			       const char *kind) MUST_CHECK;
/* Does news that was written later wait for the same partner, about the same
 * resident, or has it come? */
enum status store_letter_is_overtaken(struct store *store,
				      const struct store_letter *letter,
				      bool *is_overtaken_out) MUST_CHECK;
/*
 * Letters that wait or are dead are due now, with their tries counted anew:
 * the one of which this is the id, or its beginning of 4 characters or more;
 * with a NULL `id` all that are dead. STATUS_NOT_FOUND: no such letter, or it
 * is confirmed; STATUS_AMBIGUOUS.
 */
enum status store_letters_retry(struct store *store, struct arena *arena,
				const char *id, int64_t now_ms,
				uint64_t *count_out) MUST_CHECK;

struct store_letter_counts {
	int64_t waiting, dead, confirmed;
};
enum status store_letter_count(
	struct store *store, struct store_letter_counts *counts_out) MUST_CHECK;
/*
 * Those that aren't confirmed, dead ones first; with `confirmed_too` then the
 * confirmed ones, the latest first. At most LIMIT_OUTBOX_LISTED.
 */
enum status store_letters(struct store *store, struct arena *arena,
			  bool confirmed_too, struct store_letter **letters_out,
			  size_t *count_out) MUST_CHECK;
/*
 * How many letters to `partner` tell of `about`, and how many of them it hasn't
 * confirmed.
 */
enum status store_letters_about(struct store *store, const char *about,
				const char *partner, int64_t *count_out,
				int64_t *unconfirmed_out) MUST_CHECK;
/* All about one resident, in the order in which they were written. */
enum status store_letters_of(struct store *store, struct arena *arena,
			     const char *resident,
			     struct store_letter **letters_out,
			     size_t *count_out) MUST_CHECK;

/* --- the inbox --- */

struct store_notice {
	const char *partner;
	const char *id;	      /* of its letter */
	const char *kind;     /* word of letter.def */
	const char *digest;   /* of its content, in hex */
	const char *content;  /* canonical JSON as it was signed */
	const char *jws;      /* byte for byte; NULL: before these were kept */
	const char *resident; /* local id; NULL: a reference without a link */
	int64_t handled_ms;
	/* Of kinds that we decide about; else NULL: */
	const char *outcome; /* letter.def */
	const char *detail;
	const char *receipt; /* our JWS */
};

/* STATUS_CONFLICT: that partner's letter of that id was handled before. */
enum status store_notice_add(struct store *store,
			     const struct store_notice *notice) MUST_CHECK;
/* STATUS_NOT_FOUND: it wasn't handled yet. */
enum status store_notice_find(struct store *store, struct arena *arena,
			      const char *partner, const char *id,
			      struct store_notice *notice_out) MUST_CHECK;
/* Of one kind about one resident. */
struct store_notice_list {
	struct store_notice *notices; /* in the order of handling */
	size_t count;
	size_t left_out; /* older ones */
};

/*
 * Those of `kind` about `resident`: of each partner the last
 * LIMIT_NOTICES_SHOWN, so that none can fill our memory, nor hide what others
 * told. Without digest, jws and receipt.
 */
enum status store_notices(struct store *store, struct arena *arena,
			  const char *resident, const char *kind,
			  struct store_notice_list *list_out) MUST_CHECK;

#endif
