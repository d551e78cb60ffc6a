/*
 * The words of the language (keywords.def), in English and in Dutch.
 */
#ifndef EENPLAN_POLICY_KEYWORD_H
#define EENPLAN_POLICY_KEYWORD_H

#include <stddef.h>

#include "eenplan/policy/vocabulary.h"

enum keyword {
#define KEYWORD(name, english, dutch) KEYWORD_##name,
#include "lib/policy/keywords.def"
#undef KEYWORD
	KEYWORDS
};

/* One or several words with one space between. Static. */
const char *keyword_spelling(enum keyword keyword,
			     enum vocabulary_language language);

#endif
