#include <stdio.h>
#include <string.h>

#include "daemon/consent/givers.h"
#include "eenplan/base/clock.h"
#include "fixture.h"

/* --- the table itself --- */

LEAK_FREE_TEST(giver, has_exactly_one_row_for_every_combination)
{
	static const unsigned rows[] = {
#define GIVER(life, ages, capacities, custodies, kinds, matter, must, objects, \
	      article, who)                                                    \
	(life) | (ages) | (capacities) | (custodies) | (kinds) | (matter),
#include "daemon/consent/givers.def"
	};
	static const unsigned parts[] = {ALIVE | DECEASED, ANY_AGE,
					 ANY_CAPACITY,	   ANY_CUSTODY,
					 ANY_KIND,	   ANY_MATTER};
	size_t combinations = 0;

	for (unsigned question = 0; question < 1u << 21; question++) {
		size_t fitting = 0;
		bool is_question = true;

		for (size_t i = 0; i < COUNT_OF(parts); i++)
			is_question &=
				__builtin_popcount(question & parts[i]) == 1;
		if (!is_question)
			continue;
		for (size_t i = 0; i < COUNT_OF(rows); i++)
			fitting += (question & ~rows[i]) == 0;
		cr_assert_eq(fitting, 1, "%zu rows for %#x", fitting, question);
		combinations++;
	}
	cr_assert_eq(combinations, 2 * 5 * 2 * 4 * 6 * 2);
}

LEAK_FREE_TEST(giver, names_the_article_and_who_may)
{
	static const struct {
		int years;
		enum capacity capacity;
		enum custody custody;
		const char *kind, *article, *who;
	} rows[] = {
		{9, CAPACITY_UNSET, CUSTODY_KNOWN, "share", "UAVG 5(1)",
		 "everyone who has custody"},
		{9, CAPACITY_UNSET, CUSTODY_KNOWN, "secrecy_waiver",
		 "BW 7:465(1)", "everyone who has custody"},
		{9, CAPACITY_UNSET, CUSTODY_UNSET, "share", "BW 1:245",
		 "record it"},
		{9, CAPACITY_UNSET, CUSTODY_NOBODY, "share", "BW 1:253r",
		 "nobody"},
		{14, CAPACITY_UNSET, CUSTODY_KNOWN, "consultable", "Wabvpz 15g",
		 "the minor and somebody"},
		{14, CAPACITY_UNSET, CUSTODY_KNOWN, "share", "UAVG 5",
		 "the minor and somebody"},
		{14, CAPACITY_UNSET, CUSTODY_UNDETERMINABLE, "help", "BW 1:245",
		 "nobody"},
		{14, CAPACITY_INCAPABLE, CUSTODY_KNOWN, "help", "BW 7:465(2)",
		 "everyone who has custody"},
		{16, CAPACITY_UNSET, CUSTODY_UNSET, "share", "UAVG 5(1)",
		 "the resident"},
		{40, CAPACITY_UNSET, CUSTODY_UNSET, "written", "PW 65(2)b",
		 "the resident"},
		{40, CAPACITY_INCAPABLE, CUSTODY_UNSET, "share", "BW 7:465(3)",
		 "curator or mentor"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct circumstances of = {
			.birth_day = TODAY - rows[i].years * 366,
			.capacity = rows[i].capacity,
			.custody = rows[i].custody};
		struct giver_rule rule = giver_rule_for(&of, rows[i].kind,
							GIVER_PERSONAL, TODAY);

		cr_expect_not_null(strstr(rule.article, rows[i].article),
				   "row %zu: %s", i, rule.article);
		cr_expect_not_null(strstr(rule.who, rows[i].who), "row %zu: %s",
				   i, rule.who);
	}
}

/* --- every combination, against what is written out here --- */

static const char *const links[] = {"custody", "curator", "mentor",
				    "proxy",   "partner", "parent",
				    "child",   "sibling", "bewindvoerder"};

/* Who is recorded, by the places of `links`, one letter each. */
static const char *const networks[] = {
	"",
	"custody",
	"mentor",
	"custody curator mentor proxy partner parent child "
	"sibling bewindvoerder",
	"proxy parent partner",
	"parent child sibling",
	"sibling partner bewindvoerder",
	"bewindvoerder",
};

struct trial {
	struct circumstances of;
	int years; /* -1: not known */
	const char *network;
	const char *giver; /* a link, "self", "stranger" or "unnamed" */
	const char *kind;
	const char *categories[2];
	size_t category_count;
	enum consent_state state;
};

static bool
has(const struct trial *trial, const char *link)
{
	return strstr(trial->network, link) != NULL;
}

static bool
is(const struct trial *trial, const char *giver)
{
	return strcmp(trial->giver, giver) == 0;
}

/* BW 7:465(3), in the order of the article. */
static bool
is_first_in_chain(const struct trial *trial)
{
	if (has(trial, "curator") || has(trial, "mentor"))
		return is(trial, "curator") || is(trial, "mentor");
	if (has(trial, "proxy"))
		return is(trial, "proxy");
	if (has(trial, "partner"))
		return is(trial, "partner");
	return is(trial, "parent") || is(trial, "child") ||
	       is(trial, "sibling");
}

static bool
may_for_adult(const struct trial *trial, bool about_money)
{
	bool objects = trial->state != CONSENT_GIVEN;

	if (trial->of.capacity != CAPACITY_INCAPABLE)
		return is(trial, "self") ||
		       (about_money && is(trial, "bewindvoerder"));
	if (is(trial, "self"))
		return objects;
	if (about_money)
		return is(trial, "bewindvoerder") ||
		       (objects && is_first_in_chain(trial));
	return is_first_in_chain(trial);
}

static bool
may_for_minor(const struct trial *trial)
{
	bool objects = trial->state != CONSENT_GIVEN;
	bool is_able = trial->of.capacity != CAPACITY_INCAPABLE;
	bool has_custody = trial->of.custody == CUSTODY_KNOWN;

	if (trial->years >= 16 && is_able)
		return is(trial, "self");
	if (is(trial, "custody"))
		return objects || has_custody;
	return is(trial, "self") && trial->years >= 12 &&
	       (objects || (is_able && has_custody));
}

static bool
may_for_category(const struct trial *trial, const char *category)
{
	bool about_money =
		has(trial, "bewindvoerder") && strcmp(category, "finance") == 0;

	if (trial->of.deceased || is(trial, "stranger") || is(trial, "unnamed"))
		return false;
	if (trial->years < 0)
		return trial->state != CONSENT_GIVEN &&
		       (is(trial, "self") || is(trial, "custody") ||
			is(trial, "bewindvoerder") || is_first_in_chain(trial));
	return trial->years < 18 ? may_for_minor(trial)
				 : may_for_adult(trial, about_money);
}

static bool
may(const struct trial *trial)
{
	bool yes = true;

	for (size_t i = 0; i < trial->category_count; i++)
		yes &= may_for_category(trial, trial->categories[i]);
	return trial->category_count == 0 ? may_for_category(trial, "any")
					  : yes;
}

static size_t
fill_network(const char *network, struct representative *people)
{
	size_t count = 0;

	for (size_t i = 0; i < COUNT_OF(links); i++)
		if (strstr(network, links[i]) != NULL)
			people[count++] = (struct representative){
				.reference = links[i],
				.as = representation_of_word(links[i])};
	return count;
}

static void
expect_as_written(const struct trial *trial)
{
	bool is_self = is(trial, "self");
	const struct consent record = {
		.given_by = is_self ? "self" : "representative",
		.giver = is_self || is(trial, "unnamed") ? NULL : trial->giver,
		.ground = is(trial, "unnamed") ? "mentor" : NULL,
		.kind = trial->kind,
		.categories = trial->categories,
		.category_count = trial->category_count,
		.state = trial->state};
	struct giver_rule why = {0};

	cr_assert_eq(consent_may_give(&trial->of, &record, TODAY, &why),
		     may(trial),
		     "%s of %d, capacity %d, custody %d, with \"%s\": %s %s "
		     "about %zu (%s), state %d",
		     trial->of.deceased ? "dead" : "alive", trial->years,
		     trial->of.capacity, trial->of.custody, trial->network,
		     trial->giver, trial->kind, trial->category_count,
		     trial->category_count ? trial->categories[0] : "all",
		     trial->state);
	cr_assert_not_null(why.article);
	cr_assert_not_null(why.who);
}

/* Each giver, kind, set of categories and state. */
static size_t
try_givers(struct trial *trial)
{
	static const char *const kinds[] = {
		"share", "secrecy_waiver", "consultable",
		"help",	 "written",	   "of_another_vocabulary"};
	static const struct {
		const char *words[2];
		size_t count;
	} categories[] = {{{NULL}, 0},
			  {{"goal"}, 1},
			  {{"finance"}, 1},
			  {{"finance", "goal"}, 2}};
	size_t count = 0;

	for (size_t giver = 0; giver < COUNT_OF(links) + 3; giver++)
		for (size_t i = 0; i < COUNT_OF(kinds) * 4 * 4; i++) {
			size_t named = i / 4 % 4;

			trial->giver = giver < COUNT_OF(links)
					       ? links[giver]
					       : (const char *const[]){
							 "self", "stranger",
							 "unnamed"}[giver - 9];
			if (giver < COUNT_OF(links) &&
			    !has(trial, links[giver]))
				trial->giver = "stranger";
			trial->kind = kinds[i / 16];
			memcpy(trial->categories, categories[named].words,
			       sizeof(trial->categories));
			trial->category_count = categories[named].count;
			trial->state = (enum consent_state)(i % 4);
			expect_as_written(trial);
			count++;
		}
	return count;
}

LEAK_FREE_TEST(giver, may_give_by_age_custody_capacity_kind_and_state)
{
	static const int ages[] = {-1, 0, 11, 12, 15, 16, 17, 18, 85};
	size_t count = 0;

	for (size_t age = 0; age < COUNT_OF(ages); age++)
		for (size_t i = 0; i < 2 * 3 * 4 * COUNT_OF(networks); i++) {
			struct representative people[COUNT_OF(links)];
			struct trial trial = {
				.years = ages[age],
				.network = networks[i / 24],
				.of = {.birth_day =
					       ages[age] < 0
						       ? CLOCK_DAY_NONE
						       : TODAY -
								 ages[age] *
									 366 -
								 10,
				       .deceased = i % 2 == 1,
				       .capacity = (enum capacity)(i / 2 % 3),
				       .custody = (enum custody)(i / 6 % 4),
				       .representatives = people}};

			trial.of.representative_count =
				fill_network(trial.network, people);
			count += try_givers(&trial);
		}
	cr_assert_eq(count, 9 * 24 * COUNT_OF(networks) * 12 * 96);
}

LEAK_FREE_TEST(giver, changes_with_the_birthday_itself)
{
	static const struct {
		const char *day;
		bool may;
	} rows[] = {{"2026-11-20", false}, {"2026-11-21", true}};
	struct circumstances of = {0};
	const struct consent record = fixture_given();
	struct giver_rule why;

	cr_assert(clock_parse_date("2010-11-21", &of.birth_day));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int32_t day;

		cr_assert(clock_parse_date(rows[i].day, &day));
		cr_expect_eq(consent_may_give(&of, &record, day, &why),
			     rows[i].may, "%s", rows[i].day);
	}
	cr_expect_not(consent_may_give(&of, &record, of.birth_day - 1, &why),
		      "before birth the age isn't known");
}

/* --- given elsewhere --- */

static const struct representative custodians[] = {
	{.reference = "mother", .as = REPRESENTATION_CUSTODY},
	{.reference = "father", .as = REPRESENTATION_CUSTODY},
};

LEAK_FREE_TEST(giver, comes_from_elsewhere_only_as_who_is_recorded_here)
{
	static const struct {
		int years;
		size_t custodian_count;
		const char *given_by, *ground;
		bool may;
	} rows[] = {
		{40, 0, "self", NULL, true},
		{40, 0, "representative", "mentor", false},
		{40, 0, "representative", NULL, false},
		{9, 0, "self", NULL, false},
		{9, 0, "representative", "custody", false},
		{9, 1, "representative", "custody", true},
		/* one of two can't be told from the other */
		{9, 2, "representative", "custody", false},
		{14, 0, "representative", "custody", false},
		{14, 2, "representative", "custody", true},
		{14, 2, "self", NULL, true},
	};

	for (size_t at = 0; at < COUNT_OF(rows); at++) {
		struct circumstances of = fixture_adult();
		struct consent record = fixture_given();

		of.birth_day = TODAY - rows[at].years * 366;
		of.custody = CUSTODY_KNOWN;
		of.representatives = custodians;
		of.representative_count = rows[at].custodian_count;
		record.given_by = rows[at].given_by;
		record.ground = rows[at].ground;
		cr_expect_eq(consent_may_come(&of, &record, TODAY),
			     rows[at].may, "row %zu", at);
		of.deceased = true;
		cr_expect_not(consent_may_come(&of, &record, TODAY));
	}
}
