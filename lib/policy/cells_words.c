#include "eenplan/base/clock.h"
#include "lib/policy/sentence.h"

static const char *
spelled(const struct sentence *sentence, enum keyword keyword)
{
	return keyword_spelling(keyword, sentence->language);
}

/* "when" before the first condition, "and" before the others. */
static void
say_condition(struct sentence *sentence)
{
	sentence_say_keyword(sentence, sentence->has_condition ? KEYWORD_AND
							       : KEYWORD_WHEN);
	sentence->has_condition = true;
}

static const char *
or_of(const struct sentence *sentence)
{
	return sentence->language == VOCABULARY_DUTCH ? " of " : " or ";
}

/* --- lists of words --- */

static bool
has_all(const struct cells_set *set, size_t from, size_t until)
{
	for (size_t i = from; i < until; i++)
		if (!cells_set_has(set, (int)i))
			return false;
	return true;
}

static void
say_words(struct sentence *sentence, enum vocabulary_list list,
	  const struct cells_set *set, bool wanted)
{
	size_t count = vocabulary_count(sentence->vocabulary, list);
	const char *separator = " ";

	for (size_t i = 0; i < count; i++) {
		if (cells_set_has(set, (int)i) != wanted)
			continue;
		buf_add_string(&sentence->out, separator);
		buf_add_string(
			&sentence->out,
			vocabulary_word(sentence->vocabulary, list, (int)i));
		separator = ", ";
	}
}

/* Groups of domains that are there as a whole, taken out of `set`. */
static const char *
say_groups(struct sentence *sentence, struct cells_set *set)
{
	const struct vocabulary *words = sentence->vocabulary;
	size_t groups = vocabulary_count(words, VOCABULARY_GROUP);
	size_t domains = vocabulary_count(words, VOCABULARY_DOMAIN);
	const char *separator = " ";

	for (size_t group = 0; group < groups; group++) {
		bool is_whole = true;
		size_t members = 0;

		for (size_t i = 0; i < domains; i++)
			if (vocabulary_group_has(words, (int)group, (int)i)) {
				members++;
				is_whole =
					is_whole && cells_set_has(set, (int)i);
			}
		if (!is_whole || members < 2 || members == domains)
			continue;
		buf_printf(
			&sentence->out, "%s%s", separator,
			vocabulary_word(words, VOCABULARY_GROUP, (int)group));
		separator = ", ";
		for (size_t i = 0; i < domains; i++)
			if (vocabulary_group_has(words, (int)group, (int)i))
				set->bits[i / 64] &= ~(UINT64_C(1) << (i % 64));
	}
	return separator;
}

static void
say_list(struct sentence *sentence, enum keyword keyword,
	 enum vocabulary_list list, const struct cells_set *set)
{
	size_t all = vocabulary_count(sentence->vocabulary, list);
	size_t unknown = cells_set_has(set, CELLS_UNKNOWN);
	size_t count = cells_set_count(set) - unknown;

	sentence_say_keyword(sentence, keyword);
	if (count == all) {
		sentence_say_keyword(sentence, KEYWORD_ANY);
	} else if (count > 0 && all - count <= 3 && count > 3) {
		sentence_say_keyword(sentence, KEYWORD_ANY);
		sentence_say_keyword(sentence, KEYWORD_EXCEPT);
		say_words(sentence, list, set, false);
	} else {
		struct cells_set left = *set;
		size_t before = sentence->out.length;

		if (list == VOCABULARY_DOMAIN &&
		    *say_groups(sentence, &left) == ',' &&
		    cells_set_count(&left) > unknown)
			buf_add_char(&sentence->out, ',');
		say_words(sentence, list, &left, true);
		if (sentence->out.length == before)
			sentence_say_keyword(sentence, KEYWORD_UNKNOWN);
	}
}

/* --- conditions --- */

/* " or unknown", after what was said of known values. */
static void
say_or_unknown(struct sentence *sentence, bool is_unknown)
{
	if (is_unknown)
		buf_printf(&sentence->out, "%s%s", or_of(sentence),
			   spelled(sentence, KEYWORD_UNKNOWN));
}

static void
say_sensitivity(struct sentence *sentence, const struct cells_set *set)
{
	size_t levels =
		vocabulary_count(sentence->vocabulary, VOCABULARY_SENSITIVITY);
	bool unknown = cells_set_has(set, CELLS_UNKNOWN);
	const char *separator = " ";

	if (unknown && has_all(set, 0, levels))
		return;
	say_condition(sentence);
	sentence_say_keyword(sentence, KEYWORD_SENSITIVITY);
	sentence_say_keyword(sentence, KEYWORD_IS);
	for (size_t i = 0; i < levels; i++) {
		if (!cells_set_has(set, (int)i))
			continue;
		buf_printf(&sentence->out, "%s%s", separator,
			   vocabulary_word(sentence->vocabulary,
					   VOCABULARY_SENSITIVITY, (int)i));
		separator = or_of(sentence);
	}
	if (cells_set_count(set) == unknown)
		sentence_say_keyword(sentence, KEYWORD_UNKNOWN);
	else
		say_or_unknown(sentence, unknown);
}

/* The first age behind `from` that is in the set, or not in it. */
static int
next_age(const struct cells_set *set, int from, bool is_in)
{
	while (from <= LIMIT_POLICY_AGE_YEARS &&
	       cells_set_has(set, from) != is_in)
		from++;
	return from;
}

static void
say_age(struct sentence *sentence, const struct cells_set *set)
{
	bool unknown = cells_set_has(set, CELLS_UNKNOWN);
	int first = next_age(set, 0, true);
	int behind = next_age(set, first, false);
	bool is_first = true;

	if (unknown && behind > LIMIT_POLICY_AGE_YEARS && first == 0)
		return;
	say_condition(sentence);
	sentence_say_keyword(sentence, KEYWORD_AGE);
	sentence_say_keyword(sentence, KEYWORD_IS);
	if (first == 0 && behind > LIMIT_POLICY_AGE_YEARS)
		sentence_say(sentence, sentence->language == VOCABULARY_DUTCH
					       ? "bekend"
					       : "known");
	while (first <= LIMIT_POLICY_AGE_YEARS &&
	       !(first == 0 && behind > LIMIT_POLICY_AGE_YEARS)) {
		if (!is_first)
			buf_add_string(&sentence->out, or_of(sentence));
		is_first = false;
		if (first == 0)
			sentence_say_years(sentence, KEYWORD_BELOW, behind);
		else
			sentence_say_years(sentence, KEYWORD_AT_LEAST, first);
		if (first > 0 && behind <= LIMIT_POLICY_AGE_YEARS) {
			sentence_say_keyword(sentence, KEYWORD_AND);
			sentence_say_years(sentence, KEYWORD_BELOW, behind);
		}
		first = next_age(set, behind, true);
		behind = next_age(set, first, false);
	}
	if (cells_set_count(set) == unknown)
		sentence_say_keyword(sentence, KEYWORD_UNKNOWN);
	else
		say_or_unknown(sentence, unknown);
}

static void
say_owner(struct sentence *sentence, const struct cells_set *set)
{
	static const enum keyword owners[POLICY_OWNERS] = {
		KEYWORD_THE_RECIPIENT, KEYWORD_SOMEBODY_ELSE};
	bool unknown = cells_set_has(set, CELLS_UNKNOWN);
	const char *separator = " ";

	if (unknown && has_all(set, 0, POLICY_OWNERS))
		return;
	say_condition(sentence);
	sentence_say_keyword(sentence, KEYWORD_OWNER);
	sentence_say_keyword(sentence, KEYWORD_IS);
	for (size_t i = 0; i < POLICY_OWNERS; i++) {
		if (!cells_set_has(set, (int)i))
			continue;
		buf_printf(&sentence->out, "%s%s", separator,
			   spelled(sentence, owners[i]));
		separator = or_of(sentence);
	}
	if (cells_set_count(set) == unknown)
		sentence_say_keyword(sentence, KEYWORD_UNKNOWN);
	else
		say_or_unknown(sentence, unknown);
}

static void
say_consent(struct sentence *sentence, int kind, unsigned states)
{
	static const struct {
		unsigned state;
		enum keyword keyword;
	} words[] = {
		{1U << POLICY_CONSENT_GIVEN | 1U << POLICY_CONSENT_GIVEN_NAMING,
		 KEYWORD_GIVEN},
		{1U << POLICY_CONSENT_REFUSED, KEYWORD_REFUSED},
		{1U << POLICY_CONSENT_WITHDRAWN, KEYWORD_WITHDRAWN},
		{1U << POLICY_CONSENT_UNKNOWN, KEYWORD_UNKNOWN},
	};
	unsigned all = (1U << (POLICY_CONSENT_GIVEN_NAMING + 1)) - 1;
	unsigned given = words[0].state;
	bool is_first = true;

	if (states == all)
		return;
	say_condition(sentence);
	sentence_say_keyword(sentence, KEYWORD_CONSENT);
	sentence_say(sentence, vocabulary_word(sentence->vocabulary,
					       VOCABULARY_CONSENT, kind));
	if ((states & given) == 1U << POLICY_CONSENT_GIVEN_NAMING) {
		sentence_say_keyword(sentence, KEYWORD_NAMES_CATEGORY);
		is_first = false;
	} else {
		sentence_say_keyword(sentence, KEYWORD_IS);
	}
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		if ((states & words[i].state) == 0 || (i == 0 && !is_first))
			continue;
		if (is_first)
			sentence_say_keyword(sentence, words[i].keyword);
		else
			buf_printf(&sentence->out, "%s%s", or_of(sentence),
				   spelled(sentence, words[i].keyword));
		if (i == 0 && (states & given) == 1U << POLICY_CONSENT_GIVEN)
			sentence_say(sentence,
				     sentence->language == VOCABULARY_DUTCH
					     ? "zonder de categorie te noemen"
					     : "without naming the category");
		is_first = false;
	}
}

static void
say_days(struct sentence *sentence, const struct cells_box *box)
{
	char day[CLOCK_DATE_BYTES];

	if (box->first_day == CLOCK_DAY_NONE)
		return;
	if (box->first_day == box->last_day) {
		clock_format_date(box->first_day, day);
		sentence_say_keyword(sentence, KEYWORD_ON);
		sentence_say(sentence, day);
		return;
	}
	if (box->first_day != CELLS_FIRST_DAY) {
		clock_format_date(box->first_day, day);
		sentence_say_keyword(sentence, KEYWORD_VALID_FROM);
		sentence_say(sentence, day);
	}
	if (box->last_day != CELLS_LAST_DAY) {
		clock_format_date(box->last_day, day);
		sentence_say_keyword(sentence, KEYWORD_UNTIL);
		sentence_say(sentence, day);
	}
}

const char *
cells_describe(struct arena *arena, const struct vocabulary *vocabulary,
	       const struct cells_box *box, enum vocabulary_language language)
{
	struct sentence sentence = {.vocabulary = vocabulary,
				    .language = language};
	size_t kinds = vocabulary_count(vocabulary, VOCABULARY_CONSENT);

	buf_init(&sentence.out, arena, 256);
	say_list(&sentence, KEYWORD_FROM, VOCABULARY_DOMAIN,
		 &box->of[CELLS_FROM]);
	say_list(&sentence, KEYWORD_TO, VOCABULARY_DOMAIN, &box->of[CELLS_TO]);
	say_list(&sentence, KEYWORD_AS, VOCABULARY_ROLE, &box->of[CELLS_ROLE]);
	say_list(&sentence, KEYWORD_FOR, VOCABULARY_PURPOSE,
		 &box->of[CELLS_PURPOSE]);
	say_owner(&sentence, &box->of[CELLS_OWNER]);
	for (size_t kind = 0; kind < kinds; kind++)
		say_consent(&sentence, (int)kind, box->consent[kind]);
	say_sensitivity(&sentence, &box->of[CELLS_SENSITIVITY]);
	say_age(&sentence, &box->of[CELLS_AGE]);
	say_days(&sentence, box);
	return buf_string(&sentence.out);
}
