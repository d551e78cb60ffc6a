#include "eenplan/policy/analyse.h"

#include "lib/policy/analysis.h"

/* The sources of a loaded policy have no list of mistakes any more. */
struct place
analysis_at(const struct analysis *analysis, struct place at)
{
	struct source *source = ARENA_NEW(analysis->arena, struct source);

	*source = *at.source;
	source->found = analysis->found;
	at.source = source;
	return at;
}

bool
analysis_needs_consent(const struct guard *guard)
{
	for (size_t kind = 0; kind < LIMIT_CONSENT_KINDS; kind++)
		if ((guard->consent[kind] &
		     GUARD_STATE(POLICY_CONSENT_UNKNOWN)) == 0)
			return true;
	return false;
}

struct cells_tally
analyse_policy(struct arena *arena, const struct policy *policy, int32_t day,
	       struct diagnostics *found)
{
	struct analysis analysis = {
		.arena = arena, .policy = policy, .day = day, .found = found};
	struct cells_space *space;

	/* One policy's words are never too many. */
	if (cells_space_new(arena, policy, NULL, &space) != STATUS_OK)
		return analysis.tally;
	analysis.space = space;
	analysis_effects(&analysis);
	analysis_conditions(&analysis);
	analysis_scope(&analysis);
	analysis_gaps(&analysis);
	analysis_leads(&analysis);
	analysis_words(&analysis);
	return analysis.tally;
}
