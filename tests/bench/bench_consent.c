/*
 * The facts about every category for one request, of a resident with many
 * consent records that all have a say.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "daemon/consent/facts.h"
#include "eenplan/base/clock.h"

#define ROUNDS	    2000
#define RECORDS_MAX 1000
#define CATEGORIES  4

static const char vocabulary_text[] =
	"vocabulary bench version 1\n"
	"domains\n  zvw\n  wmo\n"
	"roles\n  coordinator\n"
	"purposes\n  assessment\n  coordination\n"
	"sensitivity levels\n  normal\n"
	"consent kinds\n  share\n  secrecy_waiver\n  consultable\n  help\n"
	"category goal\n  text personal\n"
	"category agreement\n  text personal\n"
	"category contact\n  text personal\n"
	"category diagnosis\n  text special\n";

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void
fill(struct consent *records)
{
	static const char *const kinds[] = {"share", "secrecy_waiver",
					    "consultable", "help"};
	static const char *const categories[] = {"agreement", "goal"};
	static const char *const purposes[] = {"coordination"};
	static char ids[RECORDS_MAX][8];

	for (size_t i = 0; i < RECORDS_MAX; i++) {
		snprintf(ids[i], sizeof(ids[i]), "%zu", i);
		records[i] = (struct consent){.id = ids[i],
					      .kind = kinds[i % 4],
					      .recipient_kind =
						      CONSENT_TO_ORGANISATION,
					      .recipient = "wijkteam",
					      .categories = categories,
					      .category_count = i % 3,
					      .purposes = purposes,
					      .purpose_count = i % 2,
					      .from_day = 19000,
					      .until_day = 21000,
					      .state = CONSENT_GIVEN};
	}
}

static void
measure(const struct vocabulary *vocabulary, const struct consent *records,
	size_t count)
{
	struct consent_question question = {.organisation = "wijkteam",
					    .domain = "wmo",
					    .role = "coordinator",
					    .purpose = "coordination",
					    .category = "goal",
					    .day = 20000};
	struct consent_facts facts;
	size_t given = 0;
	double began = seconds(), once;

	for (size_t round = 0; round < ROUNDS; round++) {
		struct arena *arena = arena_new();
		struct consent_answers *answers = consent_answers_new(
			arena, vocabulary, records, count, &question);

		for (int category = 0; category < CATEGORIES; category++) {
			consent_answers_get(answers, category, &facts);
			given += facts.state[0] >= POLICY_CONSENT_GIVEN;
		}
		arena_free(arena);
	}
	once = (seconds() - began) / ROUNDS * 1e6;
	began = seconds();
	for (size_t round = 0; round < ROUNDS; round++)
		consent_facts(vocabulary, records, count, &question, &facts);
	printf("%4zu consents: all categories %.1f us, one category alone "
	       "%.1f us (%zu given)\n",
	       count, once, (seconds() - began) / ROUNDS * 1e6, given / ROUNDS);
}

int
main(void)
{
	static struct consent records[RECORDS_MAX];
	struct policy_source source = {"bench", text_of(vocabulary_text)};
	struct arena *arena = arena_new();
	struct diagnostics found;
	struct policy *policy;

	diagnostics_init(&found, arena, 10);
	policy = policy_load(&source, 1, &found);
	if (policy == NULL)
		return 1;
	fill(records);
	measure(policy_vocabulary(policy), records, 10);
	measure(policy_vocabulary(policy), records, 100);
	measure(policy_vocabulary(policy), records, RECORDS_MAX);
	policy_free(policy);
	arena_free(arena);
	return 0;
}
