#include "lib/policy/box.h"

#include <string.h>

static void
add(struct values *values, size_t value)
{
	values->bits[value / 64] |= UINT64_C(1) << (value % 64);
}

bool
values_have(const struct values *values, size_t value)
{
	return (values->bits[value / 64] >> (value % 64) & 1) != 0;
}

static void
add_words(struct values *values, const struct wordset *words)
{
	memcpy(values->bits, words->bits, sizeof(words->bits));
}

struct box
box_of(const struct scope *scope, const struct guard *guard, int category)
{
	struct box box = {.first_day = INT32_MIN + 1, .last_day = INT32_MAX};

	add_words(&box.sides[SIDE_FROM], &scope->from);
	add_words(&box.sides[SIDE_TO], &scope->to);
	add_words(&box.sides[SIDE_ROLE], &scope->roles);
	add_words(&box.sides[SIDE_PURPOSE], &scope->purposes);
	add_words(&box.sides[SIDE_LEVEL], &guard->levels);
	if (guard->level_unknown)
		add(&box.sides[SIDE_LEVEL], BOX_UNKNOWN);
	for (int age = guard->age_min; age <= guard->age_max; age++)
		add(&box.sides[SIDE_AGE], (size_t)age);
	if (guard->age_unknown)
		add(&box.sides[SIDE_AGE], BOX_UNKNOWN);
	/* Unknown is the lowest bit of the guard's. */
	box.sides[SIDE_OWNER].bits[0] =
		(uint64_t)guard->owners >> POLICY_OWNER_RECIPIENT;
	if ((guard->owners & GUARD_OWNER(POLICY_OWNER_UNKNOWN)) != 0)
		add(&box.sides[SIDE_OWNER], BOX_UNKNOWN);
	box.sides[SIDE_FIELD].bits[0] = scope->fields[category];
	for (size_t kind = 0; kind < LIMIT_CONSENT_KINDS; kind++)
		box.sides[SIDE_CONSENT + kind].bits[0] = guard->consent[kind];
	return box;
}

static bool
values_intersect(struct values *values, const struct values *other)
{
	uint64_t any = 0;

	for (size_t i = 0; i < BOX_WORDS; i++) {
		values->bits[i] &= other->bits[i];
		any |= values->bits[i];
	}
	return any != 0;
}

static bool
values_subtract(struct values *values, const struct values *other)
{
	uint64_t any = 0;

	for (size_t i = 0; i < BOX_WORDS; i++) {
		values->bits[i] &= ~other->bits[i];
		any |= values->bits[i];
	}
	return any != 0;
}

bool
box_intersect(struct box *box, const struct box *other)
{
	for (size_t side = 0; side < SIDES; side++)
		if (!values_intersect(&box->sides[side], &other->sides[side]))
			return false;
	if (box->first_day < other->first_day)
		box->first_day = other->first_day;
	if (box->last_day > other->last_day)
		box->last_day = other->last_day;
	return box->first_day <= box->last_day;
}

bool
box_meets(const struct box *box, const struct box *other)
{
	for (size_t side = 0; side < SIDES; side++) {
		struct values common = box->sides[side];

		if (!values_intersect(&common, &other->sides[side]))
			return false;
	}
	return box->first_day <= other->last_day &&
	       other->first_day <= box->last_day;
}

bool
box_is_within(const struct box *box, const struct box *other)
{
	for (size_t side = 0; side < SIDES; side++) {
		struct values outside = box->sides[side];

		if (values_subtract(&outside, &other->sides[side]))
			return false;
	}
	return other->first_day <= box->first_day &&
	       box->last_day <= other->last_day;
}

/* Side by side: what sticks out there is a piece, the rest goes on. */
size_t
box_subtract(const struct box *box, const struct box *other,
	     struct box pieces_out[BOX_PIECES])
{
	struct box rest = *box;
	size_t count = 0;

	for (size_t side = 0; side < SIDES; side++) {
		pieces_out[count] = rest;
		count += values_subtract(&pieces_out[count].sides[side],
					 &other->sides[side]);
		(void)values_intersect(&rest.sides[side], &other->sides[side]);
	}
	if (rest.first_day < other->first_day) {
		pieces_out[count] = rest;
		pieces_out[count++].last_day = other->first_day - 1;
	}
	if (rest.last_day > other->last_day) {
		pieces_out[count] = rest;
		pieces_out[count++].first_day = other->last_day + 1;
	}
	return count;
}
