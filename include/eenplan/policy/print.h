/*
 * One canonical form for every file of the policy language, in English or in
 * Dutch keywords.
 *
 * Nothing is lost: names, texts, the order of rules and of words, and every
 * comment, which stays with what it was written at (above it, behind it, or
 * at the end of its rule). The parts of a rule come in the order of the
 * manual. Needs no vocabulary: a file is printed as it is written, right or
 * wrong in its words.
 */
#ifndef EENPLAN_POLICY_PRINT_H
#define EENPLAN_POLICY_PRINT_H

#include "eenplan/policy/policy.h"

enum policy_print_language {
	POLICY_PRINT_AS_WRITTEN,
	POLICY_PRINT_ENGLISH,
	POLICY_PRINT_DUTCH,
};

/*
 * Print `source` in its canonical form, which lives in `arena`. What is
 * printed has been read again and printed back to the same: a file that would
 * change its meaning (a name that is a keyword of the other language) is
 * refused. False: mistakes are in `found`, and nothing is printed.
 */
bool policy_print(struct arena *arena, const struct policy_source *source,
		  enum policy_print_language language,
		  struct diagnostics *found, struct text *text_out) MUST_CHECK;

#endif
