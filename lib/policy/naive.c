#include "lib/policy/engine.h"

/*
 * The meaning of the language once more, word by word from POLICY.md, and on
 * purpose sharing nothing with the index: what both say is likely to be true.
 */

enum truth { FALSE, UNKNOWN, TRUE };

static enum truth
truth_of(bool is_true)
{
	return is_true ? TRUE : FALSE;
}

static enum truth
consent_holds(const struct condition *condition, const struct policy_item *item)
{
	enum policy_consent_state state = item->consent[condition->kind];

	if (condition->test == KEYWORD_UNKNOWN)
		return truth_of(state == POLICY_CONSENT_UNKNOWN);
	if (state == POLICY_CONSENT_UNKNOWN)
		return UNKNOWN;
	if (condition->test == KEYWORD_REFUSED)
		return truth_of(state == POLICY_CONSENT_REFUSED);
	if (condition->test == KEYWORD_WITHDRAWN)
		return truth_of(state == POLICY_CONSENT_WITHDRAWN);
	if (condition->test == KEYWORD_NAMES_CATEGORY)
		return truth_of(state == POLICY_CONSENT_GIVEN_NAMING);
	return truth_of(state == POLICY_CONSENT_GIVEN ||
			state == POLICY_CONSENT_GIVEN_NAMING);
}

static enum truth
comparison_holds(const struct condition *condition, int fact, bool is_known)
{
	if (!is_known)
		return UNKNOWN;
	if (condition->test == KEYWORD_AT_LEAST)
		return truth_of(fact >= condition->value);
	if (condition->test == KEYWORD_AT_MOST)
		return truth_of(fact <= condition->value);
	if (condition->test == KEYWORD_BELOW)
		return truth_of(fact < condition->value);
	return truth_of(fact == condition->value);
}

static enum truth
owner_holds(const struct condition *condition, const struct policy_item *item)
{
	if (item->owner == POLICY_OWNER_UNKNOWN)
		return UNKNOWN;
	return truth_of((item->owner == POLICY_OWNER_RECIPIENT) ==
			(condition->test == KEYWORD_THE_RECIPIENT));
}

static enum truth
condition_holds(const struct policy *policy, const struct condition *condition,
		const struct policy_item *item)
{
	int levels = (int)vocabulary_count(policy->vocabulary,
					   VOCABULARY_SENSITIVITY);

	if (condition->fact == KEYWORD_CONSENT)
		return consent_holds(condition, item);
	if (condition->fact == KEYWORD_OWNER)
		return owner_holds(condition, item);
	if (condition->fact == KEYWORD_AGE)
		return comparison_holds(condition, item->age_years,
					item->age_years >= 0);
	return comparison_holds(condition, item->sensitivity,
				item->sensitivity >= 0 &&
					item->sensitivity < levels);
}

static enum truth
group_holds(const struct policy *policy, const struct group *group,
	    const struct policy_item *item)
{
	enum truth all = TRUE;

	for (size_t i = 0; i < group->count; i++) {
		enum truth one =
			condition_holds(policy, &group->conditions[i], item);

		if (one < all)
			all = one;
	}
	return group->is_unless ? (enum truth)(TRUE - all) : all;
}

static enum truth
list_holds(const struct policy *policy, enum vocabulary_list list,
	   const struct wordset *words, int word)
{
	if (word < 0 ||
	    (size_t)word >= vocabulary_count(policy->vocabulary, list))
		return UNKNOWN;
	return truth_of(wordset_has(words, word));
}

static bool
rule_applies(const struct policy *policy, const struct rule *rule,
	     const struct policy_asker *asker, const struct policy_item *item)
{
	const struct scope *scope = &rule->scope;
	enum truth needed = rule->is_permit ? TRUE : UNKNOWN;

	if (!rule_is_in_force(rule, asker->day) ||
	    list_holds(policy, VOCABULARY_CATEGORY, &scope->categories,
		       item->category) < needed ||
	    list_holds(policy, VOCABULARY_DOMAIN, &scope->from, item->from) <
		    needed ||
	    list_holds(policy, VOCABULARY_DOMAIN, &scope->to, asker->to) <
		    needed ||
	    list_holds(policy, VOCABULARY_ROLE, &scope->roles, asker->role) <
		    needed ||
	    list_holds(policy, VOCABULARY_PURPOSE, &scope->purposes,
		       engine_purpose(policy, asker)) < needed)
		return false;
	for (size_t i = 0; i < scope->group_count; i++)
		if (group_holds(policy, &scope->groups[i], item) < needed)
			return false;
	return true;
}

/* The fields that the rules of one effect cover between them. */
static uint64_t
covered(const struct policy *policy, bool is_permit,
	const struct policy_asker *asker, const struct policy_item *item)
{
	uint64_t fields = 0;

	for (size_t i = 0; i < policy->ruleset.count; i++) {
		const struct rule *rule = &policy->ruleset.rules[i];

		if (rule->is_permit == is_permit &&
		    rule_applies(policy, rule, asker, item))
			fields |= rule->scope.fields[item->category];
	}
	return fields;
}

/* Duties and the first by id, over the rules that say something of `fields`. */
static void
take_rules(const struct policy *policy, const struct policy_asker *asker,
	   const struct policy_item *item, uint64_t fields,
	   struct policy_decision *decision)
{
	bool is_permit = decision->verdict == POLICY_PERMIT;

	for (size_t i = 0; i < policy->ruleset.count; i++) {
		const struct rule *rule = &policy->ruleset.rules[i];

		if (rule->is_permit != is_permit ||
		    (rule->scope.fields[item->category] & fields) == 0 ||
		    !rule_applies(policy, rule, asker, item))
			continue;
		decision->duties |= rule->duties;
		if (decision->rule < 0)
			decision->rule = (int)i;
	}
}

struct policy_decision
policy_decide_naively(const struct policy *policy,
		      const struct policy_asker *asker,
		      const struct policy_item *item)
{
	struct policy_decision decision = {.rule = -1};

	if (vocabulary_field_count(policy->vocabulary, item->category) == 0)
		return decision;

	uint64_t forbidden = covered(policy, false, asker, item);
	uint64_t listed = covered(policy, true, asker, item);

	decision.fields = listed & ~forbidden;
	if (decision.fields != 0) {
		decision.verdict = POLICY_PERMIT;
		take_rules(policy, asker, item, decision.fields, &decision);
		return decision;
	}
	if (listed == 0)
		listed = lexicon_all_fields(policy->vocabulary, item->category);
	if ((listed & ~forbidden) == 0) {
		decision.verdict = POLICY_FORBIDDEN;
		take_rules(policy, asker, item, listed, &decision);
	}
	return decision;
}
