#include <stdlib.h>
#include <string.h>

#include "eenplan/policy/testing.h"
#include "lib/policy/trial.h"

/*
 * A copy of the policy with one rule that is a little wrong. All else is
 * shared with the original.
 */
struct lab {
	struct arena *arena; /* for one mutant */
	const struct policy *original;
	struct policy mutant;
	size_t number; /* of the rule that is changed */
	const struct ast_rule *written;
	struct diagnostics *found;
	struct policy_mutant_tally tally;
};

/* --- trying one --- */

static bool
sets_have(const struct wordset *one, const struct wordset *other, int word)
{
	return word < 0 || wordset_has(one, word) || wordset_has(other, word);
}

/* Can the mutant decide `trial` otherwise, or be nearest to it? */
static bool
concerns(const struct lab *lab, const struct trial *trial)
{
	const struct scope *before =
		&lab->original->ruleset.rules[lab->number].scope;
	const struct scope *after =
		&lab->mutant.ruleset.rules[lab->number].scope;

	return sets_have(&before->categories, &after->categories,
			 trial->item.category) &&
	       sets_have(&before->from, &after->from, trial->item.from) &&
	       sets_have(&before->to, &after->to, trial->asker.to);
}

static bool
is_caught(struct lab *lab)
{
	const struct ruleset *ruleset = &lab->mutant.ruleset;

	for (size_t i = 0; i < ruleset->trial_count; i++) {
		const struct trial *trial = &ruleset->trials[i];
		struct outcome outcome;

		if (trial->is_lead || !concerns(lab, trial))
			continue;
		outcome = trial_run(lab->arena, &lab->mutant, trial);
		if (place_is_set(trial_miss(&lab->mutant, trial, &outcome)))
			return true;
	}
	return false;
}

static struct rule *
begin_mutant(struct lab *lab)
{
	struct rule *rule = &lab->mutant.ruleset.rules[lab->number];

	lab->arena = arena_new();
	*rule = lab->original->ruleset.rules[lab->number];
	return rule;
}

/* Run the tests with the mutant, and report that none fails. */
static void
try_mutant(struct lab *lab, struct place at, const char *what)
{
	size_t levels = vocabulary_count(lab->original->vocabulary,
					 VOCABULARY_SENSITIVITY);
	struct rule *rule = &lab->mutant.ruleset.rules[lab->number];
	struct source source;

	lab->tally.mutants++;
	if (rule->guard_count > 0 && !guard_expand(lab->arena, rule, levels))
		rule->guard_count = 0;
	lab->mutant.index = index_build(lab->arena, lab->original->vocabulary,
					&lab->mutant.ruleset);
	if (!is_caught(lab)) {
		lab->tally.survivors++;
		place_error(trial_place(at, &source, lab->found), NULL,
			    "no test notices when %s", what);
	}
	arena_free(lab->arena);
	*rule = lab->original->ruleset.rules[lab->number];
}

/* --- making them --- */

static void
leave_out_rule(struct lab *lab)
{
	struct rule *rule = begin_mutant(lab);

	rule->guard_count = 0;
	try_mutant(lab, rule->at,
		   arena_printf(lab->arena, "the rule \"%s\" is left out",
				rule->id));
}

/* A copy of the rule's groups that may be changed. */
static struct group *
copy_groups(struct lab *lab, struct rule *rule)
{
	struct scope *scope = &rule->scope;
	struct group *groups =
		ARENA_ARRAY(lab->arena, scope->group_count, struct group);

	for (size_t i = 0; i < scope->group_count; i++) {
		const struct group *group = &scope->groups[i];

		groups[i] = *group;
		groups[i].conditions =
			ARENA_ARRAY(lab->arena, group->count, struct condition);
		memcpy(groups[i].conditions, group->conditions,
		       group->count * sizeof(*group->conditions));
	}
	scope->groups = groups;
	return groups;
}

static void
leave_out_condition(struct lab *lab, size_t number, size_t at)
{
	struct rule *rule = begin_mutant(lab);
	struct group *groups = copy_groups(lab, rule);
	struct group *group = &groups[number];
	struct place place = group->conditions[at].at;

	group->count--;
	memmove(group->conditions + at, group->conditions + at + 1,
		(group->count - at) * sizeof(*group->conditions));
	/* An "unless" without conditions would always hold. */
	if (group->count == 0)
		groups[number] = groups[--rule->scope.group_count];
	try_mutant(lab, place,
		   arena_printf(lab->arena,
				"this condition of \"%s\" is left out",
				rule->id));
}

static void
turn_condition(struct lab *lab, size_t number, size_t at)
{
	struct rule *rule = begin_mutant(lab);
	struct condition *condition =
		&copy_groups(lab, rule)[number].conditions[at];

	condition->is_negated = true;
	try_mutant(lab, condition->at,
		   arena_printf(lab->arena,
				"this condition of \"%s\" is turned around",
				rule->id));
}

static void
mutate_conditions(struct lab *lab)
{
	const struct scope *scope =
		&lab->original->ruleset.rules[lab->number].scope;

	for (size_t group = 0; group < scope->group_count; group++)
		for (size_t at = 0; at < scope->groups[group].count; at++) {
			leave_out_condition(lab, group, at);
			turn_condition(lab, group, at);
		}
}

static void
try_word(struct lab *lab, const struct rule *rule, struct place word)
{
	try_mutant(lab, word,
		   arena_printf(lab->arena, "\"%s\" is left out of \"%s\"",
				place_string(lab->arena, word), rule->id));
}

/* Of "any except …" leaving out an exception adds the word. */
static void
change_set(const struct lab *lab, enum vocabulary_list list,
	   const struct ast_list *words, struct place word, struct wordset *set)
{
	int id = lexicon_find(lab->original->vocabulary, list, word);

	if (words->any)
		wordset_add(set, id);
	else
		wordset_drop(set, id);
}

/* The last word of a list can't be left out: that is leaving out the rule. */
static bool
can_lose_word(const struct ast_list *words)
{
	return words->any || words->count > 1;
}

static void
mutate_askers(struct lab *lab)
{
	const struct ast_scope *scope = &lab->written->scope;

	for (const struct ast_word *word = scope->roles.first;
	     word != NULL && can_lose_word(&scope->roles); word = word->next) {
		struct rule *rule = begin_mutant(lab);

		change_set(lab, VOCABULARY_ROLE, &scope->roles, word->at,
			   &rule->scope.roles);
		try_word(lab, rule, word->at);
	}
	for (const struct ast_word *word = scope->purposes.first;
	     word != NULL && can_lose_word(&scope->purposes);
	     word = word->next) {
		struct rule *rule = begin_mutant(lab);

		change_set(lab, VOCABULARY_PURPOSE, &scope->purposes, word->at,
			   &rule->scope.purposes);
		try_word(lab, rule, word->at);
	}
}

static uint64_t *
copy_fields(const struct lab *lab, struct rule *rule)
{
	size_t count = vocabulary_count(lab->original->vocabulary,
					VOCABULARY_CATEGORY);
	uint64_t *fields = ARENA_ARRAY(lab->arena, count, uint64_t);

	memcpy(fields, rule->scope.fields, count * sizeof(*fields));
	rule->scope.fields = fields;
	return fields;
}

/* What the rule would list of a category that it came to be about. */
static uint64_t
listed_fields(const struct lab *lab, int category)
{
	const struct vocabulary *vocabulary = lab->original->vocabulary;
	const struct ast_list *words = &lab->written->scope.fields;
	uint64_t fields = 0;

	if (!place_is_set(words->at))
		return lexicon_all_fields(vocabulary, category);
	for (const struct ast_word *word = words->first; word != NULL;
	     word = word->next) {
		int field = vocabulary_field_find(vocabulary, category,
						  place_text(word->at));

		if (field >= 0)
			fields |= UINT64_C(1) << field;
	}
	return fields;
}

static void
mutate_categories(struct lab *lab)
{
	const struct ast_list *words = &lab->written->scope.categories;

	for (const struct ast_word *word = words->first;
	     word != NULL && can_lose_word(words); word = word->next) {
		struct rule *rule = begin_mutant(lab);
		int category = lexicon_find(lab->original->vocabulary,
					    VOCABULARY_CATEGORY, word->at);

		change_set(lab, VOCABULARY_CATEGORY, words, word->at,
			   &rule->scope.categories);
		copy_fields(lab, rule)[category] =
			words->any ? listed_fields(lab, category) : 0;
		try_word(lab, rule, word->at);
	}
}

static void
mutate_fields(struct lab *lab)
{
	const struct vocabulary *vocabulary = lab->original->vocabulary;
	const struct ast_list *words = &lab->written->scope.fields;
	size_t categories = vocabulary_count(vocabulary, VOCABULARY_CATEGORY);

	for (const struct ast_word *word = words->first;
	     word != NULL && can_lose_word(words); word = word->next) {
		struct rule *rule = begin_mutant(lab);
		uint64_t *fields = copy_fields(lab, rule);

		for (size_t i = 0; i < categories; i++) {
			int field = vocabulary_field_find(vocabulary, (int)i,
							  place_text(word->at));

			if (field >= 0)
				fields[i] &= ~(UINT64_C(1) << field);
		}
		try_word(lab, rule, word->at);
	}
}

/* --- all of them --- */

static int
compare_id(const void *id, const void *rule)
{
	return strcmp(id, ((const struct rule *)rule)->id);
}

static void
mutate_rule(struct lab *lab, const struct ast_rule *written)
{
	struct ruleset *ruleset = &lab->mutant.ruleset;
	struct arena *arena = arena_new();
	const struct rule *rule =
		bsearch(place_string(arena, written->id), ruleset->rules,
			ruleset->count, sizeof(*rule), compare_id);

	arena_free(arena);
	lab->number = (size_t)(rule - ruleset->rules);
	lab->written = written;
	leave_out_rule(lab);
	mutate_conditions(lab);
	mutate_categories(lab);
	mutate_fields(lab);
	mutate_askers(lab);
}

struct policy_mutant_tally
policy_test_mutants(const struct policy *policy, struct diagnostics *found)
{
	struct arena *arena = arena_new();
	struct lab lab = {
		.original = policy, .mutant = *policy, .found = found};

	lab.mutant.ruleset.rules =
		ARENA_ARRAY(arena, policy->ruleset.count, struct rule);
	if (policy->ruleset.count > 0)
		memcpy(lab.mutant.ruleset.rules, policy->ruleset.rules,
		       policy->ruleset.count * sizeof(struct rule));
	for (size_t i = 0; i < policy->file_count; i++)
		for (const struct ast_rule *rule = policy->files[i]->rules;
		     rule != NULL; rule = rule->next)
			mutate_rule(&lab, rule);
	mutate_leads(policy, found, &lab.tally);
	arena_free(arena);
	return lab.tally;
}
