#include "daemon/exchange/file_cache.h"

#include <stdio.h>
#include <string.h>

#include "eenplan/base/limits.h"
#include "leak_free.h"
#include "world.h"

static void
keep(struct file_cache *cache, const char *partner, const char *reference)
{
	file_cache_keep(cache, file_new(partner, reference));
}

LEAK_FREE_TEST(file_cache, forgets_all_when_something_was_written)
{
	struct file_cache *cache = file_cache_new();
	file_cache_begin(cache, 7, NULL);
	keep(cache, "wijkteam", ANNA);
	keep(cache, "wijkteam", FILE_OF_PARTNER);
	file_cache_begin(cache, 7, NULL);
	cr_assert_not_null(file_cache_find(cache, "wijkteam", ANNA));
	file_cache_begin(cache, 8, NULL);
	cr_assert_null(file_cache_find(cache, "wijkteam", ANNA));
	cr_assert_null(file_cache_find(cache, "wijkteam", FILE_OF_PARTNER));
	file_cache_free(cache);
}

/* Its files hold numbers of that policy's vocabulary. */
LEAK_FREE_TEST(file_cache, forgets_all_under_another_policy)
{
	struct world one = world_open(&world_coordinator);
	struct world other = world_open(&world_coordinator);
	struct file_cache *cache = file_cache_new();
	file_cache_begin(cache, 7, one.policy);
	keep(cache, "wijkteam", ANNA);
	file_cache_begin(cache, 7, one.policy);
	cr_assert_not_null(file_cache_find(cache, "wijkteam", ANNA));
	file_cache_begin(cache, 7, other.policy);
	cr_assert_null(file_cache_find(cache, "wijkteam", ANNA));
	world_close(&other);
	file_cache_free(cache);
	world_close(&one);
}

LEAK_FREE_TEST(file_cache, has_nothing_for_another_partner_or_reference)
{
	struct file_cache *cache = file_cache_new();
	file_cache_begin(cache, 0, NULL);
	keep(cache, "wijkteam", ANNA);
	cr_assert_null(file_cache_find(cache, "thuiszorg", ANNA));
	cr_assert_null(file_cache_find(cache, "wijkteam", BERT));
	cr_assert_null(file_cache_find(cache, "wijkteam", FILE_OF_PARTNER));
	cr_assert_not_null(file_cache_find(cache, "wijkteam", ANNA));
	file_cache_free(cache);
}

LEAK_FREE_TEST(file_cache, does_not_take_the_end_of_one_name_for_the_next)
{
	struct file_cache *cache = file_cache_new();
	file_cache_begin(cache, 0, NULL);
	keep(cache, "ab", "c");
	cr_assert_null(file_cache_find(cache, "a", "bc"));
	file_cache_free(cache);
}

LEAK_FREE_TEST(file_cache, lends_what_it_puts_out_until_the_next_answer)
{
	struct file_cache *cache = file_cache_new();
	file_cache_begin(cache, 0, NULL);
	keep(cache, "wijkteam", ANNA);
	const struct file *file = file_cache_find(cache, "wijkteam", ANNA);
	for (int i = 0; i < 16 * LIMIT_FILE_CACHE; i++) {
		char reference[32];
		snprintf(reference, sizeof(reference), "reference-%d", i);
		keep(cache, "wijkteam", reference);
	}
	cr_assert_null(file_cache_find(cache, "wijkteam", ANNA));
	cr_assert_str_eq(file->reference, ANNA, "still there");
	file_cache_free(cache);
}

LEAK_FREE_TEST(file_cache, does_not_keep_what_is_too_large)
{
	struct file_cache *cache = file_cache_new();
	file_cache_begin(cache, 0, NULL);
	struct file *file = file_new("wijkteam", ANNA);
	(void)arena_alloc(file->arena, LIMIT_FILE_CACHE_FILE_BYTES);
	file_cache_keep(cache, file);
	cr_assert_str_eq(file->reference, ANNA, "lent for this answer");
	cr_assert_null(file_cache_find(cache, "wijkteam", ANNA));
	file_cache_free(cache);
}

/* How many of `count` files of almost the largest size are found again. */
static int
count_kept(struct file_cache *cache, int count)
{
	char reference[32];
	int kept = 0;
	for (int i = 0; i < count; i++) {
		snprintf(reference, sizeof(reference), "reference-%d", i);
		struct file *file = file_new("wijkteam", reference);
		(void)arena_alloc(file->arena,
				  LIMIT_FILE_CACHE_FILE_BYTES - 1024);
		file_cache_keep(cache, file);
		file_cache_begin(cache, 0, NULL);
	}
	for (int i = 0; i < count; i++) {
		snprintf(reference, sizeof(reference), "reference-%d", i);
		kept += file_cache_find(cache, "wijkteam", reference) != NULL;
	}
	return kept;
}

LEAK_FREE_TEST(file_cache, stays_within_its_bytes)
{
	int room = LIMIT_FILE_CACHE_BYTES / LIMIT_FILE_CACHE_FILE_BYTES;
	struct file_cache *cache = file_cache_new();
	file_cache_begin(cache, 0, NULL);
	int kept = count_kept(cache, 3 * room);
	cr_assert_gt(kept, 0);
	cr_assert_leq(kept, room + 1);
	file_cache_free(cache);
}

LEAK_FREE_TEST(file_cache, replaces_what_it_has_under_the_same_name)
{
	struct file_cache *cache = file_cache_new();
	file_cache_begin(cache, 0, NULL);
	keep(cache, "wijkteam", ANNA);
	struct file *later = file_new("wijkteam", ANNA);
	later->subject.known = true;
	file_cache_keep(cache, later);
	cr_assert_eq(file_cache_find(cache, "wijkteam", ANNA), later);
	file_cache_free(cache);
}
