#include "eenplan/wire/view.h"

#include "reading.h"

LEAK_FREE_TEST(view, of_nothing_says_nothing_more_than_it_knows)
{
	struct arena *arena = arena_new();
	struct view view = {
		.household = "h",
		.purpose = "coordination",
		.role = "coordinator",
		.request = "r",
		.time_ms = 1795255200000,
		.due = -1,
	};
	struct buf out;

	buf_init(&out, arena, 0);
	view_encode(&out, &view);
	cr_assert_str_eq(
		buf_string(&out),
		"{\"coordinator\":null,\"fragments\":[],"
		"\"household\":{\"id\":\"h\"},\"members\":[],"
		"\"missing\":[],\"overlaps\":[],\"purpose\":\"coordination\","
		"\"request\":\"r\",\"role\":\"coordinator\","
		"\"time\":\"2026-11-21T10:00:00.000Z\"}");
	arena_free(arena);
}

LEAK_FREE_TEST(view, says_what_it_was_limited_to)
{
	struct arena *arena = arena_new();
	const char *const categories[] = {"goal", "service"};
	struct view view = {.categories = categories, .category_count = 2};
	struct buf out;

	buf_init(&out, arena, 0);
	view_encode(&out, &view);
	cr_assert_not_null(strstr(buf_string(&out),
				  "{\"categories\":[\"goal\",\"service\"],"));
	arena_free(arena);
}

static const struct view_member members[] = {
	{.id = "m1", .name = "Jannie", .relation = "oma", .age_years = 85},
	{.id = "m2", .name = "Noor", .age_years = -1},
};

LEAK_FREE_TEST(view, leaves_out_an_unknown_age_and_a_masked_source)
{
	struct arena *arena = arena_new();
	struct view_fragment fragment = {
		.source = "care",
		.fragment =
			{
				.subject = "m1",
				.category = "goal",
				.law = "care",
				.rule = "R-1",
				.fields = reading_json(arena,
						       "{\"text\":\"Koken\"}"),
			},
	};
	struct view_missing missing = {
		.source = "ggz",
		.source_name = "GGZ De Brug",
		.withheld = {.reason = "unreachable"},
	};
	struct view view = {
		.household = "h",
		.coordinator = {.standing = "held",
				.name = "Fatima",
				.contact = "088"},
		.members = members,
		.member_count = 2,
		.fragments = &fragment,
		.fragment_count = 1,
		.missing = &missing,
		.missing_count = 1,
		.due = 3,
	};
	struct buf out;
	const char *text;

	buf_init(&out, arena, 0);
	view_encode(&out, &view);
	text = buf_string(&out);
	cr_expect_not_null(strstr(text,
				  "{\"contact\":\"088\",\"name\":\"Fatima\","
				  "\"standing\":\"held\"}"));
	cr_expect_not_null(strstr(text, ",\"due\":3,\"fragments\":"));
	cr_expect_not_null(
		strstr(text, "[{\"age\":85,\"id\":\"m1\",\"name\":\"Jannie\","
			     "\"relation\":\"oma\"},"
			     "{\"id\":\"m2\",\"name\":\"Noor\"}]"));
	cr_expect_not_null(strstr(
		text, "[{\"category\":\"goal\",\"duties\":[],\"fields\":"
		      "{\"text\":\"Koken\"},\"law\":\"care\",\"rule\":\"R-1\","
		      "\"source\":\"care\",\"subject\":\"m1\"}]"));
	cr_expect_not_null(
		strstr(text, "[{\"reason\":\"unreachable\",\"source\":\"ggz\","
			     "\"source_name\":\"GGZ De Brug\"}]"));
	arena_free(arena);
}

LEAK_FREE_TEST(view, names_nobody_as_coordinator_where_several_claim_it)
{
	static const char *const claims[] = {"Wijkteam", "any"};
	const struct view_coordinator conflict = {
		.standing = "conflict", .claims = claims, .claim_count = 2};
	const struct view_coordinator masked = {.standing = "masked",
						.group = "care"};
	struct arena *arena = arena_new();
	struct json_writer writer;
	struct buf out;

	buf_init(&out, arena, 0);
	json_begin(&writer, &out);
	view_coordinator_encode(&writer, &conflict);
	cr_expect_str_eq(buf_string(&out), "{\"claims\":[\"Wijkteam\",\"any\"],"
					   "\"standing\":\"conflict\"}");
	buf_init(&out, arena, 0);
	json_begin(&writer, &out);
	view_coordinator_encode(&writer, &masked);
	cr_expect_str_eq(buf_string(&out),
			 "{\"group\":\"care\",\"standing\":\"masked\"}");
	arena_free(arena);
}
