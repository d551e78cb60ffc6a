/*
 * One space for two policies: their words under the same ids, and for every
 * fact the values that neither tells apart.
 */
#ifndef EENPLAN_POLICY_CELLS_SPACE_H
#define EENPLAN_POLICY_CELLS_SPACE_H

#include "eenplan/policy/cells.h"
#include "lib/policy/engine.h"

#define CELLS_SIDES 2
#define CELLS_STEPS (CELLS_FACTS + LIMIT_CONSENT_KINDS)

/* Values that have the same row in every policy. */
struct cells_stretch {
	struct cells_set values;
	const uint64_t *rows[CELLS_SIDES]; /* NULL: every line goes on */
};

/* One fact; behind the words come the kinds of consent. */
struct cells_step {
	struct cells_stretch *stretches;
	size_t count;
};

/* How one policy sees the space. */
struct cells_side {
	const struct policy *policy;
	bool is_own; /* its ids are those of the space */
	/* The policy's id for a word of the space; negative: unknown to it. */
	int16_t own[VOCABULARY_LISTS][LIMIT_VOCABULARY_WORDS];
	/* The space's duty and field for the policy's. */
	uint8_t duty[LIMIT_DUTIES];
	uint8_t (*field)[LIMIT_CATEGORY_FIELDS]; /* by the policy's category */
	const uint64_t *same; /* lines that the other policy has too */
};

struct cells_space {
	const struct vocabulary *vocabulary;
	struct cells_side sides[CELLS_SIDES];
	size_t side_count;
	struct cells_step steps[CELLS_STEPS];
	size_t step_count;
};

static inline void
cells_set_add(struct cells_set *set, int value)
{
	set->bits[value / 64] |= UINT64_C(1) << (value % 64);
}

/* The rows of one value of step `step`, one for each side. */
void cells_space_rows(const struct cells_space *space, size_t step, int value,
		      const uint64_t *rows[CELLS_SIDES]);
uint64_t cells_space_fields(const struct cells_side *side, int own_category,
			    uint64_t fields);
uint64_t cells_space_duties(const struct cells_side *side, uint64_t duties);
/* The merged vocabulary and the sides' ids. False: too many words. */
bool cells_space_merge(struct arena *arena, struct cells_space *space);

#endif
