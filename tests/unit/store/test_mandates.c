#include "daemon/store/mandates.h"

#include <string.h>

#include "fixture.h"

#define PLAN  "11111111-1111-4111-8111-111111111111"
#define OTHER "22222222-2222-4222-8222-222222222222"
#define DIGEST                                                                 \
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define NOON 1795262400000LL

struct desk {
	struct fixture fixture;
	struct store *store;
	const char *resident;
	const char *household;
};

static void
desk_open(struct desk *desk)
{
	struct store_household *households;
	size_t count;

	fixture_init(&desk->fixture);
	desk->store = fixture_filled(&desk->fixture);
	desk->resident =
		fixture_resident(&desk->fixture, desk->store, "mirjam");
	cr_assert_eq(store_households_of(desk->store, desk->fixture.arena,
					 desk->resident, &households, &count),
		     STATUS_OK);
	cr_assert_eq(count, 1);
	desk->household = households[0].id;
}

static void
desk_close(struct desk *desk)
{
	store_close(desk->store);
	fixture_clear(&desk->fixture);
}

static struct store_mandate
mandate_of(const char *digest, const char *partner, int64_t kept_ms)
{
	return (struct store_mandate){.plan = PLAN,
				      .digest = digest,
				      .jws = "a.b.c",
				      .certificate = text_of("der"),
				      .partner = partner,
				      .kept_ms = kept_ms};
}

LEAK_FREE_TEST(mandates, knows_no_household_of_a_plan_that_is_not_tied)
{
	struct desk desk;
	const char *household;
	const char **plans;
	size_t count;

	desk_open(&desk);
	cr_expect_eq(store_plan_household(desk.store, desk.fixture.arena, PLAN,
					  &household),
		     STATUS_NOT_FOUND);
	cr_expect_eq(store_plans(desk.store, desk.fixture.arena, desk.household,
				 &plans, &count),
		     STATUS_OK);
	cr_expect_eq(count, 0);
	cr_expect_neq(store_plan_tie(desk.store, PLAN, OTHER), STATUS_OK);
	desk_close(&desk);
}

LEAK_FREE_TEST(mandates, ties_a_plan_to_one_household_once)
{
	struct desk desk;
	const char *household;
	const char **plans;
	size_t count;

	desk_open(&desk);
	cr_assert_eq(store_plan_tie(desk.store, PLAN, desk.household),
		     STATUS_OK);
	cr_assert_eq(store_plan_tie(desk.store, PLAN, desk.household),
		     STATUS_OK);
	cr_assert_eq(store_plan_tie(desk.store, OTHER, desk.household),
		     STATUS_OK);
	cr_assert_eq(store_plan_household(desk.store, desk.fixture.arena, PLAN,
					  &household),
		     STATUS_OK);
	cr_expect_str_eq(household, desk.household);
	cr_assert_eq(store_plans(desk.store, desk.fixture.arena, desk.household,
				 &plans, &count),
		     STATUS_OK);
	cr_assert_eq(count, 2);
	cr_expect_str_eq(plans[0], PLAN);
	cr_expect_str_eq(plans[1], OTHER);
	desk_close(&desk);
}

LEAK_FREE_TEST(mandates, keeps_documents_verbatim_and_the_first_of_one_digest)
{
	struct desk desk;
	struct store_mandate first = mandate_of(DIGEST, NULL, NOON);
	struct store_mandate again = mandate_of(DIGEST, "ggz", NOON + 1);
	struct store_mandate second = mandate_of("ff", "ggz", NOON + 2);
	struct store_mandate *got;
	size_t count;

	desk_open(&desk);
	again.jws = "x.y.z";
	cr_assert_eq(store_mandate_add(desk.store, &first), STATUS_OK);
	cr_assert_eq(store_mandate_add(desk.store, &again), STATUS_OK);
	cr_assert_eq(store_mandate_add(desk.store, &second), STATUS_OK);
	cr_assert_eq(store_mandates(desk.store, desk.fixture.arena, PLAN, &got,
				    &count),
		     STATUS_OK);
	cr_assert_eq(count, 2);
	cr_expect_str_eq(got[0].jws, "a.b.c");
	cr_expect_null(got[0].partner);
	cr_expect(text_is(got[0].certificate, "der"));
	cr_expect_str_eq(got[1].partner, "ggz");
	cr_expect_eq(got[1].kept_ms, NOON + 2);
	desk_close(&desk);
}

LEAK_FREE_TEST(mandates, keeps_what_is_told_of_documents_that_may_not_be_seen)
{
	static const char *const previous[] = {"aa", "bb"};
	const struct store_masked masked = {.digest = DIGEST,
					    .kind = "offer",
					    .seq = 5,
					    .previous = previous,
					    .previous_count = 2,
					    .group = "care"};
	struct store_masked again = masked, *got;
	struct desk desk;
	size_t count;

	desk_open(&desk);
	again.group = "any";
	cr_assert_eq(store_masked_add(desk.store, PLAN, &masked), STATUS_OK);
	cr_assert_eq(store_masked_add(desk.store, PLAN, &again), STATUS_OK);
	cr_assert_eq(store_masked_list(desk.store, desk.fixture.arena, PLAN,
				       &got, &count),
		     STATUS_OK);
	cr_assert_eq(count, 1);
	cr_expect_eq(got->seq, 5);
	cr_expect_str_eq(got->group, "care");
	cr_assert_eq(got->previous_count, 2);
	cr_expect_str_eq(got->previous[1], "bb");
	desk_close(&desk);
}
