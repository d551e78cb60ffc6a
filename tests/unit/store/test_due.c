#include "daemon/store/due.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "fixture.h"

#define TODAY 20778 /* 2026-11-21 */

static struct store_due_search
nothing(void)
{
	return (struct store_due_search){.ended_from = TODAY,
					 .ends_by = TODAY - 1,
					 .asked_by = -1,
					 .review_by = -1,
					 .after = "",
					 .most = 10};
}

/* The handles that are found, with commas. */
static const char *
found(struct fixture *f, struct store *store,
      const struct store_due_search *search)
{
	struct store_due_resident *rows;
	size_t count;
	struct buf out;

	cr_assert_eq(
		store_due_residents(store, f->arena, search, &rows, &count),
		STATUS_OK);
	buf_init(&out, f->arena, 64);
	for (size_t i = 0; i < count; i++)
		buf_printf(&out, "%s%s", i > 0 ? "," : "",
			   rows[i].resident.handle);
	return buf_string(&out);
}

static void
reviewed(struct fixture *f, struct store *store, const char *handle)
{
	cr_assert_eq(store_review_set(store, fixture_resident(f, store, handle),
				      TODAY + 1),
		     STATUS_OK);
}

static struct record
told(struct fixture *f, const char *law, const char *fields)
{
	struct record record =
		fixture_record(f, "CareTeam/t1", "involvement", fields);

	record.law = law;
	return record;
}

LEAK_FREE_TEST(due, only_what_a_client_told_has_a_day_and_never_under_the_wlz)
{
	struct fixture f;
	struct record record;

	fixture_init(&f);
	record = told(&f, "wmo", "{\"role\":\"nurse\"}");
	cr_expect_eq(due_asked_day(&record), CLOCK_DAY_NONE);
	record = told(&f, "wlz", "{\"asked\":\"2026-11-21\"}");
	cr_expect_eq(due_asked_day(&record), CLOCK_DAY_NONE);
	record = told(&f, "zvw", "{\"asked\":\"2026-11-21\",\"role\":\"x\"}");
	cr_expect_eq(due_asked_day(&record), TODAY);
	/* what is no day comes up always */
	record = told(&f, "wmo", "{\"asked\":\"2026-11\"}");
	cr_expect_eq(due_asked_day(&record), DUE_ALWAYS);
	record = told(&f, "wmo", "{\"asked\":\"2026-02-30\"}");
	cr_expect_eq(due_asked_day(&record), DUE_ALWAYS);
	record.category = "goal";
	cr_expect_eq(due_asked_day(&record), CLOCK_DAY_NONE);
	fixture_clear(&f);
}

LEAK_FREE_TEST(due, every_change_of_consents_or_circumstances_is_looked_at)
{
	static const struct circumstance incapable = {
		.about = CIRCUMSTANCE_CAPACITY,
		.value = "incapable",
		.set_by = "p.bos",
		.set_ms = 1};
	struct fixture f;
	struct store *store;
	struct store_due_search search = nothing();
	struct consent consent;
	const char *mirjam;

	fixture_init(&f);
	store = fixture_filled(&f);
	mirjam = fixture_resident(&f, store, "mirjam");
	search.review_by = TODAY;
	/* what is new was never looked at */
	cr_expect(strstr(found(&f, store, &search), "mirjam") != NULL);
	reviewed(&f, store, "mirjam");
	reviewed(&f, store, "otto");
	cr_expect_str_eq(found(&f, store, &search), "");

	consent = fixture_consent(&f, mirjam, NULL);
	cr_assert_eq(store_consent_add(store, &consent), STATUS_OK);
	cr_expect_str_eq(found(&f, store, &search), "mirjam");
	reviewed(&f, store, "mirjam");
	cr_assert_eq(store_circumstance_set(store, mirjam, &incapable),
		     STATUS_OK);
	cr_expect_str_eq(found(&f, store, &search), "mirjam");
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(due, a_corrected_date_of_birth_is_looked_at)
{
	static const struct import_resident otto = {.origin = "Patient/otto",
						    .name = "Otto Verzonnen",
						    .birth_day = 14000};
	struct fixture f;
	struct store *store;
	struct store_due_search search = nothing();
	struct import import;
	struct store_import_counts counts;
	struct fault fault;

	fixture_init(&f);
	store = fixture_filled(&f);
	reviewed(&f, store, "mirjam");
	reviewed(&f, store, "otto");
	import = (struct import){.residents = &otto, .resident_count = 1};
	cr_assert_eq(fixture_import(&f, store, &import, &counts, &fault),
		     STATUS_OK);
	search.review_by = TODAY;
	cr_expect_str_eq(found(&f, store, &search), "otto");
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(due, finds_last_days_of_consents_that_are_in_force_and_given)
{
	struct fixture f;
	struct store *store;
	struct store_due_search search = nothing();
	struct consent first, second;
	const char *mirjam;

	fixture_init(&f);
	store = fixture_filled(&f);
	mirjam = fixture_resident(&f, store, "mirjam");
	first = fixture_consent(&f, mirjam, NULL);
	first.until_day = TODAY + 5;
	cr_assert_eq(store_consent_add(store, &first), STATUS_OK);
	search.ends_by = TODAY + 4;
	cr_expect_str_eq(found(&f, store, &search), "");
	search.ends_by = TODAY + 5;
	cr_expect_str_eq(found(&f, store, &search), "mirjam");
	search.ended_from = TODAY + 6;
	search.ends_by = TODAY + 7;
	cr_expect_str_eq(found(&f, store, &search), "");

	second = fixture_consent(&f, mirjam, first.id);
	cr_assert_eq(store_consent_add(store, &second), STATUS_OK);
	search.ended_from = TODAY;
	cr_expect_str_eq(found(&f, store, &search), "");
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(due, tells_when_who_else_comes_was_told_first)
{
	struct fixture f;
	struct store *store;
	struct import import = {0};
	struct import_record items[2];
	struct store_import_counts counts;
	struct store_due_search search = nothing();
	struct store_asked asked;
	struct fault fault;
	const char *mirjam;

	fixture_init(&f);
	store = fixture_filled(&f);
	items[0] = (struct import_record){
		.resident = "Patient/mirjam",
		.record = told(&f, "wmo", "{\"asked\":\"2026-11-21\"}")};
	items[1] = (struct import_record){
		.resident = "Patient/mirjam",
		.record = told(&f, "wmo", "{\"asked\":\"2026-01-02\"}")};
	items[1].record.origin = "CareTeam/t1#2";
	import.records = items;
	import.record_count = 2;
	cr_assert_eq(fixture_import(&f, store, &import, &counts, &fault),
		     STATUS_OK, "%s: %s", fault.where, fault.text);
	mirjam = fixture_resident(&f, store, "mirjam");
	cr_assert_eq(store_asked(store, mirjam, 20000, &asked), STATUS_OK);
	cr_expect_eq(asked.count, 0);
	cr_assert_eq(store_asked(store, mirjam, TODAY - 1, &asked), STATUS_OK);
	cr_expect_eq(asked.count, 1);
	cr_expect_eq(asked.first_day, 20455);
	cr_assert_eq(store_asked(store, mirjam, TODAY, &asked), STATUS_OK);
	cr_expect_eq(asked.count, 2);
	search.asked_by = 20455;
	cr_expect_str_eq(found(&f, store, &search), "mirjam");
	search.asked_by = 20454;
	cr_expect_str_eq(found(&f, store, &search), "");

	/* asked again, and imported */
	items[1].record = told(&f, "wmo", "{\"asked\":\"2026-11-21\"}");
	items[1].record.origin = "CareTeam/t1#2";
	cr_assert_eq(fixture_import(&f, store, &import, &counts, &fault),
		     STATUS_OK);
	search.asked_by = 20455;
	cr_expect_str_eq(found(&f, store, &search), "");
	store_close(store);
	fixture_clear(&f);
}
