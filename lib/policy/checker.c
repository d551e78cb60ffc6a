#include "lib/policy/checker.h"

#include <stdlib.h>
#include <string.h>

static int
compare_rules(const void *one_rule, const void *other_rule)
{
	const struct rule *one = one_rule;
	const struct rule *other = other_rule;
	int order = strcmp(one->id, other->id);

	if (order == 0)
		order = (one->at.source > other->at.source) -
			(one->at.source < other->at.source);
	if (order == 0)
		order = (one->at.offset > other->at.offset) -
			(one->at.offset < other->at.offset);
	return order;
}

static void
report_duplicates(const struct ruleset *ruleset)
{
	for (size_t i = 1; i < ruleset->count; i++) {
		const struct rule *first = &ruleset->rules[i - 1];
		const struct rule *second = &ruleset->rules[i];

		if (strcmp(first->id, second->id) == 0)
			place_error(second->at,
				    "every rule has an id of its own",
				    "there is a rule \"%s\" already, at %s:%u",
				    second->id, first->at.source->name,
				    first->at.line);
	}
}

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

/* Was the file written for a vocabulary that is among the loaded ones? */
static void
check_vocabulary_is_loaded(struct checker *checker,
			   struct ast_file *const *files, size_t count,
			   const struct ast_file *file)
{
	const char *wanted;

	if (!place_is_set(file->vocabulary))
		return;
	wanted = base_name(place_string(checker->arena, file->vocabulary));
	for (size_t i = 0; i < count; i++)
		if (files[i]->is_vocabulary &&
		    strcmp(wanted, base_name(files[i]->source->name)) == 0)
			return;
	place_error(file->vocabulary, NULL,
		    "the vocabulary \"%s\" is not among the files", wanted);
}

static size_t
count_rules(struct ast_file *const *files, size_t count, size_t *nevers_out)
{
	size_t rules = 0;

	*nevers_out = 0;
	for (size_t i = 0; i < count; i++) {
		for (const struct ast_rule *rule = files[i]->rules;
		     rule != NULL; rule = rule->next)
			rules++;
		for (const struct ast_never *never = files[i]->nevers;
		     never != NULL; never = never->next)
			(*nevers_out)++;
	}
	return rules;
}

static void
check_never(struct checker *checker, const struct ast_never *written,
	    struct never *never)
{
	if (!place_is_set(written->title))
		return;
	never->title = place_string(checker->arena, written->title);
	never->at = written->title;
	(void)checker_scope(checker, &written->scope, false, &never->scope);
}

static void
check_file(struct checker *checker, const struct ast_file *file,
	   struct ruleset *ruleset)
{
	checker->language = file->language;
	for (const struct ast_rule *written = file->rules; written != NULL;
	     written = written->next) {
		struct rule *rule = &ruleset->rules[ruleset->count];

		if (!place_is_set(written->id))
			continue;
		checker_rule(checker, written, rule);
		ruleset->count++;
	}
	for (const struct ast_never *written = file->nevers; written != NULL;
	     written = written->next)
		check_never(checker, written,
			    &ruleset->nevers[ruleset->never_count++]);
}

void
checker_check(struct arena *arena, const struct vocabulary *vocabulary,
	      struct ast_file *const *files, size_t count,
	      struct ruleset *ruleset_out)
{
	struct checker checker = {.arena = arena, .vocabulary = vocabulary};
	size_t nevers;
	size_t rules = count_rules(files, count, &nevers);

	*ruleset_out = (struct ruleset){
		.rules = ARENA_ARRAY(arena, rules, struct rule),
		.nevers = ARENA_ARRAY(arena, nevers, struct never),
	};
	for (size_t i = 0; i < count; i++) {
		check_vocabulary_is_loaded(&checker, files, count, files[i]);
		check_file(&checker, files[i], ruleset_out);
	}
	if (ruleset_out->count > 1)
		qsort(ruleset_out->rules, ruleset_out->count,
		      sizeof(*ruleset_out->rules), compare_rules);
	report_duplicates(ruleset_out);
	checker_leads(&checker, files, count, ruleset_out);
	checker_tests(&checker, files, count, ruleset_out);
}
