#include "eenplan/wire/letter.h"

#include <stddef.h>
#include <string.h>

#include "eenplan/base/attributes.h"

#define N_(sentence) sentence

static const struct {
	const char *word, *sentence;
} whys[] = {
#define LETTER_WHY(name, word, sentence) [LETTER_##name] = {(word), (sentence)},
#include "eenplan/wire/letter.def"
#undef LETTER_WHY
};

const char *
letter_why_word(enum letter_why why)
{
	return whys[why].word;
}

const char *
letter_why_sentence(const char *word)
{
	for (size_t i = 0; i < COUNT_OF(whys); i++)
		if (strcmp(whys[i].word, word) == 0)
			return whys[i].sentence;
	return word;
}
