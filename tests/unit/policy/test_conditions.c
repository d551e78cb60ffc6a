/*
 * Conditions that change nothing: the analysis against trying every question,
 * by the naive evaluation, with the condition taken out of the rule.
 */
#include <string.h>

#include "eenplan/policy/analyse.h"
#include "inside.h"
#include "leak_free.h"
#include "lib/policy/engine.h"

#define AGES   23 /* the generator mentions none beyond 20 */
#define LEVELS 3
#define KINDS  3
#define OWNERS (POLICY_OWNERS + 1)
#define STATES 5

static int
first_word(const struct wordset *words)
{
	int id = 0;

	while (id < LIMIT_VOCABULARY_WORDS && !wordset_has(words, id))
		id++;
	return id == LIMIT_VOCABULARY_WORDS ? VOCABULARY_UNKNOWN : id;
}

static struct policy_item
item_number(const struct rule *rule, size_t number)
{
	struct policy_item item = {.category =
					   first_word(&rule->scope.categories),
				   .from = first_word(&rule->scope.from)};

	item.age_years = (int)(number % (AGES + 1)) - 1;
	number /= AGES + 1;
	item.sensitivity = (int)(number % (LEVELS + 1)) - 1;
	number /= LEVELS + 1;
	item.owner = (enum policy_owner)(number % OWNERS);
	number /= OWNERS;
	for (size_t kind = 0; kind < KINDS; kind++) {
		item.consent[kind] =
			(enum policy_consent_state)(number % STATES);
		number /= STATES;
	}
	return item;
}

#define ITEMS ((AGES + 1) * (LEVELS + 1) * OWNERS * STATES * STATES * STATES)

static void
decide_all(const struct policy *policy, enum policy_verdict *verdicts)
{
	const struct rule *rule = &policy->ruleset.rules[0];
	struct policy_asker asker = {.to = first_word(&rule->scope.to),
				     .role = first_word(&rule->scope.roles),
				     .purpose =
					     first_word(&rule->scope.purposes),
				     .day = rule->from_day,
				     .is_sent = true};

	for (size_t i = 0; i < ITEMS; i++) {
		struct policy_item item = item_number(rule, i);

		verdicts[i] =
			policy_decide_naively(policy, &asker, &item).verdict;
	}
}

/* Does anything change when `group` has only `kept` of its conditions? */
static bool
changes_nothing(const struct policy *policy, struct group *group,
		struct condition *kept, size_t count,
		const enum policy_verdict *before)
{
	static enum policy_verdict after[ITEMS];
	struct group written = *group;

	/* A "when" of nothing always holds. */
	group->is_unless = written.is_unless && count > 0;
	group->conditions = kept;
	group->count = count;
	decide_all(policy, after);
	*group = written;
	return memcmp(after, before, sizeof(after)) == 0;
}

static size_t
count_group(const struct policy *policy, struct group *group,
	    const enum policy_verdict *before)
{
	size_t found = 0;

	if (group->is_unless && changes_nothing(policy, group, NULL, 0, before))
		return 1;
	for (size_t i = 0; i < group->count; i++) {
		struct condition kept[LIMIT_POLICY_CONDITIONS];
		size_t count = 0;

		if (group->is_unless && group->count == 1)
			break;
		for (size_t c = 0; c < group->count; c++)
			if (c != i)
				kept[count++] = group->conditions[c];
		found += changes_nothing(policy, group, kept, count, before);
	}
	return found;
}

static size_t
count_naively(const struct policy *policy)
{
	static enum policy_verdict before[ITEMS];
	const struct scope *scope = &policy->ruleset.rules[0].scope;
	size_t found = 0;

	decide_all(policy, before);
	for (size_t i = 0; i < scope->group_count; i++)
		found += count_group(policy, &scope->groups[i], before);
	return found;
}

static size_t
count_warnings(struct fixture *fixture)
{
	size_t count = 0;

	diagnostics_init(&fixture->found, fixture->arena, 1000);
	(void)analyse_policy(fixture->arena, fixture->policy, 20600,
			     &fixture->found);
	for (size_t i = 0; i < fixture->found.count; i++)
		count += strstr(fixture->found.items[i].text,
				"changes nothing") != NULL;
	return count;
}

LEAK_FREE_TEST(conditions, are_called_idle_exactly_when_they_are)
{
	size_t idle = 0;

	for (uint64_t seed = 1; seed <= 3; seed++) {
		struct generator generator = generator_of(seed);
		struct arena *arena = arena_new();
		struct generated rules =
			generator_rules(&generator, arena, false);

		for (size_t i = 0; i < rules.count; i++) {
			struct generated one = {.texts = {rules.texts[i]},
						.count = 1};

			/* Alone, a forbid of some fields decides nothing. */
			if (strstr(rules.texts[i], " forbid ") != NULL &&
			    strstr(rules.texts[i], " fields ") != NULL)
				continue;

			struct fixture fixture = inside_policy(&one, SIZE_MAX);
			size_t naive = count_naively(fixture.policy);

			cr_assert_eq(count_warnings(&fixture), naive, "%s",
				     rules.texts[i]);
			idle += naive;
			fixture_clear(&fixture);
		}
		arena_free(arena);
	}
	cr_expect_gt(idle, 3);
}
