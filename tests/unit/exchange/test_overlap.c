#include "daemon/federate/overlap.h"

#include <string.h>

#include "eenplan/base/clock.h"
#include "leak_free.h"

#define ANNA "anna"
#define BERT "bert"

static const struct view_member members[] = {{.id = ANNA}, {.id = BERT}};

struct told {
	const char *source, *subject, *category, *fields;
};

static int32_t
today(void)
{
	int32_t day = 0;

	cr_assert(clock_parse_date("2026-11-22", &day));
	return day;
}

static struct view
found(struct arena *arena, const struct told *told, size_t count)
{
	struct view_fragment *fragments =
		ARENA_ARRAY(arena, count, struct view_fragment);
	struct view view = {.members = members,
			    .member_count = COUNT_OF(members),
			    .fragments = fragments,
			    .fragment_count = count};

	for (size_t i = 0; i < count; i++) {
		char *fields = arena_string(arena, told[i].fields);

		for (char *at = fields; *at != '\0'; at++)
			if (*at == '\'')
				*at = '"';
		fragments[i] = (struct view_fragment){
			.source = told[i].source,
			.source_name = told[i].source,
			.fragment = {.subject = told[i].subject,
				     .category = told[i].category},
		};
		cr_assert_eq(json_read(arena, text_of(fields), 4096,
				       &fragments[i].fragment.fields, NULL),
			     STATUS_OK);
	}
	overlap_find(arena, today(), &view);
	return view;
}

LEAK_FREE_TEST(overlap, is_not_where_things_fit)
{
	static const struct told told[] = {
		/* one organisation's own affair */
		{"p", ANNA, "service", "{'kind':'cleaning'}"},
		{"p", ANNA, "service", "{'kind':'cleaning'}"},
		/* another's help, another member, another time */
		{"q", ANNA, "service", "{'kind':'meals'}"},
		{"q", BERT, "service", "{'kind':'cleaning'}"},
		{"q", ANNA, "service",
		 "{'kind':'cleaning','end':'2026-11-01'}"},
		{"q", ANNA, "service",
		 "{'kind':'cleaning','status':'cancelled'}"},
		/* no kind: not known to be the same */
		{"r", ANNA, "service", "{'text':'cleaning'}"},
		{"p", ANNA, "contact_moment", "{'date':'2026-11-22'}"},
		{"q", ANNA, "contact_moment", "{'date':'2026-11-23'}"},
		{"q", BERT, "contact_moment", "{'date':'2026-11-22'}"},
		{"p", ANNA, "contact_moment", "{'worker':'x'}"},
		{"q", ANNA, "contact_moment", "{'worker':'x'}"},
		/* long ago */
		{"p", BERT, "contact_moment", "{'date':'2026-09-01'}"},
		{"q", BERT, "contact_moment", "{'date':'2026-09-01'}"},
		/* the same words for the same */
		{"p", ANNA, "agreement", "{'text':'Ramp','owner':'Petra'}"},
		{"q", ANNA, "agreement", "{'text':'ramp.','owner':'Petra'}"},
		{"p", ANNA, "plan", "{'title':'At home'}"},
		{"p", BERT, "plan", "{'title':'At home'}"},
		{"p", ANNA, "involvement",
		 "{'role':'coordinator','worker':'Fatima'}"},
		{"q", ANNA, "involvement",
		 "{'role':'coordinator','worker':'Fatima'}"},
	};
	struct arena *arena = arena_new();
	struct view view = found(arena, told, COUNT_OF(told));

	cr_expect_eq(view.overlap_count, 0, "%zu, first %s", view.overlap_count,
		     view.overlap_count == 0
			     ? ""
			     : view_overlap_word(view.overlaps[0].kind));
	arena_free(arena);
}

LEAK_FREE_TEST(overlap, is_the_same_help_from_two_at_the_same_time)
{
	static const struct told told[] = {
		{"p", ANNA, "service",
		 "{'kind':'Cleaning ','start':"
		 "'2026-01-01','end':'2026-12-31'}"},
		{"q", ANNA, "service",
		 "{'kind':'cleaning','start':'2026-12-31'}"},
		{"r", ANNA, "service",
		 "{'kind':'cleaning','start':'2027-06-01','end':"
		 "'2027-07-01'}"},
	};
	struct arena *arena = arena_new();
	struct view view = found(arena, told, 2);

	cr_assert_eq(view.overlap_count, 1);
	cr_expect_eq(view.overlaps[0].kind, VIEW_OVERLAP_SERVICE);
	cr_expect_str_eq(view.overlaps[0].subject, ANNA);
	cr_assert_eq(view.overlaps[0].party_count, 2);
	cr_expect_str_eq(view.overlaps[0].parties[0].source, "p");
	cr_expect_str_eq(view.overlaps[0].parties[1].source, "q");
	/* r overlaps with q, which has no end, and not with p */
	view = found(arena, told, 3);
	cr_assert_eq(view.overlap_count, 1);
	cr_expect_eq(view.overlaps[0].party_count, 3);
	arena_free(arena);
}

LEAK_FREE_TEST(overlap, is_two_visits_on_one_day)
{
	static const struct told told[] = {
		{"p", ANNA, "contact_moment", "{'date':'2026-11-30'}"},
		{"q", ANNA, "contact_moment", "{'date':'2026-11-30'}"},
		{"q", ANNA, "contact_moment", "{'date':'2026-11-30'}"},
	};
	struct arena *arena = arena_new();
	struct view view = found(arena, told, COUNT_OF(told));

	cr_assert_eq(view.overlap_count, 1);
	cr_expect_eq(view.overlaps[0].kind, VIEW_OVERLAP_VISIT);
	cr_expect_str_eq(view.overlaps[0].what, "2026-11-30");
	cr_expect_eq(view.overlaps[0].party_count, 2, "each source once");
	arena_free(arena);
}

LEAK_FREE_TEST(overlap, is_agreements_that_differ_in_who_or_when)
{
	static const struct told told[] = {
		{"p", ANNA, "agreement",
		 "{'text':'Traplift aanvragen','owner':'Petra'}"},
		{"q", ANNA, "agreement",
		 "{'text':'traplift  aanvragen!','owner':'Fatima'}"},
		{"p", BERT, "agreement",
		 "{'text':'Bellen','due':'2026-12-01'}"},
		{"q", BERT, "agreement",
		 "{'text':'Bellen','due':'2026-12-02'}"},
	};
	struct arena *arena = arena_new();
	struct view view = found(arena, told, COUNT_OF(told));

	cr_assert_eq(view.overlap_count, 2);
	cr_expect_eq(view.overlaps[0].kind, VIEW_OVERLAP_AGREEMENT);
	cr_expect_str_eq(view.overlaps[0].subject, ANNA);
	cr_expect_str_eq(view.overlaps[1].subject, BERT);
	arena_free(arena);
}

LEAK_FREE_TEST(overlap, is_a_second_plan_or_coordinator_of_the_household)
{
	static const struct told told[] = {
		{"p", ANNA, "plan", "{'title':'At home'}"},
		{"q", BERT, "plan", "{'title':'At home'}"},
		{"p", ANNA, "involvement",
		 "{'role':'coordinator','worker':'Fatima','contact':'06'}"},
		{"q", BERT, "involvement",
		 "{'role':'coordinator','worker':'Joost'}"},
	};
	struct arena *arena = arena_new();
	struct view view = found(arena, told, COUNT_OF(told));

	cr_assert_eq(view.overlap_count, 2);
	cr_expect_eq(view.overlaps[0].kind, VIEW_OVERLAP_COORDINATORS);
	cr_expect_null(view.overlaps[0].subject);
	cr_expect_str_eq(view.overlaps[0].parties[0].who, "Fatima");
	cr_expect_str_eq(view.overlaps[0].parties[0].contact, "06");
	cr_expect_eq(view.overlaps[1].kind, VIEW_OVERLAP_PLANS);
	cr_expect_str_eq(view.overlaps[1].parties[0].who, "Fatima");
	arena_free(arena);
}

LEAK_FREE_TEST(overlap, says_whom_to_call_only_as_far_as_the_view_does)
{
	static const struct told told[] = {
		{"p", ANNA, "service", "{'kind':'meals'}"},
		{"q", ANNA, "service", "{'kind':'meals'}"},
		{"p", ANNA, "involvement",
		 "{'role':'nurse','worker':'Petra','since':'2026-01-01'}"},
		/* who came later */
		{"p", ANNA, "involvement",
		 "{'role':'nurse','worker':'Aad','since':'2026-02-01'}"},
		/* who has gone, who is somebody else's, who is another's */
		{"q", ANNA, "involvement",
		 "{'worker':'Gone','until':'2026-01-01'}"},
		{"q", BERT, "involvement", "{'worker':'Of Bert'}"},
		{"r", ANNA, "involvement", "{'worker':'Of another'}"},
	};
	struct arena *arena = arena_new();
	struct view view = found(arena, told, COUNT_OF(told));

	cr_assert_eq(view.overlap_count, 1);
	cr_expect_str_eq(view.overlaps[0].parties[0].who, "Petra");
	cr_expect_null(view.overlaps[0].parties[0].contact);
	cr_expect_null(view.overlaps[0].parties[1].who);
	arena_free(arena);
}

/* Nearby: line 0. What the help adds to is for its organisation to say. */
LEAK_FREE_TEST(overlap, is_help_that_takes_over_from_people_nearby)
{
	static const struct {
		const char *near, *help, *source;
		bool is_one;
	} cases[] = {
		{"{'kind':'meals','line':'0'}", "{'kind':'Meals','line':'1'}",
		 "q", true},
		{"{'kind':'meals','line':'0'}", "{'kind':'meals','line':'2'}",
		 "q", true},
		/* also beside one's own volunteer */
		{"{'kind':'meals','line':'0'}", "{'kind':'meals','line':'1'}",
		 "p", true},
		{"{'kind':'meals','line':'0'}",
		 "{'adds_to':'her sister cooks on weekdays','kind':'meals',"
		 "'line':'1'}",
		 "q", false},
		{"{'kind':'meals','line':'0'}", "{'kind':'walks','line':'1'}",
		 "q", false},
		{"{'kind':'meals','line':'0','status':'stopped'}",
		 "{'kind':'meals','line':'1'}", "q", false},
		{"{'kind':'meals','line':'0','end':'2026-12-31'}",
		 "{'kind':'meals','line':'1','start':'2027-01-01'}", "q",
		 false},
	};

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		const struct told told[] = {
			{"p", ANNA, "service", cases[i].near},
			{cases[i].source, ANNA, "service", cases[i].help},
		};
		struct arena *arena = arena_new();
		struct view view = found(arena, told, COUNT_OF(told));

		cr_assert_eq(view.overlap_count, cases[i].is_one, "%s",
			     cases[i].help);
		if (cases[i].is_one) {
			cr_expect_eq(view.overlaps[0].kind,
				     VIEW_OVERLAP_TAKEN_OVER);
			cr_expect_str_eq(view.overlaps[0].subject, ANNA);
			cr_expect_eq(view.overlaps[0].party_count,
				     strcmp(cases[i].source, "p") == 0 ? 1 : 2);
		}
		arena_free(arena);
	}
}
