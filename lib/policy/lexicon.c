#include "lib/policy/lexicon.h"

#include <string.h>

static const char *const list_names[VOCABULARY_LISTS] = {
	[VOCABULARY_DOMAIN] = "a domain",
	[VOCABULARY_GROUP] = "a group of domains",
	[VOCABULARY_ROLE] = "a role",
	[VOCABULARY_PURPOSE] = "a purpose",
	[VOCABULARY_CATEGORY] = "a category",
	[VOCABULARY_SENSITIVITY] = "a sensitivity level",
	[VOCABULARY_CONSENT] = "a kind of consent",
	[VOCABULARY_DUTY] = "a duty",
	[VOCABULARY_BASIS] = "a legal basis",
};

static const size_t list_limits[VOCABULARY_LISTS] = {
	[VOCABULARY_DOMAIN] = LIMIT_VOCABULARY_WORDS,
	[VOCABULARY_GROUP] = LIMIT_VOCABULARY_WORDS,
	[VOCABULARY_ROLE] = LIMIT_VOCABULARY_WORDS,
	[VOCABULARY_PURPOSE] = LIMIT_VOCABULARY_WORDS,
	[VOCABULARY_CATEGORY] = LIMIT_VOCABULARY_WORDS,
	[VOCABULARY_SENSITIVITY] = LIMIT_VOCABULARY_WORDS,
	[VOCABULARY_CONSENT] = LIMIT_CONSENT_KINDS,
	[VOCABULARY_DUTY] = LIMIT_DUTIES,
	[VOCABULARY_BASIS] = LIMIT_VOCABULARY_WORDS,
};

struct builder {
	struct arena *arena;
	struct vocabulary *vocabulary;
};

const char *
lexicon_list_name(enum vocabulary_list list)
{
	return list_names[list];
}

int
lexicon_find(const struct vocabulary *vocabulary, enum vocabulary_list list,
	     struct place word)
{
	return wordlist_find(&vocabulary->lists[list], place_text(word));
}

static size_t
collect(const struct vocabulary *vocabulary, enum vocabulary_list list,
	const char **words)
{
	const struct wordlist *from = &vocabulary->lists[list];

	for (size_t i = 0; i < from->count; i++)
		words[i] = from->items[i].word;
	return from->count;
}

const char *
lexicon_hint(const struct vocabulary *vocabulary, enum vocabulary_list list,
	     enum vocabulary_list other, struct place word)
{
	const char *words[2 * LIMIT_VOCABULARY_WORDS];
	size_t count = collect(vocabulary, list, words);

	if (other != VOCABULARY_LISTS)
		count += collect(vocabulary, other, words + count);
	return place_hint(word, words, count);
}

uint64_t
lexicon_all_fields(const struct vocabulary *vocabulary, int category)
{
	size_t count = vocabulary->categories[category]->fields.count;

	return count == 0 ? 0 : UINT64_MAX >> (64 - count);
}

/* --- building --- */

static struct wordlist_item
item_of(struct arena *arena, const struct ast_entry *entry)
{
	struct wordlist_item item = {.word = place_string(arena, entry->word)};

	for (size_t i = 0; i < COUNT_OF(item.label); i++)
		item.label[i] = place_is_set(entry->label[i])
					? place_string(arena, entry->label[i])
					: item.word;
	return item;
}

static bool
is_reserved(struct place word)
{
	return text_is(place_text(word),
		       keyword_spelling(KEYWORD_ANY, VOCABULARY_ENGLISH)) ||
	       text_is(place_text(word),
		       keyword_spelling(KEYWORD_ANY, VOCABULARY_DUTCH));
}

/* Can it be added? A domain and a group must differ too: rules mix them. */
static bool
word_is_free(const struct builder *builder, const struct ast_entry *entry)
{
	const struct vocabulary *vocabulary = builder->vocabulary;
	const struct wordlist *list = &vocabulary->lists[entry->list];
	bool is_place = entry->list == VOCABULARY_DOMAIN ||
			entry->list == VOCABULARY_GROUP;
	const char *word = place_string(builder->arena, entry->word);

	if (is_reserved(entry->word))
		place_error(entry->word, NULL,
			    "\"%s\" is a word of the language itself", word);
	else if (lexicon_find(vocabulary, entry->list, entry->word) >= 0)
		place_error(entry->word, NULL, "there is %s \"%s\" already",
			    list_names[entry->list], word);
	else if (is_place &&
		 (lexicon_find(vocabulary, VOCABULARY_DOMAIN, entry->word) >=
			  0 ||
		  lexicon_find(vocabulary, VOCABULARY_GROUP, entry->word) >= 0))
		place_error(entry->word, NULL,
			    "\"%s\" is both a domain and a group of domains",
			    word);
	else if (list->count == list->room)
		place_error(entry->word, NULL,
			    "a vocabulary has at most %zu of these",
			    list->room);
	else
		return true;
	return false;
}

static void
add_group(struct builder *builder, const struct ast_entry *entry, int group)
{
	struct vocabulary *vocabulary = builder->vocabulary;

	if (entry->contains.count == 0 && !entry->is_broken)
		place_error(entry->word, "write \"contains\" and its domains",
			    "the group \"%s\" contains no domain",
			    place_string(builder->arena, entry->word));
	for (const struct ast_word *word = entry->contains.first; word != NULL;
	     word = word->next) {
		int domain =
			lexicon_find(vocabulary, VOCABULARY_DOMAIN, word->at);

		if (domain >= 0)
			wordset_add(&vocabulary->groups[group], domain);
		else
			place_error(word->at,
				    lexicon_hint(vocabulary, VOCABULARY_DOMAIN,
						 VOCABULARY_LISTS, word->at),
				    "there is no domain \"%s\"",
				    place_string(builder->arena, word->at));
	}
}

static bool
class_of_mark(const struct ast_entry *field, enum vocabulary_class *class_out)
{
	if (!place_is_set(field->mark))
		return false;
	if (field->mark_keyword == KEYWORD_PLAIN)
		*class_out = VOCABULARY_PLAIN;
	else if (field->mark_keyword == KEYWORD_PERSONAL)
		*class_out = VOCABULARY_PERSONAL;
	else if (field->mark_keyword == KEYWORD_SPECIAL)
		*class_out = VOCABULARY_SPECIAL;
	else
		return false;
	return true;
}

static void
add_field(struct builder *builder, struct category *category,
	  const struct ast_entry *entry)
{
	struct wordlist *fields = &category->fields;
	const char *word = place_string(builder->arena, entry->word);
	enum vocabulary_class class;

	if (entry->is_broken)
		return;
	if (!class_of_mark(entry, &class)) {
		place_error(entry->word, NULL,
			    "say of the field \"%s\" whether it is plain, "
			    "personal or special",
			    word);
		return;
	}
	if (wordlist_find(fields, place_text(entry->word)) >= 0) {
		place_error(entry->word, NULL,
			    "the category has a field \"%s\" already", word);
		return;
	}
	if (fields->count == LIMIT_CATEGORY_FIELDS) {
		place_error(entry->word, NULL,
			    "a category has at most %d fields",
			    LIMIT_CATEGORY_FIELDS);
		return;
	}

	struct wordlist_item item = item_of(builder->arena, entry);

	category->class_of[wordlist_add(fields, &item)] = class;
	if (class > category->highest_class)
		category->highest_class = class;
}

static void
add_category(struct builder *builder, const struct ast_entry *entry, int id)
{
	struct category *category = ARENA_NEW(builder->arena, struct category);
	size_t count = 0;

	for (const struct ast_entry *field = entry->fields; field != NULL;
	     field = field->next)
		count++;
	if (count == 0)
		place_error(entry->word, NULL,
			    "the category \"%s\" has no fields",
			    place_string(builder->arena, entry->word));
	wordlist_init(&category->fields, builder->arena,
		      count < LIMIT_CATEGORY_FIELDS ? count + 1
						    : LIMIT_CATEGORY_FIELDS);
	for (const struct ast_entry *field = entry->fields; field != NULL;
	     field = field->next)
		add_field(builder, category, field);
	builder->vocabulary->categories[id] = category;
}

static void
check_entry_shape(const struct ast_entry *entry)
{
	bool is_sent = place_is_set(entry->mark) &&
		       entry->mark_keyword == KEYWORD_SENT;

	if (place_is_set(entry->mark) &&
	    !(is_sent && entry->list == VOCABULARY_PURPOSE))
		place_error(entry->mark, NULL,
			    is_sent ? "only a purpose can be \"sent\""
				    : "only a field can be plain, personal or "
				      "special");
	if (place_is_set(entry->contains.at) && entry->list != VOCABULARY_GROUP)
		place_error(entry->contains.at, NULL,
			    "only a group contains domains");
}

static void
add_entry(struct builder *builder, const struct ast_entry *entry)
{
	struct vocabulary *vocabulary = builder->vocabulary;

	check_entry_shape(entry);
	if (!word_is_free(builder, entry))
		return;

	struct wordlist_item item = item_of(builder->arena, entry);
	int id = wordlist_add(&vocabulary->lists[entry->list], &item);

	if (entry->list == VOCABULARY_GROUP)
		add_group(builder, entry, id);
	if (entry->list == VOCABULARY_CATEGORY)
		add_category(builder, entry, id);
	if (entry->list == VOCABULARY_PURPOSE && place_is_set(entry->mark))
		wordset_add(&vocabulary->sent, id);
}

static void
add_list(struct builder *builder, struct ast_file *const *files, size_t count,
	 enum vocabulary_list list)
{
	for (size_t i = 0; i < count; i++)
		for (const struct ast_entry *entry = files[i]->entries;
		     entry != NULL; entry = entry->next)
			if (entry->list == list)
				add_entry(builder, entry);
}

/* "any" is a group like the others to those who ask for words. */
static void
add_any(struct vocabulary *vocabulary)
{
	struct wordlist_item item = {
		.word = keyword_spelling(KEYWORD_ANY, VOCABULARY_ENGLISH),
		.label = {"Anyone", "Iedereen"}};
	int id = wordlist_add(&vocabulary->lists[VOCABULARY_GROUP], &item);

	vocabulary->groups[id] =
		wordset_first(vocabulary->lists[VOCABULARY_DOMAIN].count);
}

struct vocabulary *
lexicon_build(struct arena *arena, struct ast_file *const *files, size_t count)
{
	struct builder builder = {.arena = arena,
				  .vocabulary =
					  ARENA_NEW(arena, struct vocabulary)};

	for (size_t list = 0; list < VOCABULARY_LISTS; list++)
		wordlist_init(&builder.vocabulary->lists[list], arena,
			      list_limits[list]);
	/* The enum has the domains before the groups that consist of them. */
	for (size_t list = 0; list < VOCABULARY_LISTS; list++) {
		if (list == VOCABULARY_GROUP)
			add_any(builder.vocabulary);
		add_list(&builder, files, count, (enum vocabulary_list)list);
	}
	return builder.vocabulary;
}
