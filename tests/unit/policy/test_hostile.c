/*
 * Files that nobody writes by accident: each is refused with one clear
 * sentence, or read as it is, in bounded time and memory.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixture.h"
#include "leak_free.h"

#define MEMORY_BYTES (512UL * 1024 * 1024)
#define CPU_SECONDS  60
#define TEN_MB	     (10UL * 1024 * 1024)
#define MILLION	     (1000 * 1000)
#define LARGE_FILE                                                             \
	"a file has at most 4194304 bytes, and all files together 8388608"

/*
 * The kernel ends a test that takes more: each has a process of its own. A
 * sanitizer reserves far more than it uses; then the arena's own limit
 * (LIMIT_ARENA_BYTES), which ends the process too, is all that bounds memory.
 */
static void
bound_this_test(void)
{
	const struct rlimit cpu = {CPU_SECONDS, CPU_SECONDS};

	cr_assert_eq(setrlimit(RLIMIT_CPU, &cpu), 0);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
	const struct rlimit memory = {MEMORY_BYTES, MEMORY_BYTES};

	cr_assert_eq(setrlimit(RLIMIT_AS, &memory), 0);
#endif
}

/* `count` times `part`, behind `head` and before `tail`; free it. */
static struct text
repeated(const char *head, const char *part, size_t count, const char *tail)
{
	size_t length = strlen(part);
	size_t start = strlen(head);
	char *bytes = malloc(start + length * count + strlen(tail) + 1);

	cr_assert_not_null(bytes);
	strcpy(bytes, head);
	for (size_t i = 0; i < count; i++)
		memcpy(bytes + start + i * length, part, length);
	strcpy(bytes + start + count * length, tail);
	return (struct text){bytes, start + count * length + strlen(tail)};
}

static void
release(struct text text)
{
	free((char *)(uintptr_t)text.bytes);
}

/* One mistake, which is `sentence`. */
static void
expect_one(struct text text, const char *sentence)
{
	struct fixture fixture;

	bound_this_test();
	fixture = fixture_load_text(text);
	cr_expect_null(fixture.policy);
	cr_assert_eq(fixture.found.count + fixture.found.unlisted, 1, "%s",
		     fixture_mistakes(&fixture));
	cr_expect_str_eq(fixture.found.items[0].text, sentence);
	fixture_clear(&fixture);
	release(text);
}

LEAK_FREE_TEST(hostile, a_million_rules_are_too_large_to_be_read)
{
	expect_one(repeated(FIXTURE_HEAD,
			    "rule A \"a\"\n forbid goal\n" FIXTURE_TAIL,
			    MILLION, ""),
		   LARGE_FILE);
}

LEAK_FREE_TEST(hostile, texts_and_lines_of_ten_megabytes_are_refused)
{
	expect_one(repeated(FIXTURE_HEAD "rule A \"", "x", TEN_MB, "\"\n"),
		   LARGE_FILE);
	expect_one(repeated(FIXTURE_HEAD "# ", "x", TEN_MB, "\n"), LARGE_FILE);
}

LEAK_FREE_TEST(hostile, texts_as_long_as_a_file_are_refused)
{
	expect_one(repeated(FIXTURE_HEAD "rule A \"", "x",
			    LIMIT_POLICY_FILE_BYTES - 200, "\"\n"),
		   "a text has at most 512 bytes");
	expect_one(repeated(FIXTURE_HEAD "rule ", "x",
			    LIMIT_POLICY_FILE_BYTES - 200, "\n"),
		   "a word has at most 128 bytes");
}

LEAK_FREE_TEST(hostile, a_text_without_end_is_refused_where_it_begins)
{
	struct text text = repeated(FIXTURE_HEAD "rule A \"", "x", 300, "");
	struct fixture fixture = fixture_load_text(text);

	cr_expect_null(fixture.policy);
	cr_assert_geq(fixture.found.count, 1);
	cr_expect_eq(fixture.found.items[0].line, 3);
	cr_expect_eq(fixture.found.items[0].column, 8);
	fixture_clear(&fixture);
	release(text);
}

LEAK_FREE_TEST(hostile, a_comment_without_end_is_a_comment)
{
	struct text text = repeated(
		FIXTURE_HEAD "rule A \"a\"\n forbid goal\n" FIXTURE_TAIL "#",
		" x", 2 * 1000 * 1000, "");
	struct fixture fixture;

	bound_this_test();
	fixture = fixture_load_text(text);
	cr_assert_not_null(fixture.policy, "%s", fixture_mistakes(&fixture));
	cr_expect_eq(policy_rule_count(fixture.policy), 1);
	fixture_clear(&fixture);
	release(text);
}

LEAK_FREE_TEST(hostile, bytes_that_are_no_text_are_refused)
{
	static const struct {
		const char *bytes;
		const char *sentence;
	} rows[] = {
		{"# \xC0\xAF\n", "byte 0xC0 here is not UTF-8"},
		{"# \xE0\x80\xAF\n", "byte 0xE0 here is not UTF-8"},
		{"# \xF0\x80\x80\xAF\n", "byte 0xF0 here is not UTF-8"},
		{"# \xF4\x90\x80\x80\n", "byte 0xF4 here is not UTF-8"},
		{"# \xED\xBF\xBF\n", "byte 0xED here is not UTF-8"},
		{"# \xE2\x82", "byte 0xE2 here is not UTF-8"},
		{"# \x80\n", "byte 0x80 here is not UTF-8"},
		{"# \xFF\xFE\n", "byte 0xFF here is not UTF-8"},
		{"# \x7F\n", "there is a control character (U+007F) here"},
		{"rule \xEF\xBB\xBF A \"a\"\n",
		 "there is an unusual space here"},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct text text = repeated(FIXTURE_HEAD, rows[i].bytes, 1, "");

		expect_one(text, rows[i].sentence);
	}
}

LEAK_FREE_TEST(hostile, a_nul_byte_among_millions_is_found)
{
	struct text text = repeated(FIXTURE_HEAD "#", "x", 4000000, "\n");

	((char *)(uintptr_t)text.bytes)[3500000] = '\0';
	expect_one(text, "there is a NUL byte here");
}

/* --- many mistakes --- */

/* LIMIT_POLICY_ERRORS are listed, and it is said that there are more. */
static void
expect_cut(struct text text)
{
	struct fixture fixture;
	const char *lines;

	bound_this_test();
	fixture = fixture_load_text(text);
	cr_expect_null(fixture.policy);
	cr_assert_eq(fixture.found.count, LIMIT_POLICY_ERRORS);
	cr_expect_gt(fixture.found.unlisted, 0);
	lines = fixture_mistakes(&fixture);
	cr_expect_not_null(strstr(lines, "more are not listed"), "%s", lines);
	cr_expect_lt(arena_used(fixture.arena), 4UL * 1024 * 1024);
	fixture_clear(&fixture);
	release(text);
}

LEAK_FREE_TEST(hostile, a_hundred_thousand_mistakes_are_cut)
{
	expect_cut(repeated(FIXTURE_HEAD "rule A \"a\"\n forbid gaol",
			    ",\n gaol", 100 * 1000, "\n" FIXTURE_TAIL));
	expect_cut(repeated(FIXTURE_HEAD, "rule\n", 100 * 1000, ""));
}

LEAK_FREE_TEST(hostile, a_line_of_a_million_mistakes_is_no_longer_shown)
{
	expect_cut(repeated(FIXTURE_HEAD "rule A \"a\" forbid gaol", ",gaol",
			    800 * 1000, " " FIXTURE_TAIL));
}

/* Every rule and test, wrong in the dearest way. */
LEAK_FREE_TEST(hostile, names_that_almost_fit_cost_no_memory)
{
	struct arena *arena = arena_new();
	struct diagnostics found;
	struct buf text;

	bound_this_test();
	buf_init(&text, arena, 1 << 20);
	buf_add_string(&text, FIXTURE_HEAD);
	for (unsigned i = 0; i < LIMIT_POLICY_RULES - 1; i++)
		buf_printf(&text,
			   "test \"consultant without a waiver, %u\"\n"
			   " like \"consultant without a waiver: %u\" but age "
			   "9\n expect deny\n",
			   i, i);

	const struct policy_source sources[] = {
		{"small.vocabulary", text_of(fixture_vocabulary)},
		{"test.policy", buf_text(&text)},
	};

	diagnostics_init(&found, arena, LIMIT_POLICY_FINDINGS);
	cr_expect_null(policy_load(sources, COUNT_OF(sources), &found));
	cr_expect_eq(found.count, LIMIT_POLICY_FINDINGS);
	cr_expect_eq(found.errors, LIMIT_POLICY_RULES - 1);
	arena_free(arena);
}

LEAK_FREE_TEST(hostile, a_chain_of_tests_needs_no_deep_stack)
{
	const struct rlimit stack = {256 * 1024, 256 * 1024};
	struct arena *arena = arena_new();
	struct fixture fixture;
	struct buf text;

	bound_this_test();
	buf_init(&text, arena, 1 << 20);
	buf_add_string(&text, FIXTURE_HEAD "test \"0\"\n given goal from zvw\n"
					   " expect deny\n");
	for (unsigned i = 1; i < LIMIT_POLICY_RULES - 1; i++)
		buf_printf(&text,
			   "test \"%u\"\n like \"%u\" but age %u\n expect "
			   "deny\n",
			   i, i - 1, i % 100);
	cr_assert_eq(setrlimit(RLIMIT_STACK, &stack), 0);
	fixture = fixture_load_text(buf_text(&text));
	cr_assert_not_null(fixture.policy, "%s", fixture_mistakes(&fixture));
	fixture_clear(&fixture);
	arena_free(arena);
}

LEAK_FREE_TEST(hostile, conditions_without_end_are_refused)
{
	static const char *const parts[] = {" and age is at least 1",
					    "\n unless age is below 1",
					    "\n when age is at least 1"};

	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		struct text text =
			repeated(FIXTURE_HEAD "rule A \"a\"\n permit goal\n"
					      " fields text\n from zvw\n to "
					      "wmo\n when age is at least 1",
				 parts[i], 100 * 1000, "\n" FIXTURE_TAIL);
		struct fixture fixture;

		bound_this_test();
		fixture = fixture_load_text(text);
		cr_expect_null(fixture.policy);
		cr_expect_not_null(strstr(fixture_mistakes(&fixture),
					  "at most 32 conditions"),
				   "%s", fixture_mistakes(&fixture));
		fixture_clear(&fixture);
		release(text);
	}
}

/* --- what is no file --- */

struct place_of_files {
	char path[64];
	struct arena *arena;
	struct diagnostics found;
};

static struct place_of_files
make_folder(void)
{
	struct place_of_files place = {.path = "/tmp/eenplan-policy-XXXXXX",
				       .arena = arena_new()};

	cr_assert_not_null(mkdtemp(place.path));
	diagnostics_init(&place.found, place.arena, LIMIT_POLICY_ERRORS);
	return place;
}

static const char *
inside(struct place_of_files *place, const char *name)
{
	return arena_printf(place->arena, "%s/%s", place->path, name);
}

static void
remove_folder(struct place_of_files *place)
{
	const char *command =
		arena_printf(place->arena, "rm -rf '%s'", place->path);

	cr_assert_eq(system(command), 0);
	arena_free(place->arena);
}

/* Loading `path` ends, with one mistake that says `sentence`. */
static void
expect_no_file(struct place_of_files *place, const char *path,
	       const char *sentence)
{
	bound_this_test();
	alarm(CPU_SECONDS); /* waiting takes no time of the processor */
	cr_expect_null(policy_load_paths(&path, 1, &place->found));
	cr_assert_eq(place->found.count, 1);
	cr_expect_str_eq(place->found.items[0].text, sentence);
	cr_expect_not_null(place->found.items[0].file);
	remove_folder(place);
}

LEAK_FREE_TEST(hostile, a_pipe_is_not_waited_for)
{
	struct place_of_files place = make_folder();

	cr_assert_eq(mkfifo(inside(&place, "a.policy"), 0600), 0);
	expect_no_file(&place, inside(&place, "a.policy"),
		       "this is no file with text in it");
	place = make_folder();
	cr_assert_eq(mkfifo(inside(&place, "a.policy"), 0600), 0);
	expect_no_file(&place, place.path, "this is no file with text in it");
}

LEAK_FREE_TEST(hostile, a_device_is_not_read)
{
	struct place_of_files place = make_folder();

	cr_assert_eq(symlink("/dev/zero", inside(&place, "a.policy")), 0);
	expect_no_file(&place, inside(&place, "a.policy"),
		       "this is no file with text in it");
}

LEAK_FREE_TEST(hostile, loops_of_links_end)
{
	struct place_of_files place = make_folder();

	cr_assert_eq(symlink("a.policy", inside(&place, "a.policy")), 0);
	expect_no_file(&place, inside(&place, "a.policy"),
		       "Too many levels of symbolic links");
	place = make_folder();
	cr_assert_eq(symlink(".", inside(&place, "a.policy")), 0);
	expect_no_file(&place, place.path, "this is no file with text in it");
}

LEAK_FREE_TEST(hostile, a_large_file_is_not_read_to_its_end)
{
	struct place_of_files place = make_folder();
	int file = open(inside(&place, "a.policy"), O_WRONLY | O_CREAT, 0600);

	cr_assert_eq(ftruncate(file, (off_t)1 << 40), 0);
	close(file);
	expect_no_file(&place, inside(&place, "a.policy"), LARGE_FILE);
}

LEAK_FREE_TEST(hostile, a_folder_of_a_hundred_thousand_files_is_refused)
{
	struct place_of_files place = make_folder();
	int folder = open(place.path, O_RDONLY | O_DIRECTORY);
	char name[32];

	for (unsigned i = 0; i < 100 * 1000; i++) {
		snprintf(name, sizeof(name), "%u.policy", i);
		close(openat(folder, name, O_WRONLY | O_CREAT, 0600));
	}
	close(folder);
	expect_no_file(&place, place.path,
		       "there are too many files: a policy has at most 64");
}
