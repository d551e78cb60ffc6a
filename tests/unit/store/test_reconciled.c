#include "daemon/store/reconciled.h"

#include "fixture.h"

#define NOON 1795262400000LL
#define ONE  "11111111-1111-4111-8111-111111111111"

static void
add(struct store *store, const char *partner, int64_t found_ms)
{
	const struct store_orphan orphan = {.partner = partner,
					    .request = ONE,
					    .event = "answer",
					    .missing_at = partner,
					    .day = 20779,
					    .found_ms = found_ms};

	cr_assert_eq(store_orphan_add(store, &orphan), STATUS_OK);
}

static int64_t
count(struct store *store, int64_t since_ms)
{
	int64_t found;

	cr_assert_eq(store_orphan_count(store, since_ms, &found), STATUS_OK);
	return found;
}

LEAK_FREE_TEST(reconciled, is_of_each_partner_and_only_of_partners)
{
	struct fixture f;
	struct store_reconciled row, *rows;
	struct store_reconciled known = {.partner = "thuiszorg",
					 .until_day = 20780,
					 .done_ms = NOON,
					 .asked = 3,
					 .tried_ms = NOON,
					 .trouble = "unreachable"};
	const struct store_partner partner = {.id = "thuiszorg",
					      .name = "Thuiszorg",
					      .domain = "zvw",
					      .url = "https://127.0.0.1:1"};
	size_t rows_count;

	fixture_init(&f);
	struct store *store = fixture_filled(&f);
	cr_assert_eq(store_reconciled_find(store, f.arena, "thuiszorg", &row),
		     STATUS_NOT_FOUND);
	cr_assert_eq(store_reconciled_put(store, &known), STATUS_OK);
	known.until_day++;
	known.trouble = NULL;
	cr_assert_eq(store_reconciled_put(store, &known), STATUS_OK);
	cr_assert_eq(store_reconciled_find(store, f.arena, "thuiszorg", &row),
		     STATUS_OK);
	cr_expect_eq(row.until_day, 20781);
	cr_expect_eq(row.asked, 3);
	cr_expect_null(row.trouble);
	/* it isn't enrolled */
	cr_assert_eq(store_reconciled_list(store, f.arena, &rows, &rows_count),
		     STATUS_OK);
	cr_expect_eq(rows_count, 0);
	cr_assert_eq(store_partners_set(store, &partner, 1), STATUS_OK);
	cr_assert_eq(store_reconciled_list(store, f.arena, &rows, &rows_count),
		     STATUS_OK);
	cr_expect_eq(rows_count, 1);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(reconciled, keeps_an_orphan_as_it_was_found_first)
{
	struct fixture f;
	struct store_orphan *orphans;
	size_t listed;

	fixture_init(&f);
	struct store *store = fixture_filled(&f);
	add(store, "thuiszorg", NOON);
	add(store, "thuiszorg", NOON + 5);
	add(store, "ggz", NOON + 2);
	cr_expect_eq(count(store, 0), 2);
	cr_expect_eq(count(store, NOON + 1), 1);
	cr_assert_eq(store_orphan_list(store, f.arena, 1, &orphans, &listed),
		     STATUS_OK);
	cr_assert_eq(listed, 1);
	cr_expect_str_eq(orphans[0].partner, "ggz");
	cr_expect_eq(orphans[0].day, 20779);
	cr_assert_eq(store_orphan_forget(store, NOON + 1), STATUS_OK);
	cr_expect_eq(count(store, 0), 1);
	store_close(store);
	fixture_clear(&f);
}
