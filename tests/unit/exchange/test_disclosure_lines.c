#include "daemon/exchange/disclosure_lines.h"

#include <string.h>

#include "leak_free.h"

#define REQUEST "22222222-2222-4222-8222-222222222222"

static const char *const linked[] = {"thuiszorg"};
static const struct disclosure_view officer = {
	.self = "wijkteam", .linked = linked, .linked_count = 1};
static const struct disclosure_view handout = {.self = "wijkteam",
					       .is_handout = true,
					       .linked = linked,
					       .linked_count = 1};

static const char *const partners[] = {"ggz", "thuiszorg"};
static const char *const goal[] = {"goal"};

static struct audit_event
asked(void)
{
	return (struct audit_event){
		.event = "ask",
		.request = REQUEST,
		.time_ms = 1000,
		.organisation = "wijkteam",
		.user = "fatima",
		.role = "coordinator",
		.purpose = "coordination",
		.outcome = "permitted",
		.categories = goal,
		.category_count = 1,
		.partners = partners,
		.partner_count = 2,
	};
}

static struct disclosure_line
line_of(struct arena *arena, const struct disclosure_view *view,
	const struct audit_event *event)
{
	struct disclosure_line line;

	disclosure_line_of(arena, view, 7, event, &line);
	return line;
}

LEAK_FREE_TEST(disclosure_lines, names_no_partner_of_somebody_else)
{
	struct arena *arena = arena_new();
	struct audit_event event = asked();
	struct disclosure_line line = line_of(arena, &officer, &event);

	cr_assert_eq(line.other_count, 1, "ggz is there for another");
	cr_expect_str_eq(line.others[0].organisation, "thuiszorg");
	cr_expect(line.others[0].gave);
	cr_expect_not(line.others[0].says);
	cr_expect_eq(line.others[0].match, DISCLOSURE_MATCH_UNCHECKED);
	cr_expect_eq(line.seq, 7);
	cr_expect_str_eq(line.categories.items[0], "goal");
	arena_free(arena);
}

LEAK_FREE_TEST(disclosure_lines, names_with_whom_joint_clients_were_sought)
{
	struct arena *arena = arena_new();
	struct audit_event event = asked();
	struct disclosure_line line;

	event.event = "discovery";
	line = line_of(arena, &handout, &event);
	cr_assert_eq(line.other_count, 2);
	cr_expect_eq(line.group, DISCLOSURE_FOUND);
	cr_expect_eq(line.others[0].match, DISCLOSURE_MATCH_NONE);
	cr_expect_not(line.others[0].gave);
	arena_free(arena);
}

LEAK_FREE_TEST(disclosure_lines, name_in_a_handout_who_works_for_us_alone)
{
	static const struct {
		const char *organisation;
		const char *role;
		bool is_named;
	} rows[] = {
		{"wijkteam", "coordinator", true},
		{"wijkteam", NULL, true},
		{"wijkteam", "volunteer", false},
		{"thuiszorg", "professional", false},
		{"thuiszorg", NULL, false},
	};
	struct arena *arena = arena_new();

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct audit_event event = asked();

		event.event = "answer";
		event.organisation = rows[i].organisation;
		event.role = rows[i].role;
		event.partner_count = 0;
		cr_expect_not_null(line_of(arena, &officer, &event).user);
		cr_expect_eq(line_of(arena, &handout, &event).user != NULL,
			     rows[i].is_named, "%zu", i);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(disclosure_lines, holds_words_that_may_name_others)
{
	struct arena *arena = arena_new();
	struct disclosure_view reasons = handout;
	struct audit_event event = asked();
	struct disclosure_line line;

	event.event = "emergency";
	event.reason = "dochter belde";
	event.emergency = REQUEST;
	line = line_of(arena, &handout, &event);
	cr_expect_null(line.reason);
	cr_expect(line.reason_held);
	cr_expect_eq(line.group, DISCLOSURE_EMERGENCY);
	line = line_of(arena, &officer, &event);
	cr_expect_str_eq(line.reason, "dochter belde");
	cr_expect_not(line.reason_held);
	reasons.with_reasons = true;
	line = line_of(arena, &reasons, &event);
	cr_expect_str_eq(line.reason, "dochter belde");
	cr_expect_not(line.reason_held);
	arena_free(arena);
}

LEAK_FREE_TEST(disclosure_lines, has_whoever_asked_us_as_the_other_side)
{
	struct arena *arena = arena_new();
	struct audit_event event = asked();
	struct disclosure_line line;

	event.event = "answer";
	event.organisation = "thuiszorg";
	event.partner_count = 0;
	line = line_of(arena, &officer, &event);
	cr_assert_eq(line.other_count, 1);
	cr_expect_str_eq(line.others[0].organisation, "thuiszorg");
	cr_expect_not(line.others[0].gave);
	event.organisation = "welzijn";
	line = line_of(arena, &officer, &event);
	cr_expect_eq(line.other_count, 0, "no link by which to ask it");
	cr_expect_str_eq(line.organisation, "welzijn");
	event.organisation = "thuiszorg";
	event.event = "told";
	cr_expect_eq(line_of(arena, &officer, &event).other_count, 0);
	event.event = "told";
	event.organisation = NULL;
	cr_expect_eq(line_of(arena, &officer, &event).other_count, 0);
	arena_free(arena);
}

LEAK_FREE_TEST(disclosure_lines, makes_a_line_of_what_only_a_partner_has)
{
	const struct resident_log_entry gave = {.gave = true,
						.request = REQUEST,
						.time_ms = 5,
						.user = "fatima",
						.role = "coordinator",
						.categories = goal,
						.category_count = 1};
	const struct resident_log_entry took = {
		.is_emergency = true, .request = REQUEST, .user = "petra"};
	struct arena *arena = arena_new();
	struct disclosure_line line;

	disclosure_line_of_theirs(arena, &handout, "thuiszorg", &gave,
				  DISCLOSURE_MATCH_THEIRS, &line);
	cr_expect_eq(line.seq, -1);
	cr_expect_str_eq(line.event, "ask");
	cr_expect_str_eq(line.organisation, "wijkteam");
	cr_expect_str_eq(line.user, "fatima");
	cr_expect_str_eq(line.others[0].categories.items[0], "goal");
	cr_expect_eq(line.others[0].match, DISCLOSURE_MATCH_THEIRS);
	disclosure_line_of_theirs(arena, &handout, "thuiszorg", &took,
				  DISCLOSURE_MATCH_BOTH, &line);
	cr_expect_str_eq(line.event, "emergency");
	cr_expect_str_eq(line.organisation, "thuiszorg");
	cr_expect_null(line.user, "a partner's worker isn't named");
	arena_free(arena);
}

/* What the log can have and what a resident is told of are one list. */
LEAK_FREE_TEST(disclosure_lines, knows_every_event_of_the_log)
{
	static const struct {
		const char *event;
		char action;
	} logged[] = {
#define C				   'C'
#define R				   'R'
#define U				   'U'
#define D				   'D'
#define E				   'E'
#define AUDIT_EVENT(name, action, meaning) {name, action},
#include "daemon/audit/events.def"
#undef AUDIT_EVENT
	};
	static const char *const told[] = {
#define DISCLOSURE_EVENT(event, group, action, type) event,
#include "eenplan/wire/disclosure.def"
	};

	cr_assert_eq(COUNT_OF(logged), COUNT_OF(told));
	for (size_t i = 0; i < COUNT_OF(logged); i++) {
		cr_expect_str_eq(told[i], logged[i].event);
		cr_expect_eq(disclosure_action(told[i])[0], logged[i].action,
			     "%s", told[i]);
	}
}
