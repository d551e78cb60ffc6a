#include <stdlib.h>
#include <string.h>

#include "lib/policy/checker.h"

static void
check_word(struct checker *checker, enum vocabulary_list list,
	   struct place word)
{
	if (!place_is_set(word) ||
	    text_is(place_text(word),
		    keyword_spelling(KEYWORD_UNKNOWN, checker->language)))
		return;
	(void)checker_find(checker, list, word);
}

static int
compare_id(const void *id, const void *rule)
{
	return strcmp(id, ((const struct rule *)rule)->id);
}

static void
check_rule_id(struct checker *checker, const struct ruleset *ruleset,
	      struct place id)
{
	const char *written;

	if (!place_is_set(id))
		return;
	written = place_string(checker->arena, id);
	if (ruleset->count == 0 ||
	    bsearch(written, ruleset->rules, ruleset->count,
		    sizeof(*ruleset->rules), compare_id) == NULL)
		place_error(id, NULL, "there is no rule \"%s\"", written);
}

static void
check_facts(struct checker *checker, const struct ast_fact *facts)
{
	for (; facts != NULL; facts = facts->next)
		if (facts->fact == KEYWORD_CONSENT)
			check_word(checker, VOCABULARY_CONSENT, facts->subject);
}

void
checker_test(struct checker *checker, const struct ast_test *test,
	     const struct ruleset *ruleset)
{
	const struct ast_case *given = &test->given;
	const struct ast_expectation *expect = &test->expect;
	int32_t day;

	check_word(checker, VOCABULARY_CATEGORY, given->category);
	check_word(checker, VOCABULARY_DOMAIN, given->from);
	check_word(checker, VOCABULARY_DOMAIN, given->to);
	check_word(checker, VOCABULARY_ROLE, given->role);
	check_word(checker, VOCABULARY_PURPOSE, given->purpose);
	check_word(checker, VOCABULARY_SENSITIVITY, given->sensitivity);
	if (place_is_set(given->day) &&
	    !text_is(place_text(given->day),
		     keyword_spelling(KEYWORD_UNKNOWN, checker->language)))
		(void)checker_day(checker, given->day, &day);
	check_facts(checker, given->consents);
	check_facts(checker, expect->missing);
	check_rule_id(checker, ruleset, expect->nearest);
	for (const struct ast_word *id = expect->by.first; id != NULL;
	     id = id->next)
		check_rule_id(checker, ruleset, id->at);
	for (const struct ast_word *duty = expect->duties.first; duty != NULL;
	     duty = duty->next)
		check_word(checker, VOCABULARY_DUTY, duty->at);
}
