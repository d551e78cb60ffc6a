/*
 * The mandate's rules: what a set of documents says about who coordinates one
 * plan. Pure: no I/O, no clock, no keys.
 *
 * The same set says the same at every node, in whatever order it came. There
 * is one coordinator, or none, or the plan has come apart and nobody is; what
 * doesn't follow from what is there waits, and says nothing. Every document
 * here was verified (mandate_paper.h) and is of the same plan.
 */
#ifndef EENPLAN_DAEMON_PLAN_MANDATE_H
#define EENPLAN_DAEMON_PLAN_MANDATE_H

#include "eenplan/wire/mandate.h"

/* One document of the set. */
struct mandate_entry {
	struct mandate mandate;
	const char *digest;
	/* Its organisations may not be known here: of `mandate` there are only
	 * kind, plan, seq and previous, on the word of the partner that told.
	 */
	bool is_masked;
};

enum mandate_standing {
	MANDATE_NOBODY,	  /* nothing was ever said */
	MANDATE_HELD,	  /* one organisation coordinates */
	MANDATE_OFFERED,  /* it does, and has offered it to another */
	MANDATE_VACANT,	  /* it was laid down */
	MANDATE_MASKED,	  /* one does that may not be known here */
	MANDATE_CONFLICT, /* several that exclude each other: none acts */
};

/* What became of one document. */
enum mandate_fate {
	MANDATE_COUNTS,	   /* it led to what holds now, or to a conflict */
	MANDATE_IS_VOTE,   /* it counts once it is named by an appointment */
	MANDATE_SET_ASIDE, /* a majority appointed another way */
	MANDATE_WAITS,	   /* what it follows isn't here, or it breaks a rule */
};

struct mandate_chain {
	enum mandate_standing standing;
	/* HELD, OFFERED: by which the present coordinator holds it. */
	const struct mandate *held_by;
	/* OFFERED: what its successor may accept or decline. */
	const struct mandate *offer;
	/* What a next document would follow, in order of their digests, and by
	 * what each is claimed; NULL: it was laid down. */
	const char **tips;
	const struct mandate **claims;
	size_t tip_count;
	int64_t next_seq;
	/* Whose circle votes about what comes next; NULL: nobody can. */
	const struct mandate *voters;
	/* In the order of seq and digest, with what became of each. */
	const struct mandate_entry *entries;
	const enum mandate_fate *fates;
	size_t count;
};

/*
 * Borrows what `entries` point at. A document that is there twice counts once.
 * STATUS_TOO_LARGE: more than LIMIT_MANDATE_DOCUMENTS.
 */
enum status mandate_chain_read(struct arena *arena,
			       const struct mandate_entry *entries,
			       size_t count,
			       struct mandate_chain *chain_out) MUST_CHECK;

/* The votes for `candidate` that an appointment after these tips may name: one
 * for each seat. */
struct mandate_tally {
	const char **votes; /* digests, in order */
	size_t count;
	size_t seats; /* that there are: more than half are needed */
};
struct mandate_tally mandate_chain_tally(struct arena *arena,
					 const struct mandate_chain *chain,
					 const char *candidate);
bool mandate_tally_is_majority(const struct mandate_tally *tally);

/*
 * Would `mandate`, as the next document, count? STATUS_CONFLICT: no; `fault`
 * says why, for the user who would sign it. Its seq and previous must be the
 * chain's.
 */
enum status mandate_chain_check(struct arena *arena,
				const struct mandate_chain *chain,
				const struct mandate *mandate,
				struct fault *fault) MUST_CHECK;

/* "nobody", "held", "offered", "vacant", "masked", "conflict". Static. */
const char *mandate_standing_word(enum mandate_standing standing);
/* "counts", "vote", "set-aside", "waits". Static. */
const char *mandate_fate_word(enum mandate_fate fate);

#endif
