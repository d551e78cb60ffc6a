/*
 * Words about letters between nodes (letter.def).
 */
#ifndef EENPLAN_WIRE_LETTER_H
#define EENPLAN_WIRE_LETTER_H

enum letter_why {
#define LETTER_WHY(name, word, sentence) LETTER_##name,
#include "eenplan/wire/letter.def"
#undef LETTER_WHY
};

/* The stable word for programs and the store, such as "unreachable". Static. */
const char *letter_why_word(enum letter_why why);
/* The English sentence for people (a gettext key); `word` itself if unknown. */
const char *letter_why_sentence(const char *word);

#endif
