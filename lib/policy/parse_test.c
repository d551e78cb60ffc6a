#include <stddef.h>
#include <stdlib.h>

#include "eenplan/base/limits.h"
#include "lib/policy/parser.h"

static const enum keyword expectations[] = {KEYWORD_BY, KEYWORD_ONLY_FIELDS,
					    KEYWORD_WITH_DUTY, KEYWORD_NEAREST,
					    KEYWORD_MISSING};
static const enum keyword states[] = {KEYWORD_GIVEN, KEYWORD_REFUSED,
				      KEYWORD_WITHDRAWN, KEYWORD_UNKNOWN,
				      KEYWORD_NAMES_CATEGORY};

static const enum keyword owners[] = {KEYWORD_THE_RECIPIENT,
				      KEYWORD_SOMEBODY_ELSE, KEYWORD_UNKNOWN};

/* The facts of a case that are a keyword and one token. */
struct case_fact {
	enum keyword keyword;
	enum token_kind kind;
	size_t offset;
	const char *what;
};

static const struct case_fact case_facts[] = {
	{KEYWORD_FROM, TOKEN_WORD, offsetof(struct ast_case, from), "a domain"},
	{KEYWORD_TO, TOKEN_WORD, offsetof(struct ast_case, to), "a domain"},
	{KEYWORD_AS, TOKEN_WORD, offsetof(struct ast_case, role), "a role"},
	{KEYWORD_FOR, TOKEN_WORD, offsetof(struct ast_case, purpose),
	 "a purpose"},
	{KEYWORD_SENSITIVITY, TOKEN_WORD,
	 offsetof(struct ast_case, sensitivity), "a level of sensitivity"},
	{KEYWORD_AGE, TOKEN_NUMBER, offsetof(struct ast_case, age),
	 "a number of years"},
	{KEYWORD_ON, TOKEN_DATE, offsetof(struct ast_case, day),
	 "a date such as 2026-01-31"},
};

/* False, after a report: it was said already. */
static bool
is_said_once(const struct parser *parser, bool is_said, enum keyword keyword)
{
	if (is_said)
		place_error(parser->token.at, NULL, "\"%s\" stands here twice",
			    parser_spelling(parser, keyword));
	return !is_said;
}

static bool
kind_is_new(const struct ast_fact *facts, struct place kind)
{
	size_t count = 0;

	for (; facts != NULL; facts = facts->next) {
		if (++count == LIMIT_CONSENT_KINDS) {
			place_error(kind, NULL,
				    "a test has at most %d consents",
				    LIMIT_CONSENT_KINDS);
			return false;
		}
		if (facts->fact != KEYWORD_CONSENT ||
		    !text_equals(place_text(facts->subject), place_text(kind)))
			continue;
		place_error(kind, NULL, "this consent stands here twice");
		return false;
	}
	return true;
}

static bool
parse_consent_fact(struct parser *parser, struct ast_fact **facts)
{
	struct ast_fact *fact = ARENA_NEW(parser->arena, struct ast_fact);

	fact->fact = KEYWORD_CONSENT;
	fact->state = KEYWORD_GIVEN;
	if (!parser_take(parser, TOKEN_WORD, "a kind of consent",
			 &fact->subject) ||
	    !kind_is_new(*facts, fact->subject))
		return false;
	while (*facts != NULL)
		facts = &(*facts)->next;
	*facts = fact;
	for (size_t i = 0; i < COUNT_OF(states) && !fact->says_state; i++) {
		fact->says_state = parser_accept(parser, states[i]);
		if (fact->says_state)
			fact->state = states[i];
	}
	return true;
}

static bool
age_is_possible(const struct parser *parser, struct place age)
{
	if (strtoul(place_string(parser->arena, age), NULL, 10) <=
	    LIMIT_POLICY_AGE_YEARS)
		return true;
	place_error(age, NULL, "an age is at most %d years",
		    LIMIT_POLICY_AGE_YEARS);
	return false;
}

/* "lead by wmo" */
static bool
parse_leader(struct parser *parser, struct ast_case *given)
{
	if (!is_said_once(parser, place_is_set(given->leader), KEYWORD_LEAD))
		return false;
	(void)parser_accept(parser, KEYWORD_LEAD);
	if (!parser_accept(parser, KEYWORD_BY)) {
		place_error(parser->token.at, NULL,
			    "\"%s\" belongs here, not %s",
			    parser_spelling(parser, KEYWORD_BY),
			    parser_quote(parser));
		return false;
	}
	given->leader = parser->token.at;
	return parser_accept(parser, KEYWORD_UNKNOWN) ||
	       parser_take(parser, TOKEN_WORD, "a domain", &given->leader);
}

static bool
parse_owner_fact(struct parser *parser, struct ast_case *given)
{
	if (!is_said_once(parser, place_is_set(given->owner), KEYWORD_OWNER))
		return false;
	(void)parser_accept(parser, KEYWORD_OWNER);
	given->owner = parser->token.at;
	for (size_t i = 0; i < COUNT_OF(owners); i++) {
		given->owner_is = owners[i];
		if (parser_accept(parser, owners[i]))
			return true;
	}
	if (parser->token.kind != TOKEN_BAD)
		place_error(
			parser->token.at,
			parser_keyword_hint(parser, owners, COUNT_OF(owners)),
			"an owner is \"%s\", \"%s\" or \"%s\", not %s",
			parser_spelling(parser, KEYWORD_THE_RECIPIENT),
			parser_spelling(parser, KEYWORD_SOMEBODY_ELSE),
			parser_spelling(parser, KEYWORD_UNKNOWN),
			parser_quote(parser));
	return false;
}

static bool
parse_case_fact(struct parser *parser, struct ast_case *given)
{
	if (parser_at(parser, KEYWORD_LEAD))
		return parse_leader(parser, given);
	if (parser_accept(parser, KEYWORD_CONSENT))
		return parse_consent_fact(parser, &given->consents);
	if (parser_at(parser, KEYWORD_OWNER))
		return parse_owner_fact(parser, given);
	for (size_t i = 0; i < COUNT_OF(case_facts); i++) {
		const struct case_fact *fact = &case_facts[i];
		struct place *place =
			(struct place *)((char *)given + fact->offset);

		if (!parser_at(parser, fact->keyword))
			continue;
		if (!is_said_once(parser, place_is_set(*place), fact->keyword))
			return false;
		(void)parser_accept(parser, fact->keyword);
		*place = parser->token.at;
		return parser_accept(parser, KEYWORD_UNKNOWN) ||
		       (parser_take(parser, fact->kind, fact->what, place) &&
			(fact->keyword != KEYWORD_AGE ||
			 age_is_possible(parser, *place)));
	}
	if (!place_is_set(given->category))
		return parser_take(parser, TOKEN_WORD, "a category",
				   &given->category);
	place_error(parser->token.at, NULL, "%s is no fact of a test",
		    parser_quote(parser));
	return false;
}

static bool
parse_case(struct parser *parser, struct ast_case *given)
{
	while (!parser_at(parser, KEYWORD_EXPECT)) {
		if (parser->token.kind == TOKEN_END || parser_at_item(parser)) {
			place_error(parser->token.at, NULL,
				    "\"%s\" belongs here, not %s",
				    parser_spelling(parser, KEYWORD_EXPECT),
				    parser_quote(parser));
			return false;
		}
		if (!parse_case_fact(parser, given))
			return false;
		if (parser->token.kind == TOKEN_COMMA)
			parser_advance(parser);
	}
	return true;
}

/* A list that ends where a comma is followed by another expectation. */
static bool
parse_expected(struct parser *parser, struct ast_list *list, const char *what)
{
	struct place keyword = parser->stepped;

	if (place_is_set(list->at)) {
		place_error(keyword, "put the words in one list, with commas",
			    "this part of the test stands here twice");
		return false;
	}
	list->at = keyword;
	do {
		struct place at;

		if (!parser_take(parser, TOKEN_WORD, what, &at))
			return false;
		parser_add_word(parser, list, at);
		if (parser->token.kind != TOKEN_COMMA)
			return true;
		if (list->count == LIMIT_VOCABULARY_WORDS) {
			place_error(at, NULL, "a list has at most %d words",
				    LIMIT_VOCABULARY_WORDS);
			return false;
		}
		parser_advance(parser);
	} while (!parser_at_any(parser, expectations, COUNT_OF(expectations)));
	return true;
}

static const enum keyword lacks[] = {KEYWORD_SENSITIVITY, KEYWORD_AGE,
				     KEYWORD_OWNER};

static bool
parse_missing(struct parser *parser, struct ast_expectation *expect)
{
	struct ast_fact **last = &expect->missing;

	if (parser_accept(parser, KEYWORD_CONSENT))
		return parse_consent_fact(parser, last);
	for (; *last != NULL; last = &(*last)->next)
		if ((*last)->fact != KEYWORD_CONSENT &&
		    parser_at(parser, (*last)->fact))
			return is_said_once(parser, true, (*last)->fact);
	*last = ARENA_NEW(parser->arena, struct ast_fact);
	(*last)->subject = parser->token.at;
	for (size_t i = 0; i < COUNT_OF(lacks); i++) {
		(*last)->fact = lacks[i];
		if (parser_accept(parser, lacks[i]))
			return true;
	}
	place_error(parser->token.at, NULL,
		    "what is missing is consent, sensitivity, age or "
		    "owner, not %s",
		    parser_quote(parser));
	return false;
}

static bool
parse_one_expectation(struct parser *parser, struct ast_expectation *expect)
{
	if (parser_accept(parser, KEYWORD_BY))
		return parse_expected(parser, &expect->by, "the id of a rule");
	if (parser_accept(parser, KEYWORD_ONLY_FIELDS))
		return parse_expected(parser, &expect->fields, "a field");
	if (parser_accept(parser, KEYWORD_WITH_DUTY))
		return parse_expected(parser, &expect->duties, "a duty");
	if (parser_at(parser, KEYWORD_NEAREST) &&
	    !is_said_once(parser, place_is_set(expect->nearest),
			  KEYWORD_NEAREST))
		return false;
	if (parser_accept(parser, KEYWORD_NEAREST))
		return parser_take(parser, TOKEN_WORD, "the id of a rule",
				   &expect->nearest);
	if (parser_accept(parser, KEYWORD_MISSING))
		expect->missing_at = parser->stepped;
	if (place_is_set(expect->missing_at))
		return parse_missing(parser, expect);
	if (parser->token.kind != TOKEN_BAD)
		place_error(parser->token.at,
			    parser_keyword_hint(parser, expectations,
						COUNT_OF(expectations)),
			    "a test can't expect %s", parser_quote(parser));
	return false;
}

static bool
parse_expectation(struct parser *parser, struct ast_expectation *expect)
{
	expect->at = parser->token.at;
	if (!parser_accept(parser, KEYWORD_EXPECT))
		return false;
	expect->is_permit = parser_accept(parser, KEYWORD_PERMIT);
	if (!expect->is_permit && !parser_accept(parser, KEYWORD_DENY)) {
		place_error(parser->token.at, NULL,
			    "\"%s\" or \"%s\" belongs here, not %s",
			    parser_spelling(parser, KEYWORD_PERMIT),
			    parser_spelling(parser, KEYWORD_DENY),
			    parser_quote(parser));
		return false;
	}
	while (parser->token.kind != TOKEN_END && !parser_at_item(parser)) {
		if (parser->token.kind == TOKEN_COMMA)
			parser_advance(parser);
		else if (!parse_one_expectation(parser, expect))
			return false;
	}
	return true;
}

static bool
parse_premise(struct parser *parser, struct ast_test *test)
{
	test->premise = parser->token.at;
	if (parser_accept(parser, KEYWORD_GIVEN))
		return true;
	if (!parser_accept(parser, KEYWORD_LIKE)) {
		place_error(parser->token.at, NULL,
			    "\"%s\" or \"%s\" belongs here, not %s",
			    parser_spelling(parser, KEYWORD_GIVEN),
			    parser_spelling(parser, KEYWORD_LIKE),
			    parser_quote(parser));
		return false;
	}
	if (!parser_take(parser, TOKEN_STRING,
			 "the title of another test, in quotes,", &test->like))
		return false;
	if (parser_accept(parser, KEYWORD_BUT))
		return true;
	place_error(parser->token.at, NULL, "\"%s\" belongs here, not %s",
		    parser_spelling(parser, KEYWORD_BUT), parser_quote(parser));
	return false;
}

struct ast_test *
parse_test(struct parser *parser)
{
	struct ast_test *test = ARENA_NEW(parser->arena, struct ast_test);

	test->is_broken = !parser_take(parser, TOKEN_STRING,
				       "the title of the test, in quotes,",
				       &test->title) ||
			  !parse_premise(parser, test) ||
			  !parse_case(parser, &test->given) ||
			  !parse_expectation(parser, &test->expect);
	if (test->is_broken)
		parser_skip_to_item(parser);
	return test;
}
