/*
 * The mistakes that officers make (the list at the end of POLICY.md, and
 * more), each with the exact sentence that it gets.
 */
#include "fixture.h"
#include "leak_free.h"

struct mistake {
	const char *made;
	const char *rules; /* behind FIXTURE_HEAD, so it begins at line 3 */
	const char *seen;
};

#define RULE(inside)                                                           \
	"rule X-1 \"Title\"\n" inside " basis \"BW 7:457\"\n"                  \
	" valid from 2026-01-01\n"
#define SCOPE " from zvw\n to wmo as consultant\n for assessment\n"

static const struct mistake mistakes[] = {
	{"1 misspelt category", RULE(" permit gaol\n fields text\n" SCOPE),
	 "test.policy:4:9: there is no category \"gaol\"\n"
	 "    4 |  permit gaol\n"
	 "      |         ^~~~\n"
	 "      | did you mean \"goal\"?\n"},
	{"2 misspelt role",
	 RULE(" permit goal\n fields text\n from zvw\n to wmo as consultent\n"
	      " for assessment\n"),
	 "test.policy:7:12: there is no role \"consultent\"\n"
	 "    7 |  to wmo as consultent\n"
	 "      |            ^~~~~~~~~~\n"
	 "      | did you mean \"consultant\"?\n"},
	{"3 misspelt keyword", RULE(" permt goal\n fields text\n" SCOPE),
	 "test.policy:4:2: a rule has no part that begins with \"permt\"\n"
	 "    4 |  permt goal\n"
	 "      |  ^~~~~\n"
	 "      | did you mean \"permit\"?\n"},
	{"4 misspelt fact",
	 RULE(" permit goal\n fields text\n" SCOPE
	      " when consnt share is given\n"),
	 "test.policy:9:7: a condition is about consent, sensitivity, age or "
	 "owner, not about \"consnt\"\n"
	 "    9 |  when consnt share is given\n"
	 "      |       ^~~~~~\n"
	 "      | did you mean \"consent\"?\n"},
	{"5 contradictory condition",
	 RULE(" permit goal\n fields text\n" SCOPE
	      " when age is at least 18 and age is below 16\n"),
	 "test.policy:9:30: \"age is below 16\" contradicts \"age is at least "
	 "18\"\n"
	 "    9 |  when age is at least 18 and age is below 16\n"
	 "      |                              ^~~~~~~~~~~~~~~\n"},
	{"6 unconditional permit",
	 RULE(" permit goal\n fields text\n from zvw\n to wmo\n"
	      " for assessment\n"),
	 "test.policy:3:6: the rule \"X-1\" permits without any condition\n"
	 "    3 | rule X-1 \"Title\"\n"
	 "      |      ^~~\n"
	 "      | add \"when\", or say to which roles and for which "
	 "purposes\n"},
	{"7 duplicate id", RULE(" forbid goal\n") RULE(" forbid goal\n"),
	 "test.policy:7:6: there is a rule \"X-1\" already, at test.policy:3\n"
	 "    7 | rule X-1 \"Title\"\n"
	 "      |      ^~~\n"
	 "      | every rule has an id of its own\n"},
	{"8 smart quotes", "rule X-1 “Title”\n forbid goal\n" FIXTURE_TAIL,
	 "test.policy:3:10: write straight quotes (\") instead of “\n"
	 "    3 | rule X-1 “Title”\n"
	 "      |          ^\n"},
	{"9 = for is",
	 RULE(" permit goal\n fields text\n" SCOPE
	      " when consent share = given\n"),
	 "test.policy:9:21: write \"is\" instead of \"=\"\n"
	 "    9 |  when consent share = given\n"
	 "      |                     ^\n"},
	{"10 missing and",
	 RULE(" permit goal\n fields text\n" SCOPE
	      " when consent share is given\n"
	      "  consent secrecy_waiver is given\n"),
	 "test.policy:10:3: \"and\" is missing before \"consent\"\n"
	 "   10 |   consent secrecy_waiver is given\n"
	 "      |   ^~~~~~~\n"},
	{"11 unfinished rule", "rule X-1 \"Title\"\n permit goal\n" SCOPE,
	 "test.policy:3:6: the rule \"X-1\" is unfinished: it has no "
	 "\"fields\", \"basis\", \"valid from\"\n"
	 "    3 | rule X-1 \"Title\"\n"
	 "      |      ^~~\n"},
	{"12 wrong type",
	 RULE(" permit goal\n fields text\n" SCOPE
	      " when age is at least high\n"),
	 "test.policy:9:23: age is compared with a number of years, not with "
	 "\"high\"\n"
	 "    9 |  when age is at least high\n"
	 "      |                       ^~~~\n"},
	{"13 a value of another list",
	 RULE(" permit goal\n fields text\n from zvw\n to wmo as consultant\n"
	      " for consultant\n"),
	 "test.policy:8:6: \"consultant\" is a role, not a purpose\n"
	 "    8 |  for consultant\n"
	 "      |      ^~~~~~~~~~\n"},

	{"a sign that compares", RULE(" forbid goal\n when age >= 18\n"),
	 "test.policy:5:11: write \"is at least\", \"is at most\" or \"is "
	 "below\" instead of \">=\"\n"
	 "    5 |  when age >= 18\n"
	 "      |           ^~\n"},
	{"an owner by name",
	 RULE(" permit agreement\n fields text\n" SCOPE " when owner is sem\n"),
	 "test.policy:9:16: an owner is \"the recipient\" or \"somebody "
	 "else\", not \"sem\"\n"
	 "    9 |  when owner is sem\n"
	 "      |                ^~~\n"},
	{"an owner of the other language",
	 RULE(" permit agreement\n fields text\n" SCOPE
	      " when owner is de ontvanger\n"),
	 "test.policy:9:16: an owner is \"the recipient\" or \"somebody "
	 "else\", not \"de\"\n"
	 "    9 |  when owner is de ontvanger\n"
	 "      |                ^~\n"
	 "      | this file is in English: write \"the recipient\"\n"},
	{"a permit that needs an unknown owner",
	 RULE(" permit agreement\n fields text\n" SCOPE
	      " when owner is unknown\n"),
	 "test.policy:9:16: an owner is \"the recipient\" or \"somebody "
	 "else\", not \"unknown\"\n"
	 "    9 |  when owner is unknown\n"
	 "      |                ^~~~~~~\n"},
	{"two owners at once",
	 RULE(" permit agreement\n fields text\n" SCOPE
	      " when owner is the recipient and owner is somebody else\n"),
	 "test.policy:9:34: \"owner is somebody else\" contradicts \"owner is "
	 "the recipient\"\n"
	 "    9 |  when owner is the recipient and owner is somebody else\n"
	 "      |                                  ^~~~~~~~~~~~~~~~~~~~~~\n"},
	{"an owner in a test",
	 "test \"t\"\n given agreement, owner sem\n expect deny\n",
	 "test.policy:4:25: an owner is \"the recipient\", \"somebody else\" "
	 "or "
	 "\"unknown\", not \"sem\"\n"
	 "    4 |  given agreement, owner sem\n"
	 "      |                         ^~~\n"},
	{"an owner twice in a test",
	 "test \"t\"\n given agreement, owner unknown, owner unknown\n"
	 " expect deny\n",
	 "test.policy:4:34: \"owner\" stands here twice\n"
	 "    4 |  given agreement, owner unknown, owner unknown\n"
	 "      |                                  ^~~~~\n"},
	{"a missing comma",
	 RULE(" permit goal agreement\n fields text\n" SCOPE),
	 "test.policy:4:14: \"agreement\" can't follow here: is there a comma "
	 "missing before it?\n"
	 "    4 |  permit goal agreement\n"
	 "      |              ^~~~~~~~~\n"},
	{"a list that was forgotten", RULE(" permit\n fields text\n" SCOPE),
	 "test.policy:5:2: before \"fields\" a category is missing\n"
	 "    5 |  fields text\n"
	 "      |  ^~~~~~\n"},
	{"a comma too many", RULE(" permit goal\n fields text,\n" SCOPE),
	 "test.policy:6:2: before \"from\" a field is missing\n"
	 "    6 |  from zvw\n"
	 "      |  ^~~~\n"},
	{"the same part twice",
	 RULE(" permit goal\n fields text\n from ggz\n" SCOPE),
	 "test.policy:7:2: \"from\" stands here twice\n"
	 "    7 |  from zvw\n"
	 "      |  ^~~~\n"
	 "      | put the words in one list, with commas\n"},
	{"permit and forbid",
	 RULE(" permit goal\n fields text\n forbid agreement\n" SCOPE),
	 "test.policy:6:2: a rule has one \"permit\" or one \"forbid\", not "
	 "two\n"
	 "    6 |  forbid agreement\n"
	 "      |  ^~~~~~\n"
	 "      | make two rules of it\n"},
	{"a field of another category",
	 RULE(" permit goal\n fields owner, stats\n" SCOPE),
	 "test.policy:5:9: no category of this rule has a field \"owner\"\n"
	 "    5 |  fields owner, stats\n"
	 "      |         ^~~~~\n"
	 "test.policy:5:16: no category of this rule has a field \"stats\"\n"
	 "    5 |  fields owner, stats\n"
	 "      |                ^~~~~\n"
	 "      | did you mean \"status\"?\n"},
	{"any among others", RULE(" forbid any, goal\n"),
	 "test.policy:4:12: \"any\" stands alone; exceptions follow "
	 "\"except\"\n"
	 "    4 |  forbid any, goal\n"
	 "      |            ^\n"},
	{"a permit that opens on what is unknown",
	 RULE(" permit goal\n fields text\n" SCOPE
	      " when consent share is unknown\n"),
	 "test.policy:9:7: a permit can't need that something is unknown\n"
	 "    9 |  when consent share is unknown\n"
	 "      |       ^~~~~~~~~~~~~~~~~~~~~~~~\n"
	 "      | say what must be known\n"},
	{"a forbid that ends on what is unknown",
	 RULE(" forbid goal\n unless consent share is unknown\n"),
	 "test.policy:5:9: a forbid can't end because something is unknown\n"
	 "    5 |  unless consent share is unknown\n"
	 "      |         ^~~~~~~~~~~~~~~~~~~~~~~~\n"
	 "      | say what must be known\n"},
	{"conditions that fail only together with an exception",
	 RULE(" permit goal\n fields text\n" SCOPE
	      " when age is at least 18\n unless age is at least 12\n"),
	 "test.policy:3:6: the conditions of the rule \"X-1\" can never hold "
	 "together\n"
	 "    3 | rule X-1 \"Title\"\n"
	 "      |      ^~~\n"},
	{"a law that isn't in the vocabulary",
	 "rule X-1 \"Title\"\n forbid goal\n basis \"BW 7:475\"\n"
	 " valid from 2026-01-01\n",
	 "test.policy:5:8: there is no legal basis \"BW 7:475\"\n"
	 "    5 |  basis \"BW 7:475\"\n"
	 "      |        ^~~~~~~~~~\n"
	 "      | did you mean \"BW 7:457\"?\n"},
	{"a day that isn't there",
	 "rule X-1 \"Title\"\n forbid goal\n basis \"BW 7:457\"\n"
	 " valid from 2026-02-30\n",
	 "test.policy:6:13: there is no day 2026-02-30\n"
	 "    6 |  valid from 2026-02-30\n"
	 "      |             ^~~~~~~~~~\n"},
	{"a date written otherwise",
	 "rule X-1 \"Title\"\n forbid goal\n basis \"BW 7:457\"\n"
	 " valid from 1-1-2026\n",
	 "test.policy:6:13: a date such as 2026-01-31 belongs here, not "
	 "\"1-1-2026\"\n"
	 "    6 |  valid from 1-1-2026\n"
	 "      |             ^~~~~~~~\n"},
	{"an end before the beginning",
	 "rule X-1 \"Title\"\n forbid goal\n basis \"BW 7:457\"\n"
	 " valid from 2026-01-01 until 2025-01-01\n",
	 "test.policy:6:30: the rule \"X-1\" ends before it begins\n"
	 "    6 |  valid from 2026-01-01 until 2025-01-01\n"
	 "      |                              ^~~~~~~~~~\n"},
	{"a keyword of the other language",
	 RULE(" permit goal\n velden text\n" SCOPE),
	 "test.policy:5:2: a rule has no part that begins with \"velden\"\n"
	 "    5 |  velden text\n"
	 "      |  ^~~~~~\n"
	 "      | this file is in English: write \"fields\"\n"},
	{"a text without an end",
	 "rule X-1 \"Title\n forbid goal\n" FIXTURE_TAIL,
	 "test.policy:3:10: this text has no end\n"
	 "    3 | rule X-1 \"Title\n"
	 "      |          ^~~~~~\n"
	 "      | a text begins and ends with \" on one line\n"},
	{"something that is no rule",
	 "rulle X-1 \"Title\"\n forbid goal\n" FIXTURE_TAIL,
	 "test.policy:3:1: a rule, lead, never or test begins here, not "
	 "\"rulle\"\n"
	 "    3 | rulle X-1 \"Title\"\n"
	 "      | ^~~~~\n"
	 "      | did you mean \"rule\"?\n"},
	{"an age nobody has", RULE(" forbid goal\n when age is at least 151\n"),
	 "test.policy:5:23: an age is at most 150 years\n"
	 "    5 |  when age is at least 151\n"
	 "      |                       ^~~\n"},
	{"a duty on a forbid", RULE(" forbid goal\n duty log_reason\n"),
	 "test.policy:5:2: a forbid has no duties: nothing is shared\n"
	 "    5 |  duty log_reason\n"
	 "      |  ^~~~\n"},
	{"a test of a rule that isn't there",
	 "test \"t\"\n given goal from zvw\n expect permit by X-9\n",
	 "test.policy:5:19: there is no rule \"X-9\"\n"
	 "    5 |  expect permit by X-9\n"
	 "      |                   ^~~\n"},
	{"a test like one that isn't there",
	 "test \"one\"\n given goal from zvw\n expect deny\n"
	 "test \"two\"\n like \"onne\" but age 3\n expect deny\n",
	 "test.policy:7:7: there is no test \"onne\"\n"
	 "    7 |  like \"onne\" but age 3\n"
	 "      |       ^~~~~~\n"
	 "      | did you mean \"one\"?\n"},
	{"tests that are like each other",
	 "test \"one\"\n like \"two\" but age 3\n expect deny\n"
	 "test \"two\"\n like \"one\" but age 3\n expect deny\n",
	 "test.policy:7:7: the test \"one\" is like itself\n"
	 "    7 |  like \"one\" but age 3\n"
	 "      |       ^~~~~\n"},
	{"two tests of one title",
	 "test \"t\"\n given goal\n expect deny\n"
	 "test \"t\"\n given goal\n expect deny\n",
	 "test.policy:6:6: there is a test \"t\" already, at test.policy:3\n"
	 "    6 | test \"t\"\n"
	 "      |      ^~~\n"
	 "      | every test has a title of its own\n"},
	{"a fact that is given twice",
	 "test \"t\"\n given goal from zvw, from wmo\n expect deny\n",
	 "test.policy:4:23: \"from\" stands here twice\n"
	 "    4 |  given goal from zvw, from wmo\n"
	 "      |                       ^~~~\n"},
	{"a consent that is given twice",
	 "test \"t\"\n given goal, consent share given, consent share "
	 "refused\n expect deny\n",
	 "test.policy:4:43: this consent stands here twice\n"
	 "    4 |  given goal, consent share given, consent share refused\n"
	 "      |                                           ^~~~~\n"},
	{"a field of another category in a test",
	 "test \"t\"\n given goal\n expect permit only fields owner\n",
	 "test.policy:5:28: the category \"goal\" has no field \"owner\"\n"
	 "    5 |  expect permit only fields owner\n"
	 "      |                            ^~~~~\n"},
	{"a denial with fields",
	 "test \"t\"\n given goal\n expect deny only fields text\n",
	 "test.policy:5:19: a denial shares nothing: it has no fields and no "
	 "duties\n"
	 "    5 |  expect deny only fields text\n"
	 "      |                   ^~~~~~\n"},
	{"a permit that misses something",
	 "test \"t\"\n given goal\n expect permit missing age\n",
	 "test.policy:5:16: nothing is missing where something is permitted\n"
	 "    5 |  expect permit missing age\n"
	 "      |                ^~~~~~~\n"},
	{"a denial by a permit",
	 RULE(" permit goal\n fields text\n" SCOPE) "test \"t\"\n given goal\n "
						    "expect deny by X-1\n",
	 "test.policy:13:17: the rule \"X-1\" is a permit: it forbids "
	 "nothing\n"
	 "   13 |  expect deny by X-1\n"
	 "      |                 ^~~\n"},
	{"a denial with two reasons",
	 RULE(" forbid goal\n") "test \"t\"\n given goal\n expect deny by X-1, "
				"missing age\n",
	 "test.policy:9:22: either a rule forbids it, or nothing permits it: "
	 "write one of them\n"
	 "    9 |  expect deny by X-1, missing age\n"
	 "      |                      ^~~~~~~\n"},
	{"an age in a test that nobody has",
	 "test \"t\"\n given goal, age 151\n expect deny\n",
	 "test.policy:4:18: an age is at most 150 years\n"
	 "    4 |  given goal, age 151\n"
	 "      |                  ^~~\n"},
	{"a claim that isn't true",
	 RULE(" permit goal\n fields text\n" SCOPE) "never \"c\"\n goal from "
						    "any to wmo\n",
	 "test.policy:11:7: this claim is false: the rule \"X-1\" "
	 "(test.policy:3) permits it\n"
	 "   11 | never \"c\"\n"
	 "      |       ^~~\n"
	 "      | for example goal from zvw to wmo as consultant for "
	 "assessment, on 2026-01-01\n"},
	{"a never about nothing", "never \"claim\"\n gaol from any to any\n",
	 "test.policy:4:2: there is no category \"gaol\"\n"
	 "    4 |  gaol from any to any\n"
	 "      |  ^~~~\n"
	 "      | did you mean \"goal\"?\n"},
};

LEAK_FREE_TEST(mistakes, each_gets_its_own_sentence_at_its_own_place)
{
	for (size_t i = 0; i < COUNT_OF(mistakes); i++) {
		struct arena *arena = arena_new();
		struct fixture fixture = fixture_load(arena_printf(
			arena, "%s%s", FIXTURE_HEAD, mistakes[i].rules));
		const char *seen = fixture_mistakes(&fixture);

		cr_expect(fixture.policy == NULL, "%s was accepted",
			  mistakes[i].made);
		cr_expect_str_eq(seen, mistakes[i].seen, "%s:\n%s",
				 mistakes[i].made, seen);
		fixture_clear(&fixture);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(mistakes, all_of_them_are_found_in_one_run)
{
	struct fixture fixture = fixture_load(
		FIXTURE_HEAD
		"rule A \"a\"\n permit gaol\n fields text\n form zvw\n"
		" to wno\n for assesment\n when consent shar is "
		"given\n" FIXTURE_TAIL
		"rule B \"b\"\n permit goal\n fields txt\n from zvw\n to wmo\n"
		" when age is at least x\n" FIXTURE_TAIL
		"rule A \"c\"\n forbid goal\n" FIXTURE_TAIL);
	static const unsigned lines[] = {4, 6, 7, 8, 9, 14, 17, 20};

	cr_assert(fixture.policy == NULL);
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		bool is_found = false;

		for (size_t f = 0; f < fixture.found.count; f++)
			is_found = is_found ||
				   fixture.found.items[f].line == lines[i];
		cr_expect(is_found, "nothing was said about line %u:\n%s",
			  lines[i], fixture_mistakes(&fixture));
	}
	cr_expect_eq(fixture.found.errors, COUNT_OF(lines), "%s",
		     fixture_mistakes(&fixture));
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(mistakes, columns_count_characters_and_not_bytes)
{
	struct fixture fixture = fixture_load(
		FIXTURE_HEAD
		"rule X \"Één ééntje\" forbid gaol\n" FIXTURE_TAIL);

	cr_assert_eq(fixture.found.count, 1);
	cr_expect_eq(fixture.found.items[0].column, 28);
	cr_expect_eq(fixture.found.items[0].width, 4);
	fixture_clear(&fixture);
}
