/*
 * A set of cells that is a set of values for every fact, and the difference of
 * two of them.
 *
 * The bit behind the last word of a list stands for a value that nobody knows.
 * What asks and what is asked for by an unknown word is in no box: no permit
 * opens by it.
 */
#ifndef EENPLAN_POLICY_BOX_H
#define EENPLAN_POLICY_BOX_H

#include "lib/policy/rule.h"

enum side {
	SIDE_FROM,
	SIDE_TO,
	SIDE_ROLE,
	SIDE_PURPOSE,
	SIDE_LEVEL,
	SIDE_AGE,
	SIDE_OWNER,
	SIDE_FIELD, /* of the box's category */
	SIDE_CONSENT,
	SIDES = SIDE_CONSENT + LIMIT_CONSENT_KINDS,
};

#define BOX_WORDS   (WORDSET_WORDS + 1)
#define BOX_UNKNOWN LIMIT_VOCABULARY_WORDS

struct values {
	uint64_t bits[BOX_WORDS];
};

struct box {
	struct values sides[SIDES];
	int32_t first_day;
	int32_t last_day;
};

/* The cells about `category` that `guard` of a rule or never accepts. */
struct box box_of(const struct scope *scope, const struct guard *guard,
		  int category);
/* Narrow `box` to what is in `other` too; false: nothing is left. */
bool box_intersect(struct box *box, const struct box *other);
bool box_meets(const struct box *box, const struct box *other);
bool box_is_within(const struct box *box, const struct box *other);
/*
 * What is in `box` and not in `other`, which it meets, as boxes that don't
 * meet each other. How many; at most BOX_PIECES.
 */
#define BOX_PIECES (SIDES + 2)
size_t box_subtract(const struct box *box, const struct box *other,
		    struct box pieces_out[BOX_PIECES]);
bool values_have(const struct values *values, size_t value);

#endif
