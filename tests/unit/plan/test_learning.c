#include "daemon/plan/learning.h"

#include <stdio.h>
#include <string.h>

#include "eenplan/base/clock.h"
#include "fields.h"
#include "leak_free.h"

struct told {
	const char *category, *law, *fields;
};

static const char *no_names[] = {NULL};
static const struct learning_names nobody = {.people = no_names,
					     .organisations = no_names};

static int32_t
day(const char *text)
{
	int32_t found;

	cr_assert(clock_parse_date(text, &found), "%s", text);
	return found;
}

static struct learning_source
source_of(struct arena *arena, uint64_t resident, const struct told *told,
	  size_t count)
{
	struct learning_record *records =
		ARENA_ARRAY(arena, count, struct learning_record);

	for (size_t i = 0; i < count; i++)
		records[i] = (struct learning_record){
			.tag = resident * 1000 + i + 1,
			.category = told[i].category,
			.law = told[i].law,
			.fields = fields_of(arena, told[i].fields),
		};
	return (struct learning_source){
		.resident = resident,
		.birth_day = day("1950-03-04"),
		.today = day("2026-11-22"),
		.household = 2,
		.records = records,
		.record_count = count,
		.names = &nobody,
	};
}

static struct learning_case
made_of(struct arena *arena, uint64_t resident, const struct told *told,
	size_t count)
{
	struct learning_source source = source_of(arena, resident, told, count);
	struct learning_case made;

	learning_case_of(arena, &source, &made);
	return made;
}

static bool
says(const struct learning_event *event, const char *wanted)
{
	return text_equals(event->told, text_of(wanted));
}

LEAK_FREE_TEST(learning, tells_nothing_that_no_table_has)
{
	static const struct told told[] = {
		{"diagnosis", "zvw", "{'text':'F32'}"},
		{"signal", "wmo", "{'date':'2026-01-01','text':'viel'}"},
		{"cost", "wmo", "{'amount':'120.00'}"},
		{"agreement", "wmo", "{'due':'2026-01-01','text':'bellen'}"},
		/* words that aren't of the list, scores that aren't any */
		{"scale_event", "wmo", "{'direction':'sideways'}"},
		{"wellbeing", "wmo", "{'score':'0612345678'}"},
		{"wellbeing", "wmo", "{'score':'3.55'}"},
		{"wellbeing", "wmo", "{'score':'11','moment':'start|end'}"},
		{"service", "wmo", "{'line':'3','kind':'bed','status':'x'}"},
		{"feedback", "wmo", "{'works':'','text':'fijn'}"},
	};
	struct arena *arena = arena_new();
	struct learning_case made = made_of(arena, 1, told, COUNT_OF(told));

	cr_expect_eq(made.event_count, 0);
	cr_expect_eq(made.share_count, 1, "that it is a case");
	arena_free(arena);
}

LEAK_FREE_TEST(learning, counts_days_from_the_first_and_keeps_what_lies_between)
{
	static const struct told told[] = {
		{"wellbeing", "wmo",
		 "{'date':'2026-06-01','moment':'end','score':'8.5'}"},
		{"wellbeing", "zvw",
		 "{'date':'2026-01-10','moment':'start','score':'3.5'}"},
		{"service", "wmo",
		 "{'end':'2026-02-01','kind':'hulp bij Jannie','line':'1',"
		 "'start':'2026-01-20'}"},
		{"barrier", "wmo", "{'kind':'rule','status':'active'}"},
		{"referral", "wmo", "{'date':'soon','kind':'informal'}"},
	};
	struct arena *arena = arena_new();
	struct learning_case made = made_of(arena, 1, told, COUNT_OF(told));

	cr_assert_eq(made.event_count, 5);
	cr_expect_eq(made.events[0].day, 0);
	cr_expect(says(&made.events[0],
		       "\"score\":\"3.5\",\"moment\":\"start\""));
	cr_expect_eq(made.events[1].day, 10);
	cr_expect(says(&made.events[1], "\"until\":22,\"line\":\"1\""));
	cr_expect_eq(made.events[2].day, 142);
	cr_expect_eq(made.events[3].day, CLOCK_DAY_NONE);
	cr_expect_eq(made.events[4].day, CLOCK_DAY_NONE);
	cr_expect_str_eq(made.traits[LEARNING_AGE][LEARNING_FINE], "65-79");
	cr_expect_str_eq(made.traits[LEARNING_AGE][LEARNING_WIDE], "65+");
	cr_expect_str_eq(made.traits[LEARNING_HOUSEHOLD][LEARNING_FINE], "2");
	cr_expect_str_eq(made.traits[LEARNING_LAWS][LEARNING_FINE], "wmo zvw");
	cr_expect_str_eq(made.traits[LEARNING_LAWS][LEARNING_WIDE],
			 "care support");
	arena_free(arena);
}

LEAK_FREE_TEST(learning, bands_ages_without_a_hole)
{
	static const struct {
		const char *born, *fine, *wide;
	} rows[] = {
		{"2026-11-22", "0-11", "0-17"},
		{"2014-11-23", "0-11", "0-17"},
		{"2014-11-22", "12-17", "0-17"},
		{"2008-11-23", "12-17", "0-17"},
		{"2008-11-22", "18-34", "18-64"},
		{"1976-11-22", "50-64", "18-64"},
		{"1961-11-23", "50-64", "18-64"},
		{"1961-11-22", "65-79", "65+"},
		{"1946-11-22", "80+", "65+"},
		{"1920-01-01", "80+", "65+"},
	};
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct learning_source source = source_of(arena, 1, NULL, 0);
		struct learning_case made;

		source.birth_day = day(rows[i].born);
		learning_case_of(arena, &source, &made);
		cr_expect_str_eq(made.traits[LEARNING_AGE][LEARNING_FINE],
				 rows[i].fine, "%s", rows[i].born);
		cr_expect_str_eq(made.traits[LEARNING_AGE][LEARNING_WIDE],
				 rows[i].wide, "%s", rows[i].born);
		source.birth_day = CLOCK_DAY_NONE;
		learning_case_of(arena, &source, &made);
		cr_expect_str_eq(made.traits[LEARNING_AGE][LEARNING_FINE], "?");
	}
	arena_free(arena);
}

/* --- lessons --- */

LEAK_FREE_TEST(learning, leaves_out_a_lesson_with_a_name_a_number_or_a_date)
{
	static const char *people[] = {"Jannie Hoekstra-Visser", "fatima",
				       "Joost van der Meer", "\xC3\x89va"};
	static const char *organisations[] = {"Thuiszorg De Linde"};
	static const struct learning_names names = {people, 4, organisations,
						    1};
	static const char *const bad[] = {
		"Jannie vond het fijn",
		"met mevrouw VISSER gaat het beter",
		"bel Meer",
		"\xC3\x89va belt",
		"bel 06-12345678",
		"bel 0612345678",
		"sinds 2025 gaat het goed",
		"op 3-4 begonnen",
		"om 10:30 begonnen",
		"op 4 maart begonnen",
		"in September begonnen",
		"mail naar iemand@example.org",
		"zie www.example.org",
		"thuiszorg de linde doet het goed",
		"nummer 1 2 3",
	};
	static const char *const good[] = {
		"Begin met wat goed gaat, en vraag na 2 weken hoe het is.",
		"De thuiszorg en het wijkteam spraken elkaar pas laat.",
		"Een meerpersoonshuishouden vraagt om \xC3\xA9\xC3\xA9n plan.",
		"Van der week ging het beter.",
		"Na 10 dagen. 3 mensen deden mee.",
	};

	for (size_t i = 0; i < COUNT_OF(bad); i++)
		cr_expect_not(learning_lesson_is_clean(bad[i], &names), "%s",
			      bad[i]);
	for (size_t i = 0; i < COUNT_OF(good); i++)
		cr_expect(learning_lesson_is_clean(good[i], &names), "%s",
			  good[i]);
}

/* --- how many look alike --- */

static struct learning_case
alike(uint64_t resident, const char *age, const char *laws)
{
	struct learning_case one = {.resident = resident};

	for (int i = 0; i < LEARNING_TRAITS; i++)
		for (int k = 0; k < LEARNING_GRAINS; k++)
			one.traits[i][k] = "-";
	one.traits[LEARNING_AGE][LEARNING_FINE] = age;
	one.traits[LEARNING_AGE][LEARNING_WIDE] =
		strcmp(age, "0-11") == 0 ? "0-17" : "18+";
	one.traits[LEARNING_LAWS][LEARNING_FINE] = laws;
	one.traits[LEARNING_LAWS][LEARNING_WIDE] = laws;
	return one;
}

LEAK_FREE_TEST(learning, finds_the_least_that_must_be_left_untold)
{
	struct learning_case cases[6];
	struct learning_grains grains = {{LEARNING_FINE}};
	struct arena *arena = arena_new();

	for (uint64_t i = 0; i < 6; i++)
		cases[i] = alike(i + 1, i < 3 ? "18-34" : "35-49", "wmo");
	cr_expect_eq(learning_exposed(cases, 6, &grains, 3), 0);
	cr_expect_eq(learning_exposed(cases, 6, &grains, 4), 6);
	cr_assert(learning_coarsen(cases, 6, 4, &grains));
	cr_expect_str_eq(learning_grains_text(arena, &grains), "age=wide");

	/* one child: wide isn't enough */
	cases[0] = alike(1, "0-11", "wmo");
	grains = (struct learning_grains){{LEARNING_FINE}};
	cr_assert(learning_coarsen(cases, 6, 5, &grains));
	cr_expect_str_eq(learning_grains_text(arena, &grains), "age=none");

	/* what was asked isn't taken back */
	grains = (struct learning_grains){{LEARNING_FINE}};
	cr_assert(learning_grains_set(&grains, "laws=none"));
	cr_assert(learning_coarsen(cases, 6, 5, &grains));
	cr_expect_str_eq(learning_grains_text(arena, &grains),
			 "age=none,laws=none");

	grains = (struct learning_grains){{LEARNING_FINE}};
	cr_expect_not(learning_coarsen(cases, 6, 7, &grains));
	cr_expect_not(learning_coarsen(cases, 0, 5, &grains), "nobody");
	arena_free(arena);
}

LEAK_FREE_TEST(learning, takes_only_its_own_words_for_grains)
{
	static const char *const bad[] = {
		"",	    "age",	 "age=",      "age=all",
		"Age=wide", "age=wide ", "name=none", "=wide"};
	struct learning_grains grains = {{LEARNING_FINE}};

	for (size_t i = 0; i < COUNT_OF(bad); i++)
		cr_expect_not(learning_grains_set(&grains, bad[i]), "%s",
			      bad[i]);
	cr_expect(learning_grains_set(&grains, "household=wide"));
	cr_expect(learning_grains_set(&grains, "household=fine"));
	cr_expect_eq(grains.of[LEARNING_HOUSEHOLD], LEARNING_FINE);
}

/* --- with what was given before --- */

struct file {
	struct learning_case cases[12];
	size_t count;
	struct report_share shares[12][2];
};

/* Cases FIRST to LAST, each with one record. */
static void
fill(struct file *file, uint64_t first, uint64_t last)
{
	for (uint64_t i = first; i <= last; i++) {
		size_t at = file->count++;

		file->cases[at] = alike(i, i % 2 ? "18-34" : "35-49", "wmo");
		file->shares[at][0] = (struct report_share){i, 0};
		file->shares[at][1] = (struct report_share){i, 7};
		file->cases[at].shares = file->shares[at];
		file->cases[at].share_count = 2;
	}
}

static bool
tells(struct arena *arena, const struct file *file, const char *grains_text,
      const struct file *before, const char *before_text)
{
	struct learning_grains grains = {{LEARNING_FINE}};
	struct learning_earlier earlier = {.count = 0};

	earlier.shares = learning_shares(arena, before->cases, before->count,
					 &earlier.count);
	cr_assert(learning_grains_set(&grains, grains_text));
	cr_assert(learning_grains_set(&earlier.grains, before_text));
	return learning_tells_with(arena, file->cases, file->count, &grains,
				   &earlier, 3);
}

LEAK_FREE_TEST(learning, holds_an_export_against_every_earlier_one)
{
	struct arena *arena = arena_new();
	static const struct {
		uint64_t first, last;
		const char *grains;
		bool tells;
	} rows[] = {
		/* the same again, and others altogether */
		{1, 6, "age=fine", false},
		{7, 12, "age=fine", false},
		/* one more, one less, two in common */
		{1, 7, "age=none", true},
		{1, 5, "age=none", true},
		{5, 10, "age=none", true},
		/* six more, of whom three look alike each */
		{1, 12, "age=fine", false},
	};
	struct file one = {.count = 0}, other = {.count = 0};

	fill(&one, 1, 6);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		other.count = 0;
		fill(&other, rows[i].first, rows[i].last);
		cr_expect_eq(tells(arena, &other, rows[i].grains, &one,
				   rows[i].grains),
			     rows[i].tells, "row %zu", i);
	}

	/* one changed; three did */
	other.count = 0;
	fill(&other, 1, 6);
	other.shares[0][1].record = 8;
	cr_expect(tells(arena, &other, "age=none", &one, "age=none"));
	other.shares[1][1].record = other.shares[2][1].record = 8;
	cr_expect_not(tells(arena, &other, "age=none", &one, "age=none"));
	arena_free(arena);
}

/* Each alone tells little; by what they say of a case they are put together. */
LEAK_FREE_TEST(learning, refuses_another_grain_that_completes_an_earlier_one)
{
	static const char *const ages[] = {"18-34", "18-34", "18-34",
					   "35-49", "35-49", "35-49"};
	static const char *const laws[] = {"wmo", "wmo", "zvw",
					   "zvw", "zvw", "wmo"};
	struct learning_grains age = {{LEARNING_FINE}}, law = age;
	struct learning_earlier earlier = {.count = 0};
	struct arena *arena = arena_new();
	struct file one = {.count = 0};

	fill(&one, 1, 6);
	for (size_t i = 0; i < 6; i++) {
		one.cases[i] = alike(i + 1, ages[i], laws[i]);
		one.cases[i].shares = one.shares[i];
		one.cases[i].share_count = 2;
	}
	cr_assert(learning_grains_set(&age, "laws=none"));
	cr_assert(learning_grains_set(&law, "age=none"));
	cr_expect_eq(learning_exposed(one.cases, 6, &age, 3), 0);
	cr_expect_eq(learning_exposed(one.cases, 6, &law, 3), 0);
	earlier.shares = learning_shares(arena, one.cases, 6, &earlier.count);
	earlier.grains = age;
	cr_expect_not(
		learning_tells_with(arena, one.cases, 6, &age, &earlier, 3));
	cr_expect(learning_tells_with(arena, one.cases, 6, &law, &earlier, 3));
	arena_free(arena);
}

/* --- whatever is on file --- */

/* Nothing that a record says but closed words and scores is ever told. */
LEAK_FREE_TEST(learning, tells_no_name_date_number_or_id_of_anything)
{
	static const char *const categories[] = {
		"service",     "scale_event",  "referral", "wellbeing",
		"barrier",     "case_outcome", "feedback", "agreement",
		"involvement", "contact"};
	static const char *const keys[] = {
		"start", "end",	   "date",  "line",	 "status", "kind",
		"score", "moment", "works", "direction", "text",   "lesson",
		"name",	 "phone",  "label", "owner",	 "to"};
	static const char *const values[] = {
		"2026-03-04",
		"1950-03-04",
		"Jannie Hoekstra",
		"06-12345678",
		"999912340",
		"jannie@example.org",
		"wt-1",
		"Jannie",
		"4 maart 2026",
		"11111111-1111-4111-8111-111111111111",
	};
	static const char *people[] = {"Jannie Hoekstra"};
	static const char *organisations[] = {NULL};
	static const struct learning_names names = {people, 1, organisations,
						    0};
	unsigned seed = 11;

	for (int round = 0; round < 3000; round++) {
		struct arena *arena = arena_new();
		struct told told[4];
		struct learning_source source;
		struct learning_case made;

		for (size_t i = 0; i < COUNT_OF(told); i++) {
			size_t at[5];

			for (size_t n = 0; n < COUNT_OF(at); n++)
				at[n] = fields_random(&seed);
			told[i].category =
				categories[at[0] % COUNT_OF(categories)];
			told[i].law = "wmo";
			told[i].fields =
				arena_printf(arena, "{'%s':'%s','x%s':'%s'}",
					     keys[at[1] % COUNT_OF(keys)],
					     values[at[2] % COUNT_OF(values)],
					     keys[at[3] % COUNT_OF(keys)],
					     values[at[4] % COUNT_OF(values)]);
		}
		source = source_of(arena, 1, told, COUNT_OF(told));
		source.names = &names;
		learning_case_of(arena, &source, &made);
		for (size_t i = 0; i < made.event_count; i++) {
			const char *text =
				arena_text(arena, made.events[i].told);

			for (size_t v = 0; v < COUNT_OF(values); v++) {
				cr_assert_null(strstr(text, values[v]),
					       "%s in %s", values[v], text);
			}
		}
		arena_free(arena);
	}
}
