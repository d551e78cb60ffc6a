#include "daemon/plan/report.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "fields.h"
#include "leak_free.h"

struct told {
	uint64_t resident;
	const char *category, *fields;
};

struct counted {
	struct report_figure *figures;
	size_t count, odd;
};

static struct report_period
period(const char *text)
{
	struct report_period found;

	cr_assert(report_period_of(text, &found), "%s", text);
	return found;
}

static struct counted
count(struct arena *arena, const struct told *told, size_t told_count,
      const char *when)
{
	struct report_record *records =
		ARENA_ARRAY(arena, told_count, struct report_record);
	struct counted counted;

	for (size_t i = 0; i < told_count; i++)
		records[i] = (struct report_record){
			told[i].resident, i + 1, told[i].category,
			fields_of(arena, told[i].fields)};
	report_count(arena,
		     &(struct report_source){.records = records,
					     .record_count = told_count},
		     period(when), &counted.figures, &counted.count,
		     &counted.odd);
	return counted;
}

static const struct report_figure *
figure(const struct counted *counted, enum report_measure measure,
       const char *law)
{
	for (size_t i = 0; i < counted->count; i++)
		if (counted->figures[i].measure == measure &&
		    strcmp(counted->figures[i].law, law) == 0)
			return &counted->figures[i];
	return NULL;
}

struct wanted {
	enum report_measure measure;
	const char *law;
	int64_t hundredths;
	size_t residents;
};

static void
expect_figure(const struct report_figure *got, const struct wanted *wanted)
{
	const char *word = report_word(wanted->measure);

	cr_assert_not_null(got, "%s", word);
	cr_expect_eq(got->measure, wanted->measure, "%s", word);
	cr_expect_str_eq(got->law, wanted->law);
	cr_expect_eq(got->hundredths, wanted->hundredths, "%s: %lld", word,
		     (long long)got->hundredths);
	cr_expect_eq(got->residents, wanted->residents, "%s: %zu", word,
		     got->residents);
}

LEAK_FREE_TEST(report, reads_periods_and_nothing_else)
{
	static const struct {
		const char *text, *from, *until;
	} good[] = {
		{"2026", "2026-01-01", "2026-12-31"},
		{"2026-H1", "2026-01-01", "2026-06-30"},
		{"2026-H2", "2026-07-01", "2026-12-31"},
		{"2026-Q1", "2026-01-01", "2026-03-31"},
		{"2026-Q4", "2026-10-01", "2026-12-31"},
		{"2028-02", "2028-02-01", "2028-02-29"},
		{"2026-12", "2026-12-01", "2026-12-31"},
	};
	static const char *const bad[] = {
		"",	   "26",      "2026-",	 "2026-H0", "2026-H3",
		"2026-Q5", "2026-13", "2026-00", "2026-H",  "2026 H1",
		"20261",   "-026",    "x2026",	 "2026-1x", "2026-H1x"};

	for (size_t i = 0; i < COUNT_OF(good); i++) {
		struct report_period got = period(good[i].text);
		char date[CLOCK_DATE_BYTES];

		clock_format_date(got.from, date);
		cr_expect_str_eq(date, good[i].from);
		clock_format_date(got.until, date);
		cr_expect_str_eq(date, good[i].until);
	}
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct report_period got;

		cr_expect_not(report_period_of(bad[i], &got), "%s", bad[i]);
	}
}

LEAK_FREE_TEST(report, counts_nothing_outside_the_period_or_unreadable)
{
	static const struct told told[] = {
		{1, "scale_event", "{'date':'2025-12-31','direction':'up'}"},
		{1, "scale_event", "{'direction':'up'}"},
		{1, "scale_event", "{'date':'soon','direction':'up'}"},
		{2, "scale_event", "{'date':'2026-05-05','direction':'odd'}"},
		{3, "cost",
		 "{'law':'wmo','period':'2026-H3','way':'old','amount':'1'}"},
		{3, "cost",
		 "{'law':'wmo','period':'2026','way':'old','amount':'1,50'}"},
		{3, "cost", "{'law':'wmo','period':'2026','way':'old'}"},
		/* only half of it is in the period */
		{3, "cost",
		 "{'law':'wmo','period':'2026','way':'old','amount':'1'}"},
		/* one score is no before and after */
		{4, "wellbeing", "{'date':'2026-02-01','score':'3.5'}"},
		{5, "involvement",
		 "{'since':'2020-01-01','until':"
		 "'2020-02-01'}"},
	};
	struct arena *arena = arena_new();
	struct counted counted = count(arena, told, COUNT_OF(told), "2026-H1");

	cr_expect_eq(counted.odd, 3);
	cr_expect_null(figure(&counted, REPORT_SCALED_UP, ""));
	cr_expect_null(figure(&counted, REPORT_SCALED_DOWN, ""));
	cr_expect_null(figure(&counted, REPORT_COST_OLD, "wmo"));
	cr_expect_null(figure(&counted, REPORT_WELLBEING_BEFORE, ""));
	cr_expect_null(figure(&counted, REPORT_FIRST_HELP, ""));
	/* residents 2 and 4 had an event */
	cr_assert_eq(counted.count, 1);
	cr_expect_eq(counted.figures[0].measure, REPORT_CASES);
	cr_expect_eq(counted.figures[0].residents, 2);
	arena_free(arena);
}

LEAK_FREE_TEST(report, counts_each_measure)
{
	static const struct told told[] = {
		{1, "involvement", "{'since':'2026-01-10'}"},
		{1, "involvement", "{'since':'2026-03-01'}"},
		{1, "service", "{'start':'2026-01-20'}"},
		{1, "wellbeing", "{'date':'2026-01-10','score':'3.5'}"},
		{1, "wellbeing", "{'date':'2026-03-10','score':'5'}"},
		{1, "wellbeing", "{'date':'2026-06-10','score':'8.5'}"},
		{1, "scale_event", "{'date':'2026-06-30','direction':'down'}"},
		{1, "cost",
		 "{'law':'wmo','period':'2026-Q1','way':'old',"
		 "'amount':'1000.50'}"},
		{1, "cost",
		 "{'law':'wmo','period':'2026-Q2','way':'old',"
		 "'amount':'0.5'}"},
		{1, "cost",
		 "{'law':'zvw','period':'2026-H1','way':'new',"
		 "'amount':'7'}"},
		{2, "involvement", "{'since':'2026-02-01'}"},
		{2, "service", "{'start':'2026-02-04'}"},
		{2, "wellbeing", "{'date':'2026-02-01','score':'4.5'}"},
		{2, "wellbeing", "{'date':'2026-05-01','score':'6'}"},
		{2, "referral", "{'date':'2026-02-02','kind':'informal'}"},
		{2, "referral", "{'date':'2026-02-03','kind':'indicated'}"},
		{2, "referral", "{'date':'2026-02-04','kind':'indicated'}"},
	};
	static const struct wanted wanted[] = {
		{REPORT_CASES, "", 200, 2},
		{REPORT_FIRST_HELP, "", 650, 2}, /* of 10 and 3 */
		{REPORT_SCALED_DOWN, "", 100, 1},
		{REPORT_INDICATED, "", 200, 1},
		{REPORT_INFORMAL, "", 100, 1},
		{REPORT_WELLBEING_BEFORE, "", 400, 2},
		{REPORT_WELLBEING_AFTER, "", 725, 2},
		{REPORT_COST_OLD, "wmo", 100100, 1},
		{REPORT_COST_NEW, "zvw", 700, 1},
		{REPORT_COMPARED, "", 100, 1},
		{REPORT_CASE_OLD, "wmo", 16683, 1}, /* of six months */
		{REPORT_CASE_NEW, "zvw", 117, 1},
	};
	struct arena *arena = arena_new();
	struct counted counted = count(arena, told, COUNT_OF(told), "2026-H1");

	cr_assert_eq(counted.count, COUNT_OF(wanted));
	for (size_t i = 0; i < COUNT_OF(wanted); i++)
		expect_figure(&counted.figures[i], &wanted[i]);
	arena_free(arena);
}

LEAK_FREE_TEST(report, knows_of_how_many_residents_two_figures_differ)
{
	static const struct report_share one[] = {
		{1, 1}, {1, 2}, {2, 1}, {4, 1}};
	static const struct report_share same_but_a_record[] = {
		{1, 1}, {1, 3}, {2, 1}, {4, 1}};
	static const struct report_share more[] = {
		{1, 1}, {1, 2}, {2, 1}, {3, 1}, {3, 2}, {4, 1}, {9, 1}};

	cr_expect_eq(report_difference(one, 4, one, 4), 0);
	cr_expect_eq(report_difference(one, 4, same_but_a_record, 4), 1);
	cr_expect_eq(report_difference(one, 4, more, 7), 2);
	cr_expect_eq(report_difference(more, 7, one, 4), 2);
	cr_expect_eq(report_difference(one, 4, NULL, 0), 3);
	cr_expect_eq(report_difference(NULL, 0, NULL, 0), 0);
}

/* Against a slow count, over random sets. */
LEAK_FREE_TEST(report, differs_as_a_slow_count_says)
{
	unsigned seed = 7;

	for (int round = 0; round < 2000; round++) {
		bool in[2][6][3] = {0};
		struct report_figure figures[2];
		struct report_share shares[2][32];
		size_t wanted = 0;

		for (int side = 0; side < 2; side++) {
			figures[side] =
				(struct report_figure){.shares = shares[side]};
			for (int n = 0; n < 12; n++) {
				unsigned random = fields_random(&seed);
				uint64_t resident = random & 7;
				uint64_t record = random >> 4 & 3;

				if (resident > 5 || record > 2)
					continue;
				in[side][resident][record] = true;
				shares[side][figures[side].share_count++] =
					(struct report_share){resident, record};
			}
			report_settle(&figures[side]);
		}
		for (int r = 0; r < 6; r++)
			wanted += memcmp(in[0][r], in[1][r],
					 sizeof(in[0][r])) != 0;
		cr_assert_eq(report_difference(
				     figures[0].shares, figures[0].share_count,
				     figures[1].shares, figures[1].share_count),
			     wanted);
	}
}

/* A score before or after the period is no score of it. */
LEAK_FREE_TEST(report, takes_wellbeing_of_the_period_only)
{
	static const struct told told[] = {
		{1, "wellbeing", "{'date':'2025-12-31','score':'1'}"},
		{1, "wellbeing", "{'date':'2026-01-01','score':'4'}"},
		{1, "wellbeing", "{'date':'2026-06-30','score':'7'}"},
		{1, "wellbeing", "{'date':'2026-07-01','score':'9'}"},
		/* one in the period, one after it */
		{2, "wellbeing", "{'date':'2026-02-01','score':'2'}"},
		{2, "wellbeing", "{'date':'2026-08-01','score':'3'}"},
	};
	struct arena *arena = arena_new();
	struct counted counted = count(arena, told, COUNT_OF(told), "2026-H1");
	static const struct wanted wanted[] = {
		{REPORT_WELLBEING_BEFORE, "", 400, 1},
		{REPORT_WELLBEING_AFTER, "", 700, 1},
	};

	for (size_t i = 0; i < COUNT_OF(wanted); i++)
		expect_figure(
			figure(&counted, wanted[i].measure, wanted[i].law),
			&wanted[i]);
	arena_free(arena);
}

/* --- cost, old against new --- */

#define COST(law, period, way, amount)                                         \
	"{'law':'" law "','period':'" period "','way':'" way                   \
	"','amount':'" amount "'}"

LEAK_FREE_TEST(report, compares_only_cases_whose_cost_is_known_both_ways)
{
	static const struct told told[] = {
		/* 100 a month before, 80 since, though of fewer months */
		{1, "cost", COST("wmo", "2025", "old", "1200")},
		{1, "cost", COST("wmo", "2026-Q1", "new", "240")},
		/* was zvw, is wmo: 300 and 40 a month */
		{2, "cost", COST("zvw", "2025-H2", "old", "1800")},
		{2, "cost", COST("wmo", "2026-Q1", "new", "120")},
		/* the same months under two laws are so many months once */
		{3, "cost", COST("wmo", "2025-12", "old", "10")},
		{3, "cost", COST("zvw", "2025-12", "old", "20")},
		{3, "cost", COST("wmo", "2026-02", "new", "6")},
		/* only one way, or new before the period, or old after it */
		{4, "cost", COST("wmo", "2026-Q1", "new", "99999")},
		{5, "cost", COST("wmo", "2025", "old", "99999")},
		{6, "cost", COST("wmo", "2025", "old", "99999")},
		{6, "cost", COST("wmo", "2025-Q4", "new", "99999")},
		{7, "cost", COST("wmo", "2027", "old", "99999")},
		{7, "cost", COST("wmo", "2026-Q1", "new", "99999")},
	};
	static const struct wanted wanted[] = {
		{REPORT_COMPARED, "", 300, 3},
		/* of three cases, also of who has none under that law */
		{REPORT_CASE_OLD, "wmo", 3667, 2},
		{REPORT_CASE_OLD, "zvw", 10667, 2},
		{REPORT_CASE_NEW, "wmo", 4200, 3},
	};
	struct arena *arena = arena_new();
	struct counted counted = count(arena, told, COUNT_OF(told), "2026-H1");

	cr_expect_eq(counted.odd, 0);
	for (size_t i = 0; i < COUNT_OF(wanted); i++)
		expect_figure(
			figure(&counted, wanted[i].measure, wanted[i].law),
			&wanted[i]);
	cr_expect_null(figure(&counted, REPORT_CASE_NEW, "zvw"));
	arena_free(arena);
}

LEAK_FREE_TEST(report, counts_months_that_overlap_once)
{
	static const struct told told[] = {
		{1, "cost", COST("wmo", "2025", "old", "600")},
		{1, "cost", COST("zvw", "2025-Q4", "old", "600")},
		{1, "cost", COST("wlz", "2025-12", "old", "600")},
		{1, "cost", COST("wmo", "2026-01", "old", "150")},
		{1, "cost", COST("wmo", "2026-01", "new", "1")},
	};
	struct arena *arena = arena_new();
	struct counted counted = count(arena, told, COUNT_OF(told), "2026");

	/* thirteen months in all */
	cr_expect_eq(figure(&counted, REPORT_CASE_OLD, "wmo")->hundredths,
		     (4615 + 1154));
	cr_expect_eq(figure(&counted, REPORT_CASE_OLD, "zvw")->hundredths,
		     4615);
	arena_free(arena);
}

/* --- hours --- */

LEAK_FREE_TEST(report, counts_what_was_booked_in_the_period)
{
	struct report_period wanted = period("2026-H1");
	const struct report_booking bookings[] = {
		{1, 11, wanted.from, 90, true},
		{1, 12, wanted.until, 30, true},
		/* about nobody: each is about itself */
		{13, 13, wanted.from, 45, true},
		{14, 14, wanted.from, 30, false},
		{14, 15, wanted.from, -15, false},
		{2, 16, wanted.from - 1, 600, true},
		{2, 17, wanted.until + 1, 600, true},
	};
	struct arena *arena = arena_new();
	struct counted counted;

	report_count(
		arena,
		&(struct report_source){.bookings = bookings,
					.booking_count = COUNT_OF(bookings)},
		wanted, &counted.figures, &counted.count, &counted.odd);
	cr_assert_eq(counted.count, 2);
	cr_expect_eq(counted.figures[0].measure, REPORT_CONSULTATIONS);
	cr_expect_eq(counted.figures[0].hundredths, 300);
	cr_expect_eq(counted.figures[0].residents, 2);
	cr_expect_eq(counted.figures[1].measure, REPORT_HOURS);
	cr_expect_eq(counted.figures[1].hundredths, 300); /* three hours */
	cr_expect_eq(counted.figures[1].residents, 3);
	arena_free(arena);
}

/* --- who may know what --- */

LEAK_FREE_TEST(report, tells_each_level_what_it_needs)
{
	static const char *const nobody[] = {"", "volunteer", "privacy_officer",
					     "administrator", "Manager"};
	enum report_level level;

	for (size_t i = 0; i < COUNT_OF(nobody); i++)
		cr_expect_not(report_level_of(nobody[i], &level), "%s",
			      nobody[i]);
	cr_assert(report_level_of("coordinator", &level));
	cr_expect_eq(level, REPORT_PROFESSIONAL);
	cr_expect_str_eq(report_level_word(level), "professional");
	for (int i = 0; i < REPORT_MEASURES; i++) {
		enum report_measure measure = (enum report_measure)i;
		bool is_money = measure >= REPORT_COST_OLD;
		bool is_hours = measure == REPORT_HOURS ||
				measure == REPORT_CONSULTATIONS;
		bool is_work = measure == REPORT_FIRST_HELP ||
			       measure == REPORT_SCALED_UP ||
			       measure == REPORT_SCALED_DOWN ||
			       (measure >= REPORT_ENDED_INDEPENDENT &&
				measure <= REPORT_ENDED_OTHER);

		cr_expect_eq(report_is_for(measure, REPORT_PROFESSIONAL),
			     !is_money && !is_hours);
		cr_expect(report_is_for(measure, REPORT_MANAGER));
		cr_expect(report_is_for(measure, REPORT_DIRECTOR));
		cr_expect_eq(report_is_for(measure, REPORT_FINANCIER),
			     !is_work);
	}
	cr_expect_str_eq(report_kind(REPORT_CASE_OLD), "cost-old");
	cr_expect_str_eq(report_kind(REPORT_CASE_NEW), "cost-new");
	cr_expect_str_eq(report_kind(REPORT_HOURS), "hours");
}

/* Every word that a case can end by, and no other, is a measure of its own. */
LEAK_FREE_TEST(report, counts_cases_that_ended_by_their_word)
{
	static const struct {
		const char *word;
		enum report_measure measure;
	} words[] = {
		{"independent", REPORT_ENDED_INDEPENDENT},
		{"informal", REPORT_ENDED_INFORMAL},
		{"nearby", REPORT_ENDED_NEARBY},
		{"specialist", REPORT_ENDED_SPECIALIST},
		{"stopped", REPORT_ENDED_STOPPED},
		{"moved", REPORT_ENDED_MOVED},
		{"other", REPORT_ENDED_OTHER},
	};

	for (size_t i = 0; i < COUNT_OF(words); i++) {
		struct arena *arena = arena_new();
		const char *in = arena_printf(
			arena, "{'date':'2026-03-01','label':'%s'}",
			words[i].word);
		const struct told told[] = {
			{1, "case_outcome", in},
			{2, "case_outcome", in},
			{3, "case_outcome",
			 arena_printf(arena,
				      "{'date':'2025-12-31','label':'%s'}",
				      words[i].word)},
			{4, "case_outcome",
			 "{'date':'2026-03-01','label':'cured'}"},
			{5, "goal", in},
		};
		struct counted counted =
			count(arena, told, COUNT_OF(told), "2026-H1");
		size_t ended = 0;

		for (size_t k = 0; k < counted.count; k++)
			ended += counted.figures[k].measure != REPORT_CASES;
		cr_expect_eq(ended, 1, "%s", words[i].word);
		cr_assert_not_null(figure(&counted, words[i].measure, ""));
		cr_expect_eq(figure(&counted, words[i].measure, "")->hundredths,
			     200, "%s", words[i].word);
		arena_free(arena);
	}
}
