#include "daemon/exchange/log_ids.h"

#include "leak_free.h"

LEAK_FREE_TEST(log_ids, finds_nothing_before_it_looked)
{
	struct arena *arena = arena_new();
	struct log_ids ids;

	log_ids_init(&ids, arena, 3);
	log_ids_close(&ids);
	cr_expect_not(log_ids_found(&ids, "a"));
	log_ids_init(&ids, arena, 3);
	log_ids_add(&ids, "b");
	log_ids_add(&ids, "a");
	log_ids_add(&ids, "b");
	log_ids_close(&ids);
	cr_expect_eq(ids.count, 2);
	cr_expect_not(log_ids_found(&ids, "a"));
	ids.found[0] = true;
	cr_expect(log_ids_found(&ids, "a"));
	cr_expect_not(log_ids_found(&ids, "b"));
	cr_expect_not(log_ids_found(&ids, "c"));
	arena_free(arena);
}
