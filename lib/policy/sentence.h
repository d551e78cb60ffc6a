/*
 * A sentence in the words of the language, while it is written.
 */
#ifndef EENPLAN_POLICY_SENTENCE_H
#define EENPLAN_POLICY_SENTENCE_H

#include "lib/policy/cells_space.h"

struct sentence {
	struct buf out;
	const struct vocabulary *vocabulary;
	enum vocabulary_language language;
	bool has_condition;
};

/* Behind a space, unless it is the first word. */
static inline void
sentence_say(struct sentence *sentence, const char *words)
{
	if (sentence->out.length > 0)
		buf_add_char(&sentence->out, ' ');
	buf_add_string(&sentence->out, words);
}

static inline void
sentence_say_keyword(struct sentence *sentence, enum keyword keyword)
{
	sentence_say(sentence, keyword_spelling(keyword, sentence->language));
}

/* "at least 16" */
static inline void
sentence_say_years(struct sentence *sentence, enum keyword keyword, int years)
{
	sentence_say_keyword(sentence, keyword);
	buf_printf(&sentence->out, " %d", years);
}

#endif
