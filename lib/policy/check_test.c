#include <stdlib.h>
#include <string.h>

#include "eenplan/base/clock.h"
#include "lib/policy/checker.h"
#include "lib/policy/trial.h"

/* --- what is given --- */

static bool
is_unknown(const struct checker *checker, struct place word)
{
	return text_is(place_text(word),
		       keyword_spelling(KEYWORD_UNKNOWN, checker->language));
}

/* A fact that isn't written stays as it was in the test that this is like. */
static void
take_word(struct checker *checker, enum vocabulary_list list, struct place word,
	  int *id)
{
	if (place_is_set(word))
		*id = is_unknown(checker, word)
			      ? VOCABULARY_UNKNOWN
			      : checker_find(checker, list, word);
}

static enum policy_consent_state
state_of(enum keyword state)
{
	if (state == KEYWORD_REFUSED)
		return POLICY_CONSENT_REFUSED;
	if (state == KEYWORD_WITHDRAWN)
		return POLICY_CONSENT_WITHDRAWN;
	if (state == KEYWORD_UNKNOWN)
		return POLICY_CONSENT_UNKNOWN;
	if (state == KEYWORD_NAMES_CATEGORY)
		return POLICY_CONSENT_GIVEN_NAMING;
	return POLICY_CONSENT_GIVEN;
}

static enum policy_owner
owner_of(enum keyword owner)
{
	if (owner == KEYWORD_THE_RECIPIENT)
		return POLICY_OWNER_RECIPIENT;
	return owner == KEYWORD_SOMEBODY_ELSE ? POLICY_OWNER_OTHER
					      : POLICY_OWNER_UNKNOWN;
}

static void
take_person(struct checker *checker, const struct ast_case *given,
	    struct trial *trial)
{
	struct policy_item *item = &trial->item;

	take_word(checker, VOCABULARY_SENSITIVITY, given->sensitivity,
		  &item->sensitivity);
	if (place_is_set(given->age))
		item->age_years = is_unknown(checker, given->age)
					  ? POLICY_AGE_UNKNOWN
					  : atoi(place_string(checker->arena,
							      given->age));
	for (const struct ast_fact *fact = given->consents; fact != NULL;
	     fact = fact->next) {
		int kind = checker_find(checker, VOCABULARY_CONSENT,
					fact->subject);

		if (kind >= 0)
			item->consent[kind] = state_of(fact->state);
	}
}

void
checker_case(struct checker *checker, struct trial *trial)
{
	const struct ast_case *given = &trial->test->given;
	struct policy_asker *asker = &trial->asker;
	struct policy_item *item = &trial->item;

	take_word(checker, VOCABULARY_CATEGORY, given->category,
		  &item->category);
	take_word(checker, VOCABULARY_DOMAIN, given->from, &item->from);
	take_word(checker, VOCABULARY_DOMAIN, given->to, &asker->to);
	take_word(checker, VOCABULARY_ROLE, given->role, &asker->role);
	take_word(checker, VOCABULARY_PURPOSE, given->purpose, &asker->purpose);
	if (place_is_set(given->owner))
		item->owner = owner_of(given->owner_is);
	take_person(checker, given, trial);
	if (!place_is_set(given->day))
		return;
	asker->day = CLOCK_DAY_NONE;
	if (!is_unknown(checker, given->day))
		(void)checker_day(checker, given->day, &asker->day);
}

/* --- what is expected --- */

static int
compare_rule_id(const void *id, const void *rule)
{
	return strcmp(id, ((const struct rule *)rule)->id);
}

/* The number of a rule that is a permit or a forbid as asked, or -1. */
static int
find_rule(struct checker *checker, const struct ruleset *ruleset,
	  struct place id, bool is_permit)
{
	const char *written = place_string(checker->arena, id);
	const struct rule *rule =
		ruleset->count == 0
			? NULL
			: bsearch(written, ruleset->rules, ruleset->count,
				  sizeof(*rule), compare_rule_id);

	if (rule == NULL) {
		place_error(id, NULL, "there is no rule \"%s\"", written);
		return -1;
	}
	if (rule->is_permit != is_permit) {
		place_error(id, NULL,
			    is_permit ? "the rule \"%s\" is a forbid: it "
					"permits nothing"
				      : "the rule \"%s\" is a permit: it "
					"forbids nothing",
			    written);
		return -1;
	}
	return (int)(rule - ruleset->rules);
}

static int
compare_numbers(const void *one_number, const void *other_number)
{
	int one = *(const int *)one_number;
	int other = *(const int *)other_number;

	return (one > other) - (one < other);
}

static void
take_rules(struct checker *checker, const struct ruleset *ruleset,
	   const struct ast_expectation *expect, struct expected *expected)
{
	int *by = ARENA_ARRAY(checker->arena, expect->by.count, int);

	for (const struct ast_word *word = expect->by.first; word != NULL;
	     word = word->next) {
		int rule = find_rule(checker, ruleset, word->at,
				     expect->is_permit);

		if (rule >= 0)
			by[expected->by_count++] = rule;
	}
	if (expected->by_count > 1)
		qsort(by, expected->by_count, sizeof(*by), compare_numbers);
	expected->by = by;
	if (place_is_set(expect->nearest))
		expected->nearest =
			find_rule(checker, ruleset, expect->nearest, true);
}

static const char *
field_hint(const struct vocabulary *vocabulary, int category, struct place word)
{
	const char *words[LIMIT_CATEGORY_FIELDS];
	size_t count = vocabulary_field_count(vocabulary, category);

	for (size_t i = 0; i < count; i++)
		words[i] = vocabulary_field_word(vocabulary, category, (int)i);
	return place_hint(word, words, count);
}

static void
take_fields(struct checker *checker, const struct ast_expectation *expect,
	    struct trial *trial)
{
	const struct vocabulary *vocabulary = checker->vocabulary;
	int category = trial->item.category;

	for (const struct ast_word *word = expect->fields.first;
	     word != NULL && category >= 0; word = word->next) {
		int field = vocabulary_field_find(vocabulary, category,
						  place_text(word->at));

		if (field >= 0)
			trial->expected.fields |= UINT64_C(1) << field;
		else
			place_error(word->at,
				    field_hint(vocabulary, category, word->at),
				    "the category \"%s\" has no field \"%s\"",
				    vocabulary_word(vocabulary,
						    VOCABULARY_CATEGORY,
						    category),
				    place_string(checker->arena, word->at));
	}
}

/* What a permit can have, and what a denial. */
static void
check_shape(const struct ast_expectation *expect)
{
	const struct ast_list *shared = place_is_set(expect->fields.at)
						? &expect->fields
						: &expect->duties;
	struct place closed = place_is_set(expect->nearest)
				      ? expect->nearest
				      : expect->missing_at;

	if (!expect->is_permit && place_is_set(shared->at))
		place_error(shared->at, NULL,
			    "a denial shares nothing: it has no fields and no "
			    "duties");
	if (expect->is_permit && place_is_set(closed))
		place_error(closed, NULL,
			    "nothing is missing where something is permitted");
	if (!expect->is_permit && place_is_set(expect->by.at) &&
	    place_is_set(closed))
		place_error(closed, NULL,
			    "either a rule forbids it, or nothing permits it: "
			    "write one of them");
}

void
checker_expectation(struct checker *checker, const struct ruleset *ruleset,
		    struct trial *trial)
{
	const struct ast_expectation *expect = &trial->test->expect;

	trial->expected.nearest = -1;
	check_shape(expect);
	take_rules(checker, ruleset, expect, &trial->expected);
	take_fields(checker, expect, trial);
	for (const struct ast_word *word = expect->duties.first; word != NULL;
	     word = word->next) {
		int duty = checker_find(checker, VOCABULARY_DUTY, word->at);

		if (duty >= 0)
			trial->expected.duties |= UINT64_C(1) << duty;
	}
	for (const struct ast_fact *fact = expect->missing; fact != NULL;
	     fact = fact->next)
		if (fact->fact == KEYWORD_CONSENT)
			(void)checker_find(checker, VOCABULARY_CONSENT,
					   fact->subject);
}
