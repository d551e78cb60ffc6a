#include "eenplan/base/clock.h"
#include "lib/policy/analysis.h"
#include "lib/policy/lead.h"

/* May anybody lead on the day that the analysis is of? */
static bool
somebody_leads(const struct analysis *analysis)
{
	size_t domains = vocabulary_count(analysis->policy->vocabulary,
					  VOCABULARY_DOMAIN);

	for (size_t i = 0; i < domains; i++)
		if (lead_judge(analysis->arena, analysis->policy, (int)i,
			       analysis->day)
			    .verdict == POLICY_PERMIT)
			return true;
	return false;
}

static const struct ast_file *
first_rules(const struct policy *policy)
{
	for (size_t i = 0; i < policy->file_count; i++)
		if (!policy->files[i]->is_vocabulary)
			return policy->files[i];
	return NULL;
}

static void
check_somebody_leads(const struct analysis *analysis)
{
	const struct ruleset *ruleset = &analysis->policy->ruleset;
	const struct ast_file *file = first_rules(analysis->policy);

	if (analysis->day == CLOCK_DAY_NONE || file == NULL ||
	    somebody_leads(analysis))
		return;
	if (ruleset->lead_count > 0)
		place_warning(analysis_at(analysis, ruleset->leads[0].at), NULL,
			      "by these rules nobody may lead a plan");
	else
		place_warning(analysis_at(analysis, file->name),
			      "write one that begins with \"lead\", or load "
			      "the national pack beside these files",
			      "no rule says who may lead a plan, so nobody "
			      "may");
}

/* Does no organisation lead by `lead` on any day, whatever else lets it? */
static bool
is_covered(const struct analysis *analysis, const struct lead *lead)
{
	const struct ruleset *ruleset = &analysis->policy->ruleset;

	for (int domain = 0; domain < LIMIT_VOCABULARY_WORDS; domain++) {
		int32_t open = lead->from_day;

		if (!wordset_has(&lead->who, domain))
			continue;
		/* From the first day on, as far as forbids reach. */
		for (size_t i = 0; i < ruleset->lead_count; i++) {
			const struct lead *bar = &ruleset->leads[i];

			if (bar->is_permit || bar->from_day > open ||
			    bar->until_day < open ||
			    !wordset_has(&bar->who, domain))
				continue;
			if (bar->until_day >= lead->until_day) {
				open = INT32_MAX;
				break;
			}
			open = bar->until_day + 1;
			i = (size_t)-1; /* another may go on from there */
		}
		if (open != INT32_MAX)
			return false;
	}
	return true;
}

void
analysis_leads(struct analysis *analysis)
{
	const struct ruleset *ruleset = &analysis->policy->ruleset;

	for (size_t i = 0; i < ruleset->lead_count; i++) {
		const struct lead *lead = &ruleset->leads[i];

		analysis_end(analysis, lead->at, lead->id, lead->until_day);
		if (lead->is_permit && is_covered(analysis, lead))
			place_warning(analysis_at(analysis, lead->at), NULL,
				      "\"%s\" never takes effect: forbids "
				      "cover all of it",
				      lead->id);
	}
	check_somebody_leads(analysis);
}
