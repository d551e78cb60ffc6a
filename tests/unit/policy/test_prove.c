/*
 * Nevers: a claim that is false refuses the load, one that is true does not,
 * over every cell and not only the likely ones.
 */
#include <string.h>

#include "eenplan/base/clock.h"
#include "generator.h"
#include "leak_free.h"

#define GOAL                                                                   \
	"rule P \"p\"\n permit goal\n fields text, due\n from zvw, ggz\n"      \
	" to any as consultant\n for assessment\n"                             \
	" when consent share is given and age is at least 12\n" FIXTURE_TAIL
#define FORBID(scope) "rule F \"f\"\n forbid " scope "\n" FIXTURE_TAIL

static const struct claim {
	const char *rules;
	const char *seen; /* NULL: it is true */
} claims[] = {
	{GOAL "never \"no goals\"\n goal from any to wmo\n",
	 "test.policy:12:7: this claim is false: the rule \"P\" "
	 "(test.policy:3) permits it\n"
	 "   12 | never \"no goals\"\n"
	 "      |       ^~~~~~~~~~\n"
	 "      | for example goal from zvw to wmo as consultant for "
	 "assessment, age 12, consent share given, on 2026-01-01\n"},
	{GOAL "never \"c\"\n goal from any to wmo\n as coordinator\n", NULL},
	{GOAL "never \"c\"\n goal from any to wmo\n fields status\n", NULL},
	{GOAL "never \"c\"\n agreement from any to any\n", NULL},
	{GOAL "never \"c\"\n goal from any to any\n when age is below 12\n",
	 NULL},
	{GOAL "never \"c\"\n goal from any to any\n when age is at most 12\n",
	 "age 12"},
	{GOAL "never \"c\"\n goal from any to any\n unless consent share is "
	      "given\n",
	 NULL},
	{GOAL "never \"c\"\n goal from any to any\n unless consent share names "
	      "the category\n",
	 "consent share given"},
	{GOAL FORBID("goal\n to wmo") "never \"c\"\n goal from any to wmo\n",
	 NULL},
	{GOAL FORBID("goal\n fields text\n to wmo") "never \"c\"\n goal from "
						    "any to wmo\n",
	 "goal from zvw to wmo"},
	{GOAL FORBID(
		 "goal\n to wmo\n when age is below 40") "never \"c\"\n goal "
							 "from any to wmo\n",
	 "age 40"},
	{GOAL FORBID(
		 "goal\n to wmo\n unless sensitivity is normal") "never "
								 "\"c\"\n goal "
								 "from any to "
								 "wmo\n",
	 "sensitivity normal"},
	{GOAL "rule F \"f\"\n forbid goal\n to wmo\n basis \"BW 7:457\"\n"
	      " valid from 2026-01-01 until 2026-06-30\n"
	      "never \"c\"\n goal from any to wmo\n",
	 "on 2026-07-01"},
	{GOAL FORBID(
		 "goal\n to wmo\n unless owner is the recipient") "never "
								  "\"c\"\n "
								  "goal from "
								  "any to "
								  "wmo\n "
								  "unless "
								  "owner is "
								  "the "
								  "recipient\n",
	 NULL},
	{GOAL FORBID(
		 "goal\n to wmo\n when owner is somebody else") "never "
								"\"c\"\n goal "
								"from any to "
								"wmo\n when "
								"owner is "
								"somebody "
								"else\n",
	 NULL},
	{GOAL FORBID(
		 "goal\n to wmo\n unless owner is the recipient") "never "
								  "\"c\"\n "
								  "goal from "
								  "any to "
								  "wmo\n",
	 "owner the recipient"},
	/* Two forbids that cover it only together. */
	{GOAL FORBID("goal\n to wmo\n from zvw") "rule G \"g\"\n forbid goal\n"
						 " from ggz\n" FIXTURE_TAIL
						 "never \"c\"\n goal from any "
						 "to wmo\n",
	 NULL},
	{GOAL FORBID(
		 "goal\n to wmo\n when age is at least 30") "rule G \"g\"\n "
							    "forbid goal\n "
							    "when age is at "
							    "most "
							    "29\n" FIXTURE_TAIL
							    "never \"c\"\n "
							    "goal from any to "
							    "wmo\n",
	 NULL},
	/* What is only ever sent counts too. */
	{"rule P \"p\"\n permit goal\n fields text\n from zvw\n to wmo as "
	 "consultant\n for handover\n" FIXTURE_TAIL
	 "never \"c\"\n goal from any to wmo for handover\n",
	 "for handover"},
};

LEAK_FREE_TEST(prove, a_false_claim_refuses_the_load_with_a_cell_in_words)
{
	for (size_t i = 0; i < COUNT_OF(claims); i++) {
		struct arena *arena = arena_new();
		struct fixture fixture = fixture_load(arena_printf(
			arena, "%s%s", FIXTURE_HEAD, claims[i].rules));
		const char *seen = fixture_mistakes(&fixture);

		cr_expect_eq(fixture.policy != NULL, claims[i].seen == NULL,
			     "claim %zu:\n%s", i, seen);
		cr_expect(claims[i].seen == NULL ||
				  strstr(seen, claims[i].seen) != NULL,
			  "claim %zu:\n%s", i, seen);
		fixture_clear(&fixture);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(prove, every_claim_is_looked_at_and_not_the_first_only)
{
	struct fixture fixture = fixture_load(
		FIXTURE_HEAD GOAL "never \"a\"\n goal from any to wmo\n"
				  "never \"b\"\n agreement from any to any\n"
				  "never \"c\"\n goal from any to ggz\n");

	cr_expect_eq(fixture.found.errors, 2);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(prove, a_claim_binds_the_rules_of_every_file)
{
	struct policy_source sources[] = {
		{"small.vocabulary", text_of(fixture_vocabulary)},
		{"a.policy",
		 text_of("policy a version 1\nnever \"c\"\n goal from any to "
			 "wmo\n")},
		{"b.policy", text_of("policy b version 1\n" GOAL)},
	};
	struct fixture fixture =
		fixture_load_sources(sources, COUNT_OF(sources));

	cr_expect(fixture.policy == NULL);
	cr_assert_eq(fixture.found.errors, 1);
	cr_expect_str_eq(fixture.found.items[0].file, "a.policy");
	cr_expect(strstr(fixture.found.items[0].text, "b.policy:2") != NULL);
	fixture_clear(&fixture);
}

/* --- random claims, against deciding cell by cell --- */

#define POLICIES 60
#define CELLS	 4000

static const char *const scopes[] = {"goal", "agreement, goal", "any",
				     "diagnosis", "any except signal"};
static const char *const recipients[] = {"any", "wmo", "support",
					 "any except own", "ggz"};
static const char *const conditions[] = {
	"",
	" when age is below 12\n",
	" unless consent share is given\n",
	" when sensitivity is at least high\n",
	" unless consent share names the category and consent consultable is "
	"given\n",
	" when consent secrecy_waiver is unknown\n",
	" as volunteer\n",
	" for handover\n",
};

static struct fixture
load(struct arena *arena, const struct generated *rules, const char *claim)
{
	struct buf text;

	buf_init(&text, arena, 4096);
	buf_add_string(&text, "policy p version 1\n");
	for (size_t i = 0; i < rules->count; i++)
		buf_add_string(&text, rules->texts[i]);
	buf_add_string(&text, claim);
	return fixture_load(buf_string(&text));
}

/*
 * A claim holds if the same words as a forbid change no decision. True where
 * that is refuted by one of many random cells.
 */
static bool
forbid_changes_something(struct generator *generator,
			 const struct fixture *without,
			 const struct fixture *with)
{
	for (size_t i = 0; i < CELLS; i++) {
		struct policy_asker asker =
			generator_asker(generator, without->policy);
		struct policy_item item =
			generator_item(generator, without->policy);

		if (policy_decide_naively(without->policy, &asker, &item)
			    .fields !=
		    policy_decide_naively(with->policy, &asker, &item).fields)
			return true;
	}
	return false;
}

#define PICK(list) (list)[generator_below(&generator, (unsigned)COUNT_OF(list))]

LEAK_FREE_TEST(prove, agrees_with_deciding_cell_by_cell)
{
	size_t proved = 0;
	size_t refuted = 0;

	for (uint64_t seed = 1; seed <= POLICIES; seed++) {
		struct generator generator = generator_of(seed);
		struct arena *arena = arena_new();
		struct generated rules =
			generator_rules(&generator, arena, false);
		const char *scope =
			arena_printf(arena, "%s\n to %s\n%s", PICK(scopes),
				     PICK(recipients), PICK(conditions));
		struct fixture claimed =
			load(arena, &rules,
			     arena_printf(arena, "never \"c\"\n %s", scope));
		struct fixture without = load(arena, &rules, "");
		struct fixture with = load(
			arena, &rules,
			arena_printf(arena,
				     "rule ZZ \"z\"\n forbid %s" FIXTURE_TAIL,
				     scope));
		bool changes;

		cr_assert(without.policy != NULL && with.policy != NULL, "%s",
			  fixture_mistakes(&with));
		changes = forbid_changes_something(&generator, &without, &with);
		cr_expect(claimed.policy == NULL || !changes, "seed %lu: %s",
			  seed, scope);
		proved += claimed.policy != NULL;
		refuted += claimed.policy == NULL && changes;
		fixture_clear(&claimed);
		fixture_clear(&without);
		fixture_clear(&with);
		arena_free(arena);
	}
	cr_expect_gt(proved, 2, "%zu proved", proved);
	cr_expect_gt(refuted, 3, "%zu refuted", refuted);
}
