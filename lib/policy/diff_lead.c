#include <stdlib.h>

#include "eenplan/base/clock.h"
#include "lib/policy/engine.h"
#include "lib/policy/lead.h"
#include "lib/policy/sentence.h"

static int
compare_days(const void *one_day, const void *other_day)
{
	int32_t one = *(const int32_t *)one_day;
	int32_t other = *(const int32_t *)other_day;

	return (one > other) - (one < other);
}

/* Each day on which some rule of `policy` begins, or has just ended. */
static size_t
add_bounds(const struct policy *policy, int32_t *days, size_t count)
{
	for (size_t i = 0; i < policy->ruleset.lead_count; i++) {
		const struct lead *lead = &policy->ruleset.leads[i];

		days[count++] = lead->from_day;
		if (lead->until_day != INT32_MAX)
			days[count++] = lead->until_day + 1;
	}
	return count;
}

/* The days on which anything can change, from the first of all. */
static int32_t *
list_days(struct arena *arena, const struct policy *older,
	  const struct policy *newer, int32_t first_day, size_t *count_out)
{
	size_t most = 1 + 2 * older->ruleset.lead_count +
		      2 * newer->ruleset.lead_count;
	int32_t *days = ARENA_ARRAY(arena, most, int32_t);
	size_t count = 1;

	days[0] = first_day;
	count = add_bounds(older, days, count);
	count = add_bounds(newer, days, count);
	qsort(days, count, sizeof(*days), compare_days);
	*count_out = count;
	return days;
}

/* A word that only the other policy has is unknown to this one. */
static bool
lets(struct arena *arena, const struct policy *policy, const char *domain,
     int32_t day)
{
	int id = vocabulary_find(policy->vocabulary, VOCABULARY_DOMAIN, domain);

	return lead_judge(arena, policy, id, day).verdict == POLICY_PERMIT;
}

struct comparing_leads {
	struct arena *arena; /* for one day's judgements */
	const struct policy *older;
	const struct policy *newer;
	const struct vocabulary *vocabulary;
};

static struct cells_set
changed_on(const struct comparing_leads *comparing, bool is_gain, int32_t day)
{
	const struct vocabulary *words = comparing->vocabulary;
	size_t domains = vocabulary_count(words, VOCABULARY_DOMAIN);
	struct cells_set set = {{0}};

	for (size_t i = 0; i < domains; i++) {
		const char *word =
			vocabulary_word(words, VOCABULARY_DOMAIN, (int)i);
		bool before =
			lets(comparing->arena, comparing->older, word, day);
		bool after =
			lets(comparing->arena, comparing->newer, word, day);

		if (before != after && after == is_gain)
			set.bits[i / 64] |= UINT64_C(1) << (i % 64);
	}
	return set;
}

static bool
is_same_set(const struct cells_set *one, const struct cells_set *other)
{
	for (size_t i = 0; i < COUNT_OF(one->bits); i++)
		if (one->bits[i] != other->bits[i])
			return false;
	return true;
}

/* Behind what changes likewise until the day before, or as one more. */
static void
add_change(struct lead_change *changes, size_t *count,
	   const struct lead_change *change)
{
	struct lead_change *last = *count > 0 ? &changes[*count - 1] : NULL;

	if (cells_set_count(&change->domains) == 0)
		return;
	if (last != NULL && last->is_gain == change->is_gain &&
	    last->last_day + 1 == change->first_day &&
	    is_same_set(&last->domains, &change->domains))
		last->last_day = change->last_day;
	else
		changes[(*count)++] = *change;
}

struct lead_changes
lead_compare(struct arena *arena, const struct policy *older,
	     const struct policy *newer, const struct vocabulary *vocabulary,
	     int32_t first_day, int32_t last_day)
{
	struct comparing_leads comparing = {.arena = arena_new(),
					    .older = older,
					    .newer = newer,
					    .vocabulary = vocabulary};
	size_t day_count;
	int32_t *days =
		list_days(comparing.arena, older, newer, first_day, &day_count);
	struct lead_change *changes =
		ARENA_ARRAY(arena, 2 * day_count, struct lead_change);
	size_t count = 0;

	for (int kind = 0; kind < 2; kind++)
		for (size_t i = 0; i < day_count; i++) {
			bool is_last = i + 1 == day_count;
			struct lead_change change = {
				.is_gain = kind == 0,
				.first_day = days[i],
				.last_day = is_last || days[i + 1] > last_day
						    ? last_day
						    : days[i + 1] - 1,
			};

			if (days[i] < first_day || days[i] > last_day ||
			    (!is_last && days[i + 1] == days[i]))
				continue;
			change.domains =
				changed_on(&comparing, change.is_gain, days[i]);
			add_change(changes, &count, &change);
		}
	arena_free(comparing.arena);
	return (struct lead_changes){.items = changes, .count = count};
}

/* --- in words --- */

static void
say_day(struct sentence *sentence, enum keyword keyword, int32_t day)
{
	char words[CLOCK_DATE_BYTES];

	clock_format_date(day, words);
	sentence_say_keyword(sentence, keyword);
	sentence_say(sentence, words);
}

const char *
lead_describe(struct arena *arena, const struct vocabulary *vocabulary,
	      const struct lead_change *change,
	      enum vocabulary_language language)
{
	struct sentence sentence = {.vocabulary = vocabulary,
				    .language = language};
	size_t left = cells_set_count(&change->domains);
	size_t domains = vocabulary_count(vocabulary, VOCABULARY_DOMAIN);

	buf_init(&sentence.out, arena, 64);
	for (size_t i = 0; i < domains; i++)
		if (cells_set_has(&change->domains, (int)i))
			sentence_say(
				&sentence,
				arena_printf(arena, "%s%s",
					     vocabulary_word(vocabulary,
							     VOCABULARY_DOMAIN,
							     (int)i),
					     --left > 0 ? "," : ""));
	if (change->first_day == change->last_day) {
		say_day(&sentence, KEYWORD_ON, change->first_day);
		return buf_string(&sentence.out);
	}
	if (change->first_day != CELLS_FIRST_DAY)
		say_day(&sentence, KEYWORD_VALID_FROM, change->first_day);
	if (change->last_day != CELLS_LAST_DAY)
		say_day(&sentence, KEYWORD_UNTIL, change->last_day);
	return buf_string(&sentence.out);
}
