#include "lib/policy/keyword.h"

static const char *const spellings[KEYWORDS][2] = {
#define KEYWORD(name, english, dutch) [KEYWORD_##name] = {english, dutch},
#include "lib/policy/keywords.def"
#undef KEYWORD
};

const char *
keyword_spelling(enum keyword keyword, enum vocabulary_language language)
{
	return spellings[keyword][language];
}
