/*
 * Boxes that mean the same, put together again into as few as possible.
 *
 * A walk splits what a reader sees as one; two boxes that differ in one fact
 * only are one box. Nothing is lost and nothing is added: the cells stay the
 * same.
 */
#ifndef EENPLAN_POLICY_GATHER_H
#define EENPLAN_POLICY_GATHER_H

#include "eenplan/policy/cells.h"

#define GATHER_KEYS 4

/* What is said of a box; only boxes with the same keys are put together. */
struct gathered {
	uint64_t key[GATHER_KEYS];
	struct cells_box box;
};

struct gather {
	struct gathered *items;
	size_t count;
	size_t unlisted; /* boxes for which there was no room */
};

void gather_init(struct gather *gather, struct arena *arena);
void gather_add(struct gather *gather, const uint64_t key[GATHER_KEYS],
		const struct cells_box *box);
/* Put together what can be, and sort by category and key. */
void gather_finish(struct gather *gather);

#endif
