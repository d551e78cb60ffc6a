#include "eenplan/base/limits.h"
#include "lib/policy/parser.h"

/* Words that begin another part, and so can't be meant as a name. */
static const enum keyword parts[] = {
	KEYWORD_PERMIT, KEYWORD_FORBID, KEYWORD_FIELDS, KEYWORD_FROM,
	KEYWORD_TO,	KEYWORD_AS,	KEYWORD_FOR,	KEYWORD_WHEN,
	KEYWORD_UNLESS, KEYWORD_DUTY,	KEYWORD_BASIS,	KEYWORD_VALID_FROM,
	KEYWORD_RULE,	KEYWORD_LEAD,	KEYWORD_NEVER,	KEYWORD_TEST,
};

void
parser_add_word(struct parser *parser, struct ast_list *list, struct place at)
{
	struct ast_word *word = ARENA_NEW(parser->arena, struct ast_word);

	word->at = at;
	if (list->last == NULL)
		list->first = word;
	else
		list->last->next = word;
	list->last = word;
	list->count++;
}

/*
 * A field may be called "until": a keyword in a list is a name, except where
 * nothing but the next part of the rule can be meant.
 */
static bool
next_part_begins(const struct parser *parser)
{
	struct lexer ahead = parser->lexer;

	if (!parser->token.starts_line ||
	    !parser_at_any(parser, parts, COUNT_OF(parts)))
		return false;
	ahead.quiet = true;

	struct token following = lexer_next(&ahead);

	return following.kind != TOKEN_COMMA && !following.starts_line;
}

static bool
parse_words(struct parser *parser, struct ast_list *list, enum token_kind kind,
	    const char *what)
{
	for (;;) {
		struct place at;

		if (kind == TOKEN_WORD && next_part_begins(parser)) {
			place_error(parser->token.at, NULL,
				    "before %s %s is missing",
				    parser_quote(parser), what);
			return false;
		}
		if (!parser_take(parser, kind, what, &at))
			return false;
		parser_add_word(parser, list, at);
		if (list->count > LIMIT_VOCABULARY_WORDS) {
			place_error(at, NULL, "a list has at most %d words",
				    LIMIT_VOCABULARY_WORDS);
			return false;
		}
		if (parser->token.kind != TOKEN_COMMA)
			return true;
		parser_advance(parser);
	}
}

bool
parse_names(struct parser *parser, struct ast_list *list, const char *what)
{
	return parse_words(parser, list, TOKEN_WORD, what);
}

bool
parse_texts(struct parser *parser, struct ast_list *list, const char *what)
{
	return parse_words(parser, list, TOKEN_STRING, what);
}

bool
parse_some(struct parser *parser, struct ast_list *list, const char *what)
{
	list->any = parser_accept(parser, KEYWORD_ANY);
	if (!list->any)
		return parse_names(parser, list, what);
	if (parser->token.kind == TOKEN_COMMA) {
		place_error(parser->token.at, NULL,
			    "\"%s\" stands alone; exceptions follow \"%s\"",
			    parser_spelling(parser, KEYWORD_ANY),
			    parser_spelling(parser, KEYWORD_EXCEPT));
		return false;
	}
	return !parser_accept(parser, KEYWORD_EXCEPT) ||
	       parse_names(parser, list, what);
}
