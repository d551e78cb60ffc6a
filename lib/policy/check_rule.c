#include <string.h>

#include "lib/policy/checker.h"
#include "lib/policy/phrase.h"

/* --- a rule is whole --- */

void
checker_add_part(struct buf *missing, const struct checker *checker,
		 enum keyword keyword)
{
	buf_printf(missing, "%s\"%s\"", missing->length > 0 ? ", " : "",
		   keyword_spelling(keyword, checker->language));
}

void
checker_report_parts(struct checker *checker, struct place id,
		     struct buf *missing)
{
	if (missing->length > 0)
		place_error(
			id, NULL, "the rule \"%s\" is unfinished: it has no %s",
			place_string(checker->arena, id), buf_string(missing));
}

static void
check_is_whole(struct checker *checker, const struct ast_rule *written)
{
	struct buf missing;

	buf_init(&missing, checker->arena, 64);
	if (!place_is_set(written->scope.categories.at))
		checker_add_part(&missing, checker, KEYWORD_PERMIT);
	if (written->is_permit) {
		if (!place_is_set(written->scope.fields.at))
			checker_add_part(&missing, checker, KEYWORD_FIELDS);
		if (!place_is_set(written->scope.from.at))
			checker_add_part(&missing, checker, KEYWORD_FROM);
		if (!place_is_set(written->scope.to.at))
			checker_add_part(&missing, checker, KEYWORD_TO);
	}
	if (!place_is_set(written->bases.at))
		checker_add_part(&missing, checker, KEYWORD_BASIS);
	if (!place_is_set(written->from_day))
		checker_add_part(&missing, checker, KEYWORD_VALID_FROM);
	checker_report_parts(checker, written->id, &missing);
}

static bool
is_any(const struct ast_list *list)
{
	return list->any || !place_is_set(list->at);
}

/* A permit for everyone, or for everything, needs at least a condition. */
static void
check_is_conditional(struct checker *checker, const struct ast_rule *written)
{
	const struct ast_scope *scope = &written->scope;

	if (!written->is_permit || scope->groups != NULL ||
	    !(is_any(&scope->roles) || is_any(&scope->purposes)))
		return;
	place_error(
		written->id,
		"add \"when\", or say to which roles and for which purposes",
		"the rule \"%s\" permits without any condition",
		place_string(checker->arena, written->id));
}

/* --- its conditions can hold together --- */

static bool
exclude_each_other(const struct condition *one, const struct condition *other,
		   bool is_permit, size_t level_count)
{
	struct guard guard = guard_open(level_count);

	if (one->fact != other->fact || one->kind != other->kind)
		return false;
	guard_narrow(&guard, one, false, is_permit);
	guard_narrow(&guard, other, false, is_permit);
	return guard.is_idle;
}

/* Two conditions of a "when" that exclude each other; false if none do. */
static bool
report_pair(struct checker *checker, const struct rule *rule,
	    const struct group *group, size_t level_count)
{
	for (size_t i = 0; i < group->count; i++)
		for (size_t j = 0; j < i; j++) {
			const struct condition *one = &group->conditions[j];
			const struct condition *other = &group->conditions[i];

			if (!exclude_each_other(one, other, rule->is_permit,
						level_count))
				continue;
			place_error(other->at, NULL,
				    "\"%s\" contradicts \"%s\"",
				    phrase_condition(checker->arena,
						     checker->vocabulary, other,
						     checker->language),
				    phrase_condition(checker->arena,
						     checker->vocabulary, one,
						     checker->language));
			return true;
		}
	return false;
}

static void
check_can_apply(struct checker *checker, struct rule *rule)
{
	size_t levels =
		vocabulary_count(checker->vocabulary, VOCABULARY_SENSITIVITY);

	if (!guard_expand(checker->arena, rule, levels)) {
		place_error(rule->at, "make several rules of it",
			    "the rule \"%s\" has too many combinations of "
			    "exceptions",
			    rule->id);
		return;
	}
	for (size_t i = 0; i < rule->guard_count; i++)
		if (!rule->guards[i].is_idle)
			return;
	for (size_t i = 0; i < rule->scope.group_count; i++)
		if (!rule->scope.groups[i].is_unless &&
		    report_pair(checker, rule, &rule->scope.groups[i], levels))
			return;
	place_error(rule->at, NULL,
		    "the conditions of the rule \"%s\" can never hold together",
		    rule->id);
}

/* --- all of it --- */

static uint64_t
duties_of(struct checker *checker, const struct ast_list *written)
{
	uint64_t duties = 0;

	for (const struct ast_word *word = written->first; word != NULL;
	     word = word->next) {
		int id = checker_find(checker, VOCABULARY_DUTY, word->at);

		if (id >= 0)
			duties |= UINT64_C(1) << id;
	}
	return duties;
}

size_t
checker_bases(struct checker *checker, const struct ast_list *written,
	      const char ***bases_out)
{
	const char **bases =
		ARENA_ARRAY(checker->arena, written->count, const char *);
	size_t count = 0;

	for (const struct ast_word *word = written->first; word != NULL;
	     word = word->next) {
		int id = checker_find(checker, VOCABULARY_BASIS, word->at);

		if (id >= 0)
			bases[count++] = vocabulary_word(checker->vocabulary,
							 VOCABULARY_BASIS, id);
	}
	*bases_out = bases;
	return count;
}

void
checker_validity(struct checker *checker, struct place id, struct place from,
		 struct place until, int32_t *from_out, int32_t *until_out)
{
	*until_out = INT32_MAX;
	if (!place_is_set(from) || !checker_day(checker, from, from_out) ||
	    !place_is_set(until) || !checker_day(checker, until, until_out))
		return;
	if (*until_out < *from_out)
		place_error(until, NULL,
			    "the rule \"%s\" ends before it begins",
			    place_string(checker->arena, id));
}

void
checker_rule(struct checker *checker, const struct ast_rule *written,
	     struct rule *rule_out)
{
	*rule_out = (struct rule){
		.id = place_string(checker->arena, written->id),
		.title = place_is_set(written->title)
				 ? place_string(checker->arena, written->title)
				 : "",
		.at = written->id,
		.is_permit = written->is_permit,
		.duties = duties_of(checker, &written->duties),
	};

	bool is_fine = checker_scope(checker, &written->scope,
				     written->is_permit, &rule_out->scope);

	rule_out->basis_count =
		checker_bases(checker, &written->bases, &rule_out->bases);
	checker_validity(checker, written->id, written->from_day,
			 written->until_day, &rule_out->from_day,
			 &rule_out->until_day);
	if (written->duties.count > 0 && !written->is_permit &&
	    place_is_set(written->scope.categories.at))
		place_error(written->duties.at, NULL,
			    "a forbid has no duties: nothing is shared");
	if (is_fine)
		check_can_apply(checker, rule_out);
	if (written->is_broken)
		return;
	check_is_whole(checker, written);
	check_is_conditional(checker, written);
}
