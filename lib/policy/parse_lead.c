#include "lib/policy/parser.h"

static const enum keyword parts[] = {
	KEYWORD_PERMIT,
	KEYWORD_FORBID,
	KEYWORD_BASIS,
	KEYWORD_VALID_FROM,
};

static bool
parse_effect(struct parser *parser, struct ast_lead *lead, enum keyword effect)
{
	if (place_is_set(lead->who.at)) {
		place_error(parser->token.at, "make two rules of it",
			    "a rule has one \"%s\" or one \"%s\", not two",
			    parser_spelling(parser, KEYWORD_PERMIT),
			    parser_spelling(parser, KEYWORD_FORBID));
		return false;
	}
	lead->is_permit = effect == KEYWORD_PERMIT;
	return parse_list_keyword(parser, effect, &lead->who) &&
	       parse_some(parser, &lead->who, "a domain");
}

static bool
parse_part(struct parser *parser, struct ast_lead *lead)
{
	for (size_t i = 0; i < 2; i++)
		if (parser_at(parser, parts[i]))
			return parse_effect(parser, lead, parts[i]);
	if (parser_at(parser, KEYWORD_BASIS))
		return parse_list_keyword(parser, KEYWORD_BASIS,
					  &lead->bases) &&
		       parse_texts(parser, &lead->bases,
				   "an article of law, in quotes,");
	if (parser_accept(parser, KEYWORD_VALID_FROM))
		return parse_validity(parser, &lead->from_day,
				      &lead->until_day);
	if (parser->token.kind != TOKEN_BAD)
		place_error(parser->token.at,
			    parser_keyword_hint(parser, parts, COUNT_OF(parts)),
			    "a rule about who may lead has no part that begins "
			    "with %s: it says which organisations, the basis "
			    "and from when",
			    parser_quote(parser));
	parser_advance(parser);
	return false;
}

/* After a mistake, to the next part, as in a rule about what is shared. */
static void
recover(struct parser *parser)
{
	while (parser->token.kind != TOKEN_END && !parser_at_item(parser) &&
	       !(parser->token.starts_line &&
		 parser_at_any(parser, parts, COUNT_OF(parts))))
		parser_advance(parser);
}

struct ast_lead *
parse_lead(struct parser *parser)
{
	struct ast_lead *lead = ARENA_NEW(parser->arena, struct ast_lead);

	lead->is_broken =
		!parser_take(parser, TOKEN_WORD, "the id of the rule",
			     &lead->id) ||
		!parser_take(parser, TOKEN_STRING,
			     "the title of the rule, in quotes,", &lead->title);
	if (lead->is_broken)
		recover(parser);
	while (parser->token.kind != TOKEN_END && !parser_at_item(parser))
		if (!parse_part(parser, lead)) {
			lead->is_broken = true;
			recover(parser);
		}
	return lead;
}
