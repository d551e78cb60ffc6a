#include "eenplan/policy/testing.h"
#include "lib/policy/trial.h"

/* What the tests have shown of one policy. */
struct coverage {
	const struct policy *policy;
	bool *decided; /* by number of the rule */
	bool *led;     /* likewise, of the rules about who may lead */
	bool *let;     /* by number of the condition, over all rules */
	bool *barred;
};

/* --- what one test shows --- */

static bool
list_fits(const struct policy *policy, enum vocabulary_list list,
	  const struct wordset *words, int word, bool is_permit)
{
	if (word < 0 ||
	    (size_t)word >= vocabulary_count(policy->vocabulary, list))
		return !is_permit;
	return wordset_has(words, word);
}

/* Do only its conditions decide whether `rule` applies? */
static bool
rule_is_about(const struct policy *policy, const struct rule *rule,
	      const struct trial *trial)
{
	const struct scope *scope = &rule->scope;
	const struct policy_asker *asker = &trial->asker;
	const struct policy_item *item = &trial->item;
	bool is_permit = rule->is_permit;

	return rule_is_in_force(rule, asker->day) &&
	       wordset_has(&scope->categories, item->category) &&
	       list_fits(policy, VOCABULARY_DOMAIN, &scope->from, item->from,
			 is_permit) &&
	       list_fits(policy, VOCABULARY_DOMAIN, &scope->to, asker->to,
			 is_permit) &&
	       list_fits(policy, VOCABULARY_ROLE, &scope->roles, asker->role,
			 is_permit) &&
	       list_fits(policy, VOCABULARY_PURPOSE, &scope->purposes,
			 engine_purpose(policy, asker), is_permit);
}

static size_t
see_conditions(struct coverage *coverage, const struct rule *rule,
	       const struct trial *trial, size_t number)
{
	bool is_about = rule_is_about(coverage->policy, rule, trial);

	for (size_t g = 0; g < rule->scope.group_count; g++) {
		const struct group *group = &rule->scope.groups[g];

		for (size_t c = 0; c < group->count; c++, number++) {
			if (!is_about)
				continue;
			if (trial_condition_lets(coverage->policy,
						 &group->conditions[c],
						 group->is_unless,
						 rule->is_permit, &trial->item))
				coverage->let[number] = true;
			else
				coverage->barred[number] = true;
		}
	}
	return number;
}

static uint64_t
mark_permits(struct coverage *coverage, const struct policy_prepared *prepared,
	     const struct trial *trial, uint64_t shared)
{
	const struct rule *rules = coverage->policy->ruleset.rules;
	uint64_t listed = 0;

	for (int rule = -1;
	     (rule = engine_next_rule(prepared, &trial->item, true, UINT64_MAX,
				      rule)) >= 0;) {
		uint64_t fields =
			rules[rule].scope.fields[trial->item.category];

		listed |= fields;
		if ((fields & shared) != 0)
			coverage->decided[rule] = true;
	}
	return listed;
}

/* A forbid decides where it takes away something that a permit lists. */
static void
mark_forbids(struct coverage *coverage, const struct policy_prepared *prepared,
	     const struct trial *trial, uint64_t fields)
{
	for (int rule = -1;
	     (rule = engine_next_rule(prepared, &trial->item, false, fields,
				      rule)) >= 0;)
		coverage->decided[rule] = true;
}

static void
see_lead(struct coverage *coverage, struct arena *arena,
	 const struct trial *trial)
{
	struct outcome outcome = trial_run(arena, coverage->policy, trial);

	for (size_t i = 0; i < outcome.by_count; i++)
		coverage->led[outcome.by[i]] = true;
}

static void
see_trial(struct coverage *coverage, struct arena *arena,
	  const struct trial *trial)
{
	if (trial->is_lead) {
		see_lead(coverage, arena, trial);
		return;
	}

	const struct policy *policy = coverage->policy;
	const struct policy_prepared *prepared =
		policy_prepare(arena, policy, &trial->asker);
	struct policy_decision decision = policy_decide(prepared, &trial->item);
	uint64_t listed =
		mark_permits(coverage, prepared, trial, decision.fields);
	size_t number = 0;

	mark_forbids(coverage, prepared, trial,
		     decision.verdict == POLICY_FORBIDDEN ? UINT64_MAX
							  : listed);
	for (size_t i = 0; i < policy->ruleset.count; i++)
		number = see_conditions(coverage, &policy->ruleset.rules[i],
					trial, number);
}

/* --- what they have not shown --- */

static void
warn_of_condition(const struct rule *rule, const struct condition *condition,
		  bool is_let, struct diagnostics *found)
{
	struct source source;

	place_warning(trial_place(condition->at, &source, found), NULL,
		      is_let ? "no test of the rule \"%s\" sees this condition "
			       "stop it"
			     : "no test of the rule \"%s\" sees this condition "
			       "let it through",
		      rule->id);
}

static size_t
report_conditions(const struct coverage *coverage, const struct rule *rule,
		  size_t number, struct diagnostics *found,
		  struct policy_test_tally *tally)
{
	for (size_t g = 0; g < rule->scope.group_count; g++)
		for (size_t c = 0; c < rule->scope.groups[g].count;
		     c++, number++) {
			bool is_let = coverage->let[number];

			tally->conditions++;
			if (is_let && coverage->barred[number])
				continue;
			tally->conditions_one_sided++;
			warn_of_condition(rule,
					  &rule->scope.groups[g].conditions[c],
					  is_let, found);
		}
	return number;
}

static void
report_idle(struct place at, const char *id, struct diagnostics *found,
	    struct policy_test_tally *tally)
{
	struct source source;

	tally->rules_idle++;
	place_warning(trial_place(at, &source, found), NULL,
		      "the rule \"%s\" decides no test", id);
}

static void
report(const struct coverage *coverage, struct diagnostics *found,
       struct policy_test_tally *tally)
{
	const struct ruleset *ruleset = &coverage->policy->ruleset;
	size_t number = 0;

	tally->rules = ruleset->count + ruleset->lead_count;
	for (size_t i = 0; i < ruleset->lead_count; i++)
		if (!coverage->led[i])
			report_idle(ruleset->leads[i].at, ruleset->leads[i].id,
				    found, tally);
	for (size_t i = 0; i < ruleset->count; i++) {
		const struct rule *rule = &ruleset->rules[i];

		if (!coverage->decided[i])
			report_idle(rule->at, rule->id, found, tally);
		number =
			report_conditions(coverage, rule, number, found, tally);
	}
}

static size_t
count_conditions(const struct ruleset *ruleset)
{
	size_t count = 0;

	for (size_t i = 0; i < ruleset->count; i++)
		for (size_t g = 0; g < ruleset->rules[i].scope.group_count; g++)
			count += ruleset->rules[i].scope.groups[g].count;
	return count;
}

void
coverage_report(const struct policy *policy, struct diagnostics *found,
		struct policy_test_tally *tally)
{
	struct arena *arena = arena_new();
	size_t conditions = count_conditions(&policy->ruleset);
	struct coverage coverage = {
		.policy = policy,
		.decided = ARENA_ARRAY(arena, policy->ruleset.count, bool),
		.led = ARENA_ARRAY(arena, policy->ruleset.lead_count, bool),
		.let = ARENA_ARRAY(arena, conditions, bool),
		.barred = ARENA_ARRAY(arena, conditions, bool)};

	for (size_t i = 0; i < policy->ruleset.trial_count; i++) {
		struct arena *scratch = arena_new();

		see_trial(&coverage, scratch, &policy->ruleset.trials[i]);
		arena_free(scratch);
	}
	report(&coverage, found, tally);
	arena_free(arena);
}
