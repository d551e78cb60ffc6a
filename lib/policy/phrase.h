/*
 * Conditions back into the words of the language.
 */
#ifndef EENPLAN_POLICY_PHRASE_H
#define EENPLAN_POLICY_PHRASE_H

#include "lib/policy/rule.h"

/* "consent share is given", as it would be written. In `arena`. */
const char *phrase_condition(struct arena *arena,
			     const struct vocabulary *vocabulary,
			     const struct condition *condition,
			     enum vocabulary_language language);
/* "not (… and …)": what a permit's "unless" asks for. */
const char *phrase_unless(struct arena *arena,
			  const struct vocabulary *vocabulary,
			  const struct group *group,
			  enum vocabulary_language language);

#endif
