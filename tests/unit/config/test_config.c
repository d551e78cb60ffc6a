#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/config.h"
#include "eenplan/base/limits.h"
#include "leak_free.h"

static struct arena *arena;
static char folder[64];
static struct diagnostics problems;
static struct config *config;

static const char *
path_of(const char *name)
{
	return arena_printf(arena, "%s/%s", folder, name);
}

static void
put(const char *name, const char *text, mode_t mode)
{
	FILE *file = fopen(path_of(name), "w");

	cr_assert_not_null(file);
	fputs(text, file);
	fclose(file);
	cr_assert_eq(chmod(path_of(name), mode), 0);
}

static void
begin(void)
{
	arena = arena_new();
	strcpy(folder, "/tmp/eenplan-config-XXXXXX");
	cr_assert_not_null(mkdtemp(folder));
	put("node.crt", "certificate", 0644);
	put("partners-ca.crt", "the partners' authority", 0644);
	put("users-ca.crt", "the users' authority", 0644);
	put("crl", "nobody", 0644);
	put("node.key", "key", 0600);
	put("store.key", "key", 0600);
	put("nl.policy", "policy", 0644);
}

static void
end(void)
{
	char command[96];

	snprintf(command, sizeof(command), "rm -rf %s", folder);
	cr_assert_eq(system(command), 0);
	arena_free(arena);
}

static const char node[] = "node:\n"
			   "  id: wijkteam-noord\n"
			   "  name: Wijkteam Noord\n"
			   "  law: wmo\n"
			   "  data: data\n"
			   "  key_file: store.key\n";
static const char listeners[] = "partners_listener:\n"
				"  address: 0.0.0.0\n"
				"  port: 8443\n"
				"  certificate: node.crt\n"
				"  key: node.key\n"
				"  authority: partners-ca.crt\n"
				"  revoked: crl\n"
				"users_listener:\n"
				"  address: 127.0.0.1\n"
				"  port: 8444\n"
				"  certificate: node.crt\n"
				"  key: node.key\n"
				"  authority: users-ca.crt\n"
				"  revoked: crl\n";
static const char policy[] = "policy:\n"
			     "  files: [nl.policy]\n";

static const char *
whole(const char *rest)
{
	return arena_printf(arena, "%s%s%s%s", node, listeners, policy, rest);
}

static enum status
load(const char *text)
{
	put("eenpland.yaml", text, 0644);
	diagnostics_init(&problems, arena, LIMIT_CONFIG_ERRORS);
	config = NULL;
	return config_load(path_of("eenpland.yaml"), &problems, &config);
}

static const char *
shown(void)
{
	struct buf out;

	buf_init(&out, arena, 0);
	diagnostics_print(&problems, &out, false);
	return buf_string(&out);
}

/* Is there exactly this one problem, at this place? */
static void
assert_problem(unsigned line, unsigned column, const char *text)
{
	cr_assert_eq(problems.count, 1, "%s", shown());
	cr_assert_eq(problems.items[0].line, line, "%s", shown());
	cr_assert_eq(problems.items[0].column, column, "%s", shown());
	cr_assert_not_null(strstr(problems.items[0].text, text), "%s", shown());
}

/* `whole` with `old` replaced by `new`, which is refused at this place. */
static void
assert_refused(const char *old, const char *new, unsigned line, unsigned column,
	       const char *text)
{
	const char *good = whole("");
	const char *at = strstr(good, old);

	cr_assert_not_null(at, "%s", old);
	cr_assert_eq(load(arena_printf(arena, "%.*s%s%s", (int)(at - good),
				       good, new, at + strlen(old))),
		     STATUS_INVALID, "%s", new);
	cr_assert_null(config);
	assert_problem(line, column, text);
}

LEAK_FREE_TEST(config, refuses_a_file_that_is_not_there)
{
	begin();
	diagnostics_init(&problems, arena, LIMIT_CONFIG_ERRORS);
	cr_assert_eq(config_load(path_of("nowhere"), &problems, &config),
		     STATUS_STORAGE);
	assert_problem(0, 0, "No such file");
	cr_assert_eq(config_load(folder, &problems, &config), STATUS_STORAGE);
	end();
}

LEAK_FREE_TEST(config, refuses_what_is_no_yaml_with_line_and_column)
{
	static const struct {
		const char *text;
		unsigned line;
	} cases[] = {
		{"node:\n  id: [a, b\nlaw: x\n", 3},
		{"node:\n\tid: x\n", 2},
		{"node: \"x\n", 2},
		{"node: {a: b\n", 2},
		{"a: b: c\n", 1},
		{"a: \xff\xfe\n", 1},
		{"a: b\n--- \nc: d\n", 2},
		{"a: &x b\nc: *x\n", 1},
		{"a: !!int 3\n", 1},
		{"? [a]\n: b\n", 1},
		{"a: [[[[[[[[[[b]]]]]]]]]]\n", 1},
		{"a: \"b\\0c\"\n", 1},
	};

	begin();
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		cr_assert_eq(load(cases[i].text), STATUS_INVALID, "case %zu",
			     i);
		cr_assert_eq(problems.count, 1, "case %zu: %s", i, shown());
		cr_assert_eq(problems.items[0].line, cases[i].line,
			     "case %zu: %s", i, shown());
		cr_assert_gt(problems.items[0].column, 0);
	}
	end();
}

LEAK_FREE_TEST(config, refuses_a_file_that_is_empty_or_no_map)
{
	static const char *const bad[] = {"", "# nothing\n", "a\n", "- a\n",
					  "3\n"};

	begin();
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		cr_assert_eq(load(bad[i]), STATUS_INVALID, "%s", bad[i]);
		cr_assert_eq(problems.count, 1, "%s", shown());
	}
	end();
}

LEAK_FREE_TEST(config, refuses_too_large_a_file)
{
	begin();

	char *text = arena_alloc(arena, LIMIT_CONFIG_BYTES + 2);

	memset(text, '#', LIMIT_CONFIG_BYTES + 1);
	cr_assert_eq(load(text), STATUS_STORAGE);
	assert_problem(0, 0, "too large");
	end();
}

LEAK_FREE_TEST(config, says_what_to_write_instead_of_a_key_that_is_gone)
{
	begin();
	cr_assert_eq(load(arena_printf(arena, "%s%s%s  lead: [wmo]\n", node,
				       listeners, policy)),
		     STATUS_INVALID);
	assert_problem(23, 3, "the key \"lead\" is no longer here");
	cr_expect_not_null(strstr(shown(), "forbid any except wmo"), "%s",
			   shown());
	end();
}

LEAK_FREE_TEST(config, names_an_unknown_key_and_a_near_one)
{
	begin();
	assert_refused("  law: wmo\n", "  law: wmo\n  nmae: x\n", 5, 3,
		       "no key \"nmae\"");
	cr_assert_str_eq(problems.items[0].hint, "did you mean \"name\"?");
	cr_assert_eq(problems.items[0].width, 4);
	cr_assert_eq(load(whole("limit: {}\n")), STATUS_INVALID);
	assert_problem(23, 1, "no key \"limit\"");
	cr_assert_str_eq(problems.items[0].hint, "did you mean \"limits\"?");
	end();
}

LEAK_FREE_TEST(config, refuses_a_key_that_is_there_twice)
{
	begin();
	assert_refused("  law: wmo\n", "  law: wmo\n  law: zvw\n", 5, 3,
		       "second time; the first is in line 4");
	end();
}

LEAK_FREE_TEST(config, refuses_values_of_a_wrong_type_or_out_of_bounds)
{
	static const struct {
		const char *old;
		const char *new;
		unsigned line;
		unsigned column;
	} cases[] = {
		{"port: 8443", "port: 65536", 9, 9},
		{"port: 8443", "port: -1", 9, 9},
		{"port: 8443", "port: 8443x", 9, 9},
		{"port: 8443", "port: \"8443\"", 9, 9},
		{"port: 8443", "port: [8443]", 9, 9},
		{"port: 8443", "port: 99999999999999999999", 9, 9},
		{"address: 0.0.0.0", "address: 0.0.0", 8, 12},
		{"address: 0.0.0.0", "address: localhost", 8, 12},
		{"id: wijkteam-noord", "id: Wijkteam_Noord", 2, 7},
		{"law: wmo", "law: WMO", 4, 8},
		{"law: wmo", "law: {a: b}", 4, 8},
		{"name: Wijkteam Noord", "name: \"Wijk\\nteam\"", 3, 9},
		{"[nl.policy]", "nl.policy", 22, 10},
		{"[nl.policy]", "[]", 22, 10},
		{"[nl.policy]", "[[nl.policy]]", 22, 11},
	};

	begin();
	for (size_t i = 0; i < COUNT_OF(cases); i++)
		assert_refused(cases[i].old, cases[i].new, cases[i].line,
			       cases[i].column, "must be");
	assert_refused("law: wmo", "law:", 4, 3, "has no value");
	end();
}

LEAK_FREE_TEST(config, refuses_a_missing_key_and_a_missing_section)
{
	begin();
	assert_refused("  law: wmo\n", "", 2, 3, "\"law\" is missing");
	cr_assert_eq(load(arena_printf(arena, "%s%s", node, listeners)),
		     STATUS_INVALID);
	assert_problem(0, 0, "\"policy\" is missing");
	end();
}

LEAK_FREE_TEST(config, refuses_files_that_can_not_be_read)
{
	begin();
	assert_refused("revoked: crl", "revoked: nowhere", 13, 12,
		       "No such file");
	assert_refused("revoked: crl", "revoked: .", 13, 12, "a folder");
	assert_refused("data: data", "data: node.crt", 5, 9, "no folder");
	assert_refused("data: data", "data: no/where", 5, 9,
		       "isn't there and can't be made");
	assert_refused("[nl.policy]", "[nl.policy, x]", 22, 22, "No such file");
	end();
}

LEAK_FREE_TEST(config, refuses_a_key_file_that_others_may_read)
{
	begin();
	put("store.key", "key", 0640);
	assert_refused("zzz" + 3, "", 6, 13, "others than its owner");
	end();
}

LEAK_FREE_TEST(config, refuses_one_port_for_both_listeners)
{
	begin();
	assert_refused("port: 8444", "port: 8443", 16, 9,
		       "port 8443 is the partners' listener's already");
	end();
}

LEAK_FREE_TEST(config, lets_listeners_share_a_port_on_other_addresses)
{
	begin();

	const char *text = whole("");
	char *copy = arena_string(arena, text);

	memcpy(strstr(copy, "0.0.0.0"), "::1    ", 7);
	memcpy(strstr(copy, "8444"), "8443", 4);
	cr_assert_eq(load(copy), STATUS_OK, "%s", shown());
	config_free(config);
	end();
}

LEAK_FREE_TEST(config, refuses_one_authority_for_both_listeners)
{
	begin();
	assert_refused("authority: users-ca.crt", "authority: partners-ca.crt",
		       19, 14, "different authorities");
	put("copy.crt", "the partners' authority", 0644);
	assert_refused("authority: users-ca.crt", "authority: copy.crt", 19, 14,
		       "different authorities");
	end();
}

LEAK_FREE_TEST(config, refuses_a_partner_or_user_that_is_listed_twice)
{
	begin();
	cr_assert_eq(load(whole("partners:\n"
				"  - {id: ggz, name: G, law: ggz, url: "
				"\"https://g:1\"}\n"
				"  - {id: ggz, name: H, law: ggz, url: "
				"\"https://h:1\"}\n")),
		     STATUS_INVALID);
	assert_problem(25, 10,
		       "\"ggz\" is listed twice; the first is in "
		       "line 24");
	cr_assert_eq(load(whole("users:\n"
				"  - {id: a, name: A, roles: [nurse]}\n"
				"  - {id: b, name: B, roles: [nurse]}\n"
				"  - {id: a, name: C, roles: [nurse]}\n")),
		     STATUS_INVALID);
	assert_problem(26, 10, "\"a\" is listed twice");
	cr_assert_eq(load(whole("partners:\n"
				"  - {id: wijkteam-noord, name: W, law: wmo, "
				"url: \"https://w:1\"}\n")),
		     STATUS_INVALID);
	assert_problem(24, 10, "this node itself");
	end();
}

LEAK_FREE_TEST(config, refuses_an_url_that_is_more_or_less_than_a_host)
{
	static const char *const bad[] = {
		"http://g:1",	 "https://",	    "https://g:0",
		"https://g:x",	 "https://g:1/",    "https://g:1/v1",
		"https://u@g:1", "https://g:65536", "https://g?x",
		"https://[::1",	 "https://[x]:1",   "https://g :1",
		"g:1",
	};
	static const char *const good[] = {"https://g", "https://g.nl:8443",
					   "https://[::1]:8443",
					   "https://127.0.0.1:1"};
	static const char item[] =
		"partners:\n  - {id: ggz, name: G, law: ggz, "
		"url: \"%s\"}\n";

	begin();
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		char text[256];

		snprintf(text, sizeof(text), item, bad[i]);
		cr_assert_eq(load(whole(text)), STATUS_INVALID, "%s", bad[i]);
		assert_problem(24, 39, "\"url\" must be");
	}
	for (size_t i = 0; i < COUNT_OF(good); i++) {
		char text[256];

		snprintf(text, sizeof(text), item, good[i]);
		cr_assert_eq(load(whole(text)), STATUS_OK, "%s", shown());
		cr_assert_str_eq(config->partners.items[0].url, good[i]);
		config_free(config);
	}
	end();
}

LEAK_FREE_TEST(config, refuses_a_list_with_too_many_or_no_maps)
{
	struct buf text;

	begin();
	buf_init(&text, arena, 0);
	buf_add_string(&text, "partners:\n");
	for (unsigned i = 0; i <= LIMIT_PARTNERS; i++)
		buf_printf(&text,
			   "  - {id: p%u, name: P, law: ggz, url: "
			   "\"https://p:1\"}\n",
			   i);
	cr_assert_eq(load(whole(buf_string(&text))), STATUS_INVALID);
	assert_problem(24, 3, "a list of at most 64");
	cr_assert_eq(load(whole("partners: [a]\n")), STATUS_INVALID);
	assert_problem(23, 12, "keys with values under it");
	cr_assert_eq(load(whole("users: {a: b}\n")), STATUS_INVALID);
	assert_problem(23, 8, "must be a list");
	end();
}

LEAK_FREE_TEST(config, shows_all_mistakes_of_a_file_at_once)
{
	begin();
	cr_assert_eq(load("node:\n"
			  "  id: Wijkteam\n"
			  "  name: x\n"
			  "  lwa: wmo\n"
			  "  data: data\n"
			  "  key_file: nowhere\n"
			  "log:\n"
			  "  level: inof\n"
			  "limits:\n"
			  "  workers: 0\n"),
		     STATUS_INVALID);
	cr_assert_eq(problems.errors, 9, "%s", shown());

	const char *text = shown();

	cr_assert_not_null(strstr(text, "eenpland.yaml:2:7: "), "%s", text);
	cr_assert_not_null(strstr(text, "eenpland.yaml:4:3: "), "%s", text);
	cr_assert_not_null(strstr(text, "did you mean \"law\"?"), "%s", text);
	cr_assert_not_null(strstr(text, "eenpland.yaml:6:13: "), "%s", text);
	cr_assert_not_null(strstr(text, "did you mean \"info\"?"), "%s", text);
	cr_assert_not_null(strstr(text, "a whole number from 1 to 16"), "%s",
			   text);
	cr_assert_not_null(strstr(text, "  4 |   lwa: wmo\n"), "%s", text);
	end();
}

LEAK_FREE_TEST(config, gives_what_the_file_says)
{
	begin();
	cr_assert_eq(load(whole("log: {level: debug, folder: audit}\n"
				"limits: {workers: 3, loops: 1, call_ms: 900}\n"
				"partners:\n"
				"  - id: \"00000099000000002000\"\n"
				"    name: GGZ Het Klimop\n"
				"    law: ggz\n"
				"    url: https://ggz.example:8443\n"
				"    roles: [nurse, coordinator]\n"
				"users:\n"
				"  - id: f.deboer\n"
				"    name: Fatima de Boer\n"
				"    roles: [coordinator]\n"
				"    contact: 010-5550123\n")),
		     STATUS_OK, "%s", shown());
	cr_assert_str_eq(config->node.id, "wijkteam-noord");
	cr_assert_str_eq(config->node.name, "Wijkteam Noord");
	cr_assert_str_eq(config->node.data, path_of("data"));
	cr_assert_str_eq(config->users_listener.address, "127.0.0.1");
	cr_assert_eq(config->users_listener.port, 8444);
	cr_assert_str_eq(config->partners_listener.revoked, path_of("crl"));
	cr_assert_eq(config->policy.files.count, 1);
	cr_assert_str_eq(config->policy.files.items[0], path_of("nl.policy"));
	cr_assert_eq(config->log.level, LOG_LEVEL_DEBUG);
	cr_assert_str_eq(config->log.folder, path_of("audit"));
	cr_assert_null(config->log.earlier_key);
	cr_assert_eq(config->limits.workers, 3);
	cr_assert_eq(config->limits.loops, 1);
	cr_assert_eq(config->limits.call_ms, 900);
	cr_assert_eq(config->partners.count, 1);
	cr_assert_str_eq(config->partners.items[0].id, "00000099000000002000");
	cr_assert_eq(config->partners.items[0].roles.count, 2);
	cr_assert_str_eq(config->partners.items[0].roles.items[1],
			 "coordinator");
	cr_assert_eq(config->users.count, 1);
	cr_assert_str_eq(config->users.items[0].contact, "010-5550123");
	config_free(config);
	end();
}

LEAK_FREE_TEST(config, counts_the_words_of_a_list_and_not_their_bytes)
{
	begin();
	cr_assert_eq(load(whole("partners:\n"
				"  - id: ggz\n"
				"    name: GGZ\n"
				"    law: ggz\n"
				"    url: https://localhost:8443\n"
				"    consents: [share, secrecy_waiver]\n")),
		     STATUS_OK, "%s", shown());
	cr_expect_eq(config->partners.items[0].consents.count, 2);
	cr_expect_str_eq(config->partners.items[0].consents.items[1],
			 "secrecy_waiver");
	config_free(config);
	end();
}

LEAK_FREE_TEST(config, fills_in_the_defaults)
{
	begin();
	cr_assert_eq(load(whole("log:\nlimits:\npartners:\nusers:\n")),
		     STATUS_OK, "%s", shown());
	cr_assert_eq(config->limits.connections, LIMIT_CONNECTIONS);
	cr_assert_eq(config->limits.hello_ms, LIMIT_HELLO_MS);
	cr_assert_geq(config->limits.loops, 1);
	cr_assert_eq(config->log.level, LOG_LEVEL_INFO);
	cr_assert_str_eq(config->log.folder, path_of("data/log"));
	cr_assert_eq(config->partners.count, 0);
	config_free(config);
	cr_assert_eq(load(whole("")), STATUS_OK, "%s", shown());
	cr_assert_eq(config->limits.drain_ms, LIMIT_DRAIN_MS);
	config_free(config);
	config_free(NULL);
	end();
}

/* The sample, with the files that it names in this test's folder. */
static const char *
sample_here(bool with_options)
{
	static const char lead[] = "/etc/eenplan/";
	struct buf sample;
	struct buf here;

	buf_init(&sample, arena, 0);
	config_print_sample(&sample);
	buf_init(&here, arena, 0);
	for (const char *at = buf_string(&sample); *at != '\0'; at++) {
		if (strncmp(at, lead, strlen(lead)) == 0)
			at += strlen(lead);
		if (strncmp(at, "/var/lib/eenplan", 16) == 0) {
			buf_add_string(&here, "data");
			at += strcspn(at, "\n");
		}
		if (with_options && strncmp(at, "\n#  ", 4) == 0) {
			buf_add_string(&here, "\n");
			at++;
			continue;
		}
		buf_add_char(&here, *at);
	}
	return buf_string(&here);
}

LEAK_FREE_TEST(config, prints_a_sample_that_it_reads)
{
	begin();
	put("partners.crl", "x", 0644);
	put("users.crl", "x", 0644);
	put("node-2025.key", "x", 0600);
	cr_assert_eq(mkdir(path_of("policy"), 0700), 0);
	cr_assert_eq(load(sample_here(false)), STATUS_OK, "%s", shown());
	cr_assert_eq(config->partners.count, 0, "enrols nobody");
	cr_assert_eq(config->users.count, 0);
	config_free(config);

	cr_assert_eq(load(sample_here(true)), STATUS_OK, "%s%s", shown(),
		     sample_here(true));
	cr_assert_eq(config->partners.count, 1);
	cr_assert_eq(config->users.count, 1);
	config_free(config);
	end();
}

LEAK_FREE_TEST(config, ships_the_sample_that_it_prints)
{
	FILE *file = fopen("packaging/eenpland.yaml", "r");
	static char shipped[65536];
	struct buf sample;

	if (file == NULL)
		cr_skip_test("skipped: not run from the source folder");
	shipped[fread(shipped, 1, sizeof(shipped) - 1, file)] = '\0';
	fclose(file);
	arena = arena_new();
	buf_init(&sample, arena, 0);
	config_print_sample(&sample);
	cr_assert_str_eq(shipped, buf_string(&sample));
	arena_free(arena);
}

LEAK_FREE_TEST(config, describes_every_key_in_the_manual)
{
	static const char *const words[] = {
		"## node",    "*key_file*",	 "*earlier_key*",
		"*drain_ms*", "from 0 to 65535", "; default info",
		"## users",   "Required.",
	};
	struct buf manual;

	arena = arena_new();
	buf_init(&manual, arena, 0);
	config_print_manual(&manual);
	for (size_t i = 0; i < COUNT_OF(words); i++)
		cr_assert_not_null(strstr(buf_string(&manual), words[i]), "%s",
				   words[i]);
	arena_free(arena);
}
