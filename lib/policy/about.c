#include "eenplan/policy/about.h"

#include <string.h>

#include "eenplan/policy/cells.h"
#include "lib/policy/phrase.h"
#include "lib/policy/sentence.h"
#include "lib/policy/trial.h"

/* What is said of one rule, while it is put into words. */
struct telling {
	struct arena *arena;
	const struct policy *policy;
	enum vocabulary_language language;
	int number;
	const struct rule *rule;
	struct about_rule *about;
};

const char *
about_rule_id(const struct policy *policy, size_t number)
{
	const struct ruleset *ruleset = &policy->ruleset;

	return number < ruleset->count
		       ? ruleset->rules[number].id
		       : ruleset->leads[number - ruleset->count].id;
}

/* Every category, whole: "any". */
static bool
is_everything(const struct telling *telling)
{
	const struct vocabulary *words = telling->policy->vocabulary;
	const struct scope *scope = &telling->rule->scope;
	size_t categories = vocabulary_count(words, VOCABULARY_CATEGORY);

	for (int category = 0; category < (int)categories; category++)
		if (!wordset_has(&scope->categories, category) ||
		    scope->fields[category] !=
			    lexicon_all_fields(words, category))
			return false;
	return true;
}

static void
tell_what(struct telling *telling)
{
	const struct vocabulary *words = telling->policy->vocabulary;
	const struct scope *scope = &telling->rule->scope;
	size_t categories = vocabulary_count(words, VOCABULARY_CATEGORY);
	const char **what =
		ARENA_ARRAY(telling->arena, categories, const char *);
	size_t count = 0;

	if (is_everything(telling)) {
		what[count++] =
			keyword_spelling(KEYWORD_ANY, telling->language);
		categories = 0;
	}
	for (int category = 0; category < (int)categories; category++) {
		const char *word =
			vocabulary_word(words, VOCABULARY_CATEGORY, category);
		uint64_t fields = scope->fields[category];

		if (!wordset_has(&scope->categories, category))
			continue;
		if (fields != lexicon_all_fields(words, category))
			word = arena_printf(telling->arena, "%s (%s)", word,
					    cells_field_names(telling->arena,
							      words, category,
							      fields));
		what[count++] = word;
	}
	telling->about->what = what;
	telling->about->what_count = count;
}

static struct cells_set
set_of(const struct wordset *words)
{
	struct cells_set set = {{0}};

	memcpy(set.bits, words->bits, sizeof(words->bits));
	return set;
}

/* A box of which only what the rule lists matters. */
static void
tell_where(struct telling *telling)
{
	const struct scope *scope = &telling->rule->scope;
	struct cells_space *space;

	telling->about->where = "";
	if (cells_space_new(telling->arena, telling->policy, NULL, &space) !=
	    STATUS_OK)
		return;

	struct cells_box box = cells_all(space, CELLS_EVERY_CATEGORY);

	box.of[CELLS_FROM] = set_of(&scope->from);
	box.of[CELLS_TO] = set_of(&scope->to);
	box.of[CELLS_ROLE] = set_of(&scope->roles);
	box.of[CELLS_PURPOSE] = set_of(&scope->purposes);
	box.first_day = telling->rule->from_day;
	box.last_day = telling->rule->until_day;
	telling->about->where =
		cells_describe(telling->arena, telling->policy->vocabulary,
			       &box, telling->language);
}

static const char *
group_words(const struct telling *telling, const struct group *group)
{
	struct sentence sentence = {.vocabulary = telling->policy->vocabulary,
				    .language = telling->language};

	buf_init(&sentence.out, telling->arena, 128);
	sentence_say_keyword(&sentence,
			     group->is_unless ? KEYWORD_UNLESS : KEYWORD_WHEN);
	for (size_t i = 0; i < group->count; i++) {
		if (i > 0)
			sentence_say_keyword(&sentence, KEYWORD_AND);
		sentence_say(&sentence, phrase_condition(telling->arena,
							 sentence.vocabulary,
							 &group->conditions[i],
							 telling->language));
	}
	return buf_string(&sentence.out);
}

static void
tell_conditions(struct telling *telling)
{
	const struct scope *scope = &telling->rule->scope;
	const char **conditions =
		ARENA_ARRAY(telling->arena, scope->group_count, const char *);

	for (size_t i = 0; i < scope->group_count; i++)
		conditions[i] = group_words(telling, &scope->groups[i]);
	telling->about->conditions = conditions;
	telling->about->condition_count = scope->group_count;
}

static bool
decides(const struct outcome *outcome, int number)
{
	for (size_t i = 0; i < outcome->by_count; i++)
		if (outcome->by[i] == number)
			return true;
	return false;
}

static void
tell_tests(struct telling *telling)
{
	const struct ruleset *ruleset = &telling->policy->ruleset;
	size_t count = ruleset->trial_count;
	const char **deciding =
		ARENA_ARRAY(telling->arena, count, const char *);
	const char **near = ARENA_ARRAY(telling->arena, count, const char *);
	struct about_rule *about = telling->about;

	for (size_t i = 0; i < count; i++) {
		const struct trial *trial = &ruleset->trials[i];

		if (trial->is_lead)
			continue;

		struct arena *arena = arena_new();
		struct outcome outcome =
			trial_run(arena, telling->policy, trial);

		if (decides(&outcome, telling->number))
			deciding[about->decide_count++] = trial->title;
		else if (outcome.nearest == telling->number)
			near[about->nearest_count++] = trial->title;
		arena_free(arena);
	}
	about->decides = deciding;
	about->nearest = near;
}

static int
find_rule(const struct policy *policy, const char *id)
{
	for (size_t i = 0; i < policy->ruleset.count; i++)
		if (strcmp(policy->ruleset.rules[i].id, id) == 0)
			return (int)i;
	return -1;
}

const char *const *
about_rule_basis(const struct policy *policy, const char *id,
		 bool *is_permit_out, size_t *count_out)
{
	int number = find_rule(policy, id);
	const struct rule *rule;

	*is_permit_out = false;
	*count_out = 0;
	if (number < 0)
		return NULL;
	rule = &policy->ruleset.rules[number];
	*is_permit_out = rule->is_permit;
	*count_out = rule->basis_count;
	return rule->bases;
}

bool
about_rule_find(struct arena *arena, const struct policy *policy,
		const char *id, enum vocabulary_language language,
		struct about_rule *about_out)
{
	int number = find_rule(policy, id);

	if (number < 0)
		return lead_about(arena, policy, id, language, about_out);

	const struct rule *rule = &policy->ruleset.rules[number];
	struct telling telling = {.arena = arena,
				  .policy = policy,
				  .language = language,
				  .number = number,
				  .rule = rule,
				  .about = about_out};

	*about_out = (struct about_rule){
		.id = rule->id,
		.title = rule->title,
		.file = rule->at.source->name,
		.line = rule->at.line,
		.is_permit = rule->is_permit,
		.duties = cells_duty_names(arena, policy->vocabulary,
					   rule->duties),
		.basis = rule->bases,
		.basis_count = rule->basis_count,
	};
	tell_what(&telling);
	tell_where(&telling);
	tell_conditions(&telling);
	tell_tests(&telling);
	return true;
}
