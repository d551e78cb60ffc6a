/*
 * Is what a never says true? Exactly, over all cells there are.
 *
 * A never holds if the same words as a forbid would change no decision. A
 * permit and a never each are a box: a set of values for every fact. Where
 * they meet, every forbid cuts its own box out of that; if anything is left,
 * any cell of it is the counterexample. Nothing is tried cell by cell.
 */
#ifndef EENPLAN_POLICY_PROVE_H
#define EENPLAN_POLICY_PROVE_H

#include "lib/policy/checker.h"

/*
 * Report every never of `ruleset` that a permit breaks, at the never, with a
 * cell in words; and one that takes more than its share of
 * LIMIT_POLICY_PROOF_STEPS, which counts as broken.
 */
void prove_nevers(const struct vocabulary *vocabulary,
		  const struct ruleset *ruleset);

#endif
