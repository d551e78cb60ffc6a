#include "client/conferences.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "leak_free.h"

#define ABOUT "'conference':'c1'"
#define HEAD                                                                   \
	ABOUT ",'date':'2026-12-01','place':'thuis','state':'planned',"        \
	      "'time':'10:30'"
#define PETRA ABOUT ",'role':'nurse','participant':'Petra'"

/* A fragment; its fields have ' for ". */
struct told {
	const char *subject;
	const char *fields;
};

static struct conferences
gather(struct arena *arena, const struct told *told, size_t count)
{
	const struct json *view;
	struct buf out;

	buf_init(&out, arena, 1024);
	buf_add_string(&out, "{'members':[{'id':'a','name':'Anna'},"
			     "{'id':'b','name':'Bert'}],'fragments':[");
	for (size_t i = 0; i < count; i++)
		buf_printf(&out,
			   "%s{'category':'case_conference','fields':{%s},"
			   "'source':'wijkteam','source_name':'Wijkteam',"
			   "'subject':'%s'}",
			   i == 0 ? "" : ",", told[i].fields, told[i].subject);
	buf_add_string(&out, "]}");

	char *text = arena_string(arena, buf_string(&out));

	for (char *at = text; *at != '\0'; at++)
		if (*at == '\'')
			*at = '"';
	cr_assert_eq(json_read(arena, text_of(text), 1 << 16, &view, NULL),
		     STATUS_OK, "%s", text);
	return conferences_gather(arena, view);
}

LEAK_FREE_TEST(conferences, are_none_where_nothing_tells_of_one)
{
	struct arena *arena = arena_new();

	cr_expect_eq(gather(arena, NULL, 0).count, 0);
	arena_free(arena);
}

LEAK_FREE_TEST(conferences, come_together_from_the_files_of_several)
{
	static const struct told told[] = {
		{"a", HEAD},
		{"b", HEAD},
		{"b", ABOUT ",'topic':'Werk','categories':'goal,agreement'"},
		{"a", PETRA},
		{"b", PETRA ",'came':'no'"},
		{"a", ABOUT ",'role':'resident'"},
		{"b", ABOUT ",'kind':'care'"},
	};
	struct arena *arena = arena_new();
	struct conferences seen = gather(arena, told, COUNT_OF(told));
	const struct conference_seen *one = &seen.all[0];

	cr_assert_eq(seen.count, 1);
	cr_expect_str_eq(one->place, "thuis");
	cr_expect_str_eq(one->source, "Wijkteam");
	cr_assert_eq(one->subject_count, 1);
	cr_expect_str_eq(one->subjects[0].about, "Bert");
	cr_expect_str_eq(conferences_data(arena, one->subjects[0].categories),
			 "goals, agreements");
	cr_assert_eq(one->part_count, 3);
	cr_expect_str_eq(one->parts[0].who, "Anna");
	cr_expect_str_eq(one->parts[1].who, "Petra, nurse");
	cr_expect_str_eq(one->parts[2].who, "care organisation (not named)");
	arena_free(arena);
}

LEAK_FREE_TEST(conferences, come_in_the_order_of_their_days)
{
	static const struct told told[] = {
		{"a", "'conference':'c3'"},
		{"a", "'conference':'c2','date':'2026-12-02'"},
		{"a", HEAD},
	};
	struct arena *arena = arena_new();
	struct conferences seen = gather(arena, told, COUNT_OF(told));
	int32_t today;

	cr_assert_eq(seen.count, 3);
	cr_expect_str_eq(seen.all[0].id, "c1");
	cr_expect_str_eq(seen.all[1].id, "c2");
	cr_expect_str_eq(seen.all[2].id, "c3");
	cr_assert(clock_parse_date("2026-12-01", &today));
	cr_expect(conferences_is_coming(&seen.all[0], today));
	cr_expect(!conferences_is_coming(&seen.all[0], today + 1));
	cr_expect(!conferences_is_coming(&seen.all[1], today));
	cr_expect(!conferences_is_coming(&seen.all[2], today));
	arena_free(arena);
}
