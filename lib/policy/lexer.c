#include "lib/policy/lexer.h"

#include <ctype.h>
#include <string.h>

#include "eenplan/base/limits.h"

#define DATE_SHAPE "0000-00-00"

void
lexer_init(struct lexer *lexer, const struct source *source)
{
	uint32_t start = source_start(source);

	*lexer = (struct lexer){.source = source,
				.offset = start,
				.line = 1,
				.line_offset = start};
}

/* The byte at `offset`, or 0 at the end: a file has no NUL. */
static char
byte_at(const struct lexer *lexer, uint32_t offset)
{
	return offset < lexer->source->text.length
		       ? lexer->source->text.bytes[offset]
		       : '\0';
}

static bool
is_word_byte(char byte)
{
	return isalnum((unsigned char)byte) != 0 ||
	       (byte != '\0' && strchr("_-.", byte) != NULL);
}

static void
skip_space(struct lexer *lexer)
{
	for (char byte; (byte = byte_at(lexer, lexer->offset)) != '\0';) {
		if (byte == '#') {
			while (byte_at(lexer, lexer->offset) != '\0' &&
			       byte_at(lexer, lexer->offset) != '\n')
				lexer->offset++;
			continue;
		}
		if (strchr(" \t\r\f\n", byte) == NULL)
			return;
		lexer->offset++;
		if (byte != '\n')
			continue;
		lexer->line++;
		lexer->line_offset = lexer->offset;
		lexer->line_has_token = false;
	}
}

static void
lex_word(struct lexer *lexer, struct token *token)
{
	const char *bytes = lexer->source->text.bytes + lexer->offset;
	const char *shape = DATE_SHAPE;
	uint32_t length = 0;
	bool is_number = true;
	bool is_date = true;

	for (; is_word_byte(byte_at(lexer, lexer->offset + length)); length++) {
		bool is_digit = isdigit((unsigned char)bytes[length]) != 0;

		is_number = is_number && is_digit;
		is_date = is_date && length < strlen(shape) &&
			  (is_digit ? shape[length] == '0'
				    : shape[length] == bytes[length]);
	}
	token->at.length = length;
	token->kind = is_number				   ? TOKEN_NUMBER
		      : is_date && length == strlen(shape) ? TOKEN_DATE
							   : TOKEN_WORD;
	if (length <= LIMIT_POLICY_NAME_BYTES)
		return;
	token->kind = TOKEN_BAD;
	if (!lexer->quiet)
		place_error(token->at, NULL, "a word has at most %d bytes",
			    LIMIT_POLICY_NAME_BYTES);
}

static void
lex_sign(struct lexer *lexer, struct token *token)
{
	char byte;

	token->kind = TOKEN_SIGN;
	while ((byte = byte_at(lexer, token->at.offset + token->at.length)) !=
		       '\0' &&
	       strchr("=<>!", byte) != NULL)
		token->at.length++;
}

/* Quotes that word processors make; bytes of the quote at `offset`, or 0. */
static uint32_t
smart_quote(const struct lexer *lexer, uint32_t offset)
{
	static const char *const quotes[] = {"“", "”", "„", "‘", "’",
					     "‚", "«", "»", "‟"};
	struct text text = lexer->source->text;

	for (size_t i = 0; i < COUNT_OF(quotes); i++) {
		size_t length = strlen(quotes[i]);

		if (length <= text.length - offset &&
		    memcmp(text.bytes + offset, quotes[i], length) == 0)
			return (uint32_t)length;
	}
	return 0;
}

static void
check_string_length(const struct lexer *lexer, struct token *token)
{
	if (token->at.length <= LIMIT_POLICY_TEXT_BYTES)
		return;
	token->kind = TOKEN_BAD;
	if (!lexer->quiet)
		place_error(token->at, NULL, "a text has at most %d bytes",
			    LIMIT_POLICY_TEXT_BYTES);
}

static void
lex_string(struct lexer *lexer, struct token *token)
{
	uint32_t end = token->at.offset + 1;
	char byte;

	token->kind = TOKEN_STRING;
	while ((byte = byte_at(lexer, end)) != '"' && byte != '\0' &&
	       byte != '\n' && byte != '\r')
		end++;
	token->at.length = end - token->at.offset + (byte == '"');
	if (byte != '"' && !lexer->quiet)
		place_error(token->at,
			    "a text begins and ends with \" on one line",
			    "this text has no end");
	else
		check_string_length(lexer, token);
}

/* Taken as the text that was meant, so that one mistake is reported once. */
static void
lex_smart_string(struct lexer *lexer, struct token *token, uint32_t opening)
{
	uint32_t end = token->at.offset + opening;
	uint32_t closing = 0;
	char byte;

	token->kind = TOKEN_STRING;
	while ((byte = byte_at(lexer, end)) != '\0' && byte != '\n' &&
	       byte != '\r') {
		closing = byte == '"' ? 1 : smart_quote(lexer, end);
		if (closing > 0)
			break;
		end++;
	}
	token->at.length = opening;
	if (!lexer->quiet)
		place_error(token->at, NULL,
			    "write straight quotes (\") instead of %.*s",
			    (int)opening,
			    lexer->source->text.bytes + token->at.offset);
	token->at.length = end + closing - token->at.offset;
	check_string_length(lexer, token);
}

static bool
is_odd_space(struct text character)
{
	return text_is(character, "\u00A0") || text_is(character, "\u200B") ||
	       text_is(character, "\u2007") || text_is(character, "\u202F") ||
	       text_is(character, "\uFEFF");
}

static void
lex_stray(struct lexer *lexer, struct token *token)
{
	uint32_t length = source_character(lexer->source, token->at.offset);
	struct text character = {lexer->source->text.bytes + token->at.offset,
				 length};

	token->kind = TOKEN_BAD;
	token->at.length = length > 0 ? length : 1;
	if (lexer->quiet)
		return;
	if (is_odd_space(character))
		place_error(token->at, "write an ordinary space",
			    "there is an unusual space here");
	else
		place_error(token->at, NULL,
			    "\"%.*s\" can't stand here, only inside quotes",
			    (int)length, character.bytes);
}

struct token
lexer_next(struct lexer *lexer)
{
	skip_space(lexer);

	struct token token = {
		.at = {.source = lexer->source,
		       .offset = lexer->offset,
		       .line = lexer->line},
		.starts_line = !lexer->line_has_token,
		.is_indented = lexer->offset > lexer->line_offset,
	};
	char byte = byte_at(lexer, lexer->offset);
	uint32_t quote = smart_quote(lexer, lexer->offset);

	if (byte == '\0') {
		token.kind = TOKEN_END;
		return token;
	}
	if (is_word_byte(byte)) {
		lex_word(lexer, &token);
	} else if (byte == ',') {
		token.kind = TOKEN_COMMA;
		token.at.length = 1;
	} else if (byte == '"') {
		lex_string(lexer, &token);
	} else if (strchr("=<>!", byte) != NULL) {
		lex_sign(lexer, &token);
	} else if (quote > 0) {
		lex_smart_string(lexer, &token, quote);
	} else {
		lex_stray(lexer, &token);
	}
	lexer->offset += token.at.length;
	lexer->line_has_token = true;
	return token;
}

const char *
token_quote(struct arena *arena, const struct token *token)
{
	if (token->kind == TOKEN_END)
		return "the end of the file";

	struct text text = place_text(token->at);

	return arena_printf(arena,
			    token->kind == TOKEN_STRING ? "the text \"%.*s\""
							: "\"%.*s\"",
			    (int)text.length, text.bytes);
}
