#include <stdlib.h>
#include <string.h>

#include "eenplan/base/clock.h"
#include "lib/policy/engine.h"
#include "lib/policy/phrase.h"

/* A role, purpose or date that differs is further off than a condition. */
#define COST_CONDITION 1
#define COST_ASKER     4

/* What a permit lacks: how much, and (if `phrases` is wanted) in words. */
struct gap {
	const struct policy *policy;
	const struct policy_asker *asker;
	const struct policy_item *item;
	struct arena *arena; /* NULL: only the cost */
	const char **phrases;
	size_t count;
	unsigned cost;
};

static void
add_phrase(struct gap *gap, unsigned cost, const char *phrase)
{
	gap->cost += cost;
	if (gap->arena != NULL)
		gap->phrases[gap->count++] = phrase;
}

static bool
condition_holds(const struct condition *condition, bool is_unless,
		const struct gap *gap)
{
	const struct policy_item *item = gap->item;
	size_t levels = vocabulary_count(gap->policy->vocabulary,
					 VOCABULARY_SENSITIVITY);
	struct guard guard = guard_open(levels);
	int age = item->age_years > LIMIT_POLICY_AGE_YEARS
			  ? LIMIT_POLICY_AGE_YEARS
			  : item->age_years;

	guard_narrow(&guard, condition, is_unless, true);
	if (condition->fact == KEYWORD_CONSENT) {
		enum policy_consent_state state =
			item->consent[condition->kind];

		return state <= POLICY_CONSENT_GIVEN_NAMING &&
		       (guard.consent[condition->kind] & GUARD_STATE(state)) !=
			       0;
	}
	if (condition->fact == KEYWORD_SENSITIVITY)
		return wordset_has(&guard.levels, item->sensitivity);
	if (condition->fact == KEYWORD_OWNER)
		return (guard.owners & GUARD_OWNER(item->owner)) != 0;
	return age >= 0 && guard.age_min <= age && age <= guard.age_max;
}

/* One of the conditions must fail. */
static void
measure_unless(struct gap *gap, const struct group *group)
{
	for (size_t i = 0; i < group->count; i++)
		if (condition_holds(&group->conditions[i], true, gap))
			return;
	add_phrase(gap, COST_CONDITION,
		   gap->arena == NULL
			   ? NULL
			   : phrase_unless(gap->arena, gap->policy->vocabulary,
					   group, VOCABULARY_ENGLISH));
}

static void
measure_when(struct gap *gap, const struct group *group)
{
	for (size_t i = 0; i < group->count; i++) {
		const struct condition *condition = &group->conditions[i];

		if (condition_holds(condition, false, gap))
			continue;
		add_phrase(gap, COST_CONDITION,
			   gap->arena == NULL
				   ? NULL
				   : phrase_condition(gap->arena,
						      gap->policy->vocabulary,
						      condition,
						      VOCABULARY_ENGLISH));
	}
}

static void
measure_list(struct gap *gap, enum vocabulary_list list,
	     const struct wordset *words, const char *lead)
{
	const struct vocabulary *vocabulary = gap->policy->vocabulary;
	size_t count = vocabulary_count(vocabulary, list);
	const char *separator = " ";
	struct buf phrase;

	if (gap->arena == NULL) {
		gap->cost += COST_ASKER;
		return;
	}
	buf_init(&phrase, gap->arena, 64);
	buf_add_string(&phrase, lead);
	for (size_t id = 0; id < count; id++) {
		if (!wordset_has(words, (int)id))
			continue;
		buf_printf(&phrase, "%s%s", separator,
			   vocabulary_word(vocabulary, list, (int)id));
		separator = " or ";
	}
	add_phrase(gap, COST_ASKER, buf_string(&phrase));
}

static void
measure_validity(struct gap *gap, const struct rule *rule)
{
	char from[CLOCK_DATE_BYTES];
	char until[CLOCK_DATE_BYTES];

	if (gap->arena == NULL) {
		gap->cost += COST_ASKER;
		return;
	}
	clock_format_date(rule->from_day, from);
	clock_format_date(rule->until_day == INT32_MAX ? CLOCK_DAY_NONE
						       : rule->until_day,
			  until);
	add_phrase(gap, COST_ASKER,
		   arena_printf(gap->arena, "valid from %s%s%s", from,
				until[0] != '\0' ? " until " : "", until));
}

static void
measure(struct gap *gap, const struct rule *rule)
{
	const struct scope *scope = &rule->scope;

	if (!wordset_has(&scope->roles, gap->asker->role))
		measure_list(gap, VOCABULARY_ROLE, &scope->roles, "as");
	if (!wordset_has(&scope->purposes,
			 engine_purpose(gap->policy, gap->asker)))
		measure_list(gap, VOCABULARY_PURPOSE, &scope->purposes, "for");
	if (!rule_is_in_force(rule, gap->asker->day))
		measure_validity(gap, rule);
	for (size_t i = 0; i < scope->group_count; i++) {
		if (scope->groups[i].is_unless)
			measure_unless(gap, &scope->groups[i]);
		else
			measure_when(gap, &scope->groups[i]);
	}
}

static struct gap
gap_of(const struct policy_prepared *prepared, const struct policy_item *item)
{
	return (struct gap){.policy = prepared->policy,
			    .asker = &prepared->asker,
			    .item = item};
}

/*
 * The permit that lacks least, among those about this category between these
 * domains; the first by id among equals; NULL if there are none.
 */
static const struct rule *
nearest_permit(const struct policy_prepared *prepared,
	       const struct policy_item *item)
{
	const struct policy *policy = prepared->policy;
	const struct index *index = policy->index;
	const uint64_t *category =
		index_row(index, FACT_CATEGORY, item->category);
	const uint64_t *from = index_row(index, FACT_FROM, item->from);
	const uint64_t *to = index_row(index, FACT_TO, prepared->asker.to);
	const struct rule *nearest = NULL;
	unsigned cost = 0;

	for (size_t word = index->forbid_words; word < index->words; word++) {
		uint64_t left = category[word] & from[word] & to[word];

		while (left != 0) {
			uint32_t number =
				engine_take_line(index, word, &left)->rule;
			const struct rule *rule =
				&policy->ruleset.rules[number];
			struct gap gap = gap_of(prepared, item);

			measure(&gap, rule);
			if (nearest != NULL &&
			    (gap.cost > cost ||
			     (gap.cost == cost && rule > nearest)))
				continue;
			nearest = rule;
			cost = gap.cost;
		}
	}
	return nearest;
}

/* --- the reason --- */

static void
add_bases(struct policy_reason *reason, const char **bases,
	  const struct rule *rule)
{
	for (size_t i = 0; i < rule->basis_count; i++) {
		bool is_listed = false;

		for (size_t b = 0; b < reason->basis_count; b++)
			is_listed = is_listed ||
				    strcmp(bases[b], rule->bases[i]) == 0;
		if (!is_listed)
			bases[reason->basis_count++] = rule->bases[i];
	}
}

/* The articles of all permits that contributed, each once. */
static void
gather_bases(struct arena *arena, const struct policy_prepared *prepared,
	     const struct policy_item *item,
	     const struct policy_decision *decision,
	     struct policy_reason *reason)
{
	const struct policy *policy = prepared->policy;
	const char **bases = ARENA_ARRAY(
		arena, vocabulary_count(policy->vocabulary, VOCABULARY_BASIS),
		const char *);

	for (int rule = decision->rule; rule >= 0;
	     rule = engine_next_rule(prepared, item, true, decision->fields,
				     rule))
		add_bases(reason, bases, &policy->ruleset.rules[rule]);
	reason->basis = bases;
}

static void
name_rule(struct policy_reason *reason, const struct rule *rule)
{
	reason->rule = rule->id;
	reason->title = rule->title;
	reason->file = rule->at.source->name;
	reason->line = rule->at.line;
	reason->basis = rule->bases;
	reason->basis_count = rule->basis_count;
}

static void
name_nearest(struct arena *arena, const struct policy_prepared *prepared,
	     const struct policy_item *item, struct policy_reason *reason)
{
	const struct rule *rule = nearest_permit(prepared, item);
	struct gap gap = gap_of(prepared, item);

	if (rule == NULL)
		return;
	name_rule(reason, rule);
	gap.arena = arena;
	gap.phrases =
		ARENA_ARRAY(arena, LIMIT_POLICY_CONDITIONS + 3, const char *);
	measure(&gap, rule);
	reason->missing = gap.phrases;
	reason->missing_count = gap.count;
}

static bool
has_exception(const struct rule *rule)
{
	for (size_t i = 0; i < rule->scope.group_count; i++)
		if (rule->scope.groups[i].is_unless)
			return true;
	return false;
}

/*
 * What would lift the forbid. Nothing, if it or another that applies knows no
 * exception.
 */
static void
name_exception(struct arena *arena, const struct policy_prepared *prepared,
	       const struct policy_item *item,
	       const struct policy_decision *decision,
	       struct policy_reason *reason)
{
	const struct rule *rules = prepared->policy->ruleset.rules;
	const struct scope *scope = &rules[decision->rule].scope;
	struct gap gap = gap_of(prepared, item);

	for (int rule = -1; (rule = engine_next_rule(prepared, item, false,
						     UINT64_MAX, rule)) >= 0;)
		if (!has_exception(&rules[rule]))
			return;
	gap.arena = arena;
	gap.phrases = ARENA_ARRAY(arena, LIMIT_POLICY_CONDITIONS, const char *);
	for (size_t i = 0; i < scope->group_count; i++)
		if (scope->groups[i].is_unless)
			measure_when(&gap, &scope->groups[i]);
	reason->missing = gap.phrases;
	reason->missing_count = gap.count;
}

struct policy_reason
policy_explain(struct arena *arena, const struct policy_prepared *prepared,
	       const struct policy_item *item,
	       const struct policy_decision *decision)
{
	struct policy_reason reason = {0};

	if (decision->verdict == POLICY_NOTHING_PERMITS) {
		name_nearest(arena, prepared, item, &reason);
		return reason;
	}
	name_rule(&reason, &prepared->policy->ruleset.rules[decision->rule]);
	if (decision->verdict == POLICY_PERMIT) {
		reason.basis_count = 0;
		gather_bases(arena, prepared, item, decision, &reason);
	} else {
		name_exception(arena, prepared, item, decision, &reason);
	}
	return reason;
}

size_t
policy_deciding_rules(const struct policy_prepared *prepared,
		      const struct policy_item *item,
		      const struct policy_decision *decision, const char **ids,
		      size_t room)
{
	const struct rule *rules = prepared->policy->ruleset.rules;
	size_t count = 0;

	for (int rule = -1;
	     count < room &&
	     (rule = engine_next_deciding(prepared, item, decision, rule)) >= 0;
	     count++)
		ids[count] = rules[rule].id;
	return count;
}
