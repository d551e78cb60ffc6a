#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/policy/diff.h"
#include "inside.h"
#include "leak_free.h"

#define PERMIT                                                                 \
	"rule R-1 \"r\" permit goal fields text, status from zvw to wmo\n"     \
	" as consultant for assessment when consent share is given\n"
#define FORBID "rule R-2 \"f\" forbid goal from zvw to wmo when age is below 16"
#define DUTY   " duty log_reason"

struct compared {
	struct fixture older;
	struct fixture newer;
	struct diff diff;
};

static struct compared
compare(struct fixture older, struct fixture newer, int32_t day)
{
	struct compared compared = {.older = older, .newer = newer};

	cr_assert_eq(diff_policies(older.arena, older.policy, newer.policy, day,
				   &compared.diff),
		     STATUS_OK);
	return compared;
}

static void
clear(struct compared *compared)
{
	fixture_clear(&compared->older);
	fixture_clear(&compared->newer);
}

LEAK_FREE_TEST(diff, of_a_policy_and_itself_is_nothing)
{
	struct compared same =
		compare(fixture_rules(PERMIT FIXTURE_TAIL FORBID FIXTURE_TAIL),
			fixture_rules(FORBID FIXTURE_TAIL PERMIT FIXTURE_TAIL),
			CLOCK_DAY_NONE);

	cr_expect_eq(same.diff.verdict, DIFF_SAME);
	cr_expect_eq(same.diff.count, 0);
	cr_expect_gt(same.diff.tally.cells, 1000);
	clear(&same);
}

LEAK_FREE_TEST(diff, does_not_see_a_rule_that_changes_nothing)
{
	struct compared same = compare(
		fixture_rules(PERMIT FIXTURE_TAIL),
		fixture_rules(PERMIT FIXTURE_TAIL
			      "rule R-9 \"again\" permit goal fields text\n"
			      " from zvw to wmo as consultant for assessment\n"
			      " when consent share is given and age is below "
			      "12" FIXTURE_TAIL),
		CLOCK_DAY_NONE);

	cr_expect_eq(same.diff.verdict, DIFF_SAME);
	clear(&same);
}

LEAK_FREE_TEST(diff, names_each_kind_of_change)
{
	static const struct {
		const char *older;
		const char *newer;
		enum diff_verdict verdict;
		enum diff_kind kind;
		uint64_t fields;
		uint64_t duties;
	} rows[] = {
		{"", PERMIT FIXTURE_TAIL, DIFF_MORE, DIFF_NEWLY_SHARED, 3, 0},
		{PERMIT FIXTURE_TAIL, "", DIFF_LESS, DIFF_NO_LONGER_SHARED, 3,
		 0},
		{PERMIT FIXTURE_TAIL, PERMIT FIXTURE_TAIL FORBID FIXTURE_TAIL,
		 DIFF_LESS, DIFF_NO_LONGER_SHARED, 3, 0},
		{PERMIT FIXTURE_TAIL,
		 PERMIT FIXTURE_TAIL
		 "rule R-3 \"g\" forbid goal fields text" FIXTURE_TAIL,
		 DIFF_LESS, DIFF_FIELDS_REMOVED, 1, 0},
		{PERMIT FIXTURE_TAIL
		 "rule R-3 \"g\" forbid goal fields text" FIXTURE_TAIL,
		 PERMIT FIXTURE_TAIL, DIFF_MORE, DIFF_FIELDS_ADDED, 1, 0},
		{PERMIT DUTY FIXTURE_TAIL, PERMIT FIXTURE_TAIL, DIFF_MORE,
		 DIFF_DUTIES_DROPPED, 3, 1},
		{PERMIT FIXTURE_TAIL, PERMIT DUTY FIXTURE_TAIL, DIFF_LESS,
		 DIFF_DUTIES_ADDED, 3, 1},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct compared compared =
			compare(fixture_rules(rows[i].older),
				fixture_rules(rows[i].newer), CLOCK_DAY_NONE);
		const struct diff *diff = &compared.diff;

		cr_expect_eq(diff->verdict, rows[i].verdict, "%zu", i);
		cr_assert_eq(diff->count, 1, "%zu: %zu", i, diff->count);
		cr_expect_eq(diff->changes[0].kind, rows[i].kind, "%zu", i);
		cr_expect_eq(diff->changes[0].fields, rows[i].fields, "%zu", i);
		cr_expect_eq(diff->changes[0].duties, rows[i].duties, "%zu", i);
		clear(&compared);
	}
}

LEAK_FREE_TEST(diff, is_asked_of_one_day)
{
	static const char later[] =
		PERMIT " basis \"BW 7:457\" valid from 2027-01-01";
	int32_t day;

	cr_assert(clock_parse_date("2026-06-01", &day));

	struct compared before =
		compare(fixture_rules(""), fixture_rules(later), day);

	cr_expect_eq(before.diff.verdict, DIFF_SAME);
	clear(&before);
	cr_assert(clock_parse_date("2027-01-01", &day));

	struct compared then =
		compare(fixture_rules(""), fixture_rules(later), day);

	cr_expect_eq(then.diff.verdict, DIFF_MORE);
	clear(&then);
}

LEAK_FREE_TEST(diff, matches_words_by_their_spelling)
{
	struct arena *arena = arena_new();
	const char *rules = FIXTURE_HEAD PERMIT FIXTURE_TAIL;
	/* Another order of domains and fields, and a word more. */
	struct buf words;

	buf_init(&words, arena, 1024);
	for (const char *at = fixture_vocabulary; *at != '\0'; at++) {
		if (strncmp(at, "  zvw\n", 6) == 0)
			buf_add_string(&words, "  ciz\n");
		if (strncmp(at, "  text personal\n  status", 24) == 0)
			buf_add_string(&words, "  why plain\n");
		buf_add_char(&words, *at);
	}

	struct policy_source sources[] = {
		{"small.vocabulary", buf_text(&words)},
		{"test.policy", text_of(rules)},
	};
	struct compared same =
		compare(fixture_load(rules),
			fixture_load_sources(sources, COUNT_OF(sources)),
			CLOCK_DAY_NONE);

	cr_expect_eq(same.diff.verdict, DIFF_SAME);
	clear(&same);
	arena_free(arena);
}

LEAK_FREE_TEST(diff, knows_who_asks_from_who_sends)
{
	struct arena *arena = arena_new();
	static const char rules[] = FIXTURE_HEAD
		"rule R \"r\" permit goal fields text from zvw to wmo\n"
		" as consultant for handover" FIXTURE_TAIL;
	char *words = arena_string(arena, fixture_vocabulary);
	struct policy_source sources[] = {
		{"small.vocabulary", text_of(words)},
		{"test.policy", text_of(rules)},
	};

	/* The mark away: now it can be asked for. */
	memcpy(strstr(words, "handover sent"), "handover     ", 13);

	struct compared more =
		compare(fixture_load(rules),
			fixture_load_sources(sources, COUNT_OF(sources)),
			CLOCK_DAY_NONE);

	cr_expect_eq(more.diff.verdict, DIFF_MORE);
	cr_assert_eq(more.diff.count, 1);
	cr_expect(strstr(cells_describe(arena, more.diff.vocabulary,
					&more.diff.changes[0].box,
					VOCABULARY_ENGLISH),
			 "for handover (asked)") != NULL);
	clear(&more);
	arena_free(arena);
}

/* What the changes say of one question. */
static void
sum_changes(const struct compared *compared, const struct policy_asker *asker,
	    const struct policy_item *item, uint64_t *gained, uint64_t *lost)
{
	for (size_t i = 0; i < compared->diff.count; i++) {
		const struct diff_change *change = &compared->diff.changes[i];

		if (!inside(compared->diff.vocabulary, &change->box,
			    compared->older.policy, asker, item))
			continue;
		if (change->kind == DIFF_NEWLY_SHARED ||
		    change->kind == DIFF_FIELDS_ADDED)
			*gained |= change->fields;
		if (change->kind == DIFF_NO_LONGER_SHARED ||
		    change->kind == DIFF_FIELDS_REMOVED)
			*lost |= change->fields;
	}
}

LEAK_FREE_TEST(diff, says_what_two_naive_decisions_say)
{
	size_t changed = 0;

	for (uint64_t seed = 1; seed <= 16; seed++) {
		struct generator generator = generator_of(seed);
		struct arena *arena = arena_new();
		struct generated rules =
			generator_rules(&generator, arena, false);
		struct generated others =
			generator_rules(&generator, arena, false);
		struct compared compared =
			seed % 2 == 0
				? compare(inside_policy(&rules, SIZE_MAX),
					  inside_policy(&others, SIZE_MAX),
					  CLOCK_DAY_NONE)
				: compare(inside_policy(&rules, seed),
					  inside_policy(&rules, SIZE_MAX),
					  CLOCK_DAY_NONE);

		cr_assert_eq(compared.diff.unlisted, 0);
		for (size_t i = 0; i < 1500; i++) {
			struct policy_asker asker = generator_asker(
				&generator, compared.older.policy);
			struct policy_item item = generator_item(
				&generator, compared.older.policy);
			uint64_t before =
				policy_decide_naively(compared.older.policy,
						      &asker, &item)
					.fields;
			uint64_t after =
				policy_decide_naively(compared.newer.policy,
						      &asker, &item)
					.fields;
			uint64_t gained = 0;
			uint64_t lost = 0;

			sum_changes(&compared, &asker, &item, &gained, &lost);
			cr_assert_eq(gained, after & ~before, "seed %lu", seed);
			cr_assert_eq(lost, before & ~after, "seed %lu", seed);
			changed += before != after;
		}
		clear(&compared);
		arena_free(arena);
	}
	cr_expect_gt(changed, 200);
}
