/*
 * Realistic rules in the words of a vocabulary, the same in every run.
 */
#ifndef EENPLAN_TESTS_BENCH_KIT_RULES_H
#define EENPLAN_TESTS_BENCH_KIT_RULES_H

#include "eenplan/base/buf.h"
#include "eenplan/policy/vocabulary.h"

/* A number below `bound`: the next of one row for the whole program. */
unsigned rules_below(unsigned bound);
/*
 * A file of `count` rules as officers write them, in `arena`: 85 % permits of
 * two fields, each about two domains, roles and purposes, with one to five
 * conditions.
 */
struct text rules_write(struct arena *arena, const struct vocabulary *words,
			size_t count);

#endif
