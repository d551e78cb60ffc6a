#include <string.h>

#include "lib/policy/analysis.h"
#include "lib/policy/phrase.h"

/*
 * A condition that can be left out without any difference is a mistake in
 * thinking, or one in writing. Tried on every combination of the facts that
 * the rule's conditions mention.
 */

#define COMBINATIONS 100000 /* beyond that a rule is left alone */
#define STATES	     (POLICY_CONSENT_GIVEN_NAMING + 1)

/* The facts that a rule mentions, and the values worth trying. */
struct facts {
	int kinds[LIMIT_CONSENT_KINDS];
	size_t kind_count;
	size_t levels; /* and one more: unknown */
	bool has_age;
	bool has_level;
	bool has_owner;
};

static struct facts
facts_of(const struct analysis *analysis, const struct rule *rule)
{
	struct facts facts = {
		.levels = vocabulary_count(analysis->policy->vocabulary,
					   VOCABULARY_SENSITIVITY)};
	bool seen[LIMIT_CONSENT_KINDS] = {false};

	for (size_t g = 0; g < rule->scope.group_count; g++)
		for (size_t c = 0; c < rule->scope.groups[g].count; c++) {
			const struct condition *condition =
				&rule->scope.groups[g].conditions[c];

			if (condition->fact == KEYWORD_AGE)
				facts.has_age = true;
			else if (condition->fact == KEYWORD_SENSITIVITY)
				facts.has_level = true;
			else if (condition->fact == KEYWORD_OWNER)
				facts.has_owner = true;
			else if (!seen[condition->kind])
				facts.kinds[facts.kind_count++] =
					condition->kind;
			if (condition->fact == KEYWORD_CONSENT)
				seen[condition->kind] = true;
		}
	return facts;
}

static size_t
combinations(const struct facts *facts)
{
	size_t count = 1;

	if (facts->has_age)
		count *= LIMIT_POLICY_AGE_YEARS + 2;
	if (facts->has_level)
		count *= facts->levels + 1;
	if (facts->has_owner)
		count *= POLICY_OWNERS + 1;
	for (size_t i = 0; i < facts->kind_count; i++)
		count *= STATES;
	return count;
}

/* Combination number `number`; unknown comes first of each. */
static struct policy_item
item_of(const struct facts *facts, size_t number)
{
	struct policy_item item = {.age_years = POLICY_AGE_UNKNOWN,
				   .sensitivity = VOCABULARY_UNKNOWN};

	if (facts->has_age) {
		item.age_years =
			(int)(number % (LIMIT_POLICY_AGE_YEARS + 2)) - 1;
		number /= LIMIT_POLICY_AGE_YEARS + 2;
	}
	if (facts->has_level) {
		item.sensitivity = (int)(number % (facts->levels + 1)) - 1;
		number /= facts->levels + 1;
	}
	if (facts->has_owner) {
		item.owner = (enum policy_owner)(number % (POLICY_OWNERS + 1));
		number /= POLICY_OWNERS + 1;
	}
	for (size_t i = 0; i < facts->kind_count; i++) {
		item.consent[facts->kinds[i]] =
			(enum policy_consent_state)(number % STATES);
		number /= STATES;
	}
	return item;
}

static bool
rule_accepts(const struct rule *rule, const struct policy_item *item)
{
	for (size_t i = 0; i < rule->guard_count; i++)
		if (guard_lets(&rule->guards[i], item))
			return true;
	return false;
}

static bool
accept_the_same(const struct rule *one, const struct rule *other,
		const struct facts *facts)
{
	size_t count = combinations(facts);

	for (size_t i = 0; i < count; i++) {
		struct policy_item item = item_of(facts, i);

		if (rule_accepts(one, &item) != rule_accepts(other, &item))
			return false;
	}
	return true;
}

/* The rule without a condition, or without a whole group (`drop` beyond it). */
static bool
rule_without(const struct analysis *analysis, const struct rule *rule,
	     size_t group, size_t drop, struct rule *less_out)
{
	struct scope *scope = &less_out->scope;
	struct group *groups = ARENA_ARRAY(
		analysis->arena, rule->scope.group_count, struct group);
	size_t kept = 0;

	*less_out = *rule;
	scope->group_count = 0;
	for (size_t g = 0; g < rule->scope.group_count; g++) {
		const struct group *from = &rule->scope.groups[g];
		struct group *to = &groups[scope->group_count];

		if (g == group && (drop >= from->count || from->count == 1))
			continue;
		*to = *from;
		scope->group_count++;
		if (g != group)
			continue;
		to->conditions = ARENA_ARRAY(analysis->arena, from->count,
					     struct condition);
		for (size_t c = 0; c < from->count; c++)
			if (c != drop)
				to->conditions[kept++] = from->conditions[c];
		to->count = kept;
	}
	scope->groups = groups;
	return guard_expand(analysis->arena, less_out,
			    vocabulary_count(analysis->policy->vocabulary,
					     VOCABULARY_SENSITIVITY));
}

static bool
changes_nothing(const struct analysis *analysis, const struct rule *rule,
		const struct facts *facts, size_t group, size_t drop)
{
	struct rule less;

	return rule_without(analysis, rule, group, drop, &less) &&
	       accept_the_same(rule, &less, facts);
}

static void
check_group(const struct analysis *analysis, const struct rule *rule,
	    const struct facts *facts, size_t number)
{
	const struct group *group = &rule->scope.groups[number];
	const struct condition *first = &group->conditions[0];

	if (group->is_unless &&
	    changes_nothing(analysis, rule, facts, number, group->count)) {
		place_warning(analysis_at(analysis, first->at), NULL,
			      "this exception changes nothing: it never "
			      "applies where \"%s\" does",
			      rule->id);
		return;
	}
	for (size_t i = 0; i < group->count; i++)
		if ((group->count > 1 || !group->is_unless) &&
		    changes_nothing(analysis, rule, facts, number, i))
			place_warning(
				analysis_at(analysis, group->conditions[i].at),
				NULL,
				"\"%s\" changes nothing: the other conditions "
				"of \"%s\" imply it",
				phrase_condition(analysis->arena,
						 analysis->policy->vocabulary,
						 &group->conditions[i],
						 VOCABULARY_ENGLISH),
				rule->id);
}

void
analysis_conditions(struct analysis *analysis)
{
	const struct ruleset *rules = &analysis->policy->ruleset;

	for (size_t i = 0; i < rules->count; i++) {
		const struct rule *rule = &rules->rules[i];
		struct facts facts = facts_of(analysis, rule);

		if (combinations(&facts) > COMBINATIONS)
			continue;
		for (size_t g = 0; g < rule->scope.group_count; g++)
			check_group(analysis, rule, &facts, g);
	}
}
