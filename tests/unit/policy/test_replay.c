/*
 * Minutes of decisions, judged again: under the rules that made them nothing
 * changes, whatever was asked; under others exactly what they change.
 */
#include <string.h>

#include "eenplan/base/clock.h"
#include "eenplan/policy/replay.h"
#include "generator.h"
#include "leak_free.h"

#define POLICIES 60
#define ENTRIES	 40
#define CELLS	 30

struct seen {
	struct arena *arena;
	struct buf changes; /* "to category +gained -lost;" */
};

static void
note(void *context, const struct replay_change *change)
{
	struct seen *seen = context;

	buf_printf(&seen->changes, "%s %s +%s -%s;", change->to,
		   change->category, change->gained, change->lost);
}

/* What `policy` makes of `minutes`; "malformed" if they are none. */
static const char *
judge(struct arena *arena, const struct policy *policy, const char *minutes,
      struct replay_tally *tally)
{
	struct seen seen = {.arena = arena};
	struct replay_entry entry = {.minutes = minutes,
				     .role = "coordinator",
				     .purpose = "coordination"};

	*tally = (struct replay_tally){0};
	cr_assert(clock_parse_date("2026-05-01", &entry.day));
	buf_init(&seen.changes, arena, 128);
	if (replay_judge(arena, policy, &entry, note, &seen, tally) !=
	    STATUS_OK)
		return "malformed";
	return buf_string(&seen.changes);
}

static const char base_rules[] = FIXTURE_HEAD
	"rule A-1 \"Goals\"\n permit goal\n fields text, status\n from zvw\n"
	" to wmo as coordinator\n for coordination\n"
	" when consent share is given\n" FIXTURE_TAIL;

LEAK_FREE_TEST(replay, refuses_what_are_no_minutes)
{
	static const char *const wrong[] = {
		"",
		"wmo",
		"wmo 71",
		"wmo old share",
		"wmo 7100 share",
		"wmo -1 share",
		"wmo 71 share once",
		"wmo 71 share sent twice",
		"wmo 71 a,b,c,d,e,f,g,h,i",
		"wmo 71 share;",
		"wmo 71 share;goal",
		"wmo 71 share;goal zvw normal g",
		"wmo 71 share;goal: zvw normal g +A-1 text",
		"wmo 71 share;goal:x zvw normal g +A-1 text",
		"wmo 71 share;goal:? zvw normal g +A-1 text",
		"wmo 71 share;goal:rr zvw normal g +A-1 text",
		"wmo 71 share;goal:r:o zvw normal g +A-1 text",
		"wmo 71 share;goal zvw normal x +A-1 text",
		"wmo 71 share;goal zvw normal gg +A-1 text",
		"wmo 71 share;goal zvw normal  +A-1 text",
		"wmo 71 share;goal  normal g +A-1 text",
		"wmo 71 share;goal zvw  g +A-1 text",
		"wmo 71 share;goal zvw normal g -;goal   +A-1",
		"wmo 71 share;goal zvw normal g A-1 text",
		"wmo 71 share;goal zvw normal g ",
		"wmo 71 -;goal zvw normal g +A-1 text",
		"wmo 71 share;+",
		"wmo 71 share;+x",
		"wmo 71 share;+1;goal zvw normal g +A-1 text",
	};
	struct fixture fixture = fixture_load(base_rules);
	struct replay_tally tally;

	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		cr_assert_str_eq(
			judge(fixture.arena, fixture.policy, wrong[i], &tally),
			"malformed", "%s", wrong[i]);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(replay, counts_what_has_words_that_the_rules_lack)
{
	static const struct {
		const char *minutes;
		size_t same, changed, strange;
	} rows[] = {
		{"wmo 71 share;gaol zvw normal g +A-1 text", 0, 0, 1},
		{"wmo 71 share;goal zwv normal g +A-1 text", 0, 0, 1},
		{"wmo 71 share;goal zvw norm g +A-1 text", 0, 0, 1},
		{"wom 71 share;goal zvw normal g +A-1 text;"
		 "goal wmo normal - -",
		 0, 0, 2},
		{"wmo 71 shore;goal zvw normal g +A-1 text", 0, 0, 1},
		/* A kind that nobody was asked about says nothing. */
		{"wmo 71 shore;goal zvw normal - -A-1", 1, 0, 0},
		{"? ? share;? ? ? - -", 1, 0, 0},
		/* Whose it is: the rules of today don't ask. */
		{"wmo 71 share;goal:r zvw normal g +A-1 text,status;"
		 "goal:o    +A-1 text,status",
		 2, 0, 0},
	};
	struct fixture fixture = fixture_load(base_rules);

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct replay_tally tally;
		const char *seen = judge(fixture.arena, fixture.policy,
					 rows[i].minutes, &tally);

		cr_assert_str_eq(seen, "", "%s: %s", rows[i].minutes, seen);
		cr_assert_eq(tally.same, rows[i].same, "%s", rows[i].minutes);
		cr_assert_eq(tally.changed, rows[i].changed);
		cr_assert_eq(tally.strange, rows[i].strange, "%s",
			     rows[i].minutes);
	}
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(replay, says_who_gains_and_who_loses_which_fields)
{
	static const struct {
		const char *minutes, *changes;
	} rows[] = {
		{"wmo 71 share;goal zvw normal g +A-1 text,status", ""},
		{"wmo 71 share;goal zvw normal g +A-1 text",
		 "wmo goal +status -;"},
		{"wmo 71 share;goal zvw normal g -A-1",
		 "wmo goal +text, status -;"},
		{"wmo 71 share;goal zvw normal - +A-1 text,due",
		 "wmo goal + -text, due;"},
		{"wmo 71 share;goal zvw normal n +A-1 text,due,gone",
		 "wmo goal +status -due, gone;"},
		{"wmo 71 share;diagnosis zvw normal g -;goal    +A-1 text",
		 "wmo goal +status -;"},
		{"wmo 71 share;goal zvw normal r !A-1;"
		 "goal wmo normal g +A-1 text",
		 "wmo goal + -text;"},
	};
	struct fixture fixture = fixture_load(base_rules);

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct replay_tally tally;

		cr_assert_str_eq(judge(fixture.arena, fixture.policy,
				       rows[i].minutes, &tally),
				 rows[i].changes, "%s", rows[i].minutes);
		cr_assert_eq(tally.changed, *rows[i].changes != '\0');
	}
	fixture_clear(&fixture);
}

/* Writes what an asker was answered about `count` random records. */
static const char *
write_minutes(struct generator *generator, struct arena *arena,
	      const struct policy *policy, const struct policy_asker *asker,
	      size_t count)
{
	const struct policy_prepared *prepared =
		policy_prepare(arena, policy, asker);
	struct policy_item item = generator_item(generator, policy);
	int age_years = item.age_years;
	struct replay_writer writer;
	struct buf out;

	buf_init(&out, arena, 256);
	replay_begin(&writer, &out, prepared, age_years);
	for (size_t i = 0; i < count; i++) {
		struct policy_decision decision =
			policy_decide(prepared, &item);
		struct policy_reason reason =
			policy_explain(arena, prepared, &item, &decision);

		replay_add(&writer, &item, &decision, reason.rule);
		item = generator_item(generator, policy);
		item.age_years = age_years;
	}
	replay_end(&writer);
	return buf_string(&out);
}

static const char *
word_of(const struct policy *policy, enum vocabulary_list list, int id)
{
	return id == VOCABULARY_UNKNOWN
		       ? "?"
		       : vocabulary_word(policy_vocabulary(policy), list, id);
}

static struct replay_entry
random_entry(struct generator *generator, struct arena *arena,
	     const struct policy *policy)
{
	struct policy_asker asker = generator_asker(generator, policy);

	return (struct replay_entry){
		.minutes =
			write_minutes(generator, arena, policy, &asker, CELLS),
		.role = word_of(policy, VOCABULARY_ROLE, asker.role),
		.purpose = word_of(policy, VOCABULARY_PURPOSE, asker.purpose),
		.day = asker.day,
	};
}

static struct fixture
random_rules(struct generator *generator)
{
	struct arena *arena = arena_new();
	struct generated rules = generator_rules(generator, arena, false);
	struct buf text;
	struct fixture fixture;

	buf_init(&text, arena, 4096);
	buf_add_string(&text, FIXTURE_HEAD);
	for (size_t i = 0; i < rules.count; i++)
		buf_add_string(&text, rules.texts[i]);
	fixture = fixture_load(buf_string(&text));
	cr_assert_not_null(fixture.policy);
	arena_free(arena);
	return fixture;
}

static void
fail_if_visited(void *context, const struct replay_change *change)
{
	cr_assert_fail("seed %zu: %s +%s -%s", *(const size_t *)context,
		       change->category, change->gained, change->lost);
}

LEAK_FREE_TEST(replay, changes_nothing_under_the_rules_that_decided)
{
	struct replay_tally tally = {0};

	for (size_t seed = 1; seed <= POLICIES; seed++) {
		struct generator generator = generator_of(seed);
		struct fixture fixture = random_rules(&generator);

		for (size_t i = 0; i < ENTRIES; i++) {
			struct arena *arena = arena_new();
			struct replay_entry entry =
				random_entry(&generator, arena, fixture.policy);

			cr_assert_eq(replay_judge(arena, fixture.policy, &entry,
						  fail_if_visited, &seed,
						  &tally),
				     STATUS_OK);
			arena_free(arena);
		}
		fixture_clear(&fixture);
	}
	cr_assert_eq(tally.same, (size_t)POLICIES * ENTRIES * CELLS);
	cr_assert_eq(tally.strange + tally.unwritten + tally.changed, 0);
}

static void
count_fields(void *context, const struct replay_change *change)
{
	size_t *count = context;

	for (const char *at = change->gained; *at != '\0'; at++)
		count[0] += at == change->gained || *at == ',';
	for (const char *at = change->lost; *at != '\0'; at++)
		count[1] += at == change->lost || *at == ',';
}

/* The same as deciding each cell twice and counting the bits that differ. */
LEAK_FREE_TEST(replay, finds_exactly_what_another_policy_changes)
{
	size_t total[2] = {0};

	for (size_t seed = 1; seed <= POLICIES; seed++) {
		struct generator one = generator_of(seed);
		struct generator other = generator_of(seed + POLICIES);
		struct fixture older = random_rules(&one);
		struct fixture newer = random_rules(&other);

		for (size_t i = 0; i < ENTRIES; i++) {
			struct arena *arena = arena_new();
			size_t found[2] = {0}, wanted[2] = {0};
			struct replay_tally tally = {0};
			struct generator again = one;
			struct replay_entry entry =
				random_entry(&one, arena, older.policy);
			struct policy_asker asker =
				generator_asker(&again, older.policy);
			struct policy_item item =
				generator_item(&again, older.policy);
			int age_years = item.age_years;

			for (size_t cell = 0; cell < CELLS; cell++) {
				uint64_t was =
					policy_decide_naively(older.policy,
							      &asker, &item)
						.fields;
				uint64_t is =
					policy_decide_naively(newer.policy,
							      &asker, &item)
						.fields;

				wanted[0] +=
					(size_t)__builtin_popcountll(is & ~was);
				wanted[1] +=
					(size_t)__builtin_popcountll(was & ~is);
				item = generator_item(&again, older.policy);
				item.age_years = age_years;
			}
			cr_assert_eq(replay_judge(arena, newer.policy, &entry,
						  count_fields, found, &tally),
				     STATUS_OK);
			cr_assert_eq(found[0], wanted[0], "seed %zu", seed);
			cr_assert_eq(found[1], wanted[1], "seed %zu", seed);
			total[0] += found[0];
			total[1] += found[1];
			arena_free(arena);
		}
		fixture_clear(&older);
		fixture_clear(&newer);
	}
	cr_assert(total[0] > 1000 && total[1] > 1000,
		  "too little was compared: %zu, %zu", total[0], total[1]);
}

LEAK_FREE_TEST(replay, counts_the_cells_that_find_no_room)
{
	struct generator generator = generator_of(7);
	struct fixture fixture = random_rules(&generator);
	struct policy_asker asker = generator_asker(&generator, fixture.policy);
	struct replay_tally tally;
	const char *minutes = write_minutes(&generator, fixture.arena,
					    fixture.policy, &asker, 5000);

	cr_assert_leq(strlen(minutes), LIMIT_POLICY_MINUTES_BYTES + 8);
	cr_assert_gt(strlen(minutes), LIMIT_POLICY_MINUTES_BYTES / 2);
	cr_assert_str_neq(judge(fixture.arena, fixture.policy, minutes, &tally),
			  "malformed");
	cr_assert_gt(tally.unwritten, 0);
	cr_assert_eq(tally.same + tally.changed + tally.strange +
			     tally.unwritten,
		     5000);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(replay, writes_only_words_of_the_vocabulary)
{
	struct fixture fixture = fixture_load(base_rules);
	const struct question question = {.category = "goal",
					  .from = "zvw",
					  .to = "wmo",
					  .role = "coordinator",
					  .purpose = "coordination",
					  .sensitivity = "normal",
					  .age = 71,
					  .share = POLICY_CONSENT_GIVEN};
	struct policy_asker asker = fixture_asker(fixture.policy, &question);
	struct policy_item item = fixture_item(fixture.policy, &question);
	const struct policy_prepared *prepared =
		policy_prepare(fixture.arena, fixture.policy, &asker);
	struct policy_decision decision = policy_decide(prepared, &item);
	struct replay_writer writer;
	struct buf out;

	buf_init(&out, fixture.arena, 64);
	replay_begin(&writer, &out, prepared, 71);
	replay_add(&writer, &item, &decision, "A-1");
	item.from = VOCABULARY_UNKNOWN;
	decision = policy_decide(prepared, &item);
	replay_add(&writer, &item, &decision, NULL);
	replay_end(&writer);
	cr_assert(strstr(buf_string(&out), ";goal zvw normal g"), "%s",
		  buf_string(&out));
	cr_assert(strstr(buf_string(&out), " +A-1 text,status;goal ?   -"),
		  "%s", buf_string(&out));
	cr_assert_eq(strncmp(buf_string(&out), "wmo 71 share,", 13), 0);
	fixture_clear(&fixture);
}

/* --- consents from elsewhere --- */

static void
hear_nothing(void *context, int category, enum policy_consent_state states[])
{
	(void)context;
	(void)category;
	(void)states;
}

static void
hear_what_was_said(void *context, int category,
		   enum policy_consent_state states[])
{
	const struct policy *policy = context;

	(void)category;
	states[vocabulary_find(policy_vocabulary(policy), VOCABULARY_CONSENT,
			       "share")] = POLICY_CONSENT_GIVEN;
}

LEAK_FREE_TEST(replay, judges_with_the_consents_that_it_hears)
{
	struct fixture fixture = fixture_load(base_rules);
	const struct policy *policy = fixture.policy;
	struct arena *arena = fixture.arena;
	struct seen seen = {.arena = arena};
	struct replay_tally tally = {0};
	struct replay_entry entry = {
		.minutes = "wmo 71 share;goal zvw normal g +A-1 text,status",
		.role = "coordinator",
		.purpose = "coordination",
		.hear = hear_what_was_said,
		.hear_context = fixture.policy};

	cr_assert(clock_parse_date("2026-05-01", &entry.day));
	buf_init(&seen.changes, arena, 128);
	cr_assert_eq(replay_judge(arena, policy, &entry, note, &seen, &tally),
		     STATUS_OK);
	cr_expect_eq(tally.same, 1);
	cr_expect_eq(tally.unlike, 0);
	entry.hear = hear_nothing;
	cr_assert_eq(replay_judge(arena, policy, &entry, note, &seen, &tally),
		     STATUS_OK);
	cr_expect_eq(tally.unlike, 1);
	cr_expect_eq(tally.changed, 1);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(replay, reads_the_head_of_minutes)
{
	struct arena *arena = arena_new();
	const char *to;
	int age_years;

	cr_assert(replay_head(arena, "wmo 71 share;goal", &to, &age_years));
	cr_expect_str_eq(to, "wmo");
	cr_expect_eq(age_years, 71);
	cr_assert(replay_head(arena, "own ? share", &to, &age_years));
	cr_expect_eq(age_years, POLICY_AGE_UNKNOWN);
	cr_expect_not(replay_head(arena, "wmo", &to, &age_years));
	cr_expect_not(replay_head(arena, "wmo old share", &to, &age_years));
	cr_expect_not(replay_head(arena, "", &to, &age_years));
	arena_free(arena);
}
