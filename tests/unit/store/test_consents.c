#include <string.h>
#include <unistd.h>

#include "eenplan/base/clock.h"
#include "eenplan/base/limits.h"
#include "fixture.h"

LEAK_FREE_TEST(consents, refuse_to_supersede_twice)
{
	struct fixture f;
	struct store *store;
	const char *mirjam;
	struct consent first, second, third;

	fixture_init(&f);
	store = fixture_filled(&f);
	mirjam = fixture_resident(&f, store, "mirjam");
	first = fixture_consent(&f, mirjam, NULL);
	second = fixture_consent(&f, mirjam, first.id);
	third = fixture_consent(&f, mirjam, first.id);
	cr_expect_eq(store_consent_add(store, &first), STATUS_OK);
	cr_expect_eq(store_consent_add(store, &second), STATUS_OK);
	cr_expect_eq(store_consent_add(store, &third), STATUS_CONFLICT);
	cr_expect_eq(fixture_consent_count(store, mirjam, false), 2);
	cr_expect_eq(fixture_consent_count(store, mirjam, true), 3);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(consents, refuse_to_supersede_what_is_not_theirs)
{
	struct fixture f;
	struct store *store;
	const char *mirjam, *otto;
	struct consent hers, his;

	fixture_init(&f);
	store = fixture_filled(&f);
	mirjam = fixture_resident(&f, store, "mirjam");
	otto = fixture_resident(&f, store, "otto");
	hers = fixture_consent(&f, mirjam, NULL);
	cr_expect_eq(store_consent_add(store, &hers), STATUS_OK);
	his = fixture_consent(&f, otto, hers.id);
	cr_expect_eq(store_consent_add(store, &his), STATUS_CONFLICT);
	his = fixture_consent(&f, otto, "no such consent");
	cr_expect_eq(store_consent_add(store, &his), STATUS_CONFLICT);
	cr_expect_eq(fixture_consent_count(store, otto, true), 0);
	cr_expect_eq(fixture_consent_count(store, mirjam, false), 2);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(consents, refuse_words_that_would_read_as_two)
{
	static const char *const bad[] = {"goal,diagnosis", ""};
	struct fixture f;
	struct store *store;
	const char *mirjam;

	fixture_init(&f);
	store = fixture_filled(&f);
	mirjam = fixture_resident(&f, store, "mirjam");
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct consent consent = fixture_consent(&f, mirjam, NULL);

		consent.categories = &bad[i];
		consent.category_count = 1;
		cr_expect_eq(store_consent_add(store, &consent),
			     STATUS_INVALID);
		consent.category_count = 0;
		consent.purposes = &bad[i];
		consent.purpose_count = 1;
		cr_expect_eq(store_consent_add(store, &consent),
			     STATUS_INVALID);
	}
	cr_expect_eq(fixture_consent_count(store, mirjam, true), 1);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(consents, refuse_more_than_can_be_read_at_once)
{
	struct fixture f;
	struct store *store;
	const char *otto;
	struct consent consent;
	enum status status = STATUS_OK;
	size_t count = 0;

	fixture_init(&f);
	store = fixture_filled(&f);
	otto = fixture_resident(&f, store, "otto");
	cr_assert_eq(store_begin(store), STATUS_OK);
	for (; status == STATUS_OK && count <= LIMIT_CONSENTS_PER_RESIDENT;
	     count++) {
		consent = fixture_consent(&f, otto, NULL);
		status = store_consent_add(store, &consent);
	}
	cr_expect_eq(status, STATUS_TOO_LARGE);
	cr_expect_eq(count, LIMIT_CONSENTS_PER_RESIDENT + 1);
	store_rollback(store);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(consents, that_are_unreadable_stop_the_reading)
{
	static const char *const damage[] = {
		"UPDATE consent SET state = 'maybe'",
		"UPDATE consent SET recipient_kind = 'everyone'",
		"UPDATE consent SET until_day = 4294967296",
	};
	struct fixture f;

	fixture_init(&f);
	fixture_catch_log(&f);
	for (size_t i = 0; i < COUNT_OF(damage); i++) {
		struct store *store = fixture_filled(&f);
		struct consent *consents;
		size_t count;

		fixture_sql(&f, damage[i]);
		cr_expect_eq(
			store_consents(store, f.arena,
				       fixture_resident(&f, store, "mirjam"),
				       false, &consents, &count),
			STATUS_STORAGE, "%s", damage[i]);
		store_close(store);
		unlink(f.path);
	}
	fixture_clear(&f);
}

LEAK_FREE_TEST(consents, come_back_as_they_were_recorded)
{
	static const char *const categories[] = {"goal", "agreement"};
	static const char *const purposes[] = {"coordination"};
	struct fixture f;
	struct store *store;
	struct consent consent, *read;
	size_t count;

	fixture_init(&f);
	store = fixture_filled(&f);
	consent =
		fixture_consent(&f, fixture_resident(&f, store, "otto"), NULL);
	consent.given_by = "representative";
	consent.giver = "mentor-vos";
	consent.ground = "mentor";
	consent.kind = "secrecy_waiver";
	consent.recipient_kind = CONSENT_TO_ORGANISATION;
	consent.recipient = "thuiszorg";
	consent.categories = categories;
	consent.category_count = 2;
	consent.purposes = purposes;
	consent.purpose_count = 1;
	consent.from_day = 0;
	consent.until_day = 20000;
	consent.state = CONSENT_WITHDRAWN;
	consent.asked = "in person";
	consent.text_version = "2026-1";
	consent.evidence = "dossier 12";
	cr_assert_eq(store_consent_add(store, &consent), STATUS_OK);
	cr_assert_eq(store_consents(store, f.arena, consent.resident, false,
				    &read, &count),
		     STATUS_OK);
	cr_assert_eq(count, 1);
	cr_expect_str_eq(read->id, consent.id);
	cr_expect_str_eq(read->resident, consent.resident);
	cr_expect_str_eq(read->given_by, "representative");
	cr_expect_str_eq(read->giver, "mentor-vos");
	cr_expect_str_eq(read->ground, "mentor");
	cr_expect_str_eq(read->kind, "secrecy_waiver");
	cr_expect_eq(read->recipient_kind, CONSENT_TO_ORGANISATION);
	cr_expect_str_eq(read->recipient, "thuiszorg");
	cr_assert_eq(read->category_count, 2);
	cr_expect_str_eq(read->categories[0], "goal");
	cr_expect_str_eq(read->categories[1], "agreement");
	cr_assert_eq(read->purpose_count, 1);
	cr_expect_str_eq(read->purposes[0], "coordination");
	cr_expect_eq(read->from_day, 0);
	cr_expect_eq(read->until_day, 20000);
	cr_expect_eq(read->state, CONSENT_WITHDRAWN);
	cr_expect_str_eq(read->asked, "in person");
	cr_expect_str_eq(read->text_version, "2026-1");
	cr_expect_str_eq(read->evidence, "dossier 12");
	cr_expect_null(read->supersedes);
	cr_expect_eq(read->recorded_ms, consent.recorded_ms);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(consents, without_lists_or_days_come_back_without)
{
	struct fixture f;
	struct store *store;
	struct consent consent, *read;
	size_t count;

	fixture_init(&f);
	store = fixture_filled(&f);
	consent =
		fixture_consent(&f, fixture_resident(&f, store, "otto"), NULL);
	cr_assert_eq(store_consent_add(store, &consent), STATUS_OK);
	cr_assert_eq(store_consents(store, f.arena, consent.resident, false,
				    &read, &count),
		     STATUS_OK);
	cr_assert_eq(count, 1);
	cr_expect_null(read->ground);
	cr_expect_null(read->recipient);
	cr_expect_eq(read->recipient_kind, CONSENT_TO_ANYONE);
	cr_expect_eq(read->category_count, 0);
	cr_expect_eq(read->purpose_count, 0);
	cr_expect_eq(read->from_day, CLOCK_DAY_NONE);
	cr_expect_eq(read->until_day, CLOCK_DAY_NONE);
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(consents, stand_in_a_thread_once_for_each_number)
{
	static const struct store_consent_thread first = {
		.asked_by = "wijkteam", .thread = "t", .seq = 1};
	struct store_consent_thread thread = first, got;
	struct fixture f;
	struct store *store;
	struct consent *consents;
	size_t count;

	fixture_init(&f);
	store = fixture_filled(&f);
	cr_assert_eq(store_consents(store, f.arena,
				    fixture_resident(&f, store, "mirjam"), true,
				    &consents, &count),
		     STATUS_OK);
	cr_assert_geq(count, 1);
	cr_expect_eq(store_consent_thread_last(store, f.arena, "wijkteam", "t",
					       &got),
		     STATUS_NOT_FOUND);
	thread.consent = consents[0].id;
	cr_assert_eq(store_consent_thread_add(store, &thread), STATUS_OK);
	cr_expect_eq(store_consent_thread_add(store, &thread), STATUS_CONFLICT);
	cr_expect_eq(
		store_consent_thread_last(store, f.arena, "ggz", "t", &got),
		STATUS_NOT_FOUND, "another's thread of that name is another");
	cr_assert_eq(store_consent_thread_last(store, f.arena, "wijkteam", "t",
					       &got),
		     STATUS_OK);
	cr_expect_str_eq(got.consent, consents[0].id);
	cr_assert_eq(
		store_consent_thread_of(store, f.arena, consents[0].id, &got),
		STATUS_OK);
	cr_expect_eq(got.seq, 1);
	store_close(store);
	fixture_clear(&f);
}
