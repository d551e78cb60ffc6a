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

/*
 * "goal from zvw to wmo as consultant for assessment, age 71, consent share
 * given, on 2026-05-01", as a test would give it; what is unknown is left out.
 */
const char *phrase_case(struct arena *arena,
			const struct vocabulary *vocabulary,
			const struct policy_asker *asker,
			const struct policy_item *item,
			enum vocabulary_language language);

#endif
