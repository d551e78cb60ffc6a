/*
 * One canonical form: nothing is lost, nothing changes its meaning, and what
 * is in form stays as it is.
 */
#include <string.h>

#include "eenplan/policy/print.h"
#include "generator.h"
#include "leak_free.h"

#define CELLS 2000

struct printed {
	struct arena *arena;
	struct diagnostics found;
	struct text text; /* empty: refused */
};

static struct printed
print(const char *file, enum policy_print_language language)
{
	struct printed printed = {.arena = arena_new()};
	struct policy_source source = {"p.policy", text_of(file)};
	struct text text;

	diagnostics_init(&printed.found, printed.arena, LIMIT_POLICY_ERRORS);
	if (policy_print(printed.arena, &source, language, &printed.found,
			 &text))
		printed.text = text_of(arena_text(printed.arena, text));
	return printed;
}

static void
expect_print(const char *file, enum policy_print_language language,
	     const char *wanted)
{
	struct printed printed = print(file, language);

	cr_assert(printed.text.length > 0, "refused:\n%s", file);
	cr_expect_str_eq(printed.text.bytes, wanted, "printed:\n%s",
			 printed.text.bytes);
	arena_free(printed.arena);
}

LEAK_FREE_TEST(print, refuses_what_has_a_mistake_and_says_where)
{
	struct printed printed =
		print("policy p version 1\nrule X \"t\"\n permt goal\n",
		      POLICY_PRINT_AS_WRITTEN);

	cr_expect_eq(printed.text.length, 0);
	cr_assert_eq(printed.found.errors, 1);
	cr_expect_eq(printed.found.items[0].line, 3);
	arena_free(printed.arena);
}

LEAK_FREE_TEST(print, refuses_bytes_that_nobody_can_read)
{
	struct printed printed =
		print("policy p version 1 # \xC3(\n", POLICY_PRINT_AS_WRITTEN);

	cr_expect_eq(printed.text.length, 0);
	cr_expect_eq(printed.found.errors, 1);
	arena_free(printed.arena);
}

LEAK_FREE_TEST(print, refuses_a_name_that_is_a_keyword_of_the_other_language)
{
	static const char file[] = "policy p version 1\n\n"
				   "test \"t\"\n"
				   "  given   van from zvw to wmo\n"
				   "  expect  deny\n";
	struct printed printed = print(file, POLICY_PRINT_DUTCH);

	cr_expect_eq(printed.text.length, 0);
	cr_assert_eq(printed.found.errors, 1);
	cr_expect(strstr(printed.found.items[0].text, "in Dutch") != NULL);
	arena_free(printed.arena);
	expect_print(file, POLICY_PRINT_ENGLISH, file);
}

static const char untidy[] =
	"\xEF\xBB\xBF# of the file\r\n\r\n# of the head\r\n"
	"policy   p version 2026.1 # its name\r\n"
	"vocabulary \"small.vocabulary\"\r\n"
	"# --- a part ---\r\n\r\n"
	"# of the rule\r\n"
	"rule A \"Title\" # short\r\n"
	" valid from 2026-01-01 until 2026-12-31\r\n"
	" # why this law\r\n"
	" basis \"BW 7:457\",\r\n  \"AVG 9(2)(a)\" when consent share is "
	"given\r\n"
	" # and this\r\n and age is at least 16 unless consent secrecy_waiver "
	"is"
	" unknown\r\n"
	" duty log_reason for any except signal as consultant to any from "
	"zvw\r\n"
	" fields text, # what\r\n  # when\r\n  due permit goal\r\n"
	" # closing A\r\n"
	"never \"claim\" goal from any to welzijn\r\n"
	"test \"one\" given on 2026-01-01 goal, from zvw consent share, age "
	"unknown expect deny by A\r\n"
	"# the end\r\n";

static const char tidy[] =
	"# of the file\n\n# of the head\n"
	"policy p version 2026.1  # its name\n"
	"vocabulary \"small.vocabulary\"\n"
	"\n# --- a part ---\n\n"
	"# of the rule\n"
	"rule A \"Title\"  # short\n"
	"  permit  goal\n"
	"  fields  text,  # what\n"
	"          # when\n"
	"          due\n"
	"  from    zvw\n"
	"  to      any as consultant\n"
	"  for     any except signal\n"
	"  when    consent share is given\n"
	"  # and this\n"
	"     and  age is at least 16\n"
	"  unless  consent secrecy_waiver is unknown\n"
	"  duty    log_reason\n"
	"  # why this law\n"
	"  basis   \"BW 7:457\", \"AVG 9(2)(a)\"\n"
	"  valid   from 2026-01-01 until 2026-12-31\n"
	"  # closing A\n"
	"\n"
	"never \"claim\"\n"
	"  goal from any to welzijn\n"
	"\n"
	"test \"one\"\n"
	"  given   goal from zvw, age unknown, consent share given, on "
	"2026-01-01\n"
	"  expect  deny by A\n"
	"\n# the end\n";

static const char dutch[] =
	"# of the file\n\n# of the head\n"
	"beleid p versie 2026.1  # its name\n"
	"taal nl\n"
	"woordenlijst \"small.vocabulary\"\n"
	"\n# --- a part ---\n\n"
	"# of the rule\n"
	"regel A \"Title\"  # short\n"
	"  sta toe    goal\n"
	"  velden     text,  # what\n"
	"             # when\n"
	"             due\n"
	"  van        zvw\n"
	"  naar       alle als consultant\n"
	"  voor       alle behalve signal\n"
	"  wanneer    toestemming share is gegeven\n"
	"  # and this\n"
	"         en  leeftijd is minstens 16\n"
	"  tenzij     toestemming secrecy_waiver is onbekend\n"
	"  plicht     log_reason\n"
	"  # why this law\n"
	"  grondslag  \"BW 7:457\", \"AVG 9(2)(a)\"\n"
	"  geldig     vanaf 2026-01-01 tot 2026-12-31\n"
	"  # closing A\n"
	"\n"
	"nooit \"claim\"\n"
	"  goal van alle naar welzijn\n"
	"\n"
	"toets \"one\"\n"
	"  gegeven    goal van zvw, leeftijd onbekend, toestemming share "
	"gegeven,\n"
	"             op 2026-01-01\n"
	"  verwacht   weiger door A\n"
	"\n# the end\n";

LEAK_FREE_TEST(print, keeps_every_comment_at_what_it_was_written_at)
{
	expect_print(untidy, POLICY_PRINT_AS_WRITTEN, tidy);
	expect_print(tidy, POLICY_PRINT_AS_WRITTEN, tidy);
}

LEAK_FREE_TEST(print, translates_whose_it_is)
{
	static const char english[] =
		"policy p version 1\n\n"
		"rule A \"Title\"\n"
		"  forbid  agreement\n"
		"  unless  owner is the recipient\n"
		"  basis   \"BW 7:457\"\n"
		"  valid   from 2026-01-01\n\n"
		"test \"t\"\n"
		"  given   agreement, owner somebody else  # not theirs\n"
		"  expect  deny by A\n\n"
		"test \"u\"\n"
		"  like    \"t\" but owner unknown, consent share given\n"
		"  expect  deny, nearest A, missing owner\n";
	static const char in_dutch[] =
		"beleid p versie 1\n"
		"taal nl\n\n"
		"regel A \"Title\"\n"
		"  verbied    agreement\n"
		"  tenzij     eigenaar is de ontvanger\n"
		"  grondslag  \"BW 7:457\"\n"
		"  geldig     vanaf 2026-01-01\n\n"
		"toets \"t\"\n"
		"  gegeven    agreement, eigenaar iemand anders  # not theirs\n"
		"  verwacht   weiger door A\n\n"
		"toets \"u\"\n"
		"  zoals      \"t\" maar eigenaar onbekend, toestemming share "
		"gegeven\n"
		"  verwacht   weiger, dichtstbij A, ontbreekt eigenaar\n";

	expect_print(english, POLICY_PRINT_DUTCH, in_dutch);
	expect_print(english, POLICY_PRINT_ENGLISH, english);
	expect_print(in_dutch, POLICY_PRINT_DUTCH, in_dutch);
}

LEAK_FREE_TEST(print, translates_the_keywords_either_way_without_loss)
{
	expect_print(untidy, POLICY_PRINT_DUTCH, dutch);
	expect_print(dutch, POLICY_PRINT_AS_WRITTEN, dutch);
	expect_print(dutch, POLICY_PRINT_ENGLISH, tidy);
}

LEAK_FREE_TEST(print, sets_a_vocabulary_in_columns_and_keeps_its_order)
{
	expect_print("vocabulary v version 1\n"
		     "# who\nroles\n long_name nl \"Naam\" en \"Name\"\n"
		     " # short\n b en \"B\" # here\n"
		     "groups\n care contains zvw,ggz nl \"Zorg\"\n"
		     "domains\n zvw\n ggz\n"
		     "purposes\n handover sent en \"Over\"\n other en \"O\"\n"
		     "category goal nl \"Doel\"\n due plain\n text special en "
		     "\"T\"\n",
		     POLICY_PRINT_AS_WRITTEN,
		     "vocabulary v version 1\n"
		     "\n# who\nroles\n"
		     "  long_name  en \"Name\"  nl \"Naam\"\n"
		     "  # short\n"
		     "  b          en \"B\"  # here\n"
		     "\ngroups\n  care  contains zvw, ggz  nl \"Zorg\"\n"
		     "\ndomains\n  zvw\n  ggz\n"
		     "\npurposes\n"
		     "  handover  sent  en \"Over\"\n"
		     "  other     en \"O\"\n"
		     "\ncategory goal  nl \"Doel\"\n"
		     "  due   plain\n"
		     "  text  special  en \"T\"\n");
}

LEAK_FREE_TEST(print, folds_what_is_too_long_between_words)
{
	expect_print("policy p version 1\nrule A \"t\" permit goal fields "
		     "aaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbb, "
		     "cccccccccccccccccccccccc, d from a to b\n",
		     POLICY_PRINT_AS_WRITTEN,
		     "policy p version 1\n\nrule A \"t\"\n  permit  goal\n"
		     "  fields  aaaaaaaaaaaaaaaaaaaaaaaa, "
		     "bbbbbbbbbbbbbbbbbbbbbbbbbbbb,\n"
		     "          cccccccccccccccccccccccc, d\n"
		     "  from    a\n  to      b\n");
}

/* --- random policies --- */

static const char *
join(struct arena *arena, const struct generated *rules, bool has_comments)
{
	struct buf text;

	buf_init(&text, arena, 4096);
	buf_add_string(&text, "# head\npolicy p version 1\n");
	for (size_t i = 0; i < rules->count; i++) {
		if (!has_comments) {
			buf_add_string(&text, rules->texts[i]);
			continue;
		}
		buf_printf(&text, "# above %zu\n", i);
		for (const char *byte = rules->texts[i]; *byte != '\0'; byte++)
			if (*byte == '\n')
				buf_printf(&text, " # %zu.%zu\n  # own %zu\n",
					   i, text.length, text.length);
			else
				buf_add_char(&text, *byte);
	}
	return buf_string(&text);
}

static size_t
count_comments(const char *text)
{
	size_t count = 0;

	for (; *text != '\0'; text++)
		count += *text == '#';
	return count;
}

static void
expect_same_decisions(const char *one_file, const char *other_file,
		      uint64_t seed)
{
	struct fixture one = fixture_load(one_file);
	struct fixture other = fixture_load(other_file);
	struct generator generator = generator_of(seed);

	cr_assert(one.policy != NULL, "%s", fixture_mistakes(&one));
	cr_assert(other.policy != NULL, "%s", fixture_mistakes(&other));
	for (size_t i = 0; i < CELLS; i++) {
		struct policy_asker asker =
			generator_asker(&generator, one.policy);
		struct policy_item item =
			generator_item(&generator, one.policy);
		struct policy_decision a =
			policy_decide_naively(one.policy, &asker, &item);
		struct policy_decision b =
			policy_decide_naively(other.policy, &asker, &item);

		cr_assert(a.verdict == b.verdict && a.fields == b.fields &&
				  a.duties == b.duties && a.rule == b.rule,
			  "seed %lu", seed);
	}
	fixture_clear(&one);
	fixture_clear(&other);
}

LEAK_FREE_TEST(print, parse_print_parse_means_the_same_in_both_languages)
{
	for (uint64_t seed = 1; seed <= 12; seed++) {
		struct generator generator = generator_of(seed);
		struct arena *arena = arena_new();
		struct generated rules =
			generator_rules(&generator, arena, false);
		const char *file = join(arena, &rules, seed % 2 == 0);
		struct printed english = print(file, POLICY_PRINT_ENGLISH);
		struct printed in_dutch = print(file, POLICY_PRINT_DUTCH);
		struct printed back =
			print(in_dutch.text.bytes, POLICY_PRINT_ENGLISH);

		cr_assert(english.text.length > 0 && in_dutch.text.length > 0 &&
				  back.text.length > 0,
			  "seed %lu", seed);
		cr_expect(text_equals(back.text, english.text), "seed %lu",
			  seed);
		cr_expect_eq(count_comments(english.text.bytes),
			     count_comments(file), "seed %lu", seed);
		expect_same_decisions(file, english.text.bytes, seed);
		expect_same_decisions(file, in_dutch.text.bytes, seed);
		arena_free(english.arena);
		arena_free(in_dutch.arena);
		arena_free(back.arena);
		arena_free(arena);
	}
}
