#include "lib/policy/gather.h"

#include <stdlib.h>
#include <string.h>

/* The dimensions in which boxes are put together: facts, kinds, days. */
#define DIMENSIONS    (CELLS_FACTS + LIMIT_CONSENT_KINDS + 1)
#define DIMENSION_DAY (DIMENSIONS - 1)

void
gather_init(struct gather *gather, struct arena *arena)
{
	*gather =
		(struct gather){.items = ARENA_ARRAY(arena, LIMIT_POLICY_BOXES,
						     struct gathered)};
}

/* Compare all but the dimension `without`. */
static int
compare(const struct gathered *one, const struct gathered *other,
	size_t without)
{
	const struct cells_box *ours = &one->box;
	const struct cells_box *theirs = &other->box;
	int order = (ours->category > theirs->category) -
		    (ours->category < theirs->category);

	for (size_t i = 0; i < GATHER_KEYS && order == 0; i++)
		order = (one->key[i] > other->key[i]) -
			(one->key[i] < other->key[i]);
	for (size_t i = 0; i < CELLS_FACTS && order == 0; i++)
		if (i != without)
			order = memcmp(&ours->of[i], &theirs->of[i],
				       sizeof(ours->of[i]));
	for (size_t i = 0; i < LIMIT_CONSENT_KINDS && order == 0; i++)
		if (CELLS_FACTS + i != without)
			order = ours->consent[i] - theirs->consent[i];
	if (order != 0)
		return order;
	order = (ours->first_day > theirs->first_day) -
		(ours->first_day < theirs->first_day);
	if (order == 0 && without != DIMENSION_DAY)
		order = (ours->last_day > theirs->last_day) -
			(ours->last_day < theirs->last_day);
	return order;
}

static int
compare_items(const void *one, const void *other, void *without)
{
	const size_t *dimension = without;

	return compare(one, other, *dimension);
}

/* Are they one box but for the dimension `without`? */
static bool
can_unite(const struct gathered *one, const struct gathered *other,
	  size_t without)
{
	struct gathered moved = *other;

	if (without != DIMENSION_DAY)
		return compare(one, other, without) == 0;
	moved.box.first_day = one->box.first_day;
	return one->box.last_day < CELLS_LAST_DAY &&
	       one->box.last_day + 1 == other->box.first_day &&
	       compare(one, &moved, without) == 0;
}

static void
unite(struct gathered *into, const struct gathered *other, size_t dimension)
{
	if (dimension == DIMENSION_DAY)
		into->box.last_day = other->box.last_day;
	else if (dimension >= CELLS_FACTS)
		into->box.consent[dimension - CELLS_FACTS] |=
			other->box.consent[dimension - CELLS_FACTS];
	else
		for (size_t i = 0; i < COUNT_OF(into->box.of[0].bits); i++)
			into->box.of[dimension].bits[i] |=
				other->box.of[dimension].bits[i];
}

/* True: some were put together. */
static bool
unite_along(struct gather *gather, size_t dimension)
{
	size_t kept = 0;

	if (gather->count < 2)
		return false;
	qsort_r(gather->items, gather->count, sizeof(*gather->items),
		compare_items, &dimension);
	for (size_t i = 1; i < gather->count; i++) {
		if (can_unite(&gather->items[kept], &gather->items[i],
			      dimension))
			unite(&gather->items[kept], &gather->items[i],
			      dimension);
		else
			gather->items[++kept] = gather->items[i];
	}
	kept++;

	bool is_less = kept < gather->count;

	gather->count = kept;
	return is_less;
}

/* What matters least to a reader goes first: ages, levels, consents. */
static void
unite_all(struct gather *gather)
{
	static const size_t order[] = {
		DIMENSION_DAY, CELLS_AGE,     CELLS_SENSITIVITY, CELLS_OWNER,
		CELLS_ROLE,    CELLS_PURPOSE, CELLS_TO,		 CELLS_FROM,
	};
	bool is_less = true;

	while (is_less) {
		is_less = false;
		for (size_t kind = 0; kind < LIMIT_CONSENT_KINDS; kind++)
			is_less = unite_along(gather, CELLS_FACTS + kind) ||
				  is_less;
		for (size_t i = 0; i < COUNT_OF(order); i++)
			is_less = unite_along(gather, order[i]) || is_less;
	}
}

void
gather_add(struct gather *gather, const uint64_t key[GATHER_KEYS],
	   const struct cells_box *box)
{
	/* Sorting is worth it only while it makes much room. */
	if (gather->count == LIMIT_POLICY_BOXES && gather->unlisted == 0) {
		unite_all(gather);
		if (gather->count > LIMIT_POLICY_BOXES / 2)
			gather->unlisted++;
		else
			gather_add(gather, key, box);
		return;
	}
	if (gather->count == LIMIT_POLICY_BOXES || gather->unlisted > 0) {
		gather->unlisted++;
		return;
	}

	struct gathered *item = &gather->items[gather->count++];

	memcpy(item->key, key, sizeof(item->key));
	item->box = *box;
}

void
gather_finish(struct gather *gather)
{
	size_t nothing = DIMENSIONS;

	unite_all(gather);
	if (gather->count > 1)
		qsort_r(gather->items, gather->count, sizeof(*gather->items),
			compare_items, &nothing);
}
