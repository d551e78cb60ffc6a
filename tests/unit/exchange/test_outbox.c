#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daemon/exchange/withdrawal.h"
#include "daemon/federate/delivery.h"
#include "daemon/federate/outbox.h"
#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "exchange/party.h"
#include "leak_free.h"

#define DAY_MS (24 * 3600 * 1000LL)

LEAK_FREE_TEST(delivery, waits_twice_as_long_each_time_up_to_a_limit)
{
	cr_expect_eq(delivery_wait_ms(1, 0), LIMIT_OUTBOX_FIRST_WAIT_MS);
	cr_expect_eq(delivery_wait_ms(2, 0), 2 * LIMIT_OUTBOX_FIRST_WAIT_MS);
	cr_expect_eq(delivery_wait_ms(5, 0), 16 * LIMIT_OUTBOX_FIRST_WAIT_MS);
	cr_expect_eq(delivery_wait_ms(LIMIT_OUTBOX_TRIES, 0),
		     LIMIT_OUTBOX_LONGEST_WAIT_MS);
}

LEAK_FREE_TEST(delivery, takes_away_no_more_than_the_jitter)
{
	uint64_t random = 1;
	bool differs = false;
	for (int i = 0; i < 10000; i++) {
		int64_t tries = i % 20 + 1;
		int64_t full_ms = delivery_wait_ms(tries, 0);
		random = random * 6364136223846793005u + 1442695040888963407u;
		int64_t wait_ms = delivery_wait_ms(tries, random);
		cr_assert_leq(wait_ms, full_ms);
		cr_assert_geq(wait_ms * 100,
			      full_ms * (100 - LIMIT_OUTBOX_JITTER_PERCENT));
		differs = differs || wait_ms != full_ms;
	}
	cr_expect(differs);
}

LEAK_FREE_TEST(delivery, gives_a_letter_up_after_its_tries_or_its_days)
{
	struct store_letter letter = {.begun_ms = NOON};
	cr_expect_gt(delivery_next_ms(&letter, NOON, 0), NOON);
	letter.tries = LIMIT_OUTBOX_TRIES - 2;
	cr_expect_neq(delivery_next_ms(&letter, NOON, 0), 0);
	letter.tries = LIMIT_OUTBOX_TRIES - 1;
	cr_expect_eq(delivery_next_ms(&letter, NOON, 0), 0);
	letter.tries = 0;
	int64_t last_ms = NOON + LIMIT_OUTBOX_DAYS * DAY_MS;
	cr_expect_neq(delivery_next_ms(&letter, last_ms - 1, 0), 0);
	cr_expect_eq(delivery_next_ms(&letter, last_ms, 0), 0);
}

LEAK_FREE_TEST(withdrawal, concerns_whom_the_consent_was_about)
{
	struct consent consent = {.kind = "share",
				  .recipient_kind = CONSENT_TO_ORGANISATION,
				  .recipient = "wijkteam"};
	cr_expect_not(withdrawal_concerns(&consent, "ggz", "ggz"));
	cr_expect(withdrawal_concerns(&consent, "wijkteam", "wmo"));
	cr_expect(withdrawal_concerns(&consent, "wijkteam", NULL));
	consent.recipient_kind = CONSENT_TO_DOMAIN;
	consent.recipient = "wmo";
	cr_expect_not(withdrawal_concerns(&consent, "ggz", "ggz"));
	cr_expect(withdrawal_concerns(&consent, "wijkteam", "wmo"));
	cr_expect(withdrawal_concerns(&consent, "gone", NULL),
		  "of whom the domain isn't known, it could");
	consent.recipient_kind = CONSENT_TO_ROLE;
	consent.recipient = "coordinator";
	cr_expect(withdrawal_concerns(&consent, "ggz", "ggz"));
	consent.recipient_kind = CONSENT_TO_ANYONE;
	consent.recipient = NULL;
	cr_expect(withdrawal_concerns(&consent, "ggz", "ggz"));
	consent.kind = "help";
	cr_expect_not(withdrawal_concerns(&consent, "ggz", "ggz"),
		      "agreement to help was never a ground for sharing");
}

/* A store with one letter to an organisation that is no partner. */
struct desk {
	struct party party;
	struct box_key key;
	char path[64];
	struct store_settings settings;
	struct store *store;
};

static void
put_letter(struct desk *desk)
{
	static const struct import_resident person = {
		.origin = "Patient/mirjam", .birth_day = CLOCK_DAY_NONE};
	const struct import import = {.residents = &person,
				      .resident_count = 1};
	struct store_import_counts counts;
	struct store_resident resident;
	struct fault fault = {0};
	cr_assert_eq(store_begin(desk->store), STATUS_OK);
	cr_assert_eq(store_import(desk->store, desk->party.arena, NULL, &import,
				  &counts, &fault),
		     STATUS_OK, "%s %s", fault.where, fault.text);
	cr_assert_eq(store_resident_find(desk->store, desk->party.arena,
					 "mirjam", &resident),
		     STATUS_OK);
	const struct consent consent = {
		.id = "22222222-2222-4222-8222-222222222222",
		.resident = resident.id,
		.given_by = "self",
		.kind = "share",
		.from_day = CLOCK_DAY_NONE,
		.until_day = CLOCK_DAY_NONE,
		.state = CONSENT_WITHDRAWN,
		.recorded_ms = NOON,
	};
	const struct store_letter letter = {
		.id = "11111111-1111-4111-8111-111111111111",
		.partner = "wijkteam",
		.kind = "withdrawal",
		.resident = resident.id,
		.about = consent.id,
		.content = "{}",
		.written_ms = NOON,
	};
	cr_assert_eq(store_consent_add(desk->store, &consent), STATUS_OK);
	cr_assert_eq(store_letter_put(desk->store, &letter), STATUS_OK);
	cr_assert_eq(store_commit(desk->store), STATUS_OK);
}

static void
desk_open(struct desk *desk)
{
	*desk = (struct desk){.party = party_make("thuiszorg")};
	strcpy(desk->path, "/tmp/eenplan-outbox-XXXXXX");
	close(mkstemp(desk->path));
	box_key_random(&desk->key);
	desk->settings =
		(struct store_settings){.path = desk->path, .key = &desk->key};
	cr_assert_eq(store_open(&desk->settings, STORE_WRITE, &desk->store),
		     STATUS_OK);
}

static void
desk_close(struct desk *desk)
{
	store_close(desk->store);
	unlink(desk->path);
	unlink(arena_printf(desk->party.arena, "%s-wal", desk->path));
	unlink(arena_printf(desk->party.arena, "%s-shm", desk->path));
	party_free(&desk->party);
}

/* What is taken out of the list is neither sent nor touched. */
static enum status
leave_out_all(void *context, struct store *store, struct arena *arena,
	      struct store_letter *letters, size_t *count)
{
	(void)store;
	(void)arena;
	(void)letters;
	++*(int *)context;
	*count = 0;
	return STATUS_OK;
}

static enum status
leave_all(void *context, struct store *store, struct arena *arena,
	  struct store_letter *letters, size_t *count)
{
	(void)store;
	(void)arena;
	(void)letters;
	(void)count;
	++*(int *)context;
	return STATUS_OK;
}

static void
end_review(void *context)
{
	--*(int *)context;
}

static int reviews; /* that have begun, and not ended */

LEAK_FREE_TEST(delivery, sends_nothing_that_was_left_out_in_review)
{
	struct desk desk;
	struct store_letter_counts counts;
	struct delivery_means means = {
		.organisation = "thuiszorg",
		.review = {leave_out_all, end_review, &reviews},
		.call_ms = 1000};
	size_t count;
	desk_open(&desk);
	put_letter(&desk);
	means.store = desk.store;
	cr_assert_eq(delivery_of_due(&means, desk.party.arena, &count),
		     STATUS_OK);
	cr_expect_eq(count, 1, "it was due all the same");
	cr_expect_eq(reviews, 0, "each review has its end");
	cr_assert_eq(store_letter_count(desk.store, &counts), STATUS_OK);
	cr_expect_eq(counts.waiting, 1);
	desk_close(&desk);
}

static struct outbox *
start(const struct desk *desk)
{
	const struct outbox_settings settings = {
		.organisation = "thuiszorg",
		.store = desk->settings,
		/* No call is made; files that can be read will do. */
		.caller = {desk->path, desk->path, desk->path, desk->path},
		.review = {leave_all, end_review, &reviews},
		.call_ms = 1000,
	};
	struct outbox *outbox;
	cr_assert_eq(outbox_start(&settings, &outbox), STATUS_OK);
	return outbox;
}

static int64_t
dead_within(struct desk *desk, unsigned ms)
{
	struct store_letter_counts counts = {0};
	for (unsigned waited = 0; counts.dead == 0 && waited < ms;
	     waited += 10) {
		usleep(10000);
		cr_assert_eq(store_letter_count(desk->store, &counts),
			     STATUS_OK);
	}
	return counts.dead;
}

LEAK_FREE_TEST(outbox, rests_until_it_is_woken_for_a_new_letter)
{
	struct desk desk;
	desk_open(&desk);
	struct outbox *outbox = start(&desk);
	usleep(50000);
	put_letter(&desk);
	cr_expect_eq(dead_within(&desk, 100), 0, "it sleeps");
	outbox_wake(outbox);
	cr_expect_eq(dead_within(&desk, 10000), 1, "there is no such partner");
	outbox_renew(outbox);
	outbox_stop(outbox);
	desk_close(&desk);
}

LEAK_FREE_TEST(outbox, finds_at_its_start_what_an_earlier_process_left)
{
	struct desk desk;
	struct store_letter *letters;
	size_t count;
	desk_open(&desk);
	put_letter(&desk);
	struct outbox *outbox = start(&desk);
	cr_expect_eq(dead_within(&desk, 10000), 1);
	outbox_stop(outbox);
	cr_assert_eq(store_letters(desk.store, desk.party.arena, false,
				   &letters, &count),
		     STATUS_OK);
	cr_assert_eq(count, 1);
	cr_expect_str_eq(letters[0].why, "not-enrolled");
	cr_expect_eq(letters[0].tries, 1);
	desk_close(&desk);
}

LEAK_FREE_TEST(outbox, stops_at_once_and_takes_nothing)
{
	struct desk desk;
	desk_open(&desk);
	int64_t begin_ms = clock_monotonic_ms();
	outbox_stop(start(&desk));
	outbox_stop(NULL);
	cr_expect_lt(clock_monotonic_ms() - begin_ms, 3000);
	desk_close(&desk);
}
