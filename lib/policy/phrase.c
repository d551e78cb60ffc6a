#include "lib/policy/phrase.h"

#include "eenplan/base/clock.h"

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

static void
add_word(struct buf *out, enum keyword keyword, const char *word,
	 enum vocabulary_language language)
{
	if (word == NULL)
		return;
	add_keyword(out, keyword, language);
	buf_printf(out, " %s", word);
}

static void
add_consents(struct buf *out, const struct vocabulary *vocabulary,
	     const struct policy_item *item, enum vocabulary_language language)
{
	static const enum keyword states[] = {
		[POLICY_CONSENT_REFUSED] = KEYWORD_REFUSED,
		[POLICY_CONSENT_WITHDRAWN] = KEYWORD_WITHDRAWN,
		[POLICY_CONSENT_GIVEN] = KEYWORD_GIVEN,
		[POLICY_CONSENT_GIVEN_NAMING] = KEYWORD_NAMES_CATEGORY,
	};
	size_t count = vocabulary_count(vocabulary, VOCABULARY_CONSENT);

	for (size_t kind = 0; kind < count; kind++) {
		if (item->consent[kind] == POLICY_CONSENT_UNKNOWN)
			continue;
		buf_add_char(out, ',');
		add_word(out, KEYWORD_CONSENT,
			 vocabulary_word(vocabulary, VOCABULARY_CONSENT,
					 (int)kind),
			 language);
		add_keyword(out, states[item->consent[kind]], language);
	}
}

static void
add_facts(struct buf *out, const struct vocabulary *vocabulary,
	  const struct policy_item *item, enum vocabulary_language language)
{
	const char *level = vocabulary_word(vocabulary, VOCABULARY_SENSITIVITY,
					    item->sensitivity);

	if (item->owner != POLICY_OWNER_UNKNOWN) {
		buf_add_char(out, ',');
		add_keyword(out, KEYWORD_OWNER, language);
		add_keyword(out,
			    item->owner == POLICY_OWNER_RECIPIENT
				    ? KEYWORD_THE_RECIPIENT
				    : KEYWORD_SOMEBODY_ELSE,
			    language);
	}
	if (level != NULL) {
		buf_add_char(out, ',');
		add_word(out, KEYWORD_SENSITIVITY, level, language);
	}
	if (item->age_years >= 0) {
		buf_add_char(out, ',');
		add_keyword(out, KEYWORD_AGE, language);
		buf_printf(out, " %d", item->age_years);
	}
	add_consents(out, vocabulary, item, language);
}

const char *
phrase_case(struct arena *arena, const struct vocabulary *vocabulary,
	    const struct policy_asker *asker, const struct policy_item *item,
	    enum vocabulary_language language)
{
	const struct named_fact {
		enum keyword keyword;
		enum vocabulary_list list;
		int id;
	} facts[] = {
		{KEYWORD_FROM, VOCABULARY_DOMAIN, item->from},
		{KEYWORD_TO, VOCABULARY_DOMAIN, asker->to},
		{KEYWORD_AS, VOCABULARY_ROLE, asker->role},
		{KEYWORD_FOR, VOCABULARY_PURPOSE, asker->purpose},
	};
	const char *category = vocabulary_word(vocabulary, VOCABULARY_CATEGORY,
					       item->category);
	char day[CLOCK_DATE_BYTES];
	struct buf out;

	buf_init(&out, arena, 128);
	if (category != NULL)
		buf_add_string(&out, category);
	for (size_t i = 0; i < COUNT_OF(facts); i++)
		add_word(
			&out, facts[i].keyword,
			vocabulary_word(vocabulary, facts[i].list, facts[i].id),
			language);
	add_facts(&out, vocabulary, item, language);
	clock_format_date(asker->day, day);
	if (day[0] != '\0') {
		buf_add_char(&out, ',');
		add_word(&out, KEYWORD_ON, day, language);
	}
	return buf_string(&out);
}
