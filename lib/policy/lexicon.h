/*
 * The inside of a vocabulary, and how one is made from its files.
 */
#ifndef EENPLAN_POLICY_LEXICON_H
#define EENPLAN_POLICY_LEXICON_H

#include "lib/policy/ast.h"
#include "lib/policy/wordlist.h"
#include "lib/policy/wordset.h"

struct category {
	struct wordlist fields;
	enum vocabulary_class class_of[LIMIT_CATEGORY_FIELDS];
	enum vocabulary_class highest_class;
};

struct vocabulary {
	struct wordlist lists[VOCABULARY_LISTS];
	struct wordset groups[LIMIT_VOCABULARY_WORDS]; /* their domains */
	struct category *categories[LIMIT_VOCABULARY_WORDS];
	struct wordset sent; /* purposes for which nobody may ask */
};

/*
 * The vocabulary of all vocabulary files among `files`, in `arena`. Mistakes
 * (words twice, lists too long, groups of no domain) go to the files' sources.
 */
struct vocabulary *lexicon_build(struct arena *arena,
				 struct ast_file *const *files, size_t count);

/* "a role", "a kind of consent" … Static. */
const char *lexicon_list_name(enum vocabulary_list list);
int lexicon_find(const struct vocabulary *vocabulary, enum vocabulary_list list,
		 struct place word);
/* The words of `list` and `other` (or VOCABULARY_LISTS: none) for a hint. */
const char *lexicon_hint(const struct vocabulary *vocabulary,
			 enum vocabulary_list list, enum vocabulary_list other,
			 struct place word);
/* A bit for every field of `category`. */
uint64_t lexicon_all_fields(const struct vocabulary *vocabulary, int category);

#endif
