#include "eenplan/policy/testing.h"
#include "lib/policy/trial.h"

/* A copy of the policy of which one rule about who may lead is a little wrong.
 */
struct lead_lab {
	const struct policy *original;
	struct policy mutant;
	struct diagnostics *found;
	struct policy_mutant_tally *tally;
};

static bool
is_caught(const struct lead_lab *lab)
{
	const struct ruleset *ruleset = &lab->mutant.ruleset;
	struct arena *arena = arena_new();
	bool is_caught = false;

	for (size_t i = 0; i < ruleset->trial_count && !is_caught; i++) {
		const struct trial *trial = &ruleset->trials[i];
		struct outcome outcome;

		if (!trial->is_lead)
			continue;
		outcome = trial_run(arena, &lab->mutant, trial);
		is_caught =
			place_is_set(trial_miss(&lab->mutant, trial, &outcome));
	}
	arena_free(arena);
	return is_caught;
}

/* Run the tests with `wrong` as rule `number`, and report that none fails. */
static void
try_mutant(struct lead_lab *lab, size_t number, const struct lead *wrong,
	   struct place at, const char *what, const char *id)
{
	struct lead *leads = lab->mutant.ruleset.leads;
	struct source source;

	leads[number] = *wrong;
	lab->tally->mutants++;
	if (!is_caught(lab)) {
		lab->tally->survivors++;
		place_error(trial_place(at, &source, lab->found), NULL,
			    "no test notices when %s \"%s\"", what, id);
	}
	leads[number] = lab->original->ruleset.leads[number];
}

/* A rule about no organisation on no day is as good as none. */
static void
leave_out_rule(struct lead_lab *lab, size_t number)
{
	struct lead wrong = lab->original->ruleset.leads[number];

	wrong.from_day = INT32_MAX;
	wrong.until_day = INT32_MIN + 1;
	try_mutant(lab, number, &wrong, wrong.at, "nobody heeds the rule",
		   wrong.id);
}

/* Of "any except …" leaving out an exception adds the word. */
static void
leave_out_word(struct lead_lab *lab, size_t number, struct place word)
{
	const struct vocabulary *words = lab->original->vocabulary;
	struct lead wrong = lab->original->ruleset.leads[number];
	int domain = lexicon_find(words, VOCABULARY_DOMAIN, word);
	int group = lexicon_find(words, VOCABULARY_GROUP, word);
	struct wordset named = {{0}};

	if (domain >= 0)
		wordset_add(&named, domain);
	else if (group >= 0)
		named = words->groups[group];
	if (wrong.words->any)
		wordset_unite(&wrong.who, &named);
	else
		wordset_subtract(&wrong.who, &named);
	try_mutant(lab, number, &wrong, word, "this word is left out of",
		   wrong.id);
}

void
mutate_leads(const struct policy *policy, struct diagnostics *found,
	     struct policy_mutant_tally *tally)
{
	const struct ruleset *ruleset = &policy->ruleset;
	struct arena *arena = arena_new();
	struct lead_lab lab = {.original = policy,
			       .mutant = *policy,
			       .found = found,
			       .tally = tally};

	lab.mutant.ruleset.leads =
		ARENA_ARRAY(arena, ruleset->lead_count, struct lead);
	for (size_t i = 0; i < ruleset->lead_count; i++)
		lab.mutant.ruleset.leads[i] = ruleset->leads[i];
	for (size_t i = 0; i < ruleset->lead_count; i++) {
		const struct ast_list *words = ruleset->leads[i].words;

		leave_out_rule(&lab, i);
		/* The last word can't be: that is leaving out the rule. */
		for (const struct ast_word *word = words->first;
		     word != NULL && (words->any || words->count > 1);
		     word = word->next)
			leave_out_word(&lab, i, word->at);
	}
	arena_free(arena);
}
