#include "eenplan/wire/disclosure.h"

#include "eenplan/base/clock.h"
#include "reading.h"
#include "statement_sample.h"

static enum status
decode(struct arena *arena, const char *source, struct disclosure *disclosure)
{
	struct fault fault = {0};

	return disclosure_decode(arena, reading_quoted(arena, source),
				 disclosure, &fault);
}

#define HEAD                                                                   \
	"'handout':false,'made':'2026-11-21T10:00:00Z','made_by':'fg',"        \
	"'node':'wijkteam','node_name':'Wijkteam'"
#define RESIDENT                                                               \
	"'resident':{'handle':'wt-1','id':'r1','reference':'Patient/wt-1'}"
#define LISTS                                                                  \
	"'barred':[],'basis':[],'categories':[],'consents':[],'others':[],'"   \
	"rules':[],"                                                           \
	"'withheld':[]"
#define WITH(entries, partners)                                                \
	"{" HEAD "," RESIDENT ",'sound':true,'entries':[" entries              \
	"],'partners':[" partners "]}"
#define LINE(more)                                                             \
	"{'event':'ask','group':'asked','request':'q',"                        \
	"'time':'2026-11-21T09:00:00Z'," LISTS more "}"

LEAK_FREE_TEST(disclosure, takes_nothing_that_no_node_writes)
{
	static const char *const wrong[] = {
		"{}",
		"{" HEAD "," RESIDENT ",'sound':true,'entries':[]}",
		"{" HEAD ",'sound':true,'entries':[],'partners':[],"
		"'resident':{}}",
		WITH("", "{'name':'B','not_compared':0,'organisation':'b',"
			 "'status':'asleep'}"),
		WITH("{}", ""),
		WITH(LINE(",'bsn':'9999'"), ""),
		WITH("{'event':'ask','group':'seen by god','request':'q',"
		     "'time':'2026-11-21T09:00:00Z'," LISTS "}",
		     ""),
		WITH("{'event':'ask','group':'asked','request':'q',"
		     "'time':'yesterday'," LISTS "}",
		     ""),
		WITH("{'event':'ask','group':'asked','request':'q',"
		     "'time':'2026-11-21T09:00:00Z','barred':[],'basis':[1],"
		     "'categories':[],'consents':[],'others':[],'rules':[],"
		     "'withheld':[]}",
		     ""),
		WITH("{'event':'ask','group':'asked','request':'q',"
		     "'time':'2026-11-21T09:00:00Z','barred':[],'basis':[],"
		     "'categories':[],'consents':[],'others':[{'categories':[],"
		     "'gave':true,'logs':'perhaps','organisation':'b',"
		     "'says':true}],'rules':[],'withheld':[]}",
		     ""),
		"{" HEAD "," RESIDENT ",'sound':true,'entries':[],"
		"'partners':[],'from':'soon'}",
	};
	struct arena *arena = arena_new();
	struct disclosure disclosure;

	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		cr_expect_eq(decode(arena, wrong[i], &disclosure),
			     STATUS_INVALID, "%s", wrong[i]);
	cr_expect_eq(decode(arena, WITH(LINE(""), ""), &disclosure), STATUS_OK);
	arena_free(arena);
}

LEAK_FREE_TEST(disclosure, reads_a_statement_as_it_was_written)
{
	struct arena *arena = arena_new();
	struct disclosure again;
	struct fault fault = {0};
	struct text text = statement_sample_json(arena);

	cr_assert_eq(
		disclosure_decode(arena,
				  reading_json(arena, arena_text(arena, text)),
				  &again, &fault),
		STATUS_OK, "%s %s", fault.where, fault.text);
	cr_expect_eq(again.line_count, 3);
	cr_expect_eq(again.lines[0].group, DISCLOSURE_ASKED);
	cr_expect_eq(again.lines[0].others[0].match, DISCLOSURE_MATCH_BOTH);
	cr_expect_str_eq(again.lines[1].basis.items[0], "Wmo 5.2.5(1)");
	cr_expect_eq(again.lines[2].seq, -1);
	cr_expect(again.is_handout);
	cr_expect_eq(again.until_day, CLOCK_DAY_NONE);

	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 4096);
	json_begin(&writer, &out);
	disclosure_encode(&writer, &again);
	cr_expect(text_equals(text, buf_text(&out)));
	arena_free(arena);
}

LEAK_FREE_TEST(disclosure, counts_whom_it_lacks_and_sees_orphans)
{
	struct disclosure disclosure = statement_sample();

	cr_expect(disclosure_has_orphans(&disclosure));
	cr_expect_eq(disclosure_missing(&disclosure), 1);
	disclosure.line_count = 2; /* without what only a partner has */
	cr_expect_not(disclosure_has_orphans(&disclosure));
}

LEAK_FREE_TEST(disclosure, puts_what_nobody_foresaw_among_the_others)
{
	cr_expect_eq(disclosure_group_of("answer"), DISCLOSURE_GIVEN);
	cr_expect_eq(disclosure_group_of("strange"), DISCLOSURE_OTHER);
	cr_expect_str_eq(disclosure_action("consent"), "U");
	cr_expect_str_eq(disclosure_type("export"), "110106");
}
