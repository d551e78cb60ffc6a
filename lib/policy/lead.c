#include "lib/policy/lead.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "lib/policy/engine.h"
#include "lib/policy/sentence.h"
#include "lib/policy/trial.h"

/* --- deciding --- */

/* What isn't known satisfies no permit, and every forbid. */
static bool
applies(const struct lead *lead, int domain, int32_t day)
{
	bool is_in_force =
		day == CLOCK_DAY_NONE
			? !lead->is_permit
			: lead->from_day <= day && day <= lead->until_day;
	bool is_about = domain == VOCABULARY_UNKNOWN
				? !lead->is_permit
				: wordset_has(&lead->who, domain);

	return is_in_force && is_about;
}

static size_t
list_applying(const struct ruleset *ruleset, bool is_permit, int domain,
	      int32_t day, int *by)
{
	size_t count = 0;

	for (size_t i = 0; i < ruleset->lead_count; i++)
		if (ruleset->leads[i].is_permit == is_permit &&
		    applies(&ruleset->leads[i], domain, day))
			by[count++] = (int)i;
	return count;
}

enum policy_verdict
lead_decide(const struct ruleset *ruleset, int domain, int32_t day, int *by,
	    size_t *count_out)
{
	*count_out = list_applying(ruleset, false, domain, day, by);
	if (*count_out > 0)
		return POLICY_FORBIDDEN;
	*count_out = list_applying(ruleset, true, domain, day, by);
	return *count_out > 0 ? POLICY_PERMIT : POLICY_NOTHING_PERMITS;
}

struct lead_reason
lead_judge(struct arena *arena, const struct policy *policy, int domain,
	   int32_t day)
{
	const struct ruleset *ruleset = &policy->ruleset;
	int *by = ARENA_ARRAY(arena, ruleset->lead_count, int);
	struct lead_reason reason = {0};
	const char **rules;

	reason.verdict =
		lead_decide(ruleset, domain, day, by, &reason.rule_count);
	rules = ARENA_ARRAY(arena, reason.rule_count, const char *);
	for (size_t i = 0; i < reason.rule_count; i++)
		rules[i] = ruleset->leads[by[i]].id;
	reason.rules = rules;
	if (reason.rule_count == 0)
		return reason;

	const struct lead *first = &ruleset->leads[by[0]];

	reason.title = first->title;
	reason.file = first->at.source->name;
	reason.line = first->at.line;
	reason.basis = first->bases;
	reason.basis_count = first->basis_count;
	return reason;
}

/* --- one rule --- */

int
lead_find(const struct ruleset *ruleset, const char *id)
{
	for (size_t i = 0; i < ruleset->lead_count; i++)
		if (strcmp(ruleset->leads[i].id, id) == 0)
			return (int)i;
	return -1;
}

/* "any except wmo" */
static const char *
words_of(struct arena *arena, const struct ast_list *list,
	 enum vocabulary_language language)
{
	struct sentence sentence = {.language = language};

	buf_init(&sentence.out, arena, 64);
	if (list->any)
		sentence_say_keyword(&sentence, KEYWORD_ANY);
	if (list->any && list->first != NULL)
		sentence_say_keyword(&sentence, KEYWORD_EXCEPT);
	for (const struct ast_word *word = list->first; word != NULL;
	     word = word->next)
		sentence_say(&sentence,
			     arena_printf(arena, "%s%s",
					  place_string(arena, word->at),
					  word->next != NULL ? "," : ""));
	return buf_string(&sentence.out);
}

static void
tell_tests(struct arena *arena, const struct policy *policy, int number,
	   struct about_rule *about)
{
	const struct ruleset *ruleset = &policy->ruleset;
	const char **titles =
		ARENA_ARRAY(arena, ruleset->trial_count, const char *);

	for (size_t i = 0; i < ruleset->trial_count; i++) {
		const struct trial *trial = &ruleset->trials[i];
		struct arena *scratch = arena_new();
		struct outcome outcome = trial_run(scratch, policy, trial);

		for (size_t k = 0; trial->is_lead && k < outcome.by_count; k++)
			if (outcome.by[k] == number)
				titles[about->decide_count++] = trial->title;
		arena_free(scratch);
	}
	about->decides = titles;
}

bool
lead_about(struct arena *arena, const struct policy *policy, const char *id,
	   enum vocabulary_language language, struct about_rule *about_out)
{
	int number = lead_find(&policy->ruleset, id);

	if (number < 0)
		return false;

	const struct lead *lead = &policy->ruleset.leads[number];
	const struct lead_change always = {
		.domains = {{0}},
		.first_day = lead->from_day,
		.last_day = lead->until_day,
	};
	const char **what = ARENA_ARRAY(arena, 1, const char *);

	what[0] = words_of(arena, lead->words, language);
	*about_out = (struct about_rule){
		.id = lead->id,
		.title = lead->title,
		.file = lead->at.source->name,
		.line = lead->at.line,
		.is_permit = lead->is_permit,
		.is_lead = true,
		.what = what,
		.what_count = 1,
		.where = lead_describe(arena, policy->vocabulary, &always,
				       language),
		.duties = "",
		.basis = lead->bases,
		.basis_count = lead->basis_count,
	};
	tell_tests(arena, policy, number, about_out);
	return true;
}
