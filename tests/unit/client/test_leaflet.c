#include <string.h>

#include "client/i18n.h"
#include "client/leaflet.h"
#include "support.h"

#define FIXTURES "tests/fixtures/client/"

static struct arena *arena;

static const char *
make(struct text json)
{
	struct leaflet leaflet = {.arena = arena,
				  .view = support_json(arena, json),
				  .maker = "fatima"};
	struct buf out;

	buf_init(&out, arena, 4096);
	leaflet_write(&leaflet, &out);
	return buf_string(&out);
}

static const char *
make_string(const char *json)
{
	return make(text_of(json));
}

/* Of three members, and a time. */
static const char *
make_with(const char *fragments, const char *missing)
{
	return make_string(arena_printf(
		arena,
		"{\"time\":\"2026-11-21T10:00:00.000Z\",\"members\":["
		"{\"id\":\"m1\",\"name\":\"Jannie\",\"age\":85},"
		"{\"id\":\"m2\",\"name\":\"Noor\",\"age\":1},"
		"{\"id\":\"m3\",\"name\":\"Ruud\"}],"
		"\"fragments\":[%s],\"missing\":[%s]}",
		fragments, missing));
}

static void
begin(void)
{
	support_speak_english();
	arena = arena_new();
}

LEAK_FREE_TEST(leaflet, survives_views_with_nothing_in_them)
{
	static const char *const rows[] = {
		"{}",
		"{\"coordinator\":null,\"fragments\":[],\"members\":[],"
		"\"missing\":[]}",
		"{\"fragments\":[{}],\"members\":[{}],\"missing\":[{}]}",
		"{\"fragments\":[1,\"x\",null],\"members\":\"x\","
		"\"missing\":{}}",
		"{\"fragments\":[{\"category\":\"goal\",\"fields\":[1],"
		"\"subject\":7},{\"category\":\"agreement\",\"fields\":7}],"
		"\"members\":[{\"id\":\"m\"}],\"household\":[],"
		"\"time\":\"never\"}",
	};

	begin();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *page = make_string(rows[i]);
		cr_assert_not_null(strstr(page, "Nobody yet."), "row %zu", i);
		cr_assert_not_null(strstr(page, "</html>\n"), "row %zu", i);
	}
	arena_free(arena);
}

/* Every string that a view has, replaced by `evil`. */
static const char *
poisoned(const char *evil)
{
	return make_string(arena_printf(
		arena,
		"{\"time\":%1$s,\"role\":%1$s,\"purpose\":%1$s,"
		"\"household\":{\"id\":%1$s,\"name\":%1$s},"
		"\"coordinator\":{\"standing\":\"held\",\"name\":%1$s,"
		"\"organisation\":%1$s,"
		"\"contact\":%1$s},\"members\":[{\"id\":\"m\",\"name\":%1$s,"
		"\"relation\":%1$s,\"age\":9}],\"fragments\":["
		"{\"category\":\"involvement\",\"subject\":\"m\",\"source\":"
		"%1$s,\"source_name\":%1$s,\"fields\":{\"worker\":%1$s,"
		"\"organisation\":%1$s,\"contact\":%1$s,\"role\":%1$s}},"
		"{\"category\":\"informal_support\",\"subject\":\"m\","
		"\"source\":%1$s,\"fields\":{\"name\":%1$s,\"role\":%1$s,"
		"\"phone\":%1$s,\"availability\":%1$s}},"
		"{\"category\":\"service\",\"source\":%1$s,\"fields\":"
		"{\"text\":%1$s,\"kind\":%1$s,\"intensity\":%1$s,"
		"\"end\":%1$s}},"
		"{\"category\":\"want_can_need\",\"subject\":\"m\",\"source\":"
		"%1$s,\"fields\":{\"want\":%1$s,\"can\":%1$s,\"need\":%1$s}},"
		"{\"category\":\"goal\",\"subject\":\"m\",\"source\":%1$s,"
		"\"fields\":{\"text\":%1$s,\"due\":%1$s}},"
		"{\"category\":\"plan\",\"subject\":\"m\",\"source\":%1$s,"
		"\"fields\":{\"title\":%1$s,\"text\":%1$s}},"
		"{\"category\":\"agreement\",\"subject\":\"m\",\"source\":"
		"%1$s,\"fields\":{\"text\":%1$s,\"owner\":%1$s,"
		"\"contribution\":%1$s,\"due\":%1$s}}],"
		"\"missing\":[{\"source\":%1$s,\"source_name\":%1$s,"
		"\"reason\":%1$s,\"category\":\"goal\",\"subject\":\"m\"},"
		"{\"source\":%1$s,\"reason\":\"unreachable\"}]}",
		evil));
}

LEAK_FREE_TEST(leaflet, lets_no_field_of_a_view_be_markup)
{
	const char *page;

	begin();
	page = poisoned("\"<script>&x;\\\" onload='7\"");
	cr_expect_null(strstr(page, "<script"));
	cr_expect_null(strstr(page, "&x;"));
	cr_expect_null(strstr(page, "\" onload"));
	cr_expect_null(strstr(page, "'7"));
	cr_expect_not_null(strstr(page,
				  "<li class=\"card\">\n<p class=\"name\">"
				  "&#60;script&#62;&#38;x;&#34; "
				  "onload=&#39;7</p>"));
	arena_free(arena);
}

LEAK_FREE_TEST(leaflet, lets_no_control_character_through_and_is_ascii)
{
	const char *page;

	begin();
	page = poisoned("\"\\u0001\\u001b[2J\\u009b\\u202e\\u2066 caf\\u00e9"
			" \\ud83c\\udfe0\"");
	cr_expect_not_null(strstr(page, "caf&#233; &#127968;"));
	cr_expect_null(strstr(page, "&#155;"));
	cr_expect_null(strstr(page, "&#8238;"));
	cr_expect_null(strstr(page, "&#8294;"));
	for (const char *at = page; *at; at++)
		cr_assert((*at >= ' ' && *at < 0x7F) || *at == '\n');
	arena_free(arena);
}

LEAK_FREE_TEST(leaflet, needs_nothing_from_elsewhere_and_runs_nothing)
{
	static const char *const words[] = {"http:",
					    "https:",
					    "<script",
					    "<img",
					    "<link",
					    "url(",
					    "@import",
					    "style=\"",
					    " on"
					    "click"};
	const char *page;

	begin();
	page = make(support_file(arena, FIXTURES "view.json"));
	for (size_t i = 0; i < COUNT_OF(words); i++)
		cr_expect_null(strstr(page, words[i]), "%s", words[i]);
	cr_expect_not_null(strstr(page, "default-src 'none'; style-src "
					"'sha256-"));
	arena_free(arena);
}

LEAK_FREE_TEST(leaflet, has_no_id_rule_or_article)
{
	const char *page;

	begin();
	page = make(support_file(arena, FIXTURES "view.json"));
	cr_expect_null(strstr(page, "7f1c0c5e"));
	cr_expect_null(strstr(page, "0d0f5c0a"));
	cr_expect_null(strstr(page, "ALG-001"));
	cr_expect_null(strstr(page, "GGZ-008"));
	cr_expect_null(strstr(page, "AVG"));
	cr_expect_null(strstr(page, "7:457"));
	arena_free(arena);
}

LEAK_FREE_TEST(leaflet, has_nothing_of_a_category_without_a_place_on_it)
{
	static const char *const categories[] = {
		"signal",     "safety_concern", "diagnosis", "medication",
		"judicial",   "finance",	"wellbeing", "treatment_note",
		"limitation", "contact_moment", "contact",   "school_report"};
	const char *without;

	begin();
	without = make_with("", "");
	for (size_t i = 0; i < COUNT_OF(categories); i++) {
		const char *fragment = arena_printf(
			arena,
			"{\"category\":\"%s\",\"subject\":\"m1\",\"source\":"
			"\"zorg\",\"source_name\":\"Zorg\",\"fields\":"
			"{\"text\":\"x\"},\"basis\":[\"AVG\"],"
			"\"reason\":\"withheld\"}",
			categories[i]);
		cr_assert_str_eq(make_with(fragment, ""), without, "%s",
				 categories[i]);
		cr_assert_str_eq(make_with("", fragment), without, "%s",
				 categories[i]);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(leaflet, is_silent_about_reports_of_violence)
{
	static const char *const items[] = {
		"{\"category\":\"involvement\",\"subject\":\"m2\",\"law\":"
		"\"veilig_thuis\",\"source\":\"x\",\"source_name\":\"X\","
		"\"fields\":{\"worker\":\"Y\"},\"reason\":\"withheld\"}",
		"{\"category\":\"goal\",\"subject\":\"m2\",\"source\":"
		"\"child_protection\",\"fields\":{\"text\":\"Y\"},"
		"\"reason\":\"unreachable\"}",
	};
	const char *without;

	begin();
	without = make_with("", "");
	for (size_t i = 0; i < COUNT_OF(items); i++) {
		cr_assert_str_eq(make_with(items[i], ""), without);
		cr_assert_str_eq(make_with("", items[i]), without);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(leaflet, does_not_say_who_refused)
{
	static const char format[] =
		"{\"category\":\"goal\",\"subject\":\"m1\",\"source\":\"zorg\","
		"\"source_name\":\"Zorg\",\"reason\":\"%s\",\"basis\":[]}";

	begin();
	cr_expect_str_eq(
		make_with("", arena_printf(arena, format, "refused")),
		make_with("", arena_printf(arena, format, "withheld")));
	cr_expect_not_null(
		strstr(make_with("", arena_printf(arena, format, "refused")),
		       "<li>Zorg: goals, of Jannie</li>"));
	arena_free(arena);
}

LEAK_FREE_TEST(leaflet, does_not_name_a_masked_source_nor_whom_it_is_about)
{
	const char *page;

	begin();
	page = make_with("{\"category\":\"involvement\",\"subject\":\"m1\","
			 "\"source\":\"care\",\"fields\":{\"worker\":\"Ilse\","
			 "\"organisation\":\"Named\"}}",
			 "{\"subject\":\"m2\",\"source\":\"care\","
			 "\"reason\":\"withheld\"}");
	cr_expect_null(strstr(page, "Named"));
	cr_expect_not_null(strstr(page, "<p class=\"name\">Ilse</p>\n"
					"<p>care organisation (not named)"));
	cr_expect_not_null(strstr(page, "<li>care organisation (not named): "
					"what it is, isn&#39;t said</li>"));
	cr_expect_null(strstr(page, "of Noor"));
	arena_free(arena);
}

LEAK_FREE_TEST(leaflet, names_partners_that_were_not_reached_once)
{
	const char *item = "{\"source\":\"w\",\"source_name\":\"Woon\","
			   "\"reason\":\"unreachable\"}";
	const char *page;
	const char *found;

	begin();
	page = make_with("", arena_printf(arena, "%s,%s", item, item));
	found = strstr(page, "<li>Woon</li>");
	cr_assert_not_null(found);
	cr_expect_null(strstr(found + 1, "<li>Woon</li>"));
	cr_expect_null(strstr(page, "Nothing else that"));
	arena_free(arena);
}

LEAK_FREE_TEST(leaflet, says_in_words_what_is_too_late_and_only_that)
{
	static const struct {
		const char *due;
		const char *status;
		const char *stage;
	} rows[] = {
		{"2026-11-20", "active", "is-late"},
		{"2026-11-20", "completed", "over"},
		{"2026-11-20", "cancelled", "over"},
		{"2026-11-21", "active", "to-do"},
		{"soon", "active", "to-do"},
	};

	begin();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *page = make_with(
			arena_printf(arena,
				     "{\"category\":\"agreement\",\"fields\":"
				     "{\"text\":\"x\",\"due\":\"%s\","
				     "\"status\":\"%s\"}}",
				     rows[i].due, rows[i].status),
			"");
		const char *stage = arena_printf(
			arena, "<li class=\"card %s\">", rows[i].stage);
		bool is_late = strcmp(rows[i].stage, "is-late") == 0;
		cr_assert_not_null(strstr(page, stage), "row %zu", i);
		cr_assert_eq(strstr(page, "Too late: this was to be ready on "
					  "Friday 20 November 2026.") != NULL,
			     is_late, "row %zu", i);
	}
	arena_free(arena);
}

LEAK_FREE_TEST(leaflet, leaves_out_helpers_that_went)
{
	begin();
	cr_expect_null(strstr(
		make_with("{\"category\":\"involvement\",\"fields\":"
			  "{\"worker\":\"Gone\",\"until\":\"2026-10-01\"}}",
			  ""),
		"Gone"));
	cr_expect_not_null(strstr(
		make_with("{\"category\":\"involvement\",\"fields\":"
			  "{\"worker\":\"Here\",\"until\":\"2027-10-01\"}}",
			  ""),
		"Here"));
	arena_free(arena);
}

LEAK_FREE_TEST(leaflet, says_once_what_is_the_same_for_several)
{
	static const char format[] =
		"{\"category\":\"involvement\",\"subject\":\"%s\",\"source\":"
		"\"w\",\"source_name\":\"W\",\"fields\":{\"worker\":"
		"\"Fatima\",\"since\":\"%s\"}}";
	const char *two;
	const char *page;

	begin();
	two = arena_printf(arena, "%s,%s",
			   arena_printf(arena, format, "m1", "2026-01-01"),
			   arena_printf(arena, format, "m2", "2026-02-02"));
	page = make_with(two, "");
	cr_expect_not_null(strstr(page, "for Jannie, Noor"));
	cr_expect_null(strstr(strstr(page, ">Fatima<") + 1, ">Fatima<"));
	page = make_with(arena_printf(arena, "%s,%s", two,
				      arena_printf(arena, format, "m3", "")),
			 "");
	cr_expect_not_null(strstr(page, "for all of us"));
	cr_expect_null(strstr(page, "for Jannie"));
	arena_free(arena);
}

LEAK_FREE_TEST(leaflet, leaves_nobody_out_whose_name_is_part_of_anothers)
{
	static const char *const ids[] = {"m1", "m2"};
	struct buf fragments;

	begin();
	buf_init(&fragments, arena, 256);
	for (size_t i = 0; i < COUNT_OF(ids); i++)
		buf_printf(&fragments,
			   "%s{\"category\":\"involvement\",\"subject\":"
			   "\"%s\",\"fields\":{\"worker\":\"W\"}}",
			   i > 0 ? "," : "", ids[i]);
	cr_expect_not_null(
		strstr(make_string(arena_printf(
			       arena,
			       "{\"members\":[{\"id\":\"m1\",\"name\":\"Ruud "
			       "Bakker\"},{\"id\":\"m2\",\"name\":\"Bakker\"},"
			       "{\"id\":\"m3\",\"name\":\"Noor\"}],"
			       "\"fragments\":[%s]}",
			       buf_string(&fragments))),
		       "for Ruud Bakker, Bakker<"));
	arena_free(arena);
}

LEAK_FREE_TEST(leaflet, counts_years_and_lets_only_numbers_be_called)
{
	const char *page;

	begin();
	page = make_with("{\"category\":\"involvement\",\"fields\":{\"worker\":"
			 "\"A\",\"contact\":\"06-00 000012\"}},"
			 "{\"category\":\"involvement\",\"fields\":{\"worker\":"
			 "\"B\",\"contact\":\"bel 112;x\"}}",
			 "");
	cr_expect_not_null(strstr(page, "85 years old"));
	cr_expect_not_null(strstr(page, "1 year old"));
	cr_expect_not_null(strstr(page, "href=\"tel:0600000012\""));
	cr_expect_not_null(strstr(page, ">bel 112;x</span>"));
	arena_free(arena);
}

LEAK_FREE_TEST(leaflet, says_who_made_it_when_and_what_for)
{
	const char *page;

	begin();
	page = make_string("{\"time\":\"2026-11-21T10:00:00.000Z\",\"role\":"
			   "\"coordinator\",\"purpose\":\"coordination\"}");
	cr_expect_not_null(strstr(page, "<b>Made by:</b> fatima, coordinator"));
	cr_expect_not_null(strstr(page, "<b>On:</b> Saturday 21 November 2026 "
					"at 10:00"));
	cr_expect_not_null(strstr(page, "<b>For:</b> coordination"));
	arena_free(arena);
}

LEAK_FREE_TEST(leaflet, is_dutch_and_says_so)
{
	const char *page;

	support_speak_dutch();
	arena = arena_new();
	page = make(support_file(arena, FIXTURES "view.json"));
	cr_expect_not_null(strstr(page, "<html lang=\"nl\">"));
	cr_expect_not_null(strstr(page, ">Wie helpt ons</h2>"));
	cr_expect_not_null(strstr(page, ">Wat willen wij</h2>"));
	cr_expect_not_null(strstr(page, ">Wat is afgesproken</h2>"));
	cr_expect_not_null(strstr(page, ">Wie is onze regisseur</h2>"));
	cr_expect_not_null(
		strstr(page, ">Wat staat hier niet, en waarom</h2>"));
	cr_expect_not_null(strstr(page, "vrijdag 13 november 2026"));
	cr_expect_not_null(strstr(page, "<span>9 jaar</span>"));
	arena_free(arena);
}

LEAK_FREE_TEST(leaflet, names_a_coordinator_only_where_there_is_one)
{
	static const struct {
		const char *standing;
		const char *says;
		bool is_named;
	} rows[] = {
		{"held", "makes sure that all help fits", true},
		{"offered", "makes sure that all help fits", true},
		{"unconfirmed", "This isn&#39;t confirmed yet.", true},
		{"vacant", "Nobody now", false},
		{"conflict", "more than one organisation", false},
		{"masked", "may not be said here", false},
	};

	begin();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const char *page = make_string(arena_printf(
			arena,
			"{\"coordinator\":{\"standing\":\"%s\",\"name\":"
			"\"Fatima\",\"claims\":[\"Zorg\",7],\"group\":"
			"\"care\"}}",
			rows[i].standing));
		cr_expect_not_null(strstr(page, rows[i].says), "%s",
				   rows[i].standing);
		cr_expect_eq(strstr(page, ">Fatima<") != NULL, rows[i].is_named,
			     "%s", rows[i].standing);
	}
	arena_free(arena);
}

/* No level may be skipped: those who listen to the page jump from one to the
 * next. */
LEAK_FREE_TEST(leaflet, has_its_headings_in_order)
{
	const char *page;
	char level = '0';

	begin();
	page = make(support_file(arena, FIXTURES "view.json"));
	for (const char *at = page; (at = strstr(at, "<h")); at++) {
		if (at[2] < '1' || at[2] > '6')
			continue;
		cr_assert(at[2] <= level + 1, "%.40s", at);
		cr_assert(level == '0' || at[2] > '1', "%.40s", at);
		level = at[2];
	}
	cr_assert_gt(level, '1');
	arena_free(arena);
}

LEAK_FREE_TEST(leaflet, has_who_is_near_before_who_works_for_an_organisation)
{
	const char *near, *paid;

	begin();
	near = make_with(
		"{\"category\":\"involvement\",\"subject\":\"m1\","
		"\"source_name\":\"S\",\"fields\":{\"worker\":\"Ilse\"}},"
		"{\"category\":\"informal_support\",\"subject\":\"m1\","
		"\"source_name\":\"S\",\"fields\":{\"name\":\"Tilly\"}},"
		"{\"category\":\"informal_support\",\"subject\":\"m1\","
		"\"source_name\":\"S\",\"fields\":{\"name\":\"Henk\","
		"\"until\":\"2026-11-20\"}}",
		"");
	paid = strstr(near, "Ilse");
	cr_assert_not_null(paid);
	cr_assert_not_null(strstr(near, "Tilly"));
	cr_expect_lt(strstr(near, "Tilly"), paid);
	cr_expect_null(strstr(near, "Henk"), "help that has ended is there");
	arena_free(arena);
}
