#include <string.h>

#include "daemon/store/letters.h"
#include "eenplan/base/limits.h"
#include "fixture.h"

#define FIRST  "11111111-1111-4111-8111-111111111111"
#define SECOND "11112222-2222-4222-8222-222222222222"
#define DIGEST                                                                 \
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define NOON 1795262400000LL

/* Mirjam, whose consent is on file, with a store to write letters in. */
struct desk {
	struct fixture fixture;
	struct store *store;
	const char *resident;
	const char *consent;
};

static void
desk_open(struct desk *desk)
{
	struct consent *consents;
	size_t count;

	fixture_init(&desk->fixture);
	desk->store = fixture_filled(&desk->fixture);
	desk->resident =
		fixture_resident(&desk->fixture, desk->store, "mirjam");
	cr_assert_eq(store_consents(desk->store, desk->fixture.arena,
				    desk->resident, true, &consents, &count),
		     STATUS_OK);
	desk->consent = consents[0].id;
}

static void
desk_close(struct desk *desk)
{
	store_close(desk->store);
	fixture_clear(&desk->fixture);
}

static struct store_letter
letter_of(const struct desk *desk, const char *id, const char *partner,
	  int64_t written_ms)
{
	return (struct store_letter){.id = id,
				     .partner = partner,
				     .kind = "withdrawal",
				     .resident = desk->resident,
				     .about = desk->consent,
				     .content = "{}",
				     .written_ms = written_ms};
}

static void
put(struct desk *desk, const char *id, const char *partner, int64_t written_ms)
{
	const struct store_letter letter =
		letter_of(desk, id, partner, written_ms);

	cr_assert_eq(store_letter_put(desk->store, &letter), STATUS_OK);
}

static struct store_letter *
due(struct desk *desk, int64_t now_ms, size_t *count_out)
{
	struct store_letter *letters;

	cr_assert_eq(store_letters_due(desk->store, desk->fixture.arena, now_ms,
				       10, &letters, count_out),
		     STATUS_OK);
	return letters;
}

static size_t
due_count(struct desk *desk, int64_t now_ms)
{
	size_t count;

	(void)due(desk, now_ms, &count);
	return count;
}

static void
expect_counts(struct desk *desk, int64_t waiting, int64_t dead,
	      int64_t confirmed)
{
	struct store_letter_counts counts;

	cr_assert_eq(store_letter_count(desk->store, &counts), STATUS_OK);
	cr_expect_eq(counts.waiting, waiting, "%ld wait", (long)counts.waiting);
	cr_expect_eq(counts.dead, dead, "%ld are dead", (long)counts.dead);
	cr_expect_eq(counts.confirmed, confirmed, "%ld are confirmed",
		     (long)counts.confirmed);
}

LEAK_FREE_TEST(outbox, has_no_letter_whose_transaction_was_rolled_back)
{
	struct desk desk;

	desk_open(&desk);
	cr_assert_eq(store_begin(desk.store), STATUS_OK);
	put(&desk, FIRST, "wijkteam", NOON);
	store_rollback(desk.store);
	expect_counts(&desk, 0, 0, 0);
	cr_assert_eq(store_begin(desk.store), STATUS_OK);
	put(&desk, FIRST, "wijkteam", NOON);
	cr_assert_eq(store_commit(desk.store), STATUS_OK);
	expect_counts(&desk, 1, 0, 0);
	desk_close(&desk);
}

LEAK_FREE_TEST(outbox, refuses_a_letter_of_the_same_id)
{
	struct desk desk;

	desk_open(&desk);
	put(&desk, FIRST, "wijkteam", NOON);
	const struct store_letter again =
		letter_of(&desk, FIRST, "welzijn", NOON);
	cr_expect_eq(store_letter_put(desk.store, &again), STATUS_CONFLICT);
	expect_counts(&desk, 1, 0, 0);
	desk_close(&desk);
}

LEAK_FREE_TEST(outbox, gives_what_is_due_and_not_what_waits_or_is_over)
{
	struct desk desk;
	size_t count;
	int64_t next_ms;

	desk_open(&desk);
	cr_assert_eq(store_letters_next(desk.store, &next_ms), STATUS_OK);
	cr_expect_eq(next_ms, 0, "nothing waits");
	put(&desk, FIRST, "wijkteam", NOON);
	put(&desk, SECOND, "welzijn", NOON + 5);
	cr_expect_eq(due_count(&desk, NOON - 1), 0);
	cr_expect_eq(due_count(&desk, NOON), 1);
	struct store_letter *letters = due(&desk, NOON + 5, &count);
	cr_assert_eq(count, 2);
	cr_expect_str_eq(letters[0].id, FIRST);
	cr_expect_str_eq(letters[0].content, "{}");
	cr_expect_eq(letters[0].begun_ms, NOON);
	cr_assert_eq(store_letter_fail(desk.store, &letters[0], NOON + 100,
				       "unreachable"),
		     STATUS_OK);
	cr_assert_eq(store_letter_fail(desk.store, &letters[1], 0, "refused"),
		     STATUS_OK);
	cr_expect_eq(due_count(&desk, NOON + 99), 0);
	cr_assert_eq(store_letters_next(desk.store, &next_ms), STATUS_OK);
	cr_expect_eq(next_ms, NOON + 100);
	letters = due(&desk, NOON + 100, &count);
	cr_assert_eq(count, 1);
	cr_expect_eq(letters[0].tries, 1);
	cr_expect_str_eq(letters[0].why, "unreachable");
	expect_counts(&desk, 1, 1, 0);
	desk_close(&desk);
}

LEAK_FREE_TEST(outbox, keeps_a_confirmed_letter_confirmed)
{
	struct desk desk;
	size_t count;
	uint64_t changed;

	desk_open(&desk);
	put(&desk, FIRST, "wijkteam", NOON);
	struct store_letter *letters = due(&desk, NOON, &count);
	cr_assert_eq(store_letter_confirm(desk.store, &letters[0],
					  &(struct store_letter_answer){
						  .confirmed_ms = NOON + 1,
						  .confirmation = "a.b.c"}),
		     STATUS_OK);
	cr_assert_eq(
		store_letter_fail(desk.store, &letters[0], NOON + 9, "timeout"),
		STATUS_OK);
	cr_expect_eq(store_letters_retry(desk.store, desk.fixture.arena, FIRST,
					 NOON + 9, &changed),
		     STATUS_NOT_FOUND);
	cr_expect_eq(store_letters_retry(desk.store, desk.fixture.arena, NULL,
					 NOON + 9, &changed),
		     STATUS_OK);
	cr_expect_eq(changed, 0);
	expect_counts(&desk, 0, 0, 1);
	cr_assert_eq(store_letters_of(desk.store, desk.fixture.arena,
				      desk.resident, &letters, &count),
		     STATUS_OK);
	cr_assert_eq(count, 1);
	cr_expect_eq(letters[0].confirmed_ms, NOON + 1);
	cr_expect_str_eq(letters[0].confirmation, "a.b.c");
	cr_expect_null(letters[0].why);
	desk_close(&desk);
}

LEAK_FREE_TEST(outbox,
	       holds_all_letters_to_a_partner_that_is_away_and_no_others)
{
	struct desk desk;
	size_t count;

	desk_open(&desk);
	put(&desk, FIRST, "wijkteam", NOON);
	put(&desk, SECOND, "wijkteam", NOON);
	put(&desk, "33333333-3333-4333-8333-333333333333", "welzijn", NOON);
	cr_assert_eq(store_letters_hold(desk.store, "wijkteam", NOON + 50),
		     STATUS_OK);
	struct store_letter *letters = due(&desk, NOON, &count);
	cr_assert_eq(count, 1);
	cr_expect_str_eq(letters[0].partner, "welzijn");
	cr_expect_eq(due_count(&desk, NOON + 50), 3);
	desk_close(&desk);
}

LEAK_FREE_TEST(outbox, sends_the_rest_when_a_partner_confirms_one)
{
	struct desk desk;
	size_t count;

	desk_open(&desk);
	put(&desk, FIRST, "wijkteam", NOON);
	put(&desk, SECOND, "wijkteam", NOON);
	struct store_letter *letters = due(&desk, NOON, &count);
	cr_assert_eq(store_letter_fail(desk.store, &letters[1], NOON + 3600000,
				       "timeout"),
		     STATUS_OK);
	cr_assert_eq(store_letter_confirm(desk.store, &letters[0],
					  &(struct store_letter_answer){
						  .confirmed_ms = NOON + 7,
						  .confirmation = "a.b.c"}),
		     STATUS_OK);
	cr_expect_eq(due_count(&desk, NOON + 6), 0);
	cr_expect_eq(due_count(&desk, NOON + 7), 1);
	desk_close(&desk);
}

LEAK_FREE_TEST(outbox, sends_a_dead_letter_again_when_a_person_says_so)
{
	struct desk desk;
	struct arena *arena;
	size_t count;
	uint64_t changed;

	desk_open(&desk);
	arena = desk.fixture.arena;
	put(&desk, FIRST, "wijkteam", NOON);
	put(&desk, SECOND, "welzijn", NOON);
	struct store_letter *letters = due(&desk, NOON, &count);
	for (size_t i = 0; i < count; i++)
		cr_assert_eq(store_letter_fail(desk.store, &letters[i], 0,
					       "refused"),
			     STATUS_OK);
	expect_counts(&desk, 0, 2, 0);
	cr_expect_eq(
		store_letters_retry(desk.store, arena, "1111", NOON, &changed),
		STATUS_AMBIGUOUS);
	cr_expect_eq(store_letters_retry(desk.store, arena, "99999999", NOON,
					 &changed),
		     STATUS_NOT_FOUND);
	cr_expect_eq(store_letters_retry(desk.store, arena, "11111111",
					 NOON + 60, &changed),
		     STATUS_OK);
	cr_expect_eq(changed, 1);
	letters = due(&desk, NOON + 60, &count);
	cr_assert_eq(count, 1);
	cr_expect_eq(letters[0].tries, 0);
	cr_expect_eq(letters[0].begun_ms, NOON + 60);
	cr_expect_eq(letters[0].written_ms, NOON);
	cr_expect_eq(store_letters_retry(desk.store, arena, NULL, NOON + 70,
					 &changed),
		     STATUS_OK);
	cr_expect_eq(changed, 1, "the other one");
	expect_counts(&desk, 2, 0, 0);
	desk_close(&desk);
}

LEAK_FREE_TEST(outbox,
	       lists_dead_letters_first_and_confirmed_ones_only_if_asked)
{
	struct desk desk;
	struct store_letter *letters;
	size_t count;

	desk_open(&desk);
	put(&desk, FIRST, "wijkteam", NOON);
	put(&desk, SECOND, "welzijn", NOON + 1);
	put(&desk, "33333333-3333-4333-8333-333333333333", "ggz", NOON + 2);
	letters = due(&desk, NOON + 2, &count);
	cr_assert_eq(store_letter_confirm(desk.store, &letters[0],
					  &(struct store_letter_answer){
						  .confirmed_ms = NOON + 3,
						  .confirmation = "a.b.c"}),
		     STATUS_OK);
	cr_assert_eq(store_letter_fail(desk.store, &letters[2], 0, "refused"),
		     STATUS_OK);
	cr_assert_eq(store_letters(desk.store, desk.fixture.arena, false,
				   &letters, &count),
		     STATUS_OK);
	cr_assert_eq(count, 2);
	cr_expect_str_eq(letters[0].partner, "ggz");
	cr_expect_str_eq(letters[1].partner, "welzijn");
	cr_assert_eq(store_letters(desk.store, desk.fixture.arena, true,
				   &letters, &count),
		     STATUS_OK);
	cr_assert_eq(count, 3);
	cr_expect_str_eq(letters[0].partner, "ggz");
	cr_expect_str_eq(letters[2].partner, "wijkteam");
	desk_close(&desk);
}

LEAK_FREE_TEST(outbox, survives_a_restart)
{
	struct desk desk;

	desk_open(&desk);
	put(&desk, FIRST, "wijkteam", NOON);
	store_close(desk.store);
	desk.store = fixture_open(&desk.fixture, STORE_WRITE);
	cr_expect_eq(due_count(&desk, NOON), 1);
	desk_close(&desk);
}

LEAK_FREE_TEST(outbox, refuses_to_read_a_letter_in_two_states)
{
	struct desk desk;
	struct store_letter *letters;
	size_t count;

	desk_open(&desk);
	put(&desk, FIRST, "wijkteam", NOON);
	fixture_sql(&desk.fixture, "UPDATE letter SET confirmed_ms = 5");
	cr_expect_eq(store_letters(desk.store, desk.fixture.arena, true,
				   &letters, &count),
		     STATUS_STORAGE);
	desk_close(&desk);
}

LEAK_FREE_TEST(inbox, handles_a_letter_of_one_partner_once)
{
	struct desk desk;
	struct store_notice notice = {.partner = "thuiszorg",
				      .id = FIRST,
				      .kind = "withdrawal",
				      .digest = DIGEST,
				      .content = "{}",
				      .handled_ms = NOON};
	struct store_notice got;

	desk_open(&desk);
	notice.resident = desk.resident;
	cr_expect_eq(store_notice_find(desk.store, desk.fixture.arena,
				       "thuiszorg", FIRST, &got),
		     STATUS_NOT_FOUND);
	cr_assert_eq(store_notice_add(desk.store, &notice), STATUS_OK);
	notice.handled_ms++;
	cr_expect_eq(store_notice_add(desk.store, &notice), STATUS_CONFLICT);
	cr_assert_eq(store_notice_find(desk.store, desk.fixture.arena,
				       "thuiszorg", FIRST, &got),
		     STATUS_OK);
	cr_expect_eq(got.handled_ms, NOON, "the first time");
	cr_expect_str_eq(got.digest, DIGEST);
	cr_expect_str_eq(got.kind, "withdrawal");
	cr_expect_null(got.jws);
	cr_expect_null(got.outcome);
	notice.partner = "ggz";
	cr_expect_eq(store_notice_add(desk.store, &notice), STATUS_OK,
		     "another partner's letter of that id is another letter");
	desk_close(&desk);
}

LEAK_FREE_TEST(inbox, lists_what_was_told_about_one_resident)
{
	struct desk desk;
	struct store_notice_list list;
	struct store_notice notice = {.partner = "thuiszorg",
				      .id = FIRST,
				      .kind = "withdrawal",
				      .digest = DIGEST,
				      .content = "{}",
				      .handled_ms = NOON};

	desk_open(&desk);
	cr_assert_eq(store_notice_add(desk.store, &notice), STATUS_OK,
		     "about nobody known here");
	notice.id = SECOND;
	notice.resident = desk.resident;
	cr_assert_eq(store_notice_add(desk.store, &notice), STATUS_OK);
	notice.partner = "ggz";
	notice.kind = "death";
	cr_assert_eq(store_notice_add(desk.store, &notice), STATUS_OK);
	cr_assert_eq(store_notices(desk.store, desk.fixture.arena,
				   desk.resident, "withdrawal", &list),
		     STATUS_OK);
	cr_assert_eq(list.count, 1);
	cr_expect_eq(list.left_out, 0);
	cr_expect_str_eq(list.notices[0].id, SECOND);
	cr_expect_str_eq(list.notices[0].resident, desk.resident);
	desk_close(&desk);
}

LEAK_FREE_TEST(inbox, is_filled_by_nobody_and_hides_nobodys_word)
{
	struct desk desk;
	struct store_notice_list list;
	struct store_notice notice = {.partner = "ggz",
				      .id = SECOND,
				      .kind = "death",
				      .digest = DIGEST,
				      .content = "{}",
				      .handled_ms = NOON};

	desk_open(&desk);
	notice.resident = desk.resident;
	cr_assert_eq(store_notice_add(desk.store, &notice), STATUS_OK);
	notice.partner = "thuiszorg";
	for (int i = 0; i < LIMIT_NOTICES_SHOWN + 3; i++) {
		notice.handled_ms++;
		notice.id = arena_printf(desk.fixture.arena, "%s-%d", FIRST, i);
		cr_assert_eq(store_notice_add(desk.store, &notice), STATUS_OK);
	}
	cr_assert_eq(store_notices(desk.store, desk.fixture.arena,
				   desk.resident, "death", &list),
		     STATUS_OK);
	cr_assert_eq(list.count, LIMIT_NOTICES_SHOWN + 1);
	cr_expect_eq(list.left_out, 3, "the oldest of who wrote most");
	cr_expect_str_eq(list.notices[0].partner, "ggz");
	cr_expect_eq(list.notices[1].handled_ms, NOON + 4);
	cr_expect_eq(list.notices[list.count - 1].handled_ms,
		     notice.handled_ms);
	desk_close(&desk);
}

LEAK_FREE_TEST(inbox, keeps_what_was_decided_and_the_bytes_it_was_about)
{
	struct desk desk;
	const struct store_notice notice = {.partner = "thuiszorg",
					    .id = FIRST,
					    .kind = "withdrawal",
					    .digest = DIGEST,
					    .content = "{}",
					    .jws = "a.b.c",
					    .handled_ms = NOON,
					    .outcome = "word",
					    .detail = "/kind",
					    .receipt = "d.e.f"};
	struct store_notice got;

	desk_open(&desk);
	cr_assert_eq(store_notice_add(desk.store, &notice), STATUS_OK);
	cr_assert_eq(store_notice_find(desk.store, desk.fixture.arena,
				       "thuiszorg", FIRST, &got),
		     STATUS_OK);
	cr_expect_str_eq(got.jws, "a.b.c");
	cr_expect_str_eq(got.outcome, "word");
	cr_expect_str_eq(got.detail, "/kind");
	cr_expect_str_eq(got.receipt, "d.e.f");
	desk_close(&desk);
}

LEAK_FREE_TEST(outbox, keeps_what_the_partner_decided)
{
	const struct store_letter_answer answer = {.confirmed_ms = NOON + 1,
						   .confirmation = "a.b.c",
						   .outcome = "giver",
						   .detail = "who",
						   .receipt = "{}"};
	struct store_letter *letters;
	struct desk desk;
	size_t count;

	desk_open(&desk);
	put(&desk, FIRST, "wijkteam", NOON);
	letters = due(&desk, NOON, &count);
	cr_expect_null(letters[0].outcome);
	cr_assert_eq(store_letter_confirm(desk.store, &letters[0], &answer),
		     STATUS_OK);
	cr_assert_eq(store_letters_of(desk.store, desk.fixture.arena,
				      desk.resident, &letters, &count),
		     STATUS_OK);
	cr_expect_str_eq(letters[0].outcome, "giver");
	cr_expect_str_eq(letters[0].detail, "who");
	cr_expect_str_eq(letters[0].receipt, "{}");
	desk_close(&desk);
}

LEAK_FREE_TEST(outbox, takes_a_letter_about_nobody_in_particular)
{
	struct store_letter letter;
	struct store_letter *letters;
	struct desk desk;
	size_t count;

	desk_open(&desk);
	letter = letter_of(&desk, FIRST, "wijkteam", NOON);
	letter.resident = NULL;
	letter.about = NULL;
	cr_assert_eq(store_letter_put(desk.store, &letter), STATUS_OK);
	letters = due(&desk, NOON, &count);
	cr_assert_eq(count, 1);
	cr_expect_null(letters[0].resident);
	cr_expect_null(letters[0].about);
	desk_close(&desk);
}
