#include "daemon/exchange/act.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "exchange/world.h"
#include "leak_free.h"

/* A store of its own, and an exchange that began under the shipped pack. */
struct desk {
	struct world world;
	char folder[64];
	struct box_key key;
	struct node_place place;
	struct exchange exchange;
};

static void
desk_open(struct desk *desk)
{
	*desk = (struct desk){.world = world_open(&world_coordinator)};
	strcpy(desk->folder, "/tmp/eenplan-act-XXXXXX");
	cr_assert_not_null(mkdtemp(desk->folder));
	const struct store_settings settings = {
		.path = arena_printf(desk->world.arena, "%s/db", desk->folder),
		.key = &desk->key,
	};
	cr_assert_eq(store_open(&settings, STORE_WRITE, &desk->place.store),
		     STATUS_OK);
	desk->exchange = (struct exchange){
		.place = &desk->place,
		.arena = desk->world.arena,
		.policy = desk->world.policy,
	};
}

static void
desk_close(struct desk *desk)
{
	store_close(desk->place.store);
	cr_assert_eq(system(arena_printf(desk->world.arena, "rm -r %s",
					 desk->folder)),
		     0);
	world_close(&desk->world);
}

static void
put_in_force(struct desk *desk, const char *digest)
{
	const struct store_policy about = {.digest = digest,
					   .way = STORE_POLICY_LOAD};
	const struct policy_source file = {"a.policy", text_of("x")};
	int64_t number;
	cr_assert_eq(
		store_policy_add(desk->place.store, &about, &file, 1, &number),
		STATUS_OK);
}

LEAK_FREE_TEST(act, writes_no_words_of_a_policy_that_is_not_in_force)
{
	struct desk desk;
	desk_open(&desk);
	cr_assert_eq(act_begin(&desk.exchange), STATUS_OK);
	cr_expect_eq(act_check_policy(&desk.exchange), STATUS_NOT_FOUND);
	put_in_force(&desk, policy_digest(desk.world.policy));
	cr_expect_eq(act_check_policy(&desk.exchange), STATUS_OK);
	put_in_force(&desk, "another");
	cr_expect_eq(act_check_policy(&desk.exchange), STATUS_BUSY);
	store_rollback(desk.place.store);
	desk_close(&desk);
}
