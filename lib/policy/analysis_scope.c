#include <string.h>

#include "lib/policy/analysis.h"

/* From this age on a resident consents alone (Jw 7.3.4, BW 7:447). */
#define AGE_OF_CONSENT 16

static const char *const consent_bases[] = {
#define NEEDS_CONSENT(article) article,
#define NOT_FOR(article, purpose)
#include "lib/policy/bases.def"
#undef NEEDS_CONSENT
#undef NOT_FOR
};

static const struct {
	const char *article;
	const char *purpose;
} unfit_purposes[] = {
#define NEEDS_CONSENT(article)
#define NOT_FOR(article, purpose) {article, purpose},
#include "lib/policy/bases.def"
#undef NEEDS_CONSENT
#undef NOT_FOR
};

static bool
is_everything(const struct analysis *analysis, enum vocabulary_list list,
	      const struct wordset *words)
{
	struct wordset all = wordset_first(
		vocabulary_count(analysis->policy->vocabulary, list));

	return memcmp(words, &all, sizeof(all)) == 0;
}

/* Nothing leaves the organisation that keeps the record. */
static bool
stays_inside(const struct analysis *analysis, const struct rule *rule)
{
	struct wordset others = rule->scope.to;
	int own = vocabulary_find(analysis->policy->vocabulary,
				  VOCABULARY_DOMAIN, "own");

	if (own >= 0)
		wordset_drop(&others, own);
	return wordset_is_empty(&others);
}

static void
check_width(const struct analysis *analysis, const struct rule *rule)
{
	const struct {
		enum vocabulary_list list;
		const struct wordset *words;
		const char *name;
	} lists[] = {
		{VOCABULARY_CATEGORY, &rule->scope.categories, "category"},
		{VOCABULARY_ROLE, &rule->scope.roles, "role"},
		{VOCABULARY_PURPOSE, &rule->scope.purposes, "purpose"},
	};

	for (size_t i = 0; i < COUNT_OF(lists); i++)
		if (is_everything(analysis, lists[i].list, lists[i].words))
			place_warning(analysis_at(analysis, rule->at),
				      "name those that need it",
				      "\"%s\" permits for every %s", rule->id,
				      lists[i].name);
}

/* --- consent --- */

static uint64_t
special_fields(const struct vocabulary *words, int category)
{
	size_t count = vocabulary_field_count(words, category);
	uint64_t fields = 0;

	for (size_t i = 0; i < count; i++)
		if (vocabulary_field_class(words, category, (int)i) ==
		    VOCABULARY_SPECIAL)
			fields |= UINT64_C(1) << i;
	return fields;
}

/* "text of diagnosis", the first special fields that the rule shares. */
static const char *
special_data(const struct analysis *analysis, const struct rule *rule)
{
	const struct vocabulary *words = analysis->policy->vocabulary;
	size_t count = vocabulary_count(words, VOCABULARY_CATEGORY);

	for (size_t i = 0; i < count; i++) {
		uint64_t fields =
			rule->scope.fields[i] & special_fields(words, (int)i);

		if (fields != 0)
			return arena_printf(
				analysis->arena, "%s of %s",
				cells_field_names(analysis->arena, words,
						  (int)i, fields),
				vocabulary_word(words, VOCABULARY_CATEGORY,
						(int)i));
	}
	return NULL;
}

static void
check_consent(const struct analysis *analysis, const struct rule *rule)
{
	const char *special = special_data(analysis, rule);
	bool is_free = false;
	bool is_free_for_children = false;

	for (size_t i = 0; i < rule->guard_count; i++) {
		const struct guard *guard = &rule->guards[i];

		if (analysis_needs_consent(guard))
			continue;
		is_free = true;
		is_free_for_children =
			is_free_for_children || guard->age_min < AGE_OF_CONSENT;
	}
	if (is_free && special != NULL)
		place_warning(analysis_at(analysis, rule->at),
			      "add a condition on consent, if the law asks it",
			      "\"%s\" shares special data (%s) without any "
			      "consent",
			      rule->id, special);
	else if (is_free_for_children)
		place_warning(analysis_at(analysis, rule->at),
			      "add a condition on consent or on age",
			      "\"%s\" shares data of children under %d without "
			      "any consent",
			      rule->id, AGE_OF_CONSENT);
}

/* --- the basis --- */

static bool
always_needs_consent(const struct rule *rule)
{
	for (size_t i = 0; i < rule->guard_count; i++)
		if (!analysis_needs_consent(&rule->guards[i]))
			return false;
	return true;
}

static void
check_basis(const struct analysis *analysis, const struct rule *rule,
	    const char *basis)
{
	const struct vocabulary *words = analysis->policy->vocabulary;

	for (size_t i = 0; i < COUNT_OF(consent_bases); i++)
		if (strcmp(basis, consent_bases[i]) == 0 &&
		    !always_needs_consent(rule))
			place_warning(analysis_at(analysis, rule->at), NULL,
				      "\"%s\" rests on \"%s\", which is "
				      "consent, but doesn't ask for any",
				      rule->id, basis);
	for (size_t i = 0; i < COUNT_OF(unfit_purposes); i++)
		if (strcmp(basis, unfit_purposes[i].article) == 0 &&
		    wordset_has(&rule->scope.purposes,
				vocabulary_find(words, VOCABULARY_PURPOSE,
						unfit_purposes[i].purpose)) &&
		    !is_everything(analysis, VOCABULARY_PURPOSE,
				   &rule->scope.purposes))
			place_warning(analysis_at(analysis, rule->at), NULL,
				      "\"%s\" is for %s, which \"%s\" doesn't "
				      "cover",
				      rule->id, unfit_purposes[i].purpose,
				      basis);
}

/* --- ages --- */

static bool
is_legal_age(int years)
{
	return years == 12 || years == 16 || years == 18;
}

/* The first age on the other side of the bound. */
static int
bound_of(const struct condition *condition)
{
	return condition->value + (condition->test == KEYWORD_AT_MOST);
}

static void
check_ages(const struct analysis *analysis, const struct rule *rule)
{
	for (size_t g = 0; g < rule->scope.group_count; g++) {
		const struct group *group = &rule->scope.groups[g];

		for (size_t i = 0; i < group->count; i++) {
			const struct condition *condition =
				&group->conditions[i];
			int years = bound_of(condition);

			if (condition->fact != KEYWORD_AGE ||
			    is_legal_age(years))
				continue;
			place_warning(analysis_at(analysis, condition->at),
				      is_legal_age(condition->value)
					      ? "did you mean \"below\"?"
					      : NULL,
				      "this splits at the age of %d; the law "
				      "splits at 12, 16 and 18",
				      years);
		}
	}
}

void
analysis_scope(struct analysis *analysis)
{
	const struct ruleset *rules = &analysis->policy->ruleset;

	for (size_t i = 0; i < rules->count; i++) {
		const struct rule *rule = &rules->rules[i];

		check_ages(analysis, rule);
		if (!rule->is_permit || stays_inside(analysis, rule))
			continue;
		check_width(analysis, rule);
		check_consent(analysis, rule);
		for (size_t b = 0; b < rule->basis_count; b++)
			check_basis(analysis, rule, rule->bases[b]);
	}
}
