#include "lib/policy/analysis.h"

/*
 * What each rule adds to the others, in every cell where it applies: also
 * where facts are unknown, since there too a forbid must hold.
 */

#define CANDIDATES 8

/* Rules that did the same in every cell so far; a few are enough to name. */
struct candidates {
	uint32_t rules[CANDIDATES];
	size_t count;
	bool is_started;
};

struct effect {
	bool applies;	  /* in some cell */
	bool opens;	  /* a permit: something that no forbid covers */
	bool matters;	  /* without it some answer would be another */
	uint64_t *opened; /* by category */
	struct candidates blockers; /* forbids that cover all it says */
	struct candidates likes;    /* rules that say all it says */
};

struct effects {
	struct analysis *analysis;
	struct effect *of;
};

/* Does `other` alone say what `rule` adds to this cell? */
static bool
says_all(const struct cells_rule *rule, const struct cells_rule *other,
	 uint64_t forbidden)
{
	uint64_t said =
		rule->is_permit ? rule->fields & ~forbidden : rule->fields;

	return rule->number != other->number &&
	       rule->is_permit == other->is_permit &&
	       (said & ~other->fields) == 0 &&
	       (rule->duties & ~other->duties) == 0;
}

static bool
blocks(const struct cells_rule *rule, const struct cells_rule *other)
{
	return !other->is_permit && (rule->fields & ~other->fields) == 0;
}

static const struct cells_rule *
find_rule(const struct cells_answer *answer, uint32_t number)
{
	for (size_t i = 0; i < answer->rule_count; i++)
		if (answer->rules[i].number == (int)number)
			return &answer->rules[i];
	return NULL;
}

static bool
is_candidate(const struct cells_rule *rule, const struct cells_rule *other,
	     bool is_blocker, uint64_t forbidden)
{
	return is_blocker ? blocks(rule, other)
			  : says_all(rule, other, forbidden);
}

/* Keep those that are candidates here too; in the first cell, find them. */
static void
narrow(struct candidates *candidates, const struct cells_answer *answer,
       const struct cells_rule *rule, bool is_blocker, uint64_t forbidden)
{
	size_t kept = 0;

	if (!candidates->is_started) {
		candidates->is_started = true;
		for (size_t i = 0;
		     i < answer->rule_count && candidates->count < CANDIDATES;
		     i++)
			if (is_candidate(rule, &answer->rules[i], is_blocker,
					 forbidden))
				candidates->rules[candidates->count++] =
					(uint32_t)answer->rules[i].number;
		return;
	}
	for (size_t i = 0; i < candidates->count; i++) {
		const struct cells_rule *other =
			find_rule(answer, candidates->rules[i]);

		if (other != NULL &&
		    is_candidate(rule, other, is_blocker, forbidden))
			candidates->rules[kept++] = candidates->rules[i];
	}
	candidates->count = kept;
}

/* Would the answer be another one without rule number `at` of it? */
static bool
is_needed(const struct cells_answer *answer, size_t at, uint64_t forbidden)
{
	const struct cells_rule *rule = &answer->rules[at];
	uint64_t fields = rule->fields;
	uint64_t duties = rule->duties;

	if (rule->is_permit)
		fields &= ~forbidden;
	if (fields == 0)
		return false;
	for (size_t i = 0; i < answer->rule_count; i++) {
		const struct cells_rule *other = &answer->rules[i];

		if (i == at || other->is_permit != rule->is_permit ||
		    (other->is_permit && (other->fields & ~forbidden) == 0))
			continue;
		fields &= ~other->fields;
		duties &= ~other->duties;
	}
	return fields != 0 || duties != 0;
}

static void
watch(void *context, const struct cells_box *box,
      const struct cells_answer *answer)
{
	struct effects *effects = context;
	uint64_t forbidden = 0;

	for (size_t i = 0; i < answer->rule_count; i++)
		if (!answer->rules[i].is_permit)
			forbidden |= answer->rules[i].fields;
	for (size_t i = 0; i < answer->rule_count; i++) {
		const struct cells_rule *rule = &answer->rules[i];
		struct effect *effect = &effects->of[rule->number];

		if (rule->fields == 0)
			continue;
		effect->applies = true;
		if (rule->is_permit)
			narrow(&effect->blockers, answer, rule, true,
			       forbidden);
		if (rule->is_permit && (rule->fields & ~forbidden) == 0)
			continue;
		effect->opens = effect->opens || rule->is_permit;
		effect->opened[box->category] |= rule->fields & ~forbidden;
		if (!effect->matters)
			effect->matters = is_needed(answer, i, forbidden);
		if (!effect->matters)
			narrow(&effect->likes, answer, rule, false, forbidden);
	}
}

/* --- the warnings --- */

static bool
lists(const struct candidates *candidates, size_t rule)
{
	for (size_t i = 0; i < candidates->count; i++)
		if (candidates->rules[i] == rule)
			return true;
	return false;
}

static void
warn_blocked(const struct effects *effects, size_t number)
{
	const struct rule *rules = effects->analysis->policy->ruleset.rules;
	const struct candidates *blockers = &effects->of[number].blockers;
	struct place at = analysis_at(effects->analysis, rules[number].at);

	if (blockers->count > 0)
		place_warning(at, NULL,
			      "\"%s\" never takes effect: \"%s\" forbids all "
			      "of it",
			      rules[number].id, rules[blockers->rules[0]].id);
	else
		place_warning(at, NULL,
			      "\"%s\" never takes effect: forbids cover all of "
			      "it",
			      rules[number].id);
}

static void
warn_needless(const struct effects *effects, size_t number)
{
	const struct rule *rules = effects->analysis->policy->ruleset.rules;
	const struct effect *effect = &effects->of[number];
	struct place at = analysis_at(effects->analysis, rules[number].at);
	size_t like;

	if (effect->likes.count == 0) {
		place_warning(at, NULL,
			      "\"%s\" adds nothing: other rules together say "
			      "all that it says",
			      rules[number].id);
		return;
	}
	like = effect->likes.rules[0];
	/* Of two that say the same, only the second is one too many. */
	if (!effects->of[like].matters &&
	    lists(&effects->of[like].likes, number)) {
		if (like < number)
			place_warning(at, NULL,
				      "\"%s\" says the same as \"%s\"",
				      rules[number].id, rules[like].id);
		return;
	}
	place_warning(at, NULL,
		      "\"%s\" adds nothing: \"%s\" says all that it says",
		      rules[number].id, rules[like].id);
}

/* Fields that a permit lists and that never come out of it. */
static void
warn_closed_fields(const struct effects *effects, size_t number)
{
	const struct analysis *analysis = effects->analysis;
	const struct vocabulary *words = analysis->policy->vocabulary;
	const struct rule *rule = &analysis->policy->ruleset.rules[number];
	size_t categories = vocabulary_count(words, VOCABULARY_CATEGORY);

	for (size_t i = 0; i < categories; i++) {
		uint64_t closed =
			rule->scope.fields[i] & ~effects->of[number].opened[i];

		if (closed != 0)
			place_warning(analysis_at(analysis, rule->at), NULL,
				      "\"%s\" never shares %s of %s: forbids "
				      "cover that",
				      rule->id,
				      cells_field_names(analysis->arena, words,
							(int)i, closed),
				      vocabulary_word(words,
						      VOCABULARY_CATEGORY,
						      (int)i));
	}
}

static void
report(const struct effects *effects, size_t number)
{
	const struct rule *rule =
		&effects->analysis->policy->ruleset.rules[number];
	const struct effect *effect = &effects->of[number];

	if (!effect->applies)
		place_warning(analysis_at(effects->analysis, rule->at), NULL,
			      "\"%s\" never applies: no question is like that",
			      rule->id);
	else if (rule->is_permit && !effect->opens)
		warn_blocked(effects, number);
	else if (!effect->matters)
		warn_needless(effects, number);
	else if (rule->is_permit)
		warn_closed_fields(effects, number);
}

void
analysis_effects(struct analysis *analysis)
{
	size_t count = analysis->policy->ruleset.count;
	size_t categories = vocabulary_count(analysis->policy->vocabulary,
					     VOCABULARY_CATEGORY);
	struct effects effects = {
		.analysis = analysis,
		.of = ARENA_ARRAY(analysis->arena, count, struct effect)};
	struct cells_walk walk = {
		.space = analysis->space,
		.within = cells_all(analysis->space, CELLS_EVERY_CATEGORY),
		.with_forbids = true,
		.visit = watch,
		.context = &effects};

	for (size_t i = 0; i < count; i++)
		effects.of[i].opened =
			ARENA_ARRAY(analysis->arena, categories, uint64_t);
	analysis->tally = cells_walk(analysis->arena, &walk);
	for (size_t i = 0; i < count; i++)
		report(&effects, i);
}
