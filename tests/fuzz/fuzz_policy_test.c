/*
 * The test language: any bytes as a file of tests beside a small policy. They
 * are refused with a mistake that can be printed; or every test passes or
 * fails, the mistakes that the tests miss are counted, and the file prints to
 * a form that stays as it is in both languages.
 */
#include "eenplan/policy/print.h"
#include "eenplan/policy/testing.h"
#include "tests/fuzz/small_policy.h"

static const char rules[] =
	"policy rules version 1\n"
	"rule P \"p\"\n permit goal, signal\n fields text, due\n from care\n"
	" to wmo, own as coordinator\n for coordination, handover\n"
	" when consent share is given and age is at least 12\n"
	" duty log_reason\n basis \"BW 7:457\"\n valid from 2026-01-01\n"
	"rule F \"f\"\n forbid any except goal\n to any except own\n"
	" unless sensitivity is normal\n basis \"BW 7:457\"\n"
	" valid from 2026-01-01\n";

static void
check_tests(struct arena *arena, const struct policy *policy)
{
	struct diagnostics found;
	struct diagnostics missed;
	struct policy_test_tally tally;
	struct policy_mutant_tally mutants;

	diagnostics_init(&found, arena, LIMIT_POLICY_ERRORS);
	diagnostics_init(&missed, arena, LIMIT_POLICY_ERRORS);
	tally = policy_test(policy, &found);
	MUST(tally.failed <= tally.tests);
	MUST(tally.failed == found.errors);
	MUST(tally.rules_idle <= tally.rules);
	MUST(tally.conditions_one_sided <= tally.conditions);
	if (tally.failed > 0 || tally.tests > 8)
		return;
	mutants = policy_test_mutants(policy, &missed);
	MUST(mutants.survivors <= mutants.mutants);
	MUST(mutants.survivors == missed.errors);
	MUST(tally.tests > 0 || mutants.survivors == mutants.mutants);
}

/* What is printed is read again, and printed to the same. */
static void
check_form(struct arena *arena, const struct policy_source *file)
{
	static const enum policy_print_language languages[] = {
		POLICY_PRINT_AS_WRITTEN, POLICY_PRINT_ENGLISH,
		POLICY_PRINT_DUTCH};

	for (size_t i = 0; i < COUNT_OF(languages); i++) {
		struct policy_source printed = {"printed.policy", {0}};
		struct diagnostics found;
		struct text again;

		diagnostics_init(&found, arena, LIMIT_POLICY_ERRORS);
		if (!policy_print(arena, file, languages[i], &found,
				  &printed.text)) {
			small_policy_check_mistakes(arena, &found);
			continue;
		}
		MUST(policy_print(arena, &printed, POLICY_PRINT_AS_WRITTEN,
				  &found, &again));
		MUST(text_equals(printed.text, again));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct policy_source sources[] = {
		{"small.vocabulary", text_of(small_vocabulary)},
		{"rules.policy", text_of(rules)},
		{"fuzz.policy", {(const char *)data, size}},
	};
	struct diagnostics found;
	struct policy *policy;

	diagnostics_init(&found, arena, LIMIT_POLICY_ERRORS);
	policy = policy_load(sources, COUNT_OF(sources), &found);
	MUST((policy != NULL) == !diagnostics_has_errors(&found));
	if (policy == NULL)
		small_policy_check_mistakes(arena, &found);
	else
		check_tests(arena, policy);
	policy_free(policy);
	check_form(arena, &sources[2]);
	arena_free(arena);
	return 0;
}
