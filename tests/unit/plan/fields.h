/*
 * What records say, for tests that count them.
 */
#ifndef EENPLAN_TESTS_PLAN_FIELDS_H
#define EENPLAN_TESTS_PLAN_FIELDS_H

#include "eenplan/base/json.h"

/* A record's fields, as JSON in which ' stands for ", so that it reads well.
 * They live in `arena`. */
const struct json *fields_of(struct arena *arena, const char *quoted);

/* The next of the same numbers each time, 16 bits; `seed` moves on. */
unsigned fields_random(unsigned *seed);

#endif
