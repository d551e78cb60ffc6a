#include "daemon/exchange/news.h"

#include "exchange/world.h"
#include "leak_free.h"

#define NOTICED	 "{\"date\":\"2026-11-20\",\"severity\":\"high\",\"text\":\"x\"}"
#define GOAL	 "{\"text\":\"lopen\"}"
#define INVOLVED "{\"contact\":\"010-5550123\",\"worker\":\"Petra\"}"

static const struct store_partner team = {.id = "wijkteam", .domain = "wmo"};
static const struct store_partner welfare = {.id = "welzijn",
					     .domain = "welzijn"};

static const char *const for_signal[] = {"signal"};
static const char *const for_coordination[] = {"coordination"};

/* Both consents that care needs, for one purpose. */
static void
give_both(struct consent consents[2], const char *const *purpose)
{
	consents[0] = world_consent("share", CONSENT_GIVEN);
	consents[1] = world_consent("secrecy_waiver", CONSENT_GIVEN);
	for (size_t i = 0; i < 2; i++) {
		consents[i].purposes = purpose;
		consents[i].purpose_count = 1;
	}
}

/* What `partner` is told of one record, of Anna's district nurse. */
static enum news
told(const struct store_partner *partner, const char *category,
     const char *fields, const struct consent *consents, size_t count)
{
	struct world world = world_open(&world_coordinator);
	const struct record record =
		world_record(&world, category, "zvw", fields);
	const struct subject subject =
		world_subject(&world, &record, 1, consents, count);
	enum news news = news_judge(world.policy, partner, &subject, TODAY);
	world_close(&world);
	return news;
}

LEAK_FREE_TEST(news, is_none_without_consent)
{
	cr_expect_eq(told(&team, "signal", NOTICED, NULL, 0), NEWS_NONE);
	cr_expect_eq(told(&team, "goal", GOAL, NULL, 0), NEWS_NONE);
}

LEAK_FREE_TEST(news, is_none_where_only_an_emergency_would_open)
{
	cr_expect_eq(told(&team, "involvement", INVOLVED, NULL, 0), NEWS_NONE);
}

LEAK_FREE_TEST(news, is_none_where_only_the_source_could_send_it)
{
	static const struct store_partner nurses = {.id = "wijkzorg",
						    .domain = "zvw"};
	cr_expect_eq(told(&nurses, "goal", GOAL, NULL, 0), NEWS_NONE,
		     "handover, row 1");
}

LEAK_FREE_TEST(news, is_none_with_one_consent_of_two_or_an_objection)
{
	struct consent consents[2];
	give_both(consents, for_signal);
	cr_expect_eq(told(&team, "signal", NOTICED, consents, 1), NEWS_NONE);
	consents[1].state = CONSENT_WITHDRAWN;
	cr_expect_eq(told(&team, "signal", NOTICED, consents, 2), NEWS_NONE);
	consents[1].state = CONSENT_REFUSED;
	cr_expect_eq(told(&team, "signal", NOTICED, consents, 2), NEWS_NONE);
}

LEAK_FREE_TEST(news, is_none_for_welfare_and_its_volunteers)
{
	struct consent consents[2];
	give_both(consents, for_signal);
	cr_expect_eq(told(&welfare, "signal", NOTICED, consents, 2), NEWS_NONE);
}

LEAK_FREE_TEST(news, is_none_of_who_died_or_is_nobody)
{
	struct world world = world_open(&world_coordinator);
	struct consent consents[2];
	give_both(consents, for_signal);
	const struct record record =
		world_record(&world, "signal", "zvw", NOTICED);
	struct subject subject = world_subject(&world, &record, 1, consents, 2);
	subject.resident.deceased = true;
	cr_expect_eq(news_judge(world.policy, &team, &subject, TODAY),
		     NEWS_NONE);
	subject.resident.deceased = false;
	subject.known = false;
	cr_expect_eq(news_judge(world.policy, &team, &subject, TODAY),
		     NEWS_NONE);
	world_close(&world);
}

LEAK_FREE_TEST(news, is_none_once_the_consent_is_over)
{
	struct world world = world_open(&world_coordinator);
	struct consent consents[2];
	give_both(consents, for_signal);
	consents[0].until_day = TODAY;
	const struct record record =
		world_record(&world, "signal", "zvw", NOTICED);
	const struct subject subject =
		world_subject(&world, &record, 1, consents, 2);
	cr_expect_eq(news_judge(world.policy, &team, &subject, TODAY),
		     NEWS_SIGNAL);
	cr_expect_eq(news_judge(world.policy, &team, &subject, TODAY + 1),
		     NEWS_NONE);
	world_close(&world);
}

LEAK_FREE_TEST(news, is_a_signal_for_that_purpose_only)
{
	struct consent consents[2];
	give_both(consents, for_signal);
	cr_expect_eq(told(&team, "signal", NOTICED, consents, 2), NEWS_SIGNAL);
	cr_expect_eq(told(&team, "goal", GOAL, consents, 2), NEWS_NONE);
	give_both(consents, for_coordination);
	cr_expect_eq(told(&team, "signal", NOTICED, consents, 2), NEWS_NONE);
	cr_expect_eq(told(&team, "goal", GOAL, consents, 2), NEWS_CHANGED);
}
