#include "eenplan/wire/findings.h"

#include <string.h>

#include "eenplan/base/limits.h"
#include "reading.h"

static struct diagnostics
empty(struct arena *arena)
{
	struct diagnostics found;

	diagnostics_init(&found, arena, LIMIT_POLICY_FINDINGS);
	return found;
}

static void
add(struct diagnostics *found, enum diagnostic_severity severity,
    const char *text)
{
	diagnostics_add(found,
			&(struct diagnostic){.severity = severity,
					     .file = "own.policy",
					     .line = 3,
					     .column = 11,
					     .width = 4,
					     .source = "  forbid  gaol",
					     .text = text,
					     .hint = "did you mean it?"});
}

/* Written as a member of an object, and read again. */
static const struct json *
written(struct arena *arena, const struct diagnostics *found)
{
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 1024);
	json_begin(&writer, &out);
	json_open_object(&writer);
	findings_encode(&writer, found);
	json_close_object(&writer);
	return reading_json(arena, buf_string(&out));
}

LEAK_FREE_TEST(findings, refuses_what_a_node_of_ours_never_says)
{
	static const char *const sources[] = {
		"{\"found\":[]}",
		"{\"found\":{\"items\":[]}}",
		"{\"found\":{\"items\":[],\"unlisted\":-1}}",
		"{\"found\":{\"items\":[{}],\"unlisted\":0}}",
		"{\"found\":{\"items\":[{\"column\":1,\"line\":1,"
		"\"severity\":\"error\",\"text\":\"t\",\"width\":2000000000}],"
		"\"unlisted\":0}}",
		"{\"found\":{\"items\":[{\"column\":-1,\"line\":1,"
		"\"severity\":\"error\",\"text\":\"t\",\"width\":1}],"
		"\"unlisted\":0}}",
	};

	for (size_t i = 0; i < COUNT_OF(sources); i++) {
		struct arena *arena = arena_new();
		struct diagnostics found = empty(arena);

		cr_expect_eq(findings_decode(reading_json(arena, sources[i]),
					     &found),
			     STATUS_INVALID, "%s", sources[i]);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(findings, are_none_where_none_are_said)
{
	struct arena *arena = arena_new();
	struct diagnostics found = empty(arena);

	cr_expect_eq(findings_decode(reading_json(arena, "{}"), &found),
		     STATUS_OK);
	cr_expect_eq(found.count, 0);
	arena_free(arena);
}

LEAK_FREE_TEST(findings, come_back_as_they_were)
{
	struct arena *arena = arena_new();
	struct diagnostics found = empty(arena);
	struct diagnostics again = empty(arena);
	struct buf before, after;

	add(&found, DIAGNOSTIC_ERROR, "there is no category \"gaol\"");
	add(&found, DIAGNOSTIC_WARNING, "a rule ends soon");
	diagnostics_add(&found, &(struct diagnostic){.text = "no file"});
	cr_assert_eq(findings_decode(written(arena, &found), &again),
		     STATUS_OK);
	cr_expect_eq(again.errors, 2);
	buf_init(&before, arena, 256);
	buf_init(&after, arena, 256);
	diagnostics_print(&found, &before, false);
	diagnostics_print(&again, &after, false);
	cr_expect_str_eq(buf_string(&after), buf_string(&before));
	arena_free(arena);
}

LEAK_FREE_TEST(findings, tell_errors_first_and_count_what_they_leave_out)
{
	struct arena *arena = arena_new();
	struct diagnostics found = empty(arena);
	struct diagnostics again = empty(arena);

	for (int i = 0; i < 2 * LIMIT_POLICY_ERRORS; i++)
		add(&found, DIAGNOSTIC_WARNING, "a warning");
	add(&found, DIAGNOSTIC_ERROR, "the error");
	cr_assert_eq(findings_decode(written(arena, &found), &again),
		     STATUS_OK);
	cr_expect_eq(again.count, LIMIT_POLICY_ERRORS);
	cr_expect_eq(again.errors, 1);
	cr_expect_eq(again.unlisted, LIMIT_POLICY_ERRORS + 1);
	arena_free(arena);
}
