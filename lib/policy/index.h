/*
 * Rules as bit sets: for every fact and each of its values, the set of lines
 * that this value satisfies. A decision is the AND of one set per fact.
 *
 * A line is one guard of one rule. Forbids come first and permits begin at a
 * new 64-bit word; within each, lines for the same askers are neighbours, so
 * that few words are left once the asker is known.
 */
#ifndef EENPLAN_POLICY_INDEX_H
#define EENPLAN_POLICY_INDEX_H

#include "lib/policy/checker.h"

enum fact {
	FACT_TO, /* the first three are the asker's */
	FACT_ROLE,
	FACT_PURPOSE,
	FACT_CATEGORY,
	FACT_FROM,
	FACT_SENSITIVITY,
	FACT_AGE,
	FACT_OWNER,   /* POLICY_OWNER_RECIPIENT is its value 0 */
	FACT_CONSENT, /* and one more per further kind */
	FACTS = FACT_CONSENT + LIMIT_CONSENT_KINDS,
};

struct line {
	const uint64_t *fields; /* the rule's, by category */
	uint64_t duties;
	uint32_t rule;
};

struct table {
	uint64_t *rows; /* one for each value, and the last for unknown */
	size_t values;
};

struct index {
	struct line *lines;
	size_t words; /* 64 lines each */
	size_t forbid_words;
	struct table tables[FACTS];
	/* The facts of an item that some line cares about. */
	uint8_t asked[FACTS];
	size_t asked_count;
	/* Ages between two bounds that rules mention are all the same. */
	uint8_t age_value[LIMIT_POLICY_AGE_YEARS + 1];
};

/* Index all rules of `ruleset`, in `arena`. Borrows the rules. */
struct index *index_build(struct arena *arena,
			  const struct vocabulary *vocabulary,
			  const struct ruleset *ruleset);

/* The lines that `value` of `fact` satisfies; any strange value is unknown. */
static inline const uint64_t *
index_row(const struct index *index, enum fact fact, int value)
{
	const struct table *table = &index->tables[fact];
	size_t row = value >= 0 && (size_t)value < table->values
			     ? (size_t)value
			     : table->values;

	return table->rows + row * index->words;
}

#endif
