#include <string.h>

#include "inside.h"
#include "leak_free.h"

#define POLICIES 12
#define CELLS	 1500

struct seen {
	struct cells_box *boxes;
	struct cells_answer *answers;
	size_t count;
	size_t room;
};

static void
keep(void *context, const struct cells_box *box,
     const struct cells_answer *answers)
{
	struct seen *seen = context;

	cr_assert_lt(seen->count, seen->room);
	seen->boxes[seen->count] = *box;
	seen->answers[seen->count++] = answers[0];
}

static struct seen
walk_all(struct arena *arena, const struct cells_space *space,
	 bool with_forbids)
{
	struct seen seen = {.room = 200000};
	struct cells_walk walk = {
		.space = space,
		.within = cells_all(space, CELLS_EVERY_CATEGORY),
		.with_forbids = with_forbids,
		.visit = keep,
		.context = &seen};

	seen.boxes = ARENA_ARRAY(arena, seen.room, struct cells_box);
	seen.answers = ARENA_ARRAY(arena, seen.room, struct cells_answer);
	cr_expect_eq(cells_walk(arena, &walk).boxes, seen.count);
	return seen;
}

static const struct cells_answer *
find(const struct seen *seen, const struct cells_space *space,
     const struct policy *policy, const struct policy_asker *asker,
     const struct policy_item *item)
{
	const struct cells_answer *found = NULL;

	for (size_t i = 0; i < seen->count; i++)
		if (inside(cells_vocabulary(space), &seen->boxes[i], policy,
			   asker, item)) {
			cr_assert_null(found, "a cell is in two boxes");
			found = &seen->answers[i];
		}
	return found;
}

static size_t
compare_with_naive(uint64_t seed, bool with_forbids)
{
	struct generator generator = generator_of(seed);
	struct arena *arena = arena_new();
	struct generated rules = generator_rules(&generator, arena, false);
	struct fixture fixture = inside_policy(&rules, SIZE_MAX);
	struct cells_space *space;
	size_t shared = 0;

	cr_assert_eq(cells_space_new(arena, fixture.policy, NULL, &space),
		     STATUS_OK);

	struct seen seen = walk_all(arena, space, with_forbids);

	for (size_t i = 0; i < CELLS; i++) {
		struct policy_asker asker =
			generator_asker(&generator, fixture.policy);
		struct policy_item item =
			generator_item(&generator, fixture.policy);
		struct policy_decision naive =
			policy_decide_naively(fixture.policy, &asker, &item);
		const struct cells_answer *found =
			find(&seen, space, fixture.policy, &asker, &item);

		cr_assert_eq(found == NULL ? 0 : found->fields, naive.fields,
			     "seed %lu", seed);
		if (naive.verdict == POLICY_PERMIT)
			cr_assert_eq(found->duties, naive.duties);
		if (with_forbids && naive.verdict == POLICY_FORBIDDEN)
			cr_assert(found != NULL);
		shared += naive.fields != 0;
	}
	fixture_clear(&fixture);
	arena_free(arena);
	return shared;
}

LEAK_FREE_TEST(cells, of_a_policy_that_forbids_everything_are_never_visited)
{
	struct fixture fixture =
		fixture_rules("rule R \"r\" forbid any" FIXTURE_TAIL);
	struct cells_space *space;

	cr_assert_eq(
		cells_space_new(fixture.arena, fixture.policy, NULL, &space),
		STATUS_OK);

	struct seen seen = walk_all(fixture.arena, space, false);

	cr_expect_eq(seen.count, 0);
	seen = walk_all(fixture.arena, space, true);
	cr_expect_gt(seen.count, 0);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(cells, are_all_visited_once_and_answered_as_written)
{
	size_t shared = 0;

	for (uint64_t seed = 1; seed <= POLICIES; seed++)
		shared += compare_with_naive(seed, seed % 2 == 0);
	cr_expect_gt(shared, 200);
}

LEAK_FREE_TEST(cells, that_no_rule_tells_apart_are_one_box)
{
	struct fixture fixture = fixture_rules(
		"rule R \"r\" permit goal fields text from zvw, ggz to wmo\n"
		" as consultant for assessment when consent share is given\n"
		" and age is at least 16" FIXTURE_TAIL);
	struct cells_space *space;

	cr_assert_eq(
		cells_space_new(fixture.arena, fixture.policy, NULL, &space),
		STATUS_OK);

	struct seen seen = walk_all(fixture.arena, space, false);

	cr_assert_eq(seen.count, 1);
	cr_expect_str_eq(
		cells_describe(fixture.arena, cells_vocabulary(space),
			       &seen.boxes[0], VOCABULARY_ENGLISH),
		"from care to wmo as consultant for assessment when consent "
		"share is given and age is at least 16 valid from 2026-01-01");
	cr_expect_str_eq(
		cells_describe(fixture.arena, cells_vocabulary(space),
			       &seen.boxes[0], VOCABULARY_DUTCH),
		"van care naar wmo als consultant voor assessment wanneer "
		"toestemming share is gegeven en leeftijd is minstens 16 "
		"geldig vanaf 2026-01-01");
	cr_expect_str_eq(cells_example(fixture.arena, cells_vocabulary(space),
				       &seen.boxes[0], VOCABULARY_ENGLISH),
			 "goal from zvw to wmo as consultant for assessment, "
			 "sensitivity normal, age 16, consent share given, on "
			 "2026-01-01");
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(cells, stay_within_what_was_asked_for)
{
	struct fixture fixture = fixture_rules(
		"rule R \"r\" permit goal fields text from any to any\n"
		" as consultant for assessment" FIXTURE_TAIL);
	struct seen seen = {.room = 10};
	struct cells_space *space;
	struct cells_walk walk = {.visit = keep, .context = &seen};

	cr_assert_eq(
		cells_space_new(fixture.arena, fixture.policy, NULL, &space),
		STATUS_OK);
	seen.boxes = ARENA_ARRAY(fixture.arena, 10, struct cells_box);
	seen.answers = ARENA_ARRAY(fixture.arena, 10, struct cells_answer);
	walk.space = space;
	walk.within = cells_all(space, CELLS_EVERY_CATEGORY);
	walk.within.of[CELLS_TO] = (struct cells_set){{1U << 2}};
	walk.within.first_day = 30000;
	walk.within.last_day = 30000;
	(void)cells_walk(fixture.arena, &walk);
	cr_assert_eq(seen.count, 1);
	cr_expect_eq(seen.boxes[0].of[CELLS_TO].bits[0], 1U << 2);
	cr_expect_eq(seen.boxes[0].first_day, 30000);
	cr_expect_eq(seen.boxes[0].last_day, 30000);
	fixture_clear(&fixture);
}
