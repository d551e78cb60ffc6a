/*
 * What a participant sees of a case conference, by the shipped pack: only who
 * was invited, of a topic only who may see what it is about, of another only
 * what may be known of them.
 */
#include <string.h>

#include "exchange/world.h"
#include "leak_free.h"

#define OF_ALL "\"conference\":\"c1\",\"invited\":\"thuiszorg,ggz\""
#define WHEN                                                                   \
	"{" OF_ALL ",\"date\":\"2026-12-01\",\"place\":\"thuis\","             \
	"\"state\":\"planned\",\"time\":\"10:30\"}"
#define TOPIC(categories)                                                      \
	"{" OF_ALL ",\"categories\":\"" categories                             \
	"\",\"topic\":\"Hulp in de avond\"}"
#define PART(domain, partner)                                                  \
	"{" OF_ALL ",\"domain\":\"" domain "\",\"kind\":\"care\","             \
	"\"organisation\":\"GGZ De Brug\",\"participant\":\"Ilse\","           \
	"\"partner\":\"" partner "\",\"role\":\"specialist\"}"

/* Of home care, which is linked with Anna. */
static const struct asker nurse = {
	.organisation = "thuiszorg",
	.domain = "zvw",
	.user = "petra",
	.role = "professional",
	.purpose = "case_conference",
	.day = TODAY,
};

static const char *const conferences[] = {"case_conference"};
static const char *const both[] = {"case_conference", "goal"};
static const char *const with_involvement[] = {"case_conference",
					       "involvement"};

/* What `asker` gets of a record of the district team with `fields`, while
 * these consents are on file. */
static const char *
gets(const struct asker *asker, const char *fields,
     const struct consent *consents, size_t count)
{
	static char bytes[4096];
	struct world world = world_open(asker);
	const struct record record =
		world_record(&world, "case_conference", "wmo", fields);
	const struct subject subject =
		world_subject(&world, &record, 1, consents, count);
	const char *cut = world_cut_one(&world, &subject);
	cr_assert_lt(strlen(cut), sizeof(bytes));
	strcpy(bytes, cut);
	world_close(&world);
	return bytes;
}

static bool
has(const char *text, const char *words)
{
	return strstr(text, words) != NULL;
}

#define NOTHING "{\"fragments\":[],\"withheld\":[]}"

LEAK_FREE_TEST(seat, gives_nothing_to_who_was_not_invited)
{
	const struct consent all = world_consent("share", CONSENT_GIVEN);
	struct asker other = nurse;
	other.organisation = "zorg";
	cr_expect_str_eq(gets(&other, WHEN, &all, 1), NOTHING);
	other.organisation = "thuiszor";
	cr_expect_str_eq(gets(&other, WHEN, &all, 1), NOTHING);
	other.organisation = "thuiszorg,ggz";
	cr_expect_str_eq(gets(&other, WHEN, &all, 1), NOTHING);
}

LEAK_FREE_TEST(seat, gives_nothing_of_a_record_that_says_not_who_was)
{
	const struct consent all = world_consent("share", CONSENT_GIVEN);
	cr_expect_str_eq(gets(&nurse,
			      "{\"conference\":\"c1\",\"place\":\"thuis\"}",
			      &all, 1),
			 NOTHING);
	cr_expect_str_eq(gets(&nurse,
			      "{\"invited\":\"\\\\thuiszorg\",\"place\":\"x\"}",
			      &all, 1),
			 NOTHING);
}

LEAK_FREE_TEST(seat, gives_who_was_invited_what_the_rules_permit)
{
	const struct consent all = world_consent("share", CONSENT_GIVEN);
	const char *cut = gets(&nurse, WHEN, &all, 1);
	cr_expect(has(cut, "\"place\":\"thuis\""), "%s", cut);
	cr_expect(!has(cut, "invited"), "%s", cut);
	cr_expect(!has(gets(&nurse, WHEN, NULL, 0), "thuis"));
}

LEAK_FREE_TEST(seat, gives_a_topic_to_who_may_see_all_that_it_is_about)
{
	const struct consent named = {
		.id = "share",
		.resident = "anna",
		.given_by = "self",
		.kind = "share",
		.categories = both,
		.category_count = 2,
		.from_day = world_consent("share", CONSENT_GIVEN).from_day,
		.until_day = world_consent("share", CONSENT_GIVEN).until_day,
		.state = CONSENT_GIVEN,
	};
	const char *cut = gets(&nurse, TOPIC("goal"), &named, 1);
	cr_expect(has(cut, "\"topic\":\"Hulp in de avond\""), "%s", cut);
	cut = gets(&nurse, TOPIC("goal,limitation"), &named, 1);
	cr_expect(!has(cut, "Hulp"), "%s", cut);
	cr_expect(has(cut, "\"fragments\":[]"), "%s", cut);
	cut = gets(&nurse, TOPIC("nonsense"), &named, 1);
	cr_expect(!has(cut, "Hulp"), "%s", cut);
	cut = gets(&nurse, "{" OF_ALL ",\"topic\":\"Hulp in de avond\"}",
		   &named, 1);
	cr_expect(!has(cut, "Hulp"), "%s", cut);
}

LEAK_FREE_TEST(seat, says_why_a_topic_is_kept_to_who_may_know_of_the_help)
{
	const struct consent some = {
		.id = "share",
		.resident = "anna",
		.given_by = "self",
		.kind = "share",
		.categories = with_involvement,
		.category_count = 2,
		.from_day = world_consent("share", CONSENT_GIVEN).from_day,
		.until_day = world_consent("share", CONSENT_GIVEN).until_day,
		.state = CONSENT_GIVEN,
	};
	const struct consent only = world_consent_naming("share", conferences);
	const char *cut = gets(&nurse, TOPIC("limitation"), &some, 1);
	cr_expect(has(cut, "\"reason\":\"withheld\""), "%s", cut);
	cr_expect(has(cut, "Wmo 5.3.3"), "%s", cut);
	cr_expect_str_eq(gets(&nurse, TOPIC("limitation"), &only, 1), NOTHING);
}

LEAK_FREE_TEST(seat, hides_who_may_not_be_known)
{
	const struct consent all = world_consent("share", CONSENT_GIVEN);
	cr_expect_str_eq(gets(&nurse, PART("ggz", "ggz"), &all, 1), NOTHING);
	cr_expect_str_eq(gets(&nurse, PART("", "ggz"), &all, 1), NOTHING);
	cr_expect_str_eq(gets(&nurse, PART("no law", "ggz"), &all, 1), NOTHING);
}

LEAK_FREE_TEST(seat, shows_those_who_may_be_known)
{
	const struct consent all = world_consent("share", CONSENT_GIVEN);
	const char *cut = gets(&nurse, PART("own", ""), &all, 1);
	cr_expect(has(cut, "Ilse"), "%s", cut);
	cr_expect(!has(cut, "domain"), "%s", cut);
	cut = gets(&nurse, PART("wmo", "buurtteam"), &all, 1);
	cr_expect(has(cut, "Ilse") && !has(cut, "buurtteam"), "%s", cut);
}

LEAK_FREE_TEST(seat, shows_everybody_themselves)
{
	const struct consent all = world_consent("share", CONSENT_GIVEN);
	struct asker ilse = nurse;
	ilse.organisation = "ggz";
	ilse.domain = "ggz";
	const char *cut = gets(&ilse, PART("ggz", "ggz"), &all, 1);
	cr_expect(has(cut, "Ilse"), "%s", cut);
}

LEAK_FREE_TEST(seat, shows_only_the_kind_of_who_is_masked)
{
	const struct consent consents[] = {
		world_consent("share", CONSENT_GIVEN),
		world_consent_naming("share", &with_involvement[0]),
		world_consent_naming("share", &with_involvement[1]),
		world_consent("secrecy_waiver", CONSENT_GIVEN),
	};
	struct asker team = world_coordinator;
	team.organisation = "ggz"; /* invited, and of another law */
	const char *cut = gets(&team, PART("ggz", "brug"), consents, 4);
	cr_expect(has(cut, "\"kind\":\"care\""), "%s", cut);
	cr_expect(!has(cut, "Ilse") && !has(cut, "Brug") &&
			  !has(cut, "specialist"),
		  "%s", cut);
}

LEAK_FREE_TEST(seat, shows_our_own_all_of_it)
{
	struct asker own = world_coordinator;
	own.domain = "own";
	own.purpose = "case_conference";
	const char *cut = gets(&own, PART("ggz", "ggz"), NULL, 0);
	cr_expect(has(cut, "Ilse") && has(cut, "invited"), "%s", cut);
	cr_expect(has(gets(&own, TOPIC("limitation"), NULL, 0), "Hulp"));
	/* not what their role may not see for a conference */
	cr_expect(!has(gets(&own, TOPIC("treatment_note"), NULL, 0), "Hulp"));
}
