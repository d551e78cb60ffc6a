#include "daemon/store/reports.h"

#include <string.h>

#include "daemon/store/consultations.h"
#include "daemon/store/entries.h"
#include "fixture.h"

static void
add_score(struct fixture *f, struct store *store, const char *handle,
	  const char *fields)
{
	char *id = arena_alloc(f->arena, UUID_TEXT_BYTES);
	struct store_entry entry = {
		.resident = fixture_resident(f, store, handle),
		.record = fixture_record(f, NULL, "wellbeing", fields),
	};

	random_uuid(id);
	entry.record.id = id;
	cr_assert_eq(store_entry_add(store, f->arena, &entry, "fatima"),
		     STATUS_OK);
}

static struct store_cohort
cohort(const char *name, int64_t cap)
{
	return (struct store_cohort){
		.name = name, .cap = cap, .made_by = "fatima", .made_ms = 5};
}

LEAK_FREE_TEST(reports, cohorts_are_made_once_and_never_overfilled)
{
	struct fixture f;
	fixture_init(&f);
	struct store *store = fixture_filled(&f);
	const char *otto = fixture_resident(&f, store, "otto");
	const char *mirjam = fixture_resident(&f, store, "mirjam");
	struct store_cohort one = cohort("pilot", 1), *all;
	size_t count;

	cr_expect_eq(store_cohort_add(store, f.arena, "pilot", otto, 1),
		     STATUS_NOT_FOUND);
	cr_expect_eq(store_cohort_make(store, &one), STATUS_OK);
	cr_expect_eq(store_cohort_make(store, &one), STATUS_CONFLICT);
	cr_expect_eq(store_cohort_add(store, f.arena, "pilot", otto, 1),
		     STATUS_OK);
	cr_expect_eq(store_cohort_add(store, f.arena, "pilot", mirjam, 1),
		     STATUS_TOO_LARGE);
	one = cohort("wider", 2);
	cr_expect_eq(store_cohort_make(store, &one), STATUS_OK);
	cr_expect_eq(store_cohort_add(store, f.arena, "wider", otto, 1),
		     STATUS_OK);
	cr_expect_eq(store_cohort_add(store, f.arena, "wider", otto, 1),
		     STATUS_CONFLICT);
	cr_assert_eq(store_cohort_list(store, f.arena, &all, &count),
		     STATUS_OK);
	cr_assert_eq(count, 2);
	cr_expect_str_eq(all[0].name, "pilot");
	cr_expect_eq(all[0].count, 1);
	cr_expect_eq(all[1].cap, 2);
	store_close(store);
	fixture_clear(&f);
}

/* Tags mean the same resident each time, and name nobody. */
LEAK_FREE_TEST(reports, rows_are_of_residents_who_are_only_told_apart)
{
	struct fixture f;
	fixture_init(&f);
	struct store *store = fixture_filled(&f);
	struct store_cohort one = cohort("pilot", 10);
	struct store_report_row *rows, *again, *of_cohort;
	size_t count, count_again, count_of_cohort, residents = 0;

	add_score(&f, store, "otto", "{\"score\":\"3\"}");
	add_score(&f, store, "otto", "{\"score\":\"4\"}");
	add_score(&f, store, "mirjam", "{\"score\":\"3\"}");
	cr_assert_eq(store_report_rows(store, f.arena, NULL, &rows, &count),
		     STATUS_OK);
	cr_assert_eq(
		store_report_rows(store, f.arena, NULL, &again, &count_again),
		STATUS_OK);
	cr_assert_geq(count, 3);
	cr_assert_eq(count, count_again);
	for (size_t i = 0; i < count; i++) {
		cr_expect_eq(rows[i].resident, again[i].resident);
		cr_expect_eq(rows[i].record, again[i].record);
		residents += i == 0 || rows[i].resident != rows[i - 1].resident;
	}
	cr_expect_eq(residents, 2);
	cr_assert_eq(store_cohort_make(store, &one), STATUS_OK);
	cr_assert_eq(store_report_rows(store, f.arena, "pilot", &of_cohort,
				       &count_of_cohort),
		     STATUS_OK);
	cr_expect_eq(count_of_cohort, 0, "nobody is in it yet");
	store_close(store);
	fixture_clear(&f);
}

LEAK_FREE_TEST(reports, sets_are_kept_once_for_their_figure)
{
	struct fixture f;
	fixture_init(&f);
	struct store *store = fixture_filled(&f);
	struct text *sets;
	size_t count;
	const struct text set = {"0123456789abcdef", 16};

	for (int i = 0; i < 2; i++)
		cr_assert_eq(store_report_set_add(store, "cases", "", set, 1),
			     STATUS_OK);
	cr_assert_eq(store_report_set_add(store, "cost-old", "wmo", set, 1),
		     STATUS_OK);
	cr_assert_eq(
		store_report_sets(store, f.arena, "cases", "", &sets, &count),
		STATUS_OK);
	cr_assert_eq(count, 1);
	cr_expect(text_equals(sets[0], set));
	cr_assert_eq(store_report_sets(store, f.arena, "cost-old", "zvw", &sets,
				       &count),
		     STATUS_OK);
	cr_expect_eq(count, 0);
	store_close(store);
	fixture_clear(&f);
}

static void
book(struct store *store, const char *consultation, int64_t minutes)
{
	const struct store_hours_line line = {
		.minutes = minutes,
		.booked_ms = 5,
		.consultation = consultation,
		.reason = consultation == NULL ? "overleg op school" : NULL,
	};
	int64_t used;

	cr_assert_eq(store_hours_book(store, "selma", 4053, &line, 2400, &used),
		     STATUS_OK);
}

/* About whom, or each about itself; and a cohort has its own only. */
LEAK_FREE_TEST(reports, hours_are_about_residents_or_about_themselves)
{
	static const char first[] = "11111111-1111-4111-8111-111111111111";
	static const char second[] = "22222222-2222-4222-8222-222222222222";
	struct fixture f;
	fixture_init(&f);
	struct store *store = fixture_filled(&f);
	const char *otto = fixture_resident(&f, store, "otto");
	struct store_cohort one = cohort("pilot", 10);
	struct store_consultation consultation = {
		.id = first,
		.resident = otto,
		.user = "fatima",
		.specialist = "selma",
		.question = "how do we begin?",
		.asked_ms = 1,
		.due_day = 1,
	};
	struct store_report_hours *hours;
	struct store_report_row *rows;
	size_t count, row_count;

	cr_assert_eq(store_consultation_add(store, &consultation), STATUS_OK);
	consultation.id = second;
	consultation.resident = NULL;
	cr_assert_eq(store_consultation_add(store, &consultation), STATUS_OK);
	book(store, first, 30);
	book(store, second, 45);
	book(store, NULL, 60);
	book(store, NULL, -15);
	add_score(&f, store, "otto", "{\"score\":\"3\"}");
	cr_assert_eq(store_report_hours(store, f.arena, NULL, &hours, &count),
		     STATUS_OK);
	cr_assert_eq(store_cohort_make(store, &one), STATUS_OK);
	cr_assert_eq(store_cohort_add(store, f.arena, "pilot", otto, 1),
		     STATUS_OK);
	cr_assert_eq(count, 4);
	for (size_t i = 0; i < count; i++) {
		bool is_about = hours[i].minutes == 30;

		cr_expect_eq(hours[i].booked_ms, 5);
		cr_expect_eq(hours[i].is_consultation,
			     is_about || hours[i].minutes == 45);
		cr_expect_eq(hours[i].resident == hours[i].record, !is_about);
		for (size_t k = 0; k < i; k++)
			cr_expect_neq(hours[i].record, hours[k].record);
	}
	cr_assert_eq(
		store_report_hours(store, f.arena, "pilot", &hours, &count),
		STATUS_OK);
	cr_assert_eq(count, 1);
	cr_expect_eq(hours[0].minutes, 30);
	cr_assert_eq(
		store_report_rows(store, f.arena, "pilot", &rows, &row_count),
		STATUS_OK);
	cr_assert_geq(row_count, 1);
	cr_expect_eq(hours[0].resident, rows[0].resident,
		     "the same resident has one tag");
	store_close(store);
	fixture_clear(&f);
}
