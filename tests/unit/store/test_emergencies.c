#include "daemon/store/emergencies.h"

#include <string.h>

#include "fixture.h"

#define FIRST  "11111111-1111-4111-8111-111111111111"
#define SECOND "11112222-2222-4222-8222-222222222222"
#define PLAN   "3f2b6c1d-9a8e-4d7c-8b5a-6e4f3d2c1b0a"
#define NOON   1795262400000LL
#define HOUR   3600000LL

/* Mirjam and her household, of whom an emergency could be. */
struct desk {
	struct fixture fixture;
	struct store *store;
	const char *resident;
	const char *household;
};

static void
desk_open(struct desk *desk)
{
	struct store_household household;

	fixture_init(&desk->fixture);
	desk->store = fixture_filled(&desk->fixture);
	desk->resident =
		fixture_resident(&desk->fixture, desk->store, "mirjam");
	cr_assert_eq(store_household_find(desk->store, desk->fixture.arena,
					  "h1", &household),
		     STATUS_OK);
	desk->household = household.id;
}

static void
desk_close(struct desk *desk)
{
	store_close(desk->store);
	fixture_clear(&desk->fixture);
}

static struct store_emergency
emergency_of(const struct desk *desk, const char *id)
{
	return (struct store_emergency){
		.id = id,
		.organisation = "wijkteam",
		.statement = id,
		.user = "fatima",
		.role = "coordinator",
		.household = desk->household,
		.plan = PLAN,
		.reason = "found without consciousness",
		.opened_ms = NOON,
		.until_ms = NOON + HOUR,
	};
}

static void
put(struct desk *desk, const struct store_emergency *emergency)
{
	cr_assert_eq(store_emergency_add(desk->store, emergency), STATUS_OK);
}

static enum status
open_at(struct desk *desk, const struct store_emergency *who, int64_t now_ms)
{
	struct store_emergency found;

	return store_emergency_open(desk->store, desk->fixture.arena, who,
				    now_ms, &found);
}

static enum status
judge(struct desk *desk, const char *id, const char *judgement)
{
	const struct store_emergency judged = {.id = id,
					       .judgement = judgement,
					       .judged_by = "fg",
					       .judged_ms = NOON + 5,
					       .note = "it couldn't wait"};

	return store_emergency_judge(desk->store, &judged);
}

LEAK_FREE_TEST(emergencies, are_open_to_nobody_but_who_opened_them)
{
	struct desk desk;

	desk_open(&desk);
	const struct store_emergency mine = emergency_of(&desk, FIRST);
	put(&desk, &mine);
	struct store_emergency other = mine;
	other.user = "joost";
	cr_expect_eq(open_at(&desk, &other, NOON), STATUS_NOT_FOUND);
	other = mine;
	other.role = "consultant";
	cr_expect_eq(open_at(&desk, &other, NOON), STATUS_NOT_FOUND);
	other = mine;
	other.household = SECOND;
	cr_expect_eq(open_at(&desk, &other, NOON), STATUS_NOT_FOUND);
	other = mine;
	other.organisation = "thuiszorg";
	cr_expect_eq(open_at(&desk, &other, NOON), STATUS_NOT_FOUND);
	cr_expect_eq(open_at(&desk, &mine, NOON), STATUS_OK);
	desk_close(&desk);
}

LEAK_FREE_TEST(emergencies, end_by_themselves_and_by_a_judgement)
{
	struct desk desk;

	desk_open(&desk);
	const struct store_emergency mine = emergency_of(&desk, FIRST);
	put(&desk, &mine);
	cr_expect_eq(open_at(&desk, &mine, NOON + HOUR - 1), STATUS_OK);
	cr_expect_eq(open_at(&desk, &mine, NOON + HOUR), STATUS_NOT_FOUND);
	cr_assert_eq(judge(&desk, FIRST, "justified"), STATUS_OK);
	cr_expect_eq(open_at(&desk, &mine, NOON + 1), STATUS_NOT_FOUND);
	desk_close(&desk);
}

LEAK_FREE_TEST(emergencies, are_judged_once)
{
	struct desk desk;
	struct store_emergency *list;
	size_t count;
	int64_t waiting;

	desk_open(&desk);
	const struct store_emergency mine = emergency_of(&desk, FIRST);
	struct store_emergency theirs = emergency_of(&desk, SECOND);
	theirs.organisation = "thuiszorg";
	theirs.household = NULL;
	theirs.opened_ms = NOON + 1;
	put(&desk, &mine);
	put(&desk, &theirs);
	cr_expect_eq(judge(&desk, PLAN, "justified"), STATUS_CONFLICT);
	cr_expect_eq(judge(&desk, FIRST, "unjustified"), STATUS_OK);
	cr_expect_eq(judge(&desk, FIRST, "justified"), STATUS_CONFLICT);
	cr_assert_eq(store_emergency_count_waiting(desk.store, &waiting),
		     STATUS_OK);
	cr_expect_eq(waiting, 1);
	cr_assert_eq(store_emergencies(desk.store, desk.fixture.arena, false,
				       &list, &count),
		     STATUS_OK);
	cr_assert_eq(count, 1);
	cr_expect_str_eq(list[0].id, SECOND);
	cr_expect_null(list[0].judgement);
	cr_assert_eq(store_emergencies(desk.store, desk.fixture.arena, true,
				       &list, &count),
		     STATUS_OK);
	cr_assert_eq(count, 2);
	cr_expect_str_eq(list[0].id, SECOND, "what waits comes first");
	cr_expect_str_eq(list[1].judgement, "unjustified");
	cr_expect_str_eq(list[1].judged_by, "fg");
	cr_expect_str_eq(list[1].note, "it couldn't wait");
	desk_close(&desk);
}

LEAK_FREE_TEST(emergencies, are_one_of_one_statement)
{
	struct desk desk;
	struct store_emergency found;

	desk_open(&desk);
	const struct store_emergency first = emergency_of(&desk, FIRST);
	struct store_emergency again = first;
	again.id = SECOND;
	put(&desk, &first);
	cr_expect_eq(store_emergency_add(desk.store, &again), STATUS_CONFLICT);
	again.organisation = "thuiszorg"; /* which may well use that id */
	put(&desk, &again);
	cr_expect_eq(store_emergency_of_statement(desk.store,
						  desk.fixture.arena, "ggz",
						  FIRST, &found),
		     STATUS_NOT_FOUND);
	cr_assert_eq(store_emergency_of_statement(desk.store,
						  desk.fixture.arena,
						  "wijkteam", FIRST, &found),
		     STATUS_OK);
	cr_expect_str_eq(found.id, FIRST);
	cr_expect_str_eq(found.reason, first.reason);
	cr_expect_eq(store_emergency_find(desk.store, desk.fixture.arena,
					  "1111", &found),
		     STATUS_AMBIGUOUS);
	desk_close(&desk);
}

LEAK_FREE_TEST(emergencies, are_those_of_the_residents_they_were_about)
{
	struct desk desk;
	struct store_emergency *list;
	struct store_emergency_given *given;
	size_t count;
	const struct {
		const char *category;
	} gifts[] = {{"involvement"}, {""}, {"contact"}, {"contact"}};

	desk_open(&desk);
	const struct store_emergency mine = emergency_of(&desk, FIRST);
	put(&desk, &mine);
	cr_assert_eq(store_emergencies_of(desk.store, desk.fixture.arena,
					  desk.resident, &list, &count),
		     STATUS_OK);
	cr_expect_eq(count, 0);
	for (size_t i = 0; i < COUNT_OF(gifts); i++)
		cr_assert_eq(store_emergency_give(
				     desk.store, FIRST,
				     &(struct store_emergency_given){
					     desk.resident, gifts[i].category}),
			     STATUS_OK);
	cr_assert_eq(store_emergencies_of(desk.store, desk.fixture.arena,
					  desk.resident, &list, &count),
		     STATUS_OK);
	cr_expect_eq(count, 1);
	cr_assert_eq(store_emergency_given(desk.store, desk.fixture.arena,
					   FIRST, &given, &count),
		     STATUS_OK);
	cr_assert_eq(count, 3);
	cr_expect_str_eq(given[0].category, "");
	cr_expect_str_eq(given[1].category, "contact");
	desk_close(&desk);
}

LEAK_FREE_TEST(emergencies, are_counted_by_user_since_a_moment)
{
	struct desk desk;
	int64_t count;

	desk_open(&desk);
	struct store_emergency mine = emergency_of(&desk, FIRST);
	put(&desk, &mine);
	mine.id = mine.statement = SECOND;
	mine.opened_ms = NOON + 7;
	put(&desk, &mine);
	cr_assert_eq(store_emergency_count_of(desk.store, "wijkteam", "fatima",
					      NOON, &count),
		     STATUS_OK);
	cr_expect_eq(count, 1);
	cr_assert_eq(store_emergency_count_of(desk.store, "wijkteam", "joost",
					      0, &count),
		     STATUS_OK);
	cr_expect_eq(count, 0);
	desk_close(&desk);
}
