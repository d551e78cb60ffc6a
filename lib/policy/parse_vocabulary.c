#include "lib/policy/parser.h"

#include <stddef.h>

#include "eenplan/base/limits.h"

static const struct section {
	enum keyword keyword;
	enum vocabulary_list list;
} sections[] = {
	{KEYWORD_DOMAINS, VOCABULARY_DOMAIN},
	{KEYWORD_GROUPS, VOCABULARY_GROUP},
	{KEYWORD_ROLES, VOCABULARY_ROLE},
	{KEYWORD_PURPOSES, VOCABULARY_PURPOSE},
	{KEYWORD_LEVELS, VOCABULARY_SENSITIVITY},
	{KEYWORD_CONSENTS, VOCABULARY_CONSENT},
	{KEYWORD_DUTIES, VOCABULARY_DUTY},
	{KEYWORD_BASES, VOCABULARY_BASIS},
	{KEYWORD_CATEGORY, VOCABULARY_CATEGORY},
};

static const enum keyword marks[] = {KEYWORD_SENT, KEYWORD_PLAIN,
				     KEYWORD_PERSONAL, KEYWORD_SPECIAL};

static const char *const language_codes[] = {
	[VOCABULARY_ENGLISH] = "en",
	[VOCABULARY_DUTCH] = "nl",
};

static bool
at_first_column(const struct parser *parser)
{
	return parser->token.kind == TOKEN_END ||
	       (parser->token.starts_line && !parser->token.is_indented);
}

static bool
parse_label(struct parser *parser, struct ast_entry *entry, bool *is_fine)
{
	for (size_t i = 0; i < COUNT_OF(language_codes); i++) {
		if (parser->token.starts_line ||
		    parser->token.kind != TOKEN_WORD ||
		    !text_is(place_text(parser->token.at), language_codes[i]))
			continue;
		parser_advance(parser);
		*is_fine = parser_take(parser, TOKEN_STRING,
				       "a label, in quotes,", &entry->label[i]);
		return *is_fine;
	}
	return false;
}

static bool
parse_mark(struct parser *parser, struct ast_entry *entry)
{
	struct place at = parser->token.at;

	for (size_t i = 0; i < COUNT_OF(marks); i++) {
		if (!parser_accept(parser, marks[i]))
			continue;
		entry->mark = at;
		entry->mark_keyword = marks[i];
		return true;
	}
	return false;
}

/* What may stand behind the word, in any order, up to the next line's word. */
static bool
parse_entry_parts(struct parser *parser, struct ast_entry *entry)
{
	bool is_fine = true;

	while (!parser->token.starts_line && parser->token.kind != TOKEN_END) {
		if (parse_label(parser, entry, &is_fine))
			continue;
		if (!is_fine)
			return false;
		if (parser_accept(parser, KEYWORD_CONTAINS)) {
			entry->contains.at = parser->stepped;
			if (!parse_names(parser, &entry->contains, "a domain"))
				return false;
		} else if (!parse_mark(parser, entry)) {
			if (parser->token.kind != TOKEN_BAD)
				place_error(
					parser->token.at,
					parser_keyword_hint(parser, marks,
							    COUNT_OF(marks)),
					"%s can't follow the word here",
					parser_quote(parser));
			return false;
		}
	}
	/* Labels may continue on lines of their own. */
	return true;
}

static bool
parse_entry_word(struct parser *parser, struct ast_entry *entry)
{
	return entry->list == VOCABULARY_BASIS
		       ? parser_take(parser, TOKEN_STRING,
				     "an article of law, in quotes,",
				     &entry->word)
		       : parser_take(parser, TOKEN_WORD, "a word",
				     &entry->word);
}

static void
skip_line(struct parser *parser)
{
	while (parser->token.kind != TOKEN_END && !parser->token.starts_line)
		parser_advance(parser);
}

/* NULL if it has no word. After a mistake the rest of its line is skipped. */
static struct ast_entry *
parse_entry(struct parser *parser, enum vocabulary_list list)
{
	struct ast_entry *entry = ARENA_NEW(parser->arena, struct ast_entry);

	entry->list = list;
	if (!parse_entry_word(parser, entry)) {
		parser_advance(parser);
		skip_line(parser);
		return NULL;
	}
	entry->is_broken = !parse_entry_parts(parser, entry);
	if (entry->is_broken)
		skip_line(parser);
	return entry;
}

/* More than a vocabulary can hold isn't even remembered. */
static void
end_early(struct parser *parser)
{
	place_error(parser->token.at, NULL,
		    "there are more than %d words; the rest was not read",
		    LIMIT_VOCABULARY_ENTRIES);
	parser->lexer.offset = (uint32_t)parser->lexer.source->text.length;
	parser_advance(parser);
}

static void
parse_entries(struct parser *parser, enum vocabulary_list list,
	      struct ast_entry ***next)
{
	struct place section = parser->stepped;

	while (!at_first_column(parser)) {
		struct ast_entry *entry;

		if (parser->entries++ == LIMIT_VOCABULARY_ENTRIES) {
			end_early(parser);
			return;
		}
		entry = parse_entry(parser, list);
		if (entry == NULL)
			continue;
		if (list != VOCABULARY_CATEGORY)
			entry->section = section;
		section.source = NULL;
		**next = entry;
		*next = &entry->next;
	}
}

static void
parse_category(struct parser *parser, struct ast_entry ***next)
{
	struct place section = parser->stepped;
	struct ast_entry *category = parse_entry(parser, VOCABULARY_CATEGORY);
	struct ast_entry *orphans = NULL;
	struct ast_entry **fields =
		category != NULL ? &category->fields : &orphans;

	if (category != NULL) {
		category->section = section;
		**next = category;
		*next = &category->next;
	}
	parse_entries(parser, VOCABULARY_CATEGORY, &fields);
}

static const struct section *
accept_section(struct parser *parser)
{
	for (size_t i = 0; i < COUNT_OF(sections); i++)
		if (parser_accept(parser, sections[i].keyword))
			return &sections[i];
	return NULL;
}

static void
report_stray_section(struct parser *parser)
{
	enum keyword keywords[COUNT_OF(sections)];

	for (size_t i = 0; i < COUNT_OF(sections); i++)
		keywords[i] = sections[i].keyword;
	if (parser->token.kind == TOKEN_BAD)
		return;

	const char *hint =
		parser_keyword_hint(parser, keywords, COUNT_OF(keywords));

	place_error(parser->token.at,
		    hint != NULL ? hint : "the words of a list are indented",
		    "a vocabulary has no part that begins with %s",
		    parser_quote(parser));
}

void
parse_vocabulary(struct parser *parser)
{
	struct ast_entry **next = &parser->file->entries;

	while (parser->token.kind != TOKEN_END) {
		const struct section *section =
			at_first_column(parser) ? accept_section(parser) : NULL;

		if (section == NULL) {
			report_stray_section(parser);
			do
				parser_advance(parser);
			while (!at_first_column(parser));
		} else if (section->list == VOCABULARY_CATEGORY) {
			parse_category(parser, &next);
		} else {
			parse_entries(parser, section->list, &next);
		}
	}
}
