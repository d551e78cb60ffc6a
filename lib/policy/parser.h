/*
 * Tokens into the tree of ast.h.
 *
 * All mistakes of a file are reported: after one, the parser goes on at the
 * next part of the rule, or at the next rule.
 */
#ifndef EENPLAN_POLICY_PARSER_H
#define EENPLAN_POLICY_PARSER_H

#include "lib/policy/ast.h"
#include "lib/policy/lexer.h"

/*
 * The tree of `source`, in `arena`; it borrows the source. Mistakes go to the
 * source's list, and what follows them may be missing from the tree.
 * `items_left` counts down over all files of one load.
 */
struct ast_file *parser_parse(struct arena *arena, const struct source *source,
			      size_t *items_left);

/* --- between the files of the parser --- */

struct parser {
	struct arena *arena;
	struct lexer lexer;
	struct token token;   /* the one that is looked at */
	struct place stepped; /* the one before it */
	size_t entries;	      /* of a vocabulary, so far */
	enum vocabulary_language language;
	struct ast_file *file;
};

void parser_advance(struct parser *parser);
bool parser_at(const struct parser *parser, enum keyword keyword);
bool parser_at_any(const struct parser *parser, const enum keyword *keywords,
		   size_t count);
/* Step over `keyword` if it stands here. */
bool parser_accept(struct parser *parser, enum keyword keyword);
/* "and", in the language of the file. */
const char *parser_spelling(const struct parser *parser, enum keyword keyword);
/* What stands here, quoted for a sentence. */
const char *parser_quote(const struct parser *parser);
/*
 * Take one token of `kind` into `place_out`, or report that `what` belongs
 * here, unless the lexer reported it already.
 */
bool parser_take(struct parser *parser, enum token_kind kind, const char *what,
		 struct place *place_out);
/* "did you mean …?" among `keywords`, also when it is the other language's. */
const char *parser_keyword_hint(const struct parser *parser,
				const enum keyword *keywords, size_t count);
/* Does a rule, lead, never or test begin here? */
bool parser_at_item(const struct parser *parser);
void parser_skip_to_item(struct parser *parser);

/* A list of names, each a `what`, up to the first that has no comma. */
bool parse_names(struct parser *parser, struct ast_list *list,
		 const char *what);
/* The same, or "any", or "any except …". */
bool parse_some(struct parser *parser, struct ast_list *list, const char *what);
/* The same of texts. */
bool parse_texts(struct parser *parser, struct ast_list *list,
		 const char *what);
void parser_add_word(struct parser *parser, struct ast_list *list,
		     struct place at);

/* Step over the keyword that `list` begins with; it may come only once. */
bool parse_list_keyword(struct parser *parser, enum keyword keyword,
			struct ast_list *list);
/* What stands behind "valid from". */
bool parse_validity(struct parser *parser, struct place *from_out,
		    struct place *until_out);

struct ast_rule *parse_rule(struct parser *parser);
struct ast_lead *parse_lead(struct parser *parser);
struct ast_never *parse_never(struct parser *parser);
struct ast_test *parse_test(struct parser *parser);
void parse_vocabulary(struct parser *parser);
bool parse_conditions(struct parser *parser, struct ast_scope *scope,
		      bool is_unless);
/* From `first` up to the last token that was stepped over. */
struct place parser_span(const struct parser *parser, struct place first);

#endif
