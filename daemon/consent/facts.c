#include "daemon/consent/facts.h"

#include <assert.h>
#include <string.h>

#include "eenplan/base/clock.h"

/*
 * How specific a record is, as one number: recipient before category before
 * purpose. Weight adds what its state weighs at equal specificity.
 */
enum { RANK_PURPOSE = 1, RANK_CATEGORY = 2, RANK_RECIPIENT = 4 };
#define STATES 4

/* The record that decides so far; the zero value is nobody. */
struct finding {
	const struct consent *record;
	unsigned weight;
};

/*
 * findings[0 … kinds) are what records about all categories say; after them
 * come as many for each category, from records that name it.
 */
struct consent_answers {
	size_t kind_count;
	size_t category_count;
	struct finding findings[];
};

static bool
has_word(const char *const *words, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i], word) == 0)
			return true;
	return false;
}

static bool
is_in_force(const struct consent *record, int32_t day)
{
	return day != CLOCK_DAY_NONE &&
	       (record->from_day == CLOCK_DAY_NONE ||
		record->from_day <= day) &&
	       (record->until_day == CLOCK_DAY_NONE ||
		day <= record->until_day);
}

static bool
is_for_recipient(const struct consent *record,
		 const struct consent_question *question)
{
	const char *recipient = record->recipient;

	if (record->recipient_kind == CONSENT_TO_ANYONE)
		return true;
	if (recipient == NULL)
		return false;
	switch (record->recipient_kind) {
	case CONSENT_TO_ANYONE: return true;
	case CONSENT_TO_DOMAIN: return strcmp(recipient, question->domain) == 0;
	case CONSENT_TO_ROLE: return strcmp(recipient, question->role) == 0;
	case CONSENT_TO_ORGANISATION:
		return strcmp(recipient, question->organisation) == 0;
	}
	return false;
}

/* In all but its category. */
static bool
applies(const struct consent *record, const struct consent_question *question)
{
	return is_in_force(record, question->day) &&
	       is_for_recipient(record, question) &&
	       (record->purpose_count == 0 ||
		has_word(record->purposes, record->purpose_count,
			 question->purpose));
}

static unsigned
weight_of_state(enum consent_state state)
{
	switch (state) {
	case CONSENT_REFUSED: return 3;
	case CONSENT_WITHDRAWN: return 2;
	case CONSENT_UNKNOWN: return 1;
	case CONSENT_GIVEN: return 0;
	}
	return 1;
}

static unsigned
weight_of(const struct consent *record)
{
	unsigned rank = RANK_RECIPIENT * (unsigned)record->recipient_kind;

	if (record->category_count > 0)
		rank += RANK_CATEGORY;
	if (record->purpose_count > 0)
		rank += RANK_PURPOSE;
	return STATES * rank + weight_of_state(record->state);
}

/* Of equals the one with the lowest id, so that the order means nothing. */
static bool
is_before(const struct consent *one, const struct consent *other)
{
	if (one->id == NULL || other->id == NULL)
		return one->id != NULL;
	return strcmp(one->id, other->id) < 0;
}

static bool
beats(const struct finding *one, const struct finding *other)
{
	if (one->record == NULL || other->record == NULL)
		return one->record != NULL;
	if (one->weight != other->weight)
		return one->weight > other->weight;
	return is_before(one->record, other->record);
}

static void
weigh(struct finding *best, const struct consent *record)
{
	struct finding found = {record, weight_of(record)};

	if (beats(&found, best))
		*best = found;
}

static enum policy_consent_state
state_of(const struct finding *finding)
{
	if (finding->record == NULL)
		return POLICY_CONSENT_UNKNOWN;
	switch (finding->record->state) {
	case CONSENT_UNKNOWN: return POLICY_CONSENT_UNKNOWN;
	case CONSENT_REFUSED: return POLICY_CONSENT_REFUSED;
	case CONSENT_WITHDRAWN: return POLICY_CONSENT_WITHDRAWN;
	case CONSENT_GIVEN:
		return finding->record->category_count > 0
			       ? POLICY_CONSENT_GIVEN_NAMING
			       : POLICY_CONSENT_GIVEN;
	}
	return POLICY_CONSENT_UNKNOWN;
}

static void
put_fact(struct consent_facts *facts, size_t kind,
	 const struct finding *finding)
{
	facts->state[kind] = state_of(finding);
	facts->deciding[kind] = finding->record;
}

static size_t
count_kinds(const struct vocabulary *vocabulary)
{
	size_t count = vocabulary_count(vocabulary, VOCABULARY_CONSENT);

	assert(count <= LIMIT_CONSENT_KINDS);
	return count;
}

void
consent_facts(const struct vocabulary *vocabulary,
	      const struct consent *records, size_t count,
	      const struct consent_question *question,
	      struct consent_facts *facts_out)
{
	struct finding best[LIMIT_CONSENT_KINDS] = {0};
	size_t kinds = count_kinds(vocabulary);

	*facts_out = (struct consent_facts){0};
	for (size_t i = 0; i < count; i++) {
		const struct consent *record = &records[i];
		int kind;

		if (!applies(record, question) ||
		    (record->category_count > 0 &&
		     !has_word(record->categories, record->category_count,
			       question->category)))
			continue;
		kind = vocabulary_find(vocabulary, VOCABULARY_CONSENT,
				       record->kind);
		if (kind != VOCABULARY_UNKNOWN)
			weigh(&best[kind], record);
	}
	for (size_t kind = 0; kind < kinds; kind++)
		put_fact(facts_out, kind, &best[kind]);
}

static void
answer_with(struct consent_answers *answers,
	    const struct vocabulary *vocabulary, const struct consent *record)
{
	int kind =
		vocabulary_find(vocabulary, VOCABULARY_CONSENT, record->kind);

	if (kind == VOCABULARY_UNKNOWN)
		return;
	if (record->category_count == 0)
		weigh(&answers->findings[kind], record);
	for (size_t i = 0; i < record->category_count; i++) {
		int category = vocabulary_find(vocabulary, VOCABULARY_CATEGORY,
					       record->categories[i]);
		size_t row = (size_t)(category + 1) * answers->kind_count;

		if (category != VOCABULARY_UNKNOWN)
			weigh(&answers->findings[row + (size_t)kind], record);
	}
}

struct consent_answers *
consent_answers_new(struct arena *arena, const struct vocabulary *vocabulary,
		    const struct consent *records, size_t count,
		    const struct consent_question *question)
{
	size_t kinds = count_kinds(vocabulary);
	size_t categories = vocabulary_count(vocabulary, VOCABULARY_CATEGORY);
	struct consent_answers *answers = arena_alloc(
		arena, sizeof(*answers) + (categories + 1) * kinds *
						  sizeof(struct finding));

	answers->kind_count = kinds;
	answers->category_count = categories;
	for (size_t i = 0; i < count; i++)
		if (applies(&records[i], question))
			answer_with(answers, vocabulary, &records[i]);
	return answers;
}

void
consent_answers_get(const struct consent_answers *answers, int category,
		    struct consent_facts *facts_out)
{
	const struct finding *all = answers->findings;
	const struct finding *named;

	*facts_out = (struct consent_facts){0};
	if (category < 0 || (size_t)category >= answers->category_count)
		return;
	named = all + (size_t)(category + 1) * answers->kind_count;
	for (size_t kind = 0; kind < answers->kind_count; kind++)
		put_fact(facts_out, kind,
			 beats(&named[kind], &all[kind]) ? &named[kind]
							 : &all[kind]);
}
