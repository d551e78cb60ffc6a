#include "eenplan/policy/vocabulary.h"

#include "lib/policy/lexicon.h"

static const struct wordlist_item *
item_at(const struct wordlist *list, int id)
{
	return id >= 0 && (size_t)id < list->count ? &list->items[id] : NULL;
}

static const struct category *
category_at(const struct vocabulary *vocabulary, int category)
{
	size_t count = vocabulary->lists[VOCABULARY_CATEGORY].count;

	return category >= 0 && (size_t)category < count
		       ? vocabulary->categories[category]
		       : NULL;
}

static const struct wordlist_item *
field_at(const struct vocabulary *vocabulary, int category, int field)
{
	const struct category *found = category_at(vocabulary, category);

	return found == NULL ? NULL : item_at(&found->fields, field);
}

size_t
vocabulary_count(const struct vocabulary *vocabulary, enum vocabulary_list list)
{
	return vocabulary->lists[list].count;
}

int
vocabulary_find(const struct vocabulary *vocabulary, enum vocabulary_list list,
		const char *word)
{
	return wordlist_find(&vocabulary->lists[list], text_of(word));
}

const char *
vocabulary_word(const struct vocabulary *vocabulary, enum vocabulary_list list,
		int id)
{
	const struct wordlist_item *item =
		item_at(&vocabulary->lists[list], id);

	return item == NULL ? NULL : item->word;
}

const char *
vocabulary_label(const struct vocabulary *vocabulary, enum vocabulary_list list,
		 int id, enum vocabulary_language language)
{
	const struct wordlist_item *item =
		item_at(&vocabulary->lists[list], id);

	return item == NULL ? NULL : item->label[language];
}

/* Group 0 is "any". */
int
vocabulary_group_of(const struct vocabulary *vocabulary, int domain)
{
	size_t count = vocabulary->lists[VOCABULARY_GROUP].count;

	for (size_t group = 1; group < count; group++)
		if (wordset_has(&vocabulary->groups[group], domain))
			return (int)group;
	return VOCABULARY_UNKNOWN;
}

bool
vocabulary_group_has(const struct vocabulary *vocabulary, int group, int domain)
{
	size_t count = vocabulary->lists[VOCABULARY_GROUP].count;

	return group >= 0 && (size_t)group < count &&
	       wordset_has(&vocabulary->groups[group], domain);
}

size_t
vocabulary_field_count(const struct vocabulary *vocabulary, int category)
{
	const struct category *found = category_at(vocabulary, category);

	return found == NULL ? 0 : found->fields.count;
}

int
vocabulary_field_find(const struct vocabulary *vocabulary, int category,
		      struct text field)
{
	const struct category *found = category_at(vocabulary, category);

	return found == NULL ? VOCABULARY_UNKNOWN
			     : wordlist_find(&found->fields, field);
}

const char *
vocabulary_field_word(const struct vocabulary *vocabulary, int category,
		      int field)
{
	const struct wordlist_item *item =
		field_at(vocabulary, category, field);

	return item == NULL ? NULL : item->word;
}

const char *
vocabulary_field_label(const struct vocabulary *vocabulary, int category,
		       int field, enum vocabulary_language language)
{
	const struct wordlist_item *item =
		field_at(vocabulary, category, field);

	return item == NULL ? NULL : item->label[language];
}

/* What isn't known is treated as the most sensitive. */
enum vocabulary_class
vocabulary_field_class(const struct vocabulary *vocabulary, int category,
		       int field)
{
	return field_at(vocabulary, category, field) == NULL
		       ? VOCABULARY_SPECIAL
		       : category_at(vocabulary, category)->class_of[field];
}

enum vocabulary_class
vocabulary_category_class(const struct vocabulary *vocabulary, int category)
{
	const struct category *found = category_at(vocabulary, category);

	return found == NULL ? VOCABULARY_SPECIAL : found->highest_class;
}
