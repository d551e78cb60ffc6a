#include "daemon/enrol.h"

#include "eenplan/policy/policy.h"
#include "leak_free.h"

static const char *const paths[] = {"policy"};

static struct policy *
shipped_policy(void)
{
	struct arena *arena = arena_new();
	struct diagnostics found;
	diagnostics_init(&found, arena, 10);
	struct policy *policy = policy_load_paths(paths, 1, &found);
	cr_assert(policy != NULL, "run from the root of the repository");
	arena_free(arena);
	return policy;
}

static bool
may_enrol(const struct policy *policy, const char *node_law,
	  const char *partner_law)
{
	struct config_partner partner = {.id = "thuiszorg", .law = partner_law};
	struct config config = {.node = {.law = node_law},
				.partners = {.items = &partner, .count = 1}};
	return enrol_words_exist(&config, policy_vocabulary(policy));
}

LEAK_FREE_TEST(enrol, refuses_a_law_that_the_vocabulary_lacks)
{
	struct policy *policy = shipped_policy();
	cr_assert_not(may_enrol(policy, "wom", "zvw"));
	cr_assert_not(may_enrol(policy, "wmo", "zwv"));
	cr_assert(may_enrol(policy, "wmo", "zvw"));
	policy_free(policy);
}

/* It would be shown all that our own users are. */
LEAK_FREE_TEST(enrol, takes_no_other_organisation_for_our_own)
{
	struct policy *policy = shipped_policy();
	cr_assert_not(may_enrol(policy, "wmo", "own"));
	cr_assert_not(may_enrol(policy, "own", "zvw"));
	policy_free(policy);
}
