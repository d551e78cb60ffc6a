#include "lib/policy/trial.h"

#include <stdlib.h>
#include <string.h>

struct place
trial_place(struct place at, struct source *copy, struct diagnostics *found)
{
	*copy = *at.source;
	copy->found = found;
	at.source = copy;
	return at;
}

bool
trial_condition_lets(const struct policy *policy,
		     const struct condition *condition, bool is_unless,
		     bool is_permit, const struct policy_item *item)
{
	struct guard guard = guard_open(
		vocabulary_count(policy->vocabulary, VOCABULARY_SENSITIVITY));

	guard_narrow(&guard, condition, is_unless, is_permit);
	return guard_lets(&guard, item);
}

/* --- running --- */

static void
add_lack(struct outcome *outcome, const struct condition *condition)
{
	outcome->lacks[outcome->lack_count++] =
		(struct lack){.fact = condition->fact,
			      .test = condition->test,
			      .kind = condition->kind};
}

static void
find_lacks(struct arena *arena, const struct policy *policy,
	   const struct policy_item *item, struct outcome *outcome)
{
	const struct rule *rule = &policy->ruleset.rules[outcome->nearest];

	outcome->lacks =
		ARENA_ARRAY(arena, LIMIT_POLICY_CONDITIONS, struct lack);
	for (size_t g = 0; g < rule->scope.group_count; g++) {
		const struct group *group = &rule->scope.groups[g];
		size_t letting = 0;

		for (size_t c = 0; c < group->count; c++)
			letting += trial_condition_lets(
				policy, &group->conditions[c], group->is_unless,
				true, item);
		/* Of an "unless" one condition that fails is enough. */
		if (group->is_unless && letting > 0)
			continue;
		for (size_t c = 0; c < group->count; c++)
			if (group->is_unless ||
			    !trial_condition_lets(policy, &group->conditions[c],
						  false, true, item))
				add_lack(outcome, &group->conditions[c]);
	}
}

static int
compare_id(const void *id, const void *rule)
{
	return strcmp(id, ((const struct rule *)rule)->id);
}

static void
find_nearest(struct arena *arena, const struct policy_prepared *prepared,
	     const struct policy_item *item, struct outcome *outcome)
{
	const struct policy *policy = prepared->policy;
	struct policy_reason reason =
		policy_explain(arena, prepared, item, &outcome->decision);
	const struct rule *rule;

	if (reason.rule == NULL)
		return;
	rule = bsearch(reason.rule, policy->ruleset.rules,
		       policy->ruleset.count, sizeof(*rule), compare_id);
	outcome->nearest = (int)(rule - policy->ruleset.rules);
	outcome->needs = reason.missing;
	outcome->need_count = reason.missing_count;
	find_lacks(arena, policy, item, outcome);
}

static struct outcome
run_lead(struct arena *arena, const struct policy *policy,
	 const struct trial *trial)
{
	struct outcome outcome = {.nearest = -1};

	outcome.by = ARENA_ARRAY(arena, policy->ruleset.lead_count, int);
	outcome.decision.verdict =
		lead_decide(&policy->ruleset, trial->leader, trial->asker.day,
			    outcome.by, &outcome.by_count);
	return outcome;
}

struct outcome
trial_run(struct arena *arena, const struct policy *policy,
	  const struct trial *trial)
{
	if (trial->is_lead)
		return run_lead(arena, policy, trial);

	const struct policy_prepared *prepared =
		policy_prepare(arena, policy, &trial->asker);
	struct outcome outcome = {.decision =
					  policy_decide(prepared, &trial->item),
				  .nearest = -1};

	if (outcome.decision.verdict == POLICY_NOTHING_PERMITS) {
		find_nearest(arena, prepared, &trial->item, &outcome);
		return outcome;
	}
	outcome.by = ARENA_ARRAY(arena, policy->ruleset.count, int);
	for (int rule = -1;
	     (rule = engine_next_deciding(prepared, &trial->item,
					  &outcome.decision, rule)) >= 0;)
		outcome.by[outcome.by_count++] = rule;
	return outcome;
}

/* --- comparing --- */

static bool
fact_matches(const struct policy *policy, const struct ast_fact *fact,
	     const struct lack *lack)
{
	if (fact->fact != lack->fact)
		return false;
	if (fact->fact != KEYWORD_CONSENT)
		return true;
	return lexicon_find(policy->vocabulary, VOCABULARY_CONSENT,
			    fact->subject) == lack->kind &&
	       (!fact->says_state || fact->state == lack->test);
}

/* Each lack is expected, and each that is expected is a lack. */
static bool
lacks_are_expected(const struct policy *policy, const struct trial *trial,
		   const struct outcome *outcome)
{
	const struct ast_fact *missing = trial->test->expect.missing;

	for (const struct ast_fact *fact = missing; fact != NULL;
	     fact = fact->next) {
		bool is_found = false;

		for (size_t i = 0; i < outcome->lack_count; i++)
			is_found = is_found || fact_matches(policy, fact,
							    &outcome->lacks[i]);
		if (!is_found)
			return false;
	}
	for (size_t i = 0; i < outcome->lack_count; i++) {
		bool is_found = false;

		for (const struct ast_fact *fact = missing; fact != NULL;
		     fact = fact->next)
			is_found = is_found || fact_matches(policy, fact,
							    &outcome->lacks[i]);
		if (!is_found)
			return false;
	}
	return true;
}

static bool
rules_are_expected(const struct expected *expected,
		   const struct outcome *outcome)
{
	return expected->by_count == outcome->by_count &&
	       memcmp(expected->by, outcome->by,
		      outcome->by_count * sizeof(*outcome->by)) == 0;
}

struct place
trial_miss(const struct policy *policy, const struct trial *trial,
	   const struct outcome *outcome)
{
	const struct ast_expectation *expect = &trial->test->expect;
	const struct expected *expected = &trial->expected;
	const struct policy_decision *decision = &outcome->decision;

	if (expect->is_permit != (decision->verdict == POLICY_PERMIT))
		return expect->at;
	if (place_is_set(expect->by.at) &&
	    !rules_are_expected(expected, outcome))
		return expect->by.at;
	if (place_is_set(expect->fields.at) &&
	    expected->fields != decision->fields)
		return expect->fields.at;
	if (place_is_set(expect->duties.at) &&
	    expected->duties != decision->duties)
		return expect->duties.at;
	if (expected->nearest >= 0 && expected->nearest != outcome->nearest)
		return expect->nearest;
	if (place_is_set(expect->missing_at) &&
	    !lacks_are_expected(policy, trial, outcome))
		return expect->missing_at;
	return (struct place){0};
}

/* --- in words --- */

struct words {
	struct buf out;
	const struct policy *policy;
	enum vocabulary_language language;
};

static void
add_part(struct words *words, const char *separator, enum keyword keyword)
{
	buf_printf(&words->out, "%s%s", separator,
		   keyword_spelling(keyword, words->language));
}

static void
add_rules(struct words *words, const struct outcome *outcome, bool is_lead)
{
	const struct ruleset *ruleset = &words->policy->ruleset;

	add_part(words, " ", KEYWORD_BY);
	for (size_t i = 0; i < outcome->by_count; i++)
		buf_printf(&words->out, "%s %s", i > 0 ? "," : "",
			   is_lead ? ruleset->leads[outcome->by[i]].id
				   : ruleset->rules[outcome->by[i]].id);
}

static void
add_fields(struct words *words, int category, uint64_t fields)
{
	const char *separator = "";

	add_part(words, ", ", KEYWORD_ONLY_FIELDS);
	for (; fields != 0; fields &= fields - 1) {
		buf_printf(&words->out, "%s %s", separator,
			   vocabulary_field_word(words->policy->vocabulary,
						 category,
						 __builtin_ctzll(fields)));
		separator = ",";
	}
}

static void
add_duties(struct words *words, uint64_t duties)
{
	const char *separator = "";

	if (duties != 0)
		add_part(words, ", ", KEYWORD_WITH_DUTY);
	for (; duties != 0; duties &= duties - 1) {
		buf_printf(&words->out, "%s %s", separator,
			   vocabulary_word(words->policy->vocabulary,
					   VOCABULARY_DUTY,
					   __builtin_ctzll(duties)));
		separator = ",";
	}
}

static bool
is_said_before(const struct outcome *outcome, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (outcome->lacks[i].fact == outcome->lacks[at].fact &&
		    outcome->lacks[i].kind == outcome->lacks[at].kind)
			return true;
	return false;
}

static void
add_lacks(struct words *words, const struct outcome *outcome)
{
	if (outcome->lack_count > 0)
		add_part(words, ", ", KEYWORD_MISSING);
	for (size_t i = 0; i < outcome->lack_count; i++) {
		const struct lack *lack = &outcome->lacks[i];

		if (is_said_before(outcome, i))
			continue;
		add_part(words, i > 0 ? ", " : " ", lack->fact);
		if (lack->fact == KEYWORD_CONSENT)
			buf_printf(&words->out, " %s",
				   vocabulary_word(words->policy->vocabulary,
						   VOCABULARY_CONSENT,
						   lack->kind));
	}
	for (size_t i = 0; i < outcome->need_count; i++)
		buf_printf(&words->out, "%s%s",
			   i > 0 ? "; " : " (it needs: ", outcome->needs[i]);
	if (outcome->need_count > 0)
		buf_add_char(&words->out, ')');
}

const char *
trial_words(struct arena *arena, const struct policy *policy,
	    const struct trial *trial, const struct outcome *outcome)
{
	struct words words = {.policy = policy,
			      .language = trial->file->language};
	const struct policy_decision *decision = &outcome->decision;
	bool is_permit = decision->verdict == POLICY_PERMIT;

	buf_init(&words.out, arena, 128);
	add_part(&words, "", is_permit ? KEYWORD_PERMIT : KEYWORD_DENY);
	if (outcome->by_count > 0)
		add_rules(&words, outcome, trial->is_lead);
	if (is_permit && !trial->is_lead) {
		add_fields(&words, trial->item.category, decision->fields);
		add_duties(&words, decision->duties);
	}
	if (outcome->nearest >= 0) {
		add_part(&words, ", ", KEYWORD_NEAREST);
		buf_printf(&words.out, " %s",
			   policy->ruleset.rules[outcome->nearest].id);
		add_lacks(&words, outcome);
	}
	return buf_string(&words.out);
}
