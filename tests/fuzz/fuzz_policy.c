/*
 * The policy language: any bytes as a file of rules beside a small vocabulary.
 * They are refused with a mistake that can be printed, or they decide the
 * same compiled and as written, and nothing unknown opens anything.
 */
#include "eenplan/base/clock.h"
#include "eenplan/policy/policy.h"
#include "tests/fuzz/small_policy.h"

#define CELLS 64

/* A value from -1 (unknown) to bound - 1. */
static int
some(uint32_t *state, int bound)
{
	*state = *state * 1664525 + 1013904223;
	return (int)((*state >> 16) % (uint32_t)(bound + 1)) - 1;
}

static void
check_cell(struct arena *arena, const struct policy *policy, uint32_t *state)
{
	struct policy_asker asker = {.to = some(state, 4),
				     .role = some(state, 2),
				     .purpose = some(state, 2),
				     .day = 20000 + some(state, 2000),
				     .is_sent = some(state, 1) == 0};
	struct policy_item item = {
		.category = some(state, 2),
		.from = some(state, 4),
		.sensitivity = some(state, 2),
		.age_years = some(state, 151),
		.owner = (enum policy_owner)(some(state, POLICY_OWNERS) + 1)};

	for (size_t kind = 0; kind < 2; kind++)
		item.consent[kind] =
			(enum policy_consent_state)(some(state, 4) + 1);

	const struct policy_prepared *prepared =
		policy_prepare(arena, policy, &asker);
	struct policy_decision one = policy_decide(prepared, &item);
	struct policy_decision other =
		policy_decide_naively(policy, &asker, &item);
	struct policy_item less = item;

	MUST(one.verdict == other.verdict && one.fields == other.fields &&
	     one.duties == other.duties && one.rule == other.rule);
	MUST((one.verdict == POLICY_PERMIT) == (one.fields != 0));
	(void)policy_explain(arena, prepared, &item, &one);
	less.consent[some(state, 1) + 1] = POLICY_CONSENT_UNKNOWN;
	MUST((policy_decide(prepared, &less).fields & ~one.fields) == 0);
	less.age_years = POLICY_AGE_UNKNOWN;
	less.sensitivity = VOCABULARY_UNKNOWN;
	less.owner = POLICY_OWNER_UNKNOWN;
	MUST((policy_decide(prepared, &less).fields & ~one.fields) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new();
	struct policy_source sources[] = {
		{"small.vocabulary", text_of(small_vocabulary)},
		{"fuzz.policy", {(const char *)data, size}},
	};
	struct diagnostics found;
	struct policy *policy;
	uint32_t state = (uint32_t)size;

	diagnostics_init(&found, arena, LIMIT_POLICY_ERRORS);
	policy = policy_load(sources, COUNT_OF(sources), &found);
	MUST((policy != NULL) == !diagnostics_has_errors(&found));
	if (policy == NULL)
		small_policy_check_mistakes(arena, &found);
	for (size_t i = 0; i < CELLS && policy != NULL; i++)
		check_cell(arena, policy, &state);
	policy_free(policy);
	arena_free(arena);
	return 0;
}
