/*
 * Random policies and random questions about them, the same for every seed.
 */
#ifndef EENPLAN_TESTS_POLICY_GENERATOR_H
#define EENPLAN_TESTS_POLICY_GENERATOR_H

#include "fixture.h"

#define GENERATOR_RULES 24

struct generator {
	uint64_t state;
};

struct generator generator_of(uint64_t seed);
unsigned generator_below(struct generator *generator, unsigned bound);

/*
 * Rules over the fixture's vocabulary, each one text with an id of its own;
 * a rule that isn't accepted by itself is made again. The same seed gives the
 * same rules in Dutch.
 */
struct generated {
	const char *texts[GENERATOR_RULES];
	size_t count;
};

struct generated generator_rules(struct generator *generator,
				 struct arena *arena, bool is_dutch);
struct policy_asker generator_asker(struct generator *generator,
				    const struct policy *policy);
struct policy_item generator_item(struct generator *generator,
				  const struct policy *policy);

#endif
