#include <string.h>

#include "lib/policy/checker.h"
#include "lib/policy/phrase.h"

/* --- a rule is whole --- */

static void
add_part(struct buf *missing, const struct checker *checker,
	 enum keyword keyword)
{
	buf_printf(missing, "%s\"%s\"", missing->length > 0 ? ", " : "",
		   keyword_spelling(keyword, checker->language));
}

static void
check_is_whole(struct checker *checker, const struct ast_rule *written)
{
	struct buf missing;

	buf_init(&missing, checker->arena, 64);
	if (!place_is_set(written->scope.categories.at))
		add_part(&missing, checker, KEYWORD_PERMIT);
	if (written->is_permit) {
		if (!place_is_set(written->scope.fields.at))
			add_part(&missing, checker, KEYWORD_FIELDS);
		if (!place_is_set(written->scope.from.at))
			add_part(&missing, checker, KEYWORD_FROM);
		if (!place_is_set(written->scope.to.at))
			add_part(&missing, checker, KEYWORD_TO);
	}
	if (!place_is_set(written->bases.at))
		add_part(&missing, checker, KEYWORD_BASIS);
	if (!place_is_set(written->from_day))
		add_part(&missing, checker, KEYWORD_VALID_FROM);
	if (missing.length > 0)
		place_error(written->id, NULL,
			    "the rule \"%s\" is unfinished: it has no %s",
			    place_string(checker->arena, written->id),
			    buf_string(&missing));
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

static void
resolve_bases(struct checker *checker, const struct ast_list *written,
	      struct rule *rule)
{
	rule->bases = ARENA_ARRAY(checker->arena, written->count, const char *);
	for (const struct ast_word *word = written->first; word != NULL;
	     word = word->next) {
		int id = checker_find(checker, VOCABULARY_BASIS, word->at);

		if (id >= 0)
			rule->bases[rule->basis_count++] = vocabulary_word(
				checker->vocabulary, VOCABULARY_BASIS, id);
	}
}

static void
resolve_validity(struct checker *checker, const struct ast_rule *written,
		 struct rule *rule)
{
	rule->until_day = INT32_MAX;
	if (!place_is_set(written->from_day) ||
	    !checker_day(checker, written->from_day, &rule->from_day) ||
	    !place_is_set(written->until_day) ||
	    !checker_day(checker, written->until_day, &rule->until_day))
		return;
	if (rule->until_day < rule->from_day)
		place_error(written->until_day, NULL,
			    "the rule \"%s\" ends before it begins", rule->id);
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

	resolve_bases(checker, &written->bases, rule_out);
	resolve_validity(checker, written, rule_out);
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
