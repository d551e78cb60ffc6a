#include <stdlib.h>

#include "eenplan/base/limits.h"
#include "lib/policy/parser.h"

static const enum keyword facts[] = {KEYWORD_CONSENT, KEYWORD_SENSITIVITY,
				     KEYWORD_AGE, KEYWORD_OWNER};
static const enum keyword states[] = {KEYWORD_GIVEN, KEYWORD_REFUSED,
				      KEYWORD_WITHDRAWN, KEYWORD_UNKNOWN};
static const enum keyword owners[] = {KEYWORD_THE_RECIPIENT,
				      KEYWORD_SOMEBODY_ELSE};
static const enum keyword comparisons[] = {KEYWORD_AT_LEAST, KEYWORD_AT_MOST,
					   KEYWORD_BELOW};

/*
 * "is". A sign in its place is what a programmer, or a hasty officer, writes:
 * it is reported, and taken as the word that was meant.
 */
static bool
parse_is(struct parser *parser, bool *is_sign_out)
{
	struct token sign = parser->token;
	const char *is = parser_spelling(parser, KEYWORD_IS);

	*is_sign_out = sign.kind == TOKEN_SIGN;
	if (parser_accept(parser, KEYWORD_IS))
		return true;
	if (sign.kind == TOKEN_BAD)
		return false;
	if (sign.kind != TOKEN_SIGN) {
		place_error(sign.at, NULL, "\"%s\" belongs here, not %s", is,
			    parser_quote(parser));
		return false;
	}

	struct text text = place_text(sign.at);

	if (text_is(text, "=") || text_is(text, "=="))
		place_error(sign.at, NULL, "write \"%s\" instead of \"%.*s\"",
			    is, (int)text.length, text.bytes);
	else
		place_error(
			sign.at, NULL,
			"write \"%s %s\", \"%s %s\" or \"%s %s\" instead of "
			"\"%.*s\"",
			is, parser_spelling(parser, KEYWORD_AT_LEAST), is,
			parser_spelling(parser, KEYWORD_AT_MOST), is,
			parser_spelling(parser, KEYWORD_BELOW),
			(int)text.length, text.bytes);
	parser_advance(parser);
	return true;
}

static bool
parse_state(struct parser *parser, struct ast_condition *condition)
{
	for (size_t i = 0; i < COUNT_OF(states); i++) {
		if (!parser_accept(parser, states[i]))
			continue;
		condition->test = states[i];
		return true;
	}
	if (parser->token.kind != TOKEN_BAD)
		place_error(
			parser->token.at,
			parser_keyword_hint(parser, states, COUNT_OF(states)),
			"consent is given, refused, withdrawn or unknown, "
			"not %s",
			parser_quote(parser));
	return false;
}

static bool
parse_consent(struct parser *parser, struct ast_condition *condition)
{
	bool is_sign;

	if (!parser_take(parser, TOKEN_WORD, "a kind of consent",
			 &condition->subject))
		return false;
	condition->test = KEYWORD_NAMES_CATEGORY;
	if (parser_accept(parser, KEYWORD_NAMES_CATEGORY))
		return true;
	return parse_is(parser, &is_sign) && parse_state(parser, condition);
}

static bool
parse_comparison(struct parser *parser, struct ast_condition *condition)
{
	bool is_sign;

	condition->test = KEYWORD_IS;
	if (!parse_is(parser, &is_sign))
		return false;
	for (size_t i = 0; i < COUNT_OF(comparisons); i++)
		if (parser_accept(parser, comparisons[i]))
			condition->test = comparisons[i];
	if (condition->test == KEYWORD_IS && is_sign)
		condition->test = KEYWORD_AT_LEAST;
	return true;
}

static bool
parse_sensitivity(struct parser *parser, struct ast_condition *condition)
{
	if (!parse_comparison(parser, condition))
		return false;
	if (parser->token.kind == TOKEN_WORD)
		return parser_take(parser, TOKEN_WORD, "a level",
				   &condition->value);
	if (parser->token.kind != TOKEN_BAD)
		place_error(parser->token.at, NULL,
			    "sensitivity is compared with a level, not with %s",
			    parser_quote(parser));
	return false;
}

static bool
parse_years(struct parser *parser, struct ast_condition *condition)
{
	struct place at = parser->token.at;

	if (parser->token.kind != TOKEN_NUMBER) {
		if (parser->token.kind != TOKEN_BAD)
			place_error(at, NULL,
				    "age is compared with a number of years, "
				    "not with %s",
				    parser_quote(parser));
		return false;
	}
	if (strtoul(place_string(parser->arena, at), NULL, 10) >
	    LIMIT_POLICY_AGE_YEARS) {
		place_error(at, NULL, "an age is at most %d years",
			    LIMIT_POLICY_AGE_YEARS);
		return false;
	}
	return parser_take(parser, TOKEN_NUMBER, "a number of years",
			   &condition->value);
}

static bool
parse_age(struct parser *parser, struct ast_condition *condition)
{
	if (!parse_comparison(parser, condition))
		return false;
	if (condition->test != KEYWORD_IS)
		return parse_years(parser, condition);
	if (parser->token.kind != TOKEN_BAD)
		place_error(parser->token.at, NULL,
			    "after \"age is\" comes \"at least\", \"at most\" "
			    "or \"below\", not %s",
			    parser_quote(parser));
	return false;
}

static bool
parse_owner(struct parser *parser, struct ast_condition *condition)
{
	bool is_sign;

	if (!parse_is(parser, &is_sign))
		return false;
	for (size_t i = 0; i < COUNT_OF(owners); i++) {
		if (!parser_accept(parser, owners[i]))
			continue;
		condition->test = owners[i];
		return true;
	}
	if (parser->token.kind != TOKEN_BAD)
		place_error(
			parser->token.at,
			parser_keyword_hint(parser, owners, COUNT_OF(owners)),
			"an owner is \"%s\" or \"%s\", not %s",
			parser_spelling(parser, KEYWORD_THE_RECIPIENT),
			parser_spelling(parser, KEYWORD_SOMEBODY_ELSE),
			parser_quote(parser));
	return false;
}

static bool
parse_condition(struct parser *parser, struct ast_condition *condition)
{
	if (parser_accept(parser, KEYWORD_CONSENT)) {
		condition->fact = KEYWORD_CONSENT;
		return parse_consent(parser, condition);
	}
	if (parser_accept(parser, KEYWORD_SENSITIVITY)) {
		condition->fact = KEYWORD_SENSITIVITY;
		return parse_sensitivity(parser, condition);
	}
	if (parser_accept(parser, KEYWORD_AGE)) {
		condition->fact = KEYWORD_AGE;
		return parse_age(parser, condition);
	}
	if (parser_accept(parser, KEYWORD_OWNER)) {
		condition->fact = KEYWORD_OWNER;
		return parse_owner(parser, condition);
	}
	if (parser->token.kind != TOKEN_BAD)
		place_error(parser->token.at,
			    parser_keyword_hint(parser, facts, COUNT_OF(facts)),
			    "a condition is about consent, sensitivity, age "
			    "or owner, not about %s",
			    parser_quote(parser));
	return false;
}

/* Is there another condition? One without "and" is reported, and taken. */
static bool
another_follows(struct parser *parser)
{
	if (parser_accept(parser, KEYWORD_AND))
		return true;
	if (!parser_at_any(parser, facts, COUNT_OF(facts)))
		return false;
	place_error(parser->token.at, NULL, "\"%s\" is missing before %s",
		    parser_spelling(parser, KEYWORD_AND), parser_quote(parser));
	return true;
}

static struct ast_group *
add_group(struct parser *parser, struct ast_scope *scope, bool is_unless)
{
	struct ast_group *group = ARENA_NEW(parser->arena, struct ast_group);

	group->at = parser->stepped;
	group->is_unless = is_unless;
	if (scope->last_group == NULL)
		scope->groups = group;
	else
		scope->last_group->next = group;
	scope->last_group = group;
	return group;
}

bool
parse_conditions(struct parser *parser, struct ast_scope *scope, bool is_unless)
{
	struct ast_group *group = add_group(parser, scope, is_unless);
	struct ast_condition **next = &group->first;

	do {
		struct place first = parser->token.at;

		if (scope->condition_count++ == LIMIT_POLICY_CONDITIONS) {
			place_error(first, "make several rules of it",
				    "a rule has at most %d conditions",
				    LIMIT_POLICY_CONDITIONS);
			return false;
		}
		*next = ARENA_NEW(parser->arena, struct ast_condition);
		if (!parse_condition(parser, *next))
			return false;
		(*next)->at = parser_span(parser, first);
		next = &(*next)->next;
	} while (another_follows(parser));
	return true;
}
