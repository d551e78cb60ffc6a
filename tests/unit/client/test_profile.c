#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/profile.h"
#include "support.h"

static struct arena *arena;
static struct profile profile;
static struct diagnostics found;

static enum status
parse_text(struct text text)
{
	support_speak_english();
	arena = arena_new();
	diagnostics_init(&found, arena, 10);
	return profile_parse(arena, "/etc/x/demo", text, &profile, &found);
}

LEAK_FREE_TEST(profile, says_what_is_wrong_on_which_line_and_what_to_do)
{
	static const struct {
		const char *text;
		unsigned line;
		unsigned column;
		const char *says;
		const char *hint;
	} rows[] = {
		{"url https://x\n", 1, 1, "this isn't \"setting: value\"",
		 "for example: url: https://localhost:8443"},
		{"\n# x\n  urk: x\n", 3, 3, "a profile has no setting \"urk\"",
		 "did you mean \"url\"?"},
		{"zzzzz: x\n", 1, 1, "a profile has no setting \"zzzzz\"",
		 "it has url, certificate, key and authority"},
		{"key: a\nkey: b\n", 2, 1, "\"key\" is set twice",
		 "keep one of them"},
		{"key:  \n", 1, 1, "\"key\" has no value", NULL},
		{"key: a\n", 0, 0, "\"url\" is missing", NULL},
		{"url: http://a\ncertificate: a\nkey: a\nauthority: a\n", 0, 0,
		 "the url must begin with https://", NULL},
		{"key: \xFF\n", 0, 0, "this is no text file", NULL},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		cr_assert_eq(parse_text(text_of(rows[i].text)), STATUS_INVALID,
			     "%s", rows[i].says);
		cr_assert_str_eq(found.items[0].text, rows[i].says);
		cr_assert_eq(found.items[0].line, rows[i].line, "row %zu", i);
		cr_assert_eq(found.items[0].column, rows[i].column);
		if (rows[i].hint)
			cr_assert_str_eq(found.items[0].hint, rows[i].hint);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(profile, refuses_a_file_with_a_zero_byte)
{
	cr_assert_eq(parse_text((struct text){"key: a\0b\n", 9}),
		     STATUS_INVALID);
	arena_free(arena);
}

LEAK_FREE_TEST(profile, names_all_mistakes_at_once)
{
	cr_assert_eq(parse_text(text_of("a: b\nc: d\nurl\n")), STATUS_INVALID);
	cr_assert_eq(found.count, 3);
	arena_free(arena);
}

LEAK_FREE_TEST(profile, reads_paths_from_its_own_folder)
{
	cr_assert_eq(parse_text(text_of("url: https://h:1\r\n"
					"certificate: me.crt\n"
					"key:/k/me.key\n\n# ca\n"
					"authority:  ca.crt")),
		     STATUS_OK);
	cr_assert_str_eq(profile.name, "demo");
	cr_assert_str_eq(profile.url, "https://h:1");
	cr_assert_str_eq(profile.certificate, "/etc/x/me.crt");
	cr_assert_str_eq(profile.key, "/k/me.key");
	cr_assert_str_eq(profile.authority, "/etc/x/ca.crt");
	arena_free(arena);
}

LEAK_FREE_TEST(profile, reads_what_it_wrote)
{
	struct buf out;

	arena = arena_new();
	buf_init(&out, arena, 64);
	profile_encode(&out, &(struct profile){"demo", "https://h:1", "/a",
					       "/b", "/c"});
	diagnostics_init(&found, arena, 10);
	cr_assert_eq(profile_parse(arena, "/etc/demo", buf_text(&out), &profile,
				   &found),
		     STATUS_OK);
	cr_assert_str_eq(profile.key, "/b");
	arena_free(arena);
}

LEAK_FREE_TEST(profile, takes_addresses_of_hosts_only)
{
	static const char *const bad[] = {
		"",
		"http://a",
		"https://",
		"https://a/b",
		"https://u@a",
		"https://a?x",
		"https://a#x",
		"https://a b",
		"ftp://a",
		"a",
		"HTTPS://a\\b",
		"https:///a",
	};
	struct fault fault;

	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		fault_clear(&fault);
		cr_assert_eq(profile_check_url(bad[i], &fault), STATUS_INVALID,
			     "%s", bad[i]);
		cr_assert(fault_is_set(&fault));
	}
	cr_assert_eq(profile_check_url("https://a", &fault), STATUS_OK);
	cr_assert_eq(profile_check_url("https://[::1]:8443/", &fault),
		     STATUS_OK);
}

LEAK_FREE_TEST(profile, refuses_names_that_are_paths)
{
	cr_assert_not(profile_name_is_sound(""));
	cr_assert_not(profile_name_is_sound(".hidden"));
	cr_assert_not(profile_name_is_sound("a/b"));
	cr_assert_not(profile_name_is_sound("../a"));
	cr_assert_not(profile_name_is_sound("é"));
	cr_assert(profile_name_is_sound("wijkteam-2.oud_1"));
}

LEAK_FREE_TEST(profile, refuses_a_key_that_others_can_read)
{
	char path[] = "/tmp/eenplan-key-XXXXXX";
	int file = mkstemp(path);
	struct profile one = {"demo", "https://h", path, path, path};
	struct fault fault = {0};

	cr_assert_geq(file, 0);
	close(file);
	support_speak_english();
	chmod(path, 0640);
	cr_assert_eq(profile_check_files(&one, &fault), STATUS_INVALID);
	cr_assert_not_null(strstr(fault.text, "chmod 600"));
	chmod(path, 0600);
	fault_clear(&fault);
	cr_assert_eq(profile_check_files(&one, &fault), STATUS_OK);
	unlink(path);
	cr_assert_eq(profile_check_files(&one, &fault), STATUS_INVALID);
	cr_assert_not_null(strstr(fault.text, path));
}

LEAK_FREE_TEST(profile, is_chosen_by_name_or_when_there_is_no_doubt)
{
	static const char *const two[] = {"ggz", "wijkteam"};
	static const char *const usual[] = {"default", "ggz"};
	struct fault fault = {0};

	support_speak_english();
	unsetenv("EENPLAN_PROFILE");
	cr_assert_null(profile_choose(NULL, NULL, 0, &fault));
	cr_assert_not_null(strstr(fault.text, "eenplan profile add"));
	fault_clear(&fault);
	cr_assert_null(profile_choose(NULL, two, 2, &fault));
	cr_assert_not_null(strstr(fault.text, "--profile"));
	fault_clear(&fault);
	cr_assert_null(profile_choose("wijktaem", two, 2, &fault));
	cr_assert_not_null(strstr(fault.text, "did you mean \"wijkteam\"?"));
	cr_assert_str_eq(profile_choose("ggz", two, 2, &fault), "ggz");
	cr_assert_str_eq(profile_choose(NULL, two, 1, &fault), "ggz");
	cr_assert_str_eq(profile_choose(NULL, usual, 2, &fault), "default");
	setenv("EENPLAN_PROFILE", "wijkteam", 1);
	cr_assert_str_eq(profile_choose(NULL, two, 2, &fault), "wijkteam");
	cr_assert_str_eq(profile_choose("ggz", two, 2, &fault), "ggz");
}
