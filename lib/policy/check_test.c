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

/* Who may lead is asked of an organisation on a day, and of nothing else. */
static void
take_leader(struct checker *checker, const struct ast_case *given,
	    struct trial *trial)
{
	const struct place others[] = {
		given->category,
		given->from,
		given->to,
		given->role,
		given->purpose,
		given->sensitivity,
		given->age,
		given->consents != NULL ? given->consents->subject
					: (struct place){0},
	};

	if (place_is_set(given->leader)) {
		if (place_is_set(trial->test->like) && !trial->is_lead)
			place_error(given->leader, NULL,
				    "the test that this one is like doesn't "
				    "ask who leads");
		trial->is_lead = true;
		take_word(checker, VOCABULARY_DOMAIN, given->leader,
			  &trial->leader);
	}
	for (size_t i = 0; i < COUNT_OF(others) && trial->is_lead; i++)
		if (place_is_set(others[i]))
			place_error(others[i], NULL,
				    "who may lead depends on the kind of "
				    "organisation and on the day, and on "
				    "nothing else");
}

void
checker_case(struct checker *checker, struct trial *trial)
{
	const struct ast_case *given = &trial->test->given;
	struct policy_asker *asker = &trial->asker;
	struct policy_item *item = &trial->item;

	take_leader(checker, given, trial);
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

/* The number of the rule `id`, or -1. */
static int
rule_number(const struct ruleset *ruleset, const char *id)
{
	const struct rule *rule =
		ruleset->count == 0
			? NULL
			: bsearch(id, ruleset->rules, ruleset->count,
				  sizeof(*rule), compare_rule_id);

	return rule == NULL ? -1 : (int)(rule - ruleset->rules);
}

/*
 * The number of a rule (for `is_lead`: about who may lead) that is a permit or
 * a forbid as asked, or -1.
 */
static int
find_rule(struct checker *checker, const struct ruleset *ruleset,
	  struct place id, bool is_lead, bool is_permit)
{
	const char *written = place_string(checker->arena, id);
	int rule = rule_number(ruleset, written);
	int lead = lead_find(ruleset, written);
	int number = is_lead ? lead : rule;

	if (rule < 0 && lead < 0)
		place_error(id, NULL, "there is no rule \"%s\"", written);
	else if (number < 0)
		place_error(id, NULL,
			    is_lead ? "the rule \"%s\" isn't about who may lead"
				    : "the rule \"%s\" is about who may lead, "
				      "and this test isn't",
			    written);
	else if ((is_lead ? ruleset->leads[number].is_permit
			  : ruleset->rules[number].is_permit) != is_permit)
		place_error(id, NULL,
			    is_permit ? "the rule \"%s\" is a forbid: it "
					"permits nothing"
				      : "the rule \"%s\" is a permit: it "
					"forbids nothing",
			    written);
	else
		return number;
	return -1;
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
	   struct trial *trial)
{
	const struct ast_expectation *expect = &trial->test->expect;
	struct expected *expected = &trial->expected;
	int *by = ARENA_ARRAY(checker->arena, expect->by.count, int);

	for (const struct ast_word *word = expect->by.first; word != NULL;
	     word = word->next) {
		int rule = find_rule(checker, ruleset, word->at, trial->is_lead,
				     expect->is_permit);

		if (rule >= 0)
			by[expected->by_count++] = rule;
	}
	if (expected->by_count > 1)
		qsort(by, expected->by_count, sizeof(*by), compare_numbers);
	expected->by = by;
	if (place_is_set(expect->nearest))
		expected->nearest = find_rule(checker, ruleset, expect->nearest,
					      false, true);
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

static void
check_lead_shape(const struct ast_expectation *expect)
{
	const struct place others[] = {expect->fields.at, expect->duties.at,
				       expect->nearest, expect->missing_at};

	for (size_t i = 0; i < COUNT_OF(others); i++)
		if (place_is_set(others[i]))
			place_error(others[i], NULL,
				    "who may lead is expected with \"permit\" "
				    "or \"deny\", and by which rules; it has "
				    "nothing else");
}

void
checker_expectation(struct checker *checker, const struct ruleset *ruleset,
		    struct trial *trial)
{
	const struct ast_expectation *expect = &trial->test->expect;

	trial->expected.nearest = -1;
	if (trial->is_lead) {
		check_lead_shape(expect);
		trial->expected.nearest = -1;
		take_rules(checker, ruleset, trial);
		return;
	}
	check_shape(expect);
	take_rules(checker, ruleset, trial);
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
