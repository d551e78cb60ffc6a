#include "lib/policy/phrase.h"

static void
add_keyword(struct buf *out, enum keyword keyword,
	    enum vocabulary_language language)
{
	if (out->length > 0)
		buf_add_char(out, ' ');
	buf_add_string(out, keyword_spelling(keyword, language));
}

static void
add_condition(struct buf *out, const struct vocabulary *vocabulary,
	      const struct condition *condition,
	      enum vocabulary_language language)
{
	add_keyword(out, condition->fact, language);
	if (condition->fact == KEYWORD_CONSENT)
		buf_printf(out, " %s",
			   vocabulary_word(vocabulary, VOCABULARY_CONSENT,
					   condition->kind));
	if (condition->test != KEYWORD_NAMES_CATEGORY)
		add_keyword(out, KEYWORD_IS, language);
	if (condition->test != KEYWORD_IS)
		add_keyword(out, condition->test, language);
	if (condition->fact == KEYWORD_SENSITIVITY)
		buf_printf(out, " %s",
			   vocabulary_word(vocabulary, VOCABULARY_SENSITIVITY,
					   condition->value));
	if (condition->fact == KEYWORD_AGE)
		buf_printf(out, " %d", condition->value);
}

const char *
phrase_condition(struct arena *arena, const struct vocabulary *vocabulary,
		 const struct condition *condition,
		 enum vocabulary_language language)
{
	struct buf out;

	buf_init(&out, arena, 64);
	add_condition(&out, vocabulary, condition, language);
	return buf_string(&out);
}

const char *
phrase_unless(struct arena *arena, const struct vocabulary *vocabulary,
	      const struct group *group, enum vocabulary_language language)
{
	struct buf out;

	buf_init(&out, arena, 64);
	buf_add_string(&out, language == VOCABULARY_DUTCH ? "niet (" : "not (");
	for (size_t i = 0; i < group->count; i++) {
		if (i > 0) {
			add_keyword(&out, KEYWORD_AND, language);
			buf_add_char(&out, ' ');
		}
		buf_add_string(&out, phrase_condition(arena, vocabulary,
						      &group->conditions[i],
						      language));
	}
	buf_add_char(&out, ')');
	return buf_string(&out);
}
