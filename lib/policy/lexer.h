/*
 * Characters into tokens: words, numbers, dates, texts, commas, signs.
 *
 * A lexer is a small value: copying one is looking ahead. Mistakes in a
 * token (smart quotes, a text without an end, a stray character) are reported
 * here, unless the copy is quiet.
 */
#ifndef EENPLAN_POLICY_LEXER_H
#define EENPLAN_POLICY_LEXER_H

#include "lib/policy/source.h"

enum token_kind {
	TOKEN_WORD,   /* letters, digits, _ - and . */
	TOKEN_NUMBER, /* digits only */
	TOKEN_DATE,   /* 2026-01-31, which need not exist */
	TOKEN_STRING, /* "…" on one line; its place includes the quotes */
	TOKEN_COMMA,
	TOKEN_SIGN, /* a run of = < > ! */
	TOKEN_BAD,  /* reported already */
	TOKEN_END,
};

struct token {
	enum token_kind kind;
	struct place at;
	bool starts_line; /* the first token of its line */
	bool is_indented; /* something stands before it in its line */
};

struct lexer {
	const struct source *source;
	uint32_t offset;
	uint32_t line;
	uint32_t line_offset; /* where the line began */
	bool line_has_token;
	bool quiet;
};

void lexer_init(struct lexer *lexer, const struct source *source);
/* The next token; TOKEN_END for ever at the end. */
struct token lexer_next(struct lexer *lexer);
/* What somebody wrote there, for a sentence: `"goal"`, `the end of the file`.
 */
const char *token_quote(struct arena *arena, const struct token *token);

#endif
