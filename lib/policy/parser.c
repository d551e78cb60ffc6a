#include "lib/policy/parser.h"

#include <string.h>

#include "eenplan/base/limits.h"

static const enum keyword items[] = {KEYWORD_RULE, KEYWORD_LEAD, KEYWORD_NEVER,
				     KEYWORD_TEST};

void
parser_advance(struct parser *parser)
{
	const struct diagnostics *found = parser->lexer.source->found;

	/* Who has that many mistakes to mend needs no more of them. */
	if (found->errors >= found->limit)
		parser->lexer.offset =
			(uint32_t)parser->lexer.source->text.length;
	parser->stepped = parser->token.at;
	parser->token = lexer_next(&parser->lexer);
}

/* How many tokens `spelling` takes here; 0: something else stands here. */
static size_t
phrase_tokens(const struct parser *parser, const char *spelling)
{
	struct lexer ahead = parser->lexer;
	struct token token = parser->token;
	size_t count = 0;

	ahead.quiet = true;
	for (;;) {
		size_t length = strcspn(spelling, " ");

		if (token.kind != TOKEN_WORD || token.at.length != length ||
		    memcmp(place_text(token.at).bytes, spelling, length) != 0)
			return 0;
		count++;
		spelling += length;
		if (*spelling == '\0')
			return count;
		spelling++;
		token = lexer_next(&ahead);
	}
}

const char *
parser_spelling(const struct parser *parser, enum keyword keyword)
{
	return keyword_spelling(keyword, parser->language);
}

bool
parser_at(const struct parser *parser, enum keyword keyword)
{
	return phrase_tokens(parser, parser_spelling(parser, keyword)) > 0;
}

bool
parser_at_any(const struct parser *parser, const enum keyword *keywords,
	      size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (parser_at(parser, keywords[i]))
			return true;
	return false;
}

static bool
accept_spelling(struct parser *parser, const char *spelling)
{
	size_t count = phrase_tokens(parser, spelling);

	for (size_t i = 0; i < count; i++)
		parser_advance(parser);
	return count > 0;
}

bool
parser_accept(struct parser *parser, enum keyword keyword)
{
	return accept_spelling(parser, parser_spelling(parser, keyword));
}

const char *
parser_quote(const struct parser *parser)
{
	return token_quote(parser->arena, &parser->token);
}

bool
parser_take(struct parser *parser, enum token_kind kind, const char *what,
	    struct place *place_out)
{
	if (parser->token.kind == kind) {
		*place_out = parser->token.at;
		parser_advance(parser);
		return true;
	}
	if (parser->token.kind != TOKEN_BAD)
		place_error(parser->token.at, NULL, "%s belongs here, not %s",
			    what, parser_quote(parser));
	return false;
}

const char *
parser_keyword_hint(const struct parser *parser, const enum keyword *keywords,
		    size_t count)
{
	const char *words[KEYWORDS];
	enum vocabulary_language other = parser->language == VOCABULARY_ENGLISH
						 ? VOCABULARY_DUTCH
						 : VOCABULARY_ENGLISH;

	if (parser->token.kind != TOKEN_WORD)
		return NULL;
	for (size_t i = 0; i < count; i++) {
		words[i] = parser_spelling(parser, keywords[i]);
		if (phrase_tokens(parser,
				  keyword_spelling(keywords[i], other)) > 0)
			return arena_printf(
				parser->arena,
				"this file is in %s: write \"%s\"",
				other == VOCABULARY_DUTCH ? "English" : "Dutch",
				words[i]);
	}
	return place_hint(parser->token.at, words, count);
}

bool
parser_at_item(const struct parser *parser)
{
	return parser->token.starts_line &&
	       parser_at_any(parser, items, COUNT_OF(items));
}

void
parser_skip_to_item(struct parser *parser)
{
	while (parser->token.kind != TOKEN_END && !parser_at_item(parser))
		parser_advance(parser);
}

struct place
parser_span(const struct parser *parser, struct place first)
{
	struct place last = parser->stepped;

	if (last.line == first.line)
		first.length = last.offset + last.length - first.offset;
	return first;
}

/* --- the head of a file --- */

/* The head is read before the file has said its language. */
static bool
accept_either(struct parser *parser, enum keyword keyword)
{
	return accept_spelling(parser,
			       keyword_spelling(keyword, VOCABULARY_ENGLISH)) ||
	       accept_spelling(parser,
			       keyword_spelling(keyword, VOCABULARY_DUTCH));
}

static bool
parse_name(struct parser *parser)
{
	struct ast_file *file = parser->file;

	if (!parser_take(parser, TOKEN_WORD, "a name", &file->name))
		return false;
	if (!accept_either(parser, KEYWORD_VERSION)) {
		place_error(parser->token.at, NULL,
			    "\"version\" belongs here, not %s",
			    parser_quote(parser));
		return false;
	}
	if (parser->token.kind == TOKEN_NUMBER ||
	    parser->token.kind == TOKEN_DATE)
		parser->token.kind = TOKEN_WORD;
	return parser_take(parser, TOKEN_WORD, "a version such as 2026.1",
			   &file->version);
}

static bool
parse_language(struct parser *parser)
{
	struct place word;

	if (!parser_take(parser, TOKEN_WORD, "a language, en or nl,", &word))
		return false;
	if (text_is(place_text(word), "nl")) {
		parser->language = VOCABULARY_DUTCH;
	} else if (text_is(place_text(word), "en")) {
		parser->language = VOCABULARY_ENGLISH;
	} else {
		place_error(word, NULL,
			    "the languages are en and nl, not \"%s\"",
			    place_string(parser->arena, word));
		return false;
	}
	parser->file->language = parser->language;
	return true;
}

static bool
parse_head(struct parser *parser)
{
	struct ast_file *file = parser->file;

	if (accept_either(parser, KEYWORD_VOCABULARY)) {
		file->is_vocabulary = true;
	} else if (!accept_either(parser, KEYWORD_POLICY)) {
		if (parser->token.kind != TOKEN_BAD)
			place_error(
				parser->token.at, NULL,
				"a file begins with \"policy NAME version …\" "
				"or \"vocabulary NAME version …\"");
		return false;
	}
	if (!parse_name(parser))
		return false;
	for (;;) {
		bool is_fine = true;

		if (accept_either(parser, KEYWORD_LANGUAGE))
			is_fine = parse_language(parser);
		else if (!file->is_vocabulary &&
			 accept_either(parser, KEYWORD_VOCABULARY))
			is_fine = parser_take(parser, TOKEN_STRING,
					      "the name of a vocabulary file, "
					      "in quotes,",
					      &file->vocabulary);
		else
			return true;
		if (!is_fine)
			return false;
	}
}

/* --- the items --- */

static void
report_stray_item(struct parser *parser)
{
	if (parser->token.kind == TOKEN_BAD)
		return;
	place_error(parser->token.at,
		    parser_keyword_hint(parser, items, COUNT_OF(items)),
		    "a rule, lead, never or test begins here, not %s",
		    parser_quote(parser));
}

static void
parse_items(struct parser *parser, size_t *items_left)
{
	struct ast_rule **rule = &parser->file->rules;
	struct ast_lead **lead = &parser->file->leads;
	struct ast_never **never = &parser->file->nevers;
	struct ast_test **test = &parser->file->tests;

	while (parser->token.kind != TOKEN_END) {
		if (parser_at_item(parser) && (*items_left)-- == 0) {
			*items_left = 0;
			place_error(parser->token.at, NULL,
				    "there are more than %d rules, leads, "
				    "nevers and tests; the rest was not read",
				    LIMIT_POLICY_RULES);
			return;
		}
		if (parser_accept(parser, KEYWORD_RULE)) {
			*rule = parse_rule(parser);
			rule = &(*rule)->next;
		} else if (parser_accept(parser, KEYWORD_LEAD)) {
			*lead = parse_lead(parser);
			lead = &(*lead)->next;
		} else if (parser_accept(parser, KEYWORD_NEVER)) {
			*never = parse_never(parser);
			never = &(*never)->next;
		} else if (parser_accept(parser, KEYWORD_TEST)) {
			*test = parse_test(parser);
			test = &(*test)->next;
		} else {
			report_stray_item(parser);
			parser_advance(parser);
			parser_skip_to_item(parser);
		}
	}
}

struct ast_file *
parser_parse(struct arena *arena, const struct source *source,
	     size_t *items_left)
{
	struct ast_file *file = ARENA_NEW(arena, struct ast_file);
	struct parser parser = {.arena = arena, .file = file};

	file->source = source;
	lexer_init(&parser.lexer, source);
	parser_advance(&parser);
	if (!parse_head(&parser))
		return file;
	if (file->is_vocabulary)
		parse_vocabulary(&parser);
	else
		parse_items(&parser, items_left);
	return file;
}
