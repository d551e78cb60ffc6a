#include "lib/policy/analysis.h"

/*
 * Words that no rule names: left over, or forgotten in the rules. "any" names
 * nothing. One warning for each list, at the first such word.
 */

struct naming {
	const struct vocabulary *vocabulary;
	struct wordset named[VOCABULARY_LISTS];
};

static void
name_word(struct naming *naming, struct place word, enum vocabulary_list list)
{
	int id = lexicon_find(naming->vocabulary, list, word);

	if (id >= 0)
		wordset_add(&naming->named[list], id);
}

static void
name_list(struct naming *naming, const struct ast_list *words,
	  enum vocabulary_list list)
{
	for (const struct ast_word *word = words->first; word != NULL;
	     word = word->next) {
		name_word(naming, word->at, list);
		if (list == VOCABULARY_DOMAIN)
			name_word(naming, word->at, VOCABULARY_GROUP);
	}
}

/* A group that is named names its domains. */
static void
name_members(struct naming *naming)
{
	const struct vocabulary *words = naming->vocabulary;
	size_t groups = vocabulary_count(words, VOCABULARY_GROUP);

	for (size_t i = 0; i < groups; i++)
		if (wordset_has(&naming->named[VOCABULARY_GROUP], (int)i))
			wordset_unite(&naming->named[VOCABULARY_DOMAIN],
				      &words->groups[i]);
}

static void
name_scope(struct naming *naming, const struct ast_scope *scope)
{
	name_list(naming, &scope->categories, VOCABULARY_CATEGORY);
	name_list(naming, &scope->from, VOCABULARY_DOMAIN);
	name_list(naming, &scope->to, VOCABULARY_DOMAIN);
	name_list(naming, &scope->roles, VOCABULARY_ROLE);
	name_list(naming, &scope->purposes, VOCABULARY_PURPOSE);
	for (const struct ast_group *group = scope->groups; group != NULL;
	     group = group->next)
		for (const struct ast_condition *condition = group->first;
		     condition != NULL; condition = condition->next)
			if (condition->fact == KEYWORD_CONSENT)
				name_word(naming, condition->subject,
					  VOCABULARY_CONSENT);
}

static void
name_file(struct naming *naming, const struct ast_file *file)
{
	for (const struct ast_rule *rule = file->rules; rule != NULL;
	     rule = rule->next) {
		name_scope(naming, &rule->scope);
		name_list(naming, &rule->duties, VOCABULARY_DUTY);
		name_list(naming, &rule->bases, VOCABULARY_BASIS);
	}
	for (const struct ast_lead *lead = file->leads; lead != NULL;
	     lead = lead->next) {
		name_list(naming, &lead->who, VOCABULARY_DOMAIN);
		name_list(naming, &lead->bases, VOCABULARY_BASIS);
	}
	for (const struct ast_never *never = file->nevers; never != NULL;
	     never = never->next)
		name_scope(naming, &never->scope);
}

static struct place
place_of(const struct policy *policy, enum vocabulary_list list,
	 const char *word)
{
	for (size_t i = 0; i < policy->file_count; i++)
		for (const struct ast_entry *entry = policy->files[i]->entries;
		     entry != NULL; entry = entry->next)
			if (entry->list == list &&
			    text_is(place_text(entry->word), word))
				return entry->word;
	return (struct place){.source = NULL};
}

static void
check_list(const struct analysis *analysis, const struct naming *naming,
	   enum vocabulary_list list, const char *name)
{
	const struct vocabulary *words = analysis->policy->vocabulary;
	size_t count = vocabulary_count(words, list);
	struct place first = {.source = NULL};
	struct buf unused;

	buf_init(&unused, analysis->arena, 128);
	for (size_t i = 0; i < count; i++) {
		const char *word = vocabulary_word(words, list, (int)i);
		struct place at = place_of(analysis->policy, list, word);

		if (wordset_has(&naming->named[list], (int)i) ||
		    !place_is_set(at))
			continue;
		if (!place_is_set(first))
			first = at;
		buf_printf(&unused, "%s%s", unused.length > 0 ? ", " : "",
			   word);
	}
	if (place_is_set(first))
		place_warning(analysis_at(analysis, first), NULL,
			      "no rule names %s: %s", name,
			      buf_string(&unused));
}

void
analysis_words(struct analysis *analysis)
{
	static const struct {
		enum vocabulary_list list;
		const char *name;
	} lists[] = {
		{VOCABULARY_DOMAIN, "these domains"},
		{VOCABULARY_GROUP, "these groups"},
		{VOCABULARY_ROLE, "these roles"},
		{VOCABULARY_PURPOSE, "these purposes"},
		{VOCABULARY_CATEGORY, "these categories"},
		{VOCABULARY_CONSENT, "these kinds of consent"},
		{VOCABULARY_DUTY, "these duties"},
		{VOCABULARY_BASIS, "these legal bases"},
	};
	struct naming naming = {.vocabulary = analysis->policy->vocabulary};

	for (size_t i = 0; i < analysis->policy->file_count; i++)
		name_file(&naming, analysis->policy->files[i]);
	name_members(&naming);
	for (size_t i = 0; i < COUNT_OF(lists); i++)
		check_list(analysis, &naming, lists[i].list, lists[i].name);
}
