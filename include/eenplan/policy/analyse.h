/*
 * What is legal in a policy, and yet suspicious: each as a warning at its
 * place. Nothing here changes what a policy means.
 *
 *   effects     permits that forbids cover wholly or in part; rules that say
 *               nothing that others don't say
 *   conditions  conditions and exceptions that change nothing
 *   scope       permits for every role, purpose or category; special data or
 *               children under 16 without a condition on consent; a legal basis
 *               that doesn't fit; ages other than the law's 12, 16 and 18
 *   gaps        ages or days that two permits leave out between them; rules
 *               that have ended or are about to
 *   leads       permits to lead that forbids cover; that nobody may lead
 *   words       words of the vocabulary that no rule names
 *
 * All but the words and the bases are exact, by the cells.
 */
#ifndef EENPLAN_POLICY_ANALYSE_H
#define EENPLAN_POLICY_ANALYSE_H

#include "eenplan/policy/cells.h"

/* A rule that ends within so many days is about to. */
#define ANALYSE_SOON_DAYS 60

/*
 * Add the warnings about `policy`, as it is on `day`, to `found`. `arena` is
 * for its own use. Returns how much was walked.
 */
struct cells_tally analyse_policy(struct arena *arena,
				  const struct policy *policy, int32_t day,
				  struct diagnostics *found);

#endif
