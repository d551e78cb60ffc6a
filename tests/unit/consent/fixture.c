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
	"category diagnosis\n  text special\n"
	"category finance\n  text personal\n";

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
					 .day = TODAY};
}

struct circumstances
fixture_adult(void)
{
	return (struct circumstances){.birth_day = -40 * 366};
}

struct consent_facts
fixture_ask(const struct vocabulary *vocabulary, const struct consent *records,
	    size_t count, const struct consent_question *question)
{
	struct arena *arena = arena_new();
	struct circumstances adult = fixture_adult();
	const struct consent_file *file =
		consent_file_new(arena, vocabulary, &adult, records, count);
	struct consent_facts facts;

	consent_hearing_facts(consent_hearing_new(arena, file, question),
			      CATEGORY_GOAL, &facts);
	arena_free(arena);
	return facts;
}

enum policy_consent_state
fixture_hear(const struct policy *policy, const struct circumstances *of,
	     const struct consent *records, size_t count, const char *category)
{
	struct arena *arena = arena_new();
	const struct vocabulary *vocabulary = policy_vocabulary(policy);
	const struct consent_question question = fixture_question();
	const struct consent_file *file =
		consent_file_new(arena, vocabulary, of, records, count);
	struct consent_facts facts;

	consent_hearing_facts(
		consent_hearing_new(arena, file, &question),
		vocabulary_find(vocabulary, VOCABULARY_CATEGORY, category),
		&facts);
	arena_free(arena);
	return facts.state[KIND_SHARE];
}
