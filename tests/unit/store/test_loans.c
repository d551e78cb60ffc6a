#include "daemon/store/loans.h"

#include <string.h>

#include "fixture.h"

#define FIRST  "11111111-1111-4111-8111-111111111111"
#define SECOND "11112222-2222-4222-8222-222222222222"
#define NOON   1795262400000LL
#define HOUR   (3600 * 1000LL)

static const struct store_loan anne = {
	.id = FIRST,
	.partner = "thuiszorg",
	.person = "anne",
	.name = "Anne de Wit",
	.user = "anne@thuiszorg",
	.from_ms = NOON,
	.until_ms = NOON + HOUR,
	.made_ms = NOON - HOUR,
};

/* Has the account access at that time? */
static bool
has_access(struct store *store, int64_t now_ms)
{
	struct arena *arena = arena_new();
	struct store_loan loan;
	enum status status = store_loan_of_user(store, arena, "anne@thuiszorg",
						now_ms, &loan);
	bool is_current =
		status == STATUS_OK && store_loan_is_current(&loan, now_ms);

	cr_assert(status == STATUS_OK || status == STATUS_NOT_FOUND);
	arena_free(arena);
	return is_current;
}

static const char *
state_of(struct fixture *f, struct store *store, const char *id, int64_t now_ms)
{
	struct store_loan loan;

	cr_assert_eq(store_loan_find(store, f->arena, id, &loan), STATUS_OK);
	return store_loan_state(&loan, now_ms);
}

LEAK_FREE_TEST(loans, open_nothing_before_they_are_accepted_nor_when_we_lend)
{
	struct store_loan lent = anne;
	struct fixture f;

	fixture_init(&f);
	struct store *store = fixture_filled(&f);
	lent.id = SECOND;
	lent.is_lent = true;
	cr_assert_eq(store_loan_add(store, &anne), STATUS_OK);
	cr_assert_eq(store_loan_add(store, &anne), STATUS_CONFLICT);
	cr_expect_not(has_access(store, NOON));
	cr_assert_eq(store_loan_add(store, &lent), STATUS_OK);
	cr_assert_eq(store_loan_accept(store, SECOND, NULL, NOON), STATUS_OK);
	cr_expect_not(has_access(store, NOON));
	cr_expect_str_eq(state_of(&f, store, FIRST, NOON), "offered");
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(loans, begin_and_end_to_the_millisecond)
{
	struct fixture f;

	fixture_init(&f);
	struct store *store = fixture_filled(&f);
	cr_assert_eq(store_loan_add(store, &anne), STATUS_OK);
	cr_assert_eq(store_loan_accept(store, FIRST, "professional", NOON),
		     STATUS_OK);
	cr_assert_eq(store_loan_accept(store, FIRST, "coordinator", NOON),
		     STATUS_CONFLICT);
	cr_expect_not(has_access(store, NOON - 1));
	cr_expect(has_access(store, NOON));
	cr_expect(has_access(store, NOON + HOUR - 1));
	cr_expect_not(has_access(store, NOON + HOUR));
	cr_expect_str_eq(state_of(&f, store, "1111", NOON - 1), "waiting");
	cr_expect_str_eq(state_of(&f, store, "1111", NOON), "current");
	cr_expect_str_eq(state_of(&f, store, "1111", NOON + HOUR), "over");
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(loans, that_ended_open_nothing_and_a_later_one_does)
{
	struct store_loan again = anne;
	struct store_loan *listed;
	struct fixture f;
	size_t count;
	int64_t all;

	fixture_init(&f);
	struct store *store = fixture_filled(&f);
	cr_assert_eq(store_loan_add(store, &anne), STATUS_OK);
	cr_assert_eq(store_loan_accept(store, FIRST, "professional", NOON),
		     STATUS_OK);
	cr_assert_eq(store_loan_end(store, FIRST, "beheer", NOON + 5),
		     STATUS_OK);
	cr_assert_eq(store_loan_end(store, FIRST, "beheer", NOON + 6),
		     STATUS_CONFLICT);
	cr_expect_not(has_access(store, NOON + 5));
	cr_expect_str_eq(state_of(&f, store, FIRST, NOON + 5), "ended");
	again.id = SECOND;
	again.from_ms = NOON + 10;
	cr_assert_eq(store_loan_add(store, &again), STATUS_OK);
	cr_assert_eq(store_loan_accept(store, SECOND, "nurse", NOON + 7),
		     STATUS_OK);
	cr_expect_not(has_access(store, NOON + 9));
	cr_expect(has_access(store, NOON + 10));
	cr_assert_eq(store_loan_list(store, f.arena, NOON + 10, false, &listed,
				     &count),
		     STATUS_OK);
	cr_assert_eq(count, 1);
	cr_expect_str_eq(listed[0].role, "nurse");
	cr_assert_eq(store_loan_list(store, f.arena, NOON + 10, true, &listed,
				     &count),
		     STATUS_OK);
	cr_expect_eq(count, 2);
	cr_assert_eq(store_loan_count(store, "thuiszorg", &all), STATUS_OK);
	cr_expect_eq(all, 2);
	store_close(store);
	fixture_clear(&f);
}
