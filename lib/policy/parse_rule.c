#include "lib/policy/parser.h"

#include <stddef.h>

static const enum keyword parts[] = {
	KEYWORD_PERMIT, KEYWORD_FORBID, KEYWORD_FIELDS, KEYWORD_FROM,
	KEYWORD_TO,	KEYWORD_AS,	KEYWORD_FOR,	KEYWORD_WHEN,
	KEYWORD_UNLESS, KEYWORD_DUTY,	KEYWORD_BASIS,	KEYWORD_VALID_FROM,
};
static const enum keyword parts_and_items[] = {
	KEYWORD_PERMIT, KEYWORD_FORBID, KEYWORD_FIELDS, KEYWORD_FROM,
	KEYWORD_TO,	KEYWORD_AS,	KEYWORD_FOR,	KEYWORD_WHEN,
	KEYWORD_UNLESS, KEYWORD_DUTY,	KEYWORD_BASIS,	KEYWORD_VALID_FROM,
	KEYWORD_AND,	KEYWORD_UNTIL,	KEYWORD_RULE,	KEYWORD_LEAD,
	KEYWORD_NEVER,	KEYWORD_TEST,
};

/* The clauses that are one list of names, and where it hangs in the scope. */
struct list_clause {
	enum keyword keyword;
	size_t offset;
	bool takes_any;
	const char *what;
};

static const struct list_clause list_clauses[] = {
	{KEYWORD_FIELDS, offsetof(struct ast_scope, fields), false, "a field"},
	{KEYWORD_FROM, offsetof(struct ast_scope, from), true, "a domain"},
	{KEYWORD_TO, offsetof(struct ast_scope, to), true, "a domain"},
	{KEYWORD_AS, offsetof(struct ast_scope, roles), true, "a role"},
	{KEYWORD_FOR, offsetof(struct ast_scope, purposes), true, "a purpose"},
};

enum outcome { NOT_HERE, FINE, BROKEN };

static enum outcome
outcome_of(bool is_fine)
{
	return is_fine ? FINE : BROKEN;
}

bool
parse_list_keyword(struct parser *parser, enum keyword keyword,
		   struct ast_list *list)
{
	struct place at = parser->token.at;
	bool is_first = !place_is_set(list->at);

	if (!is_first)
		place_error(at, "put the words in one list, with commas",
			    "\"%s\" stands here twice",
			    parser_spelling(parser, keyword));
	(void)parser_accept(parser, keyword);
	list->at = at;
	return is_first;
}

static enum outcome
parse_scope_clause(struct parser *parser, struct ast_scope *scope)
{
	for (size_t i = 0; i < COUNT_OF(list_clauses); i++) {
		const struct list_clause *clause = &list_clauses[i];
		struct ast_list *list =
			(struct ast_list *)((char *)scope + clause->offset);

		if (!parser_at(parser, clause->keyword))
			continue;
		if (!parse_list_keyword(parser, clause->keyword, list))
			return BROKEN;
		return outcome_of(
			clause->takes_any
				? parse_some(parser, list, clause->what)
				: parse_names(parser, list, clause->what));
	}
	if (parser_accept(parser, KEYWORD_WHEN))
		return outcome_of(parse_conditions(parser, scope, false));
	if (parser_accept(parser, KEYWORD_UNLESS))
		return outcome_of(parse_conditions(parser, scope, true));
	return NOT_HERE;
}

static bool
parse_effect(struct parser *parser, struct ast_rule *rule, enum keyword effect)
{
	struct ast_list *categories = &rule->scope.categories;

	if (place_is_set(categories->at)) {
		struct place at = parser->token.at;

		(void)parser_accept(parser, effect);
		place_error(at, "make two rules of it",
			    "a rule has one \"%s\" or one \"%s\", not two",
			    parser_spelling(parser, KEYWORD_PERMIT),
			    parser_spelling(parser, KEYWORD_FORBID));
		return false;
	}
	rule->is_permit = effect == KEYWORD_PERMIT;
	return parse_list_keyword(parser, effect, categories) &&
	       parse_some(parser, categories, "a category");
}

bool
parse_validity(struct parser *parser, struct place *from_out,
	       struct place *until_out)
{
	const char *what = "a date such as 2026-01-31";

	return parser_take(parser, TOKEN_DATE, what, from_out) &&
	       (!parser_accept(parser, KEYWORD_UNTIL) ||
		parser_take(parser, TOKEN_DATE, what, until_out));
}

static enum outcome
parse_rule_clause(struct parser *parser, struct ast_rule *rule)
{
	enum keyword effect = parser_at(parser, KEYWORD_PERMIT)
				      ? KEYWORD_PERMIT
				      : KEYWORD_FORBID;

	if (parser_at(parser, effect))
		return outcome_of(parse_effect(parser, rule, effect));
	if (parser_at(parser, KEYWORD_DUTY))
		return outcome_of(parse_list_keyword(parser, KEYWORD_DUTY,
						     &rule->duties) &&
				  parse_names(parser, &rule->duties, "a duty"));
	if (parser_at(parser, KEYWORD_BASIS))
		return outcome_of(parse_list_keyword(parser, KEYWORD_BASIS,
						     &rule->bases) &&
				  parse_texts(parser, &rule->bases,
					      "an article of law, in quotes,"));
	if (parser_accept(parser, KEYWORD_VALID_FROM))
		return outcome_of(parse_validity(parser, &rule->from_day,
						 &rule->until_day));
	return parse_scope_clause(parser, &rule->scope);
}

static void
report_stray_part(struct parser *parser)
{
	if (parser->token.kind == TOKEN_BAD)
		return;

	const char *hint = parser_keyword_hint(parser, parts_and_items,
					       COUNT_OF(parts_and_items));

	if (parser->token.starts_line || hint != NULL)
		place_error(parser->token.at, hint,
			    "a rule has no part that begins with %s",
			    parser_quote(parser));
	else
		place_error(parser->token.at, NULL,
			    "%s can't follow here: is there a comma missing "
			    "before it?",
			    parser_quote(parser));
}

/*
 * After a mistake, to the next part. What stands in the first column was
 * meant as the beginning of something else: all of that is skipped.
 */
static void
recover(struct parser *parser)
{
	if (parser->token.starts_line && !parser->token.is_indented) {
		parser_skip_to_item(parser);
		return;
	}
	while (parser->token.kind != TOKEN_END && !parser_at_item(parser) &&
	       !(parser->token.starts_line &&
		 parser_at_any(parser, parts, COUNT_OF(parts))))
		parser_advance(parser);
}

struct ast_rule *
parse_rule(struct parser *parser)
{
	struct ast_rule *rule = ARENA_NEW(parser->arena, struct ast_rule);

	rule->is_broken =
		!parser_take(parser, TOKEN_WORD, "the id of the rule",
			     &rule->id) ||
		!parser_take(parser, TOKEN_STRING,
			     "the title of the rule, in quotes,", &rule->title);
	if (rule->is_broken)
		recover(parser);
	while (parser->token.kind != TOKEN_END && !parser_at_item(parser)) {
		enum outcome outcome = parse_rule_clause(parser, rule);

		if (outcome == FINE)
			continue;
		rule->is_broken = true;
		if (outcome == NOT_HERE) {
			report_stray_part(parser);
			if (parser->token.is_indented)
				parser_advance(parser);
		}
		recover(parser);
	}
	return rule;
}

struct ast_never *
parse_never(struct parser *parser)
{
	struct ast_never *never = ARENA_NEW(parser->arena, struct ast_never);
	struct ast_list *categories = &never->scope.categories;

	categories->at = parser->token.at;
	never->is_broken =
		!parser_take(parser, TOKEN_STRING, "the claim, in quotes,",
			     &never->title) ||
		!parse_some(parser, categories, "a category");
	while (!never->is_broken && parser->token.kind != TOKEN_END &&
	       !parser_at_item(parser)) {
		enum outcome outcome =
			parse_scope_clause(parser, &never->scope);

		if (outcome == NOT_HERE)
			report_stray_part(parser);
		never->is_broken = outcome != FINE;
	}
	if (never->is_broken)
		parser_skip_to_item(parser);
	return never;
}
