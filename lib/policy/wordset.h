/*
 * A set of the words of one list, by id. A small value.
 */
#ifndef EENPLAN_POLICY_WORDSET_H
#define EENPLAN_POLICY_WORDSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "eenplan/base/limits.h"

#define WORDSET_WORDS (LIMIT_VOCABULARY_WORDS / 64)

struct wordset {
	uint64_t bits[WORDSET_WORDS];
};

static inline void
wordset_add(struct wordset *set, int id)
{
	set->bits[id / 64] |= UINT64_C(1) << (id % 64);
}

static inline void
wordset_drop(struct wordset *set, int id)
{
	set->bits[id / 64] &= ~(UINT64_C(1) << (id % 64));
}

/* False for any id outside the list, such as VOCABULARY_UNKNOWN. */
static inline bool
wordset_has(const struct wordset *set, int id)
{
	return id >= 0 && id < LIMIT_VOCABULARY_WORDS &&
	       (set->bits[id / 64] >> (id % 64) & 1) != 0;
}

static inline void
wordset_unite(struct wordset *set, const struct wordset *other)
{
	for (size_t i = 0; i < WORDSET_WORDS; i++)
		set->bits[i] |= other->bits[i];
}

static inline void
wordset_intersect(struct wordset *set, const struct wordset *other)
{
	for (size_t i = 0; i < WORDSET_WORDS; i++)
		set->bits[i] &= other->bits[i];
}

static inline void
wordset_subtract(struct wordset *set, const struct wordset *other)
{
	for (size_t i = 0; i < WORDSET_WORDS; i++)
		set->bits[i] &= ~other->bits[i];
}

static inline bool
wordset_is_empty(const struct wordset *set)
{
	uint64_t all = 0;

	for (size_t i = 0; i < WORDSET_WORDS; i++)
		all |= set->bits[i];
	return all == 0;
}

/* The words 0 … count-1. */
static inline struct wordset
wordset_first(size_t count)
{
	struct wordset set = {{0}};

	for (size_t i = 0; i < count; i++)
		wordset_add(&set, (int)i);
	return set;
}

#endif
