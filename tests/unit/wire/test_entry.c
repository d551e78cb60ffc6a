#include "eenplan/wire/entry.h"

#include "eenplan/base/clock.h"
#include "reading.h"

static struct entry_moment
on(const char *today)
{
	struct entry_moment moment = {.birth_day = CLOCK_DAY_NONE};

	cr_assert(clock_parse_date(today, &moment.today));
	return moment;
}

struct tried {
	enum status status;
	struct fault fault;
	const struct json *fields;
};

/* Documents with ' for " */
static struct tried
apply(struct arena *arena, const char *category, const char *before,
      const char *changes)
{
	const struct entry_moment moment = on("2026-11-22");
	struct tried tried = {0};

	tried.status = entry_apply(
		arena, entry_kind_find(category),
		before == NULL ? NULL : reading_quoted(arena, before),
		reading_quoted(arena, changes), &moment, &tried.fields,
		&tried.fault);
	return tried;
}

#define AGREEMENT                                                              \
	"{'due':'2026-12-01','owner':'Petra','text':'Samen boodschappen "      \
	"doen'}"

LEAK_FREE_TEST(entry, refuses_what_its_kind_does_not_have_or_must_have)
{
	static const struct {
		const char *category, *fields, *where, *text;
	} cases[] = {
		{"agreement", "{'due':'2026-12-01','text':'x'}",
		 "/fields/owner", "is missing"},
		{"agreement", "{'due':'2026-12-01','owner':'','text':'x'}",
		 "/fields/owner", "is missing"},
		{"agreement", "{'owner':'Petra','text':'x'}", "/fields/due",
		 "is missing"},
		{"agreement",
		 "{'colour':'red','due':'2026-12-01','owner':'P','text':'x'}",
		 "/fields",
		 "it has: text, owner, owner_id, contribution, due, "
		 "status"},
		{"agreement", "{'due':'2026-02-30','owner':'P','text':'x'}",
		 "/fields/due", "a day such as"},
		{"agreement",
		 "{'due':'2026-12-01','owner':'P','text':'x','status':'odd'}",
		 "/fields/status", "one of: active, completed, cancelled"},
		{"agreement",
		 "{'due':'2026-12-01','owner':'P','owner_id':'Petra','text':'x'"
		 "}",
		 "/fields/owner_id", "such as sem@welzijn"},
		{"agreement",
		 "{'due':'2026-12-01','owner':'P','owner_id':'@welzijn','text':"
		 "'x'}",
		 "/fields/owner_id", "such as sem@welzijn"},
		{"agreement",
		 "{'due':'2026-12-01','owner':'P','owner_id':'sem@Welzijn','"
		 "text':'x'}",
		 "/fields/owner_id", "such as sem@welzijn"},
		{"agreement", "{'due':1,'owner':'P','text':'x'}", "/fields",
		 "no string"},
		{"goal", "{'text':'  '}", "/fields/text", "a text, in bytes"},
		{"goal", "{'text':'a\\nb'}", "/fields/text", "a text"},
		{"goal", "{'due':'2026-11-01','start':'2026-11-02','text':'x'}",
		 "/fields/due", "is before its start"},
		{"wellbeing", "{'score':'10.1'}", "/fields/score", "0 to 10"},
		{"wellbeing", "{'score':'11'}", "/fields/score", "0 to 10"},
		{"wellbeing", "{'score':'-1'}", "/fields/score", "0 to 10"},
		{"wellbeing", "{'score':'3.55'}", "/fields/score", "0 to 10"},
		{"wellbeing", "{'score':'08'}", "/fields/score", "0 to 10"},
		{"wellbeing", "{'score':'1e1'}", "/fields/score", "0 to 10"},
		{"wellbeing", "{'date':'2026-11-23','score':'3'}",
		 "/fields/date", "today at the latest"},
		{"service", "{'kind':'k','line':'3'}", "/fields/line", "0-2"},
		{"service", "{'kind':'k','line':''}", "/fields/line",
		 "is missing"},
		{"service",
		 "{'kind':'k','line':'1','start':'2026-05-02',"
		 "'end':'2026-05-01'}",
		 "/fields/end", "is before its start"},
		{"contact_moment",
		 "{'date':'2026-11-22','time':'24:00','worker':'W',"
		 "'purpose':'p'}",
		 "/fields/time", "09:30"},
		{"contact_moment",
		 "{'date':'2026-11-22','time':'9:30','worker':'W',"
		 "'purpose':'p'}",
		 "/fields/time", "09:30"},
		{"contact_moment",
		 "{'date':'2026-11-22','time':'10:60','worker':'W',"
		 "'purpose':'p'}",
		 "/fields/time", "09:30"},
		{"cost",
		 "{'amount':'12,50','law':'wmo','period':'2026','way':'old'}",
		 "/fields/amount", "1250.00"},
		{"cost",
		 "{'amount':'1.999','law':'wmo','period':'2026','way':'old'}",
		 "/fields/amount", "1250.00"},
		{"want_can_need", "{}", "/fields",
		 "at least one of want, can, need"},
		{"want_can_need", "{'wan':'x'}", "/fields",
		 "it has: want, can, need, date"},
		{"referral", "{'kind':'indicated','to':'x'}",
		 "/fields/informed", "is missing"},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct arena *arena = arena_new();
		struct tried tried =
			apply(arena, cases[i].category, NULL, cases[i].fields);

		cr_expect_eq(tried.status, STATUS_INVALID, "%s",
			     cases[i].fields);
		cr_expect_str_eq(tried.fault.where, cases[i].where, "%s",
				 cases[i].fields);
		cr_expect_not_null(strstr(tried.fault.text, cases[i].text),
				   "%s: %s", cases[i].fields, tried.fault.text);
		arena_free(arena);
	}
}

LEAK_FREE_TEST(entry, refuses_a_day_before_the_resident_was_born)
{
	struct arena *arena = arena_new();
	struct entry_moment moment = on("2026-11-22");
	struct fault fault = {0};
	const struct json *fields;

	cr_assert(clock_parse_date("2017-03-04", &moment.birth_day));
	cr_expect_eq(entry_apply(arena, entry_kind_find("service"), NULL,
				 reading_quoted(arena, "{'kind':'k','line':'1',"
						       "'start':'2017-03-03'}"),
				 &moment, &fields, &fault),
		     STATUS_INVALID);
	cr_expect_str_eq(fault.where, "/fields/start");
	cr_expect_eq(entry_apply(arena, entry_kind_find("service"), NULL,
				 reading_quoted(arena, "{'kind':'k','line':'1',"
						       "'start':'2017-03-04'}"),
				 &moment, &fields, NULL),
		     STATUS_OK);
	arena_free(arena);
}

LEAK_FREE_TEST(entry, gets_today_where_nothing_is_said)
{
	struct arena *arena = arena_new();
	struct tried tried = apply(arena, "wellbeing", NULL,
				   "{'score':'3.5','moment':'start'}");

	cr_assert_eq(tried.status, STATUS_OK, "%s", tried.fault.text);
	cr_expect_str_eq(json_get_string(tried.fields, "date"), "2026-11-22");
	cr_expect_str_eq(json_get_string(tried.fields, "score"), "3.5");
	/* only once: whoever takes it away later means it */
	tried = apply(arena, "wellbeing", "{'date':'2026-11-20','score':'3.5'}",
		      "{'date':''}");
	cr_assert_eq(tried.status, STATUS_OK);
	cr_expect_null(json_member(tried.fields, "date"));
	arena_free(arena);
}

LEAK_FREE_TEST(entry, keeps_what_a_change_does_not_name)
{
	struct arena *arena = arena_new();
	struct tried tried = apply(arena, "agreement", AGREEMENT,
				   "{'contribution':'auto','owner':'Otto'}");

	cr_assert_eq(tried.status, STATUS_OK);
	cr_expect_eq(json_count(tried.fields), 4);
	cr_expect_str_eq(json_get_string(tried.fields, "owner"), "Otto");
	cr_expect_str_eq(json_get_string(tried.fields, "text"),
			 "Samen boodschappen doen");
	tried = apply(arena, "agreement", AGREEMENT, "{'owner':''}");
	cr_expect_eq(tried.status, STATUS_INVALID);
	arena_free(arena);
}

LEAK_FREE_TEST(entry, is_closed_once_and_only_if_it_can_be)
{
	struct arena *arena = arena_new();
	const struct entry_moment moment = on("2026-11-22");
	const struct json *fields;
	struct fault fault = {0};
	const struct entry_kind *kind = entry_kind_find("agreement");

	cr_assert_eq(entry_close(arena, kind, reading_quoted(arena, AGREEMENT),
				 NULL, &moment, &fields, &fault),
		     STATUS_OK, "%s", fault.text);
	cr_expect_str_eq(json_get_string(fields, "status"), "completed");
	cr_expect_eq(entry_close(arena, kind, fields, NULL, &moment, &fields,
				 &fault),
		     STATUS_CONFLICT);
	cr_expect_not_null(strstr(fault.text, "closed already"));

	cr_assert_eq(
		entry_close(arena, kind, reading_quoted(arena, AGREEMENT),
			    reading_quoted(arena, "{'status':'cancelled'}"),
			    &moment, &fields, NULL),
		STATUS_OK);
	cr_expect_str_eq(json_get_string(fields, "status"), "cancelled");

	cr_assert_eq(
		entry_close(arena, entry_kind_find("service"),
			    reading_quoted(arena, "{'kind':'k','line':'1'}"),
			    NULL, &moment, &fields, NULL),
		STATUS_OK);
	cr_expect_str_eq(json_get_string(fields, "end"), "2026-11-22");

	fault_clear(&fault);
	cr_expect_eq(entry_close(arena, entry_kind_find("wellbeing"),
				 reading_quoted(arena, "{'score':'3'}"), NULL,
				 &moment, &fields, &fault),
		     STATUS_CONFLICT);
	cr_expect_not_null(strstr(fault.text, "isn't closed"));
	arena_free(arena);
}

LEAK_FREE_TEST(entry, is_overdue_after_its_day_until_it_is_over)
{
	static const struct {
		const char *fields;
		bool over, overdue;
	} cases[] = {
		{"{'due':'2026-11-21'}", false, true},
		{"{'due':'2026-11-22'}", false, false},
		{"{'due':'2026-11-21','status':'active'}", false, true},
		{"{'due':'2026-11-21','status':'in-progress'}", false, true},
		{"{'due':'2026-11-21','status':'completed'}", true, false},
		{"{'due':'2026-11-21','end':'2026-11-22'}", true, false},
		{"{'due':'2026-11-21','end':'2026-11-23'}", false, true},
		{"{'due':'soon'}", false, false},
		{"{'until':'2020-01-01'}", true, false},
		{"{}", false, false},
	};
	const struct entry_moment moment = on("2026-11-22");

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct arena *arena = arena_new();
		const struct json *fields =
			reading_quoted(arena, cases[i].fields);

		cr_expect_eq(entry_is_over(fields, moment.today), cases[i].over,
			     "%s", cases[i].fields);
		cr_expect_eq(entry_is_overdue(fields, moment.today),
			     cases[i].overdue, "%s", cases[i].fields);
		arena_free(arena);
	}
}

/* The table itself: a slip in it would be a rule nobody wanted. */
LEAK_FREE_TEST(entry, table_holds_together)
{
	struct arena *arena = arena_new();
	size_t kinds, count;
	const struct entry_kind *kind = entry_kinds(&kinds);

	cr_expect_eq(kinds, 17);
	for (size_t i = 0; i < kinds; i++) {
		const struct entry_field *fields =
			entry_fields(&kind[i], &count);
		bool closes = kind[i].closing[0] == '\0';

		cr_assert_gt(count, 0);
		cr_expect_eq(entry_kind_find(kind[i].category), &kind[i]);
		for (size_t j = 0; j < count; j++) {
			closes = closes ||
				 strcmp(fields[j].name, kind[i].closing) == 0;
		}
		cr_expect(closes, "%s is closed by a field it hasn't",
			  kind[i].category);
	}
	cr_expect_null(entry_kind_find("diagnosis"));
	cr_expect_null(entry_kind_find(""));
	arena_free(arena);
}
