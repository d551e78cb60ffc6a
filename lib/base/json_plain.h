/*
 * The short way through a JSON document: what most messages are made of, read
 * in one pass and straight into the arena.
 *
 * Plain are objects of few members, arrays, strings without \u, integers that
 * int64 certainly holds, true, false and null, within our limits and in at most
 * LIMIT_JSON_PLAIN_BYTES. This never refuses: whatever isn't plain, or may be
 * wrong, is left to Jansson, which alone says what is JSON and what a sender is
 * told. What is read here it would read the same (tests/unit/base/test_json.c,
 * tests/fuzz/fuzz_json.c).
 */
#ifndef EENPLAN_BASE_JSON_PLAIN_H
#define EENPLAN_BASE_JSON_PLAIN_H

#include "eenplan/base/json.h"

/* True: `*value_out` is all of `source`. False: nothing is left in `arena`. */
bool json_plain_read(struct arena *arena, struct text source,
		     const struct json **value_out);

#endif
