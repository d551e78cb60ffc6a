#include "daemon/exchange/replay_groups.h"

#include <criterion/criterion.h>

#include "eenplan/base/limits.h"
#include "leak_free.h"

static const struct replay_group base = {
	.organisation = "wijkteam",
	.domain = "wmo",
	.role = "coordinator",
	.purpose = "coordination",
	.category = "goal",
	.gained = "text, status",
	.lost = "",
};

LEAK_FREE_TEST(replay_groups, counts_what_finds_no_room_apart)
{
	struct arena *arena = arena_new();
	struct replay_groups *groups = replay_groups_new(arena);
	struct replay_group seen = base;
	size_t count;

	for (size_t i = 0; i < LIMIT_REPLAY_GROUPS + 5; i++) {
		seen.organisation = arena_printf(arena, "organisation-%zu", i);
		replay_groups_add(groups, &seen);
		replay_groups_add(groups, &seen);
	}
	cr_assert_eq(replay_groups_unlisted(groups), 10);
	(void)replay_groups_list(groups, &count);
	cr_assert_eq(count, LIMIT_REPLAY_GROUPS);
	seen.organisation = "organisation-3";
	replay_groups_add(groups, &seen);
	cr_assert_eq(replay_groups_unlisted(groups), 10, "it is there");
	arena_free(arena);
}

LEAK_FREE_TEST(replay_groups, tells_apart_all_that_a_group_says)
{
	struct arena *arena = arena_new();
	struct replay_groups *groups = replay_groups_new(arena);
	struct replay_group others[7];
	size_t count;

	for (size_t i = 0; i < COUNT_OF(others); i++)
		others[i] = base;
	others[0].organisation = "x";
	others[1].domain = "x";
	others[2].role = "x";
	others[3].purpose = "x";
	others[4].category = "x";
	others[5].gained = "x";
	others[6].lost = "x";
	for (size_t i = 0; i < COUNT_OF(others); i++)
		replay_groups_add(groups, &others[i]);
	for (size_t i = 0; i < 3; i++)
		replay_groups_add(groups, &base);

	const struct replay_group *list = replay_groups_list(groups, &count);

	cr_assert_eq(count, COUNT_OF(others) + 1);
	cr_assert_eq(list[0].decisions, 3, "the most decisions first");
	cr_assert_str_eq(list[0].gained, "text, status");
	cr_assert_eq(list[1].decisions, 1);
	arena_free(arena);
}
