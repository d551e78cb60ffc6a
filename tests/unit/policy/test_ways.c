#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/policy/matrix.h"
#include "eenplan/policy/ways.h"
#include "inside.h"
#include "leak_free.h"

#define RULE                                                                   \
	"rule R-1 \"r\" permit goal fields text, status from zvw to wmo\n"     \
	" as consultant for assessment when consent share is given\n"          \
	" duty log_reason" FIXTURE_TAIL

LEAK_FREE_TEST(ways, of_what_is_forbidden_there_are_none)
{
	struct fixture fixture =
		fixture_rules(RULE "rule R-2 \"f\" forbid goal" FIXTURE_TAIL);
	struct ways ways = ways_find(fixture.arena, fixture.policy, 0,
				     UINT64_MAX, CLOCK_DAY_NONE);

	cr_expect_eq(ways.count, 0);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(ways, leave_out_the_fields_that_were_not_asked_for)
{
	struct fixture fixture = fixture_rules(RULE);
	struct ways due = ways_find(fixture.arena, fixture.policy, 0, 1U << 2,
				    CLOCK_DAY_NONE);
	struct ways text =
		ways_find(fixture.arena, fixture.policy, 0, 1, CLOCK_DAY_NONE);

	cr_expect_eq(due.count, 0);
	cr_assert_eq(text.count, 1);
	cr_expect_eq(text.list[0].fields, 1);
	cr_expect_str_eq(text.list[0].rule, "R-1");
	cr_expect_str_eq(text.list[0].basis[0], "BW 7:457");
	cr_expect_eq(text.list[0].duties, 1);
	fixture_clear(&fixture);
}

/* The ways around a question open exactly what a naive decision shares. */
LEAK_FREE_TEST(ways, are_all_that_a_naive_decision_shares)
{
	size_t shared = 0;

	for (uint64_t seed = 1; seed <= 8; seed++) {
		struct generator generator = generator_of(seed);
		struct arena *arena = arena_new();
		struct generated rules =
			generator_rules(&generator, arena, false);
		struct fixture fixture = inside_policy(&rules, SIZE_MAX);
		struct ways ways[4];

		for (int i = 0; i < 4; i++)
			ways[i] = ways_find(arena, fixture.policy, i,
					    UINT64_MAX, CLOCK_DAY_NONE);
		for (size_t i = 0; i < 1500; i++) {
			struct policy_asker asker =
				generator_asker(&generator, fixture.policy);
			struct policy_item item =
				generator_item(&generator, fixture.policy);
			uint64_t fields = policy_decide_naively(fixture.policy,
								&asker, &item)
						  .fields;
			uint64_t opened = 0;

			for (size_t c = 0; c < 4; c++)
				for (size_t w = 0; w < ways[c].count; w++)
					if (inside(policy_vocabulary(
							   fixture.policy),
						   &ways[c].list[w].box,
						   fixture.policy, &asker,
						   &item))
						opened |=
							ways[c].list[w].fields;
			cr_assert_eq(opened, fields, "seed %lu", seed);
			shared += fields != 0;
		}
		fixture_clear(&fixture);
		arena_free(arena);
	}
	cr_expect_gt(shared, 100);
}

static const struct matrix_entry *
find_entry(const struct matrix *matrix, const struct policy_asker *asker,
	   const struct policy_item *item)
{
	for (size_t i = 0; i < matrix->entry_count; i++)
		if (matrix->entries[i].category == item->category &&
		    matrix->entries[i].role == asker->role &&
		    matrix->entries[i].purpose == asker->purpose)
			return &matrix->entries[i];
	return NULL;
}

LEAK_FREE_TEST(matrix, says_nothing_of_use_inside_the_organisation)
{
	struct fixture fixture = fixture_rules(
		"rule R \"r\" permit goal fields text from any to own\n"
		" as consultant for assessment" FIXTURE_TAIL);

	cr_expect_eq(
		matrix_of(fixture.arena, fixture.policy, 20600).entry_count, 0);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(matrix, tells_what_needs_consent_from_what_does_not)
{
	struct fixture fixture = fixture_rules(
		RULE
		"rule R-2 \"free\" permit goal fields due from zvw to wmo\n"
		" as consultant for assessment" FIXTURE_TAIL);
	struct matrix matrix = matrix_of(fixture.arena, fixture.policy, 20600);

	cr_assert_eq(matrix.entry_count, 1);
	cr_expect_eq(matrix.entries[0].fields, 7);
	cr_expect_eq(matrix.entries[0].freely, 4);
	cr_expect_eq(matrix.entries[0].kinds, 1);
	cr_expect_eq(matrix.entries[0].rule_count, 2);
	cr_expect_eq(matrix.rule_count, 2);
	cr_expect_eq(matrix.rules[1].fields[0], 4);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(matrix, has_room_for_every_naive_decision_and_no_more)
{
	for (uint64_t seed = 1; seed <= 8; seed++) {
		struct generator generator = generator_of(seed);
		struct arena *arena = arena_new();
		struct generated rules =
			generator_rules(&generator, arena, false);
		struct fixture fixture = inside_policy(&rules, SIZE_MAX);
		struct matrix matrix = matrix_of(arena, fixture.policy, 20600);
		int own = vocabulary_find(policy_vocabulary(fixture.policy),
					  VOCABULARY_DOMAIN, "own");
		uint64_t seen[4][3][4] = {{{0}}};

		for (size_t i = 0; i < 90000; i++) {
			struct policy_asker asker =
				generator_asker(&generator, fixture.policy);
			struct policy_item item =
				generator_item(&generator, fixture.policy);
			const struct matrix_entry *entry;
			uint64_t fields;

			asker.day = 20600;
			if (asker.to == own)
				continue;
			fields = policy_decide_naively(fixture.policy, &asker,
						       &item)
					 .fields;
			if (fields == 0)
				continue;
			entry = find_entry(&matrix, &asker, &item);
			cr_assert(entry != NULL, "seed %lu", seed);
			cr_assert_eq(fields & ~entry->fields, 0);
			cr_assert(cells_set_has(&entry->to, asker.to));
			seen[item.category][asker.role][asker.purpose] |=
				fields;
		}
		/* What is drawn is really shared somewhere: mostly seen. */
		size_t missed = 0;

		for (size_t i = 0; i < matrix.entry_count; i++) {
			const struct matrix_entry *entry = &matrix.entries[i];

			missed += (entry->fields &
				   ~seen[entry->category][entry->role]
					[entry->purpose]) != 0;
		}
		cr_expect_leq(missed * 4, matrix.entry_count, "seed %lu: %zu",
			      seed, missed);
		fixture_clear(&fixture);
		arena_free(arena);
	}
}
