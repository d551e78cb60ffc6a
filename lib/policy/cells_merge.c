#include <string.h>

#include "lib/policy/cells_space.h"

/*
 * Words are the same if they are spelled the same. The last policy's words
 * come first: what is compared is usually an old policy with its new form.
 */

static const struct vocabulary *
words_of(const struct cells_space *space, size_t side)
{
	return space->sides[side].policy->vocabulary;
}

static bool
lists_are_equal(const struct wordlist *one, const struct wordlist *other)
{
	if (one->count != other->count)
		return false;
	for (size_t i = 0; i < one->count; i++)
		if (strcmp(one->items[i].word, other->items[i].word) != 0)
			return false;
	return true;
}

static bool
words_are_equal(const struct vocabulary *one, const struct vocabulary *other)
{
	for (size_t list = 0; list < VOCABULARY_LISTS; list++)
		if (!lists_are_equal(&one->lists[list], &other->lists[list]))
			return false;
	for (size_t i = 0; i < one->lists[VOCABULARY_CATEGORY].count; i++)
		if (!lists_are_equal(&one->categories[i]->fields,
				     &other->categories[i]->fields))
			return false;
	return memcmp(&one->sent, &other->sent, sizeof(one->sent)) == 0;
}

static bool
merge_list(struct wordlist *merged, const struct wordlist *list)
{
	for (size_t i = 0; i < list->count; i++) {
		if (wordlist_find(merged, text_of(list->items[i].word)) >= 0)
			continue;
		if (merged->count == merged->room)
			return false;
		(void)wordlist_add(merged, &list->items[i]);
	}
	return true;
}

static bool
merge_category(struct arena *arena, struct vocabulary *merged, int id,
	       const struct category *category)
{
	struct category *into = merged->categories[id];

	if (into == NULL) {
		into = ARENA_NEW(arena, struct category);
		wordlist_init(&into->fields, arena, LIMIT_CATEGORY_FIELDS);
		merged->categories[id] = into;
	}
	if (!merge_list(&into->fields, &category->fields))
		return false;
	for (size_t i = 0; i < category->fields.count; i++) {
		const char *word = category->fields.items[i].word;
		int field = wordlist_find(&into->fields, text_of(word));

		if (category->class_of[i] > into->class_of[field])
			into->class_of[field] = category->class_of[i];
	}
	if (category->highest_class > into->highest_class)
		into->highest_class = category->highest_class;
	return true;
}

static void
merge_group(struct vocabulary *merged, const struct vocabulary *words,
	    size_t group)
{
	const struct wordlist *domains = &words->lists[VOCABULARY_DOMAIN];
	int into = vocabulary_find(
		merged, VOCABULARY_GROUP,
		words->lists[VOCABULARY_GROUP].items[group].word);

	for (size_t i = 0; i < domains->count; i++)
		if (wordset_has(&words->groups[group], (int)i))
			wordset_add(&merged->groups[into],
				    vocabulary_find(merged, VOCABULARY_DOMAIN,
						    domains->items[i].word));
}

static bool
merge_words(struct arena *arena, struct vocabulary *merged,
	    const struct vocabulary *words)
{
	const struct wordlist *categories = &words->lists[VOCABULARY_CATEGORY];

	for (size_t list = 0; list < VOCABULARY_LISTS; list++)
		if (!merge_list(&merged->lists[list], &words->lists[list]))
			return false;
	for (size_t i = 0; i < categories->count; i++)
		if (!merge_category(arena, merged,
				    vocabulary_find(merged, VOCABULARY_CATEGORY,
						    categories->items[i].word),
				    words->categories[i]))
			return false;
	for (size_t i = 0; i < words->lists[VOCABULARY_GROUP].count; i++)
		merge_group(merged, words, i);
	return true;
}

static void
map_words(struct cells_space *space, struct cells_side *side)
{
	const struct vocabulary *words = side->policy->vocabulary;

	for (size_t list = 0; list < VOCABULARY_LISTS; list++) {
		const struct wordlist *merged = &space->vocabulary->lists[list];

		for (size_t i = 0; i < merged->count; i++)
			side->own[list][i] = (int16_t)wordlist_find(
				&words->lists[list],
				text_of(merged->items[i].word));
	}
	for (size_t i = 0; i < words->lists[VOCABULARY_DUTY].count; i++)
		side->duty[i] = (uint8_t)vocabulary_find(
			space->vocabulary, VOCABULARY_DUTY,
			words->lists[VOCABULARY_DUTY].items[i].word);
}

static void
map_fields(struct arena *arena, struct cells_space *space,
	   struct cells_side *side)
{
	const struct vocabulary *words = side->policy->vocabulary;
	const struct wordlist *list = &words->lists[VOCABULARY_CATEGORY];

	side->field = arena_array(arena, list->count, sizeof(*side->field));
	for (size_t i = 0; i < list->count; i++) {
		const struct wordlist *fields = &words->categories[i]->fields;
		int category =
			vocabulary_find(space->vocabulary, VOCABULARY_CATEGORY,
					list->items[i].word);

		for (size_t f = 0; f < fields->count; f++)
			side->field[i][f] = (uint8_t)vocabulary_field_find(
				space->vocabulary, category,
				text_of(fields->items[f].word));
	}
}

static bool
is_sent(const struct cells_side *side, size_t purpose)
{
	return wordset_has(&side->policy->vocabulary->sent,
			   side->own[VOCABULARY_PURPOSE][purpose]);
}

/*
 * A purpose that only one policy marks as sent: who asks for it is known to
 * the other only. As a word of its own it is one more value, like any other.
 */
static bool
split_sent(struct arena *arena, struct cells_space *space,
	   struct vocabulary *merged)
{
	struct wordlist *purposes = &merged->lists[VOCABULARY_PURPOSE];
	size_t count = purposes->count;

	for (size_t i = 0; i < count; i++) {
		bool marked[CELLS_SIDES];
		const char *word;
		int id;

		for (size_t s = 0; s < CELLS_SIDES; s++)
			marked[s] = is_sent(&space->sides[s], i);
		if (marked[0] == marked[1])
			continue;
		if (purposes->count == purposes->room)
			return false;
		word = arena_printf(arena, "%s (asked)",
				    purposes->items[i].word);
		id = wordlist_add(purposes,
				  &(struct wordlist_item){
					  .word = word, .label = {word, word}});
		for (size_t s = 0; s < CELLS_SIDES; s++)
			space->sides[s].own[VOCABULARY_PURPOSE][id] =
				(int16_t)(marked[s]
						  ? VOCABULARY_UNKNOWN
						  : space->sides[s].own
							    [VOCABULARY_PURPOSE]
							    [i]);
	}
	return true;
}

static struct vocabulary *
empty_vocabulary(struct arena *arena)
{
	struct vocabulary *merged = ARENA_NEW(arena, struct vocabulary);

	for (size_t list = 0; list < VOCABULARY_LISTS; list++)
		wordlist_init(&merged->lists[list], arena,
			      list == VOCABULARY_CONSENT ? LIMIT_CONSENT_KINDS
			      : list == VOCABULARY_DUTY
				      ? LIMIT_DUTIES
				      : LIMIT_VOCABULARY_WORDS);
	return merged;
}

bool
cells_space_merge(struct arena *arena, struct cells_space *space)
{
	struct vocabulary *merged;

	if (space->side_count == 1 ||
	    words_are_equal(words_of(space, 0), words_of(space, 1))) {
		space->vocabulary = words_of(space, space->side_count - 1);
		for (size_t s = 0; s < space->side_count; s++) {
			map_words(space, &space->sides[s]);
			space->sides[s].is_own = true;
		}
		return true;
	}
	merged = empty_vocabulary(arena);
	space->vocabulary = merged;
	for (size_t s = space->side_count; s-- > 0;)
		if (!merge_words(arena, merged, words_of(space, s)))
			return false;
	for (size_t s = 0; s < space->side_count; s++) {
		map_words(space, &space->sides[s]);
		map_fields(arena, space, &space->sides[s]);
	}
	return split_sent(arena, space, merged);
}
