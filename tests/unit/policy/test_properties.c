/*
 * What must hold for every policy and every question: tried on many random
 * ones. A failure prints the seed that makes it again.
 */
#include <string.h>

#include "eenplan/base/clock.h"
#include "generator.h"
#include "leak_free.h"

#define POLICIES	  100
#define CELLS_PER_ASKER	  40
#define ASKERS_PER_POLICY 300
#define CELLS_OF_PROPERTY 4000

static struct fixture
load_rules(const struct generated *rules, size_t first, size_t without,
	   const char *head)
{
	struct arena *arena = arena_new();
	struct buf text;

	buf_init(&text, arena, 4096);
	buf_printf(&text, "policy test version 1\n%s", head);
	for (size_t i = 0; i < rules->count; i++) {
		size_t rule = (first + i) % rules->count;

		if (rule != without)
			buf_add_string(&text, rules->texts[rule]);
	}

	struct fixture fixture = fixture_load(buf_string(&text));

	cr_assert(fixture.policy != NULL, "%s", fixture_mistakes(&fixture));
	arena_free(arena);
	return fixture;
}

static bool
decisions_equal(struct policy_decision one, struct policy_decision other)
{
	return one.verdict == other.verdict && one.fields == other.fields &&
	       one.duties == other.duties && one.rule == other.rule;
}

static size_t
compare_with_naive(struct generator *generator, const struct policy *policy,
		   size_t permits[3])
{
	struct arena *arena = arena_new();
	struct policy_asker asker = generator_asker(generator, policy);
	const struct policy_prepared *prepared =
		policy_prepare(arena, policy, &asker);
	size_t wrong = 0;

	for (size_t cell = 0; cell < CELLS_PER_ASKER; cell++) {
		struct policy_item item = generator_item(generator, policy);
		struct policy_decision decision =
			policy_decide(prepared, &item);

		permits[decision.verdict]++;
		wrong += !decisions_equal(
			decision, policy_decide_naively(policy, &asker, &item));
	}
	arena_free(arena);
	return wrong;
}

LEAK_FREE_TEST(properties, the_compiled_policy_decides_as_it_is_written)
{
	size_t seen[3] = {0};

	for (uint64_t seed = 1; seed <= POLICIES; seed++) {
		struct generator generator = generator_of(seed);
		struct arena *arena = arena_new();
		struct generated rules =
			generator_rules(&generator, arena, false);
		struct fixture fixture = load_rules(&rules, 0, SIZE_MAX, "");

		for (size_t i = 0; i < ASKERS_PER_POLICY; i++)
			cr_assert_eq(compare_with_naive(&generator,
							fixture.policy, seen),
				     0, "seed %lu", seed);
		fixture_clear(&fixture);
		arena_free(arena);
	}
	cr_expect_geq(seen[0] + seen[1] + seen[2], 1000000);
	/* Every kind of answer must have been tried often. */
	for (size_t verdict = 0; verdict < COUNT_OF(seen); verdict++)
		cr_expect_gt(seen[verdict], 20000, "%zu: %zu", verdict,
			     seen[verdict]);
}

/* One cell decided by the compiled form. */
static struct policy_decision
decide(const struct policy *policy, const struct policy_asker *asker,
       const struct policy_item *item)
{
	struct arena *arena = arena_new();
	struct policy_decision decision =
		policy_decide(policy_prepare(arena, policy, asker), item);

	arena_free(arena);
	return decision;
}

static void
expect_same_meaning(const struct fixture *one, const struct fixture *other,
		    uint64_t seed)
{
	struct generator generator = generator_of(seed);

	for (size_t i = 0; i < CELLS_OF_PROPERTY; i++) {
		struct policy_asker asker =
			generator_asker(&generator, one->policy);
		struct policy_item item =
			generator_item(&generator, one->policy);

		cr_assert(decisions_equal(decide(one->policy, &asker, &item),
					  decide(other->policy, &asker, &item)),
			  "seed %lu", seed);
	}
}

LEAK_FREE_TEST(properties, the_order_of_rules_has_no_meaning)
{
	for (uint64_t seed = 1; seed <= 10; seed++) {
		struct generator generator = generator_of(seed);
		struct arena *arena = arena_new();
		struct generated rules =
			generator_rules(&generator, arena, false);
		struct fixture one = load_rules(&rules, 0, SIZE_MAX, "");
		struct fixture other = load_rules(&rules, 11, SIZE_MAX, "");

		expect_same_meaning(&one, &other, seed);
		fixture_clear(&one);
		fixture_clear(&other);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(properties, the_division_into_files_has_no_meaning)
{
	for (uint64_t seed = 1; seed <= 10; seed++) {
		struct generator generator = generator_of(seed);
		struct arena *arena = arena_new();
		struct generated rules =
			generator_rules(&generator, arena, false);
		struct fixture one = load_rules(&rules, 0, SIZE_MAX, "");
		struct policy_source sources[GENERATOR_RULES + 1] = {
			{"small.vocabulary", text_of(fixture_vocabulary)}};

		for (size_t i = 0; i < rules.count; i++)
			sources[i + 1] = (struct policy_source){
				arena_printf(arena, "%zu.policy",
					     (i * 7) % rules.count),
				text_of(arena_printf(arena,
						     "policy p version 1\n%s",
						     rules.texts[i]))};

		struct fixture other =
			fixture_load_sources(sources, COUNT_OF(sources));

		cr_assert(other.policy != NULL);
		expect_same_meaning(&one, &other, seed);
		fixture_clear(&one);
		fixture_clear(&other);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(properties, both_languages_mean_the_same)
{
	for (uint64_t seed = 1; seed <= 10; seed++) {
		struct generator generator = generator_of(seed);
		struct generator again = generator_of(seed);
		struct arena *arena = arena_new();
		struct generated english =
			generator_rules(&generator, arena, false);
		struct generated dutch = generator_rules(&again, arena, true);
		struct fixture one = load_rules(&english, 0, SIZE_MAX, "");
		struct fixture other =
			load_rules(&dutch, 0, SIZE_MAX, "taal nl\n");

		expect_same_meaning(&one, &other, seed);
		fixture_clear(&one);
		fixture_clear(&other);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(properties, one_more_forbid_never_adds_a_field)
{
	for (uint64_t seed = 1; seed <= 40; seed++) {
		struct generator generator = generator_of(seed);
		struct arena *arena = arena_new();
		struct generated rules =
			generator_rules(&generator, arena, false);
		size_t one_out = seed % GENERATOR_RULES;
		bool is_forbid =
			strstr(rules.texts[one_out], " forbid ") != NULL;
		struct fixture all = load_rules(&rules, 0, SIZE_MAX, "");
		struct fixture fewer = load_rules(&rules, 0, one_out, "");

		for (size_t i = 0; i < CELLS_OF_PROPERTY; i++) {
			struct policy_asker asker =
				generator_asker(&generator, all.policy);
			struct policy_item item =
				generator_item(&generator, all.policy);
			uint64_t with =
				decide(all.policy, &asker, &item).fields;
			uint64_t without =
				decide(fewer.policy, &asker, &item).fields;

			cr_assert_eq(is_forbid ? with & ~without
					       : without & ~with,
				     0, "seed %lu", seed);
		}
		fixture_clear(&all);
		fixture_clear(&fewer);
		arena_free(arena);
	}
}

/* Make fact number `fact` unknown; false when there are no more. */
static bool
forget(struct policy_asker *asker, struct policy_item *item, size_t fact)
{
	if (fact >= 9) {
		if (fact - 9 >= LIMIT_CONSENT_KINDS)
			return false;
		item->consent[fact - 9] = POLICY_CONSENT_UNKNOWN;
		return true;
	}

	int *facts[] = {&asker->to,	 &asker->role, &asker->purpose,
			&item->category, &item->from,  &item->sensitivity,
			&item->age_years};

	if (fact == 7)
		asker->day = CLOCK_DAY_NONE;
	else if (fact == 8)
		item->owner = POLICY_OWNER_UNKNOWN;
	else
		*facts[fact] = VOCABULARY_UNKNOWN;
	return true;
}

LEAK_FREE_TEST(properties, what_is_unknown_never_opens_anything)
{
	size_t permits = 0;

	for (uint64_t seed = 1; seed <= 40; seed++) {
		struct generator generator = generator_of(seed);
		struct arena *arena = arena_new();
		struct generated rules =
			generator_rules(&generator, arena, false);
		struct fixture fixture = load_rules(&rules, 0, SIZE_MAX, "");

		for (size_t i = 0; i < 1000; i++) {
			struct policy_asker asker =
				generator_asker(&generator, fixture.policy);
			struct policy_item item =
				generator_item(&generator, fixture.policy);
			uint64_t known =
				decide(fixture.policy, &asker, &item).fields;

			permits += known != 0;
			for (size_t fact = 0;; fact++) {
				struct policy_asker less_asker = asker;
				struct policy_item less = item;

				if (!forget(&less_asker, &less, fact))
					break;
				cr_assert_eq(decide(fixture.policy, &less_asker,
						    &less)
							     .fields &
						     ~known,
					     0, "seed %lu, fact %zu", seed,
					     fact);
			}
		}
		fixture_clear(&fixture);
		arena_free(arena);
	}
	cr_expect_gt(permits, 1000);
}
