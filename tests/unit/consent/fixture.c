#include "fixture.h"

#include "eenplan/base/clock.h"

static const char vocabulary_text[] =
	"vocabulary small version 1\n"
	"domains\n  zvw\n  wmo\n  welzijn\n"
	"roles\n  coordinator\n  volunteer\n"
	"purposes\n  coordination\n  assessment\n"
	"sensitivity levels\n  normal\n  high\n"
	"consent kinds\n  share\n  secrecy_waiver\n  help\n"
	"category goal\n  text personal\n"
	"category agreement\n  text personal\n"
	"category diagnosis\n  text special\n";

struct policy *
fixture_policy(void)
{
	struct policy_source source = {"small.vocabulary",
				       text_of(vocabulary_text)};
	struct arena *arena = arena_new();
	struct diagnostics found;
	struct policy *policy;

	diagnostics_init(&found, arena, 10);
	policy = policy_load(&source, 1, &found);
	cr_assert_not_null(policy);
	arena_free(arena);
	return policy;
}

struct consent
fixture_given(void)
{
	return (struct consent){.id = "c",
				.resident = "r",
				.given_by = "self",
				.kind = "share",
				.from_day = CLOCK_DAY_NONE,
				.until_day = CLOCK_DAY_NONE,
				.state = CONSENT_GIVEN};
}

struct consent_question
fixture_question(void)
{
	return (struct consent_question){.organisation = "wijkteam",
					 .domain = "wmo",
					 .role = "coordinator",
					 .purpose = "coordination",
					 .category = "goal",
					 .day = TODAY};
}

struct consent_facts
fixture_ask(const struct vocabulary *vocabulary, const struct consent *records,
	    size_t count, const struct consent_question *question)
{
	struct arena *arena = arena_new();
	struct consent_facts facts, again;
	struct consent_answers *answers = consent_answers_new(
		arena, vocabulary, records, count, question);

	consent_facts(vocabulary, records, count, question, &facts);
	consent_answers_get(answers,
			    vocabulary_find(vocabulary, VOCABULARY_CATEGORY,
					    question->category),
			    &again);
	for (size_t kind = 0; kind < KINDS; kind++) {
		cr_expect_eq(facts.state[kind], again.state[kind]);
		cr_expect_eq(facts.deciding[kind], again.deciding[kind]);
	}
	arena_free(arena);
	return facts;
}
