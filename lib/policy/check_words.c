#include "eenplan/base/clock.h"
#include "lib/policy/checker.h"

/* "a role" without its article. */
static const char *
bare_name(enum vocabulary_list list)
{
	return lexicon_list_name(list) + sizeof("a ") - 1;
}

static void
report_unknown(struct checker *checker, enum vocabulary_list list,
	       struct place word)
{
	const struct vocabulary *vocabulary = checker->vocabulary;
	const char *written = place_string(checker->arena, word);

	for (size_t i = 0; i < VOCABULARY_LISTS; i++) {
		enum vocabulary_list other = (enum vocabulary_list)i;

		if (lexicon_find(vocabulary, other, word) < 0)
			continue;
		place_error(word, NULL, "\"%s\" is %s, not %s", written,
			    lexicon_list_name(other), lexicon_list_name(list));
		return;
	}
	place_error(word,
		    lexicon_hint(vocabulary, list,
				 list == VOCABULARY_DOMAIN ? VOCABULARY_GROUP
							   : VOCABULARY_LISTS,
				 word),
		    "there is no %s \"%s\"", bare_name(list), written);
}

int
checker_find(struct checker *checker, enum vocabulary_list list,
	     struct place word)
{
	int id = lexicon_find(checker->vocabulary, list, word);

	if (id < 0)
		report_unknown(checker, list, word);
	return id;
}

static void
add_to_set(struct checker *checker, enum vocabulary_list list,
	   struct place word, struct wordset *set)
{
	int id = lexicon_find(checker->vocabulary, list, word);
	int group = list == VOCABULARY_DOMAIN
			    ? lexicon_find(checker->vocabulary,
					   VOCABULARY_GROUP, word)
			    : VOCABULARY_UNKNOWN;

	if (id >= 0)
		wordset_add(set, id);
	else if (group >= 0)
		wordset_unite(set, &checker->vocabulary->groups[group]);
	else
		report_unknown(checker, list, word);
}

struct wordset
checker_set(struct checker *checker, enum vocabulary_list list,
	    const struct ast_list *words)
{
	struct wordset all =
		wordset_first(checker->vocabulary->lists[list].count);
	struct wordset named = {{0}};

	for (const struct ast_word *word = words->first; word != NULL;
	     word = word->next)
		add_to_set(checker, list, word->at, &named);
	if (!words->any && place_is_set(words->at))
		return named;
	wordset_subtract(&all, &named);
	return all;
}

bool
checker_day(struct checker *checker, struct place date, int32_t *day_out)
{
	const char *written = place_string(checker->arena, date);

	if (clock_parse_date(written, day_out))
		return true;
	place_error(date, NULL, "there is no day %s", written);
	return false;
}
