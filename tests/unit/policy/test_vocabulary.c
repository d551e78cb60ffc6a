#include "fixture.h"
#include "leak_free.h"

struct mistake {
	const char *text;
	unsigned line;
	const char *seen;
};

static const struct mistake mistakes[] = {
	{"vocabulary v version 1\ndomeins\n  zvw\n", 2,
	 "a vocabulary has no part that begins with \"domeins\""},
	{"vocabulary v version 1\ndomains\n  zvw\n  zvw\n", 4,
	 "there is a domain \"zvw\" already"},
	{"vocabulary v version 1\ndomains\n  any\n", 3,
	 "\"any\" is a word of the language itself"},
	{"vocabulary v version 1\ndomains\n  zvw\ngroups\n  care contains "
	 "zwv\n",
	 5, "there is no domain \"zwv\""},
	{"vocabulary v version 1\ndomains\n  zvw\ngroups\n  care\n", 5,
	 "the group \"care\" contains no domain"},
	{"vocabulary v version 1\ndomains\n  zvw\ngroups\n  zvw contains zvw\n",
	 5, "\"zvw\" is both a domain and a group of domains"},
	{"vocabulary v version 1\ncategory goal\n", 2,
	 "the category \"goal\" has no fields"},
	{"vocabulary v version 1\ncategory goal\n  text\n", 3,
	 "say of the field \"text\" whether it is plain, personal or special"},
	{"vocabulary v version 1\ncategory goal\n  text plain\n  text plain\n",
	 4, "the category has a field \"text\" already"},
	{"vocabulary v version 1\ncategory goal\n  text pesonal\n", 3,
	 "\"pesonal\" can't follow the word here"},
	{"vocabulary v version 1\nroles\n  nurse special\n", 3,
	 "only a field can be plain, personal or special"},
	{"vocabulary v version 1\nroles\n  nurse sent\n", 3,
	 "only a purpose can be \"sent\""},
	{"vocabulary v version 1\nroles\n  nurse contains x\n", 3,
	 "only a group contains domains"},
	{"vocabulary v version 1\nlegal bases\n  AVG\n", 3,
	 "an article of law, in quotes, belongs here, not \"AVG\""},
	{"vocabulary v version 1\nroles\n  nurse en Nurse\n", 3,
	 "a label, in quotes, belongs here, not \"Nurse\""},
	{"vocabulary v version 1\nconsent kinds\n  a\n  b\n  c\n  d\n  e\n  f\n"
	 "  g\n  h\n  i\n",
	 11, "a vocabulary has at most 8 of these"},
	{"vocabulary v version\n", 2,
	 "a version such as 2026.1 belongs here, not the end of the file"},
	{"domains\n  zvw\n", 1,
	 "a file begins with \"policy NAME version …\" or \"vocabulary NAME "
	 "version …\""},
};

LEAK_FREE_TEST(vocabulary, each_mistake_gets_its_own_sentence)
{
	for (size_t i = 0; i < COUNT_OF(mistakes); i++) {
		struct policy_source source = {"v.vocabulary",
					       text_of(mistakes[i].text)};
		struct fixture fixture = fixture_load_sources(&source, 1);

		cr_expect(fixture.policy == NULL, "%s", mistakes[i].text);
		cr_assert_eq(fixture.found.count, 1, "%s",
			     fixture_mistakes(&fixture));
		cr_expect_eq(fixture.found.items[0].line, mistakes[i].line,
			     "%s", fixture_mistakes(&fixture));
		cr_expect_str_eq(fixture.found.items[0].text, mistakes[i].seen);
		fixture_clear(&fixture);
	}
}

LEAK_FREE_TEST(vocabulary, two_files_may_not_define_the_same_word)
{
	struct policy_source sources[] = {
		{"a.vocabulary", text_of("vocabulary a version 1\n"
					 "roles\n  nurse\n")},
		{"b.vocabulary", text_of("vocabulary b version 1\n"
					 "roles\n  doctor\n  nurse\n")},
	};
	struct fixture fixture =
		fixture_load_sources(sources, COUNT_OF(sources));

	cr_assert(fixture.policy == NULL);
	cr_assert_eq(fixture.found.count, 1);
	cr_expect_str_eq(fixture.found.items[0].file, "b.vocabulary");
	cr_expect_eq(fixture.found.items[0].line, 4);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(vocabulary, unknown_words_and_ids_find_nothing)
{
	struct fixture fixture = fixture_rules("");
	const struct vocabulary *words = policy_vocabulary(fixture.policy);

	cr_expect_eq(vocabulary_find(words, VOCABULARY_ROLE, "goal"), -1);
	cr_expect_eq(vocabulary_find(words, VOCABULARY_ROLE, ""), -1);
	cr_expect_eq(vocabulary_find(words, VOCABULARY_ROLE, NULL), -1);
	cr_expect_null(vocabulary_word(words, VOCABULARY_ROLE, -1));
	cr_expect_null(vocabulary_word(words, VOCABULARY_ROLE, 3));
	cr_expect_null(
		vocabulary_label(words, VOCABULARY_ROLE, 3, VOCABULARY_DUTCH));
	cr_expect_eq(vocabulary_field_count(words, -1), 0);
	cr_expect_eq(vocabulary_field_find(words, 99, text_of("text")), -1);
	cr_expect_eq(vocabulary_group_of(words, -1), -1);
	cr_expect_not(vocabulary_group_has(words, 99, 0));
	cr_expect_eq(vocabulary_category_class(words, 99), VOCABULARY_SPECIAL);
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(vocabulary, gives_words_labels_fields_and_groups)
{
	struct fixture fixture = fixture_rules("");
	const struct vocabulary *words = policy_vocabulary(fixture.policy);
	int goal = vocabulary_find(words, VOCABULARY_CATEGORY, "goal");
	int ggz = vocabulary_find(words, VOCABULARY_DOMAIN, "ggz");
	int own = vocabulary_find(words, VOCABULARY_DOMAIN, "own");
	int any = vocabulary_find(words, VOCABULARY_GROUP, "any");
	int care = vocabulary_find(words, VOCABULARY_GROUP, "care");
	int until = vocabulary_field_find(
		words, vocabulary_find(words, VOCABULARY_CATEGORY, "signal"),
		text_of("until"));

	cr_expect_eq(goal, 0);
	cr_expect_eq(until, 1);
	cr_expect_str_eq(vocabulary_label(words, VOCABULARY_CATEGORY, goal,
					  VOCABULARY_DUTCH),
			 "Doel");
	cr_expect_str_eq(vocabulary_label(words, VOCABULARY_DOMAIN, ggz,
					  VOCABULARY_DUTCH),
			 "ggz");
	cr_expect_eq(vocabulary_field_class(words, goal, 0),
		     VOCABULARY_PERSONAL);
	cr_expect_eq(vocabulary_field_class(words, goal, 1), VOCABULARY_PLAIN);
	cr_expect_eq(vocabulary_category_class(words, goal),
		     VOCABULARY_PERSONAL);
	cr_expect_eq(vocabulary_group_of(words, ggz), care);
	cr_expect_eq(vocabulary_group_of(words, own), VOCABULARY_UNKNOWN);
	cr_expect(vocabulary_group_has(words, any, own));
	cr_expect_not(vocabulary_group_has(words, care, own));
	fixture_clear(&fixture);
}

LEAK_FREE_TEST(vocabulary, reads_dutch_keywords_too)
{
	struct policy_source source = {
		"v.vocabulary",
		text_of("woordenlijst v versie 1\ntaal nl\ndomeinen\n  zvw\n"
			"groepen\n  zorg bevat zvw\nrollen\n  nurse\n"
			"doelen\n  handover gezonden\n"
			"gevoeligheidsniveaus\n  normal\n"
			"toestemmingssoorten\n  share\nplichten\n  log\n"
			"grondslagen\n  \"BW 7:457\"\n"
			"categorie goal\n  text persoonlijk\n  due gewoon\n"
			"  why bijzonder\n")};
	struct fixture fixture = fixture_load_sources(&source, 1);

	cr_assert(fixture.policy != NULL, "%s", fixture_mistakes(&fixture));
	for (size_t list = 0; list < VOCABULARY_LISTS; list++)
		cr_expect_eq(vocabulary_count(policy_vocabulary(fixture.policy),
					      (enum vocabulary_list)list),
			     list == VOCABULARY_GROUP ? 2 : 1);
	fixture_clear(&fixture);
}
