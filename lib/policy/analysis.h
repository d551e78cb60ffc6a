/*
 * Between the files that look for what is suspicious (analyse.h).
 */
#ifndef EENPLAN_POLICY_ANALYSIS_H
#define EENPLAN_POLICY_ANALYSIS_H

#include "eenplan/policy/analyse.h"
#include "lib/policy/engine.h"

struct analysis {
	struct arena *arena;
	const struct policy *policy;
	const struct cells_space *space;
	int32_t day;
	struct diagnostics *found;
	struct cells_tally tally;
};

/* A place whose warnings go to this analysis. */
struct place analysis_at(const struct analysis *analysis, struct place at);

void analysis_effects(struct analysis *analysis);
void analysis_conditions(struct analysis *analysis);
void analysis_scope(struct analysis *analysis);
void analysis_gaps(struct analysis *analysis);
void analysis_leads(struct analysis *analysis);
void analysis_words(struct analysis *analysis);

/* Warn if the rule `id` has ended, or is about to. */
void analysis_end(const struct analysis *analysis, struct place at,
		  const char *id, int32_t until_day);

/* Does `guard` need any consent at all? */
bool analysis_needs_consent(const struct guard *guard);

#endif
