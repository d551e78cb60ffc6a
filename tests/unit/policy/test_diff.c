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

/* --- what can't be compared in any bearable time --- */

/* Four of five words of a list, other ones for each rule. */
static void
add_most(struct buf *out, const struct vocabulary *words,
	 enum vocabulary_list list, unsigned seed)
{
	size_t count = vocabulary_count(words, list);
	const char *before = " ";

	for (size_t i = 0; i < count; i++) {
		if ((i * 7 + seed * 13 + i * seed) % 5 == 0)
			continue;
		buf_printf(out, "%s%s", before,
			   vocabulary_word(words, list, (int)i));
		before = ", ";
	}
}

static const char *
tangled_rules(struct arena *arena, const struct vocabulary *words,
	      unsigned first, unsigned count)
{
	struct buf out;

	buf_init(&out, arena, 65536);
	buf_add_string(&out, "policy tangle version 1\n"
			     "vocabulary \"nl.vocabulary\"\n");
	for (unsigned i = first; i < first + count; i++) {
		buf_printf(&out, "rule T-%u \"t\" permit goal fields text from",
			   i);
		add_most(&out, words, VOCABULARY_DOMAIN, i);
		buf_add_string(&out, " to");
		add_most(&out, words, VOCABULARY_DOMAIN, i + 3);
		buf_add_string(&out, " as");
		add_most(&out, words, VOCABULARY_ROLE, i + 5);
		buf_add_string(&out, " for");
		add_most(&out, words, VOCABULARY_PURPOSE, i + 7);
		buf_printf(&out,
			   " when consent %s is given and consent %s is given"
			   " and sensitivity is at most %s"
			   " and age is at least %u and age is below %u"
			   " basis \"AVG 6(1)(a)\""
			   " valid from 2026-01-%02u\n",
			   i % 2 == 0 ? "share" : "secrecy_waiver",
			   i % 3 == 0 ? "consultable" : "written",
			   i % 5 == 0 ? "normal" : "high", i * 7 % 60,
			   60 + i * 11 % 50, i % 28 + 1);
	}
	return buf_string(&out);
}

static struct policy *
tangle(struct fixture *pack, unsigned first, unsigned count)
{
	size_t at = 0;

	while (strstr(policy_source_at(pack->policy, at).name, ".vocabulary") ==
	       NULL)
		at++;

	const struct policy_source sources[] = {
		{"nl.vocabulary", policy_source_at(pack->policy, at).text},
		{"tangle.policy",
		 text_of(tangled_rules(pack->arena,
				       policy_vocabulary(pack->policy), first,
				       count))},
	};
	struct diagnostics found;
	struct buf out;

	diagnostics_init(&found, pack->arena, 10);
	struct policy *policy = policy_load(sources, 2, &found);
	buf_init(&out, pack->arena, 256);
	diagnostics_print(&found, &out, false);
	cr_assert_not_null(policy, "%s", buf_string(&out));
	return policy;
}

LEAK_FREE_TEST(diff, is_briefly_given_up_where_it_would_never_end)
{
	struct fixture pack = fixture_pack(NULL);
	enum diff_verdict verdict;

	struct policy *older = tangle(&pack, 0, 120);
	struct policy *newer = tangle(&pack, 200, 400);
	cr_expect_eq(diff_briefly(older, newer, &verdict), STATUS_TOO_LARGE);
	policy_free(older);
	policy_free(newer);

	older = tangle(&pack, 0, 3);
	newer = tangle(&pack, 0, 4);
	cr_assert_eq(diff_briefly(older, newer, &verdict), STATUS_OK);
	cr_expect_eq(verdict, DIFF_MORE);
	cr_assert_eq(diff_briefly(newer, older, &verdict), STATUS_OK);
	cr_expect_eq(verdict, DIFF_LESS);
	cr_assert_eq(diff_briefly(newer, newer, &verdict), STATUS_OK);
	cr_expect_eq(verdict, DIFF_SAME);
	policy_free(older);
	policy_free(newer);
	fixture_clear(&pack);
}
