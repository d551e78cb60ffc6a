/*
 * The inside of a loaded policy, shared by the files that decide and explain.
 */
#ifndef EENPLAN_POLICY_ENGINE_H
#define EENPLAN_POLICY_ENGINE_H

#include <stdatomic.h>

#include "eenplan/policy/policy.h"
#include "eenplan/seal/digest.h"
#include "lib/policy/index.h"

struct policy {
	struct arena *arena; /* everything below, and this */
	atomic_uint holders;
	const struct vocabulary *vocabulary;
	struct ast_file **files; /* for the tools: tests, nevers, printing */
	size_t file_count;
	struct ruleset ruleset;
	const struct index *index;
	char digest[DIGEST_HEX_BYTES];
};

/* A word of lines that can still apply. */
struct live {
	size_t word;
	uint64_t bits;
};

struct policy_prepared {
	const struct policy *policy;
	struct policy_asker asker;
	size_t count;
	size_t forbid_count; /* the first of them hold forbids */
	struct live live[];
};

/* The rows of an item's own facts. */
struct rows {
	size_t count;
	const uint64_t *of[FACTS];
};

/* The rows of `item`; false: its category is none of the vocabulary's. */
bool engine_rows(const struct index *index, const struct policy_item *item,
		 struct rows *rows_out);
/* The lines of `live` that `rows` leave. */
static inline uint64_t
engine_match(const struct live *live, const struct rows *rows)
{
	uint64_t bits = live->bits;

	for (size_t i = 0; i < rows->count && bits != 0; i++)
		bits &= rows->of[i][live->word];
	return bits;
}

/* The line of the lowest bit in `*left`, which is then dropped. */
static inline const struct line *
engine_take_line(const struct index *index, size_t word, uint64_t *left)
{
	size_t bit = (size_t)__builtin_ctzll(*left);

	*left &= *left - 1;
	return &index->lines[word * 64 + bit];
}

/*
 * The number of the first rule behind `after` (-1: of all) that applies to
 * `item`, is a permit or a forbid as asked, and covers any of `fields`; -1 if
 * there is none. Numbers are in the order of the ids.
 */
int engine_next_rule(const struct policy_prepared *prepared,
		     const struct policy_item *item, bool is_permit,
		     uint64_t fields, int after);

/*
 * The same for what `decision` came from: the permits of what it shares, or all
 * forbids that apply; -1 at once where nothing permits.
 */
int engine_next_deciding(const struct policy_prepared *prepared,
			 const struct policy_item *item,
			 const struct policy_decision *decision, int after);

/*
 * For which purpose the question counts: nobody can ask for one that is only
 * ever sent.
 */
int engine_purpose(const struct policy *policy,
		   const struct policy_asker *asker);

#endif
