#include "daemon/store/consultations.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "fixture.h"

#define FIRST	"11111111-1111-4111-8111-111111111111"
#define SECOND	"11112222-2222-4222-8222-222222222222"
#define NOON	1795262400000LL
#define MOST	2400
#define HALF	4053 /* 2026-2 */
#define BOOKERS 4

struct desk {
	struct fixture fixture;
	struct store *store;
	const char *resident;
};

static void
desk_open(struct desk *desk)
{
	fixture_init(&desk->fixture);
	desk->store = fixture_filled(&desk->fixture);
	desk->resident =
		fixture_resident(&desk->fixture, desk->store, "mirjam");
}

static void
desk_close(struct desk *desk)
{
	store_close(desk->store);
	fixture_clear(&desk->fixture);
}

static void
ask(struct desk *desk, const char *id, const char *resident, int32_t due_day)
{
	const struct store_consultation consultation = {
		.id = id,
		.resident = resident,
		.user = "fatima",
		.specialist = "selma",
		.question = "how do we begin?",
		.asked_ms = NOON,
		.due_day = due_day,
	};

	cr_assert_eq(store_consultation_add(desk->store, &consultation),
		     STATUS_OK);
}

static enum status
answer(struct desk *desk, const char *id, const char *text)
{
	const struct store_consultation answered = {
		.id = id,
		.answer = text,
		.answered_ms = NOON + 1,
		.minutes = 40,
	};

	return store_consultation_answer(desk->store, &answered);
}

static enum status
book(struct store *store, int64_t minutes, int64_t *used_out)
{
	const struct store_hours_line line = {
		.minutes = minutes,
		.booked_ms = NOON,
		.reason = "other work",
	};

	return store_hours_book(store, "selma", HALF, &line, MOST, used_out);
}

LEAK_FREE_TEST(consultations, are_not_found_under_another_name)
{
	struct desk desk;
	struct store_consultation found;

	desk_open(&desk);
	ask(&desk, FIRST, desk.resident, 20785);
	ask(&desk, SECOND, NULL, 20785);
	cr_expect_eq(store_consultation_find(desk.store, desk.fixture.arena,
					     "22222222", &found),
		     STATUS_NOT_FOUND);
	cr_expect_eq(store_consultation_find(desk.store, desk.fixture.arena,
					     "1111", &found),
		     STATUS_AMBIGUOUS);
	cr_assert_eq(store_consultation_find(desk.store, desk.fixture.arena,
					     "11112222", &found),
		     STATUS_OK);
	cr_expect_null(found.resident);
	cr_expect_null(found.answer);
	desk_close(&desk);
}

LEAK_FREE_TEST(consultations, are_answered_once)
{
	struct desk desk;
	struct store_consultation found;

	desk_open(&desk);
	ask(&desk, FIRST, desk.resident, 20785);
	cr_expect_eq(answer(&desk, SECOND, "no such"), STATUS_CONFLICT);
	cr_expect_eq(answer(&desk, FIRST, "slowly"), STATUS_OK);
	cr_expect_eq(answer(&desk, FIRST, "otherwise"), STATUS_CONFLICT);
	cr_assert_eq(store_consultation_find(desk.store, desk.fixture.arena,
					     FIRST, &found),
		     STATUS_OK);
	cr_expect_str_eq(found.answer, "slowly");
	cr_expect_str_eq(found.resident, desk.resident);
	cr_expect_eq(found.minutes, 40);
	desk_close(&desk);
}

LEAK_FREE_TEST(consultations, are_told_to_who_asked_and_who_is_asked_alone)
{
	struct desk desk;
	struct store_consultation *all;
	size_t count;

	desk_open(&desk);
	ask(&desk, FIRST, desk.resident, 20785);
	ask(&desk, SECOND, NULL, 20786);
	cr_assert_eq(store_consultations_of(desk.store, desk.fixture.arena,
					    "petra", &all, &count),
		     STATUS_OK);
	cr_expect_eq(count, 0);
	cr_assert_eq(answer(&desk, FIRST, "slowly"), STATUS_OK);
	for (int i = 0; i < 2; i++) {
		cr_assert_eq(store_consultations_of(
				     desk.store, desk.fixture.arena,
				     i == 0 ? "fatima" : "selma", &all, &count),
			     STATUS_OK);
		cr_assert_eq(count, 2);
		cr_expect_str_eq(all[0].id, SECOND, "what waits isn't first");
	}
	desk_close(&desk);
}

LEAK_FREE_TEST(hours, are_not_booked_beyond_the_most_nor_below_nothing)
{
	struct desk desk;
	struct store_hours_line *lines;
	int64_t used;
	size_t count;

	desk_open(&desk);
	cr_expect_eq(book(desk.store, MOST + 1, &used), STATUS_CONFLICT);
	cr_expect_eq(book(desk.store, -1, &used), STATUS_CONFLICT);
	cr_expect_eq(used, 0);
	cr_expect_eq(book(desk.store, MOST - 1, &used), STATUS_OK);
	cr_expect_eq(book(desk.store, 2, &used), STATUS_CONFLICT);
	cr_expect_eq(used, MOST - 1, "it doesn't say what is booked");
	cr_expect_eq(book(desk.store, 1, &used), STATUS_OK);
	cr_expect_eq(used, MOST);
	cr_expect_eq(book(desk.store, -40, &used), STATUS_OK);
	cr_expect_eq(used, MOST - 40);
	cr_assert_eq(store_hours_lines(desk.store, desk.fixture.arena, "selma",
				       HALF, &lines, &count),
		     STATUS_OK);
	cr_assert_eq(count, 3, "what was refused left a line");
	cr_expect_eq(lines[2].minutes, -40);
	desk_close(&desk);
}

LEAK_FREE_TEST(hours, of_another_half_year_or_specialist_are_others)
{
	const struct store_hours_line line = {
		.minutes = 60, .booked_ms = NOON, .reason = "other work"};
	struct desk desk;
	struct store_hours *all;
	int64_t used;
	size_t count;

	desk_open(&desk);
	cr_assert_eq(book(desk.store, MOST, &used), STATUS_OK);
	cr_expect_eq(store_hours_book(desk.store, "selma", HALF + 1, &line,
				      MOST, &used),
		     STATUS_OK);
	cr_expect_eq(used, 60);
	cr_expect_eq(
		store_hours_book(desk.store, "sem", HALF, &line, MOST, &used),
		STATUS_OK);
	cr_expect_eq(used, 60);
	cr_assert_eq(store_hours_of_all(desk.store, desk.fixture.arena, HALF,
					&all, &count),
		     STATUS_OK);
	cr_assert_eq(count, 2);
	cr_expect_eq(all[0].used, MOST);
	desk_close(&desk);
}

LEAK_FREE_TEST(hours, that_were_corrected_below_a_lower_most_can_be_taken_off)
{
	const struct store_hours_line line = {
		.minutes = -60, .booked_ms = NOON, .reason = "a mistake"};
	struct desk desk;
	int64_t used;

	desk_open(&desk);
	cr_assert_eq(book(desk.store, MOST, &used), STATUS_OK);
	cr_expect_eq(
		store_hours_book(desk.store, "selma", HALF, &line, 600, &used),
		STATUS_OK, "the configuration was lowered since");
	desk_close(&desk);
}

struct race {
	struct fixture *fixture;
	atomic_int booked;
	atomic_int refused;
};

/* A store of its own, as each worker has. */
static void *
race_to_book(void *context)
{
	struct race *race = context;
	struct store *store = fixture_open(race->fixture, STORE_WRITE);
	int64_t used;
	enum status status = store_begin(store);

	if (status == STATUS_OK)
		status = book(store, MOST / 2 + 1, &used);
	if (status == STATUS_OK)
		status = store_commit(store);
	else
		store_rollback(store);
	atomic_fetch_add(&race->booked, status == STATUS_OK);
	atomic_fetch_add(&race->refused, status == STATUS_CONFLICT);
	store_close(store);
	return NULL;
}

LEAK_FREE_TEST(hours, that_together_are_too_many_are_booked_by_one_alone)
{
	struct desk desk;
	struct race race;
	pthread_t threads[BOOKERS];
	int64_t used;

	desk_open(&desk);
	race = (struct race){.fixture = &desk.fixture};
	for (int i = 0; i < BOOKERS; i++)
		cr_assert_eq(
			pthread_create(&threads[i], NULL, race_to_book, &race),
			0);
	for (int i = 0; i < BOOKERS; i++)
		cr_assert_eq(pthread_join(threads[i], NULL), 0);
	cr_expect_eq(atomic_load(&race.booked), 1);
	cr_expect_eq(atomic_load(&race.refused), BOOKERS - 1);
	cr_assert_eq(store_hours_used(desk.store, "selma", HALF, &used),
		     STATUS_OK);
	cr_expect_eq(used, MOST / 2 + 1);
	desk_close(&desk);
}
