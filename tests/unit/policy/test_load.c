#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "fixture.h"
#include "leak_free.h"

#define ONE_RULE "rule A \"a\"\n forbid goal\n" FIXTURE_TAIL

/* The only mistake's text, for a file of `length` bytes. */
static void
expect_refusal(const char *bytes, size_t length, unsigned line, unsigned column,
	       const char *text)
{
	struct fixture fixture =
		fixture_load_text((struct text){bytes, length});

	cr_expect(fixture.policy == NULL);
	cr_assert_eq(fixture.found.count, 1, "%s", fixture_mistakes(&fixture));
	cr_expect_eq(fixture.found.items[0].line, line);
	cr_expect_eq(fixture.found.items[0].column, column);
	cr_expect_str_eq(fixture.found.items[0].text, text);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(load, refuses_bytes_that_nobody_can_see)
{
	static const struct {
		const char *bytes;
		size_t length;
		unsigned line;
		unsigned column;
		const char *text;
	} cases[] = {
#define BYTES(string) string, sizeof(string) - 1
		{BYTES("policy p version 1\n \0"), 2, 2,
		 "there is a NUL byte here"},
		{BYTES("policy p version 1\n# caf\xE9\n"), 2, 6,
		 "byte 0xE9 here is not UTF-8"},
		{BYTES("policy p version 1\n# \xED\xA0\x80\n"), 2, 3,
		 "byte 0xED here is not UTF-8"},
		{BYTES("policy p version 1\n\x07"), 2, 1,
		 "there is a control character (U+0007) here"},
		{BYTES("policy p version 1\n# \xE2\x80\xAE"), 2, 3,
		 "there is an invisible direction mark here"},
		{BYTES("policy p version 1\n\xC2\xA0\n"), 2, 1,
		 "there is an unusual space here"},
		{BYTES("policy p version 1\nrule é \"t\"\n"), 2, 6,
		 "\"é\" can't stand here, only inside quotes"},
		{BYTES(""), 1, 1,
		 "a file begins with \"policy NAME version …\" or \"vocabulary "
		 "NAME version …\""},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		expect_refusal(cases[i].bytes, cases[i].length, cases[i].line,
			       cases[i].column, cases[i].text);
}

LEAK_FREE_TEST(load, refuses_more_rules_than_the_limit_in_little_time)
{
	struct arena *arena = arena_new();
	struct buf rules;

	buf_init(&rules, arena, 1024);
	buf_add_string(&rules, FIXTURE_HEAD);
	for (int i = 0; i < 400000; i++)
		buf_add_string(&rules, "rule A\n");

	struct fixture fixture = fixture_load(buf_string(&rules));

	cr_expect(fixture.policy == NULL);
	cr_expect_eq(fixture.found.count, LIMIT_POLICY_ERRORS);
	cr_expect_lt(arena_used(fixture.arena), 1024 * 1024);
	fixture_clear(&fixture);
	arena_free(arena);
}

LEAK_FREE_TEST(load, refuses_too_many_rules_without_other_mistakes)
{
	struct arena *arena = arena_new();
	struct buf rules;

	buf_init(&rules, arena, 1024);
	buf_add_string(&rules, FIXTURE_HEAD);
	for (int i = 0; i <= LIMIT_POLICY_RULES; i++)
		buf_printf(&rules, "rule A%d \"a\" forbid goal %s", i,
			   FIXTURE_TAIL);

	struct fixture fixture = fixture_load(buf_string(&rules));

	cr_expect(fixture.policy == NULL);
	cr_assert_eq(fixture.found.count, 1);
	cr_expect_str_eq(
		fixture.found.items[0].text,
		"there are more than 16384 rules, leads, nevers and tests; "
		"the rest was not read");
	fixture_clear(&fixture);
	arena_free(arena);
}

LEAK_FREE_TEST(load, refuses_a_file_that_is_too_large)
{
	char *bytes = malloc(LIMIT_POLICY_FILE_BYTES + 1);

	cr_assert(bytes != NULL);
	memset(bytes, ' ', LIMIT_POLICY_FILE_BYTES + 1);

	struct fixture fixture = fixture_load_text(
		(struct text){bytes, LIMIT_POLICY_FILE_BYTES + 1});

	cr_expect(fixture.policy == NULL);
	cr_assert_eq(fixture.found.count, 1);
	cr_expect_str_eq(fixture.found.items[0].file, "test.policy");
	fixture_clear(&fixture);
	free(bytes);
}

LEAK_FREE_TEST(load, refuses_words_texts_and_lists_without_end)
{
	struct arena *arena = arena_new();
	char *word = arena_alloc(arena, 600);

	memset(word, 'x', 599);

	const char *cases[][2] = {
		{arena_printf(arena, FIXTURE_HEAD "rule %s \"t\"\n", word),
		 "a word has at most 128 bytes"},
		{arena_printf(arena, FIXTURE_HEAD "rule A \"%s\"\n", word),
		 "a text has at most 512 bytes"},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct fixture fixture = fixture_load(cases[i][0]);

		cr_expect(fixture.policy == NULL);
		cr_assert_eq(fixture.found.count, 1);
		cr_expect_str_eq(fixture.found.items[0].text, cases[i][1]);
		fixture_clear(&fixture);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(load, refuses_rules_without_any_vocabulary)
{
	struct policy_source source = {"p.policy",
				       text_of("policy p version 1\n")};
	struct fixture fixture = fixture_load_sources(&source, 1);

	cr_expect(fixture.policy == NULL);
	cr_assert_eq(fixture.found.count, 1);
	cr_expect_str_eq(fixture.found.items[0].text,
			 "there is no vocabulary among the files");
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(load, refuses_rules_that_were_written_for_another_vocabulary)
{
	struct fixture fixture = fixture_load(
		"policy p version 1\nvocabulary \"other.vocabulary\"\n");

	cr_expect(fixture.policy == NULL);
	cr_assert_eq(fixture.found.count, 1);
	cr_expect_str_eq(fixture.found.items[0].text,
			 "the vocabulary \"other.vocabulary\" is not among the "
			 "files");
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(load, says_which_path_cannot_be_read)
{
	const char *paths[] = {"/nowhere/at-all.policy", "/dev/null", "lib"};
	struct fixture fixture = {.arena = arena_new()};

	diagnostics_init(&fixture.found, fixture.arena, 10);
	fixture.policy =
		policy_load_paths(paths, COUNT_OF(paths), &fixture.found);
	cr_expect(fixture.policy == NULL);
	cr_expect_str_eq(fixture_mistakes(&fixture),
			 "/dev/null: this is no file with text in it\n"
			 "/nowhere/at-all.policy: No such file or directory\n"
			 "lib: the folder has no *.vocabulary or *.policy\n");
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(load, accepts_crlf_tabs_and_a_byte_order_mark)
{
	struct fixture fixture = fixture_load(
		"\xEF\xBB\xBFpolicy p version 1\r\nrule\tA \"a\"\r\n"
		"\tforbid goal\r\n\tbasis \"BW 7:457\"\r\n"
		"\tvalid from 2026-01-01\r\n");

	cr_assert(fixture.policy != NULL, "%s", fixture_mistakes(&fixture));
	cr_expect_eq(policy_rule_count(fixture.policy), 1);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(load, the_digest_names_the_files_and_not_their_order)
{
	struct policy_source sources[] = {
		{"b.policy", text_of(FIXTURE_HEAD ONE_RULE)},
		{"/etc/small.vocabulary", text_of(fixture_vocabulary)},
		{"a.policy", text_of(FIXTURE_HEAD)},
	};
	struct policy_source turned[] = {
		{"a.policy", sources[2].text},
		{"/srv/b.policy", sources[0].text},
		{"small.vocabulary", sources[1].text},
	};
	struct fixture one = fixture_load_sources(sources, 3);
	struct fixture other = fixture_load_sources(turned, 3);

	turned[0].name = "c.policy";

	struct fixture renamed = fixture_load_sources(turned, 3);

	cr_expect_eq(strlen(policy_digest(one.policy)), 64);
	cr_expect_str_eq(policy_digest(one.policy),
			 policy_digest(other.policy));
	cr_expect_str_neq(policy_digest(one.policy),
			  policy_digest(renamed.policy));
	fixture_clear(&one);
	fixture_clear(&other);
	fixture_clear(&renamed);
}

LEAK_FREE_TEST(load, a_policy_lives_until_its_last_holder_lets_go)
{
	struct fixture fixture = fixture_rules(ONE_RULE);
	struct policy *again = policy_retain(fixture.policy);

	policy_free(fixture.policy);
	cr_expect_eq(policy_rule_count(again), 1);
	policy_free(again);
	policy_free(NULL);
	fixture.policy = NULL;
	fixture_clear(&fixture);
}

#define DECIDERS 4

/* Holds the policy for as long as it decides with it, as a request does. */
static void *
decide_for_a_while(void *given)
{
	struct fixture fixture = {.policy = policy_retain(given)};
	struct question question = {.category = "goal", .to = "wmo"};
	size_t forbidden = 0;

	for (int i = 0; i < 200; i++)
		forbidden += fixture_decide(&fixture, &question).verdict ==
			     POLICY_FORBIDDEN;
	policy_free(fixture.policy);
	return forbidden == 200 ? given : NULL;
}

LEAK_FREE_TEST(load, many_threads_decide_with_one_policy)
{
	struct fixture fixture = fixture_rules(ONE_RULE);
	pthread_t threads[DECIDERS];

	for (size_t i = 0; i < DECIDERS; i++)
		cr_assert_eq(pthread_create(&threads[i], NULL,
					    decide_for_a_while, fixture.policy),
			     0);
	for (size_t i = 0; i < DECIDERS; i++) {
		void *result;

		pthread_join(threads[i], &result);
		cr_expect_eq(result, fixture.policy);
	}
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(load, reads_a_folder)
{
	struct fixture fixture = fixture_pack("policy/examples/regio.policy");

	cr_expect_gt(policy_rule_count(fixture.policy), 20);
	fixture_clear(&fixture);
}
