#include <stdlib.h>

#include "lib/policy/checker.h"

/* --- fields --- */

static bool
mark_field(struct checker *checker, const struct wordset *categories,
	   struct place word, uint64_t *fields)
{
	const struct vocabulary *vocabulary = checker->vocabulary;
	size_t count = vocabulary_count(vocabulary, VOCABULARY_CATEGORY);
	bool is_found = false;

	for (size_t i = 0; i < count; i++) {
		int field = vocabulary_field_find(vocabulary, (int)i,
						  place_text(word));

		if (field < 0 || !wordset_has(categories, (int)i))
			continue;
		fields[i] |= UINT64_C(1) << field;
		is_found = true;
	}
	return is_found;
}

static const char *
field_hint(struct checker *checker, const struct wordset *categories,
	   struct place word)
{
	const struct vocabulary *vocabulary = checker->vocabulary;
	size_t count = vocabulary_count(vocabulary, VOCABULARY_CATEGORY);
	const char *words[LIMIT_CATEGORY_FIELDS];
	const char *hint = NULL;

	for (size_t i = 0; i < count && hint == NULL; i++) {
		size_t fields = vocabulary_field_count(vocabulary, (int)i);

		if (!wordset_has(categories, (int)i))
			continue;
		for (size_t f = 0; f < fields; f++)
			words[f] = vocabulary_field_word(vocabulary, (int)i,
							 (int)f);
		hint = place_hint(word, words, fields);
	}
	return hint;
}

/* A category that a rule names, and of which it then lists nothing. */
static void
warn_of_idle_categories(struct checker *checker,
			const struct ast_list *categories,
			const uint64_t *fields)
{
	for (const struct ast_word *word = categories->first;
	     word != NULL && !categories->any; word = word->next) {
		int id = lexicon_find(checker->vocabulary, VOCABULARY_CATEGORY,
				      word->at);

		if (id >= 0 && fields[id] == 0)
			place_warning(word->at, NULL,
				      "\"%s\" has none of the fields of this "
				      "rule, so the rule says nothing about it",
				      place_string(checker->arena, word->at));
	}
}

/* Mark all listed fields; false after reporting some that no category has. */
static bool
mark_listed(struct checker *checker, const struct ast_list *listed,
	    const struct wordset *categories, uint64_t *fields)
{
	bool is_fine = true;

	for (const struct ast_word *word = listed->first; word != NULL;
	     word = word->next) {
		if (mark_field(checker, categories, word->at, fields))
			continue;
		is_fine = false;
		if (!wordset_is_empty(categories))
			place_error(
				word->at,
				field_hint(checker, categories, word->at),
				"no category of this rule has a field \"%s\"",
				place_string(checker->arena, word->at));
	}
	return is_fine;
}

static const uint64_t *
fields_of(struct checker *checker, const struct ast_scope *written,
	  const struct wordset *categories)
{
	const struct vocabulary *vocabulary = checker->vocabulary;
	size_t count = vocabulary_count(vocabulary, VOCABULARY_CATEGORY);
	uint64_t *fields = ARENA_ARRAY(checker->arena, count, uint64_t);

	if (place_is_set(written->fields.at)) {
		if (mark_listed(checker, &written->fields, categories, fields))
			warn_of_idle_categories(checker, &written->categories,
						fields);
		return fields;
	}
	for (size_t i = 0; i < count; i++)
		if (wordset_has(categories, (int)i))
			fields[i] = lexicon_all_fields(vocabulary, (int)i);
	return fields;
}

/* --- conditions --- */

/*
 * Nothing may open because something is unknown: whoever withholds a fact
 * would be given more.
 */
static void
check_unknown(const struct ast_condition *written, bool is_unless,
	      bool is_permit)
{
	if (written->test != KEYWORD_UNKNOWN || is_unless == is_permit)
		return;
	place_error(written->at, "say what must be known",
		    is_permit ? "a permit can't need that something is unknown"
			      : "a forbid can't end because something is "
				"unknown");
}

static bool
resolve_condition(struct checker *checker, const struct ast_condition *written,
		  struct condition *condition)
{
	*condition = (struct condition){.fact = written->fact,
					.test = written->test,
					.at = written->at};
	if (written->fact == KEYWORD_CONSENT &&
	    place_is_set(written->subject)) {
		condition->kind = checker_find(checker, VOCABULARY_CONSENT,
					       written->subject);
		return condition->kind >= 0;
	}
	if (written->fact == KEYWORD_OWNER)
		return true;
	if (!place_is_set(written->value))
		return false;
	if (written->fact == KEYWORD_AGE) {
		condition->value =
			atoi(place_string(checker->arena, written->value));
		return true;
	}
	condition->value =
		checker_find(checker, VOCABULARY_SENSITIVITY, written->value);
	return condition->value >= 0;
}

static bool
resolve_group(struct checker *checker, const struct ast_group *written,
	      bool is_permit, struct group *group)
{
	bool is_fine = true;
	size_t count = 0;

	for (const struct ast_condition *condition = written->first;
	     condition != NULL; condition = condition->next)
		count++;
	group->is_unless = written->is_unless;
	group->conditions =
		ARENA_ARRAY(checker->arena, count, struct condition);
	for (const struct ast_condition *condition = written->first;
	     condition != NULL; condition = condition->next) {
		/* One that the parser gave up on. */
		if (!place_is_set(condition->at)) {
			is_fine = false;
			continue;
		}
		check_unknown(condition, written->is_unless, is_permit);
		is_fine =
			resolve_condition(checker, condition,
					  &group->conditions[group->count++]) &&
			is_fine;
	}
	return is_fine;
}

bool
checker_scope(struct checker *checker, const struct ast_scope *written,
	      bool is_permit, struct scope *scope_out)
{
	bool is_fine = true;
	size_t count = 0;

	*scope_out = (struct scope){
		.categories = checker_set(checker, VOCABULARY_CATEGORY,
					  &written->categories),
		.from = checker_set(checker, VOCABULARY_DOMAIN, &written->from),
		.to = checker_set(checker, VOCABULARY_DOMAIN, &written->to),
		.roles = checker_set(checker, VOCABULARY_ROLE, &written->roles),
		.purposes = checker_set(checker, VOCABULARY_PURPOSE,
					&written->purposes),
	};
	scope_out->fields = fields_of(checker, written, &scope_out->categories);
	for (const struct ast_group *group = written->groups; group != NULL;
	     group = group->next)
		count++;
	scope_out->groups = ARENA_ARRAY(checker->arena, count, struct group);
	for (const struct ast_group *group = written->groups; group != NULL;
	     group = group->next)
		is_fine =
			resolve_group(
				checker, group, is_permit,
				&scope_out->groups[scope_out->group_count++]) &&
			is_fine;
	return is_fine;
}
