#include <string.h>

#include "client/wording.h"
#include "support.h"

/* Dates hold no-break spaces; here they may as well be spaces. */
static const char *
spaced(struct arena *arena, const char *text)
{
	struct buf out;

	buf_init(&out, arena, 32);
	for (; *text; text++) {
		if ((unsigned char)*text == 0xC2)
			continue;
		buf_add_char(&out, (unsigned char)*text == 0xA0 ? ' ' : *text);
	}
	return buf_string(&out);
}

LEAK_FREE_TEST(wording, shows_what_is_no_date_as_it_is)
{
	static const char *const rows[] = {"",	       "2026",
					   "2026-02",  "2026-02-30",
					   "tomorrow", "2026-11-21T25:00:00Z"};
	struct arena *arena = arena_new();

	support_speak_english();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		cr_assert_str_eq(wording_date(arena, rows[i]), rows[i]);
		cr_assert_str_eq(wording_time(arena, rows[i]), rows[i]);
		cr_assert_str_eq(wording_date_in_full(arena, rows[i]), rows[i]);
		cr_assert_str_eq(wording_time_in_full(arena, rows[i]), rows[i]);
	}
	cr_assert_null(wording_date_in_full(arena, NULL));
	cr_assert_null(wording_time_in_full(arena, NULL));
	cr_assert_null(wording_date(arena, NULL));
	cr_assert_null(wording_time(arena, NULL));
	arena_free(arena);
}

LEAK_FREE_TEST(wording, shows_dates_and_times_for_people)
{
	struct arena *arena = arena_new();

	support_speak_english();
	cr_assert_str_eq(spaced(arena, wording_date(arena, "2026-11-01")),
			 "1 Nov 2026");
	cr_assert_str_eq(
		spaced(arena, wording_date(arena, "2026-11-01T23:30:00-05:00")),
		"1 Nov 2026");
	cr_assert_str_eq(
		spaced(arena, wording_time(arena, "2026-11-01T23:30:00+01:00")),
		"1 Nov 2026 22:30");
	arena_free(arena);
}

LEAK_FREE_TEST(wording, says_dates_and_times_in_full)
{
	static const struct {
		const char *date;
		const char *full;
	} rows[] = {
		{"2026-11-21", "Saturday 21 November 2026"},
		{"1970-01-01", "Thursday 1 January 1970"},
		{"1969-12-31", "Wednesday 31 December 1969"},
		{"1936-02-29", "Saturday 29 February 1936"},
		{"2026-11-01T23:30:00-05:00", "Sunday 1 November 2026"},
	};
	struct arena *arena = arena_new();

	support_speak_english();
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		cr_expect_str_eq(wording_date_in_full(arena, rows[i].date),
				 rows[i].full);
	cr_expect_str_eq(
		wording_time_in_full(arena, "2026-11-01T00:05:00+01:00"),
		"Saturday 31 October 2026 at 23:05");
	arena_free(arena);
}

LEAK_FREE_TEST(wording, shows_words_of_its_own_and_of_others)
{
	struct arena *arena = arena_new();
	const struct json *list =
		support_json(arena, text_of("[\"goal\",\"zzz\",7]"));

	support_speak_english();
	cr_assert_str_eq(wording_label(WORDING_CATEGORY, "goal"), "goals");
	cr_assert_str_eq(wording_label(WORDING_ROLE, "goal"), "goal");
	cr_assert_null(wording_label(WORDING_ROLE, NULL));
	cr_assert_str_eq(wording_labels(arena, WORDING_CATEGORY, list),
			 "goals, zzz");
	cr_assert_str_eq(wording_joined(arena, NULL), "");
	cr_assert_str_eq(wording_short_id(arena, "3f9c2a10-0000"), "3f9c2a10");
	arena_free(arena);
}

LEAK_FREE_TEST(wording, speaks_dutch)
{
	struct arena *arena = arena_new();

	support_speak_dutch();
	cr_assert_str_eq(wording_label(WORDING_ROLE, "coordinator"),
			 "regisseur");
	cr_assert_str_eq(wording_label(WORDING_OUTCOME, "withheld"),
			 "afgeschermd");
	cr_assert_str_eq(spaced(arena, wording_date(arena, "2026-03-01")),
			 "1 mrt 2026");
	arena_free(arena);
}
