#include "eenplan/base/clock.h"
#include "lib/policy/sentence.h"

static int
lowest(const struct cells_set *set)
{
	for (int i = 0; i <= CELLS_UNKNOWN; i++)
		if (cells_set_has(set, i))
			return i;
	return CELLS_UNKNOWN;
}

static void
give_word(struct sentence *sentence, enum keyword keyword,
	  enum vocabulary_list list, const struct cells_set *set)
{
	int id = lowest(set);

	if (id == CELLS_UNKNOWN)
		return;
	sentence_say_keyword(sentence, keyword);
	sentence_say(sentence, vocabulary_word(sentence->vocabulary, list, id));
}

static void
give_comma(struct sentence *sentence)
{
	buf_add_char(&sentence->out, ',');
}

/* Nobody says whose it is where that makes no difference. */
static void
give_owner(struct sentence *sentence, const struct cells_set *set)
{
	int owner = lowest(set);

	if (cells_set_has(set, CELLS_UNKNOWN))
		return;
	give_comma(sentence);
	sentence_say_keyword(sentence, KEYWORD_OWNER);
	sentence_say_keyword(sentence, owner == 0 ? KEYWORD_THE_RECIPIENT
						  : KEYWORD_SOMEBODY_ELSE);
}

/* What is unknown needs no word: a test that doesn't say it means it. */
static void
give_consents(struct sentence *sentence, const struct cells_box *box,
	      size_t kinds)
{
	static const struct {
		enum policy_consent_state state;
		enum keyword keyword;
	} words[] = {
		{POLICY_CONSENT_UNKNOWN, KEYWORD_UNKNOWN},
		{POLICY_CONSENT_GIVEN, KEYWORD_GIVEN},
		{POLICY_CONSENT_GIVEN_NAMING, KEYWORD_NAMES_CATEGORY},
		{POLICY_CONSENT_REFUSED, KEYWORD_REFUSED},
		{POLICY_CONSENT_WITHDRAWN, KEYWORD_WITHDRAWN},
	};

	for (size_t kind = 0; kind < kinds; kind++) {
		size_t i = 0;

		while (i + 1 < COUNT_OF(words) &&
		       (box->consent[kind] & 1U << words[i].state) == 0)
			i++;
		if (i == 0)
			continue;
		give_comma(sentence);
		sentence_say_keyword(sentence, KEYWORD_CONSENT);
		sentence_say(sentence,
			     vocabulary_word(sentence->vocabulary,
					     VOCABULARY_CONSENT, (int)kind));
		sentence_say_keyword(sentence, words[i].keyword);
	}
}

const char *
cells_example(struct arena *arena, const struct vocabulary *vocabulary,
	      const struct cells_box *box, enum vocabulary_language language)
{
	struct sentence sentence = {.vocabulary = vocabulary,
				    .language = language};
	int age = lowest(&box->of[CELLS_AGE]);
	char day[CLOCK_DATE_BYTES];

	buf_init(&sentence.out, arena, 256);
	sentence_say(&sentence, vocabulary_word(vocabulary, VOCABULARY_CATEGORY,
						box->category));
	give_word(&sentence, KEYWORD_FROM, VOCABULARY_DOMAIN,
		  &box->of[CELLS_FROM]);
	give_word(&sentence, KEYWORD_TO, VOCABULARY_DOMAIN, &box->of[CELLS_TO]);
	give_word(&sentence, KEYWORD_AS, VOCABULARY_ROLE, &box->of[CELLS_ROLE]);
	give_word(&sentence, KEYWORD_FOR, VOCABULARY_PURPOSE,
		  &box->of[CELLS_PURPOSE]);
	give_owner(&sentence, &box->of[CELLS_OWNER]);
	if (lowest(&box->of[CELLS_SENSITIVITY]) != CELLS_UNKNOWN) {
		give_comma(&sentence);
		give_word(&sentence, KEYWORD_SENSITIVITY,
			  VOCABULARY_SENSITIVITY, &box->of[CELLS_SENSITIVITY]);
	}
	if (age != CELLS_UNKNOWN) {
		give_comma(&sentence);
		sentence_say_years(&sentence, KEYWORD_AGE, age);
	}
	give_consents(&sentence, box,
		      vocabulary_count(vocabulary, VOCABULARY_CONSENT));
	clock_format_date(box->first_day == CELLS_FIRST_DAY ? box->last_day
							    : box->first_day,
			  day);
	if (box->first_day != CLOCK_DAY_NONE) {
		give_comma(&sentence);
		sentence_say_keyword(&sentence, KEYWORD_ON);
		sentence_say(&sentence, day);
	}
	return buf_string(&sentence.out);
}

/* --- names of bits --- */

const char *
cells_field_names(struct arena *arena, const struct vocabulary *vocabulary,
		  int category, uint64_t fields)
{
	struct buf out;

	buf_init(&out, arena, 64);
	for (; fields != 0; fields &= fields - 1)
		buf_printf(&out, "%s%s", out.length > 0 ? ", " : "",
			   vocabulary_field_word(vocabulary, category,
						 __builtin_ctzll(fields)));
	return buf_string(&out);
}

const char *
cells_duty_names(struct arena *arena, const struct vocabulary *vocabulary,
		 uint64_t duties)
{
	struct buf out;

	buf_init(&out, arena, 64);
	for (; duties != 0; duties &= duties - 1)
		buf_printf(&out, "%s%s", out.length > 0 ? ", " : "",
			   vocabulary_word(vocabulary, VOCABULARY_DUTY,
					   __builtin_ctzll(duties)));
	return buf_string(&out);
}
