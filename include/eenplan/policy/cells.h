/*
 * Every question that can be asked of one policy or of two, walked exactly.
 *
 * All facts are finite: words of the vocabulary, states of consent, and ages
 * and days, which count as one between the bounds that rules mention. A cell is
 * one value for each fact; cells that no rule tells apart are walked together,
 * as a box. Nothing is left out and nothing is sampled: what the walk doesn't
 * visit shares nothing.
 */
#ifndef EENPLAN_POLICY_CELLS_H
#define EENPLAN_POLICY_CELLS_H

#include "eenplan/base/status.h"
#include "eenplan/policy/policy.h"

enum cells_fact {
	CELLS_FROM,
	CELLS_TO,
	CELLS_ROLE,
	CELLS_PURPOSE,
	CELLS_SENSITIVITY,
	CELLS_AGE,   /* in years */
	CELLS_OWNER, /* POLICY_OWNER_RECIPIENT is its value 0 */
	CELLS_FACTS
};

/* The value behind all words and ages: the fact isn't known. */
#define CELLS_UNKNOWN LIMIT_VOCABULARY_WORDS

/* Values of one fact: ids of words, or years. */
struct cells_set {
	uint64_t bits[LIMIT_VOCABULARY_WORDS / 64 + 1];
};

#define CELLS_EVERY_CATEGORY (-1)
#define CELLS_FIRST_DAY	     (INT32_MIN + 1) /* before it: the day is unknown */
#define CELLS_LAST_DAY	     INT32_MAX

/* All cells whose every fact is in its set. */
struct cells_box {
	int category;
	struct cells_set of[CELLS_FACTS];
	/* By kind, a bit for each enum policy_consent_state. */
	uint8_t consent[LIMIT_CONSENT_KINDS];
	int32_t first_day;
	int32_t last_day; /* including */
};

bool cells_set_has(const struct cells_set *set, int value);
size_t cells_set_count(const struct cells_set *set);

/* What one policy, or two, can be asked: one vocabulary for both. */
struct cells_space;

/*
 * The space of `one`, and of `other` unless it is NULL; words are matched by
 * their spelling, so a word that only one of them has is unknown to the other.
 * In `arena`; borrows both. A purpose that only one marks as sent is there
 * twice: as it is, and as "… (asked)".
 * STATUS_TOO_LARGE: together they have more words than a vocabulary can hold.
 */
enum status cells_space_new(struct arena *arena, const struct policy *one,
			    const struct policy *other,
			    struct cells_space **space_out) MUST_CHECK;
/* The words of both, for the ids in boxes. Of one policy: its own. */
const struct vocabulary *cells_vocabulary(const struct cells_space *space);
/* All cells of `category`, or of all of them, on any day. */
struct cells_box cells_all(const struct cells_space *space, int category);

/* --- the walk --- */

/* A rule that applies in a box. */
struct cells_rule {
	int number;
	bool is_permit;
	uint64_t fields; /* of the category, all that the rule covers */
	uint64_t duties;
};

/* What a policy says in all cells of a box. */
struct cells_answer {
	uint64_t fields; /* as in struct policy_decision */
	uint64_t duties;
	const struct cells_rule *rules; /* each once; forbids come first */
	size_t rule_count;
};

/*
 * Called for each box. `answers` has one for each policy of the space; all is
 * borrowed for the call.
 */
typedef void cells_visit(void *context, const struct cells_box *box,
			 const struct cells_answer *answers);

struct cells_walk {
	const struct cells_space *space;
	struct cells_box within; /* nothing else is visited */
	/*
	 * Visit also where only forbids apply, and where words and days are
	 * unknown. Otherwise only where some permit applies.
	 */
	bool with_forbids;
	/* Leave out where all rules that apply are the same in both. */
	bool only_changes;
	size_t most_steps; /* then stop; 0: go on to the end */
	cells_visit *visit;
	void *context;
};

struct cells_tally {
	double cells; /* in `within`; days count as one between bounds */
	size_t boxes; /* that were visited */
	size_t steps; /* lines and sets of lines that were looked at */
	bool is_cut;  /* it would have taken more than `most_steps` */
};

/* Walk; `arena` is for its own use. */
struct cells_tally cells_walk(struct arena *arena,
			      const struct cells_walk *walk);

/* --- in words --- */

/*
 * "from zvw, wlz to wmo as consultant for any when consent share is given and
 * age is at least 16", in the words of the language; what doesn't matter is
 * left out. In `arena`.
 */
const char *cells_describe(struct arena *arena,
			   const struct vocabulary *vocabulary,
			   const struct cells_box *box,
			   enum vocabulary_language language);
/*
 * One cell of `box` as a test would give it: "goal from wlz to wmo as
 * consultant for assessment, sensitivity normal, age 16, consent share given,
 * on 2026-05-01". In `arena`.
 */
const char *cells_example(struct arena *arena,
			  const struct vocabulary *vocabulary,
			  const struct cells_box *box,
			  enum vocabulary_language language);
/* "text, status" for the bits of `fields`; likewise duties. In `arena`. */
const char *cells_field_names(struct arena *arena,
			      const struct vocabulary *vocabulary, int category,
			      uint64_t fields);
const char *cells_duty_names(struct arena *arena,
			     const struct vocabulary *vocabulary,
			     uint64_t duties);

#endif
