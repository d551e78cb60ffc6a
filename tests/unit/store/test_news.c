#include "daemon/store/news.h"

#include "daemon/store/letters.h"
#include "fixture.h"

#define NOON  1795262400000LL
#define ONE   "11111111-1111-4111-8111-111111111111"
#define TWO   "22222222-2222-4222-8222-222222222222"
#define THREE "33333333-3333-4333-8333-333333333333"

struct desk {
	struct fixture fixture;
	struct store *store;
	const char *mirjam, *otto;
};

static void
desk_open(struct desk *desk)
{
	fixture_init(&desk->fixture);
	desk->store = fixture_filled(&desk->fixture);
	desk->mirjam = fixture_resident(&desk->fixture, desk->store, "mirjam");
	desk->otto = fixture_resident(&desk->fixture, desk->store, "otto");
}

static void
desk_close(struct desk *desk)
{
	store_close(desk->store);
	fixture_clear(&desk->fixture);
}

static void
hear(struct desk *desk, const char *id, const char *kind, const char *resident,
     int64_t at_ms)
{
	const struct store_notice notice = {.partner = "thuiszorg",
					    .id = id,
					    .kind = kind,
					    .digest = "00",
					    .content = "{}",
					    .resident = resident,
					    .handled_ms = at_ms};

	cr_assert_eq(store_notice_add(desk->store, &notice), STATUS_OK);
}

static size_t
listed(struct desk *desk, bool all, struct store_news **news_out)
{
	size_t count;

	cr_assert_eq(store_news_list(desk->store, desk->fixture.arena, all,
				     news_out, &count),
		     STATUS_OK);
	return count;
}

static int64_t
unseen(struct desk *desk, const char *resident)
{
	struct store_news_count count;

	cr_assert_eq(store_news_unseen(desk->store, resident, &count),
		     STATUS_OK);
	return count.count;
}

LEAK_FREE_TEST(news, are_neither_other_letters_nor_about_nobody)
{
	struct store_news *news, found;
	struct desk desk;

	desk_open(&desk);
	hear(&desk, ONE, "withdrawal", desk.mirjam, NOON);
	hear(&desk, TWO, "signal", NULL, NOON);
	cr_expect_eq(listed(&desk, true, &news), 0);
	cr_expect_eq(unseen(&desk, desk.mirjam), 0);
	cr_expect_eq(
		store_news_find(desk.store, desk.fixture.arena, ONE, &found),
		STATUS_NOT_FOUND);
	cr_expect_eq(
		store_news_find(desk.store, desk.fixture.arena, TWO, &found),
		STATUS_NOT_FOUND);
	desk_close(&desk);
}

LEAK_FREE_TEST(news, are_listed_signals_first)
{
	struct store_news *news;
	struct desk desk;

	desk_open(&desk);
	hear(&desk, ONE, "signal", desk.mirjam, NOON);
	hear(&desk, TWO, "changed", desk.mirjam, NOON + 1);
	cr_assert_eq(listed(&desk, false, &news), 2);
	cr_expect_str_eq(news[0].kind, "signal");
	cr_expect_eq(news[0].seen_ms, 0);
	desk_close(&desk);
}

LEAK_FREE_TEST(news, are_seen_with_what_came_before_of_the_same_resident)
{
	struct store_news *news, found;
	struct desk desk;
	uint64_t count;

	desk_open(&desk);
	hear(&desk, ONE, "signal", desk.mirjam, NOON);
	hear(&desk, TWO, "changed", desk.mirjam, NOON + 1);
	hear(&desk, THREE, "changed", desk.otto, NOON);
	cr_assert_eq(
		store_news_find(desk.store, desk.fixture.arena, "1111", &found),
		STATUS_OK);
	cr_assert_eq(
		store_news_see(desk.store, &found, "fatima", NOON + 2, &count),
		STATUS_OK);
	cr_expect_eq(count, 1, "not what came later");
	cr_expect_eq(unseen(&desk, desk.mirjam), 1);
	cr_expect_eq(unseen(&desk, desk.otto), 1, "nor of another");
	cr_assert_eq(listed(&desk, true, &news), 3);
	cr_expect_str_eq(news[2].seen_by, "fatima", "what was seen comes last");
	cr_expect_eq(news[2].seen_ms, NOON + 2);
	cr_assert_eq(
		store_news_see(desk.store, &found, "joost", NOON + 3, &count),
		STATUS_OK);
	cr_expect_eq(count, 0, "who saw it first stays");
	desk_close(&desk);
}

/* --- of ours, on their way --- */

static struct store_letter
letter_of(const struct desk *desk, const char *id, const char *kind,
	  int64_t at_ms)
{
	return (struct store_letter){.id = id,
				     .partner = "wijkteam",
				     .kind = kind,
				     .resident = desk->mirjam,
				     .content = "{}",
				     .written_ms = at_ms};
}

static bool
is_overtaken(struct desk *desk, const struct store_letter *letter)
{
	bool is;

	cr_assert_eq(store_letter_is_overtaken(desk->store, letter, &is),
		     STATUS_OK);
	return is;
}

LEAK_FREE_TEST(news, are_overtaken_by_later_news_of_the_same_only)
{
	struct desk desk;

	desk_open(&desk);
	struct store_letter first = letter_of(&desk, ONE, "changed", NOON);
	struct store_letter second =
		letter_of(&desk, TWO, "withdrawal", NOON + 1);
	cr_assert_eq(store_letter_put(desk.store, &first), STATUS_OK);
	cr_assert_eq(store_letter_put(desk.store, &second), STATUS_OK);
	cr_expect_not(is_overtaken(&desk, &first), "not by other letters");
	second = letter_of(&desk, THREE, "changed", NOON + 1);
	second.resident = desk.otto;
	cr_assert_eq(store_letter_put(desk.store, &second), STATUS_OK);
	cr_expect_not(is_overtaken(&desk, &first), "nor about another");
	second = letter_of(&desk, "44444444-4444-4444-8444-444444444444",
			   "signal", NOON + 1);
	cr_assert_eq(store_letter_put(desk.store, &second), STATUS_OK);
	cr_expect(is_overtaken(&desk, &first));
	cr_expect_not(is_overtaken(&desk, &second), "nor by what was earlier");
	const struct store_letter_answer answer = {.confirmed_ms = NOON + 2,
						   .confirmation = "e30.e30.x"};
	cr_assert_eq(store_letter_confirm(desk.store, &second, &answer),
		     STATUS_OK);
	cr_expect(is_overtaken(&desk, &first), "also when that has come");
	second = letter_of(&desk, "55555555-5555-4555-8555-555555555555",
			   "changed", NOON - 1);
	cr_assert_eq(store_letter_put(desk.store, &second), STATUS_OK);
	cr_expect(is_overtaken(&desk, &second));
	desk_close(&desk);
}

LEAK_FREE_TEST(news, wait_for_every_other_letter)
{
	struct store_letter *letters;
	struct desk desk;
	size_t count;

	desk_open(&desk);
	struct store_letter letter = letter_of(&desk, ONE, "signal", NOON);
	cr_assert_eq(store_letter_put(desk.store, &letter), STATUS_OK);
	letter = letter_of(&desk, TWO, "withdrawal", NOON + 1);
	cr_assert_eq(store_letter_put(desk.store, &letter), STATUS_OK);
	cr_assert_eq(store_letters_due(desk.store, desk.fixture.arena, NOON + 9,
				       1, &letters, &count),
		     STATUS_OK);
	cr_assert_eq(count, 1);
	cr_expect_str_eq(letters[0].kind, "withdrawal");
	desk_close(&desk);
}

LEAK_FREE_TEST(news, that_were_recalled_are_neither_sent_nor_dead)
{
	struct store_letter_counts counts;
	struct store_letter *letters;
	struct desk desk;
	uint64_t retried;
	size_t count;

	desk_open(&desk);
	struct store_letter letter = letter_of(&desk, ONE, "signal", NOON);
	cr_assert_eq(store_letter_put(desk.store, &letter), STATUS_OK);
	cr_assert_eq(store_letter_lower(desk.store, &letter, "changed"),
		     STATUS_OK);
	cr_assert_eq(store_letters_due(desk.store, desk.fixture.arena, NOON, 9,
				       &letters, &count),
		     STATUS_OK);
	cr_assert_eq(count, 1);
	cr_expect_str_eq(letters[0].kind, "changed");
	cr_assert_eq(store_letter_recall(desk.store, &letter, NOON + 1),
		     STATUS_OK);
	cr_assert_eq(store_letters_due(desk.store, desk.fixture.arena, NOON + 9,
				       9, &letters, &count),
		     STATUS_OK);
	cr_expect_eq(count, 0);
	cr_assert_eq(store_letter_count(desk.store, &counts), STATUS_OK);
	cr_expect_eq(counts.dead + counts.waiting + counts.confirmed, 0);
	cr_assert_eq(store_letters(desk.store, desk.fixture.arena, true,
				   &letters, &count),
		     STATUS_OK);
	cr_expect_str_eq(store_letter_state(&letters[0]), "recalled");
	cr_expect_eq(store_letters_retry(desk.store, desk.fixture.arena, ONE,
					 NOON + 9, &retried),
		     STATUS_NOT_FOUND, "nobody brings it back");
	desk_close(&desk);
}
