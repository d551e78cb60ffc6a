#include <string.h>

#include "client/command.h"
#include "client/sheet.h"
#include "support.h"

static const char vocabulary[] =
	"vocabulary v version 1\ndomains\n  zvw\n  wmo\n  own\n"
	"roles\n  nurse en \"Nurse <a>\"\npurposes\n  care\n"
	"sensitivity levels\n  normal\nconsent kinds\n  share\n"
	"duties\n  log\nlegal bases\n  \"BW\"\n"
	"category goal en \"Caf\xC3\xA9\"\n  text personal\n  due plain\n";
static const char rules[] =
	"policy p version 1\nrule R-1 \"a & b\" permit goal fields text\n"
	" from zvw to wmo as nurse for care when consent share is given\n"
	" basis \"BW\" valid from 2026-01-01\n";

struct drawn {
	struct arena *arena;
	struct policy *policy;
	struct matrix matrix;
	struct sheet sheet;
	struct buf out;
};

static void
draw(struct drawn *drawn)
{
	struct policy_source sources[] = {{"v.vocabulary", text_of(vocabulary)},
					  {"p.policy", text_of(rules)}};
	struct diagnostics found;

	support_speak_english();
	drawn->arena = arena_new();
	diagnostics_init(&found, drawn->arena, 10);
	drawn->policy = policy_load(sources, COUNT_OF(sources), &found);
	cr_assert_not_null(drawn->policy);
	drawn->matrix = matrix_of(drawn->arena, drawn->policy, 20600);
	drawn->sheet = (struct sheet){.arena = drawn->arena,
				      .policy = drawn->policy,
				      .words = policy_vocabulary(drawn->policy),
				      .matrix = &drawn->matrix,
				      .day = 20600};
	buf_init(&drawn->out, drawn->arena, 4096);
}

static void
clear(struct drawn *drawn)
{
	policy_free(drawn->policy);
	arena_free(drawn->arena);
}

LEAK_FREE_TEST(sheet, html_shows_labels_and_lets_none_of_them_be_markup)
{
	struct drawn drawn;
	const char *page;

	draw(&drawn);
	sheet_write_html(&drawn.sheet, &drawn.out);
	page = buf_string(&drawn.out);
	cr_expect_null(strstr(page, "Nurse <a>"));
	cr_expect_not_null(strstr(page, "Nurse &#60;a&#62;"));
	cr_expect_not_null(strstr(page, "a &#38; b"));
	cr_expect_not_null(strstr(page, "Caf&#233;"));
	cr_expect_not_null(strstr(page, "class=\"asked\">text"));
	for (const char *at = page; *at; at++)
		cr_assert((unsigned char)*at < 0x80);
	clear(&drawn);
}

LEAK_FREE_TEST(sheet, html_needs_nothing_from_elsewhere)
{
	struct drawn drawn;
	const char *page;

	draw(&drawn);
	sheet_write_html(&drawn.sheet, &drawn.out);
	page = buf_string(&drawn.out);
	cr_expect_null(strstr(page, "http"));
	cr_expect_null(strstr(page, "<script"));
	cr_expect_null(strstr(page, "url("));
	cr_expect_not_null(strstr(page, "<html lang=\"en\">"));
	cr_expect_not_null(strstr(page, "size:A4"));
	cr_expect_not_null(strstr(page, "prefers-color-scheme:dark"));
	clear(&drawn);
}

LEAK_FREE_TEST(sheet, csv_has_a_row_for_each_field)
{
	struct drawn drawn;

	draw(&drawn);
	sheet_write_csv(&drawn.sheet, &drawn.out);
	cr_expect_str_eq(buf_string(&drawn.out),
			 "role,category,purpose,field,consent,from,to,rules\n"
			 "\"nurse\",\"goal\",\"care\",\"text\",\"share\","
			 "\"zvw\",\"wmo\",\"R-1\"\n");
	clear(&drawn);
}

LEAK_FREE_TEST(sheet, formats_are_those_of_the_command)
{
	const char *words[] = {"policy", "matrix"};
	const char *others[] = {"policy", "diff"};
	struct fault fault = {0};
	size_t used;
	const struct command *matrix = command_find(words, 2, &used, &fault);
	const struct command *diff = command_find(others, 2, &used, &fault);

	cr_expect(command_knows_format(matrix, "csv"));
	cr_expect(command_knows_format(matrix, "html"));
	cr_expect_not(command_knows_format(matrix, "json"));
	cr_expect_not(command_knows_format(matrix, "ht"));
	cr_expect_not(command_knows_format(matrix, "csv|html"));
	cr_expect_not(command_knows_format(matrix, ""));
	cr_expect(command_knows_format(diff, "json"));
	cr_expect_not(command_knows_format(diff, "csv"));
}
